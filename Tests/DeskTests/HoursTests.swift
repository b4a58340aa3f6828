import Desk
import Testing

@Suite("Prepaid hours")
struct HoursTests {
    static func day(_ text: String) throws -> CalendarDay { try #require(CalendarDay(text)) }
    static func hours(_ count: Int) -> Duration { .seconds(count * 3600) }

    static func plan(
        _ start: String, _ hours: Int, _ period: HoursPlan.Period = .monthly,
        _ unused: HoursPlan.Unused = .expire
    ) throws -> HoursPlan {
        HoursPlan(start: try day(start), period: period, hours: Self.hours(hours), unused: unused)
    }

    static func entries(_ spent: [(String, Int)]) throws -> [TimeEntry] {
        try spent.enumerated().map { index, entry in
            TimeEntry(
                id: TimeEntryID(rawValue: Int64(index + 1)),
                ticket: TicketID(rawValue: Int64(index % 2 + 1)), person: 9,
                minutes: entry.1 * 60, day: try day(entry.0), createdAt: Instant(seconds: 0))
        }
    }

    static func closings(_ ledger: HoursLedger) -> [Int64] {
        ledger.periods.map { $0.closing.components.seconds / 3600 }
    }

    @Test("periods from the last of a month keep to the month's end")
    func monthEnds() throws {
        let plan = try Self.plan("2026-01-31", 10)
        #expect(
            (0...4).map { plan.start(ofPeriod: $0).iso8601 } == [
                "2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31",
            ])
        let ledger = HoursLedger(
            plans: [plan], entries: try Self.entries([("2026-02-27", 3), ("2026-02-28", 4)]),
            through: try Self.day("2026-03-01"))
        #expect(ledger.periods.map(\.end.iso8601) == ["2026-02-28", "2026-03-31"])
        #expect(ledger.periods.map(\.spent) == [Self.hours(3), Self.hours(4)])
    }

    @Test(
        "periods have the lengths that they are called by",
        arguments: [
            (HoursPlan.Period.monthly, "2026-04-15"), (.quarterly, "2026-06-15"),
            (.halfYearly, "2026-09-15"), (.yearly, "2027-03-15"),
        ])
    func lengths(_ period: HoursPlan.Period, _ next: String) throws {
        let plan = try Self.plan("2026-03-15", 1, period)
        #expect(plan.start(ofPeriod: 1).iso8601 == next)
    }

    @Test("unused hours expire, carry over for so many periods, or for ever")
    func unused() throws {
        let entries = try Self.entries([("2026-01-10", 4), ("2026-02-10", 2), ("2026-04-01", 1)])
        let through = try Self.day("2026-04-30")
        func closings(_ unused: HoursPlan.Unused) throws -> [Int64] {
            Self.closings(
                HoursLedger(
                    plans: [try Self.plan("2026-01-01", 10, .monthly, unused)], entries: entries,
                    through: through))
        }
        #expect(try closings(.expire) == [0, 0, 0, 9])
        // January's 6: 2 are spent in February, 4 expire at its end; February's 10 at the end of March.
        #expect(try closings(.carryOver(periods: 1)) == [6, 10, 10, 19])
        #expect(try closings(.carryOver(periods: nil)) == [6, 14, 24, 33])
    }

    @Test("an overdraft is negative, and the next grant pays it")
    func overdraft() throws {
        let ledger = HoursLedger(
            plans: [try Self.plan("2026-01-01", 10)],
            entries: try Self.entries([("2026-01-10", 13), ("2026-02-10", 2)]),
            through: try Self.day("2026-02-20"))
        #expect(Self.closings(ledger) == [-3, 5])
        #expect(ledger.balance == Self.hours(5))
        #expect(ledger.periods[1].carried == Self.hours(-3))
        #expect(ledger.periods[1].rows.map(\.kind) == [.carry, .grant, .spend(2)])
        #expect(ledger.periods[1].rows.map(\.balance) == [-3, 7, 5].map(Self.hours))
    }

    @Test("corrections give and take hours, and can settle an overdraft")
    func corrections() throws {
        let corrections = [
            HoursCorrection(
                id: 1, project: 1, day: try Self.day("2026-01-31"), amount: Self.hours(3),
                reason: "invoiced"),
            HoursCorrection(
                id: 2, project: 1, day: try Self.day("2026-02-01"), amount: Self.hours(-4),
                reason: "booked twice elsewhere"),
        ]
        let ledger = HoursLedger(
            plans: [try Self.plan("2026-01-01", 10)],
            entries: try Self.entries([("2026-01-10", 13)]), corrections: corrections,
            through: try Self.day("2026-02-20"))
        #expect(Self.closings(ledger) == [0, 6])
        #expect(ledger.periods.map(\.corrected) == [Self.hours(3), Self.hours(-4)])
    }

