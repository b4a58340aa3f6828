/// A date without a time, as people write one on a time sheet.
public struct CalendarDay: Hashable, Comparable, Sendable, Codable {
    /// Days since 1970-01-01.
    public var days: Int64

    public init(days: Int64) { self.days = days }

    /// The day of a moment in UTC.
    public init(_ instant: Instant) {
        let seconds = instant.seconds
        days = seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
    }

    /// Reads `2026-11-25`; nil for what is no date.
    public init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].utf8.count == 4, parts[1].utf8.count == 2,
            parts[2].utf8.count == 2,
            text.utf8.allSatisfy({ $0 == 0x2D || $0 >= 0x30 && $0 <= 0x39 }),
            let year = Int64(parts[0]), let month = Int64(parts[1]), let day = Int64(parts[2]),
            (1...12).contains(month), (1...31).contains(day)
        else { return nil }
        days = CivilDate.days(year: year, month: month, day: day)
        // The 31st of a month of 30 days comes out as another day.
        guard CivilDate.civil(fromDays: days) == (year, month, day) else { return nil }
    }

    public static func < (a: CalendarDay, b: CalendarDay) -> Bool { a.days < b.days }

    /// `2026-11-25`.
    public var iso8601: String {
        let (year, month, day) = CivilDate.civil(fromDays: days)
        func pad(_ value: Int64, _ width: Int) -> String {
            let digits = String(value)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        return "\(pad(year, 4))-\(pad(month, 2))-\(pad(day, 2))"
    }
}
