import Foundation
import TestSupport
import Testing

/// What scripts rely on: exit codes, keys, and sentences that name no secret.
@Suite("Commands on a real mail server", .serialized, .enabled(if: DovecotServer.isInstalled))
struct MartletCommandTests {
    private static let secret = "Tr0ub4dor-sesame"

    @Test("a mailbox that works: test, preview and check", arguments: TestEngine.all)
    func working(_ engine: TestEngine) async throws {
        try await DovecotDesk.with(engine, mails: 30) { world in
            let desk = world.desk
            try await world.addIMAPMailbox()

            let test = try await desk.succeeding("mailboxes", "test", "Support")
            #expect(test.stdout.contains("Martlet Test Authority"), "\(test.everything)")
            #expect(test.stdout.contains("15 messages"))
            #expect(test.stdout.hasSuffix("All is well.\n"))
            let steps = try await desk.succeeding("mailboxes", "test", "Support", "--json")
            for step in try steps.objects() {
                #expect(Set(["title", "state", "detail"]).isSubset(of: step.keys))
            }

            let before = try await world.look()
            let preview = try await desk.succeeding("mailboxes", "preview", "Support", "--json")
            #expect(try preview.objects().count == 20)
            #expect(try preview.objects().allSatisfy { $0.keys.contains("outcome") })
            let after = try await world.look()
            #expect(after == before, "a preview changed something")
            #expect(after.ledger.isEmpty)

            let check = try await desk.succeeding("mailboxes", "check", "Support", "--json")
            let run = try #require(try check.json(MartletDesk.RunRow.self).first)
            #expect(run.result == "ok")
            #expect(run.counts.read == 30)
            let sight = try await world.look()
            world.expectEachMailOnce(in: sight)
            world.expectEachMailFiledOnce(in: sight)
        }
    }

    @Test("the ledger, tickets, tasks and mailboxes have the keys that scripts read")
    func keys() async throws {
        try await DovecotDesk.with(.sqlite, mails: 12) { world in
            let desk = world.desk
            try await world.addIMAPMailbox()
            try await desk.receive()
            func expect(_ keys: String, _ words: String...) async throws {
                let objects = try await desk.run(words).objects()
                #expect(!objects.isEmpty, "\(words) says nothing")
                for object in objects {
                    let missing = Set(keys.split(separator: " ").map(String.init))
                        .subtracting(object.keys)
                    #expect(missing.isEmpty, "\(words) leaves out \(missing)")
                }
            }
            try await expect(
                """
                id mailbox folder uid_validity uid uidl message_id digest size outcome reason ticket \
                attempts error
                """, "ledger", "list", "--json")
            try await expect(
                "id project subject status requester messages created_at", "tickets", "list",
                "--json")
            try await expect("trace outcome reason", "ledger", "show", "1", "--json")
            try await expect(
                "name title frequency next_run active", "tasks", "list", "--json")
            try await expect(
                "trigger started_at finished_at result counts", "tasks", "history",
                "receiving-mails", "--json")
            try await expect("name active health", "mailboxes", "list", "--json")
            let requesters = Set(try await desk.tickets().map(\.requester))
            #expect(requesters.allSatisfy { $0.contains("@") && !$0.contains(" ") })
        }
    }

    @Test(
        "a connection that can't work is refused in a sentence, without the password",
        arguments: [
            (
                "a wrong password", "--security starttls --ca-file CA --host localhost --port IMAP",
                "refused the sign-in"
            ),
            (
                "an unknown host", "--security tls --host no-such-host.invalid",
                "could not be looked up"
            ),
            (
                "an authority that is not known",
                "--security starttls --host localhost --port IMAP",
                "not signed by an authority"
            ),
            (
                "a name that is not the certificate's",
                "--security starttls --ca-file CA --host 127.0.0.1 --port IMAP", "127.0.0.1"
            ),
            (
                "a port where nobody listens", "--security none --host localhost --port FREE",
                "does not accept connections"
            ),
            (
                "TLS where it is not spoken", "--security tls --host localhost --port IMAP", "TLS"
            ),
            (
                "a POP3 password that is wrong",
                "--protocol pop3 --security tls --ca-file CA --host localhost --port POP3S",
                "refused user name and password"
            ),
        ])
    func refused(_ what: String, _ settings: String, _ words: String) async throws {
        try await DovecotDesk.with(.sqlite, mails: 2) { world in
            let desk = world.desk
            let authority = desk.folder + "/ca.pem"
            try Data(world.dovecot.authorityPEM.utf8).write(to: URL(fileURLWithPath: authority))
            let values = [
                "CA": authority, "IMAP": "\(world.dovecot.imapPort)",
                "POP3S": "\(world.dovecot.pop3sPort)", "FREE": "\(try FreePort.find())",
            ]
            let options = settings.split(separator: " ").map { values[String($0)] ?? String($0) }
            let added = try await desk.run(
                [
                    "mailboxes", "add", "--name", "Support", "--user", DovecotDesk.user,
                    "--password-stdin", "--project", "Support", "--start", "everything",
                ] + options, input: Self.secret + "\n")
            #expect(added.exitCode == 0, "\(added.everything)")
            for command in [
                ["mailboxes", "test", "Support"], ["mailboxes", "check", "Support"],
                ["mailboxes", "preview", "Support"], ["tasks", "run", "receiving-mails"],
                ["mailboxes", "test", "Support", "--json"],
                ["mailboxes", "check", "Support", "--json"],
            ] {
                let output = try await desk.run(command)
                #expect(output.exitCode == 1, "\(what): \(command) \(output.everything)")
                #expect(output.everything.contains(words), "\(what): \(output.everything)")
                #expect(!output.everything.contains(Self.secret), "\(command) shows the password")
            }
            let list = try await desk.succeeding("mailboxes", "list", "--json")
            #expect(!list.everything.contains(Self.secret))
            #expect(list.stdout.contains(words), "the mailbox's health does not say why")
            let history = try await desk.history("receiving-mails")
            #expect(history.allSatisfy { $0.result == "failed" && $0.error != nil })
            #expect(try await desk.ledger().isEmpty)
            // Nor is it on the disk in the clear.
            try expectNoSecret(below: desk.folder + "/data")
            if let path = desk.databaseURL.split(separator: ":").last {
                try expectNoSecret(
                    below: URL(fileURLWithPath: String(path)).deletingLastPathComponent().path)
            }
        }
    }

