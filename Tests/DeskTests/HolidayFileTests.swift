import Desk
import Testing

@Suite("Holidays from iCalendar files")
struct HolidayFileTests {
    static func read(
        _ events: String, from: String = "2026-01-01", to: String = "2028-12-31",
        lineEnd: String = "\r\n"
    ) throws -> HolidayFile {
        let text = "BEGIN:VCALENDAR\nVERSION:2.0\n\(events)\nEND:VCALENDAR\n"
        let bytes = text.split(separator: "\n", omittingEmptySubsequences: false)
            .joined(separator: lineEnd)
        let zone = try SampleZones.berlin()
        return HolidayFile(
            Array(bytes.utf8),
            days: try #require(CalendarDay(from))...(try #require(CalendarDay(to))), zone: zone,
            zones: TimeZones([zone, try SampleZones.newYork()]))
    }

    static func event(_ lines: String) -> String { "BEGIN:VEVENT\n\(lines)\nEND:VEVENT" }

    static func shown(_ file: HolidayFile) -> [String] {
        file.holidays.map { holiday in
            holiday.closed == .wholeDay
                ? holiday.day.iso8601 : "\(holiday.day.iso8601) \(holiday.closed.text)"
        }
    }

    /// The lines of an event, and the holidays that it makes from 2026 to 2028.
    static let table: [(String, [String])] = [
        ("DTSTART;VALUE=DATE:20261225", ["2026-12-25"]),
        ("DTSTART:20261225", ["2026-12-25"]),
        ("DTSTART;VALUE=DATE:20261225\nDTEND;VALUE=DATE:20261227", ["2026-12-25", "2026-12-26"]),
        ("DTSTART;VALUE=DATE:20261225\nDTEND;VALUE=DATE:20261225", ["2026-12-25"]),
        ("DTSTART;VALUE=DATE:20261225\nDURATION:P2D", ["2026-12-25", "2026-12-26"]),
        (
            "DTSTART;VALUE=DATE:20261231\nDURATION:P1W",
            [
                "2026-12-31", "2027-01-01", "2027-01-02", "2027-01-03", "2027-01-04", "2027-01-05",
                "2027-01-06",
            ]
        ),
        // Parts of days, on the calendar's clock, whatever the file's clock.
        (
            "DTSTART;TZID=Europe/Berlin:20261224T140000\nDTEND;TZID=Europe/Berlin:20261225T000000",
            ["2026-12-24 14:00-24:00"]
        ),
        ("DTSTART:20261224T130000Z\nDTEND:20261224T230000Z", ["2026-12-24 14:00-24:00"]),
        ("DTSTART:20261224T140000\nDURATION:PT2H30M", ["2026-12-24 14:00-16:30"]),
        (
            "DTSTART;TZID=America/New_York:20261224T180000\nDURATION:PT12H",
            ["2026-12-25 00:00-12:00"]
        ),
        (
            "DTSTART;TZID=Europe/Berlin:20261224T140000\nDTEND;TZID=Europe/Berlin:20261226T120000",
            ["2026-12-24 14:00-24:00", "2026-12-25", "2026-12-26 00:00-12:00"]
        ),
        // Every year.
        (
            "DTSTART;VALUE=DATE:19970101\nRRULE:FREQ=YEARLY",
            ["2026-01-01", "2027-01-01", "2028-01-01"]
        ),
        ("DTSTART;VALUE=DATE:20240229\nRRULE:FREQ=YEARLY", ["2028-02-29"]),
        ("DTSTART;VALUE=DATE:20250501\nRRULE:FREQ=YEARLY;COUNT=3", ["2026-05-01", "2027-05-01"]),
        (
            "DTSTART;VALUE=DATE:20250501\nRRULE:FREQ=YEARLY;UNTIL=20270501",
            ["2026-05-01", "2027-05-01"]
        ),
        ("DTSTART;VALUE=DATE:20250501\nRRULE:FREQ=YEARLY;UNTIL=20270430T220000Z", ["2026-05-01"]),
        (
            "DTSTART;VALUE=DATE:20240501\nRRULE:FREQ=YEARLY;INTERVAL=2",
            ["2026-05-01", "2028-05-01"]
        ),
        (
            "DTSTART;VALUE=DATE:20201126\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH",
            ["2026-11-26", "2027-11-25", "2028-11-23"]
        ),
        (
            "DTSTART;VALUE=DATE:20200525\nRRULE:FREQ=YEARLY;BYDAY=-1MO;BYMONTH=5",
            ["2026-05-25", "2027-05-31", "2028-05-29"]
        ),
        (
            "DTSTART;VALUE=DATE:20201103\nRRULE:FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8",
            ["2028-11-07"]
        ),
        (
            "DTSTART;VALUE=DATE:20261231\nRRULE:FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=-1",
            ["2026-12-31", "2027-12-31", "2028-12-31"]
        ),
        (
            "DTSTART;VALUE=DATE:20260101\nRRULE:FREQ=YEARLY;BYYEARDAY=1,-1",
            ["2026-01-01", "2026-12-31", "2027-01-01", "2027-12-31", "2028-01-01", "2028-12-31"]
        ),
        (
            "DTSTART;VALUE=DATE:20260106\nRRULE:FREQ=YEARLY;BYMONTH=1,8",
            ["2026-01-06", "2026-08-06", "2027-01-06", "2027-08-06", "2028-01-06", "2028-08-06"]
        ),
        (
            "DTSTART;VALUE=DATE:20260105\nRRULE:FREQ=YEARLY;BYDAY=1MO",
            ["2026-01-05", "2027-01-04", "2028-01-03"]
        ),
        (
            "DTSTART;VALUE=DATE:20260831\nRRULE:FREQ=YEARLY;BYMONTH=8;BYDAY=MO;BYSETPOS=-1",
            ["2026-08-31", "2027-08-30", "2028-08-28"]
        ),
        (
            "DTSTART;VALUE=DATE:19970101\nRRULE:FREQ=YEARLY\nEXDATE;VALUE=DATE:20270101",
            ["2026-01-01", "2028-01-01"]
        ),
        (
            "DTSTART;TZID=Europe/Berlin:20261224T140000\nDURATION:PT10H\nRRULE:FREQ=YEARLY\nEXDATE:20271224T130000Z",
            ["2026-12-24 14:00-24:00", "2028-12-24 14:00-24:00"]
        ),
        (
            "DTSTART;VALUE=DATE:20260403\nRDATE;VALUE=DATE:20270326,20280414",
            ["2026-04-03", "2027-03-26", "2028-04-14"]
        ),
        ("DTSTART;VALUE=DATE:20251225\nRRULE:FREQ=YEARLY;UNTIL=20251225", []),
        ("DTSTART;VALUE=DATE:20261225\nSTATUS:CANCELLED", []),
        (
            "DTSTART;VALUE=DATE:20261225\nBEGIN:VALARM\nDTSTART;VALUE=DATE:20260101\nDURATION:P9D\nEND:VALARM",
            ["2026-12-25"]
        ),
    ]

