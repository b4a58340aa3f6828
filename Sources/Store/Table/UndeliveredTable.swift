internal import Database
public import Desk

/// Which answers did not reach whom.
public struct UndeliveredTable {
    let connection: any SQLConnection

    private static let columns: SQL = """
        id, ticket_id, ticket_message_id, recipient, is_final, status, cause, diagnostic, noted_at,
        ledger_id, cleared_at
        """

    /// Notes it; the id that it has is not looked at. A failure takes the place of the warnings about the
    /// same recipient, and a second report of the same says nothing new.
    ///
    /// - Returns: whether it is news.
    public func add(_ one: Undelivered) throws -> Bool {
        let recipient = IndexKey.folded(one.recipient)
        let known = try of(message: one.message).filter {
            $0.isOpen && $0.recipient == recipient
        }
        if known.contains(where: { $0.isFinal || $0.isFinal == one.isFinal }) { return false }
        for warning in known { try clear(warning.id, at: one.notedAt) }
        try connection.execute(
            """
            INSERT INTO undelivered (ticket_id, ticket_message_id, recipient, is_final, status,
                cause, diagnostic, noted_at, ledger_id, cleared_at)
            VALUES (\(one.ticket), \(one.message), \(recipient), \(one.isFinal), \(one.status),
                \(one.cause), \(one.diagnostic), \(one.notedAt), \(one.ledger), \(one.clearedAt))
            """)
        return true
    }

    /// The oldest first, what is cleared among them.
    public func of(_ ticket: TicketID) throws -> [Undelivered] {
        try connection.rows(
            "SELECT \(Self.columns) FROM undelivered WHERE ticket_id = \(ticket) ORDER BY id"
        ).map(Self.undelivered)
    }

    public func of(message: TicketMessageID) throws -> [Undelivered] {
        try connection.rows(
            """
            SELECT \(Self.columns) FROM undelivered WHERE ticket_message_id = \(message)
            ORDER BY id
            """
        ).map(Self.undelivered)
    }

    /// It reached its recipients after all.
    ///
    /// - Returns: how many notes that were open are cleared now.
    public func clear(
        message: TicketMessageID, recipients: [String], at now: Instant
    ) throws -> Int {
        let keys = Set(recipients.map(IndexKey.folded))
        let open = try of(message: message).filter {
            $0.isOpen && (keys.contains($0.recipient) || $0.recipient.isEmpty)
        }
        for one in open { try clear(one.id, at: now) }
        return open.count
    }

    private func clear(_ id: UndeliveredID, at now: Instant) throws {
        try connection.execute(
            "UPDATE undelivered SET cleared_at = \(now) WHERE id = \(id) AND cleared_at IS NULL")
    }

    private static func undelivered(_ row: SQLRow) throws -> Undelivered {
        Undelivered(
            id: try row.get("id"), message: try row.get("ticket_message_id"),
            ticket: try row.get("ticket_id"), recipient: try row.get("recipient"),
            isFinal: try row.get("is_final"), status: try row.get("status"),
            cause: try row.get("cause"), diagnostic: try row.get("diagnostic"),
            notedAt: try row.get("noted_at"), ledger: try row.get("ledger_id"),
            clearedAt: try row.get("cleared_at"))
    }
}
