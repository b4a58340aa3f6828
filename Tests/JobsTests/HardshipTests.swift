import Desk
import Jobs
import MailServer
import Store
import TestSupport
import Testing

/// What servers and strangers do to a desk, and what it makes of that.
@Suite("Hardship")
struct HardshipTests {
    @Test(
        "a mail that the server does not hand over waits with its row and holds up no other",
        arguments: TestEngine.all)
    func unreadable(_ engine: TestEngine) async throws {
        try await DeskWorld.with(engine) { world in
            let mailbox = try await world.addMailbox()
            for number in 1...3 {
                await world.deliver(SampleMail.plain("m\(number)@customer.example"))
            }
            world.server.faults.emptyBodies = [2]
            try await world.receive()
            #expect(try await world.tickets.count == 2)
            let waiting = try #require(try await world.ledger.first { $0.outcome == nil })
            #expect(waiting.place.uid == 2 && waiting.error != nil)
            #expect(await world.count("INBOX") == 1)

            world.server.faults.emptyBodies = []
            world.clock.advance(by: .seconds(3600))
            try await world.receive()
            #expect(try await world.tickets.count == 3)
            #expect(try await world.ledger.count == 3)
            #expect(await world.count("INBOX") == 0)
            let unread = try await world.store.read { t in try t.ledger.unread(mailbox: mailbox.id)
            }
            #expect(unread.isEmpty)
        }
    }

    @Test("what is never handed over ends in the failure folder with a reason")
    func neverHandedOver() async throws {
        try await DeskWorld.with(.sqlite) { world in
            try await world.addMailbox()
            await world.deliver(SampleMail.plain("one@customer.example"))
            world.server.faults.emptyBodies = [1]
            for _ in 0..<8 {
                try await world.receive()
                world.clock.advance(by: .seconds(86_400))
            }
            let entry = try #require(try await world.ledger.first)
            #expect(entry.outcome == .failed && entry.filing == .done)
            #expect(entry.reason.contains("did not hand it over"))
            #expect(await world.count("Errors") == 1)
        }
    }

    @Test("a missing folder does not hide the folders after it")
    func missingFolderFirst() async throws {
        try await DeskWorld.with(.sqlite) { world in
            try await world.addMailbox { $0.folders = ["Nowhere", "INBOX"] }
            await world.deliver(SampleMail.plain("one@customer.example"))
            let run = try await world.receive()
            #expect(run.result == .failed)
            #expect(try await world.tickets.count == 1)
            #expect(await world.count("Processed") == 1)
        }
    }

    @Test(
        "POP3 mail from before the start is left on the server and makes no ticket",
        arguments: TestEngine.all)
    func oldPOP3Mail(_ engine: TestEngine) async throws {
        try await DeskWorld.with(engine) { world in
            await world.deliver(SampleMail.plain("old@customer.example"))
            let start = world.clock.now
            world.clock.advance(by: .seconds(60))
            try await world.addPOP3 {
                $0.start = .now
                $0.readsMailSince = start + .seconds(30)
            }
            try await world.receive()
            // The mail's own Date is the only date that POP3 shows, and it is long ago.
            #expect(try await world.tickets.isEmpty)
            #expect(try await world.ledger.first?.outcome == .ignored)
            #expect(await world.count("INBOX") == 1)
            let received = "Received: by mx.example; Sat, 16 Jan 2027 08:00:00 +0000\n"
            await world.deliver(received + SampleMail.plain("new@customer.example"))
            try await world.receive()
            #expect(try await world.tickets.count == 1)
            #expect(await world.count("INBOX") == 1)
        }
    }

    @Test(
        "new POP3 mail makes a ticket whatever its date says, also in a mailbox that was empty",
        arguments: TestEngine.all)
    func oddDates(_ engine: TestEngine) async throws {
        try await DeskWorld.with(engine) { world in
            let now = world.clock.now
            try await world.addPOP3 {
                $0.start = .now
                $0.readsMailSince = now
            }
            try await world.receive()
            await world.deliver(
                SampleMail.plain("scan@customer.example").replacing(
                    "Fri, 15 Jan 2027 08:00:00", with: "Thu, 01 Jan 1970 00:00:00"))
            try await world.receive()
            let ticket = try #require(try await world.tickets.first)
            // A clock that was never set is not believed.
            #expect(ticket.createdAt == now)
        }
    }

