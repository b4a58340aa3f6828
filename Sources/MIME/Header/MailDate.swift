/// A moment and the zone that it was written in (RFC 5322 §3.3).
public struct MailDate: Hashable, Sendable {
    /// Seconds since 1970 in UTC. Between the years 1 and 9999.
    public var unixSeconds: Int64
    /// Minutes east of Greenwich, between -1439 and 1439.
    public var offsetMinutes: Int

    /// Values out of range are brought into it where the date is written.
    public init(unixSeconds: Int64, offsetMinutes: Int = 0) {
        self.unixSeconds = unixSeconds
        self.offsetMinutes = offsetMinutes
    }

    /// Reads a date as mails have it; nil when no day and month can be made out.
    public init?(_ value: [UInt8]) {
        guard let parsed = DateReader.read(value[...]) else { return nil }
        self = parsed
    }

    /// The same for a text.
    public init?(_ text: String) { self.init(Array(text.utf8)) }

    /// Such as `2003-07-01T10:52:37+02:00`.
    public var iso8601: String {
        let (year, month, day, second) = civil
        let offset = min(offsetMinutes.magnitude, 1439)
        let zone =
            offset == 0
            ? "+00:00"
            : "\(offsetMinutes < 0 ? "-" : "+")\(Self.pad(Int(offset / 60))):\(Self.pad(Int(offset % 60)))"
        return
            "\(Self.pad(year, 4))-\(Self.pad(month))-\(Self.pad(day))T\(Self.clock(second))\(zone)"
    }

    /// As a header has it: `Tue, 1 Jul 2003 10:52:37 +0200`.
    public var headerValue: String {
        let (year, month, day, second) = civil
        let days = Self.daysFromCivil(year: year, month: month, day: day)
        let weekday = Self.weekdays[((days + 4) % 7 + 7) % 7]
        let offset = min(offsetMinutes.magnitude, 1439)
        let zone =
            "\(offsetMinutes < 0 ? "-" : "+")\(Self.pad(Int(offset / 60)))\(Self.pad(Int(offset % 60)))"
        return
            "\(weekday), \(day) \(Self.months[month - 1]) \(Self.pad(year, 4)) \(Self.clock(second)) \(zone)"
    }

    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// In the zone of the date. What is out of the range of years is brought into it.
    private var civil: (year: Int, month: Int, day: Int, second: Int) {
        let first = Self.daysFromCivil(year: 1, month: 1, day: 2) * 86_400
        let last = Self.daysFromCivil(year: 9999, month: 12, day: 30) * 86_400
        let bounded = min(max(unixSeconds, Int64(first)), Int64(last))
        let local = Int(bounded) + min(max(offsetMinutes, -1439), 1439) * 60
        let days = local >= 0 ? local / 86_400 : -((86_399 - local) / 86_400)
        let (year, month, day) = Self.civilFromDays(days)
        return (year, month, day, local - days * 86_400)
    }

    private static func clock(_ second: Int) -> String {
        "\(pad(second / 3600)):\(pad(second / 60 % 60)):\(pad(second % 60))"
    }

    private static func pad(_ value: Int, _ width: Int = 2) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }

    /// Days since 1970-01-01 of the proleptic Gregorian calendar.
    static func daysFromCivil(year: Int, month: Int, day: Int) -> Int {
        let y = month <= 2 ? year - 1 : year
        let era = (y >= 0 ? y : y - 399) / 400
        let yearOfEra = y - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
            - 719_468
    }

    static func civilFromDays(_ days: Int) -> (year: Int, month: Int, day: Int) {
        let z = days + 719_468
        let era = (z >= 0 ? z : z - 146_096) / 146_097
        let dayOfEra = z - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        return (
            yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month,
            dayOfYear - (153 * shifted + 2) / 5 + 1
        )
    }
}
