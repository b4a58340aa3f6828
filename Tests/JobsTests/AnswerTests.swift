import Desk
import Jobs
import MIME
import Store
import TestSupport
import Testing

@Suite("The automatic first answer")
struct AnswerTests {
    @Test("it leaves once, marked as automatic, with a null return path", arguments: TestEngine.all)
    func leaves(_ engine: TestEngine) async throws {
        try await DeskWorld.with(engine) { world in
            try await world.answerFirst()
            await world.deliver(
                SampleMail.plain(
                    "one@customer.example",
                    from: "\"Win at http://evil.example\" <ann@customer.example>",
                    subject: "A *question*"))
            try await world.receive()
            let mail = try #require(try await world.sendAll().first)
            #expect(mail.hasPrefix("Return-Path: <>\r\n"))
            let message = MIME.Message(Array(mail.utf8))
            func header(_ name: String) -> String? { message.header.first(name)?.text }
            #expect(header("Auto-Submitted") == "auto-replied")
            #expect(header("X-Auto-Response-Suppress") == "OOF, AutoReply")
            #expect(header("Precedence") == "bulk")
            let instance = try await world.store.instanceID()
            #expect(header(ReceivedMail.instanceHeader) == instance)
            #expect(message.inReplyTo == ["one@customer.example"])
            #expect(message.subject == "We have your request: A *question* [#1]")
            #expect(message.to.map(\.address) == ["ann@customer.example"])
            // A name with a link in it is not passed on; Markdown in values is text.
            #expect(message.html?.contains("evil.example") == false)
            #expect(message.plainText?.contains("Hello ann@customer.example") == true)

            let (messages, ticket) = try await world.store.read { t in
                (try t.message.of(1), try #require(try t.ticket.find(1)))
            }
            #expect(messages.map(\.kind) == [.client, .automatic])
            #expect(ticket.needsReaction && ticket.status == .new)
            // A second run sends nothing more.
            try await world.receive()
            #expect(try await world.sendAll().isEmpty)
        }
    }

    @Test("its own copy come back makes nothing", arguments: TestEngine.all)
    func comesBack(_ engine: TestEngine) async throws {
        try await DeskWorld.with(engine) { world in
            try await world.answerFirst()
            await world.deliver(SampleMail.plain("one@customer.example"))
            try await world.receive()
            let mail = try #require(try await world.sendAll().first)
            await world.deliver(mail, to: DeskWorld.user)
            try await world.receive()
            #expect(try await world.tickets.count == 1)
            #expect(try await world.ledger.map(\.outcome) == [.ticket, .ignored])
            #expect(try await world.ledger.last?.reason.contains("This desk sent it") == true)
        }
    }

    @Test("why there is none stands on the ticket", arguments: TestEngine.all)
    func none(_ engine: TestEngine) async throws {
        try await DeskWorld.with(engine) { world in
            try await world.answerFirst()
            await world.deliver(
                SampleMail.plain("one@customer.example", headers: "List-Id: <all.customer.example>")
            )
            try await world.receive()
            #expect(try await world.sendAll().isEmpty)
            let events = try await world.store.read { t in try t.event.of(1) }
            #expect(
                events.contains {
                    if case .noFirstAnswer(let reason) = $0.change {
                        reason.contains("mailing list")
                    } else {
                        false
                    }
                })
        }
    }

    @Test("an import of old mail sends nothing", arguments: TestEngine.all)
    func old(_ engine: TestEngine) async throws {
        try await DeskWorld.with(engine) { world in
            try await world.answerFirst()
            world.clock.advance(by: .seconds(10 * 86_400))
            for number in 1...20 {
                await world.deliver(
                    SampleMail.plain("old\(number)@customer.example", from: "p\(number)@x.example"))
            }
            try await world.receive()
            #expect(try await world.tickets.count == 20)
            #expect(try await world.sendAll().isEmpty)
        }
    }

    @Test("what can't be stored sends nothing: answer and ticket are one transaction")
    func together() async throws {
        try await DeskWorld.with(.sqlite) { world in
            try await world.answerFirst()
            await world.deliver(SampleMail.plain("one@customer.example"))
            try await world.receive()
            let (outbox, ledger) = try await world.store.read { t in
                (try t.outbox.of(1), try t.ledger.list(LedgerFilter(), limit: 5))
            }
            #expect(outbox.count == 1 && ledger.first?.ticket == 1)
            #expect(outbox.first?.envelopeFrom == "")
            #expect(outbox.first?.createdAt == ledger.first?.storedAt)
        }
    }
}

@Suite("Late replies and copies")
struct LateReplyTests {
    @Test(
        "past the set age a reply starts a linked ticket in the same project",
        arguments: TestEngine.all)
    func follows(_ engine: TestEngine) async throws {
        try await DeskWorld.with(engine) { world in
            try await world.addMailbox()
            try await world.store.write { t in
                var project = try #require(try t.project.find(name: "Support"))
                project.reopenWithinDays = 30
                try t.project.update(project)
            }
            await world.deliver(SampleMail.plain("one@customer.example"))
            try await world.receive()
            try await world.close(1)
            world.clock.advance(by: .seconds(31 * 86_400))
            await world.deliver(
                SampleMail.plain(
                    "two@customer.example", subject: "Re: A question",
                    headers: "In-Reply-To: <one@customer.example>"))
            try await world.receive()
            let tickets = try await world.tickets
            #expect(tickets.map(\.status) == [.closed, .new])
            let (first, second) = try await world.store.read { t in
                (try t.event.of(1), try t.event.of(2))
            }
            #expect(first.contains { $0.change == .followed(by: 2) })
            #expect(second.contains { $0.change == .follows(1) })
        }
    }

    @Test("with Ignore CC who stands in Cc is no participant", arguments: TestEngine.all)
    func ignoresCopies(_ engine: TestEngine) async throws {
        try await DeskWorld.with(engine) { world in
            try await world.addMailbox()
            for (number, isOn) in [(1, false), (2, true)] {
                try await world.store.write { t in
                    var settings = IntakeSettings()
                    settings.ignoresCopies = isOn
                    try t.setting.setIntake(settings)
                }
                await world.deliver(
                    SampleMail.plain(
                        "m\(number)@customer.example", subject: "Matter \(number)",
                        headers: "Cc: carla@customer.example"))
                try await world.receive()
            }
            let (first, second) = try await world.store.read { t in
                (try t.participant.addresses(of: 1), try t.participant.addresses(of: 2))
            }
            #expect(first == ["ann@customer.example", "carla@customer.example"])
            #expect(second == ["ann@customer.example"])
        }
    }
}
