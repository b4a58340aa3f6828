import Desk
import Jobs
import Store
import TestSupport
import Testing

@Suite("The task compute aggregated hours")
struct AggregateHoursTests {
    @Test(
        "begins the new period, mends the ledger, and counts who has how much",
        arguments: TestEngine.all)
    func run(_ engine: TestEngine) async throws {
        try await DeskWorld.with(engine) { world in
            let start = world.clock.now
            try await world.store.write { t in
                let project = try t.project.add(name: "Support")
                let olga = try t.person.add(
                    role: .operator, name: "Olga", email: "olga@desk.example", at: start)
                let ann = try t.person.add(
                    role: .client, name: "Ann", email: "ann@customer.example", at: start)
                let ticket = try t.ticket.add(
                    Ticket(
                        id: 0, project: project.id, subject: "Door", assignee: olga.id,
                        requester: ann.id, createdAt: start, updatedAt: start))
                try t.hours.set(
                    HoursPlan(
                        start: CalendarDay(start), period: .monthly, hours: .seconds(7200),
                        unused: .carryOver(periods: nil)), of: project.id, at: start)
                _ = try t.timeEntry.add(
                    TimeEntry(
                        id: 0, ticket: ticket.id, person: olga.id, minutes: 150,
                        day: CalendarDay(start), createdAt: start))
            }
            world.clock.advance(by: .seconds(32 * 86_400))
            let runner = TaskRunner(world.context)
            let run = try await runner.run(.aggregatedHours, trigger: .hand)
            #expect(run.result == .ok)
            #expect(run.summary == "hours of 1 project, 1 open ticket")
            #expect(run.log.contains { $0.contains("Support: 90 minutes left of 90") })
            let (kept, workload) = try await world.store.read { t in
                (try t.hours.kept(of: 1), try t.hours.workload())
            }
            #expect(kept.map(\.closing) == [.seconds(-1800), .seconds(5400)])
            let olga = try #require(workload.operators.first)
            #expect(olga.open == 1 && olga.needsReaction == 1)
            #expect(olga.week == .zero && olga.month == .zero)
            // Once more, nothing is to be mended.
            let again = try await runner.run(.aggregatedHours, trigger: .hand)
            #expect(again.log.contains { $0.hasSuffix("0 rows brought up to date") })
        }
    }
}
