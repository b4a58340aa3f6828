import Desk
import Store
import TestSupport
import Testing

/// What people do with rows of the ledger, and what is kept for it.
@Suite struct LedgerWorkTests {
    @Test(arguments: TestEngine.all)
    func `what was done with a mail is kept in order`(_ engine: TestEngine) async throws {
        try await withStore(engine) { store in
            let desk = try await SampleDesk(store)
            let entry = try await desk.add(desk.entry(uid: 1, outcome: .failed))
            let before = LedgerStanding(
                outcome: .failed, reason: "No “project”.",
                trace: [TraceStep(rule: "routing", finding: "ü", verdict: .decided)])
            let changes: [LedgerEvent.Change] = [
                .processedAgain(before: before, isAfterUpgrade: true),
                .madeTicket(7, before: before),
                .blocked(.domain("spam.example"), isNew: true, before: before), .tookBack(2),
            ]
            let events = try await store.write { t throws in
                for change in changes {
                    try t.ledgerEvent.add(entry.id, at: start, actor: desk.olga.id, change: change)
                }
                return try t.ledgerEvent.of(entry.id)
            }
            #expect(events.map(\.change) == changes)
            #expect(events.allSatisfy { $0.actor == desk.olga.id && $0.at == start })
        }
    }

    @Test(arguments: TestEngine.all)
    func `a block is there once, and gone when it is removed`(_ engine: TestEngine) async throws {
        try await withStore(engine) { store in
            let desk = try await SampleDesk(store)
            let entry = try await desk.add(desk.entry(uid: 1))
            try await store.write { t throws in
                let rule = BlockRule.address("a@x.example")
                #expect(
                    try t.block.add(rule, at: start, by: desk.olga.id, mail: entry.id))
                #expect(try !t.block.add(rule, at: start, by: nil))
                #expect(try t.block.add(.domain("x.example"), at: start, by: nil))
                #expect(try t.block.add(.subject("cheap watches"), at: start, by: nil))
                let all = try t.block.all()
                #expect(all.map(\.rule.kind) == [.subject, .domain, .address])
                #expect(all.last?.mail == entry.id && all.last?.by == desk.olga.id)
                #expect(try t.block.find(all[0].id) == all[0])
                let list = try t.block.blocklist()
                #expect(list.senders == ["a@x.example"] && list.domains == ["x.example"])
                #expect(list.subjects == ["cheap watches"])
                #expect(try t.block.remove(rule))
                #expect(try !t.block.remove(rule))
                #expect(try t.block.all().count == 2)
            }
        }
    }

    @Test(arguments: TestEngine.all)
    func `a token is found by its digest, of active people only`(
        _ engine: TestEngine
    ) async throws {
        try await withStore(engine) { store in
            let desk = try await SampleDesk(store)
            try await store.write { t throws in
                let token = try t.apiToken.add(
                    tokenHash: "h1", person: desk.olga.id, name: "Telephone", at: start)
                #expect(try t.apiToken.find(tokenHash: "h1")?.owner.id == desk.olga.id)
                #expect(try t.apiToken.find(tokenHash: "h2") == nil)
                try t.apiToken.noteUse(token.id, at: start + .seconds(9))
                #expect(try t.apiToken.of(desk.olga.id).map(\.usedAt) == [start + .seconds(9)])
                #expect(try !t.apiToken.revoke(token.id, of: desk.ann.id))
                var olga = desk.olga
                olga.isActive = false
                try t.person.update(olga)
                #expect(try t.apiToken.find(tokenHash: "h1") == nil)
                olga.isActive = true
                try t.person.update(olga)
                #expect(try t.apiToken.revoke(token.id, of: desk.olga.id))
                #expect(try t.apiToken.find(tokenHash: "h1") == nil)
            }
        }
    }

    @Test(arguments: TestEngine.all)
    func `a sender whose images are shown is found in any case`(_ engine: TestEngine) async throws {
        try await withStore(engine) { store in
            try await store.write { t throws in
                try t.imageSender.allow("Ann@X.example", at: start, by: nil)
                try t.imageSender.allow("ann@x.example", at: start, by: nil)
                #expect(try t.imageSender.isAllowed("ANN@x.example"))
                #expect(try !t.imageSender.isAllowed("") && !t.imageSender.isAllowed("b@x.example"))
                #expect(
                    try t.imageSender.allowed(of: ["ann@x.example", "b@x.example", ""])
                        == ["ann@x.example"])
                try t.imageSender.forget("ann@X.example")
                #expect(try !t.imageSender.isAllowed("ann@x.example"))
            }
        }
    }

    @Test(arguments: TestEngine.all)
    func `the ledger is searched by sender, subject, Message-ID, time and ticket`(
        _ engine: TestEngine
    ) async throws {
        try await withStore(engine) { store in
            let desk = try await SampleDesk(store)
            let ticket = try await desk.ticket("Printer")
            _ = try await desk.add(
                desk.entry(
                    uid: 1, messageID: "One.a@Client.example", from: "ann@client.example",
                    subject: "Das Büro brennt", at: start))
            var second = desk.entry(
                uid: 2, messageID: "two@client.example", from: "bob_x@other.example",
                subject: "ann is late", at: start + .seconds(3600), outcome: .reply)
            second.from.name = "Bärbel Ünlü"
            second.ticket = ticket.id
            second.isWaitingForUpdate = true
            _ = try await desk.add(second)
            try await store.read { t throws in
                func found(_ change: (inout LedgerFilter) -> Void) throws -> [Int64] {
                    var filter = LedgerFilter()
                    change(&filter)
                    return try t.ledger.list(filter, limit: 9).compactMap(\.place.uid).sorted()
                }
                #expect(try found { $0.sender = "ANN" } == [1])
                #expect(try found { $0.sender = "bärbel ünlü" } == [2])
                #expect(try found { $0.sender = "other.example" } == [2])
                // A wildcard of SQL is a character like any other.
                #expect(try found { $0.sender = "bob_x" } == [2])
                #expect(try found { $0.sender = "bobbx" } == [])
                #expect(try found { $0.subject = "büro BRENNT" } == [1])
                #expect(try found { $0.subject = "ann" } == [2])
                #expect(try found { $0.messageID = "One.a@Client.example" } == [1])
                #expect(try found { $0.messageID = "one.a@client" } == [1])
                #expect(try found { $0.messageID = "ne.a@client" } == [])
                #expect(try found { $0.from = start + .seconds(1) } == [2])
                #expect(try found { $0.to = start + .seconds(1) } == [1])
                #expect(try found { $0.ticket = ticket.id } == [2])
                #expect(try found { $0.isWaiting = true } == [2])
                #expect(try found { $0.ids = [] } == [])
                #expect(
                    try found {
                        $0.sender = "ann"
                        $0.subject = "late"
                    } == [])
            }
        }
    }

    @Test(arguments: TestEngine.all)
    func `what can be processed again is what made nothing, decided by older rules or not`(
        _ engine: TestEngine
    ) async throws {
        try await withStore(engine) { store in
            let desk = try await SampleDesk(store)
            let ticket = try await desk.ticket("Printer")
            let outcomes: [LedgerEntry.Outcome?] = [
                .failed, .ignored, .duplicate, .bounce, .ticket, nil,
            ]
            for (index, outcome) in outcomes.enumerated() {
                var entry = desk.entry(uid: Int64(index + 1), outcome: outcome)
                if outcome == .ticket || outcome == .duplicate { entry.ticket = ticket.id }
                _ = try await desk.add(entry)
            }
            var unread = desk.entry(uid: 9, outcome: .failed)
            unread.raw = nil
            _ = try await desk.add(unread)
            try await store.write { t throws in
                func uids(_ entries: [LedgerEntry]) -> [Int64] { entries.compactMap(\.place.uid) }
                let all = try t.ledger.processable(LedgerFilter(), after: 0, limit: 99)
                #expect(uids(all) == [1, 2, 3, 4])
                #expect(all.allSatisfy { $0.canBeProcessedAgain })
                #expect(try t.ledger.processableCount(LedgerFilter()) == 4)
                #expect(try t.ledger.processableCount(LedgerFilter(outcome: .failed)) == 1)
            }
        }
    }

    @Test(arguments: TestEngine.all)
    func `a message moves with the ids that it brought, and can be taken off`(
        _ engine: TestEngine
    ) async throws {
        try await withStore(engine) { store in
            let desk = try await SampleDesk(store)
            let old = try await desk.ticket("Old")
            let new = try await desk.ticket("New")
            _ = try await desk.message(on: old)
            let stray = try await desk.message(on: old, "Stray")
            try await store.write { t throws in
                try t.messageReference.add(
                    old.id, message: stray.id, ids: ["stray@x"], kind: .received)
                try t.messageReference.add(
                    old.id, message: stray.id, ids: ["earlier@x"], kind: .referred)
                try t.messageReference.add(old.id, message: nil, ids: ["ours@desk"], kind: .own)
                try t.message.move(stray.id, to: new.id, because: "Olga moved it.")
                #expect(try t.message.find(stray.id)?.ticket == new.id)
                #expect(try t.message.find(stray.id)?.attachedBecause == "Olga moved it.")
                #expect(try t.ticket.find(old.id)?.messageCount == 1)
                #expect(try t.ticket.find(new.id)?.messageCount == 1)
                #expect(
                    try t.messageReference.tickets(for: ["stray@x", "earlier@x", "ours@desk"])
                        == ["stray@x": new.id, "earlier@x": new.id, "ours@desk": old.id])
                try t.message.remove(stray.id)
                #expect(try t.message.of(new.id).isEmpty)
                #expect(try t.messageReference.tickets(for: ["stray@x"]).isEmpty)
            }
        }
    }

    @Test(arguments: TestEngine.all)
    func `a deleted ticket comes back whole, until it is erased`(_ engine: TestEngine) async throws
    {
        try await withStore(engine) { store in
            let desk = try await SampleDesk(store)
            let ticket = try await desk.ticket("Printer")
            let message = try await desk.message(on: ticket)
            var reply = desk.entry(uid: 1, outcome: .reply)
            reply.ticket = ticket.id
            reply.isWaitingForUpdate = false
            let stray = try await desk.add(reply)
            try await store.write { t throws in
                let raw = try t.rawMail.add(bytes: [2], digest: "out")
                _ = try t.outbox.add(desk.mail(on: ticket, message, raw: raw, messageID: "o@desk"))
                try t.ticket.delete(ticket.id, by: desk.olga.id, at: start)
                #expect(try t.ticket.find(ticket.id) == nil)
                #expect(try t.outbox.due(now: start, limit: 9).isEmpty)
                let deletion = try #require(try t.ticket.deletion(of: ticket.id))
                #expect(deletion.by == desk.olga.id && !deletion.isErased)
                #expect(try t.ticket.restore(ticket.id, at: start))
                #expect(try !t.ticket.restore(ticket.id, at: start))
                #expect(try t.message.of(ticket.id).map(\.id) == [message.id])
                #expect(try t.ticket.find(ticket.id)?.subject == "Printer")
                // A reply that met the tombstone is applied now.
                #expect(try t.ledger.find(stray.id)?.isWaitingForUpdate == true)

                try t.ticket.delete(ticket.id, by: desk.olga.id, at: start)
                #expect(try t.ticket.eraseDeleted(before: start, at: start) == 0)
                #expect(
                    try t.ticket.eraseDeleted(before: start + .seconds(1), at: start) == 1)
                #expect(try t.ticket.deletion(of: ticket.id)?.isErased == true)
                #expect(try t.message.of(ticket.id).isEmpty)
                #expect(try !t.ticket.restore(ticket.id, at: start))
                #expect(
                    try t.ticket.eraseDeleted(before: start + .seconds(1), at: start) == 0)
            }
        }
    }

    @Test(arguments: TestEngine.all)
    func `projects take the order that they are given`(_ engine: TestEngine) async throws {
        try await withStore(engine) { store in
            let desk = try await SampleDesk(store)
            try await store.write { t throws in
                #expect(try t.project.all().map(\.name) == ["Büro", "Web"])
                try t.project.setOrder([desk.web.id])
                #expect(try t.project.all().map(\.name) == ["Web", "Büro"])
                #expect(try t.project.all().map(\.order) == [1, 2])
                var web = try #require(try t.project.find(desk.web.id))
                web.keywordsAreWholeWords = false
                try t.project.update(web)
                #expect(try t.project.find(desk.web.id)?.keywordsAreWholeWords == false)
            }
        }
    }
}
