/// One VEVENT (RFC 5545 §3.6.1), as far as people want to see it.
public struct CalendarEvent: Sendable, Hashable {
    /// ORGANIZER or ATTENDEE (RFC 5545 §3.8.4).
    public struct Person: Sendable, Hashable {
        /// CN.
        public var name: String?
        /// Without `mailto:`. May be another URI.
        public var address: String
        /// PARTSTAT in lower case: `accepted`, `declined`, `tentative`, `needs-action` and others.
        public var answer: String?
    }

    /// The same in all mails about an event (RFC 5545 §3.8.4.7). Empty in broken calendars.
    public var uid = ""
    /// On one line.
    public var summary: String?
    /// On one line.
    public var location: String?
    /// DTSTART (RFC 5545 §3.8.2.4).
    public var start: CalendarTime?
    /// DTEND, or DTSTART and DURATION where it can be computed. For whole days it is the day after the last one
    /// (RFC 5545 §3.6.1).
    public var end: CalendarTime?
    /// ORGANIZER (RFC 5545 §3.8.4.3).
    public var organizer: Person?
    /// ATTENDEE, in their order (RFC 5545 §3.8.4.1).
    public var attendees: [Person] = []
    /// STATUS in lower case: `confirmed`, `tentative`, `cancelled`.
    public var status: String?
    /// Which version of the event this is (RFC 5545 §3.8.7.4).
    public var sequence = 0
    /// Whether it comes again (RRULE or RDATE).
    public var repeats = false
    /// Which day of a series this is about (RECURRENCE-ID); nil for the whole of it.
    public var recurrence: CalendarTime?

    mutating func take(_ line: CalendarLine) {
        switch line.name {
        case "UID": uid = line.text
        case "SUMMARY": summary = line.text
        case "LOCATION": location = line.text
        case "DTSTART": start = CalendarTime(line)
        case "DTEND": end = CalendarTime(line)
        case "DURATION":
            if end == nil, let seconds = Self.duration(line.value) { end = start?.adding(seconds) }
        case "STATUS": status = ASCII.lowercase(line.text)
        case "SEQUENCE": sequence = ASCII.number(Array(line.value.utf8)) ?? 0
        case "RRULE", "RDATE": repeats = true
        case "RECURRENCE-ID": recurrence = CalendarTime(line)
        case "ORGANIZER": organizer = Self.person(line)
        case "ATTENDEE" where attendees.count < CalendarMessage.mostAttendees:
            attendees.append(Self.person(line))
        default: break
        }
    }

    private static func person(_ line: CalendarLine) -> Person {
        var address = line.value
        if ASCII.lowercase(String(address.prefix(7))) == "mailto:" {
            address = String(address.dropFirst(7))
        }
        return Person(
            name: line.parameters["CN"].map(EncodedWords.cleaned),
            address: EncodedWords.cleaned(ASCII.trimmed(address)),
            answer: line.parameters["PARTSTAT"].map(ASCII.lowercase))
    }

    /// dur-value = ["+"] "P" (weeks / days / time) (RFC 5545 §3.3.6), in seconds; nil for negative ones.
    private static func duration(_ text: String) -> Int? {
        var seconds = 0
        var digits: [UInt8] = []
        var bytes = Array(text.utf8)[...]
        if bytes.first == 0x2B { bytes.removeFirst() }
        guard bytes.first == 0x50 else { return nil }
        for byte in bytes.dropFirst() {
            if byte.isDigit {
                digits.append(byte)
                continue
            }
            let units: [UInt8: Int] = [0x57: 604_800, 0x44: 86_400, 0x48: 3600, 0x4D: 60, 0x53: 1]
            if byte == 0x54, digits.isEmpty { continue }
            guard let unit = units[byte], let number = ASCII.number(digits), number < 1_000_000
            else { return nil }
            seconds += number * unit
            digits = []
        }
        return seconds
    }
}

/// A day, or a day and a time, as an event has it (RFC 5545 §3.3.4, §3.3.5).
public struct CalendarTime: Sendable, Hashable {
    /// What the clock that shows it is set to.
    public enum Zone: Sendable, Hashable {
        case utc
        /// Wherever the reader is.
        case floating
        /// TZID as the sender wrote it, such as `Europe/Berlin` or `W. Europe Standard Time`.
        case named(String)
    }

    /// Of the Gregorian calendar, four digits (RFC 5545 §3.3.4).
    public var year: Int
    /// 1 to 12.
    public var month: Int
    /// 1 to 31.
    public var day: Int
    /// Since midnight; nil for a whole day.
    public var second: Int?
    /// What the time is told in (RFC 5545 §3.3.5).
    public var zone: Zone

    /// Such as `2026-11-25`, `2026-11-25T14:30:00` or, in UTC, `2026-11-25T14:30:00Z`; without the name of the zone.
    public var iso8601: String {
        let date = [(year, 4), (month, 2), (day, 2)].map { Self.pad($0, $1) }.joined(separator: "-")
        guard let second else { return date }
        let clock = [second / 3600, second / 60 % 60, second % 60].map { Self.pad($0, 2) }
        return "\(date)T\(clock.joined(separator: ":"))\(zone == .utc ? "Z" : "")"
    }

    /// Seconds since 1970 for times in UTC; nil for others, whose zone rules are not known here.
    public var unixSeconds: Int64? {
        guard zone == .utc, let second else { return nil }
        return Int64(MailDate.daysFromCivil(year: year, month: month, day: day) * 86_400 + second)
    }

    private static func pad(_ value: Int, _ width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }

    /// date = 8DIGIT; date-time = date "T" 6DIGIT ["Z"]
    init?(_ line: CalendarLine) {
        let text = Array(ASCII.trimmed(line.value).utf8)
        guard text.count >= 8, let date = ASCII.number(text[..<8]) else { return nil }
        (year, month, day) = (date / 10_000, date / 100 % 100, date % 100)
        guard (1...12).contains(month), (1...31).contains(day), year > 0 else { return nil }
        zone = line.parameters["TZID"].map { .named(EncodedWords.cleaned($0)) } ?? .floating
        if text.count >= 15, text[8] == 0x54, let clock = ASCII.number(text[9..<15]) {
            let (hour, minute) = (clock / 10_000, clock / 100 % 100)
            guard hour < 24, minute < 60 else { return nil }
            second = hour * 3600 + minute * 60 + min(clock % 100, 59)
            if text.count > 15, text[15] == 0x5A { zone = .utc }
        }
    }

    /// On the same clock, which for some hours in a year is not the time that has passed.
    func adding(_ seconds: Int) -> CalendarTime {
        let total =
            MailDate.daysFromCivil(year: year, month: month, day: day) * 86_400 + (second ?? 0)
            + seconds
        var later = self
        (later.year, later.month, later.day) = MailDate.civilFromDays(total / 86_400)
        if second != nil { later.second = total % 86_400 }
        return later
    }
}
