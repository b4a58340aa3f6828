/// A moment in UTC, in whole milliseconds since 1970, as it is stored.
public struct Instant: Hashable, Comparable, Sendable, Codable {
    public var milliseconds: Int64

    public init(milliseconds: Int64) { self.milliseconds = milliseconds }
    public init(seconds: Int64) { self.milliseconds = seconds * 1000 }

    public init(from decoder: any Decoder) throws {
        milliseconds = try decoder.singleValueContainer().decode(Int64.self)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(milliseconds)
    }

    /// Whole seconds since 1970, rounded down.
    public var seconds: Int64 { floorDiv(milliseconds, 1000) }

    public static func < (a: Instant, b: Instant) -> Bool { a.milliseconds < b.milliseconds }

    public static func + (a: Instant, b: Duration) -> Instant {
        Instant(milliseconds: a.milliseconds + b.inMilliseconds)
    }

    public static func - (a: Instant, b: Duration) -> Instant {
        Instant(milliseconds: a.milliseconds - b.inMilliseconds)
    }

    public static func - (a: Instant, b: Instant) -> Duration {
        .milliseconds(a.milliseconds - b.milliseconds)
    }

    /// `2026-11-23T08:15:00Z`, with milliseconds only where there are any.
    public var iso8601: String {
        let days = Int64((Double(seconds) / 86_400).rounded(.down))
        let (year, month, day) = CivilDate.civil(fromDays: days)
        let rest = seconds - days * 86_400
        let fraction = milliseconds - seconds * 1000
        func pad(_ value: Int64, _ width: Int) -> String {
            let digits = String(value)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        let clock = "\(pad(rest / 3600, 2)):\(pad(rest / 60 % 60, 2)):\(pad(rest % 60, 2))"
        let tail = fraction == 0 ? "Z" : ".\(pad(fraction, 3))Z"
        return "\(pad(year, 4))-\(pad(month, 2))-\(pad(day, 2))T\(clock)\(tail)"
    }
}

extension Duration {
    /// Whole milliseconds, what is smaller dropped.
    public var inMilliseconds: Int64 {
        components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
    }
}

/// Days and calendar dates of the proleptic Gregorian calendar, without time zones.
public enum CivilDate {
    /// Days since 1970-01-01 of a calendar date. (Howard Hinnant, "chrono-compatible low-level date
    /// algorithms".)
    public static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
        let y = month <= 2 ? year - 1 : year
        let era = (y >= 0 ? y : y - 399) / 400
        let yearOfEra = y - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    /// The calendar date of a number of days since 1970-01-01.
    public static func civil(fromDays days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let z = days + 719_468
        let era = (z >= 0 ? z : z - 146_096) / 146_097
        let dayOfEra = z - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let m = (5 * dayOfYear + 2) / 153
        let month = m < 10 ? m + 3 : m - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * m + 2) / 5 + 1)
    }
}
