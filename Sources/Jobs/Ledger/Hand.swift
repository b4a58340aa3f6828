internal import Desk
internal import MIME
internal import Store

/// One person's action on one mail, within its transaction. What may be done is decided in `Desk`; here it is
/// made so.
struct Hand {
    let tables: Tables
    let stamp: Stamp
    let now: Instant
    let actor: PersonID?
    /// Nil where the raw mail is not kept.
    let mail: MailInHand?
    let entry: LedgerEntry
    private let trace: [TraceStep]
    private let name: String

    init(
        tables: Tables, stamp: Stamp, now: Instant, actor: PersonID?, mail: MailInHand?,
        entry: LedgerEntry
    ) throws {
        self.tables = tables
        self.stamp = stamp
        self.now = now
        self.actor = actor
        self.mail = mail
        self.entry = entry
        trace = try tables.ledger.trace(of: entry.id)
        name = try actor.flatMap { try tables.person.find($0)?.displayName } ?? "Martlet"
    }

    // MARK: Mails that are on no ticket

    func processAgain() throws {
        let change = try entry.processAgain(trace: trace)
        try tables.ledger.decideAgain(entry.id)
        try note(change)
        try decide()
    }

    func makeTicket(in project: ProjectID) throws {
        let decision = try entry.makeTicket(
            in: try tables.project.find(project), trace: trace, by: name,
            answer: try firstAnswer(in: project))
        guard let ticket = try apply(decision)?.ticket else { throw LedgerRefusal.noSuchProject }
        try note(.madeTicket(ticket, before: entry.standing(trace: trace)))
        try tables.event.add(ticket, at: now, actor: actor, change: .mailAttached(entry.id))
    }

    func attach(to id: TicketID) throws {
        let ticket = try tables.ticket.find(id)
        let decision = try entry.attach(to: id, ticket, trace: trace, by: name)
        guard let ticket, let mail, let journaled = try apply(decision) else { return }
        try Application(tables: tables, stamp: stamp, now: now)
            .applyReply(mail.mail, mail.message, entry: journaled, reason: decision.reason)
        try tables.event.add(id, at: now, actor: actor, change: .mailAttached(entry.id))
        try note(
            .attached(
                to: id, before: entry.standing(trace: trace), ticket: TicketStanding(ticket)))
    }

    func ignoreAndBlock(_ rule: BlockRule) throws {
        let decision = try entry.ignoreAndBlock(
            rule, messages: try messagesOnTicket(), trace: trace, by: name)
        if entry.isOnTicket, let ticket = entry.ticket {
            try tables.ticket.erase(ticket, by: actor, at: now)
            try tables.announce(.ticket(ticket))
        }
        let isNew = try tables.block.add(rule, at: now, by: actor, mail: entry.id)
        try note(.blocked(rule, isNew: isNew, before: entry.standing(trace: trace)))
        try tables.ledger.record(
            entry.id, decision: decision, ticket: nil, message: nil, waitingForUpdate: false,
            filing: filing(isFailure: false), at: now)
    }

    // MARK: Mails in a conversation

    func move(to id: TicketID) throws {
        let target = try tables.ticket.find(id)
        let standing = try entry.move(to: id, target, trace: trace, by: name)
        guard let target, let source = try presentTicket(), let message = try presentMessage()
        else { throw LedgerRefusal.isOnNoTicket }
        try moveAll(of: message, to: id, because: standing.reason)
        let left = try leave(source, message)
        try enter(target, message)
        try tables.ledger.setStanding(entry.id, standing, at: now)
        try note(
            .moved(
                from: source.id, to: id, before: entry.standing(trace: trace), formerTicket: left,
                newTicket: TicketStanding(target)))
        try tables.event.add(
            source.id, at: now, actor: actor, change: .mailTakenAway(entry.id, to: id))
        try tables.event.add(
            id, at: now, actor: actor, change: .mailMovedHere(entry.id, from: source.id))
        if try tables.message.count(on: source.id, exceptOf: entry.id) == 0 {
            // Nothing is left to answer there; undoing the move brings it back.
            try tables.event.add(source.id, at: now, actor: actor, change: .deleted)
            try tables.ticket.delete(source.id, by: actor, at: now)
        }
    }

    func detach() throws {
        // Asked before the ticket is made, so that a refusal has its own words.
        _ = try entry.detach(
            messages: try messagesOnTicket(), to: 0, trace: trace, by: name)
        guard let source = try presentTicket(), let message = try presentMessage() else {
            throw LedgerRefusal.isOnNoTicket
        }
        let made = try tables.ticket.add(
            source.split(
                for: message, project: try tables.project.find(source.project), at: now))
        let standing = try entry.detach(
            messages: try messagesOnTicket(), to: made.id, trace: trace, by: name)
        try moveAll(of: message, to: made.id, because: standing.reason)
        let left = try leave(source, message)
        var ticket = made
        ticket.snippet = Conversation.snippet(message.text)
        try tables.ticket.update(ticket)
        try tables.participant.add(made.id, try contacts(of: message))
        try tables.ledger.setStanding(entry.id, standing, at: now)
        try note(
            .detached(
                from: source.id, to: made.id, before: entry.standing(trace: trace),
                formerTicket: left))
        try tables.event.add(
            source.id, at: now, actor: actor, change: .mailTakenAway(entry.id, to: made.id))
        try tables.event.add(
            made.id, at: now, actor: actor, change: .mailMovedHere(entry.id, from: source.id))
        try tables.announce(.ticket(made.id))
    }