    @Test("events become holidays", arguments: table)
    func events(_ lines: String, _ days: [String]) throws {
        let file = try Self.read(Self.event(lines))
        #expect(Self.shown(file) == days)
        #expect(file.defects.isEmpty)
        #expect(file.eventCount == 1)
        for lineEnd in ["\n", "\r"] {
            #expect(try Self.read(Self.event(lines), lineEnd: lineEnd) == file)
        }
    }

    @Test("an occurrence that was moved is closed where it was moved to")
    func moved() throws {
        let file = try Self.read(
            Self.event("UID:a\nDTSTART;VALUE=DATE:20260501\nRRULE:FREQ=YEARLY\nSUMMARY:May") + "\n"
                + Self.event(
                    "UID:a\nRECURRENCE-ID;VALUE=DATE:20270501\nDTSTART;VALUE=DATE:20270503\nSUMMARY:May, moved"
                ))
        #expect(Self.shown(file) == ["2026-05-01", "2027-05-03", "2028-05-01"])
        #expect(file.holidays[1].name == "May, moved")
    }

    @Test("folded lines are one, and names lose their escapes")
    func folding() throws {
        let file = try Self.read(
            Self.event(
                "SUMMARY:Heilige Drei K\n önige\\, \n\tBaden\\;Bayern\\\\\nDTSTA\n RT;VALUE=DATE:20260106"
            ))
        #expect(file.holidays.map(\.name) == ["Heilige Drei Könige, Baden;Bayern\\"])
        #expect(Self.shown(file) == ["2026-01-06"])
    }

