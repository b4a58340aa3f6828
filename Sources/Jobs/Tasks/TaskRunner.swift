public import Desk
internal import Logging
internal import Store

/// Runs scheduled tasks: never two runs of one task at a time, on any number of nodes.
public struct TaskRunner: Sendable {
    private let context: JobContext

    public init(_ context: JobContext) { self.context = context }

    /// Somebody else is running this task right now.
    public struct AlreadyRunning: Error, CustomStringConvertible {
        public let task: TaskName
        public var description: String { "“\(task.title)” is running already." }
    }

    /// Runs what is due.
    ///
    /// - Returns: the runs, in the order of the tasks.
    public func runDue(trigger: TaskRun.Trigger) async throws -> [TaskRun] {
        let now = context.now()
        let tasks = try await context.store.write { t in
            try t.driver.noteTick(at: now, source: trigger == .schedule ? "clock" : "cron")
            return try t.task.all()
        }
        var runs: [TaskRun] = []
        for task in tasks where task.isActive && task.nextRunAt <= now {
            do {
                runs.append(try await run(task.name, trigger: trigger))
            } catch is AlreadyRunning {
                continue
            }
        }
        return runs
    }

    /// Runs one task now, whether due or not.
    ///
    /// - Returns: the finished run; look at its result.
    /// - Throws: ``AlreadyRunning``; otherwise only when the database is away.
    public func run(_ task: TaskName, trigger: TaskRun.Trigger) async throws -> TaskRun {
        let run = try await withLease("task:\(task.rawValue)", task) { () -> TaskRun in
            if trigger == .schedule || trigger == .externalCron { try await stillDue(task) }
            return try await recorded(task, trigger: trigger) { log in
                try await perform(task, log: log)
            }
        }
        if task == .receivingMails { try await updateAtOnce(trigger) }
        return run
    }

    /// Another node may have run it between our look and our lease.
    private func stillDue(_ task: TaskName) async throws {
        let now = context.now()
        let scheduled = try await context.store.read { t in try t.task.find(task) }
        guard let scheduled, scheduled.isActive, scheduled.nextRunAt <= now else {
            throw AlreadyRunning(task: task)
        }
    }

    /// Checks one mailbox by hand, recorded as a run of *receiving mails*.
    public func check(_ mailbox: MailboxID) async throws -> TaskRun {
        let found = try await context.store.read { t in try t.mailbox.find(mailbox) }
        guard let found else {
            throw Failure("This mailbox does not exist any more.", remedy: .person)
        }
        guard found.isActive else {
            throw Failure(
                "“\(found.name)” is paused: nothing connects to it. Make it active first.",
                remedy: .person)
        }
        let run = try await recorded(.receivingMails, trigger: .hand, movesSchedule: false) { log in
            log.add("Only the mailbox \(found.name).")
            let outcome = try await ReceiveMails(context: context, log: log).checkNoted(found)
            return Performed(
                counts: outcome.counts, summary: outcome.counts.inWords,
                failures: outcome.failures)
        }
        try await updateAtOnce(.hand)
        return run
    }

    /// Replies are handed to the updating task at once, if that is active.
    private func updateAtOnce(_ trigger: TaskRun.Trigger) async throws {
        let (task, waiting) = try await context.store.read { t in
            (try t.task.find(.updatingTickets), try t.ledger.waitingReplyCount())
        }
        guard waiting > 0, task?.isActive ?? true else { return }
        do {
            _ = try await withLease("task:\(TaskName.updatingTickets.rawValue)", .updatingTickets) {
                try await recorded(.updatingTickets, trigger: trigger, movesSchedule: false) {
                    log in
                    try await perform(.updatingTickets, log: log)
                }
            }
        } catch is AlreadyRunning {
            // The run under way takes them too, or its next one does.
            return
        }
    }

    private func withLease<T: Sendable>(
        _ name: String, _ task: TaskName, _ body: @escaping @Sendable () async throws -> T
    ) async throws -> T {
        do {
            return try await Lease.holding(name, context) { _ in try await body() }
        } catch let held as Lease.Held where held.name == name {
            throw AlreadyRunning(task: task)
        }
    }

    /// What a task's work says of itself.
    struct Performed: Sendable {
        var counts = TaskRun.Counts()
        var summary: String
        var failures: [String] = []
    }