    @Test(
        "settings change from a date on: the running period ends, what is left keeps its own rule")
    func changes() throws {
        let plans = [
            try Self.plan("2026-01-01", 30, .quarterly, .carryOver(periods: 1)),
            try Self.plan("2026-05-15", 5, .monthly, .expire),
        ]
        let ledger = HoursLedger(
            plans: plans.reversed(), entries: try Self.entries([("2026-02-01", 10)]),
            through: try Self.day("2026-06-20"))
        #expect(
            ledger.periods.map(\.start.iso8601) == [
                "2026-01-01", "2026-04-01", "2026-05-15", "2026-06-15",
            ])
        // 20 carried and gone with the period that was cut; its own 30 carried once.
        #expect(Self.closings(ledger) == [20, 30, 0, 5])
        #expect(ledger.periods[2].expired == Self.hours(35))
        let ended = HoursLedger(
            plans: [plans[0], try Self.plan("2026-05-15", 0)], entries: [],
            through: try Self.day("2026-07-01"))
        #expect(ended.periods.last?.granted == .zero)
    }

    @Test("without a plan nothing counts, and what is before the first plan stands apart")
    func outside() throws {
        let entries = try Self.entries([("2025-12-31", 5), ("2026-01-01", 1)])
        let none = HoursLedger(plans: [], entries: entries, through: try Self.day("2026-01-01"))
        #expect(none.balance == nil)
        #expect(none.outside == [1, 2])
        let ledger = HoursLedger(
            plans: [try Self.plan("2026-01-01", 10)], entries: entries,
            through: try Self.day("2026-01-01"))
        #expect(ledger.outside == [1])
        #expect(ledger.balance == Self.hours(9))
        let future = HoursLedger(
            plans: [try Self.plan("2026-01-01", 10)], entries: entries,
            through: try Self.day("2025-12-31"))
        #expect(future.periods.isEmpty)
    }

    @Test("alerts go out at 80 and at 100 percent, each once in a period")
    func alerts() throws {
        func ledger(_ spent: [(String, Int)], _ today: String) throws -> HoursLedger {
            HoursLedger(
                plans: [try Self.plan("2026-01-01", 10)], entries: try Self.entries(spent),
                through: try Self.day(today))
        }
        let today = try Self.day("2026-01-20")
        #expect(
            try ledger([("2026-01-10", 7)], "2026-01-20").alertsDue(today: today, sent: []).isEmpty)
        let nearly = try ledger([("2026-01-10", 8)], "2026-01-20")
        let first = nearly.alertsDue(today: today, sent: [])
        #expect(first.map(\.percent) == [80])
        #expect(first.map(\.id) == ["2026-01-01-80"])
        var sent = Set(first.map(\.id))
        #expect(nearly.alertsDue(today: today, sent: sent).isEmpty)
        let over = try ledger([("2026-01-10", 8), ("2026-01-11", 2)], "2026-01-20")
        let second = over.alertsDue(today: today, sent: sent)
        #expect(second.map(\.percent) == [100])
        sent.formUnion(second.map(\.id))
        #expect(over.alertsDue(today: today, sent: sent).isEmpty)
        // An entry is taken back and comes again: nobody hears of it twice, nor of the lower threshold.
        #expect(nearly.alertsDue(today: today, sent: ["2026-01-01-100"]).isEmpty)
        // All at once: only that all is used up.
        #expect(over.alertsDue(today: today, sent: []).map(\.percent) == [100])
        // Entered in February for January: still said. In March no more.
        let later = try ledger([("2026-01-31", 9)], "2026-02-02")
        #expect(later.alertsDue(today: try Self.day("2026-02-02"), sent: []).map(\.percent) == [80])
        let muchLater = try ledger([("2026-01-31", 9)], "2026-03-02")
        #expect(muchLater.alertsDue(today: try Self.day("2026-03-02"), sent: []).isEmpty)
    }

    @Test("a statement has every line, and a client's only theirs")
    func statement() throws {
        let entries = try Self.entries([("2026-01-10", 3), ("2026-01-11", 2), ("2026-01-12", 4)])
        let ledger = HoursLedger(
            plans: [try Self.plan("2026-01-01", 10)], entries: entries,
            through: try Self.day("2026-01-31"))
        let period = try #require(ledger.period(on: try Self.day("2026-01-31")))
        let all = HoursStatement(period, entries: entries, clients: [1: 1, 2: 2])
        #expect(all.lines.map(\.row.balance) == [10, 7, 5, 1].map(Self.hours))
        #expect(all.spent == Self.hours(9))
        #expect(all.spentByClient.map(\.client) == [1, 2])
        #expect(all.spentByClient.map(\.spent) == [7, 2].map(Self.hours))
        let one = HoursStatement(
            period, entries: entries, clients: [1: 1, 2: 2], client: 2)
        #expect(one.lines.compactMap(\.entry?.id) == [2])
        #expect(one.spent == Self.hours(2))
    }

    @Test("a plan that can't work is refused")
    func refusals() throws {
        #expect(try Self.plan("2026-01-01", 0).refusal == nil)
        for bad in [
            try Self.plan("2026-01-01", -1), try Self.plan("2026-01-01", 100_001),
            try Self.plan("2026-01-01", 1, .yearly, .carryOver(periods: 0)),
        ] {
            #expect(bad.refusal.map { Wording.german[$0.wording.key] != nil } == true)
        }
    }
}