    // MARK: Undo

    func takeBack() throws {
        let events = try tables.ledgerEvent.of(entry.id)
        let back = try TakingBack(of: entry, events: events, messages: try messagesOnTicket())
        switch back.way {
        case .restore(let before, let ticket):
            try leaveTicket(after: back.event, restoring: ticket, erasing: back.ticketToErase)
            try tables.ledger.setStanding(entry.id, before, at: now)
        case .moveBack(let id, let before, let formerTicket):
            try moveBack(
                to: id, before, formerTicket, after: back.event,
                erasing: back.ticketToErase)
        case .decideAgain(let rule):
            if let rule { try tables.block.remove(rule) }
            if entry.raw != nil {
                try tables.ledger.decideAgain(entry.id)
                try decide()
            } else if case .blocked(_, _, let before) = back.event.change {
                try tables.ledger.setStanding(entry.id, before, at: now)
            }
        }
        try note(.tookBack(back.event.id))
    }

    private func leaveTicket(
        after event: LedgerEvent, restoring before: TicketStanding?, erasing: TicketID?
    ) throws {
        if let erasing {
            try tables.ticket.erase(erasing, by: actor, at: now)
            return try tables.announce(.ticket(erasing))
        }
        if let id = mail?.mail.messageID, let ticket = entry.ticket, entry.message == nil,
            entry.isWaitingForUpdate
        {
            try tables.messageReference.forget(id, of: ticket)
        }
        guard entry.isOnTicket, let message = try presentMessage() else { return }
        for one in try messages(with: message) { try tables.message.remove(one.id) }
        guard var source = try presentTicket() else { return }
        try lose(&source, message)
        if let before {
            try reverse(message.kind, on: &source, to: before, since: event.at)
        }
        try tables.ticket.update(source)
        try tables.event.add(
            source.id, at: now, actor: actor, change: .mailTakenAway(entry.id, to: nil))
        try tables.announce(.ticket(source.id))
    }

    private func moveBack(
        to id: TicketID, _ before: LedgerStanding, _ formerTicket: TicketStanding,
        after event: LedgerEvent, erasing: TicketID?
    ) throws {
        if try tables.ticket.find(id) == nil {
            guard try tables.ticket.restore(id, at: now) else {
                throw LedgerRefusal.formerTicketIsGone(id)
            }
            try tables.event.add(id, at: now, actor: actor, change: .restored)
        }
        guard var present = try presentTicket(), let message = try presentMessage() else {
            throw LedgerRefusal.isOnNoTicket
        }
        if erasing == nil, case .moved(_, _, _, _, let newTicket) = event.change {
            var ticket = present
            try reverse(message.kind, on: &ticket, to: newTicket, since: event.at)
            present = try tables.ticket.update(ticket)
        }
        let because: String? = before.outcome == .ticket ? nil : before.reason
        try moveAll(of: message, to: id, because: because)
        if let erasing {
            try tables.ticket.erase(erasing, by: actor, at: now)
            try tables.announce(.ticket(erasing))
        } else {
            _ = try leave(present, message)
            try tables.event.add(
                present.id, at: now, actor: actor, change: .mailTakenAway(entry.id, to: id))
        }
        guard var home = try tables.ticket.find(id) else {
            throw LedgerRefusal.formerTicketIsGone(id)
        }
        let last = try tables.message.of(id).last
        if let last { home.snippet = Conversation.snippet(last.text) }
        home.goesBack(to: formerTicket, from: formerTicket.status, at: now)
        try tables.ticket.update(home)
        try tables.participant.add(id, try contacts(of: message))
        try tables.ledger.setStanding(entry.id, before, at: now)
        try tables.event.add(
            id, at: now, actor: actor, change: .mailMovedHere(entry.id, from: present.id))
        try tables.announce(.ticket(id))
    }

    // MARK: Parts of them

    private func known(
        of mail: MailInHand, _ current: LedgerEntry
    ) throws -> (IntakeFacts, IntakeRules) {
        let rules = try FactFinder.rules(for: current.mailbox, tables: tables)
        let facts = try FactFinder(tables: tables, stamp: stamp)
            .facts(for: mail.mail, entry: current, bytes: mail.bytes, rules: rules, now: now)
        return (facts, rules)
    }

    private func firstAnswer(
        in project: ProjectID
    ) throws -> (verdict: FirstAnswer.Verdict, step: TraceStep)? {
        guard let mail else { return nil }
        let (facts, rules) = try known(of: mail, entry)
        return Intake.firstAnswer(
            to: mail.mail, in: project, facts: facts, rules: rules, now: now)
    }

