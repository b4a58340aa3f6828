/// A day of the proleptic Gregorian calendar, without a time and without a time zone.
///
/// Counted in days since 1970-01-01. Days further away than ``farthest`` are pulled back to it, so that no
/// arithmetic on a day that came from outside can overflow.
public struct CalendarDay: Hashable, Comparable, Sendable {
    /// Days since 1970-01-01.
    public let days: Int64

    /// About 273,000 years to either side: far more than any date in use, and small enough that the
    /// day's milliseconds fit 64 bits many times over.
    public static let farthest: Int64 = 100_000_000

    public init(days: Int64) {
        self.days = min(max(days, -Self.farthest), Self.farthest)
    }

    /// The day of a moment in UTC; for that of another zone see ``TimeZoneRules/day(at:)``.
    public init(_ instant: Instant) { self.init(days: floorDiv(instant.seconds, 86_400)) }

    /// Nil where the calendar has no such day (30 February) or the year is not from 1 to 9999.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month),
            day >= 1, day <= Self.days(inMonth: month, of: year)
        else { return nil }
        self.init(
            days: CivilDate.days(year: Int64(year), month: Int64(month), day: Int64(day)))
    }

    /// Reads `2026-11-23`; nil where it is anything else.
    public init?(_ text: String) {
        let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard parts.count == 3, parts.map(\.count) == [4, 2, 2],
            parts.allSatisfy({ $0.allSatisfy { (0x30...0x39).contains($0) } })
        else { return nil }
        let numbers = parts.map { $0.reduce(0) { $0 * 10 + Int($1) - 0x30 } }
        self.init(year: numbers[0], month: numbers[1], day: numbers[2])
    }

    /// `2026-11-23`.
    public var iso8601: String {
        let (year, month, day) = parts
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    }

    /// Year, month (1...12) and day of the month (1...31) at once.
    public var parts: (year: Int, month: Int, day: Int) {
        let (year, month, day) = CivilDate.civil(fromDays: days)
        return (Int(year), Int(month), Int(day))
    }

    public var year: Int { parts.year }
    /// 1...12.
    public var month: Int { parts.month }
    /// 1...31.
    public var day: Int { parts.day }

    public var weekday: Weekday {
        // 1970-01-01 was a Thursday.
        Weekday(rawValue: Int(floorMod(days + 3, 7)) + 1) ?? .monday
    }

    /// The week by ISO 8601: weeks begin on Monday, and week 1 has the year's first Thursday. Its year
    /// can be the one before or after the day's own.
    public var isoWeek: (year: Int, week: Int) {
        let thursday = CalendarDay(days: days + Int64(4 - weekday.rawValue))
        let year = thursday.year
        let first = CivilDate.days(year: Int64(year), month: 1, day: 1)
        return (year, Int((thursday.days - first) / 7) + 1)
    }

    /// The day's number in its year, 1...366.
    public var dayOfYear: Int {
        Int(days - CivilDate.days(year: Int64(year), month: 1, day: 1)) + 1
    }

    public static func < (a: CalendarDay, b: CalendarDay) -> Bool { a.days < b.days }

    /// Days later; a negative number is days earlier.
    public func adding(days: Int) -> CalendarDay {
        let bounded = min(max(Int64(days), -2 * Self.farthest), 2 * Self.farthest)
        return CalendarDay(days: self.days + bounded)
    }

    /// The same day of the month, months later; the month's last day where it has no such day.
    ///
    /// 31 January and one month is 28 or 29 February. To go on in steps from a start, add the steps'
    /// sum to the start, not a month to the day before: else 31 March would never come back.
    public func adding(months: Int) -> CalendarDay {
        let bounded = min(max(months, -4_000_000), 4_000_000)
        let (year, month, day) = parts
        let total = year * 12 + (month - 1) + bounded
        let newYear = Int(floorDiv(Int64(total), 12))
        let newMonth = total - newYear * 12 + 1
        let last = Self.days(inMonth: newMonth, of: newYear)
        return CalendarDay(
            days: CivilDate.days(
                year: Int64(newYear), month: Int64(newMonth), day: Int64(min(day, last))))
    }

    /// Days from one to the other; negative where the other is earlier.
    public func days(to other: CalendarDay) -> Int { Int(other.days - days) }

    public static func isLeap(year: Int) -> Bool {
        year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    }

    /// 28...31; the month must be 1...12, any other counts as 31 days.
    public static func days(inMonth month: Int, of year: Int) -> Int {
        switch month {
        case 2: isLeap(year: year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

/// As text in JSON: `"2026-11-23"`.
extension CalendarDay: Codable {
    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let day = CalendarDay(text) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "not a day: \(text)"))
        }
        self = day
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(iso8601)
    }
}

/// Division that rounds down, also below zero; `b` is positive.
func floorDiv(_ a: Int64, _ b: Int64) -> Int64 {
    let quotient = a / b
    return a % b < 0 ? quotient - 1 : quotient
}

/// What ``floorDiv`` leaves: 0..<b.
func floorMod(_ a: Int64, _ b: Int64) -> Int64 {
    let rest = a % b
    return rest < 0 ? rest + b : rest
}

/// Decimal digits with zeros in front.
func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(abs(number))
    let zeros = String(repeating: "0", count: max(0, width - digits.count))
    return (number < 0 ? "-" : "") + zeros + digits
}
