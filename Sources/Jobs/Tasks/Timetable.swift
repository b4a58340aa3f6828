internal import Desk
internal import Logging
public import ServiceLifecycle
internal import Store

/// The built-in clock: looks every few seconds for what is due, and works through what people asked for.
public struct Timetable: Service {
    private let context: JobContext

    /// How often due tasks are looked for. Frequencies are whole minutes, so this is precise enough.
    private static let tick = Duration.seconds(2)
    /// How often asked-for jobs are looked for: a person waits for them.
    private static let jobTick = Duration.milliseconds(300)

    public init(_ context: JobContext) { self.context = context }

    public func run() async throws {
        await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Void.self) { group in
                for task in TaskName.allCases {
                    group.addTask { await drive(task) }
                }
                // Two, so that a long check does not hold up a connection test.
                for _ in 0..<2 { group.addTask { await workOnJobs() } }
                group.addTask { await noteTicks() }
                group.addTask { await sendPromptly() }
                await group.waitForAll()
            }
        }
    }

    /// Each task has its own loop: a slow mail server does not keep answers from being sent.
    private func drive(_ task: TaskName) async {
        await repeating(every: Self.tick) {
            let now = context.now()
            let scheduled = try await context.store.read { t in try t.task.find(task) }
            guard let scheduled, scheduled.isActive, scheduled.nextRunAt <= now else { return }
            do {
                _ = try await TaskRunner(context).run(task, trigger: .schedule)
            } catch is TaskRunner.AlreadyRunning {
                return
            }
        }
    }

    private func noteTicks() async {
        await repeating(every: .seconds(60)) {
            let now = context.now()
            try await context.store.write { t in
                try t.driver.noteTick(at: now, source: "clock")
                // What a process that was killed was at, is at no more.
                let ended =
                    try t.taskRun.abandonStale(olderThan: now - Lease.duration, at: now)
                    + t.job.abandonStale(olderThan: now - Lease.duration, at: now)
                if ended > 0 { try t.announce(.task) }
            }
        }
    }

    /// An answer leaves as soon as its undo time is over, not at the outbox task's next turn.
    private func sendPromptly() async {
        await repeating(every: .seconds(1)) {
            let now = context.now()
            let isDue = try await context.store.read { t in
                let task = try t.task.find(.sendingOutbox)
                guard task?.isActive == true else { return false }
                return try !t.outbox.due(now: now, limit: 1).isEmpty
            }
            guard isDue else { return }
            do {
                _ = try await TaskRunner(context).run(.sendingOutbox, trigger: .push)
            } catch is TaskRunner.AlreadyRunning {
                return
            }
        }
    }

    private func workOnJobs() async {
        await repeating(every: Self.jobTick) {
            while try await JobWorker(context: context).workOnNext() {}
        }
    }

    /// The loop never ends by an error: the database may be away, and comes back.
    private func repeating(
        every pause: Duration, _ body: () async throws -> Void
    ) async {
        var failures = 0
        while !Task.isCancelled {
            do {
                try await body()
                failures = 0
            } catch is CancellationError where Task.isCancelled {
                return
            } catch {
                failures += 1
                context.log.error(
                    "the timetable met an error and goes on",
                    metadata: ["error": "\(Failure(error).sentence)"])
            }
            let wait = pause * (1 << min(failures, 5))
            do { try await Task.sleep(for: wait) } catch { return }
        }
    }
}
