import Desk
import Store
import TestSupport
import Testing

@Suite struct ConversationTests {
    @Test(arguments: TestEngine.all)
    func `a conversation comes back whole, the oldest first`(_ engine: TestEngine) async throws {
        try await withStore(engine) { store in
            let desk = try await SampleDesk(store)
            let ticket = try await desk.ticket("Printer")
            let other = try await desk.ticket("Other")
            let raw = try await store.write { t in try t.rawMail.add(bytes: [1], digest: "r") }
            let entry = try await desk.add(desk.entry(uid: 1))
            var first = TicketMessage(
                id: 0, ticket: ticket.id, kind: .client, author: desk.ann.id,
                from: Contact(name: "Ann ü", address: "ann@client.example"),
                to: [Contact(name: "Desk", address: "support@desk.example")],
                cc: [Contact(address: "carl@x.example")], subject: "Printer", text: "It burns.\n",
                quotedText: "> What?", hasHTML: true, at: start + .seconds(5), messageID: "m@x",
                raw: raw, ledger: entry.id, attachedBecause: "A new ticket.",
                attachments: [
                    Desk.Attachment(
                        id: 0, name: "Bericht ä.pdf", contentType: "application/pdf", size: 1 << 33,
                        contentID: "c@x", isInline: true, part: 3),
                    Desk.Attachment(
                        id: 0, name: "b", contentType: "text/plain", size: 0, part: 4, member: 2),
                ], protection: .signedAndPacked)
            first = try await store.write { [first] t in try t.message.add(first) }
            let second = try await desk.message(on: ticket, "Before", at: start)
            _ = try await desk.message(on: other, "Elsewhere")
            let (all, found, counted, attachment) = try await store.read { [first] t in
                (
                    try t.message.of(ticket.id), try t.message.find(first.id),
                    try t.ticket.find(ticket.id)?.messageCount,
                    try t.message.attachment(first.attachments[0].id)
                )
            }
            #expect(all == [second, first])
            #expect(found == first && counted == 2)
            #expect(attachment?.0 == first.attachments[0] && attachment?.1 == raw)
            #expect(Set(first.attachments.map(\.id)).count == 2)
        }
    }

    @Test(arguments: TestEngine.all)
    func `saving a ticket does not change how many messages it has`(
        _ engine: TestEngine
    ) async throws {
        try await withStore(engine) { store in
            let desk = try await SampleDesk(store)
            let ticket = try await desk.ticket("Printer")
            _ = try await desk.message(on: ticket)
            let saved = try await store.write { t in try t.ticket.update(ticket) }
            #expect(saved.messageCount == 1)
        }
    }

    @Test(arguments: TestEngine.all)
    func `a message learns which stored mail it became`(_ engine: TestEngine) async throws {
        try await withStore(engine) { store in
            let desk = try await SampleDesk(store)
            let ticket = try await desk.ticket("Printer")
            let message = try await desk.message(on: ticket)
            let (found, raw) = try await store.write { t throws in
                let raw = try t.rawMail.add(bytes: [1], digest: "r")
                try t.message.setRaw(raw, messageID: "own@desk", of: message.id)
                return (try t.message.find(message.id), raw)
            }
            #expect(found?.raw == raw && found?.messageID == "own@desk")
        }
    }

