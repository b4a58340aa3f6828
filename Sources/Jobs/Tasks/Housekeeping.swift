internal import Desk
internal import Store

/// Removes what nobody needs any more: expired sessions, old runs, finished jobs.
struct Housekeeping: Sendable {
    let context: JobContext
    let log: RunLog

    /// Runs kept per task: some days of a task that comes every five minutes.
    private static let runsKept = 2000
    private static let jobsKept = Duration.seconds(7 * 86_400)

    func run() async throws -> String {
        let now = context.now()
        let (sessions, runs, jobs, brakes) = try await context.store.write { t in
            (
                try t.session.deleteExpired(now: now), try t.taskRun.prune(keep: Self.runsKept),
                try t.job.prune(before: now - Self.jobsKept),
                try t.brake.deleteFull(now: now) + t.brake.releaseRested(now: now)
            )
        }
        log.add(
            "\(sessions) expired sessions, \(runs) old runs, \(jobs) finished jobs and \(brakes) "
                + "brakes at rest removed")
        return "\(sessions + runs + jobs + brakes) old rows removed"
    }
}
