import Desk
import Store
import TestSupport
import Testing

@Suite struct TicketTests {
    @Test(arguments: TestEngine.all)
    func `a ticket is kept as it was made`(_ engine: TestEngine) async throws {
        try await withStore(engine) { store in
            let desk = try await SampleDesk(store)
            var ticket = Ticket(
                id: 99, project: desk.web.id, subject: "Büro „neu“", status: .waiting,
                priority: .urgent, assignee: desk.olga.id, requester: desk.ann.id,
                createdAt: start, updatedAt: start + .seconds(1), closedAt: start + .seconds(2),
                needsReaction: false, snippet: "Hello …", messageCount: 7, version: 5)
            let added = try await store.write { [ticket] t in try t.ticket.add(ticket) }
            ticket.id = added.id
            ticket.version = 1
            ticket.messageCount = 0
            #expect(added == ticket)
            #expect(try await store.read { t in try t.ticket.find(added.id) } == ticket)
        }
    }

    @Test(arguments: TestEngine.all)
    func `a change that was made from a stale ticket is refused`(_ engine: TestEngine) async throws
    {
        try await withStore(engine) { store in
            let desk = try await SampleDesk(store)
            let old = try await desk.ticket("Printer")
            var changed = old
            changed.subject = "Printer on fire"
            changed.status = .open
            let saved = try await store.write { [changed] t in try t.ticket.update(changed) }
            #expect(saved.version == old.version + 1 && saved.subject == "Printer on fire")
            await #expect(throws: StoreError.stale(old.id)) {
                try await store.write { t in _ = try t.ticket.update(old) }
            }
            let again = try await store.write { t in try t.ticket.update(saved) }
            #expect(again.version == saved.version + 1)
        }
    }

    @Test(arguments: TestEngine.all)
    func `of many changes at once from one version, one is saved`(
        _ engine: TestEngine
    ) async throws {
        try await withStore(engine) { store in
            let desk = try await SampleDesk(store)
            let ticket = try await desk.ticket("Printer")
            let saved = await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<6 {
                    group.addTask {
                        do {
                            try await store.write { t in _ = try t.ticket.update(ticket) }
                            return true
                        } catch {
                            #expect(error as? StoreError == .stale(ticket.id))
                            return false
                        }
                    }
                }
                return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(saved == 1)
        }
    }

    @Test(arguments: TestEngine.all)
    func `each view lists its tickets, and the numbers beside them agree`(
        _ engine: TestEngine
    ) async throws {
        try await withStore(engine) { store in
            let desk = try await SampleDesk(store)
            _ = try await desk.ticket("new")
            _ = try await desk.ticket("mine", status: .open, assignee: desk.olga)
            _ = try await desk.ticket("waiting", status: .waiting, needsReaction: false)
            _ = try await desk.ticket("closed", status: .closed, assignee: desk.olga)
            _ = try await desk.ticket("office", in: desk.office, needsReaction: false)
            let gone = try await desk.ticket("gone")
            try await store.write { t throws in
                try t.ticket.delete(gone.id, by: desk.olga.id, at: start)
                func subjects(_ view: TicketView?, _ project: ProjectID? = nil) throws -> Set<
                    String
                > {
                    let filter = TicketFilter(view: view, project: project)
                    let rows = try t.ticket.list(filter)
                    #expect(try t.ticket.count(filter) == rows.count)
                    return Set(rows.map(\.ticket.subject))
                }
                let mine = TicketView.mine(desk.olga.id)
                #expect(try subjects(.needReaction) == ["new", "mine"])
                #expect(try subjects(mine) == ["mine"])
                #expect(try subjects(.unassigned) == ["new", "waiting", "office"])
                #expect(try subjects(.waiting) == ["waiting"])
                #expect(try subjects(.allOpen) == ["new", "mine", "waiting", "office"])
                #expect(try subjects(.closed) == ["closed"])
                #expect(try subjects(nil).count == 5)
                #expect(try subjects(.allOpen, desk.office.id) == ["office"])
                #expect(
                    try t.ticket.counts(for: desk.olga.id) == [
                        .needReaction: 2, mine: 1, .unassigned: 3, .waiting: 1, .allOpen: 4,
                        .closed: 1,
                    ])
                #expect(try t.ticket.countsByProject() == [desk.web.id: 3, desk.office.id: 1])
            }
        }
    }

    @Test(arguments: TestEngine.all)
    func `a list shows names, in order and page by page`(_ engine: TestEngine) async throws {
        try await withStore(engine) { store in
            let desk = try await SampleDesk(store)
            let a = try await desk.ticket("b", priority: .low, assignee: desk.olga)
            let b = try await desk.ticket("A", of: desk.bob, in: desk.office, priority: .urgent)
            let c = try await desk.ticket("c", priority: .high, at: start + .seconds(9))
            try await store.write { t throws in
                func ids(_ sort: TicketSort, _ page: Page = Page()) throws -> [TicketID] {
                    try t.ticket.list(sort: sort, page: page).map(\.id)
                }
                #expect(try ids(TicketSort()) == [c.id, b.id, a.id])
                #expect(try ids(TicketSort(.subject, isAscending: true)) == [b.id, a.id, c.id])
                #expect(try ids(TicketSort(.priority)) == [b.id, c.id, a.id])
                #expect(try ids(TicketSort(.requester)) == [b.id, c.id, a.id])
                #expect(try ids(TicketSort(.project, isAscending: true)) == [b.id, c.id, a.id])
                #expect(try ids(TicketSort(.assignee)) == [a.id, c.id, b.id])
                #expect(try ids(TicketSort(.number), Page(offset: 1, limit: 1)) == [b.id])
                for field in TicketSort.Field.allCases {
                    #expect(try Set(ids(TicketSort(field))) == [a.id, b.id, c.id])
                }
                let row = try #require(try t.ticket.list(TicketFilter(search: "#\(a.id)")).first)
                #expect(
                    row
                        == TicketRow(
                            ticket: a, requesterName: "Ann", requesterEmail: "ann@client.example",
                            projectName: "Web", assigneeName: "Olga"))
                var all: [TicketID] = []
                try t.ticket.all { all.append($0.id) }
                #expect(all == [a.id, b.id, c.id])
            }
        }
    }

    @Test(arguments: TestEngine.all)
    func `tickets are found by subject, requester, text and number`(
        _ engine: TestEngine
    ) async throws {
        try await withStore(engine) { store in
            let desk = try await SampleDesk(store)
            let a = try await desk.ticket("Drucker im BÜRO 100%")
            let b = try await desk.ticket("Printer", of: desk.bob)
            _ = try await desk.message(on: b, "Es brennt in der KÜCHE\nunder_score")
            try await store.read { t throws in
                func found(_ search: String) throws -> [TicketID] {
                    try t.ticket.list(TicketFilter(search: search)).map(\.id)
                }
                #expect(try found("büro") == [a.id])
                #expect(try found("küche") == [b.id])
                #expect(try found("BOB@client printer") == [b.id])
                #expect(try found("bob büro") == [])
                #expect(try found("100%") == [a.id])
                #expect(try found("r_s") == [b.id])
                #expect(try found("#\(b.id)") == [b.id])
                #expect(try found("\(b.id)") == [b.id])
                #expect(try found(String(repeating: "%", count: 100_000)) == [])
                #expect(try found("'; DROP TABLE ticket; --") == [])
            }
        }
    }

    @Test(arguments: TestEngine.all)
    func `an erased ticket leaves a tombstone that its late mails meet`(
        _ engine: TestEngine
    ) async throws {
        try await withStore(engine) { store in
            let desk = try await SampleDesk(store)
            let ticket = try await desk.ticket("Printer")
            let (incoming, outgoing) = try await store.write { t throws in
                (
                    try t.rawMail.add(bytes: [1], digest: "in"),
                    try t.rawMail.add(bytes: [2], digest: "out")
                )
            }
            var entry = desk.entry(uid: 1, outcome: .ticket)
            entry.ticket = ticket.id
            entry.raw = incoming
            let kept = try await desk.add(entry)
            let message = try await desk.message(
                on: ticket, raw: incoming,
                attachments: [
                    Desk.Attachment(id: 0, name: "a", contentType: "text/plain", size: 1, part: 1)
                ])
            let reply = try await desk.message(on: ticket, raw: outgoing)
            try await store.write { t throws in
                try t.messageReference.add(
                    ticket.id, message: message.id, ids: ["m@x"], kind: .received)
                try t.participant.add(ticket.id, [Contact(address: "carl@x.example")])
                try t.event.add(ticket.id, at: start, actor: nil, change: .reopened)
                _ = try t.outbox.add(
                    desk.mail(on: ticket, reply, raw: outgoing, messageID: "o@desk"))
                try t.ticket.erase(ticket.id, by: desk.olga.id, at: start)

                #expect(try t.ticket.isTombstone(ticket.id))
                #expect(try !t.ticket.isTombstone(999))
                #expect(try t.ticket.find(ticket.id) == nil)
                #expect(try t.message.of(ticket.id).isEmpty && t.event.of(ticket.id).isEmpty)
                #expect(try t.outbox.of(ticket.id).isEmpty)
                #expect(try t.messageReference.tickets(for: ["m@x"]) == ["m@x": ticket.id])
                #expect(try t.ledger.find(kept.id)?.ticket == ticket.id)
                #expect(try t.rawMail.bytes(of: incoming) == [1])
                #expect(try t.rawMail.bytes(of: outgoing) == nil)
            }
            await #expect(throws: StoreError.self) {
                try await store.write { t in _ = try t.ticket.update(ticket) }
            }
            let next = try await desk.ticket("Next")
            #expect(next.id > ticket.id)
        }
    }

    @Test(arguments: TestEngine.all)
    func `a person's newest tickets come first`(_ engine: TestEngine) async throws {
        try await withStore(engine) { store in
            let desk = try await SampleDesk(store)
            let a = try await desk.ticket("a")
            _ = try await desk.ticket("of Bob", of: desk.bob)
            let b = try await desk.ticket("b", status: .closed)
            let latest = try await store.read { t in try t.ticket.latest(of: desk.ann.id, limit: 9)
            }
            #expect(latest.map(\.id) == [b.id, a.id])
        }
    }

    @Test(arguments: TestEngine.all)
    func `the workload is counted by project and operator`(_ engine: TestEngine) async throws {
        try await withStore(engine) { store in
            let desk = try await SampleDesk(store)
            _ = try await desk.ticket("a", assignee: desk.olga)
            _ = try await desk.ticket("b", needsReaction: false)
            _ = try await desk.ticket("c", status: .closed)
            let (counted, kept) = try await store.write { t throws in
                _ = try t.ticket.recomputeWorkload(at: start)
                return (
                    try t.ticket.recomputeWorkload(at: start), try t.ticket.workload()
                )
            }
            #expect(counted == kept)
            #expect(counted.map(\.project) == ["Büro", "Web"])
            #expect(counted.map(\.open) == [0, 2] && counted.map(\.needsReaction) == [0, 1])
            #expect(counted.last?.openByAssignee == [desk.olga.id: 1])
        }
    }
}

extension SampleDesk {
    func mail(
        on ticket: Ticket, _ message: TicketMessage, raw: RawMailID, messageID: String,
        nextAttemptAt: Instant = start
    ) -> OutboxMail {
        OutboxMail(
            id: 0, ticket: ticket.id, message: message.id, mailbox: mailbox.id,
            envelopeFrom: "support@desk.example", recipients: ["ann@client.example"],
            messageID: messageID, raw: raw, createdAt: start, nextAttemptAt: nextAttemptAt)
    }
}
