internal import Database
public import Desk

/// The tags of tickets.
public struct TagTable {
    let connection: any SQLConnection

    /// In alphabetical order.
    public func of(_ ticket: TicketID) throws -> [String] {
        try connection.rows("SELECT name FROM ticket_tag WHERE ticket_id = \(ticket) ORDER BY tag")
            .map { try $0.get("name") }
    }

    /// Tags of all tickets as they were first written, the most used first.
    public func all(limit: Int) throws -> [String] {
        try connection.rows(
            """
            SELECT MIN(name) AS name, COUNT(*) AS uses FROM ticket_tag GROUP BY tag
            ORDER BY uses DESC, tag LIMIT \(limit)
            """
        ).map { try $0.get("name") }
    }

    /// - Returns: those that were not there; none beyond ``Desk/Tag/mostPerTicket``.
    public func add(_ tags: [String], to ticket: TicketID) throws -> [String] {
        var count = try of(ticket).count
        var added: [String] = []
        for tag in tags where count < Tag.mostPerTicket {
            let rows = try connection.execute(
                """
                INSERT INTO ticket_tag (ticket_id, tag, name)
                VALUES (\(ticket), \(IndexKey.folded(tag)), \(tag))
                ON CONFLICT (ticket_id, tag) DO NOTHING
                """)
            guard rows == 1 else { continue }
            count += 1
            added.append(tag)
        }
        return added
    }

    /// - Returns: those that were there, as they were written.
    public func remove(_ tags: [String], from ticket: TicketID) throws -> [String] {
        try tags.compactMap { tag in
            try connection.row(
                """
                DELETE FROM ticket_tag WHERE ticket_id = \(ticket) AND tag = \(IndexKey.folded(tag))
                RETURNING name
                """
            )?.get("name")
        }
    }
}
