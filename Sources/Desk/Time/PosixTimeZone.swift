/// A time zone's rule for years without a table: the TZ string of POSIX with the extensions of RFC 8536
/// §3.3.1, as the footer of a TZif file has it: `CET-1CEST,M3.5.0,M10.5.0/3`.
struct PosixTimeZone: Hashable, Sendable {
    /// Clocks are at most this many seconds from UTC (RFC 8536 §3.2: -25 to +26 hours).
    static let farthestOffset: Int64 = 26 * 3600
    /// Longer footers are refused; real ones have at most about 50 bytes.
    static let longest = 256

    /// When in each year the clocks change.
    enum Date: Hashable, Sendable {
        /// `J60`: 1...365, 29 February never counted.
        case dayWithoutLeap(Int)
        /// `59`: 0...365, 29 February counted.
        case dayWithLeap(Int)
        /// `M3.5.0`: month, week 1...5 (5: the last), weekday 0...6 from Sunday.
        case weekday(month: Int, week: Int, weekday: Int)
    }

    struct Change: Hashable, Sendable {
        var date: Date
        /// Seconds from midnight on the wall clock before the change; -167 to 167 hours.
        var time: Int
    }

    struct Daylight: Hashable, Sendable {
        var offset: TimeZoneRules.Offset
        var start: Change
        var end: Change
    }

    var standard: TimeZoneRules.Offset
    /// Nil: the same offset all year.
    var daylight: Daylight?

    func offset(at seconds: Int64) -> TimeZoneRules.Offset {
        guard let daylight else { return standard }
        return around(seconds, daylight).isDaylight ? daylight.offset : standard
    }

    func span(at seconds: Int64) -> TimeZoneRules.Span {
        guard let daylight else {
            return TimeZoneRules.Span(start: nil, end: nil, offset: Int64(standard.seconds))
        }
        let (start, end, isDaylight) = around(seconds, daylight)
        let offset = isDaylight ? daylight.offset : standard
        return TimeZoneRules.Span(start: start, end: end, offset: Int64(offset.seconds))
    }

    /// The change before a moment, the one after it, and what is valid between.
    private func around(
        _ seconds: Int64, _ daylight: Daylight
    ) -> (start: Int64?, end: Int64?, isDaylight: Bool) {
        let day = floorDiv(seconds + Int64(standard.seconds), 86_400)
        let year = CivilDate.civil(fromDays: day).year
        var changes: [(at: Int64, isDaylight: Bool)] = []
        for year in (year - 1)...(year + 1) {
            // A change can lie up to a week outside its year, so three years are looked at.
            changes.append(
                (moment(daylight.start, year, Int64(standard.seconds)), isDaylight: true))
            changes.append(
                (moment(daylight.end, year, Int64(daylight.offset.seconds)), isDaylight: false))
        }
        // Where both fall together (daylight saving all year), its start is the one that counts.
        changes.sort { ($0.at, $0.isDaylight ? 1 : 0) < ($1.at, $1.isDaylight ? 1 : 0) }
        guard let last = changes.lastIndex(where: { $0.at <= seconds }) else {
            return (nil, changes.first?.at, !(changes.first?.isDaylight ?? false))
        }
        let next = last + 1 < changes.count ? changes[last + 1].at : nil
        return (changes[last].at, next, changes[last].isDaylight)
    }

    private func moment(_ change: Change, _ year: Int64, _ offset: Int64) -> Int64 {
        let first = CivilDate.days(year: year, month: 1, day: 1)
        let day: Int64
        switch change.date {
        case .dayWithLeap(let number): day = first + Int64(number)
        case .dayWithoutLeap(let number):
            let isLeap = CalendarDay.isLeap(year: Int(year))
            day = first + Int64(number) - 1 + (isLeap && number >= 60 ? 1 : 0)
        case .weekday(let month, let week, let weekday):
            let start = CivilDate.days(year: year, month: Int64(month), day: 1)
            let length = Int64(CalendarDay.days(inMonth: month, of: Int(year)))
            // 1970-01-01 was a Thursday, which is 4 here.
            let firstWeekday = floorMod(start + 4, 7)
            var ahead = floorMod(Int64(weekday) - firstWeekday, 7) + Int64(week - 1) * 7
            if ahead >= length { ahead -= 7 }
            day = start + ahead
        }
        return day * 86_400 + Int64(change.time) - offset
    }
}