    private func perform(_ task: TaskName, log: RunLog) async throws -> Performed {
        switch task {
        case .receivingMails:
            let again = try await LedgerDesk(context).afterUpgrade()
            if again > 0 { log.add("\(again) failed mails are decided anew after an upgrade") }
            let outcome = try await ReceiveMails(context: context, log: log).run()
            return Performed(
                counts: outcome.counts, summary: outcome.counts.inWords,
                failures: outcome.failures)
        case .updatingTickets:
            let (counts, failures) = try await UpdateTickets(context: context, log: log).run()
            let replies = counts.updated == 1 ? "1 reply" : "\(counts.updated) replies"
            return Performed(counts: counts, summary: "\(replies) applied", failures: failures)
        case .aggregatedHours:
            return try await AggregateHours(context: context, log: log).run()
        case .sendingOutbox:
            let sent = try await Deliver(context: context, log: log).run()
            return Performed(summary: sent.inWords, failures: sent.failures)
        case .housekeeping:
            return Performed(summary: try await Housekeeping(context: context, log: log).run())
        }
    }

    /// Keeps the history: started before the work, finished after it, whatever happens.
    private func recorded(
        _ task: TaskName, trigger: TaskRun.Trigger, movesSchedule: Bool = true,
        _ work: @escaping @Sendable (RunLog) async throws -> Performed
    ) async throws -> TaskRun {
        let log = RunLog(now: context.now)
        let startedAt = context.now()
        let trace = context.traceID()
        var run = try await context.store.write { t in
            try t.taskRun.abandonStale(olderThan: startedAt - Lease.duration, at: startedAt)
            let run = try t.taskRun.start(
                task: task, trigger: trigger, at: startedAt, traceID: trace)
            if movesSchedule, let scheduled = try t.task.find(task),
                scheduled.nextRunAt <= startedAt
            {
                try t.task.setNextRun(
                    task, scheduled.frequency.next(after: scheduled.nextRunAt, now: startedAt))
            }
            try t.announce(.task)
            return run
        }
        do {
            let performed = try await alive(run.id) { try await work(log) }
            run.counts = performed.counts
            run.summary = performed.summary
            (run.result, run.error) = TaskRun.verdict(
                on: performed.counts, failures: performed.failures)
        } catch {
            run.result = .failed
            run.error = Failure(error).sentence
            run.summary = "failed"
            context.log.error(
                "task failed",
                metadata: [
                    "task": "\(task.rawValue)", "trace": "\(trace)",
                    "error": "\(Failure(error).sentence)",
                ])
        }
        run.finishedAt = context.now()
        run.log = log.all
        let finished = run
        try await context.finishing { store in
            try await store.write { t in
                try t.taskRun.finish(finished)
                try t.announce(.task)
            }
        }
        return finished
    }

    /// Says every few seconds that the run is alive, so that nobody takes it for abandoned.
    private func alive<T: Sendable>(
        _ run: TaskRunID, _ work: @escaping @Sendable () async throws -> T
    ) async throws -> T {
        try await withThrowingTaskGroup(of: T?.self) { group in
            group.addTask { try await work() }
            group.addTask {
                while true {
                    try await Task.sleep(for: .seconds(20))
                    let now = context.now()
                    try await context.store.write { t in
                        try t.taskRun.progress(
                            run, counts: TaskRun.Counts(), summary: "", at: now)
                    }
                }
            }
            defer { group.cancelAll() }
            guard let first = try await group.next(), let value = first else {
                throw CancellationError()
            }
            return value
        }
    }
}

extension TaskRun.Counts {
    /// "12 read, 9 tickets, 3 replies"; what is zero is left out.
    public var inWords: String {
        var parts = ["\(read) read"]
        func add(_ count: Int, _ one: String, _ many: String) {
            if count > 0 { parts.append("\(count) \(count == 1 ? one : many)") }
        }
        add(created, "ticket", "tickets")
        add(updated, "reply", "replies")
        add(bounces, "bounce", "bounces")
        add(ignored, "ignored", "ignored")
        add(duplicates, "duplicate", "duplicates")
        add(failed, "failed", "failed")
        return parts.joined(separator: ", ")
    }
}
