internal import Desk
internal import MIME
internal import Store

/// Makes a decision so, within the transaction that it was made in.
struct Application {
    let tables: Tables
    let now: Instant

    func apply(
        _ decision: Decision, of mail: ReceivedMail, message: MIME.Message, entry: LedgerEntry
    ) throws {
        switch decision.fate {
        case .newTicket(let project, let possibleMatch):
            try newTicket(in: project, possibleMatch, decision, mail, message, entry)
        case .reply(let ticket):
            // Journaled: the task "automatically updating tickets" applies it.
            try record(decision, entry, ticket: ticket, waitingForUpdate: true)
            // A reply to this reply may come before it is applied.
            try noteIDs(of: mail, ticket, nil)
            try tables.announce(.ticket(ticket))
        case .bounce(let ticket):
            try bounce(of: ticket, decision, mail, entry)
        case .duplicate(let twin):
            try record(decision, entry, ticket: try tables.ledger.find(twin)?.ticket)
        case .ignored, .failed:
            try record(decision, entry)
        }
        try tables.announce(.ledger)
    }

    private func record(
        _ decision: Decision, _ entry: LedgerEntry, ticket: TicketID? = nil,
        message: TicketMessageID? = nil, waitingForUpdate: Bool = false
    ) throws {
        // A mail above the size limit stays for a person to fetch: only its header is here.
        let isForReview = decision.outcome == .failed || entry.isHeaderOnly
        try tables.ledger.record(
            entry.id, decision: decision, ticket: ticket, message: message,
            waitingForUpdate: waitingForUpdate, filing: isForReview ? .toFailure : .toSuccess,
            at: now)
    }

    private func newTicket(
        in project: ProjectID, _ possibleMatch: TicketID?, _ decision: Decision,
        _ mail: ReceivedMail, _ message: MIME.Message, _ entry: LedgerEntry
    ) throws {
        let settings = try tables.project.find(project)
        let requester = try tables.person.findOrAddClient(try self.requester(of: mail), at: now)
        let subject = mail.subject.isEmpty ? "(no subject)" : mail.subject
        var ticket = try tables.ticket.add(
            Ticket(
                id: 0, project: project, subject: subject, status: .new,
                priority: settings?.defaultPriority ?? .normal,
                assignee: settings?.defaultAssignee, requester: requester.id,
                createdAt: entry.receivedAt, updatedAt: entry.receivedAt))
        let added = try tables.message.add(
            Conversation.message(
                from: mail, message, entry: entry, ticket: ticket.id, kind: .client,
                author: requester.id, because: nil))
        ticket.snippet = Conversation.snippet(added.text)
        ticket.messageCount = 1
        try tables.ticket.update(ticket)
        try noteIDs(of: mail, ticket.id, added.id)
        try tables.participant.add(ticket.id, try participants(of: mail) + [requester.contact])
        try tables.event.add(
            ticket.id, at: now, actor: nil, change: .created(byMail: entry.id))
        if let possibleMatch {
            try tables.event.add(
                ticket.id, at: now, actor: nil, change: .possibleMatch(possibleMatch))
        }
        try record(decision, entry, ticket: ticket.id, message: added.id)
        try tables.announce(.ticket(ticket.id))
    }

    /// Applies a journaled reply to its ticket.
    func applyReply(
        _ mail: ReceivedMail, _ message: MIME.Message, entry: LedgerEntry, reason: String
    ) throws {
        guard let id = entry.ticket, var ticket = try tables.ticket.find(id) else {
            // The ticket was deleted while the reply waited: its mail must not be lost with it.
            try tables.ledger.appliedReply(entry.id, message: nil)
            return
        }
        let author = try tables.person.findOrAddClient(try requester(of: mail), at: now)
        // Whoever writes: a From line proves nothing, so a mail in a colleague's name is shown as what
        // came from outside, never as the colleague's own note or answer.
        let kind = TicketMessage.Kind.client
        let added = try tables.message.add(
            Conversation.message(
                from: mail, message, entry: entry, ticket: id, kind: kind, author: author.id,
                because: reason))
        try noteIDs(of: mail, id, added.id)
        try tables.participant.add(id, try participants(of: mail) + [author.contact])
        try tables.event.add(
            id, at: now, actor: author.id,
            change: .clientReplied(added.id))
        let project = try tables.project.find(ticket.project)
        let change = ticket.takeReply(
            kind: kind, statusAfterClientResponse: project?.statusAfterClientResponse ?? .open,
            snippet: Conversation.snippet(added.text),
            at: max(ticket.updatedAt, entry.receivedAt))
        try tables.ticket.update(ticket)
        if let change {
            try tables.event.add(id, at: now, actor: author.id, change: change)
        }
        try tables.ledger.appliedReply(entry.id, message: added.id)
        try tables.announce(.ticket(id))
        try tables.announce(.ledger)
    }

    private func bounce(
        of ticket: TicketID?, _ decision: Decision, _ mail: ReceivedMail, _ entry: LedgerEntry
    ) throws {
        guard let id = ticket, var found = try tables.ticket.find(id) else {
            try record(decision, entry)
            return
        }
        let report = mail.report
        let bounced = try report?.originalIDs.lazy.compactMap {
            try tables.outbox.find(messageID: $0)
        }.first { $0.ticket == id }
        let sentence = report?.sentence ?? decision.reason
        let added = try tables.message.add(
            TicketMessage(
                id: 0, ticket: id, kind: .bounce,
                from: mail.from ?? Contact(name: "Mail system", address: ""), to: mail.to,
                subject: mail.subject, text: sentence, quotedText: Conversation.cut(mail.text),
                at: entry.receivedAt,
                messageID: mail.messageID, raw: entry.raw, ledger: entry.id,
                attachedBecause: decision.reason))
        if let bounced, report?.kind == .bounce {
            try tables.outbox.setState(
                bounced.id, .bounced, response: sentence, nextAttemptAt: now, at: now)
        }
        try tables.event.add(
            id, at: now, actor: nil,
            change: .notDelivered(bounced?.message, reason: sentence))
        found.messageCount += 1
        found.needsReaction = true
        found.updatedAt = now
        try tables.ticket.update(found)
        try record(decision, entry, ticket: id, message: added.id)
        try tables.announce(.ticket(id))
    }

    // MARK: Who is who

    /// From, unless that is the desk itself or nobody's address; then whom the mail asks to answer.
    private func requester(of mail: ReceivedMail) throws -> Contact {
        let own = try tables.mailbox.ownAddresses()
        if let from = mail.from, from.address.contains("@"),
            !own.contains(PlusAddress.base(of: from.address))
        {
            return from
        }
        if let answer = mail.answerTo, answer.address.contains("@") { return answer }
        return Contact(name: mail.from?.name ?? "", address: "unknown-sender@invalid")
    }

    private func participants(of mail: ReceivedMail) throws -> [Contact] {
        let own = try tables.mailbox.ownAddresses()
        return ([mail.from].compactMap { $0 } + mail.to + mail.cc).filter {
            $0.address.contains("@") && !own.contains(PlusAddress.base(of: $0.address))
        }
    }

    private func noteIDs(
        of mail: ReceivedMail, _ ticket: TicketID, _ message: TicketMessageID?
    ) throws {
        if let id = mail.messageID {
            try tables.messageReference.add(
                ticket, message: message, ids: [id], kind: .received)
        }
        try tables.messageReference.add(
            ticket, message: message, ids: mail.referredIDs, kind: .referred)
    }
}

extension Person {
    var contact: Contact { Contact(name: name, address: email) }
}
