import Desk
import Store
import TestSupport
import Testing

@Suite struct WorkTests {
    @Test(arguments: TestEngine.all)
    func `a new desk has every task, with its usual frequency`(_ engine: TestEngine) async throws {
        try await withStore(engine) { store in
            let tasks = try await store.read { t in try t.task.all() }
            #expect(tasks.map(\.name) == TaskName.allCases)
            #expect(tasks.map(\.frequency) == TaskName.allCases.map(\.defaultFrequency))
            #expect(tasks.allSatisfy { $0.isActive && $0.lastRun == nil })
        }
    }

    @Test(arguments: TestEngine.all)
    func `a task's settings and newest run are read with it`(_ engine: TestEngine) async throws {
        try await withStore(engine) { store in
            try await store.write { t throws in
                let day = try #require(Frequency("1d"))
                let set = ScheduledTask(
                    name: .updatingTickets, frequency: day, nextRunAt: start, isActive: false)
                try t.task.update(set)
                #expect(try t.task.find(.updatingTickets) == set)
                try t.task.setNextRun(.updatingTickets, start + .seconds(1))
                _ = try t.taskRun.start(
                    task: .updatingTickets, trigger: .schedule, at: start, traceID: "a")
                let second = try t.taskRun.start(
                    task: .updatingTickets, trigger: .hand, at: start, traceID: "b")
                let task = try #require(try t.task.all().first { $0.name == .updatingTickets })
                #expect(task.nextRunAt == start + .seconds(1) && task.lastRun == second)
                #expect(try t.task.find(.updatingTickets) == task)
            }
        }
    }

