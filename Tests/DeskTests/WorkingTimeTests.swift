import Desk
import Testing

@Suite("Working time")
struct WorkingTimeTests {
    static func office() throws -> WorkingHours {
        let calendar = WorkingCalendar(
            name: "Office", zoneName: "Europe/Berlin",
            hours: [
                .monday: try DaySpan.list("08:00-12:00, 13:00-17:00"),
                .tuesday: try DaySpan.list("08:00-17:00"),
                .wednesday: try DaySpan.list("08:00-17:00"),
                .thursday: try DaySpan.list("08:00-17:00"),
                .friday: try DaySpan.list("08:00-14:00"),
            ],
            holidays: [
                .init(day: try #require(CalendarDay("2026-12-25")), name: "Christmas"),
                .init(
                    day: try #require(CalendarDay("2026-12-24")),
                    closed: try #require(DaySpan.list("12:00-24:00").first), name: "Christmas Eve"),
            ])
        return WorkingHours(calendar, in: try SampleZones.berlin())
    }

    @Test(
        "working time is added over nights, breaks, weekends and holidays",
        arguments: [
            // From (UTC), minutes, until (UTC). Monday 23 November 2026 is in winter: Berlin is UTC + 1.
            ("2026-11-23T07:00", 60, "2026-11-23T08:00"),
            ("2026-11-23T06:00", 60, "2026-11-23T08:00"),
            ("2026-11-23T10:30", 60, "2026-11-23T12:30"),
            ("2026-11-23T10:00", 60, "2026-11-23T11:00"),
            ("2026-11-23T15:00", 120, "2026-11-24T08:00"),
            ("2026-11-27T12:30", 60, "2026-11-30T07:30"),
            ("2026-11-28T12:00", 1, "2026-11-30T07:01"),
            ("2026-12-24T10:30", 60, "2026-12-28T07:30"),
            ("2026-11-23T10:30", 0, "2026-11-23T10:30"),
            ("2026-11-28T12:00", -5, "2026-11-28T12:00"),
        ])
    func adding(_ from: String, _ minutes: Int, _ until: String) throws {
        let hours = try Self.office()
        let start = Instant(utc: from)
        #expect(hours.adding(.seconds(minutes * 60), to: start) == Instant(utc: until))
        #expect(
            hours.time(from: start, to: Instant(utc: until)) == .seconds(max(0, minutes) * 60))
    }

    @Test("the moment from which so much working time has passed")
    func subtracting() throws {
        let hours = try Self.office()
        let end = Instant(utc: "2026-11-30T08:00")
        #expect(hours.subtracting(.seconds(3600), from: end) == Instant(utc: "2026-11-30T07:00"))
        #expect(hours.subtracting(.seconds(3660), from: end) == Instant(utc: "2026-11-27T12:59"))
        #expect(hours.subtracting(.zero, from: end) == end)
        #expect(
            hours.nextWorkingMoment(from: Instant(utc: "2026-11-27T13:00"))
                == Instant(utc: "2026-11-30T07:00"))
    }

    @Test(
        "a calendar without hours, and a deadline beyond a century, answer nothing instead of searching"
    )
    func never() throws {
        let none = WorkingHours(WorkingCalendar(name: "None", hours: [:]), in: .utc)
        #expect(none.adding(.seconds(1), to: Instant(seconds: 0)) == nil)
        #expect(none.subtracting(.seconds(1), from: Instant(seconds: 0)) == nil)
        #expect(none.time(from: Instant(seconds: 0), to: Instant(seconds: 1 << 40)) == .zero)
        let hours = try Self.office()
        #expect(hours.adding(.seconds(1_000_000_000), to: Instant(seconds: 0)) == nil)
        #expect(hours.adding(.seconds(1), to: Instant(milliseconds: .max)) == nil)
        #expect(hours.subtracting(.seconds(1), from: Instant(milliseconds: .min)) == nil)
    }

