import Desk
import Jobs
import MailServer
import Store
import TestSupport
import Testing

@Suite("Receiving mails")
struct ReceivingTests {
    @Test(
        "a mail becomes a ticket, its copy moves, and a second run changes nothing",
        arguments: TestEngine.all)
    func mailBecomesTicket(_ engine: TestEngine) async throws {
        try await DeskWorld.with(engine) { world in
            try await world.addMailbox()
            await world.deliver(SampleMail.plain("one@customer.example"))
            let run = try await world.receive()
            #expect(run.result == .ok)
            #expect(run.counts.read == 1 && run.counts.created == 1)

            let entry = try #require(try await world.ledger.first)
            #expect(entry.outcome == .ticket)
            #expect(entry.filing == .done)
            let ticket = try #require(try await world.tickets.first)
            #expect(entry.ticket == ticket.id)
            #expect(ticket.subject == "A question")
            #expect(ticket.needsReaction && ticket.status == .new)
            #expect(await world.count("INBOX") == 0)
            #expect(await world.count("Processed") == 1)

            let again = try await world.receive()
            #expect(again.counts.read == 0)
            #expect(try await world.ledger.count == 1)
            #expect(try await world.tickets.count == 1)
        }
    }

    @Test("a file within a text is a file of the message", arguments: TestEngine.all)
    func fileWithinText(_ engine: TestEngine) async throws {
        try await DeskWorld.with(engine) { world in
            try await world.addMailbox()
            await world.deliver(
                SampleMail.plain(
                    "one@customer.example",
                    text: "My cat:\nbegin 644 cat.txt\n#0V%T\n`\nend\nIs she not pretty?"))
            try await world.receive()
            let ticket = try #require(try await world.tickets.first)
            let message = try #require(
                try await world.store.read { t in try t.message.of(ticket.id) }.first)
            #expect(message.text.contains("My cat:\nIs she not pretty?"))
            #expect(message.attachments.map(\.name) == ["cat.txt"])
            #expect(message.attachments.map(\.size) == [3])
            #expect(message.attachments.map(\.member) == [0])
            #expect(message.protection == nil)
        }
    }

    @Test("an encrypted mail says so on its ticket", arguments: TestEngine.all)
    func encrypted(_ engine: TestEngine) async throws {
        try await DeskWorld.with(engine) { world in
            try await world.addMailbox()
            await world.deliver(
                SampleMail.plain(
                    "one@customer.example",
                    text: "-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP MESSAGE-----"))
            try await world.receive()
            let ticket = try #require(try await world.tickets.first)
            let messages = try await world.store.read { t in try t.message.of(ticket.id) }
            #expect(messages.map(\.protection) == [.encrypted])
        }
    }

    @Test("a reply lands on its ticket and reopens it", arguments: TestEngine.all)
    func reply(_ engine: TestEngine) async throws {
        try await DeskWorld.with(engine) { world in
            try await world.addMailbox()
            await world.deliver(SampleMail.plain("one@customer.example"))
            try await world.receive()
            var ticket = try #require(try await world.tickets.first)
            _ = ticket.changeStatus(to: .closed, at: world.clock.now)
            let closed = ticket
            try await world.store.write { t in _ = try t.ticket.update(closed) }

            await world.deliver(
                SampleMail.plain(
                    "two@customer.example", subject: "Re: A question",
                    headers: "In-Reply-To: <one@customer.example>", text: "It still does not work.")
            )
            let run = try await world.receive()
            #expect(run.counts.updated == 1)
            let reopened = try #require(try await world.tickets.first)
            #expect(reopened.status == .open)
            #expect(reopened.messageCount == 2)
            let (messages, events) = try await world.store.read { t in
                (try t.message.of(reopened.id), try t.event.of(reopened.id))
            }
            #expect(messages.last?.text.contains("It still does not work.") == true)
            #expect(messages.last?.attachedBecause?.contains("refers to a mail") == true)
            #expect(events.contains { $0.change == .reopened })
        }
    }

    @Test(
        "replies wait, counted, while the updating task is inactive, and are applied when it is active again",
        arguments: TestEngine.all)
    func waitingReplies(_ engine: TestEngine) async throws {
        try await DeskWorld.with(engine) { world in
            try await world.addMailbox()
            await world.deliver(SampleMail.plain("one@customer.example"))
            try await world.receive()
            try await world.store.write { t in
                var task = try #require(try t.task.find(.updatingTickets))
                task.isActive = false
                try t.task.update(task)
            }
            for number in 2...3 {
                await world.deliver(
                    SampleMail.plain(
                        "r\(number)@customer.example", subject: "Re: A question",
                        headers: "In-Reply-To: <one@customer.example>", text: "Reply \(number)."))
            }
            try await world.receive()
            let waiting = try await world.store.read { t in try t.ledger.waitingReplyCount() }
            #expect(waiting == 2)
            #expect(try await world.tickets.first?.messageCount == 1)
            #expect(await world.count("INBOX") == 0)

            _ = try await TaskRunner(world.context).run(.updatingTickets, trigger: .hand)
            let ticket = try #require(try await world.tickets.first)
            let messages = try await world.store.read { t in try t.message.of(ticket.id) }
            #expect(
                messages.map(\.text).map { $0.prefix(8) } == ["How do I", "Reply 2.", "Reply 3."])
        }
    }

    @Test(
        "automatic mail is ignored with its sign, and makes a ticket where the mailbox accepts it",
        arguments: TestEngine.all)
    func automaticMail(_ engine: TestEngine) async throws {
        try await DeskWorld.with(engine) { world in
            var mailbox = try await world.addMailbox()
            await world.deliver(SampleMail.vacation)
            try await world.receive()
            let entry = try #require(try await world.ledger.first)
            #expect(entry.outcome == .ignored)
            #expect(entry.reason.contains("auto-replied"))
            #expect(await world.count("Processed") == 1)

            mailbox.acceptsAutogenerated = true
            let accepting = mailbox
            try await world.store.write { t in try t.mailbox.update(accepting) }
            _ = try await LedgerDesk(world.context).perform(
                .processAgain, on: entry.id, by: nil)
            #expect(try await world.ledger.first?.outcome == .ticket)
            #expect(try await world.tickets.count == 1)
        }
    }

    @Test("a mail addressed to two mailboxes makes one ticket", arguments: TestEngine.all)
    func twoMailboxes(_ engine: TestEngine) async throws {
        try await DeskWorld.with(engine) { world in
            try await world.addMailbox()
            try await world.addMailbox("Second") {
                $0.user = "ann@customer.example"
                $0.sender = Contact(address: "sales@desk.example")
            }
            let mail = SampleMail.plain("one@other.example", from: "Bo <bo@other.example>")
            let other = "Received: by another.example; Fri, 15 Jan 2027 08:00:01 +0000\n" + mail
            await world.deliver(mail)
            await world.server.append(
                Array(other.replacing("\n", with: "\r\n").utf8), to: "ann@customer.example")
            try await world.receive()
            let outcomes = try await world.ledger.compactMap(\.outcome)
            #expect(Set(outcomes) == [.ticket, .duplicate])
            #expect(try await world.tickets.count == 1)
        }
    }

    @Test("a mail that no rule can place goes to the failure folder", arguments: TestEngine.all)
    func failure(_ engine: TestEngine) async throws {
        try await DeskWorld.with(engine) { world in
            try await world.addMailbox { $0.defaultProject = nil }
            await world.deliver(SampleMail.plain("one@customer.example"))
            let run = try await world.receive()
            #expect(run.counts.failed == 1)
            #expect(try await world.ledger.first?.outcome == .failed)
            #expect(await world.count("Errors") == 1)
            #expect(await world.count("INBOX") == 0)
        }
    }

    @Test(
        "a mail above the size limit becomes a header-only ticket, and its original stays for review",
        arguments: TestEngine.all)
    func largeMail(_ engine: TestEngine) async throws {
        try await DeskWorld.with(engine) { world in
            try await world.addMailbox { $0.largestMail = 4096 }
            await world.deliver(
                SampleMail.plain(
                    "big@customer.example",
                    text: String(repeating: "All work and no play.\n", count: 400)))
            await world.deliver(SampleMail.plain("small@customer.example"))
            try await world.receive()
            #expect(try await world.tickets.count == 2)
            let large = try #require(try await world.ledger.first { $0.isHeaderOnly })
            #expect(large.size > 4096)
            let message = try await world.store.read { t in
                try large.message.flatMap { try t.message.find($0) }
            }
            #expect(message?.text.contains("too large") == true)
            #expect(await world.count("Errors") == 1)
            #expect(await world.count("Processed") == 1)
        }
    }

    @Test("folders with names beyond ASCII are read", arguments: TestEngine.all)
    func folderNames(_ engine: TestEngine) async throws {
        try await DeskWorld.with(engine) { world in
            try await world.addMailbox { $0.folders = ["INBOX", "Anfragen/Büro"] }
            await world.deliver(SampleMail.plain("one@customer.example"), folder: "Anfragen/Büro")
            try await world.receive()
            #expect(try await world.ledger.first?.place.folder == "Anfragen/Büro")
            #expect(await world.count("Anfragen/Büro") == 0)
        }
    }

    @Test("a missing folder is an error of the mailbox, not zero mails", arguments: TestEngine.all)
    func missingFolder(_ engine: TestEngine) async throws {
        try await DeskWorld.with(engine) { world in
            let mailbox = try await world.addMailbox { $0.folders = ["Nowhere"] }
            let run = try await world.receive()
            #expect(run.result == .failed)
            let facts = try await world.store.read { t in try t.mailbox.facts(of: mailbox.id) }
            #expect(MailboxHealth.of(mailbox, facts, now: world.clock.now).colour == .red)
            #expect(facts.lastError?.contains("Nowhere") == true)
        }
    }

    @Test(
        "without a success folder mail stays, is marked seen and is read once",
        arguments: TestEngine.all)
    func staying(_ engine: TestEngine) async throws {
        try await DeskWorld.with(engine) { world in
            try await world.addMailbox { $0.successFolder = "" }
            await world.deliver(SampleMail.plain("one@customer.example"))
            try await world.receive()
            try await world.receive()
            let mails = await world.server.mails(of: DeskWorld.user)
            #expect(mails.count == 1)
            #expect(mails.first?.flags.contains("\\Seen") == true)
            #expect(try await world.ledger.count == 1)
        }
    }

    @Test("a paused mailbox is not connected to", arguments: TestEngine.all)
    func paused(_ engine: TestEngine) async throws {
        try await DeskWorld.with(engine) { world in
            let mailbox = try await world.addMailbox { $0.isActive = false }
            await world.deliver(SampleMail.plain("one@customer.example"))
            let before = world.server.traffic
            try await world.receive()
            await #expect(throws: Failure.self) {
                try await TaskRunner(world.context).check(mailbox.id)
            }
            #expect(world.server.traffic == before)
            #expect(try await world.ledger.isEmpty)
        }
    }

    @Test("mail from before the start is left alone", arguments: TestEngine.all)
    func startNow(_ engine: TestEngine) async throws {
        try await DeskWorld.with(engine) { world in
            await world.deliver(SampleMail.plain("old@customer.example"))
            world.clock.advance(by: .seconds(60))
            let now = world.clock.now
            try await world.addMailbox {
                $0.start = .now
                $0.readsMailSince = now
            }
            world.clock.advance(by: .seconds(60))
            await world.deliver(SampleMail.plain("new@customer.example"))
            try await world.receive()
            #expect(try await world.ledger.map(\.messageID) == ["new@customer.example"])
            #expect(await world.count("INBOX") == 1)
        }
    }

    @Test("after a change of UIDVALIDITY nothing is counted twice", arguments: TestEngine.all)
    func renumbered(_ engine: TestEngine) async throws {
        try await DeskWorld.with(engine) { world in
            try await world.addMailbox { $0.successFolder = "" }
            for number in 1...3 {
                await world.deliver(SampleMail.plain("m\(number)@customer.example"))
            }
            try await world.receive()
            await world.server.renumber(DeskWorld.user)
            await world.deliver(SampleMail.plain("m4@customer.example"))
            try await world.receive()
            #expect(try await world.ledger.count == 4)
            #expect(try await world.tickets.count == 4)
        }
    }

    @Test("a wrong password turns the mailbox red and loses nothing", arguments: TestEngine.all)
    func refusedSignIn(_ engine: TestEngine) async throws {
        try await DeskWorld.with(engine) { world in
            let mailbox = try await world.addMailbox()
            world.server.faults.refusesSignIn = "no"
            await world.deliver(SampleMail.plain("one@customer.example"))
            try await world.receive()
            let facts = try await world.store.read { t in try t.mailbox.facts(of: mailbox.id) }
            #expect(MailboxHealth.of(mailbox, facts, now: world.clock.now).colour == .red)
            world.server.faults.refusesSignIn = nil
            try await world.receive()
            #expect(try await world.tickets.count == 1)
        }
    }
}
