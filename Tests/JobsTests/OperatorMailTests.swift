import Desk
import Jobs
import Store
import TestSupport
import Testing

@Suite("Operators' mail")
struct OperatorMailTests {
    static let vouched =
        "Authentication-Results: mx.desk.example; dmarc=pass header.from=desk.example"
    static let forward = """
        Please have a look.

        ---------- Forwarded message ---------
        From: Bob Client <bob@client.example>
        Date: Fri, 15 Jan 2027 at 07:00
        Subject: Broken door
        To: <olga@desk.example>

        The door does not close.
        """

    @Test(
        "a forwarded mail is its author's ticket, and the comment is a note",
        arguments: TestEngine.all)
    func forwarded(_ engine: TestEngine) async throws {
        try await Self.with(engine) { world, olga in
            await world.deliver(
                SampleMail.plain(
                    "fwd@desk.example", from: "Olga <olga@desk.example>",
                    subject: "Fwd: Broken door", headers: Self.vouched, text: Self.forward))
            try await world.receive()
            let ticket = try #require(try await world.tickets.first)
            let (requester, messages, events) = try await world.store.read { t in
                (
                    try t.person.find(ticket.requester), try t.message.of(ticket.id),
                    try t.event.of(ticket.id)
                )
            }
            #expect(requester?.email == "bob@client.example")
            #expect(ticket.subject == "Broken door")
            #expect(messages.map(\.kind) == [.client, .note])
            #expect(messages.first?.forwardedBy == olga.id)
            #expect(messages.first?.text == "The door does not close.")
            #expect(messages.last?.text == "Please have a look.")
            #expect(messages.last?.author == olga.id)
            let author = try #require(requester?.id)
            #expect(events.contains { $0.change == .forwarded(by: olga.id, author: author) })
        }
    }

    @Test("without a server's word the forwarder keeps the ticket", arguments: TestEngine.all)
    func unproven(_ engine: TestEngine) async throws {
        try await Self.with(engine) { world, olga in
            await world.deliver(
                SampleMail.plain(
                    "fwd@desk.example", from: "Olga <olga@desk.example>",
                    subject: "Fwd: Broken door", text: Self.forward))
            try await world.receive()
            #expect(try await world.tickets.first?.requester == olga.id)
        }
    }

    @Test(
        "commands are carried out, refused with a reason, and taken out of the text",
        arguments: TestEngine.all)
    func commands(_ engine: TestEngine) async throws {
        try await Self.with(engine) { world, olga in
            await world.deliver(SampleMail.plain("one@customer.example"))
            try await world.receive()
            await world.deliver(
                Self.reply(
                    """
                    Status: closed
                    Zugewiesen an: mir
                    Priority: gigantic
                    Tags: billing, door

                    I called her and it works again.

                    Spent time: 1h30m on the phone
                    """))
            try await world.receive()
            let ticket = try #require(try await world.tickets.first)
            let (messages, events, tags, time) = try await world.store.read { t in
                (
                    try t.message.of(1), try t.event.of(1), try t.tag.of(1),
                    try t.timeEntry.of(1)
                )
            }
            #expect(ticket.status == .closed && ticket.assignee == olga.id)
            #expect(ticket.priority == .normal)
            #expect(tags == ["billing", "door"])
            #expect(time.map(\.minutes) == [90])
            #expect(time.first?.note == "on the phone")
            #expect(time.first?.person == olga.id && time.first?.source == 2)
            #expect(messages.last?.kind == .note)
            // What was refused stays, for it may be prose.
            #expect(
                messages.last?.text == "Priority: gigantic\n\nI called her and it works again.")
            let lines = events.compactMap {
                if case .commanded(let line, let refusal) = $0.change {
                    (line, refusal)
                } else {
                    nil
                }
            }
            #expect(lines.count == 5)
            #expect(lines.first { $0.0.hasPrefix("Priority") }?.1 == .unknownPriority)
            #expect(lines.filter { $0.1 == nil }.count == 4)
            #expect(
                events.contains { $0.change == .statusChanged(from: .new, to: .closed) })
        }
    }

    @Test("a client's commands are only words", arguments: TestEngine.all)
    func client(_ engine: TestEngine) async throws {
        try await Self.with(engine) { world, _ in
            await world.deliver(SampleMail.plain("one@customer.example"))
            try await world.receive()
            await world.deliver(
                SampleMail.plain(
                    "two@customer.example", subject: "Re: A question",
                    headers: "In-Reply-To: <one@customer.example>",
                    text: "Status: closed\n\nThank you."))
            try await world.receive()
            #expect(try await world.tickets.first?.status == .new)
            let last = try await world.store.read { t in try t.message.of(1).last }
            #expect(last?.text.contains("Status: closed") == true)
        }
    }

    @Test("an operator's name without a server's word commands nothing", arguments: TestEngine.all)
    func forged(_ engine: TestEngine) async throws {
        try await Self.with(engine) { world, _ in
            await world.deliver(SampleMail.plain("one@customer.example"))
            try await world.receive()
            await world.deliver(
                Self.reply("Status: closed\n\nHello.").replacing(Self.vouched, with: "X-None: 1"))
            try await world.receive()
            #expect(try await world.tickets.first?.status == .new)
            let last = try await world.store.read { t in try t.message.of(1).last }
            #expect(last?.kind == .client)
        }
    }

    @Test(
        "a mail of commands alone leaves what it did and no empty message",
        arguments: TestEngine.all)
    func alone(_ engine: TestEngine) async throws {
        try await Self.with(engine) { world, _ in
            await world.deliver(SampleMail.plain("one@customer.example"))
            try await world.receive()
            await world.deliver(Self.reply("Aufwand: 20 min"))
            try await world.receive()
            let (messages, time, waiting) = try await world.store.read { t in
                (
                    try t.message.of(1), try t.timeEntry.of(1),
                    try t.ledger.waitingReplyCount()
                )
            }
            #expect(messages.count == 1)
            #expect(time.map(\.minutes) == [20])
            #expect(waiting == 0)
        }
    }

    private static func reply(_ text: String) -> String {
        SampleMail.plain(
            "re@desk.example", from: "Olga <olga@desk.example>", subject: "Re: A question [#1]",
            headers: vouched, text: text)
    }

    private static func with(
        _ engine: TestEngine, _ body: (DeskWorld, Person) async throws -> Void
    ) async throws {
        try await DeskWorld.with(engine) { world in
            try await world.addMailbox()
            let now = world.clock.now
            let olga = try await world.store.write { t in
                var settings = IntakeSettings()
                settings.obeysCommands = true
                settings.trustedServers = ["mx.desk.example"]
                try t.setting.setIntake(settings)
                return try t.person.add(
                    role: .operator, name: "Olga", email: "olga@desk.example", at: now)
            }
            try await body(world, olga)
        }
    }
}