    @Test("a calendar that can't be used is refused with a sentence")
    func refusals() throws {
        let zones = TimeZones([try SampleZones.berlin()])
        var calendar = WorkingCalendar(name: "Empty", zoneName: "Europe/Berlin", hours: [:])
        #expect(
            calendar.refusal(zones: zones)?.description.hasPrefix("The calendar “Empty” has no")
                == true)
        calendar[.friday] = [.wholeDay]
        #expect(calendar.refusal(zones: zones) == nil)
        #expect(calendar.weekLength == .seconds(86_400))
        calendar.zoneName = "Mars/Olympus"
        let refusal = try #require(calendar.refusal(zones: zones))
        #expect(refusal.wording.german.hasPrefix("Die Zeitzone „Mars/Olympus“"))
    }

    @Test(
        "hours are read as they are written",
        arguments: zip(
            [
                "08:00-12:00, 13:00-17:00", "8-12", "13:00 – 17:00;8-12", "", "0-24", "22:00-00:00",
                "8-10,9-12,12-13",
            ],
            [
                ["08:00-12:00", "13:00-17:00"], ["08:00-12:00"], ["08:00-12:00", "13:00-17:00"], [],
                ["00:00-24:00"], ["22:00-24:00"], ["08:00-13:00"],
            ]))
    func spans(_ text: String, _ spans: [String]) throws {
        #expect(try DaySpan.list(text).map(\.text) == spans)
    }

    @Test(
        "what are no hours is refused",
        arguments: [
            "8", "8-", "25-26", "08:60-09:00", "12-8", "22-06", "a-b", "8-9-10", "24:30-24:40",
            "8:000-9",
        ])
    func noSpans(_ text: String) {
        #expect {
            try DaySpan.list(text)
        } throws: {
            ($0 as? Refusal)?.wording.keys.allSatisfy { Wording.german[$0] != nil } == true
        }
    }

    @Test("adding, subtracting and measuring agree with a count of every minute", arguments: 0..<9)
    func bruteForce(_ index: Int) throws {
        let zone = try CronPropertyTests.starts[index].zone()
        let start = Instant(utc: CronPropertyTests.starts[index].start)
        var random = SeededRandom(seed: UInt64(500 + index))
        for _ in 0..<6 {
            let hours = WorkingHours(
                Self.randomCalendar(&random, around: zone.day(at: start)), in: zone)
            // How much working time there was at each minute of four days.
            let minutes = 4 * 1440
            var passed = [0]
            for minute in 0..<minutes {
                let isWorking = hours.isWorking(at: start + .seconds(minute * 60))
                passed.append((passed.last ?? 0) + (isWorking ? 1 : 0))
            }
            for _ in 0..<40 {
                let a = random.below(minutes)
                let b = random.number(a...minutes)
                let from = start + .seconds(a * 60)
                let until = start + .seconds(b * 60)
                let between = passed[b] - passed[a]
                #expect(hours.time(from: from, to: until) == .seconds(between * 60))
                guard between > 0 else { continue }
                let first = passed.firstIndex { $0 - passed[a] == between }
                #expect(
                    hours.adding(.seconds(between * 60), to: from)
                        == first.map { start + .seconds($0 * 60) })
                let last = passed.lastIndex { passed[b] - $0 == between }
                #expect(
                    hours.subtracting(.seconds(between * 60), from: until)
                        == last.map { start + .seconds($0 * 60) })
                // A moment within a minute counts its part.
                let part = Duration.milliseconds(random.number(1...59_999))
                let ahead = hours.time(from: from + part, to: until)
                let cut = hours.isWorking(at: from) ? part : .zero
                #expect(ahead == .seconds(between * 60) - cut)
            }
        }
    }

    private static func randomCalendar(
        _ random: inout SeededRandom, around day: CalendarDay
    ) -> WorkingCalendar {
        var hours: [Weekday: [DaySpan]] = [:]
        for weekday in Weekday.allCases where random.below(4) > 0 {
            hours[weekday] = (0..<random.number(1...3)).compactMap { _ in
                let start = random.below(1440)
                return DaySpan(start: start, end: random.number(start...1440))
            }
        }
        let holidays = (0..<random.below(3)).map { _ in
            let start = random.below(1440)
            return WorkingCalendar.Holiday(
                day: day.adding(days: random.below(5)),
                closed: random.bool()
                    ? .wholeDay : DaySpan(start: start, end: 1440) ?? .wholeDay,
                name: "Off")
        }
        return WorkingCalendar(name: "Random", hours: hours, holidays: holidays)
    }
}
