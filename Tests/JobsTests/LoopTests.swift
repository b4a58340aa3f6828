import Desk
import Foundation
import Jobs
import MIME
import MailServer
import Store
import TestSupport
import Testing

/// Two desks that answer by themselves, and machines that answer a desk: none of them may go on for long.
@Suite("Loops of automatic mail")
struct LoopTests {
    /// More rounds than any loop may take.
    static let rounds = 12

    @Test("two desks with first answers on stop by themselves", arguments: TestEngine.all)
    func twoDesks(_ engine: TestEngine) async throws {
        try await DeskWorld.with(engine) { one in
            try await DeskWorld.with(engine) { other in
                let (sent, returned) = try await Self.talk(one, other) { $0 }
                // The first mail is a person's; its acknowledgement is the only automatic mail.
                #expect(sent <= 1 && returned <= 1)
                #expect(try await one.openBreakers().isEmpty)
                #expect(try await other.openBreakers().isEmpty)
            }
        }
    }

    @Test(
        "two desks whose every mark is lost on the way stop after three mails, visibly",
        arguments: TestEngine.all)
    func twoDesksWithoutMarks(_ engine: TestEngine) async throws {
        try await DeskWorld.with(engine) { one in
            try await DeskWorld.with(engine) { other in
                let (sent, returned) = try await Self.talk(one, other) { Self.withoutMarks($0) }
                #expect(sent <= 3 && returned <= 3)
                let breakers = try await one.openBreakers() + other.openBreakers()
                #expect(!breakers.isEmpty)
            }
        }
    }

    @Test(
        "a machine that answers everything gets at most three mails, then a breaker is visible",
        arguments: TestEngine.all, Autoresponder.all)
    func autoresponder(_ engine: TestEngine, _ machine: Autoresponder) async throws {
        try await DeskWorld.with(engine) { world in
            try await world.answerFirst()
            await world.deliver(
                SampleMail.plain(
                    "hello@machine.example", from: "Mach <\(machine.address)>"))
            var ours = 0
            var theirs = 0
            for _ in 0..<Self.rounds {
                try await world.receive()
                let mails = try await world.sendAll()
                ours += mails.count
                for mail in mails {
                    theirs += 1
                    await world.deliver(machine.answer(to: mail, number: theirs, world.mailDate))
                }
                world.clock.advance(by: .seconds(600))
            }
            #expect(ours >= 1 && ours <= 3, "\(machine): \(ours)")
            #expect(theirs <= 3)
            let breakers = try await world.openBreakers()
            if ours == 3 {
                #expect(breakers.map(\.scope) == [.address(machine.address)])
                // It stays caught: whatever comes now is held back and counted.
                await world.deliver(
                    machine.answer(to: nil, number: 99, world.mailDate))
                try await world.receive()
                #expect(try await world.sendAll().isEmpty)
                #expect(try await world.openBreakers().first?.held == 2)
            } else {
                #expect(breakers.isEmpty)
            }
            #expect(ours <= machine.mostMails)
            // Where no header helps, it is the count that stops it: the test must have come so far.
            if machine.name == "autoresponder without any header" { #expect(ours == 3) }
        }
    }

    @Test(
        "more automatic mails than the desk's limit stop all of it until a person releases them",
        arguments: TestEngine.all)
    func everything(_ engine: TestEngine) async throws {
        try await DeskWorld.with(engine) { world in
            try await world.answerFirst()
            try await world.store.write { t in
                var settings = IntakeSettings()
                settings.automaticPerHour = 5
                try t.setting.setIntake(settings)
            }
            for number in 1...8 {
                await world.deliver(
                    SampleMail.plain(
                        "m\(number)@many.example", from: "p\(number)@many.example",
                        headers: "Date: \(world.mailDate)"))
            }
            try await world.receive()
            #expect(try await world.sendAll().count == 5)
            let breaker = try #require(try await world.openBreakers().first)
            #expect(breaker.scope == .everything && breaker.held == 3)
            // Time alone does not release it.
            world.clock.advance(by: .seconds(3 * 86_400))
            _ = try await TaskRunner(world.context).run(.housekeeping, trigger: .hand)
            #expect(try await world.openBreakers().count == 1)
            #expect(try await world.tickets.count == 8)
            let events = try await world.store.read { t in try t.event.of(8) }
            #expect(
                events.contains {
                    if case .noFirstAnswer(let reason) = $0.change {
                        reason.contains("stopped")
                    } else {
                        false
                    }
                })
        }
    }