/// Reading; nil where the text is not such a rule.
extension PosixTimeZone {
    init?(_ text: [UInt8]) {
        guard text.count <= Self.longest else { return nil }
        var rest = text[...]
        guard let name = Self.name(&rest), let offset = Self.clock(&rest, hours: 0...24)
        else { return nil }
        // POSIX counts west of Greenwich.
        standard = TimeZoneRules.Offset(
            seconds: -offset, abbreviation: name, isDaylightSaving: false)
        guard !rest.isEmpty else { return }
        guard let summerName = Self.name(&rest) else { return nil }
        var summer = standard.seconds + 3600
        if let first = rest.first, first != UInt8(ascii: ",") {
            guard let offset = Self.clock(&rest, hours: 0...24) else { return nil }
            summer = -offset
        }
        guard Self.take(",", &rest), let start = Self.change(&rest),
            Self.take(",", &rest), let end = Self.change(&rest), rest.isEmpty
        else { return nil }
        daylight = Daylight(
            offset: TimeZoneRules.Offset(
                seconds: summer, abbreviation: summerName, isDaylightSaving: true),
            start: start, end: end)
    }

    /// Three or more letters, or anything of letters, digits and signs between `<` and `>`.
    private static func name(_ rest: inout ArraySlice<UInt8>) -> String? {
        func isLetter(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte & 0xDF) }
        var name: ArraySlice<UInt8>
        if take("<", &rest) {
            name = rest.prefix {
                isLetter($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "+")
                    || $0 == UInt8(ascii: "-")
            }
            rest = rest.dropFirst(name.count)
            guard take(">", &rest) else { return nil }
        } else {
            name = rest.prefix(while: isLetter)
            rest = rest.dropFirst(name.count)
        }
        return name.count >= 3 ? String(decoding: name, as: UTF8.self) : nil
    }

    /// `[+-]hh[:mm[:ss]]` in seconds.
    private static func clock(_ rest: inout ArraySlice<UInt8>, hours: ClosedRange<Int>) -> Int? {
        let isNegative = take("-", &rest)
        if !isNegative { _ = take("+", &rest) }
        guard let hour = number(&rest), hours.contains(hour) else { return nil }
        var seconds = hour * 3600
        if take(":", &rest) {
            guard let minute = number(&rest), minute < 60 else { return nil }
            seconds += minute * 60
            if take(":", &rest) {
                guard let second = number(&rest), second < 60 else { return nil }
                seconds += second
            }
        }
        return isNegative ? -seconds : seconds
    }

    private static func change(_ rest: inout ArraySlice<UInt8>) -> Change? {
        let date: Date
        if take("M", &rest) {
            guard let month = number(&rest), (1...12).contains(month), take(".", &rest),
                let week = number(&rest), (1...5).contains(week), take(".", &rest),
                let weekday = number(&rest), (0...6).contains(weekday)
            else { return nil }
            date = .weekday(month: month, week: week, weekday: weekday)
        } else if take("J", &rest) {
            guard let day = number(&rest), (1...365).contains(day) else { return nil }
            date = .dayWithoutLeap(day)
        } else {
            guard let day = number(&rest), (0...365).contains(day) else { return nil }
            date = .dayWithLeap(day)
        }
        // Without a time it is two o'clock.
        guard take("/", &rest) else { return Change(date: date, time: 7200) }
        guard let time = clock(&rest, hours: 0...167) else { return nil }
        return Change(date: date, time: time)
    }

    private static func take(_ sign: Unicode.Scalar, _ rest: inout ArraySlice<UInt8>) -> Bool {
        guard rest.first == UInt8(ascii: sign) else { return false }
        rest = rest.dropFirst()
        return true
    }

    /// One to three digits.
    private static func number(_ rest: inout ArraySlice<UInt8>) -> Int? {
        let digits = rest.prefix { (0x30...0x39).contains($0) }
        guard (1...3).contains(digits.count) else { return nil }
        rest = rest.dropFirst(digits.count)
        return digits.reduce(0) { $0 * 10 + Int($1) - 0x30 }
    }
}
