internal import Desk
internal import MIME
internal import Store

/// Makes a decision so, within the transaction that it was made in.
struct Application {
    let tables: Tables
    /// Signs the Message-IDs of what the desk sends by itself.
    let stamp: Stamp
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
            try BounceNote(tables: tables, now: now).apply(decision, of: ticket, mail, entry)
        case .duplicate(let twin):
            try record(decision, entry, ticket: try tables.ledger.find(twin)?.ticket)
        case .ignored, .failed:
            try record(decision, entry)
        }
        try tables.announce(.ledger)
    }

    func record(
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
        let forwarded = decision.forwardedAuthor == nil ? nil : mail.forwarded
        let requester = try tables.person.findOrAddClient(
            try forwarded?.from ?? self.requester(of: mail), at: now)
        let subject = forwarded.map(\.subject).flatMap { $0.isEmpty ? nil : $0 } ?? mail.subject
        var ticket = try tables.ticket.add(
            Ticket(
                id: 0, project: project, subject: subject.isEmpty ? "(no subject)" : subject,
                status: .new, priority: settings?.defaultPriority ?? .normal,
                assignee: settings?.defaultAssignee, requester: requester.id,
                createdAt: entry.receivedAt, updatedAt: entry.receivedAt))
        let added: TicketMessage
        if let forwarded {
            added = try addForwarded(forwarded, mail, message, entry, to: ticket, by: requester)
        } else {
            added = try tables.message.add(
                Conversation.message(
                    from: mail, message, entry: entry, ticket: ticket.id, kind: .client,
                    author: requester.id, because: nil))
        }
        ticket.snippet = Conversation.snippet(added.text)
        ticket.messageCount = 1
        ticket = try tables.ticket.update(ticket)
        try noteIDs(of: mail, ticket.id, added.id)
        try tables.participant.add(
            ticket.id, try participants(of: mail) + [requester.contact])
        try tables.event.add(
            ticket.id, at: now, actor: nil, change: .created(byMail: entry.id))
        if let possibleMatch {
            try tables.event.add(
                ticket.id, at: now, actor: nil, change: .possibleMatch(possibleMatch))
        }
        if let earlier = decision.follows {
            try tables.event.add(ticket.id, at: now, actor: nil, change: .follows(earlier))
            try tables.event.add(earlier, at: now, actor: nil, change: .followed(by: ticket.id))
            try tables.announce(.ticket(earlier))
        }
        try record(decision, entry, ticket: ticket.id, message: added.id)
        try answer(decision.firstAnswer, ticket, requester, added, entry)
        try tables.announce(.ticket(ticket.id))
    }

    /// What an operator passed on is its author's message; what the operator wrote above it is a note.
    private func addForwarded(
        _ forwarded: ForwardedMail, _ mail: ReceivedMail, _ message: MIME.Message,
        _ entry: LedgerEntry, to ticket: Ticket, by author: Person
    ) throws -> TicketMessage {
        let forwarder = try mail.from.flatMap { try tables.person.find(email: $0.address) }
        var original = Conversation.message(
            from: mail, message, entry: entry, ticket: ticket.id, kind: .client,
            author: author.id, because: nil)
        original.from = forwarded.from
        original.to = forwarded.to
        original.cc = forwarded.cc
        original.subject = ticket.subject
        original.text = Conversation.cut(forwarded.text)
        original.quotedText = Conversation.cut(forwarded.quotedText)
        // An answer goes to somebody whose mail program knows the original, not what was passed on.
        original.messageID = forwarded.messageID ?? mail.messageID
        original.forwardedBy = forwarder?.id
        original.attachments = Conversation.attachments(of: message, forwarded: forwarded)
        let added = try tables.message.add(original)
        if let id = forwarded.messageID {
            try tables.messageReference.add(
                ticket.id, message: added.id, ids: [id], kind: .received)
        }
        try tables.messageReference.add(
            ticket.id, message: added.id, ids: forwarded.references, kind: .referred)
        guard let forwarder else { return added }
        if !forwarded.comment.isEmpty {
            _ = try tables.message.add(
                TicketMessage(
                    id: 0, ticket: ticket.id, kind: .note, author: forwarder.id,
                    from: forwarder.contact, subject: mail.subject,
                    text: Conversation.cut(forwarded.comment), at: entry.receivedAt,
                    ledger: entry.id))
        }
        try tables.event.add(
            ticket.id, at: now, actor: forwarder.id,
            change: .forwarded(by: forwarder.id, author: author.id))
        return added
    }

    /// Sends the project's first answer, or says on the ticket why there is none.
    private func answer(
        _ verdict: FirstAnswer.Verdict?, _ ticket: Ticket, _ requester: Person,
        _ message: TicketMessage, _ entry: LedgerEntry
    ) throws {
        guard let verdict else { return }
        var objection = verdict.reason
        switch verdict {
        case .send(let contact):
            let mail = FirstAnswerMail(
                tables: tables, stamp: stamp, now: now, ticket: ticket, requester: requester,
                message: message)
            switch try mail.send(to: contact, from: entry.mailbox) {
            case .sent: return
            case .notSent(let reason): objection = reason
            }
        case .held(let scope, _):
            if try tables.brake.hold(scope, at: now) { try tables.announce(.everything) }
        case .none: break
        }
        try tables.event.add(
            ticket.id, at: now, actor: nil, change: .noFirstAnswer(reason: objection))
    }

    // MARK: Who is who

    /// From, unless that is the desk itself or nobody's address; then whom the mail asks to answer.
    func requester(of mail: ReceivedMail) throws -> Contact {
        let own = try tables.mailbox.ownAddresses()
        if let from = mail.from, from.address.contains("@"),
            !own.contains(PlusAddress.base(of: from.address))
        {
            return from
        }
        if let answer = mail.answerTo, answer.address.contains("@") { return answer }
        return Contact(name: mail.from?.name ?? "", address: "unknown-sender@invalid")
    }

    func participants(of mail: ReceivedMail) throws -> [Contact] {
        let own = try tables.mailbox.ownAddresses()
        let keepsCopies = try mail.cc.isEmpty || !tables.setting.intake().ignoresCopies
        let copies = keepsCopies ? mail.cc : []
        return ([mail.from].compactMap { $0 } + mail.to + copies).filter {
            $0.address.contains("@") && !own.contains(PlusAddress.base(of: $0.address))
        }
    }

    func noteIDs(
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
