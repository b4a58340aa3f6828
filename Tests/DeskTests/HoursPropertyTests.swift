import Desk
import Testing

@Suite("Prepaid hours against single minutes")
struct HoursPropertyTests {
    /// A project's life: plans, entries, corrections.
    struct History {
        var plans: [HoursPlan] = []
        var entries: [TimeEntry] = []
        var corrections: [HoursCorrection] = []

        static let first = CalendarDay(year: 2023, month: 12, day: 31) ?? CalendarDay(days: 0)
        static let last = first.adding(days: 900)

        init(_ random: inout SeededRandom) {
            for index in 0..<random.number(1...4) {
                let start = Self.first.adding(days: index * 220 + random.below(200))
                plans.append(
                    HoursPlan(
                        start: start, period: random.pick(HoursPlan.Period.allCases),
                        hours: .seconds(random.below(90) * 60),
                        unused: random.pick([
                            .expire, .carryOver(periods: nil), .carryOver(periods: 1),
                            .carryOver(periods: 3),
                        ])))
            }
            for id in 1...random.number(2...40) { entries.append(Self.entry(id, &random)) }
            for id in 1...random.number(1...6) {
                corrections.append(
                    HoursCorrection(
                        id: HoursCorrectionID(rawValue: Int64(id)), project: 1,
                        day: Self.day(&random), amount: .seconds(random.number(-40...40) * 60),
                        reason: "test"))
            }
        }

        static func day(_ random: inout SeededRandom) -> CalendarDay {
            first.adding(days: random.number(-30...900))
        }

        static func entry(_ id: Int, _ random: inout SeededRandom) -> TimeEntry {
            TimeEntry(
                id: TimeEntryID(rawValue: Int64(id)), ticket: 1, person: 9,
                minutes: random.number(1...60), day: day(&random), createdAt: Instant(seconds: 0))
        }

        var ledger: HoursLedger {
            HoursLedger(
                plans: plans, entries: entries, corrections: corrections, through: Self.last)
        }
    }

    @Test("the ledger agrees with a count of single minutes, day by day")
    func bruteForce() {
        var random = SeededRandom(seed: 31)
        var expired = 0
        var overdrawn = 0
        for _ in 0..<60 {
            let history = History(&random)
            let ledger = history.ledger
            let slow = SlowLedger(history)
            let found = ledger.periods.map {
                [$0.closing, $0.spent, $0.expired].map { Int($0.components.seconds / 60) }
            }
            #expect(found == slow.periods)
            expired += ledger.periods.filter { $0.expired > .zero }.count
            overdrawn += ledger.periods.filter { $0.closing < .zero }.count
        }
        #expect(expired > 20)
        #expect(overdrawn > 20)
    }

    @Test("recomputing from nothing gives the same, whatever the order, edits undone included")
    func same() {
        var random = SeededRandom(seed: 32)
        for _ in 0..<100 {
            var history = History(&random)
            let ledger = history.ledger
            history.entries.shuffle(using: &random)
            history.corrections.shuffle(using: &random)
            history.plans.shuffle(using: &random)
            #expect(history.ledger == ledger)
            // An entry is changed, one is written late, a setting is changed; then all is taken back.
            let before = history
            let late = History.entry(1000, &random)
            history.entries.append(late)
            history.entries[0].minutes += 60
            history.plans[0].hours += .seconds(3600)
            _ = history.ledger
            history = before
            #expect(history.ledger == ledger)
            // A late entry changes its own period and those after it, never those before.
            history.entries.append(late)
            let changed = history.ledger
            for (old, new) in zip(ledger.periods, changed.periods) where old.end <= late.day {
                #expect(old == new)
            }
        }
    }

    @Test("every sum is the sum of its rows, and each period takes up what the one before left")
    func sums() {
        var random = SeededRandom(seed: 33)
        for _ in 0..<100 {
            let history = History(&random)
            let ledger = history.ledger
            var before: HoursLedger.Period?
            for period in ledger.periods {
                #expect(period.rows.reduce(.zero) { $0 + $1.amount } == period.closing)
                #expect((period.rows.last?.balance ?? .zero) == period.closing)
                #expect(period.carried == before?.closing ?? .zero)
                #expect(period.start == before?.end ?? period.start)
                #expect(period.rows.allSatisfy { period.start <= $0.day && $0.day < period.end })
                #expect(period.rows.map(\.day) == period.rows.map(\.day).sorted())
                before = period
            }
            let shown = ledger.periods.flatMap(\.rows).filter {
                if case .spend = $0.kind { true } else { false }
            }.count
            let beyond = history.entries.filter { $0.day >= ledger.periods.last?.end ?? $0.day }
            #expect(shown + ledger.outside.count + beyond.count == history.entries.count)
        }
    }
}

/// Every prepaid minute as a thing of its own, with the last day on which it can be spent.
private struct SlowLedger {
    /// Closing, spent, expired, in minutes.
    var periods: [[Int]] = []

    init(_ history: HoursPropertyTests.History) {
        let last = HoursPropertyTests.History.last
        var starts: [(day: CalendarDay, plan: HoursPlan)] = []
        var day = HoursPropertyTests.History.first
        let plans = history.plans.sorted { $0.start < $1.start }
        // A day begins a period when it is a plan's start plus whole periods of the plan in force.
        let begins = plans.map { plan in
            Set((0...40).map { plan.start.adding(months: $0 * plan.period.months) })
        }
        while day <= last {
            if let index = plans.lastIndex(where: { $0.start <= day }), begins[index].contains(day)
            {
                starts.append((day, plans[index]))
            }
            day = day.adding(days: 1)
        }
        guard !starts.isEmpty else { return }
        // Minutes, each with the number of the last period in which it is good.
        var minutes: [Int] = []
        var debt = 0
        func give(_ count: Int, _ index: Int) {
            for _ in 0..<count {
                if debt > 0 {
                    debt -= 1
                    continue
                }
                switch starts[index].plan.unused {
                case .expire: minutes.append(index)
                case .carryOver(let periods):
                    minutes.append(periods.map { index + $0 } ?? 1_000_000)
                }
            }
            minutes.sort()
        }
        func take(_ count: Int) {
            for _ in 0..<count {
                if minutes.isEmpty { debt += 1 } else { minutes.removeFirst() }
            }
        }
        func whole(_ duration: Duration) -> Int { Int(duration.components.seconds / 60) }
        for (index, start) in starts.enumerated() {
            give(whole(start.plan.hours), index)
            var spent = 0
            let end = index + 1 < starts.count ? starts[index + 1].day : last.adding(days: 400)
            // Only the days on which something happens; corrections before spending.
            let days = Set(history.corrections.map(\.day) + history.entries.map(\.day))
            for day in days.sorted() where day >= start.day && day < end {
                for correction in history.corrections where correction.day == day {
                    let amount = whole(correction.amount)
                    if amount > 0 { give(amount, index) } else { take(-amount) }
                }
                for entry in history.entries where entry.day == day {
                    take(whole(entry.spent))
                    spent += whole(entry.spent)
                }
            }
            var expired = 0
            if index + 1 < starts.count {
                let left = minutes.filter { $0 > index }
                expired = minutes.count - left.count
                minutes = left
            }
            periods.append([minutes.count - debt, spent, expired])
        }
    }
}