    @Test(
        "a breaker of an address releases itself after a day in which it held nothing",
        arguments: TestEngine.all)
    func rests(_ engine: TestEngine) async throws {
        try await DeskWorld.with(engine) { world in
            let now = world.clock.now
            try await world.store.write { t in
                _ = try t.brake.hold(.address("x@y.example"), at: now)
            }
            world.clock.advance(by: .seconds(86_300))
            _ = try await TaskRunner(world.context).run(.housekeeping, trigger: .hand)
            #expect(try await world.openBreakers().count == 1)
            world.clock.advance(by: .seconds(101))
            _ = try await TaskRunner(world.context).run(.housekeeping, trigger: .hand)
            #expect(try await world.openBreakers().isEmpty)
        }
    }

    @Test(
        "a ticket that mail opens again and again stays closed, visibly", arguments: TestEngine.all)
    func reopening(_ engine: TestEngine) async throws {
        try await DeskWorld.with(engine) { world in
            try await world.addMailbox()
            await world.deliver(SampleMail.plain("one@customer.example"))
            try await world.receive()
            for number in 1...8 {
                try await world.close(1)
                await world.deliver(
                    SampleMail.plain(
                        "r\(number)@customer.example", subject: "Re: A question",
                        headers: "In-Reply-To: <one@customer.example>", text: "Again \(number)."))
                try await world.receive()
                world.clock.advance(by: .seconds(60))
            }
            let ticket = try #require(try await world.tickets.first)
            #expect(ticket.status == .closed)
            // Nothing is lost for it: every mail is on the ticket.
            #expect(ticket.messageCount == 9)
            #expect(try await world.openBreakers().map(\.scope) == [.ticket(1)])
            let events = try await world.store.read { t in try t.event.of(1) }
            let opened = events.filter { $0.change == .reopened }.count
            #expect(opened == Brake.reopeningsPerTicket.capacity)
            #expect(events.filter { $0.change == .reopeningHeld }.count == 8 - opened)
        }
    }

    /// Both desks take in and send, and carry each other's mail over, until the rounds are over.
    ///
    /// - Returns: the mails that each of them sent.
    private static func talk(
        _ one: DeskWorld, _ other: DeskWorld, _ way: (String) -> String
    ) async throws -> (Int, Int) {
        try await one.answerFirst()
        try await other.answerFirst { mailbox in
            mailbox.user = "ann@customer.example"
            mailbox.name = "Customer desk"
        }
        // Somebody of the other company writes in the name of its desk.
        await one.deliver(
            SampleMail.plain(
                "start@customer.example", from: "ann@customer.example"))
        var counts = (0, 0)
        for _ in 0..<rounds {
            try await one.receive()
            for mail in try await one.sendAll() {
                counts.0 += 1
                await other.deliver(way(mail), to: "ann@customer.example")
            }
            try await other.receive()
            for mail in try await other.sendAll() {
                counts.1 += 1
                await one.deliver(way(mail), to: DeskWorld.user)
            }
            one.clock.advance(by: .seconds(300))
            other.clock.advance(by: .seconds(300))
        }
        return counts
    }

    /// What a careless relay leaves of a mail: nothing that says that a machine wrote it, to which mail it
    /// belongs, or which desk it came from.
    private static func withoutMarks(_ mail: String) -> String {
        let dropped = [
            "auto-submitted:", "precedence:", "x-auto-response-suppress:", "x-martlet-instance:",
            "in-reply-to:", "references:", "return-path:", "message-id:", "subject:",
        ]
        let end = mail.firstRange(of: "\r\n\r\n")?.lowerBound ?? mail.endIndex
        var kept: [Substring] = []
        var isDropped = false
        for line in mail[..<end].split(separator: "\r\n") {
            // A folded line belongs to the field above it.
            if line.first != " " && line.first != "\t" {
                isDropped = dropped.contains { line.lowercased().hasPrefix($0) }
            }
            if !isDropped { kept.append(line) }
        }
        let id = "Message-ID: <\(UUID().uuidString)@relay.example>\r\nSubject: Your message\r\n"
        return id + kept.joined(separator: "\r\n") + mail[end...]
    }
}

/// Machines that answer every mail, as they are met outside.
struct Autoresponder: Sendable, CustomStringConvertible {
    var name: String
    /// How many automatic mails the desk sends before it stops.
    var mostMails: Int
    var address = "machine@machine.example"
    /// Header lines, from the subject that it answers and a running number.
    var headers: @Sendable (String, Int) -> String
    var body = "I will read your mail when I am back."