    @Test(arguments: TestEngine.all)
    func `participants are the requester and everybody addressed, each once`(
        _ engine: TestEngine
    ) async throws {
        try await withStore(engine) { store in
            let desk = try await SampleDesk(store)
            let ticket = try await desk.ticket("Printer")
            try await store.write { t throws in
                try t.participant.add(
                    ticket.id,
                    [
                        Contact(address: "Bob@Client.example"), Contact(address: "carl@x.example"),
                        Contact(address: ""), Contact(name: "Ann", address: "ANN@client.example"),
                    ])
                try t.participant.add(
                    ticket.id, [Contact(name: "Carl", address: "CARL@x.example")])
                #expect(
                    try t.participant.addresses(of: ticket.id) == [
                        "ann@client.example", "bob@client.example", "carl@x.example",
                    ])
                #expect(
                    try t.participant.contacts(of: ticket.id).map(\.name) == ["Ann", "", "Carl"])
                #expect(try t.person.participants(of: ticket.id) == [desk.ann, desk.bob])
            }
        }
    }

    @Test(arguments: TestEngine.all)
    func `a Message-ID leads to a ticket, a mail of our own before others`(
        _ engine: TestEngine
    ) async throws {
        try await withStore(engine) { store in
            let desk = try await SampleDesk(store)
            let a = try await desk.ticket("a")
            let b = try await desk.ticket("b")
            let message = try await desk.message(on: a)
            let long = String(repeating: "r", count: 5000) + "@x"
            try await store.write { t throws in
                try t.messageReference.add(a.id, message: message.id, ids: ["1@x"], kind: .own)
                try t.messageReference.add(
                    b.id, message: nil, ids: ["1@x", "2@x"], kind: .referred)
                try t.messageReference.add(a.id, message: nil, ids: ["2@x", long], kind: .referred)
                try t.messageReference.add(a.id, message: nil, ids: ["2@x", ""], kind: .referred)
                #expect(
                    try t.messageReference.tickets(for: ["1@x", "2@x", "3@x", "1@X", long]) == [
                        "1@x": a.id, "2@x": b.id, long: a.id,
                    ])
                #expect(try t.messageReference.tickets(for: []) == [:])
                #expect(
                    try t.messageReference.references(for: ["1@x"])["1@x"]
                        == MessageReference(ticket: a.id, kind: .own, message: message.id))
                #expect(try t.messageReference.isOwn("1@x"))
                #expect(try !t.messageReference.isOwn("2@x"))
            }
        }
    }

    @Test(arguments: TestEngine.all)
    func `the history of a ticket keeps every kind of change`(_ engine: TestEngine) async throws {
        try await withStore(engine) { store in
            let desk = try await SampleDesk(store)
            let ticket = try await desk.ticket("Printer")
            let changes: [TicketEvent.Change] = [
                .created(byMail: nil), .created(byMail: 3), .clientReplied(1), .replied(2),
                .noted(3),
                .statusChanged(from: .new, to: .open), .reopened,
                .assigned(from: nil, to: desk.olga.id), .priorityChanged(from: .low, to: .urgent),
                .subjectChanged(from: "a \0", to: "„ü“"), .moved(from: 1, to: 2),
                .notDelivered(nil, reason: "Full."), .possibleMatch(9),
            ]
            let (added, events) = try await store.write { t throws in
                let added = try changes.map {
                    try t.event.add(ticket.id, at: start, actor: desk.olga.id, change: $0)
                }
                return (added, try t.event.of(ticket.id))
            }
            #expect(events == added && events.map(\.change) == changes)
        }
    }

    @Test(arguments: TestEngine.all)
    func `a queued mail is sent when its time has come, by one sender`(
        _ engine: TestEngine
    ) async throws {
        try await withStore(engine) { store in
            let desk = try await SampleDesk(store)
            let ticket = try await desk.ticket("Printer")
            let message = try await desk.message(on: ticket)
            let mail = try await store.write { t throws in
                let raw = try t.rawMail.add(bytes: [1], digest: "r")
                return try t.outbox.add(
                    desk.mail(
                        on: ticket, message, raw: raw, messageID: "o@desk",
                        nextAttemptAt: start + .seconds(10)))
            }
            let due = start + .seconds(10)
            let claims = try await withThrowingTaskGroup(of: Bool.self) { group in
                for _ in 0..<6 {
                    group.addTask {
                        try await store.take { t in
                            try t.outbox.claim(mail.id, now: due, until: due + .seconds(60))
                        }
                    }
                }
                return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(claims == 1)
            try await store.write { t throws in
                #expect(try t.outbox.due(now: due, limit: 9).isEmpty)
                #expect(try t.outbox.due(now: due + .seconds(60), limit: 9).map(\.id) == [mail.id])
                try t.outbox.setState(
                    mail.id, .deferred, response: "451 later", nextAttemptAt: due + .seconds(5),
                    at: due)
                #expect(try t.outbox.due(now: due, limit: 9).isEmpty)
                #expect(try t.outbox.due(now: due + .seconds(5), limit: 9).count == 1)
                try t.outbox.setState(mail.id, .accepted, response: "250 ok", at: due)
                let sent = try #require(try t.outbox.find(messageID: "o@desk"))
                #expect(sent.state == .accepted && sent.acceptedAt == due && sent.attempts == 1)
                #expect(sent.lastResponse == "250 ok")
                #expect(try t.outbox.count(.accepted) == 1)
                #expect(try !t.outbox.claim(mail.id, now: due + .seconds(900), until: due))
                #expect(try !t.outbox.cancel(mail.id))
            }
        }
    }

    @Test(arguments: TestEngine.all)
    func `a mail can be taken back while nobody sends it`(_ engine: TestEngine) async throws {
        try await withStore(engine) { store in
            let desk = try await SampleDesk(store)
            let ticket = try await desk.ticket("Printer")
            let message = try await desk.message(on: ticket)
            try await store.write { t throws in
                let raw = try t.rawMail.add(bytes: [1], digest: "r")
                let mail = try t.outbox.add(
                    desk.mail(on: ticket, message, raw: raw, messageID: "o@desk"))
                #expect(try t.outbox.find(mail.id) == mail)
                #expect(try t.outbox.due(now: start - .seconds(1), limit: 9).isEmpty)
                #expect(try t.outbox.cancel(mail.id))
                #expect(try !t.outbox.cancel(mail.id))
                #expect(try t.outbox.of(ticket.id).isEmpty)
            }
        }
    }
}
