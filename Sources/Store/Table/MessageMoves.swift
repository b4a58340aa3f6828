internal import Database
public import Desk

/// Messages that leave a conversation, or go to another.
extension MessageTable {
    public func count(on ticket: TicketID) throws -> Int {
        try connection.row(
            "SELECT COUNT(*) AS n FROM ticket_message WHERE ticket_id = \(ticket)")?.get("n") ?? 0
    }

    /// How many messages a ticket has that are not of that mail, nor sent by the desk itself: what would be lost
    /// with the ticket if the mail went.
    public func count(on ticket: TicketID, exceptOf mail: LedgerID) throws -> Int {
        try connection.row(
            """
            SELECT COUNT(*) AS n FROM ticket_message
            WHERE ticket_id = \(ticket) AND (ledger_id IS NULL OR ledger_id <> \(mail))
                AND kind <> \(TicketMessage.Kind.automatic)
            """)?.get("n") ?? 0
    }

    /// Puts a message into another ticket's conversation, with the Message-IDs that it brought along.
    ///
    /// - Parameter reason: why it is there now.
    public func move(_ id: TicketMessageID, to ticket: TicketID, because reason: String?) throws {
        guard let message = try find(id) else { throw StoreError.missing("The message") }
        try connection.execute(
            """
            UPDATE ticket_message SET ticket_id = \(ticket), attached_because = \(reason)
            WHERE id = \(id)
            """)
        // Ids that the new ticket knows already stay as it knows them.
        try connection.execute(
            """
            INSERT INTO message_reference (message_id, ticket_id, kind, ticket_message_id)
            SELECT message_id, CAST(\(ticket) AS BIGINT), kind, CAST(\(id) AS BIGINT)
            FROM message_reference
            WHERE ticket_id = \(message.ticket) AND kind <> 'own' AND (ticket_message_id = \(id)
                OR (message_id = \(message.messageID.map(IndexKey.of)) AND kind = 'received'))
            ON CONFLICT (message_id, ticket_id, kind) DO NOTHING
            """)
        try forgetReferences(of: message)
        try recount(message.ticket)
        try recount(ticket)
    }

    /// Takes a message off its ticket. The mail itself stays in the ledger.
    public func remove(_ id: TicketMessageID) throws {
        guard let message = try find(id) else { return }
        try forgetReferences(of: message)
        try connection.execute("DELETE FROM ticket_message WHERE id = \(id)")
        try recount(message.ticket)
    }

    /// Only that a mail of ours has this id is never forgotten: it was sent.
    private func forgetReferences(of message: TicketMessage) throws {
        try connection.execute(
            """
            DELETE FROM message_reference
            WHERE ticket_id = \(message.ticket) AND kind <> 'own'
                AND (ticket_message_id = \(message.id)
                    OR (message_id = \(message.messageID.map(IndexKey.of)) AND kind = 'received'))
            """)
    }

    private func recount(_ ticket: TicketID) throws {
        try connection.execute(
            """
            UPDATE ticket SET message_count
                = (SELECT COUNT(*) FROM ticket_message WHERE ticket_id = \(ticket))
            WHERE id = \(ticket)
            """)
    }
}

extension ParticipantTable {
    /// Takes away those who came with one mail only: a stranger whose mail was on the ticket by mistake must
    /// not get copies of what is answered.
    ///
    /// - Parameter remaining: the conversation without that mail.
    public func remove(
        _ leaving: [Contact], from ticket: TicketID, remaining: [TicketMessage]
    ) throws {
        let staying = Set(
            remaining.flatMap { [$0.from] + $0.to + $0.cc }.map { IndexKey.folded($0.address) })
        let gone = Set(leaving.map { IndexKey.folded($0.address) }).subtracting(staying)
        guard !gone.isEmpty else { return }
        try connection.execute(
            "DELETE FROM participant WHERE ticket_id = \(ticket) AND address IN \(list: gone.sorted())"
        )
    }
}

extension MessageReferenceTable {
    /// Forgets that a mail which came in led to this ticket: it was decided otherwise before it got there.
    public func forget(_ messageID: String, of ticket: TicketID) throws {
        try connection.execute(
            """
            DELETE FROM message_reference
            WHERE ticket_id = \(ticket) AND message_id = \(IndexKey.of(messageID))
                AND kind = 'received'
            """)
    }
}
