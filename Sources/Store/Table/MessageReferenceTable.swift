internal import Database
public import Desk

/// Every Message-ID that a stored mail has or refers to, and the ticket that it leads to.
public struct MessageReferenceTable {
    let connection: any SQLConnection

    /// Message-IDs of one mail that are kept or looked up: the first, so hand in the nearest first. Mail
    /// clients that shorten References keep far fewer.
    public static let mostPerMail = 200

    /// - Parameter ids: without angle brackets, the nearest to the mail first.
    public func add(
        _ ticket: TicketID, message: TicketMessageID?, ids: [String], kind: MessageReference.Kind
    ) throws {
        for id in ids.prefix(Self.mostPerMail) where !id.isEmpty {
            try connection.execute(
                """
                INSERT INTO message_reference (message_id, ticket_id, kind, ticket_message_id)
                VALUES (\(IndexKey.of(id)), \(ticket), \(kind), \(message))
                ON CONFLICT (message_id, ticket_id, kind) DO NOTHING
                """)
        }
    }

    /// The ticket that each known Message-ID leads to, deleted ones too. Where an id is on several tickets,
    /// the strongest kind decides, and among equals the newest ticket.
    public func tickets(for ids: [String]) throws -> [String: TicketID] {
        try references(for: ids).mapValues(\.ticket)
    }

    /// As ``tickets(for:)``, with all that is known of each Message-ID.
    public func references(for ids: [String]) throws -> [String: MessageReference] {
        let ids = ids.prefix(Self.mostPerMail)
        guard !ids.isEmpty else { return [:] }
        let keys = ids.map(IndexKey.of)
        let rows = try connection.rows(
            """
            SELECT message_id, ticket_id, kind, ticket_message_id FROM message_reference
            WHERE message_id IN \(list: Array(Set(keys)))
            """)
        var best: [String: MessageReference] = [:]
        for row in rows {
            let reference = MessageReference(
                ticket: try row.get("ticket_id"), kind: try row.get("kind"),
                message: try row.get("ticket_message_id"))
            let key: String = try row.get("message_id")
            if let other = best[key], !reference.isStronger(than: other) { continue }
            best[key] = reference
        }
        var found: [String: MessageReference] = [:]
        for (id, key) in zip(ids, keys) { found[id] = best[key] }
        return found
    }

    /// Whether we sent a mail of that Message-ID.
    public func isOwn(_ id: String) throws -> Bool {
        try connection.row(
            """
            SELECT ticket_id FROM message_reference
            WHERE message_id = \(IndexKey.of(id)) AND kind = 'own' LIMIT 1
            """) != nil
    }
}

/// What is known of a Message-ID.
public struct MessageReference: Hashable, Sendable {
    public enum Kind: String, Sendable, CaseIterable {
        /// Of a mail that we sent.
        case own
        /// Of a mail that came in.
        case received
        /// Named by a mail that came in.
        case referred
    }

    public var ticket: TicketID
    public var kind: Kind
    /// The message on the ticket; nil where the id was only referred to, or the message was deleted.
    public var message: TicketMessageID?

    public init(ticket: TicketID, kind: Kind, message: TicketMessageID?) {
        self.ticket = ticket
        self.kind = kind
        self.message = message
    }

    func isStronger(than other: MessageReference) -> Bool {
        let order = Kind.allCases
        let (mine, theirs) = (
            order.firstIndex(of: kind) ?? 0, order.firstIndex(of: other.kind) ?? 0
        )
        return mine == theirs ? ticket > other.ticket : mine < theirs
    }
}