    var description: String { name }

    /// - Parameter mail: what it answers; nil for one more of the same.
    func answer(to mail: String?, number: Int, _ date: String) -> String {
        let message = mail.map { MIME.Message(Array($0.utf8)) }
        let subject = message?.subject ?? "Re: A question"
        let id = message?.messageID ?? "none@nowhere.example"
        return """
            From: Machine <\(address)>
            To: support@desk.example
            Date: \(date)
            Message-ID: <auto-\(number)@machine.example>
            \(headers(subject, number).replacing("{id}", with: id))

            \(body)
            """
    }

    static let all: [Autoresponder] = [
        Autoresponder(name: "Exchange out-of-office", mostMails: 1) { subject, _ in
            """
            Subject: Automatic reply: \(subject)
            In-Reply-To: <{id}>
            Auto-Submitted: auto-generated
            X-Auto-Response-Suppress: All
            x-ms-exchange-generated-message-source: Mailbox Rules Agent
            """
        },
        Autoresponder(name: "Gmail vacation", mostMails: 1) { subject, _ in
            """
            Subject: Re: \(subject)
            In-Reply-To: <{id}>
            References: <{id}>
            Auto-Submitted: auto-replied
            Precedence: bulk
            X-Autoreply: yes
            """
        },
        // A null return path and nothing else, as sieve's vacation of a careless server.
        Autoresponder(name: "sieve vacation", mostMails: 1) { subject, _ in
            "Return-Path: <>\nSubject: Auto: \(subject)"
        },
        Autoresponder(name: "cPanel with its header", mostMails: 1) { _, _ in
            "Subject: Thank you for your mail\nX-Autorespond: support@desk.example"
        },
        // No header, no thread, its own subject every time: only the count is left.
        Autoresponder(name: "autoresponder without any header", mostMails: 3) { _, _ in
            "Subject: Thank you for your mail"
        },
        Autoresponder(name: "ticket system without any header", mostMails: 3) { _, number in
            "Subject: [Ticket \(1000 + number)] Your request was received"
        },
        // It keeps our subject with the tag, so its mails are replies on the ticket.
        Autoresponder(name: "ticket system that keeps the subject", mostMails: 1) {
            subject, number in
            "Subject: [Ticket \(1000 + number)] \(subject)"
        },
        Autoresponder(name: "autoresponder that threads", mostMails: 1) { subject, _ in
            "Subject: Re: \(subject)\nIn-Reply-To: <{id}>"
        },
        Autoresponder(
            name: "challenge-response", mostMails: 3,
            headers: { _, _ in "Subject: Please confirm that you are a person" },
            body: "Click here so that your mail is delivered: http://confirm.example/x"),
    ]
}

extension DeskWorld {
    /// A mailbox whose project answers first.
    func answerFirst(_ change: (inout Mailbox) -> Void = { _ in }) async throws {
        let mailbox = try await addMailbox("Support", change)
        try await store.write { t in
            let project = try #require(mailbox.defaultProject)
            try t.firstAnswer.set(
                FirstAnswer(
                    isOn: true, subject: "We have your request: {{ticket.subject}}",
                    text: "Hello {{requester.name}}, it is number **{{ticket.number}}**."),
                of: project)
        }
    }

    /// Sends the outbox, and takes what left, with the return path that the next server writes.
    func sendAll() async throws -> [String] {
        _ = try await TaskRunner(context).run(.sendingOutbox, trigger: .hand)
        let mails = await server.received()
        await server.forgetReceived()
        return mails.map {
            "Return-Path: <\($0.from)>\r\n" + String(decoding: $0.bytes, as: UTF8.self)
        }
    }

    func deliver(_ mail: String, to account: String) async {
        let lines = mail.replacing("\r\n", with: "\n").replacing("\n", with: "\r\n")
        await server.append(Array(lines.utf8), to: account, folder: "INBOX")
    }

    func openBreakers() async throws -> [Breaker] {
        try await store.read { t in try t.brake.open() }
    }

    func close(_ id: TicketID) async throws {
        let now = clock.now
        try await store.write { t in
            var ticket = try #require(try t.ticket.find(id))
            _ = ticket.changeStatus(to: .closed, at: now)
            _ = try t.ticket.update(ticket)
        }
    }

    /// The clock's moment as a mail writes it.
    var mailDate: String { MailDate(unixSeconds: clock.now.seconds).headerValue }
}
