internal import Desk
internal import Store

/// Notes on an answer that a mail system did not deliver it, or not yet.
struct BounceNote {
    let tables: Tables
    let now: Instant

    func apply(
        _ decision: Decision, of ticket: TicketID?, _ mail: ReceivedMail, _ entry: LedgerEntry
    ) throws {
        guard let id = ticket, let found = try tables.ticket.find(id) else {
            return try record(decision, entry)
        }
        let answer = try answer(mail, on: id)
        let isFinal = mail.report?.kind != .delayWarning
        let sentence = mail.report?.sentence ?? decision.reason
        let isNews = try note(mail, about: answer, on: id, entry)
        guard isFinal else {
            if isNews, let answer {
                try tables.event.add(
                    id, at: now, actor: nil, change: .delayed(answer.id, reason: sentence))
            }
            try record(decision, entry, ticket: id)
            return try tables.announce(.ticket(id))
        }
        // The tenth report of the same says nothing new, and must not fill the ticket.
        guard isNews else { return try record(decision, entry, ticket: id) }
        let added = try tables.message.add(
            TicketMessage(
                id: 0, ticket: id, kind: .bounce,
                from: mail.from ?? Contact(name: "Mail system", address: ""), to: mail.to,
                subject: mail.subject, text: sentence, quotedText: Conversation.cut(mail.text),
                at: entry.receivedAt, messageID: mail.messageID, raw: entry.raw,
                ledger: entry.id, attachedBecause: decision.reason))
        if let answer, let sent = try tables.outbox.of(id).last(where: { $0.message == answer.id })
        {
            try tables.outbox.setState(
                sent.id, .bounced, response: sentence, nextAttemptAt: now, at: now)
            try tables.announce(.outbox)
        }
        try tables.event.add(
            id, at: now, actor: nil, change: .notDelivered(answer?.id, reason: sentence))
        var changed = found
        changed.messageCount += 1
        try LostAnswer(tables: tables, now: now).bringBack(&changed, answer)
        try tables.ticket.update(changed)
        try record(decision, entry, ticket: id, message: added.id)
        try tables.announce(.ticket(id))
    }

    /// The message that it is about: by the address that only its bounces come to, else by the Message-ID in
    /// what was returned.
    private func answer(_ mail: ReceivedMail, on ticket: TicketID) throws -> TicketMessage? {
        let claims = mail.claims + (mail.report?.addressClaims ?? [])
        let named = claims.lazy.filter { $0.form == .bounceAddress && $0.ticket == ticket }
            .compactMap(\.message).first
        let byID = try (mail.report?.originalIDs ?? []).lazy.compactMap {
            try tables.outbox.find(messageID: $0)
        }.first { $0.ticket == ticket }?.message
        guard let id = named ?? byID, let message = try tables.message.find(id),
            message.ticket == ticket
        else { return nil }
        return message
    }

    /// - Returns: whether anything of it was not known.
    private func note(
        _ mail: ReceivedMail, about answer: TicketMessage?, on ticket: TicketID,
        _ entry: LedgerEntry
    ) throws -> Bool {
        guard let answer else { return true }
        let delivered: Set = ["delivered", "relayed", "expanded"]
        let kind = mail.report?.kind
        var recipients = (mail.report?.recipients ?? []).filter {
            !delivered.contains($0.action?.lowercased() ?? "")
        }
        if recipients.isEmpty {
            // A report that names nobody is about all of them.
            let sent = try tables.outbox.of(ticket).last { $0.message == answer.id }
            recipients = (sent?.recipients ?? (answer.to + answer.cc).map(\.address)).map {
                MailReport.Recipient(address: $0)
            }
        }
        var isNews = false
        for recipient in recipients.prefix(Self.mostRecipients) {
            let isDelayed = recipient.action?.lowercased() == "delayed"
            let added = try tables.undelivered.add(
                Undelivered(
                    id: 0, message: answer.id, ticket: ticket, recipient: recipient.address,
                    isFinal: kind != .delayWarning && !isDelayed, status: recipient.status,
                    cause: Undelivered.Cause(
                        status: recipient.status, diagnostic: recipient.diagnostic,
                        reason: recipient.reason),
                    diagnostic: String(recipient.diagnostic.prefix(Self.longestDiagnostic)),
                    notedAt: now, ledger: entry.id))
            isNews = isNews || added
        }
        return isNews
    }

    private static let mostRecipients = 50
    /// In characters. Some servers write pages.
    private static let longestDiagnostic = 1000

    private func record(
        _ decision: Decision, _ entry: LedgerEntry, ticket: TicketID? = nil,
        message: TicketMessageID? = nil
    ) throws {
        try tables.ledger.record(
            entry.id, decision: decision, ticket: ticket, message: message,
            waitingForUpdate: false, filing: entry.isHeaderOnly ? .toFailure : .toSuccess, at: now)
    }
}

/// What an answer that nobody got does to its ticket, and what a second try undoes.
struct LostAnswer {
    let tables: Tables
    let now: Instant

    /// The ticket comes back to the desk: nobody reads an answer that did not arrive.
    func bringBack(_ ticket: inout Ticket, _ answer: TicketMessage?) throws {
        ticket.updatedAt = max(ticket.updatedAt, now)
        // The desk's own first answer is nothing that somebody waits for.
        guard answer?.kind != .automatic else { return }
        // In a closed ticket nobody would see it.
        if ticket.status == .closed,
            let change = ticket.changeStatus(to: .open, at: ticket.updatedAt)
        {
            try tables.event.add(ticket.id, at: now, actor: nil, change: change)
        }
        ticket.needsReaction = true
    }

    /// An answer was sent again and taken: what was noted about its recipients is over.
    func settled(_ answer: TicketMessage, _ recipients: [String], _ ticket: inout Ticket) throws {
        let cleared = try tables.undelivered.clear(
            message: answer.id, recipients: recipients, at: now)
        guard cleared > 0 else { return }
        try tables.event.add(
            ticket.id, at: now, actor: nil, change: .deliveredAfterAll(answer.id))
        let stillLost = try tables.undelivered.of(ticket.id).contains { $0.isOpen && $0.isFinal }
        let lastWord = try tables.message.of(ticket.id).last { $0.kind == .client }?.at
        if !stillLost, lastWord.map({ $0 <= answer.at }) ?? true {
            ticket.needsReaction = false
            ticket.updatedAt = max(ticket.updatedAt, now)
        }
    }
}
