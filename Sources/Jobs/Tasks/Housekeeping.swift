internal import Desk
internal import Store

/// Removes what nobody needs any more: expired sessions, old runs, finished jobs, and what is left of tickets
/// that were deleted long ago.
struct Housekeeping: Sendable {
    let context: JobContext
    let log: RunLog

    /// Runs kept per task: some days of a task that comes every five minutes.
    private static let runsKept = 2000
    private static let jobsKept = Duration.seconds(7 * 86_400)

    func run() async throws -> String {
        let now = context.now()
        let (sessions, runs, jobs, brakes, tickets) = try await context.store.write { t in
            (
                try t.session.deleteExpired(now: now), try t.taskRun.prune(keep: Self.runsKept),
                try t.job.prune(before: now - Self.jobsKept),
                try t.brake.deleteFull(now: now) + t.brake.releaseRested(now: now),
                try t.ticket.eraseDeleted(before: now - TicketTable.keptAfterDeletion, at: now)
            )
        }
        log.add(
            "\(sessions) expired sessions, \(runs) old runs, \(jobs) finished jobs, \(brakes) brakes "
                + "at rest and \(tickets) deleted tickets removed")
        return "\(sessions + runs + jobs + brakes + tickets) old rows removed"
    }
}
