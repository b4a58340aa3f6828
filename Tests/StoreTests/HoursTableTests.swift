import Desk
import Store
import TestSupport
import Testing

@Suite struct HoursTableTests {
    static let today = CalendarDay(start)

    static func plan(
        _ hours: Int, from: CalendarDay = today, _ period: HoursPlan.Period = .monthly,
        _ unused: HoursPlan.Unused = .expire
    ) -> HoursPlan {
        HoursPlan(start: from, period: period, hours: .seconds(hours * 3600), unused: unused)
    }

    static func entry(_ ticket: Ticket, _ person: Person, _ minutes: Int, on day: CalendarDay)
        -> TimeEntry
    {
        TimeEntry(
            id: 0, ticket: ticket.id, person: person.id, minutes: minutes, day: day,
            createdAt: start)
    }

    @Test(arguments: TestEngine.all)
    func
        `plans and corrections come back as they were saved, a plan of the same day replaces the other`(
            _ engine: TestEngine
        ) async throws
    {
        try await withStore(engine) { store in
            let desk = try await SampleDesk(store)
            let later = Self.today.adding(months: 5)
            let (plans, corrections) = try await store.write { t in
                try t.hours.set(Self.plan(10), of: desk.web.id, at: start)
                try t.hours.set(
                    Self.plan(3, from: later, .yearly, .carryOver(periods: 2)), of: desk.web.id,
                    at: start)
                try t.hours.set(
                    Self.plan(12, .quarterly, .carryOver(periods: nil)), of: desk.web.id, at: start)
                let one = try t.hours.add(
                    HoursCorrection(
                        id: 0, project: desk.web.id, day: Self.today, amount: .seconds(-5400),
                        reason: "invoiced", by: desk.olga.id), at: start)
                let two = try t.hours.add(
                    HoursCorrection(
                        id: 0, project: desk.web.id, day: Self.today, amount: .seconds(60),
                        reason: "x"), at: start)
                try t.hours.removeCorrection(two.id, of: desk.office.id, at: start)
                #expect(try t.hours.corrections(of: desk.web.id) == [one, two])
                try t.hours.removeCorrection(two.id, of: desk.web.id, at: start)
                return (
                    try t.hours.plans(of: desk.web.id), try t.hours.corrections(of: desk.web.id)
                )
            }
            #expect(
                plans == [
                    Self.plan(12, .quarterly, .carryOver(periods: nil)),
                    Self.plan(3, from: later, .yearly, .carryOver(periods: 2)),
                ])
            #expect(corrections.map(\.reason) == ["invoiced"])
            #expect(corrections.first?.by == desk.olga.id)
            try await store.write { t in
                #expect(try t.hours.projects() == [desk.web.id])
                try t.hours.removePlan(of: desk.web.id, start: later, at: start)
                try t.hours.removePlan(of: desk.web.id, start: Self.today, at: start)
                #expect(try t.hours.projects().isEmpty)
                #expect(try t.hours.kept(of: desk.web.id).isEmpty)
                #expect(try t.hours.current(of: desk.web.id, today: Self.today) == nil)
            }
        }
    }

    @Test(arguments: TestEngine.all)
    func `the balance follows each entry at once, and goes with a ticket that is moved`(
        _ engine: TestEngine
    ) async throws {
        try await withStore(engine) { store in
            let desk = try await SampleDesk(store)
            let ticket = try await desk.ticket("Door")
            func left(_ project: Project) async throws -> Int64? {
                try await store.read { t in
                    try t.hours.current(of: project.id, today: Self.today)?.remaining.components
                        .seconds
                }.map { $0 / 60 }
            }
            try await store.write { t in
                try t.hours.set(Self.plan(10), of: desk.web.id, at: start)
                try t.hours.set(Self.plan(1), of: desk.office.id, at: start)
            }
            #expect(try await left(desk.web) == 600)
            let entry = try await store.write { t in
                try t.timeEntry.add(Self.entry(ticket, desk.olga, 90, on: Self.today))
            }
            #expect(try await left(desk.web) == 510)
            try await store.write { t in
                var changed = entry
                changed.minutes = 100
                changed.note = "on site"
                try t.timeEntry.update(changed, at: start)
                #expect(try t.timeEntry.find(entry.id) == changed)
            }
            #expect(try await left(desk.web) == 500)
            try await store.write { t in
                var moved = try #require(try t.ticket.find(ticket.id))
                moved.project = desk.office.id
                try t.ticket.update(moved)
            }
            #expect(try await left(desk.web) == 600)
            #expect(try await left(desk.office) == -40)
            try await store.write { t in try t.timeEntry.delete(entry.id, at: start) }
            #expect(try await left(desk.office) == 60)
        }
    }

    @Test(arguments: TestEngine.all)
    func `a period that began since the last computing is there all the same`(
        _ engine: TestEngine
    ) async throws {
        try await withStore(engine) { store in
            let desk = try await SampleDesk(store)
            try await store.write { t in
                try t.hours.set(
                    Self.plan(10, .monthly, .carryOver(periods: nil)), of: desk.web.id, at: start)
            }
            let (first, third) = try await store.read { t in
                (
                    try t.hours.current(of: desk.web.id, today: Self.today),
                    try t.hours.current(of: desk.web.id, today: Self.today.adding(months: 2))
                )
            }
            #expect(first?.number == 0 && first?.remaining == .seconds(36_000))
            #expect(third?.number == 2 && third?.remaining == .seconds(3 * 36_000))
        }
    }

    @Test(arguments: TestEngine.all)
    func `an alert is noted once`(_ engine: TestEngine) async throws {
        try await withStore(engine) { store in
            let desk = try await SampleDesk(store)
            let ticket = try await desk.ticket("Door")
            let news = try await store.write { t -> [Bool] in
                try t.hours.set(Self.plan(1), of: desk.web.id, at: start)
                _ = try t.timeEntry.add(Self.entry(ticket, desk.olga, 50, on: Self.today))
                let ledger = try t.hours.ledger(of: desk.web.id, through: Self.today)
                let due = ledger.alertsDue(today: Self.today, sent: [])
                return try (due + due).map {
                    try t.hours.noteAlert($0, of: desk.web.id, at: start)
                }
            }
            #expect(news == [true, false])
            let sent = try await store.read { t in try t.hours.alertsSent(of: desk.web.id) }
            #expect(sent == ["\(Self.today.iso8601)-80"])
        }
    }

    @Test(arguments: TestEngine.all)
    func `everybody has one timer, and it goes with its ticket`(_ engine: TestEngine) async throws {
        try await withStore(engine) { store in
            let desk = try await SampleDesk(store)
            let ticket = try await desk.ticket("Door")
            try await store.write { t in
                let timer = WorkTimer(person: desk.olga.id, ticket: ticket.id, startedAt: start)
                #expect(try t.timer.start(timer))
                #expect(try !t.timer.start(timer))
                #expect(try t.timer.of(desk.olga.id) == timer)
                #expect(try t.timer.on(ticket.id) == [timer])
                #expect(try t.timer.stop(desk.olga.id) == timer)
                #expect(try t.timer.stop(desk.olga.id) == nil)
                #expect(try t.timer.start(timer))
                try t.ticket.delete(ticket.id, by: nil, at: start)
                #expect(try t.timer.of(desk.olga.id) == nil)
            }
        }
    }
}

