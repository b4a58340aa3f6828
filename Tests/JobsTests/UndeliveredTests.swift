import Desk
import Jobs
import MailServer
import Store
import TestSupport
import Testing

@Suite("Answers that did not arrive")
struct UndeliveredTests {
    @Test(
        "a warning is noted and needs no reaction; a failure takes its place and does",
        arguments: TestEngine.all)
    func warningThenFailure(_ engine: TestEngine) async throws {
        try await DeskWorld.with(engine) { world in
            let mail = try await world.answered()
            await world.deliver(Self.report(mail, action: "delayed", status: "4.4.1"))
            try await world.receive()
            var (notes, ticket, state) = try await world.state(of: mail)
            #expect(notes.map(\.isFinal) == [false])
            #expect(!ticket.needsReaction)
            #expect(state == .accepted)

            await world.deliver(Self.report(mail, action: "failed", status: "5.2.2"))
            try await world.receive()
            (notes, ticket, state) = try await world.state(of: mail)
            #expect(notes.filter(\.isOpen).map(\.cause) == [.mailboxFull])
            #expect(ticket.needsReaction)
            #expect(state == .bounced)
            // The same report once more says nothing new.
            let count = ticket.messageCount
            await world.deliver(
                Self.report(mail, action: "failed", status: "5.2.2", id: "again@mx.example"))
            try await world.receive()
            #expect(try await world.tickets.first?.messageCount == count)
            #expect(try await world.ledger.allSatisfy { $0.outcome != .failed })
        }
    }

    @Test("a failure opens a closed ticket, where nobody would see it", arguments: TestEngine.all)
    func opens(_ engine: TestEngine) async throws {
        try await DeskWorld.with(engine) { world in
            let mail = try await world.answered()
            try await world.close(mail.ticket)
            await world.deliver(Self.report(mail, action: "failed", status: "5.1.1"))
            try await world.receive()
            let ticket = try #require(try await world.tickets.first)
            #expect(ticket.status == .open && ticket.needsReaction)
        }
    }

    @Test("sent again with success it is over", arguments: TestEngine.all)
    func sentAgain(_ engine: TestEngine) async throws {
        try await DeskWorld.with(engine) { world in
            let mail = try await world.answered()
            await world.deliver(Self.report(mail, action: "failed", status: "5.1.1"))
            try await world.receive()
            // The answer is newer than the client's mail.
            let now = world.clock.now
            try await world.store.write { t in
                try t.outbox.setState(mail.id, .queued, nextAttemptAt: now, at: now)
            }
            _ = try await TaskRunner(world.context).run(.sendingOutbox, trigger: .hand)
            let (notes, ticket, state) = try await world.state(of: mail)
            #expect(notes.allSatisfy { !$0.isOpen })
            #expect(!ticket.needsReaction)
            #expect(state == .accepted)
            let events = try await world.store.read { t in try t.event.of(mail.ticket) }
            #expect(events.contains { $0.change == .deliveredAfterAll(mail.message) })
        }
    }

    @Test("a refusal for one of two recipients names that one", arguments: TestEngine.all)
    func refused(_ engine: TestEngine) async throws {
        try await DeskWorld.with(engine) { world in
            let mail = try await world.queueAnswer()
            world.server.faults.smtpRefusals = [
                .recipient: SMTPReply(550, "5.1.1 no such user")
            ]
            _ = try await TaskRunner(world.context).run(.sendingOutbox, trigger: .hand)
            let (notes, ticket, state) = try await world.state(of: mail)
            #expect(notes.map(\.recipient) == ["ann@customer.example"])
            #expect(notes.first?.cause == .noSuchAddress)
            #expect(ticket.needsReaction && state == .failed)
        }
    }

    @Test("a report to the answer's own address needs no Message-ID", arguments: TestEngine.all)
    func byAddress(_ engine: TestEngine) async throws {
        try await DeskWorld.with(engine) { world in
            let mail = try await world.answered()
            let instance = try await world.store.instanceID()
            let address = BounceAddress.make(
                ticket: mail.ticket, message: mail.message, address: DeskWorld.user,
                instance: instance, signer: Signer { [stamp = world.store.stamp] in stamp.sign($0) }
            )
            await world.deliver(
                """
                Return-Path: <>
                Delivered-To: \(address)
                From: MAILER-DAEMON@mx.example
                To: \(address)
                Subject: Viesti ei mennyt perille
                Message-ID: <odd@mx.example>

                Ei onnistunut.
                """)
            try await world.receive()
            let (notes, ticket, _) = try await world.state(of: mail)
            #expect(notes.map(\.recipient) == ["ann@customer.example"])
            #expect(ticket.needsReaction)
        }
    }

    static func report(
        _ mail: OutboxMail, action: String, status: String, id: String? = nil
    ) -> String {
        """
        Return-Path: <>
        From: Mail Delivery System <mailer-daemon@mx.example>
        To: support@desk.example
        Subject: Delivery report
        Message-ID: <\(id ?? "\(action)@mx.example")>
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type=delivery-status; boundary="b"

        --b
        Content-Type: text/plain

        About your mail.
        --b
        Content-Type: message/delivery-status

        Reporting-MTA: dns; mx.example

        Final-Recipient: rfc822; ann@customer.example
        Action: \(action)
        Status: \(status)
        --b
        Content-Type: text/rfc822-headers

        From: support@desk.example
        Message-ID: <\(mail.messageID)>
        --b--

        """
    }
}

extension DeskWorld {
    /// A ticket whose client was answered, and the answer taken by the mail server.
    func answered() async throws -> OutboxMail {
        let mail = try await queueAnswer()
        let now = clock.now
        try await store.write { t in
            var ticket = try #require(try t.ticket.find(mail.ticket))
            _ = ticket.changeStatus(to: .waiting, at: now)
            _ = try t.ticket.update(ticket)
        }
        _ = try await TaskRunner(context).run(.sendingOutbox, trigger: .hand)
        return mail
    }

    func state(
        of mail: OutboxMail
    ) async throws -> ([Undelivered], Ticket, OutboxMail.State?) {
        try await store.read { t in
            (
                try t.undelivered.of(mail.ticket), try #require(try t.ticket.find(mail.ticket)),
                try t.outbox.find(mail.id)?.state
            )
        }
    }
}
