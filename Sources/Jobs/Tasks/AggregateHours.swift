internal import Desk
internal import Store

/// The task *compute aggregated hours*. Time entries come with a later version; until then it
/// recomputes the workload: open tickets and tickets that need a reaction, per project.
struct AggregateHours: Sendable {
    let context: JobContext
    let log: RunLog

    func run() async throws -> String {
        let workload = try await context.store.write { t in
            try t.ticket.recomputeWorkload(at: context.now())
        }
        for line in workload {
            log.add("\(line.project): \(line.open) open, \(line.needsReaction) need a reaction")
        }
        let open = workload.reduce(0) { $0 + $1.open }
        let tickets = open == 1 ? "1 open ticket" : "\(open) open tickets"
        let projects = workload.count == 1 ? "1 project" : "\(workload.count) projects"
        return "\(tickets) in \(projects)"
    }
}
