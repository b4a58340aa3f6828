public import Desk
internal import Store

/// Does one job here and now, for the command line. A running server does not see it as its own.
public struct JobDesk: Sendable {
    private let context: JobContext

    public init(_ context: JobContext) { self.context = context }

    /// - Returns: the finished job with its steps.
    public func work(_ job: Job) async throws -> Job {
        var running = job
        running.state = .running
        let started = running
        let row = try await context.store.write { t in try t.job.add(started) }
        await JobWorker(context: context).work(on: row)
        let finished = try await context.store.read { t in try t.job.find(row.id) }
        return finished ?? row
    }
}
