internal import Database
public import Desk

/// The history of tickets.
public struct EventTable {
    let connection: any SQLConnection

    /// - Parameter actor: nil for the desk itself.
    @discardableResult
    public func add(_ ticket: TicketID, at: Instant, actor: PersonID?, change: TicketEvent.Change)
        throws -> TicketEvent
    {
        let added = try connection.row(
            """
            INSERT INTO ticket_event (ticket_id, happened_at, actor_id, change)
            VALUES (\(ticket), \(at), \(actor), \(try JSONText(change))) RETURNING id
            """)
        guard let id: Int64 = try added?.get("id") else {
            throw StoreError.missing("The event that was just made")
        }
        return TicketEvent(id: id, ticket: ticket, at: at, actor: actor, change: change)
    }

    /// The oldest first.
    public func of(_ ticket: TicketID) throws -> [TicketEvent] {
        try connection.rows(
            """
            SELECT id, ticket_id, happened_at, actor_id, change FROM ticket_event
            WHERE ticket_id = \(ticket) ORDER BY id
            """
        ).map { row in
            TicketEvent(
                id: try row.get("id"), ticket: try row.get("ticket_id"),
                at: try row.get("happened_at"), actor: try row.get("actor_id"),
                change: try row.json("change"))
        }
    }
}
