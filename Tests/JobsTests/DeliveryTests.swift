import Desk
import Jobs
import MIME
import MailServer
import Store
import TestSupport
import Testing

@Suite("Sending the outbox")
struct DeliveryTests {
    @Test("a queued answer is sent once", arguments: TestEngine.all)
    func sends(_ engine: TestEngine) async throws {
        try await DeskWorld.with(engine) { world in
            let mail = try await world.queueAnswer()
            _ = try await TaskRunner(world.context).run(.sendingOutbox, trigger: .hand)
            _ = try await TaskRunner(world.context).run(.sendingOutbox, trigger: .hand)
            let received = await world.server.received()
            #expect(received.count == 1)
            #expect(received.first?.to == ["ann@customer.example"])
            let state = try await world.store.read { t in try t.outbox.find(mail.id)?.state }
            #expect(state == .accepted)
        }
    }

    @Test("a temporary refusal defers, and the next attempt sends", arguments: TestEngine.all)
    func defers(_ engine: TestEngine) async throws {
        try await DeskWorld.with(engine) { world in
            let mail = try await world.queueAnswer()
            world.server.faults.smtpRefusals = [.recipient: SMTPReply(450, "4.2.0 greylisted")]
            _ = try await TaskRunner(world.context).run(.sendingOutbox, trigger: .hand)
            let deferred = try await world.store.read { t in try t.outbox.find(mail.id) }
            #expect(deferred?.state == .deferred)
            #expect(deferred?.lastResponse?.contains("greylisted") == true)
            world.server.faults.smtpRefusals = [:]
            world.clock.advance(by: .seconds(3600))
            _ = try await TaskRunner(world.context).run(.sendingOutbox, trigger: .hand)
            #expect(await world.server.received().count == 1)
        }
    }

    @Test(
        "a permanent refusal fails visibly and the ticket needs a reaction",
        arguments: TestEngine.all)
    func fails(_ engine: TestEngine) async throws {
        try await DeskWorld.with(engine) { world in
            let mail = try await world.queueAnswer()
            world.server.faults.smtpRefusals = [.recipient: SMTPReply(550, "5.1.1 no such user")]
            let run = try await TaskRunner(world.context).run(.sendingOutbox, trigger: .hand)
            #expect(run.result == .failed)
            let (state, ticket) = try await world.store.read { t in
                (try t.outbox.find(mail.id)?.state, try t.ticket.find(mail.ticket))
            }
            #expect(state == .failed)
            #expect(ticket?.needsReaction == true)
        }
    }

    @Test("a bounce marks the answer as not delivered", arguments: TestEngine.all)
    func bounce(_ engine: TestEngine) async throws {
        try await DeskWorld.with(engine) { world in
            let mail = try await world.queueAnswer()
            _ = try await TaskRunner(world.context).run(.sendingOutbox, trigger: .hand)
            await world.deliver(
                """
                Return-Path: <>
                From: Mail Delivery System <mailer-daemon@mx.example>
                To: support@desk.example
                Subject: Undelivered Mail Returned to Sender
                Message-ID: <bounce@mx.example>
                MIME-Version: 1.0
                Content-Type: multipart/report; report-type=delivery-status; boundary="b"

                --b
                Content-Type: text/plain

                It could not be delivered.
                --b
                Content-Type: message/delivery-status

                Reporting-MTA: dns; mx.example

                Final-Recipient: rfc822; ann@customer.example
                Action: failed
                Status: 5.1.1
                Diagnostic-Code: smtp; 550 5.1.1 no such user
                --b
                Content-Type: text/rfc822-headers

                From: support@desk.example
                Message-ID: <\(mail.messageID)>
                --b--

                """)
            try await world.receive()
            let (state, messages) = try await world.store.read { t in
                (try t.outbox.find(mail.id)?.state, try t.message.of(mail.ticket))
            }
            #expect(state == .bounced)
            #expect(messages.last?.kind == .bounce)
            #expect(messages.last?.text.contains("no such user") == true)
        }
    }
}

extension DeskWorld {
    /// A ticket by mail, and an answer to it in the outbox.
    func queueAnswer(
        to recipients: [String] = ["ann@customer.example"]
    ) async throws -> OutboxMail {
        try await addMailbox()
        await deliver(SampleMail.plain("one@customer.example"))
        try await receive()
        let now = clock.now
        return try await store.write { t in
            let row = try #require(try t.ticket.list(TicketFilter(view: nil)).first)
            let instance = try t.setting.text("instance-id") ?? ""
            let id = OwnMessageID.make(
                ticket: row.ticket.id, random: "r1", instance: instance, domain: "desk.example",
                signer: Signer { [stamp = store.stamp] in stamp.sign($0) })
            let raw = Array(
                "From: support@desk.example\r\nMessage-ID: <\(id)>\r\nSubject: Re: A question\r\n\r\nSo.\r\n"
                    .utf8)
            let rawID = try t.rawMail.add(bytes: raw, digest: Digest.sha256Hex(raw))
            let message = try t.message.add(
                TicketMessage(
                    id: 0, ticket: row.ticket.id, kind: .reply,
                    from: Contact(address: DeskWorld.user), text: "So.", at: now, messageID: id,
                    raw: rawID))
            try t.messageReference.add(
                row.ticket.id, message: message.id, ids: [id], kind: .own)
            return try t.outbox.add(
                OutboxMail(
                    id: 0, ticket: row.ticket.id, message: message.id,
                    mailbox: try t.mailbox.all().first?.id, envelopeFrom: DeskWorld.user,
                    recipients: recipients, messageID: id, raw: rawID,
                    createdAt: now, nextAttemptAt: now))
        }
    }
}