@Suite struct HoursRecomputingTests {
    /// Plans, corrections and entries come, change and go in any order; after each step the ledger that
    /// was kept by small changes is the one that is computed from nothing.
    @Test(arguments: TestEngine.all)
    func `after any history the kept ledger is the one computed from nothing`(_ engine: TestEngine)
        async throws
    {
        try await withStore(engine) { store in
            let desk = try await SampleDesk(store)
            var random = SplitMix(state: 2027)
            let tickets = try await [
                desk.ticket("a"), desk.ticket("b", of: desk.bob), desk.ticket("c", in: desk.office),
            ]
            for round in 0..<120 {
                let step = Step(&random)
                let today = CalendarDay(start).adding(days: round)
                let now = start + .seconds(round * 86_400)
                try await store.write { t in
                    try step.apply(to: desk, tickets, t, at: now)
                    for project in [desk.web.id, desk.office.id] {
                        let kept = try t.hours.kept(of: project)
                        guard let last = kept.last?.start else { continue }
                        let fresh = try t.hours.ledger(of: project, through: last)
                        #expect(kept == fresh.periods, "round \(round)")
                        // A late run, as the nightly task's, finds nothing but new periods.
                        _ = try t.hours.recompute(project, through: today)
                        #expect(try t.hours.recompute(project, through: today) == 0)
                        let through = max(today, last)
                        #expect(
                            try t.hours.kept(of: project)
                                == t.hours.ledger(of: project, through: through).periods)
                    }
                }
            }
            let rows = try await store.read { t in
                try t.hours.kept(of: desk.web.id).flatMap(\.rows).count
            }
            #expect(rows > 30)
        }
    }

    /// What happens in one round, drawn beforehand so that a transaction that runs again does the same.
    private struct Step: Sendable {
        var kind: Int
        var a: Int
        var b: Int
        var c: Int

        init(_ random: inout SplitMix) {
            kind = Int.random(in: 0..<10, using: &random)
            a = Int.random(in: 0..<1000, using: &random)
            b = Int.random(in: 0..<1000, using: &random)
            c = Int.random(in: 0..<1000, using: &random)
        }

        func apply(to desk: SampleDesk, _ tickets: [Ticket], _ t: Tables, at now: Instant) throws {
            let project = a % 3 == 0 ? desk.office.id : desk.web.id
            let day = CalendarDay(now).adding(days: -(b % 150))
            switch kind {
            case 0, 1:
                let unused: [HoursPlan.Unused] = [
                    .expire, .carryOver(periods: nil), .carryOver(periods: 1 + c % 3),
                ]
                try t.hours.set(
                    HoursPlan(
                        start: day, period: HoursPlan.Period.allCases[c % 4],
                        hours: .seconds((c % 30) * 900), unused: unused[b % 3]),
                    of: project, at: now)
            case 2:
                if let plan = try t.hours.plans(of: project).dropFirst().first {
                    try t.hours.removePlan(of: project, start: plan.start, at: now)
                }
            case 3:
                _ = try t.hours.add(
                    HoursCorrection(
                        id: 0, project: project, day: day, amount: .seconds((c % 100 - 40) * 60),
                        reason: "r"), at: now)
            case 4:
                if let one = try t.hours.corrections(of: project).first {
                    try t.hours.removeCorrection(one.id, of: project, at: now)
                }
            case 5:
                let entries = try t.hours.entries(of: project)
                guard !entries.isEmpty else { return }
                var entry = entries[c % entries.count]
                entry.minutes = 1 + a % 200
                entry.day = day
                try t.timeEntry.update(entry, at: now)
            case 6:
                let entries = try t.hours.entries(of: project)
                guard !entries.isEmpty else { return }
                try t.timeEntry.delete(entries[c % entries.count].id, at: now)
            case 7:
                guard var ticket = try t.ticket.find(tickets[c % 3].id) else { return }
                ticket.project = project
                ticket.updatedAt = now
                try t.ticket.update(ticket)
            default:
                _ = try t.timeEntry.add(
                    TimeEntry(
                        id: 0, ticket: tickets[c % 3].id, person: desk.olga.id,
                        minutes: 1 + a % 120, day: day, createdAt: now))
            }
        }
    }
}

/// SplitMix64, so that a failure can be seen again.
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
