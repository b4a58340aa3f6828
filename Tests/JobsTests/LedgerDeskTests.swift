import Database
import Desk
import Foundation
import Store
import TestSupport
import Testing

@testable import Jobs

@Suite("What people do with mails, and undo")
struct LedgerDeskTests {
    /// After every action and every undo: each mail of the ledger is on exactly one ticket, by one message,
    /// or has exactly one reason.
    private func expectPromise(
        _ world: DeskWorld, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let entries = try await world.ledger
        try await world.store.read { t throws in
            for entry in entries {
                let onTicket = try entry.ticket.map { try t.message.of($0) } ?? []
                let mine = onTicket.filter { $0.ledger == entry.id }
                if entry.isOnTicket, !entry.isWaitingForUpdate {
                    #expect(mine.map(\.id) == [entry.message], sourceLocation: sourceLocation)
                } else {
                    #expect(mine.isEmpty, sourceLocation: sourceLocation)
                    #expect(
                        !entry.reason.isEmpty || entry.outcome == nil,
                        sourceLocation: sourceLocation)
                }
                let tickets = try t.ticket.list(
                    TicketFilter(view: nil), sort: TicketSort(.number, isAscending: true),
                    page: Page(limit: 1000))
                let everywhere = try tickets.flatMap { try t.message.of($0.ticket.id) }
                    .filter { $0.ledger == entry.id }
                #expect(everywhere.count <= 1, sourceLocation: sourceLocation)
            }
        }
    }

    private func operatorID(_ world: DeskWorld) async throws -> PersonID {
        try await world.store.write { t in
            try t.person.find(email: "olga@desk.example")?.id
                ?? t.person.add(
                    role: .operator, name: "Olga", email: "olga@desk.example", at: world.clock.now
                ).id
        }
    }

    private func act(
        _ action: LedgerAction, _ mail: LedgerEntry, _ world: DeskWorld
    ) async throws -> LedgerEntry {
        let olga = try await operatorID(world)
        world.clock.advance(by: .seconds(60))
        let entry = try await LedgerDesk(world.context).perform(action, on: mail.id, by: olga)
        try await expectPromise(world)
        return entry
    }

    /// A vacation mail that was ignored.
    private func ignored(_ world: DeskWorld) async throws -> LedgerEntry {
        try await world.addMailbox()
        await world.deliver(SampleMail.vacation)
        try await world.receive()
        return try #require(try await world.ledger.first)
    }

    @Test(
        "a ticket is made of an ignored mail, and undo leaves a tombstone",
        arguments: TestEngine.all)
    func makeTicket(_ engine: TestEngine) async throws {
        try await DeskWorld.with(engine) { world in
            let mail = try await ignored(world)
            let project = try #require(
                try await world.store.read { t in try t.project.find(name: "Support") })
            let made = try await act(.makeTicket(in: project.id), mail, world)
            #expect(made.outcome == .ticket)
            #expect(made.reason == "Olga made a ticket of it in the project Support.")
            let ticket = try #require(try await world.tickets.first)
            #expect(made.ticket == ticket.id && ticket.subject == "Out of office")
            let (events, history, trace) = try await world.store.read { t in
                (
                    try t.event.of(ticket.id), try t.ledgerEvent.of(mail.id),
                    try t.ledger.trace(of: mail.id)
                )
            }
            #expect(events.contains { $0.change == .mailAttached(mail.id) && $0.actor != nil })
            #expect(history.count == 1 && history[0].actor != nil)
            #expect(
                trace.last?.rule == "by hand" && trace.filter { $0.verdict == .decided }.count == 1)

            let back = try await act(.takeBack, mail, world)
            #expect(back.outcome == .ignored && back.reason == mail.reason)
            #expect(back.ticket == nil && back.message == nil)
            #expect(try await world.tickets.isEmpty)
            let isTombstone = try await world.store.read { t in try t.ticket.isTombstone(ticket.id)
            }
            #expect(isTombstone)
            await #expect(throws: LedgerRefusal.nothingToTakeBack) {
                _ = try await act(.takeBack, mail, world)
            }
            // What was undone can be done again.
            #expect(try await act(.makeTicket(in: project.id), mail, world).outcome == .ticket)
            #expect(try await world.tickets.count == 1)
        }
    }

    @Test(
        "a ticket that is made by hand gets the first answer by the rules of any other",
        arguments: TestEngine.all)
    func handMadeAnswer(_ engine: TestEngine) async throws {
        try await DeskWorld.with(engine) { world in
            try await world.addMailbox { $0.defaultProject = nil }
            let project = try #require(
                try await world.store.read { t in try t.project.find(name: "Support") })
            try await world.store.write { t in
                try t.firstAnswer.set(
                    FirstAnswer(isOn: true, subject: "We have it", text: "Hello."), of: project.id)
            }
            await world.deliver(SampleMail.plain("one@customer.example"))
            await world.deliver(SampleMail.vacation)
            try await world.receive()
            #expect(try await world.sendAll().isEmpty)
            let mails = try await world.ledger.sorted { $0.id < $1.id }
            let made = try await act(.makeTicket(in: project.id), mails[0], world)
            _ = try await act(.makeTicket(in: project.id), mails[1], world)
            let sent = try await world.sendAll()
            #expect(sent.count == 1 && sent.first?.contains("We have it") == true)
            let tickets = try await world.tickets
            let (changes, trace) = try await world.store.read { t in
                (
                    try tickets.flatMap { try t.event.of($0.id) }.map(\.change),
                    try t.ledger.trace(of: made.id)
                )
            }
            let reasons = changes.compactMap { change in
                if case .noFirstAnswer(let reason) = change { reason } else { nil }
            }
            #expect(reasons.count == 1 && reasons.first?.contains("automatic") == true)
            #expect(trace.last?.rule == "first answer")
            // The desk's own answer is nothing that undo would have to spare.
            #expect(try await act(.takeBack, mails[0], world).outcome == .failed)
        }
    }

    @Test("a ticket on which somebody wrote is not undone at their cost", arguments: TestEngine.all)
    func refusedUndo(_ engine: TestEngine) async throws {
        try await DeskWorld.with(engine) { world in
            let mail = try await ignored(world)
            let project = try #require(
                try await world.store.read { t in try t.project.find(name: "Support") })
            let made = try await act(.makeTicket(in: project.id), mail, world)
            let ticket = try #require(made.ticket)
            try await world.store.write { t in
                _ = try t.message.add(
                    TicketMessage(
                        id: 0, ticket: ticket, kind: .note,
                        from: Contact(address: "o@desk.example"),
                        text: "Psst.", at: world.clock.now))
            }
            await #expect(throws: LedgerRefusal.hasOtherMessages(ticket)) {
                _ = try await act(.takeBack, mail, world)
            }
            #expect(try await world.tickets.first?.messageCount == 2)
        }
    }

    @Test(
        "a mail is attached to a closed ticket, reopens it, and leaves it as it was",
        arguments: TestEngine.all)
    func attach(_ engine: TestEngine) async throws {
        try await DeskWorld.with(engine) { world in
            let mail = try await ignored(world)
            await world.deliver(
                SampleMail.plain("one@customer.example", from: "Bo <bo@other.example>"))
            try await world.receive()
            var ticket = try #require(try await world.tickets.first)
            // Somebody answered and closed it.
            ticket.status = .waiting
            _ = ticket.changeStatus(to: .closed, at: world.clock.now)
            let closed = ticket
            try await world.store.write { t in _ = try t.ticket.update(closed) }

            let attached = try await act(.attach(to: closed.id), mail, world)
            #expect(attached.outcome == .reply && !attached.isWaitingForUpdate)
            let open = try #require(try await world.tickets.first)
            #expect(open.status == .open && open.needsReaction && open.messageCount == 2)
            let messages = try await world.store.read { t in try t.message.of(closed.id) }
            #expect(messages.last?.attachedBecause == "Olga attached it to ticket #\(closed.id).")
            #expect(messages.last?.ledger == mail.id)
            await #expect(throws: LedgerRefusal.isOnTicket(closed.id)) {
                _ = try await act(.processAgain, mail, world)
            }

            let back = try await act(.takeBack, mail, world)
            #expect(back.outcome == .ignored)
            let former = try #require(try await world.tickets.first)
            #expect(former.status == .closed && !former.needsReaction && former.messageCount == 1)
            // Nobody who came with the mail stays, and its id leads nowhere.
            let (people, ids) = try await world.store.read { t in
                (
                    try t.participant.addresses(of: closed.id),
                    try t.messageReference.tickets(for: ["vacation@customer.example"])
                )
            }
            #expect(!people.contains("ann@customer.example"))
            #expect(ids.isEmpty)
        }
    }

    @Test(
        "a status that was changed meanwhile stays when an attached mail leaves",
        arguments: TestEngine.all)
    func attachedAndWorkedOn(_ engine: TestEngine) async throws {
        try await DeskWorld.with(engine) { world in
            let mail = try await ignored(world)
            await world.deliver(
                SampleMail.plain("one@customer.example", from: "Bo <bo@other.example>"))
            try await world.receive()
            var ticket = try #require(try await world.tickets.first)
            _ = ticket.changeStatus(to: .waiting, at: world.clock.now)
            let waiting = ticket
            try await world.store.write { t in _ = try t.ticket.update(waiting) }
            _ = try await act(.attach(to: waiting.id), mail, world)
            var open = try #require(try await world.tickets.first)
            #expect(open.status == .open)
            _ = open.changeStatus(to: .closed, at: world.clock.now)
            let closed = open
            try await world.store.write { t in _ = try t.ticket.update(closed) }
            _ = try await act(.takeBack, mail, world)
            #expect(try await world.tickets.first?.status == .closed)
        }
    }

    /// A ticket with a reply that was attached by its References.
    private func conversation(_ world: DeskWorld) async throws -> (LedgerEntry, LedgerEntry) {
        try await world.addMailbox()
        await world.deliver(SampleMail.plain("one@customer.example"))
        try await world.receive()
        await world.deliver(
            SampleMail.plain(
                "two@customer.example", subject: "Something else entirely",
                headers: "In-Reply-To: <one@customer.example>\nCc: carl@other.example",
                text: "By the way, a new matter."))
        try await world.receive()
        let entries = try await world.ledger
        #expect(entries.map(\.outcome) == [.ticket, .reply])
        return (entries[0], entries[1])
    }

    @Test("a reply is detached to a ticket of its own, and comes back", arguments: TestEngine.all)
    func detach(_ engine: TestEngine) async throws {
        try await DeskWorld.with(engine) { world in
            let (first, second) = try await conversation(world)
            let home = try #require(first.ticket)
            let detached = try await act(.detach, second, world)
            #expect(detached.outcome == .ticket && detached.ticket != home)
            let tickets = try await world.tickets
            #expect(tickets.count == 2)
            #expect(tickets.map(\.subject) == ["A question", "Something else entirely"])
            #expect(tickets.map(\.messageCount) == [1, 1])
            #expect(tickets.map(\.project)[0] == tickets.map(\.project)[1])
            let (leaving, ids) = try await world.store.read { t in
                (
                    try t.participant.addresses(of: home),
                    try t.messageReference.tickets(for: ["two@customer.example"])
                )
            }
            #expect(!leaving.contains("carl@other.example"))
            #expect(leaving.contains("ann@customer.example"))
            // An answer to the detached mail goes to its new ticket.
            #expect(ids == ["two@customer.example": tickets[1].id])
            await #expect(throws: LedgerRefusal.isOnlyMessage(tickets[1].id)) {
                _ = try await act(.detach, second, world)
            }

            let back = try await act(.takeBack, second, world)
            #expect(back.outcome == .reply && back.ticket == home && back.reason == second.reason)
            #expect(try await world.tickets.map(\.messageCount) == [2])
            let (people, events) = try await world.store.read { t in
                (try t.participant.addresses(of: home), try t.event.of(home).map(\.change))
            }
            #expect(people.contains("carl@other.example"))
            #expect(events.contains(.mailTakenAway(second.id, to: tickets[1].id)))
            #expect(events.contains(.mailMovedHere(second.id, from: tickets[1].id)))
        }
    }

    @Test(
        "a ticket's only mail moves to another; the empty ticket comes back with the undo",
        arguments: TestEngine.all)
    func move(_ engine: TestEngine) async throws {
        try await DeskWorld.with(engine) { world in
            try await world.addMailbox()
            await world.deliver(SampleMail.plain("one@customer.example"))
            await world.deliver(
                SampleMail.plain(
                    "two@other.example", from: "Bo <bo@other.example>", subject: "Other"))
            try await world.receive()
            let (one, two) = (try await world.ledger[0], try await world.ledger[1])
            let (home, target) = (try #require(two.ticket), try #require(one.ticket))
            let moved = try await act(.move(to: target), two, world)
            #expect(moved.outcome == .reply && moved.ticket == target)
            #expect(try await world.tickets.map(\.id) == [target])
            #expect(try await world.tickets.map(\.messageCount) == [2])
            await #expect(throws: LedgerRefusal.noSuchTicket(home)) {
                _ = try await act(.move(to: home), one, world)
            }
            let back = try await act(.takeBack, two, world)
            #expect(back.outcome == .ticket && back.ticket == home && back.reason == two.reason)
            #expect(try await world.tickets.map(\.id) == [target, home])
            #expect(try await world.tickets.map(\.messageCount) == [1, 1])
        }
    }

    @Test(
        "a spammer's ticket goes with the block, and comes back as a new one without it",
        arguments: TestEngine.all)
    func block(_ engine: TestEngine) async throws {
        try await DeskWorld.with(engine) { world in
            try await world.addMailbox()
            await world.deliver(
                SampleMail.plain(
                    "one@spam.example", from: "Win <win@mail.spam.example>", subject: "You win"))
            try await world.receive()
            let mail = try #require(try await world.ledger.first)
            let rule = try #require(BlockRule(.domain, "spam.example"))
            let blocked = try await act(.ignoreAndBlock(rule), mail, world)
            #expect(blocked.outcome == .ignored && blocked.ticket == nil)
            #expect(try await world.tickets.isEmpty)

            await world.deliver(
                SampleMail.plain(
                    "two@spam.example", from: "Win <win@mail.spam.example>", subject: "Again"))
            try await world.receive()
            let second = try #require(try await world.ledger.last)
            #expect(second.outcome == .ignored && second.reason.contains("spam.example is blocked"))

            let back = try await act(.takeBack, mail, world)
            #expect(back.outcome == .ticket)
            #expect(try await world.tickets.count == 1)
            let rules = try await world.store.read { t in try t.block.all() }
            #expect(rules.isEmpty)
        }
    }

    @Test(
        "processing again makes a reply wait for its task, and undo takes it back",
        arguments: TestEngine.all)
    func processAgain(_ engine: TestEngine) async throws {
        try await DeskWorld.with(engine) { world in
            let mail = try await ignored(world)
            let same = try await act(.processAgain, mail, world)
            #expect(same.outcome == .ignored && same.attempts == mail.attempts + 1)
            #expect(try await act(.takeBack, mail, world).outcome == .ignored)
        }
    }

    @Test("a whole quarantine is processed again by one word", arguments: TestEngine.all)
    func quarantine(_ engine: TestEngine) async throws {
        try await DeskWorld.with(engine) { world in
            var mailbox = try await world.addMailbox { $0.defaultProject = nil }
            for number in 1...5 {
                await world.deliver(
                    SampleMail.plain("m\(number)@customer.example", subject: "Question \(number)"))
            }
            await world.deliver(SampleMail.vacation)
            try await world.receive()
            #expect(try await world.ledger.filter { $0.outcome == .failed }.count == 5)
            let project = try await world.store.read { t in try t.project.find(name: "Support") }
            mailbox.defaultProject = project?.id
            let mended = mailbox
            try await world.store.write { t in try t.mailbox.update(mended) }
            let olga = try await operatorID(world)
            let count = try await LedgerDesk(world.context).processAgain(
                LedgerFilter(outcome: .failed), by: olga)
            #expect(count == 5)
            // They are forgotten at once, and the run that was asked for decides them.
            let job = try await world.store.write { t in try t.job.claimNext(now: world.clock.now) }
            #expect(job?.task == .receivingMails)
            try await world.receive()
            #expect(try await world.tickets.count == 5)
            #expect(try await world.ledger.filter { $0.outcome == .ignored }.count == 1)
            try await expectPromise(world)
        }
    }

    @Test(
        "after an upgrade what had failed is decided anew, once, and what is a ticket is not",
        arguments: TestEngine.all)
    func upgrade(_ engine: TestEngine) async throws {
        try await DeskWorld.with(engine) { world in
            let mailbox = try await world.addMailbox { $0.defaultProject = nil }
            await world.deliver(SampleMail.plain("one@customer.example"))
            let first = try await world.receive()
            #expect(first.counts.failed == 1)
            let failed = try #require(try await world.ledger.first)
            var mended = mailbox
            mended.defaultProject = try await world.store.read { t in
                try t.project.find(name: "Support")?.id
            }
            let accepting = mended
            try await world.store.write { t in try t.mailbox.update(accepting) }
            try await world.receive()
            #expect(try await world.tickets.isEmpty, "the same build asks once")
            try await world.receive(build: "another build")
            #expect(try await world.tickets.count == 1)
            let events = try await world.store.read { t in try t.ledgerEvent.of(failed.id) }
            guard case .processedAgain(let before, true)? = events.first?.change else {
                Issue.record("no event of the upgrade")
                return
            }
            #expect(before.outcome == .failed && events.count == 1 && events[0].actor == nil)
            // Two nodes of different builds do not take turns at it.
            for build in ["", "another build", ""] {
                try await world.receive(build: build)
            }
            #expect(try await world.tickets.count == 1)
            #expect(try await world.store.read { t in try t.ledgerEvent.of(failed.id).count } == 1)
            // And it can be undone like any other.
            #expect(try await act(.takeBack, failed, world).outcome == .failed)
            #expect(try await world.tickets.isEmpty)
        }
    }

    @Test("mail that can't be decided leaves the counts open, and the run is red")
    func openCounts() async throws {
        try await DeskWorld.with(.sqlite) { world in
            try await world.addMailbox()
            await world.deliver(SampleMail.plain("one@customer.example"))
            let good = try await world.receive()
            #expect(good.result == .ok && good.counts.isClosed && good.counts.read == 1)
            var counts = TaskRun.Counts()
            counts.read = 1
            #expect(TaskRun.verdict(on: counts, failures: []).result == .failed)
        }
    }
}