    /// What is odd, and what is said about it.
    static let odd: [(String, [String], String)] = [
        ("SUMMARY:X", [], "The event “X” has no start and was left away."),
        ("DTSTART:20260230", [], "The event “” has no start and was left away."),
        (
            "DTSTART;VALUE=DATE:20260105\nRRULE:FREQ=WEEKLY", ["2026-01-05"],
            "The recurrence “FREQ=WEEKLY” is not a yearly one that is understood; only its first day was taken."
        ),
        (
            "DTSTART;VALUE=DATE:20260105\nRRULE:FREQ=YEARLY;BYWEEKNO=20", ["2026-01-05"],
            "The recurrence “FREQ=YEARLY;BYWEEKNO=20” is not a yearly one that is understood; only its first day was taken."
        ),
        (
            "DTSTART:20260105T000000", ["2026-01-05"],
            "The event “” has no end; the whole day was taken."
        ),
        ("DTSTART:20260105T120000", [], "The event “” ends before it begins and was left away."),
        (
            "DTSTART:20260105T120000\nDTEND:20260105T110000", [],
            "The event “” ends before it begins and was left away."
        ),
        (
            "DTSTART;VALUE=DATE:20260105\nDURATION:P9999D", [],
            "The event “” is longer than a year and was left away."
        ),
        (
            "DTSTART;VALUE=DATE:20260105\nDURATION:P1X", ["2026-01-05"],
            "The duration “P1X” is not understood."
        ),
        ("DTSTART;VALUE=DATE:20260105\nDTEND:soon", ["2026-01-05"], "The end “soon” is no time."),
        (
            "DTSTART;TZID=W. Europe Standard Time:20261224T140000\nDURATION:PT1H",
            ["2026-12-24 14:00-15:00"],
            "The time zone “W. Europe Standard Time” is not known here; the calendar's own was used."
        ),
        (
            "DTSTART;VALUE=DATE:20260105\nno line", ["2026-01-05"],
            "This is no line of a calendar file."
        ),
        ("DTSTART;VALUE=DATE:20260105\nEND:VTODO", ["2026-01-05"], "This END has no BEGIN."),
        (
            "DTSTART;VALUE=DATE:00010105\nRRULE:FREQ=YEARLY;COUNT=5000", [],
            "The event “” began too long ago to count its recurrences; only its first day was taken."
        ),
    ]

    @Test("what is odd is a defect and does not stop the rest", arguments: odd)
    func defects(_ lines: String, _ days: [String], _ sentence: String) throws {
        let file = try Self.read(Self.event(lines) + "\n" + Self.event("DTSTART:20280101"))
        #expect(Self.shown(file) == days + ["2028-01-01"])
        #expect(file.defects.map(\.wording.english) == [sentence])
        #expect(
            file.defects.allSatisfy { $0.wording.keys.allSatisfy { Wording.german[$0] != nil } })
    }

    @Test("what is no calendar is one defect")
    func noCalendar() throws {
        let days =
            try #require(CalendarDay("2026-01-01"))...(try #require(CalendarDay("2026-12-31")))
        for text in ["", "<html>", "BEGIN:VCARD\nEND:VCARD", "DTSTART:20260101"] {
            let file = HolidayFile(Array(text.utf8), days: days, zone: .utc)
            #expect(file.holidays.isEmpty)
            #expect(
                file.defects.contains { $0.wording.english.hasPrefix("This is no calendar file") })
        }
        let open = HolidayFile(
            Array("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260101".utf8), days: days, zone: .utc)
        #expect(open.defects.map(\.wording.english) == ["This event has no END and was left away."])
    }

    @Test("hostile files end within their limits")
    func hostile() throws {
        var random = SeededRandom(seed: 11)
        let good = Self.table.map { Self.event($0.0) }.joined(separator: "\n")
        let bytes = Array("BEGIN:VCALENDAR\n\(good)\nEND:VCALENDAR".utf8)
        let days =
            try #require(CalendarDay("2026-01-01"))...(try #require(CalendarDay("2028-12-31")))
        let zone = try SampleZones.berlin()
        for _ in 0..<150 {
            var broken = bytes
            for _ in 0..<random.number(1...30) {
                broken[random.below(broken.count)] =
                    random.bool()
                    ? UInt8(random.below(256)) : random.pick(Array("0123456789:;=,\n -TZP".utf8))
            }
            let file = HolidayFile(broken, days: days, zone: zone)
            #expect(file.defects.count <= 200)
            #expect(file.holidays.allSatisfy { days.contains($0.day) })
        }
        let deep = String(repeating: "BEGIN:VEVENT\n", count: 10_000)
        #expect(
            HolidayFile(Array("BEGIN:VCALENDAR\n\(deep)".utf8), days: days, zone: zone).eventCount
                == 0)
        // Every day of the year for ever, many times over.
        let daily = Self.event("DTSTART:00010101\nRRULE:FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU")
        let many = Array(repeating: daily, count: 20).joined(separator: "\n")
        let file = HolidayFile(
            Array("BEGIN:VCALENDAR\n\(many)\nEND:VCALENDAR".utf8), days: days, zone: zone)
        #expect(file.holidays.count == 1096)
    }
}