    @Test(arguments: TestEngine.all)
    func `a run is followed from its start to its end`(_ engine: TestEngine) async throws {
        try await withStore(engine) { store in
            try await store.write { t throws in
                var run = try t.taskRun.start(
                    task: .receivingMails, trigger: .externalCron, at: start, traceID: "trace")
                #expect(run.result == .running && run.counts == TaskRun.Counts())
                run.counts.read = 5
                run.counts.duplicates = 5
                run.summary = "5 mails"
                try t.taskRun.progress(run.id, counts: run.counts, summary: "5 mails", at: start)
                #expect(try t.taskRun.find(run.id) == run)
                run.finishedAt = start + .seconds(4)
                run.result = .ok
                run.error = "One \0 folder is gone."
                run.log = (1...600).map { "line \($0)" }
                #expect(try t.taskRun.finish(run))
                #expect(try !t.taskRun.finish(run))
                let stored = try #require(
                    try t.taskRun.history(of: .receivingMails, limit: 9).first)
                #expect(
                    stored.log.count == TaskRunTable.longestLog && stored.log.last == "line 600")
                #expect(stored.result == .ok && stored.counts == run.counts)
                #expect(stored.error == "One \u{FFFD} folder is gone.")
                #expect(try t.taskRun.averageDuration(of: .receivingMails) == .seconds(4))
                #expect(try t.taskRun.averageDuration(of: .housekeeping) == nil)
            }
        }
    }

    @Test(arguments: TestEngine.all)
    func `a run that nothing is heard of is abandoned and can't finish`(
        _ engine: TestEngine
    ) async throws {
        try await withStore(engine) { store in
            try await store.write { t throws in
                let lost = try t.taskRun.start(
                    task: .receivingMails, trigger: .schedule, at: start, traceID: "a")
                let alive = try t.taskRun.start(
                    task: .receivingMails, trigger: .schedule, at: start, traceID: "b")
                try t.taskRun.progress(
                    alive.id, counts: alive.counts, summary: "", at: start + .seconds(30))
                let now = start + .seconds(60)
                #expect(try t.taskRun.abandonStale(olderThan: start + .seconds(10), at: now) == 1)
                #expect(try t.taskRun.find(lost.id)?.result == .abandoned)
                #expect(try t.taskRun.find(lost.id)?.finishedAt == now)
                #expect(try !t.taskRun.finish(lost))
                #expect(try t.taskRun.abandonRunning(.housekeeping, at: now) == 0)
                #expect(try t.taskRun.abandonRunning(.receivingMails, at: now) == 1)
            }
        }
    }

    @Test(arguments: TestEngine.all)
    func `old runs are removed, the newest of each task stay`(_ engine: TestEngine) async throws {
        try await withStore(engine) { store in
            try await store.write { t throws in
                for task in [TaskName.receivingMails, .housekeeping] {
                    for number in 1...5 {
                        var run = try t.taskRun.start(
                            task: task, trigger: .schedule, at: start, traceID: "\(number)")
                        run.result = .ok
                        if number > 1 { try t.taskRun.finish(run) }
                    }
                }
                #expect(try t.taskRun.prune(keep: 2) == 4)
                let left = try t.taskRun.history(of: .housekeeping, limit: 9)
                #expect(left.map(\.traceID) == ["5", "4", "1"])
            }
        }
    }

    @Test(arguments: TestEngine.all)
    func `the driver's interval is the median of its last ticks`(_ engine: TestEngine) async throws
    {
        try await withStore(engine) { store in
            try await store.write { t throws in
                #expect(try t.driver.medianTickInterval() == nil)
                #expect(try t.driver.lastTick() == nil)
                for second in [0, 900, 1800, 2700, 2701, 3600, 90_000] {
                    try t.driver.noteTick(at: start + .seconds(second), source: "cron")
                }
                #expect(try t.driver.medianTickInterval() == .seconds(900))
                for second in 1...30 {
                    try t.driver.noteTick(
                        at: start + .seconds(90_000 + second * 60), source: "clock")
                }
                #expect(try t.driver.medianTickInterval() == .seconds(60))
                #expect(try t.driver.lastTick()?.source == "clock")
            }
        }
    }

    @Test(arguments: TestEngine.all)
    func `a lease has one holder, and its tokens grow`(_ engine: TestEngine) async throws {
        try await withStore(engine) { store in
            let minute = Duration.seconds(60)
            try await store.write { t throws in
                let first = try #require(
                    try t.lease.take(name: "n", holder: "a", now: start, for: minute))
                #expect(try t.lease.take(name: "n", holder: "b", now: start, for: minute) == nil)
                #expect(try t.lease.take(name: "m", holder: "b", now: start, for: minute) != nil)
                #expect(try t.lease.holder(name: "n", now: start) == "a")
                #expect(
                    try t.lease.renew(name: "n", token: first, now: start + minute, for: minute))
                #expect(try t.lease.isCurrent(name: "n", token: first))
                let later = start + minute * 2
                #expect(try t.lease.holder(name: "n", now: later) == nil)
                let second = try #require(
                    try t.lease.take(name: "n", holder: "b", now: later, for: minute))
                #expect(second > first)
                #expect(try !t.lease.renew(name: "n", token: first, now: later, for: minute))
                #expect(try !t.lease.isCurrent(name: "n", token: first))
                try t.lease.release(name: "n", token: first)
                #expect(try t.lease.holder(name: "n", now: later) == "b")
                try t.lease.release(name: "n", token: second)
                #expect(try t.lease.holder(name: "n", now: later) == nil)
                #expect(try !t.lease.renew(name: "n", token: second, now: later, for: minute))
                let third = try #require(
                    try t.lease.take(name: "n", holder: "c", now: later, for: minute))
                #expect(third > second)
            }
        }
    }

    /// Two stores over one database are two processes, as far as the database can tell.
    @Test(arguments: TestEngine.all)
    func `of many who want a lease, in two processes, one gets it`(_ engine: TestEngine)
        async throws
    {
        try await withDatabaseURL(engine) { url in
            try await withTemporaryFolder { folder in
                let one = try await DataStore.open(url: url, dataDirectory: folder)
                let two = try await DataStore.open(url: url, dataDirectory: folder)
                var last: Int64 = 0
                for round in 1...10 {
                    let now = start + .seconds(round * 100)
                    let tokens = try await withThrowingTaskGroup(of: Int64?.self) { group in
                        for number in 0..<8 {
                            let store = number.isMultiple(of: 2) ? one : two
                            group.addTask {
                                try await store.write { t throws in
                                    try t.lease.take(
                                        name: "n", holder: "\(number)", now: now, for: .seconds(60))
                                }
                            }
                        }
                        return try await group.reduce(into: []) { $0 += $1.map { [$0] } ?? [] }
                    }
                    #expect(tokens.count == 1)
                    #expect(tokens[0] > last)
                    last = tokens[0]
                }
                try await one.close()
                try await two.close()
            }
        }
    }

    @Test(arguments: TestEngine.all)
    func `a job is kept with its draft, steps and preview`(_ engine: TestEngine) async throws {
        try await withStore(engine) { store in
            let desk = try await SampleDesk(store)
            var draft = desk.mailbox
            draft.password = SealedSecret(bytes: [1, 2, 3])
            draft.start = .days(3)
            var job = Job(
                id: 0, kind: .testConnection, mailbox: desk.mailbox.id, task: .housekeeping,
                draft: draft, askedBy: desk.olga.id, createdAt: start)
            job = try await store.write { [job] t in try t.job.add(job) }
            #expect(job.draft == draft)
            job.state = .done
            job.steps = [Job.Step("Connect", .ok, "TLS 1.3"), Job.Step("Sign in", .failed, "„No“")]
            job.preview = [
                PreviewRow(
                    from: "a", subject: "b", receivedAt: start, outcome: .ignored, reason: "c")
            ]
            job.summary = "Done."
            job.finishedAt = start
            let (found, recent) = try await store.write { [job] t in
                try t.job.update(job, now: start)
                return (try t.job.find(job.id), try t.job.recent(limit: 5))
            }
            #expect(found == job && recent == [job])
            let pruned = try await store.write { t throws in
                let early = try t.job.prune(before: start)
                return [early, try t.job.prune(before: start + .seconds(1))]
            }
            #expect(pruned == [0, 1])
        }
    }

    @Test(arguments: TestEngine.all)
    func `each job is claimed once, the oldest first`(_ engine: TestEngine) async throws {
        try await withDatabaseURL(engine) { url in
            try await withTemporaryFolder { folder in
                let one = try await DataStore.open(url: url, dataDirectory: folder)
                let two = try await DataStore.open(url: url, dataDirectory: folder)
                let added = try await one.write { t in
                    try (1...12).map { _ in
                        try t.job.add(Job(id: 0, kind: .runTask, createdAt: start)).id
                    }
                }
                let first = try await one.take { t in try t.job.claimNext(now: start) }
                #expect(first?.id == added.first && first?.state == .running)
                let claimed = try await withThrowingTaskGroup(of: JobID?.self) { group in
                    for number in 0..<16 {
                        let store = number.isMultiple(of: 2) ? one : two
                        group.addTask {
                            try await store.take { t in try t.job.claimNext(now: start)?.id }
                        }
                    }
                    return try await group.reduce(into: []) { $0 += $1.map { [$0] } ?? [] }
                }
                #expect(claimed.sorted() == Array(added.dropFirst()))
                try await one.close()
                try await two.close()
            }
        }
    }

    @Test(arguments: TestEngine.all)
    func `a job whose process is gone is given up`(_ engine: TestEngine) async throws {
        try await withStore(engine) { store in
            let jobs = try await store.write { t throws in
                _ = try t.job.add(Job(id: 0, kind: .checkMailbox, createdAt: start))
                _ = try t.job.claimNext(now: start)
                #expect(try t.job.abandonStale(olderThan: start, at: start) == 0)
                #expect(try t.job.abandonStale(olderThan: start + .seconds(1), at: start) == 1)
                return try t.job.recent()
            }
            #expect(jobs.map(\.state) == [.failed])
        }
    }
}
