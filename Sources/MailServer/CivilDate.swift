/// A moment spelled in UTC, for INTERNALDATE, SINCE and Received lines.
struct CivilDate: Equatable, Sendable {
    var year: Int
    var month: Int
    var day: Int
    var secondOfDay: Int
    /// Days since 1 January 1970.
    var dayNumber: Int

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    private static let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]

    init(unixSeconds: Int64) {
        let seconds = Int(clamping: unixSeconds)
        dayNumber = seconds >= 0 ? seconds / 86400 : (seconds - 86399) / 86400
        secondOfDay = seconds - dayNumber * 86400
        // Days to year, month and day of the proleptic Gregorian calendar, years starting in March.
        let shifted = dayNumber + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
        month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// The day number of a date, or nil when there is no such month or day.
    static func dayNumber(year: Int, month: Int, day: Int) -> Int? {
        guard (1...9999).contains(year), (1...12).contains(month), (1...31).contains(day) else {
            return nil
        }
        let marchYear = month <= 2 ? year - 1 : year
        let era = marchYear / 400
        let yearOfEra = marchYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    private var clock: String {
        let parts = [secondOfDay / 3600, secondOfDay / 60 % 60, secondOfDay % 60]
        return parts.map { Self.padded($0) }.joined(separator: ":")
    }

    /// `" 7-Feb-1994 21:52:25 +0000"` without the quotes (date-time, RFC 3501 §9).
    var internalDate: String {
        "\(day < 10 ? " " : "")\(day)-\(Self.months[month - 1])-\(year) \(clock) +0000"
    }

    /// `Mon, 07 Feb 1994 21:52:25 +0000` (RFC 5322 §3.3).
    var mailDate: String {
        let weekday = Self.weekdays[((dayNumber % 7) + 7) % 7]
        return "\(weekday), \(Self.padded(day)) \(Self.months[month - 1]) \(year) \(clock) +0000"
    }

    /// date-text of SEARCH, `1-Feb-1994` → its day number (RFC 3501 §9).
    static func dayNumber(dateText: String) -> Int? {
        let parts = dateText.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, let day = Int(parts[0]), let year = Int(parts[2]),
            let month = months.firstIndex(where: { $0.lowercased() == parts[1].lowercased() })
        else { return nil }
        return dayNumber(year: year, month: month + 1, day: day)
    }

    /// date-time of APPEND, `" 7-Feb-1994 21:52:25 -0800"` → seconds since 1970.
    static func unixSeconds(dateTime: String) -> Int64? {
        let parts = dateTime.split(separator: " ")
        guard parts.count == 3, let day = dayNumber(dateText: String(parts[0])) else { return nil }
        let clock = parts[1].split(separator: ":").compactMap { Int($0) }
        guard clock.count == 3, (0...23).contains(clock[0]), (0...59).contains(clock[1]),
            (0...60).contains(clock[2]), parts[2].utf8.count == 5,
            let zone = Int(parts[2].dropFirst()), ["+", "-"].contains(parts[2].first)
        else { return nil }
        let offset = (zone / 100 * 60 + zone % 100) * 60 * (parts[2].first == "-" ? -1 : 1)
        return Int64(day) * 86400 + Int64(clock[0] * 3600 + clock[1] * 60 + clock[2] - offset)
    }

    private static func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