    /// Decides the mail by today's rules and makes it so.
    private func decide() throws {
        guard let mail, let current = try tables.ledger.find(entry.id) else {
            throw LedgerRefusal.rawMailIsGone
        }
        let (facts, rules) = try known(of: mail, current)
        let decision = Intake.decide(mail.mail, facts: facts, rules: rules, now: now)
        try Application(tables: tables, stamp: stamp, now: now)
            .apply(decision, of: mail.mail, message: mail.message, entry: current)
        guard decision.outcome == .reply else { return }
        // So that it does not wait for the task's next turn.
        let isActive = try tables.task.find(.updatingTickets)?.isActive ?? true
        if isActive {
            let job = try tables.job.add(
                Job(
                    id: 0, kind: .runTask, task: .updatingTickets, askedBy: actor, createdAt: now))
            try tables.announce(.job(job.id))
        }
    }

    /// - Returns: the row after it.
    private func apply(_ decision: Decision) throws -> LedgerEntry? {
        guard let mail else { throw LedgerRefusal.rawMailIsGone }
        // The attempt is counted: a mail that failed once lies in the failure folder and is fetched from there.
        try tables.ledger.decideAgain(entry.id)
        guard let fresh = try tables.ledger.find(entry.id) else { return nil }
        try Application(tables: tables, stamp: stamp, now: now)
            .apply(decision, of: mail.mail, message: mail.message, entry: fresh)
        return try tables.ledger.find(entry.id)
    }

    /// Back to the status before a message came, where nobody changed it or wrote since.
    private func reverse(
        _ kind: TicketMessage.Kind, on ticket: inout Ticket, to before: TicketStanding,
        since: Instant
    ) throws {
        let isWrittenOn = try tables.event.of(ticket.id).contains { event in
            guard event.at > since else { return false }
            return switch event.change {
            case .clientReplied, .replied: true
            default: false
            }
        }
        if isWrittenOn { return }
        let project = try tables.project.find(ticket.project)
        let after = before.status(
            after: kind,
            statusAfterClientResponse: project?.statusAfterClientResponse ?? .open)
        ticket.goesBack(to: before, from: after, at: now)
    }

    private func leave(_ ticket: Ticket, _ message: TicketMessage) throws -> TicketStanding {
        let before = TicketStanding(ticket)
        var ticket = ticket
        try lose(&ticket, message)
        try tables.ticket.update(ticket)
        try tables.announce(.ticket(ticket.id))
        return before
    }

    private func lose(_ ticket: inout Ticket, _ message: TicketMessage) throws {
        let remaining = try tables.message.of(ticket.id)
        ticket.loses(
            remaining: remaining,
            snippet: remaining.last.map { Conversation.snippet($0.text) } ?? ticket.snippet, at: now
        )
        try tables.participant.remove(
            try contacts(of: message), from: ticket.id, remaining: remaining)
    }

    private func enter(_ ticket: Ticket, _ message: TicketMessage) throws {
        var ticket = ticket
        let project = try tables.project.find(ticket.project)
        let change = ticket.takeReply(
            kind: message.kind,
            statusAfterClientResponse: project?.statusAfterClientResponse ?? .open,
            snippet: Conversation.snippet(message.text), at: max(ticket.updatedAt, now))
        try tables.ticket.update(ticket)
        if let change {
            try tables.event.add(ticket.id, at: now, actor: actor, change: change)
        }
        try tables.participant.add(ticket.id, try contacts(of: message))
        try tables.announce(.ticket(ticket.id))
    }

    /// The mail's message, and what came with it.
    private func messages(with message: TicketMessage) throws -> [TicketMessage] {
        try tables.message.of(message.ticket).filter {
            $0.id == message.id || $0.ledger == entry.id
        }
    }

    private func moveAll(
        of message: TicketMessage, to ticket: TicketID, because reason: String?
    ) throws {
        for one in try messages(with: message) {
            try tables.message.move(
                one.id, to: ticket, because: one.id == message.id ? reason : one.attachedBecause)
        }
    }

    private func contacts(of message: TicketMessage) throws -> [Contact] {
        let own = try tables.mailbox.ownAddresses()
        return ([message.from] + message.to + message.cc).filter {
            $0.address.contains("@") && !own.contains(PlusAddress.base(of: $0.address))
        }
    }

    private func presentTicket() throws -> Ticket? {
        try entry.ticket.flatMap { try tables.ticket.find($0) }
    }

    private func presentMessage() throws -> TicketMessage? {
        try entry.message.flatMap { try tables.message.find($0) }
    }

    private func messagesOnTicket() throws -> Int {
        guard entry.isOnTicket, let ticket = entry.ticket else { return 0 }
        // What came with the mail itself, as a note above a forwarded one, goes where it goes.
        return 1 + (try tables.message.count(on: ticket, exceptOf: entry.id))
    }

    /// A copy that is filed away stays where it is; one that is not goes where it belongs now.
    private func filing(isFailure: Bool) -> LedgerEntry.Filing {
        if entry.filing == .done { return .done }
        return isFailure ? .toFailure : .toSuccess
    }

    private func note(_ change: LedgerEvent.Change) throws {
        try tables.ledgerEvent.add(entry.id, at: now, actor: actor, change: change)
    }
}