    @Test("mail that was decided before a renumbering is still filed away")
    func renumberedBeforeFiling() async throws {
        try await DeskWorld.with(.sqlite) { world in
            try await world.addMailbox()
            for number in 1...3 {
                await world.deliver(SampleMail.plain("m\(number)@customer.example"))
            }
            try await world.storeWithoutFiling()
            await world.server.renumber(DeskWorld.user)
            try await world.receive()
            try await world.receive()
            #expect(try await world.ledger.count == 3)
            #expect(await world.count("INBOX") == 0)
            #expect(await world.count("Processed") == 3)
        }
    }

    @Test("a stranger's mail that looks like a bounce reaches no ticket", arguments: TestEngine.all)
    func fakeBounce(_ engine: TestEngine) async throws {
        try await DeskWorld.with(engine) { world in
            try await world.addMailbox()
            await world.deliver(SampleMail.plain("one@customer.example"))
            try await world.receive()
            await world.deliver(
                SampleMail.plain(
                    "fake@evil.example", from: "Mailer <mailer-daemon@evil.example>",
                    subject: "Undeliverable: A question",
                    headers: "Return-Path: <>\nIn-Reply-To: <one@customer.example>",
                    text: "550 5.1.1 pay here: http://evil.example"))
            try await world.receive()
            let entry = try #require(try await world.ledger.last)
            #expect(entry.outcome == .bounce && entry.ticket == nil)
            #expect(try await world.tickets.first?.messageCount == 1)
        }
    }

    @Test("a failed mail that is processed again goes from the failure to the success folder")
    func processedAgain() async throws {
        try await DeskWorld.with(.sqlite) { world in
            var mailbox = try await world.addMailbox { $0.defaultProject = nil }
            await world.deliver(SampleMail.plain("one@customer.example"))
            try await world.receive()
            #expect(await world.count("Errors") == 1)
            let project = try await world.store.read { t in try t.project.find(name: "Support") }
            mailbox.defaultProject = project?.id
            let mended = mailbox
            try await world.store.write { t in try t.mailbox.update(mended) }
            let failed = try #require(try await world.ledger.first)
            _ = try await LedgerDesk(world.context).perform(
                .processAgain, on: failed.id, by: nil)
            try await world.receive()
            #expect(try await world.tickets.count == 1)
            #expect(await world.count("Errors") == 0)
            #expect(await world.count("Processed") == 1)
        }
    }

    @Test("a recipient that is not taken now is tried again alone")
    func partlyRefused() async throws {
        try await DeskWorld.with(.sqlite) { world in
            let mail = try await world.queueAnswer(to: ["ann@customer.example", "bo@other.example"])
            world.server.faults.recipientRefusals = [
                "bo@other.example": SMTPReply(450, "4.2.0 greylisted")
            ]
            _ = try await TaskRunner(world.context).run(.sendingOutbox, trigger: .hand)
            let deferred = try await world.store.read { t in try t.outbox.find(mail.id) }
            #expect(deferred?.state == .deferred)
            #expect(deferred?.recipients == ["bo@other.example"])
            world.server.faults.recipientRefusals = [:]
            world.clock.advance(by: .seconds(3600))
            _ = try await TaskRunner(world.context).run(.sendingOutbox, trigger: .hand)
            let received = await world.server.received().map(\.to)
            #expect(received == [["ann@customer.example"], ["bo@other.example"]])
        }
    }

    @Test(
        "a mailbox that reads another account takes none of its mails for known ones",
        arguments: TestEngine.all)
    func otherAccount(_ engine: TestEngine) async throws {
        try await DeskWorld.with(engine) { world in
            var mailbox = try await world.addMailbox { $0.successFolder = "" }
            await world.deliver(SampleMail.plain("one@customer.example"))
            try await world.receive()
            let validity = try #require(try await world.ledger.first?.place.uidValidity)
            mailbox.user = "ann@customer.example"
            let changed = mailbox
            try await world.store.write { t in try t.mailbox.update(changed) }
            let known = try await world.store.read { t in
                (
                    try t.ledger.knownUIDs(
                        mailbox: changed.id, folder: "INBOX", uidValidity: validity, from: 1),
                    try t.mailboxFolder.cursor(changed.id, "INBOX")
                )
            }
            #expect(known.0.isEmpty && known.1 == nil)
            #expect(try await world.ledger.first?.ticket != nil)
        }
    }
}

extension DeskWorld {
    /// Receives with the connection cut as soon as everything is stored.
    func storeWithoutFiling() async throws {
        var bytes = 400
        while true {
            server.faults.cut = .init(.sent, afterBytes: bytes)
            try await receive()
            let isStored = try await ledger.count == 3
            server.faults.cut = nil
            if isStored { return }
            bytes += 100
        }
    }
}
