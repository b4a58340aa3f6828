import TestSupport
import Testing

/// Whatever is killed, whenever: after the next run each mail is in the ledger once and in one folder.
@Suite(
    "Killed at any moment, nothing is lost or doubled", .serialized,
    .enabled(if: DovecotServer.isInstalled))
struct KillTests {
    @Test(
        "a run that is killed again and again leaves work that the next run finishes",
        arguments: TestEngine.all)
    func receiving(_ engine: TestEngine) async throws {
        try await DovecotDesk.with(engine, mails: 500) { world in
            try await world.addIMAPMailbox()
            let kills = try await Kills.during(8) {
                try world.desk.start("tasks", "run", "receiving-mails")
            }
            // On a busy machine all of them may have died before they kept a mail: once more, and later.
            for seconds in [2, 4, 8, 16, 32] where try await world.desk.ledger().isEmpty {
                let run = try world.desk.start("tasks", "run", "receiving-mails")
                try await Task.sleep(for: .seconds(seconds))
                _ = try await run.killNow()
            }
            let killed = try await world.desk.ledger().count
            #expect(killed > 0, "no run came so far as to keep a mail; \(kills)")
            // At once: nobody waits until the dead one's leases run out.
            try await world.desk.receive()
            let sight = try await world.look()
            world.expectEachMailOnce(in: sight)
            world.expectEachMailFiledOnce(in: sight)
            try await expectNothingMore(world, after: sight)
        }
    }

    @Test("the same by POP3", arguments: TestEngine.all)
    func pop3(_ engine: TestEngine) async throws {
        try await DovecotDesk.with(engine, mails: 500, inboxOnly: true) { world in
            try await world.addPOP3Mailbox()
            _ = try await Kills.during(8) {
                try world.desk.start("tasks", "run", "receiving-mails")
            }
            try await world.desk.receive()
            let sight = try await world.look()
            world.expectEachMailOnce(in: sight)
            #expect(
                sight.folders[DovecotDesk.inbox]?.count
                    == world.mails.filter(\.isForReview).count)
            try await expectNothingMore(world, after: sight)
        }
    }

    @Test("a killed worker's work is finished by the next one", arguments: TestEngine.all)
    func worker(_ engine: TestEngine) async throws {
        try await DovecotDesk.with(engine, mails: 500) { world in
            try await world.addIMAPMailbox()
            // Each start is to find the task due.
            let kills = try await Kills.during(6) {
                try await world.desk.succeeding(
                    "tasks", "edit", "receiving-mails", "--next-run", "2026-01-01T00:00:00Z")
                return try world.desk.start("serve", "--role", "worker")
            }
            try await world.desk.succeeding(
                "tasks", "edit", "receiving-mails", "--next-run", "2026-01-01T00:00:00Z")
            let worker = try world.desk.start("serve", "--role", "worker", "--log-level", "warning")
            var finished = false
            for _ in 0..<600 where !finished {
                try await Task.sleep(for: .milliseconds(200))
                let rows = try await world.desk.ledger()
                finished =
                    rows.count == world.mails.count
                    && rows.allSatisfy { $0.filing == "done" && !$0.waiting_for_update }
            }
            let output = try await worker.terminate()
            #expect(finished, "the worker did not finish; \(kills) \(output.everything)")
            #expect(output.exitCode == 0, "\(output.everything)")
            let sight = try await world.look()
            world.expectEachMailOnce(in: sight)
            world.expectEachMailFiledOnce(in: sight)
            try await expectNothingMore(world, after: sight)
        }
    }

    @Test("a mail server that is killed in the middle costs no mail", arguments: TestEngine.all)
    func mailServer(_ engine: TestEngine) async throws {
        try await DovecotDesk.with(engine, mails: 500) { world in
            try await world.addIMAPMailbox()
            var random = Kills.seeded("the mail server")
            var results: [String] = []
            for _ in 0..<4 {
                let run = try world.desk.start("tasks", "run", "receiving-mails")
                try await Task.sleep(for: .milliseconds(100 + random.below(1_500)))
                try await world.dovecot.restart()
                let output = try await run.end(within: .seconds(120))
                results.append(output.everything)
            }
            try await world.desk.receive()
            let sight = try await world.look()
            world.expectEachMailOnce(in: sight)
            world.expectEachMailFiledOnce(in: sight)
            try await expectNothingMore(world, after: sight)
        }
    }

    @Test(
        "a database that is restarted in the middle costs no mail",
        .enabled(if: PostgresCluster.isAvailable))
    func database() async throws {
        try await DovecotDesk.with(.sqlite, mails: 500) { sqlite in
            // One of its own: other tests want theirs to stay.
            let cluster = try await PostgresCluster.start()
            do {
                let world = sqlite.on(databaseURL: try await cluster.createDatabase().url)
                try await world.addIMAPMailbox()
                var random = Kills.seeded("the database")
                for _ in 0..<4 {
                    let run = try world.desk.start("tasks", "run", "receiving-mails")
                    try await Task.sleep(for: .milliseconds(100 + random.below(2_000)))
                    try await cluster.restart()
                    _ = try await run.end(within: .seconds(240))
                }
                try await world.desk.receive()
                let sight = try await world.look()
                world.expectEachMailOnce(in: sight)
                world.expectEachMailFiledOnce(in: sight)
                try await expectNothingMore(world, after: sight)
            } catch {
                try await cluster.stop()
                throw error
            }
            try await cluster.stop()
        }
    }

    private func expectNothingMore(
        _ world: DovecotDesk, after sight: DovecotDesk.Sight,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let again = try await world.desk.receive(sourceLocation: sourceLocation)
        #expect(again.counts.read == 0, sourceLocation: sourceLocation)
        let second = try await world.look()
        #expect(second == sight, "one more run changed something", sourceLocation: sourceLocation)
    }
}

/// Kills processes at random moments.
enum Kills {
    /// A kill, for the message of a test that fails: how long the process lived, and whether it had ended.
    struct Kill: Sendable {
        let after: Duration
        let wasRunning: Bool
    }

    /// Random numbers whose seed is printed, so that a failure can be looked at again.
    static func seeded(_ what: String) -> SplitMix {
        let seed = UInt64.random(in: .min ... .max)
        print("Killing \(what) with the seed \(seed)")
        return SplitMix(state: seed)
    }

    /// Starts something so many times and kills it after a random while: now before it has signed in,
    /// now in the middle of a move.
    static func during(
        _ count: Int, _ start: () async throws -> MartletProcess
    ) async throws -> [Kill] {
        var random = seeded("\(count) times")
        var kills: [Kill] = []
        for _ in 0..<count {
            let process = try await start()
            let wait = Duration.milliseconds(20 + random.below(900))
            try await Task.sleep(for: wait)
            let output = try await process.killNow()
            kills.append(Kill(after: wait, wasRunning: output.signal != nil))
        }
        print("\(kills.filter(\.wasRunning).count) of \(count) were running when they were killed")
        return kills
    }
}
