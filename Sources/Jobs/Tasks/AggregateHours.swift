internal import Desk
internal import Store

/// The task *compute aggregated hours*: computes each project's prepaid hours from nothing and counts who
/// has how much to do.
struct AggregateHours: Sendable {
    let context: JobContext
    let log: RunLog

    func run() async throws -> TaskRunner.Performed {
        let projects = try await context.store.read { t in try t.hours.projects() }
        for project in projects {
            // One transaction each: nobody waits for the whole.
            try Task.checkCancellation()
            let line = try await recompute(project)
            log.add(line)
        }
        let workload = try await countWorkload()
        let open = workload.operators.reduce(workload.unassigned) { $0 + $1.open }
        let tickets = open == 1 ? "1 open ticket" : "\(open) open tickets"
        let ledgers =
            projects.count == 1
            ? "hours of 1 project" : "hours of \(projects.count) projects"
        return TaskRunner.Performed(summary: "\(ledgers), \(tickets)")
    }

    private func recompute(_ project: ProjectID) async throws -> String {
        let today = CalendarDay(context.now())
        return try await context.store.write { t in
            let changes = try t.hours.recompute(project, through: today)
            let name = try t.project.find(project)?.name ?? "project no. \(project)"
            guard let period = try t.hours.current(of: project, today: today) else {
                return "\(name): its prepaid hours are still to come"
            }
            let minutes = period.remaining.wholeMinutes
            return "\(name): \(minutes) minutes left of \(period.available.wholeMinutes) until "
                + "\(period.end.adding(days: -1).iso8601), \(changes) rows brought up to date"
        }
    }

    private func countWorkload() async throws -> DeskWorkload {
        let now = context.now()
        let (workload, projects) = try await context.store.write { t in
            let projects = try t.ticket.recomputeWorkload(at: now)
            try t.hours.recomputeSpent(at: now)
            return (try t.hours.workload(), projects)
        }
        for line in projects {
            log.add("\(line.project): \(line.open) open, \(line.needsReaction) need a reaction")
        }
        for line in workload.operators {
            log.add(
                "operator no. \(line.person.id): \(line.open) open, \(line.needsReaction) need a "
                    + "reaction, \(line.week.wholeMinutes) minutes in 7 days")
        }
        return workload
    }
}
