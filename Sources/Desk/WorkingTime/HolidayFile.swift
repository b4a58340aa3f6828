/// The holidays of an iCalendar file (RFC 5545): every event is a day, or a part of one, on which nobody
/// works.
///
/// Read are VEVENT with DTSTART as date or time, DTEND or DURATION, SUMMARY, yearly RRULE, RDATE, EXDATE,
/// RECURRENCE-ID and STATUS:CANCELLED. What is odd is told as a defect and never stops the rest.
public struct HolidayFile: Hashable, Sendable {
    /// Something that was not taken as it stands, and where.
    public struct Defect: Hashable, Sendable {
        /// In the file, from 1.
        public var line: Int
        public var wording: Wording
    }

    /// In order, each once, within the days asked for.
    public private(set) var holidays: [WorkingCalendar.Holiday] = []
    public private(set) var defects: [Defect] = []
    /// Events in the file, those without a holiday in the days asked for included.
    public private(set) var eventCount = 0

    /// What is longer is not read.
    public static let largest = 8 * 1024 * 1024
    static let mostEvents = 10_000
    static let mostDefects = 200
    /// An event that lasts longer is no holiday.
    static let longestEvent = 366
    /// Of a recurrence that is counted, not more years are gone through.
    static let mostYears = 500

    /// - Parameters:
    ///   - bytes: the file; at most 8 MiB.
    ///   - days: holidays outside are left away; a recurrence without an end is followed to the last.
    ///   - zone: the calendar's zone, in which the holidays' days are meant.
    ///   - zones: where the zones that the file names are looked up; the calendar's own is used for others.
    public init(
        _ bytes: [UInt8], days: ClosedRange<CalendarDay>, zone: TimeZoneRules,
        zones: TimeZones = .utc
    ) {
        guard bytes.count <= Self.largest else {
            note(1, "The file is larger than %1 MB and was not read.", .text("8"))
            return
        }
        let (lines, broken) = CalendarLine.read(bytes)
        for number in broken { note(number, "This is no line of a calendar file.") }
        guard lines.first?.name == "BEGIN", lines.first?.value.uppercased() == "VCALENDAR" else {
            note(1, "This is no calendar file: it does not begin with BEGIN:VCALENDAR.")
            return
        }
        let events = events(in: lines)
        eventCount = events.count
        let moved = Dictionary(grouping: events.filter { $0.instead != nil }, by: \.uid)
            .mapValues { $0.compactMap(\.instead) }
        var found: Set<WorkingCalendar.Holiday> = []
        let reader = HolidayReader(days: days, zone: zone, zones: zones)
        for event in events where !event.isCancelled {
            var event = event
            if event.instead == nil, !event.uid.isEmpty {
                event.exceptions += moved[event.uid] ?? []
            }
            let (holidays, defects) = reader.holidays(of: event)
            for defect in defects { note(event.line, defect) }
            found.formUnion(holidays)
            if found.count > WorkingCalendar.mostHolidays {
                note(
                    event.line, "There are more than %1 holidays; the rest was left away.",
                    .text("\(WorkingCalendar.mostHolidays)"))
                break
            }
        }
        holidays = Array(found.sorted().prefix(WorkingCalendar.mostHolidays))
    }

    private mutating func note(_ line: Int, _ key: String, _ values: Wording.Value...) {
        var wording = Wording(key)
        wording.values = values
        note(line, wording)
    }

    private mutating func note(_ line: Int, _ wording: Wording) {
        if defects.count < Self.mostDefects { defects.append(Defect(line: line, wording: wording)) }
    }

    /// One VEVENT as it stands.
    struct Event {
        var line: Int
        var uid = ""
        var summary = ""
        var start: CalendarTime?
        var end: CalendarTime?
        /// Seconds.
        var duration: Int64?
        var rule: YearlyRule?
        var more: [CalendarTime] = []
        var exceptions: [CalendarTime] = []
        /// The occurrence of the same event that this one stands in for.
        var instead: CalendarTime?
        var isCancelled = false
    }

    private mutating func events(in lines: [CalendarLine]) -> [Event] {
        var events: [Event] = []
        var components: [String] = []
        var event: Event?
        for line in lines {
            switch line.name {
            case "BEGIN":
                components.append(line.value.uppercased())
                guard components.count < 32 else {
                    note(
                        line.number,
                        "The parts of the file are nested too deeply; reading ended here.")
                    return events
                }
                if components == ["VCALENDAR", "VEVENT"] { event = Event(line: line.number) }
            case "END":
                guard components.last == line.value.uppercased() else {
                    note(line.number, "This END has no BEGIN.")
                    continue
                }
                components.removeLast()
                if components == ["VCALENDAR"], let finished = event {
                    event = nil
                    guard events.count < Self.mostEvents else {
                        note(
                            line.number, "There are more than %1 events; the rest was left away.",
                            .text("\(Self.mostEvents)"))
                        return events
                    }
                    events.append(finished)
                }
            default:
                if components == ["VCALENDAR", "VEVENT"], var open = event {
                    read(line, into: &open)
                    event = open
                }
            }
        }
        if let event { note(event.line, "This event has no END and was left away.") }
        return events
    }

    private mutating func read(_ line: CalendarLine, into event: inout Event) {
        func times() -> [CalendarTime] {
            line.value.split(separator: ",").prefix(2000).compactMap {
                // Of a period (RFC 5545 §3.3.9) the start counts.
                CalendarTime(
                    $0.split(separator: "/").first ?? $0, zone: line.parameters["TZID"])
            }
        }
        switch line.name {
        case "DTSTART": event.start = times().first
        case "DTEND":
            event.end = times().first
            if event.end == nil {
                note(line.number, "The end “%1” is no time.", .text(short(line)))
            }
        case "DURATION":
            event.duration = Self.duration(line.value)
            if event.duration == nil {
                note(line.number, "The duration “%1” is not understood.", .text(short(line)))
            }
        case "SUMMARY": event.summary = line.unescaped
        case "UID": event.uid = line.value
        case "STATUS": event.isCancelled = line.value.uppercased() == "CANCELLED"
        case "EXDATE": event.exceptions += times()
        case "RDATE": event.more += times()
        case "RECURRENCE-ID": event.instead = times().first
        case "RRULE":
            event.rule = YearlyRule(line.value)
            if event.rule == nil {
                note(
                    line.number,
                    "The recurrence “%1” is not a yearly one that is understood; only its first day was taken.",
                    .text(short(line)))
            }
        default: return
        }
    }

    private func short(_ line: CalendarLine) -> String { String(line.value.prefix(80)) }

    /// `P1D`, `PT8H`, `P1W`, `-P1D` in seconds (RFC 5545 §3.3.6); nil where it is none or negative.
    static func duration(_ text: String) -> Int64? {
        var rest = Substring(text.uppercased())
        if rest.first == "+" { rest = rest.dropFirst() }
        guard rest.first == "P" else { return nil }
        rest = rest.dropFirst()
        var seconds: Int64 = 0
        var isTime = false
        var hasAny = false
        while let first = rest.first {
            if first == "T" {
                isTime = true
                rest = rest.dropFirst()
                continue
            }
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            guard digits.count <= 7, let number = Int64(digits) else { return nil }
            rest = rest.dropFirst(digits.count)
            switch (rest.first, isTime) {
            case ("W", false): seconds += number * 604_800
            case ("D", false): seconds += number * 86_400
            case ("H", true): seconds += number * 3600
            case ("M", true): seconds += number * 60
            case ("S", true): seconds += number
            default: return nil
            }
            rest = rest.dropFirst()
            hasAny = true
        }
        return hasAny ? seconds : nil
    }
}
