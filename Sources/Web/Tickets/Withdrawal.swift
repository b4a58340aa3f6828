internal import Desk
internal import Hummingbird
internal import Store

extension WebServer {
    /// Takes back an answer that nobody has begun to send; its text stands in the composer again.
    func withdraw(_ request: Request, _ context: StaffContext) async throws -> Response {
        let id: OutboxID = try context.id()
        let (now, me) = (context.visit.now, context.person.id)
        let (mail, isWithdrawn) = try await store.write { tables in
            guard let mail = try tables.outbox.find(id) else { throw HTTPError(.notFound) }
            guard try tables.outbox.cancel(id) else { return (mail, false) }
            try Withdrawal(message: mail.message, by: me, at: now).undo(on: mail.ticket, tables)
            try tables.announce(.outbox)
            return (mail, true)
        }
        let path = Site.ticket(mail.ticket)
        guard isWithdrawn else { return .see(path) }
        return .see(path.with("again", mail.message.description).with(.withdrawn))
    }
}

/// What an answer did to its ticket is undone, because the client never gets it.
struct Withdrawal {
    var message: TicketMessageID
    var by: PersonID
    var at: Instant

    func undo(on id: TicketID, _ tables: Tables) throws {
        guard var ticket = try tables.ticket.find(id) else { return }
        for change in Self.consequences(of: message, try tables.event.of(id)) {
            switch change {
            // What somebody changed since then stays.
            case .statusChanged(let from, let to) where ticket.status == to:
                ticket.status = from
                ticket.closedAt = from == .closed ? at : nil
                try note(.statusChanged(from: to, to: from), id, tables)
            case .assigned(let from, let to) where ticket.assignee == to:
                ticket.assignee = from
                try note(.assigned(from: to, to: from), id, tables)
            default: break
            }
        }
        let outbox = try tables.outbox.of(id)
        let standing = try tables.message.of(id).filter {
            $0.kind != .note && !Self.isWithdrawn($0, outbox)
        }
        // Another answer after the client's last word still answers it.
        ticket.needsReaction = standing.last?.kind != .reply
        if let last = standing.last { ticket.snippet = Reply.snippet(last.text) }
        ticket.updatedAt = at
        try tables.ticket.update(ticket)
        try tables.announce(.ticket(id))
    }

    private func note(_ change: TicketEvent.Change, _ id: TicketID, _ tables: Tables) throws {
        try tables.event.add(id, at: at, actor: by, change: change)
    }

    /// The changes that were made with an answer: they follow its event, at its time and by its author.
    static func consequences(
        of message: TicketMessageID, _ events: [TicketEvent]
    ) -> [TicketEvent.Change] {
        guard let start = events.firstIndex(where: { $0.change == .replied(message) }) else {
            return []
        }
        let answer = events[start]
        return events[(start + 1)...].prefix { event in
            guard event.at == answer.at, event.actor == answer.actor else { return false }
            return switch event.change {
            case .statusChanged, .assigned: true
            default: false
            }
        }.map(\.change)
    }

    /// An answer written here that has no mail.
    static func isWithdrawn(_ message: TicketMessage, _ outbox: [OutboxMail]) -> Bool {
        message.kind == .reply && message.ledger == nil
            && !outbox.contains { $0.message == message.id }
    }
}