    private func expectNoSecret(below folder: String) throws {
        for name in try FileManager.default.subpathsOfDirectory(atPath: folder) {
            let bytes = FileManager.default.contents(atPath: "\(folder)/\(name)") ?? Data()
            #expect(
                bytes.range(of: Data(Self.secret.utf8)) == nil, "\(name) has the password in it")
        }
    }

    @Test("a paused mailbox is not read until it is active again")
    func paused() async throws {
        try await DovecotDesk.with(.sqlite, mails: 6) { world in
            let desk = world.desk
            try await world.addIMAPMailbox()
            try await desk.succeeding("mailboxes", "pause", "Support")
            let check = try await desk.run("mailboxes", "check", "Support")
            #expect(check.exitCode == 1)
            #expect(check.stderr.contains("is paused"), "\(check.everything)")
            #expect(try await desk.receive().counts.read == 0)
            #expect(try await desk.ledger().isEmpty)

            try await desk.succeeding("mailboxes", "edit", "Support", "--active")
            #expect(try await desk.receive().counts.read == 6)
            try await desk.succeeding("mailboxes", "edit", "Support", "--inactive")
            #expect(try await desk.run("mailboxes", "check", "Support").exitCode == 1)
        }
    }

    @Test("tasks are changed, run when due, and remembered")
    func tasks() async throws {
        try await MartletDesk.with(.sqlite) { desk in
            struct Task: Decodable {
                let name, title, frequency, next_run: String
                let active: Bool
            }
            func task() async throws -> Task? {
                try await desk.succeeding("tasks", "list", "--json").json(Task.self)
                    .first { $0.name == "receiving-mails" }
            }
            try await desk.succeeding(
                "tasks", "edit", "receiving-mails", "--every", "3h",
                "--next-run", "2031-05-06T07:08:09Z", "--inactive")
            var edited = try await task()
            #expect(edited?.frequency == "3h")
            #expect(edited?.next_run.hasPrefix("2031-05-06T07:08:09") == true)
            #expect(edited?.active == false)

            try await desk.succeeding("tasks", "run-due")
            #expect(try await desk.history("receiving-mails").isEmpty)
            try await desk.succeeding(
                "tasks", "edit", "receiving-mails", "--next-run", "2021-01-01T00:00:00Z")
            try await desk.succeeding("tasks", "run-due")
            #expect(try await desk.history("receiving-mails").isEmpty, "it is not active")

            try await desk.succeeding("tasks", "edit", "receiving-mails", "--active")
            try await desk.succeeding("tasks", "run-due")
            try await desk.succeeding("tasks", "run-due")
            let history = try await desk.history("receiving-mails")
            #expect(history.map(\.trigger) == ["external-cron"])
            #expect(history.first?.result == "ok")
            edited = try await task()
            #expect(edited?.next_run.hasPrefix("2021") == false, "the next run was not moved on")
        }
    }

    @Test(
        "what can't be meant is refused with a sentence",
        arguments: [
            "mailboxes check Nowhere", "mailboxes test Nowhere", "mailboxes preview Nowhere",
            "mailboxes pause Nowhere", "mailboxes edit Nowhere --active", "ledger show 4711",
            "mailboxes edit Nowhere --port 0", "mailboxes edit Nowhere --active --inactive",
            "tasks run no-such-task", "tasks edit receiving-mails --every 7x",
            "tasks edit receiving-mails --next-run tomorrow", "ledger process-again 4711",
            "mailboxes add --name A --host h --user u --port 70000",
            "mailboxes add --name A --host h --user u --start yesterday",
            "mailboxes add --name A --host h --user u --ca-file /no/such/file",
        ])
    func senseless(_ command: String) async throws {
        try await MartletDesk.with(.sqlite) { desk in
            let output = try await desk.run(command.split(separator: " ").map(String.init))
            #expect(output.exitCode != 0 && output.signal == nil, "\(output.everything)")
            #expect(output.stdout.isEmpty)
            #expect(output.stderr.contains("."), "\(output.everything)")
        }
    }

    @Test("commands work beside a running server")
    func besideServer() async throws {
        try await DovecotDesk.with(.sqlite, mails: 60) { world in
            let desk = world.desk
            try await world.addIMAPMailbox()
            let server = try desk.start(
                "serve", "--port", "\(try FreePort.find())", "--log-level", "error")
            for _ in 0..<3 {
                try await desk.receive()
                try await desk.succeeding("mailboxes", "check", "Support")
            }
            let output = try await server.terminate()
            #expect(output.exitCode == 0, "\(output.everything)")
            #expect(output.stdout.contains("/first-start/"), "\(output.everything)")
            let sight = try await world.look()
            world.expectEachMailOnce(in: sight)
            world.expectEachMailFiledOnce(in: sight)
        }
    }
}

extension MartletProcess.Output {
    /// The JSON lines as objects.
    func objects() throws -> [[String: Any]] {
        try stdout.split(separator: "\n").compactMap {
            try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
        }
    }
}
