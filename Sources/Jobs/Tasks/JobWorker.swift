internal import Desk
internal import Logging
internal import Store

/// Works on what people asked for in the browser; the page follows the job row.
struct JobWorker: Sendable {
    let context: JobContext

    /// - Returns: whether there was a job.
    func workOnNext() async throws -> Bool {
        let now = context.now()
        let claimed = try await context.store.take { t in try t.job.claimNext(now: now) }
        guard let job = claimed else { return false }
        await work(on: job)
        return true
    }

    /// Works on a job whose row says that it is running; how it went is in the row.
    func work(on job: Job) async {
        let progress = JobProgress(job, context)
        await progress.publish()
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await work(on: job, progress) }
                group.addTask {
                    // Somebody is at work on it: its process is alive.
                    while true {
                        try await Task.sleep(for: .seconds(20))
                        await progress.publish()
                    }
                }
                defer { group.cancelAll() }
                try await group.next()
            }
            await progress.finish()
        } catch {
            let failure = Failure(error)
            context.log.info(
                "job failed", metadata: ["job": "\(job.id)", "kind": "\(job.kind.rawValue)"])
            await progress.fail(failure.sentence)
        }
    }

    private func work(on job: Job, _ progress: JobProgress) async throws {
        switch job.kind {
        case .checkMailbox:
            guard let mailbox = job.mailbox else { return }
            await progress.step("Check the mailbox", .running)
            let run = try await TaskRunner(context).check(mailbox)
            await progress.end(run)
        case .runTask:
            guard let task = job.task else { return }
            await progress.step(task.title, .running)
            let run = try await TaskRunner(context).run(task, trigger: .hand)
            await progress.end(run)
        case .testConnection:
            let mailbox = try await mailbox(of: job)
            try await ConnectionTest(context: context, mailbox: mailbox, progress: progress).run()
        case .previewMailbox:
            let mailbox = try await mailbox(of: job)
            try await Preview(context: context, mailbox: mailbox, progress: progress).run()
        }
    }

    private func mailbox(of job: Job) async throws -> Mailbox {
        if let draft = job.draft { return try mayConnect(to: draft) }
        let found = try await context.store.read { t in
            try job.mailbox.flatMap { try t.mailbox.find($0) }
        }
        guard let found else {
            throw Failure("This mailbox does not exist any more.", remedy: .person)
        }
        return try mayConnect(to: found)
    }

    /// Off means off, by hand too.
    private func mayConnect(to mailbox: Mailbox) throws -> Mailbox {
        guard mailbox.isActive else {
            throw Failure(
                "“\(mailbox.name)” is not active: nothing connects to it. Make it active first.",
                remedy: .person)
        }
        return mailbox
    }
}

/// A job's progress on its way to the page.
actor JobProgress {
    private var job: Job
    private let context: JobContext

    init(_ job: Job, _ context: JobContext) {
        self.job = job
        self.context = context
        self.job.state = .running
    }

    var isAllWell: Bool { !job.steps.contains { $0.state == .failed } }

    /// Adds a step, or settles the one of that title.
    func step(_ title: String, _ state: Job.Step.State, _ detail: String = "") async {
        if let index = job.steps.lastIndex(where: { $0.title == title }) {
            job.steps[index] = Job.Step(title, state, detail)
        } else {
            job.steps.append(Job.Step(title, state, detail))
        }
        await publish()
    }

    func show(_ rows: [PreviewRow]) async {
        job.preview = rows
        await publish()
    }

    func summarise(_ sentence: String) { job.summary = sentence }

    func end(_ run: TaskRun) async {
        let isOk = run.result == .ok
        if let last = job.steps.last {
            await step(
                last.title, isOk ? .ok : .failed, isOk ? run.summary : run.error ?? run.summary)
        }
        job.summary = isOk ? run.summary : run.error ?? run.summary
        if !isOk { job.state = .failed }
    }

    func finish() async {
        if job.state != .failed { job.state = isAllWell ? .done : .failed }
        job.finishedAt = context.now()
        await publish()
    }

    func fail(_ sentence: String) async {
        if let last = job.steps.last, last.state == .running || last.state == .pending {
            job.steps[job.steps.count - 1] = Job.Step(last.title, .failed, sentence)
        }
        job.summary = sentence
        job.state = .failed
        await finish()
    }

    func publish() async {
        let snapshot = job
        do {
            let now = context.now()
            try await context.finishing { store in
                try await store.write { t in
                    try t.job.update(snapshot, now: now)
                    try t.announce(.job(snapshot.id))
                }
            }
        } catch {
            // The page shows an older state; the work itself goes on.
            context.log.warning("a job's progress could not be stored")
        }
    }
}
