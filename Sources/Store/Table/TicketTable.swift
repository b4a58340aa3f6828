internal import Database
public import Desk

/// Tickets. A deleted ticket leaves a tombstone: nothing finds or lists it, and its late mails still meet it.
public struct TicketTable {
    let connection: any SQLConnection

    /// Adds it; the id, version and message count that it has are not looked at.
    public func add(_ ticket: Ticket) throws -> Ticket {
        let added = try connection.row(
            """
            INSERT INTO ticket (project_id, subject, status, priority, assignee_id, requester_id,
                created_at, updated_at, closed_at, needs_reaction, snippet, message_count, version,
                search_text)
            VALUES (\(ticket.project), \(ticket.subject), \(ticket.status), \(ticket.priority),
                \(ticket.assignee), \(ticket.requester), \(ticket.createdAt), \(ticket.updatedAt),
                \(ticket.closedAt), \(ticket.needsReaction), \(ticket.snippet), 0, 1,
                \(SearchText.folded(ticket.subject)))
            RETURNING \(TicketRowColumns.ticket)
            """)
        guard let added else { throw StoreError.missing("The ticket that was just made") }
        return try TicketRowColumns.ticket(added)
    }

    /// Nil for a deleted one too.
    public func find(_ id: TicketID) throws -> Ticket? {
        try connection.row(
            """
            SELECT \(TicketRowColumns.ticket) FROM ticket
            WHERE ticket.id = \(id) AND deleted_at IS NULL
            """
        ).map(TicketRowColumns.ticket)
    }

    /// Saves everything but the message count, which follows the messages by itself.
    ///
    /// - Returns: the ticket with its new version. Save again only from that.
    /// - Throws: ``StoreError/stale(_:)`` where the ticket is not at the version that was read;
    ///   ``StoreError/missing(_:)`` where it was deleted.
    @discardableResult
    public func update(_ ticket: Ticket) throws -> Ticket {
        let before: ProjectID? = try connection.row(
            "SELECT project_id FROM ticket WHERE ticket.id = \(ticket.id)")?.get("project_id")
        let updated = try connection.row(
            """
            UPDATE ticket SET project_id = \(ticket.project), subject = \(ticket.subject),
                status = \(ticket.status), priority = \(ticket.priority),
                assignee_id = \(ticket.assignee), requester_id = \(ticket.requester),
                updated_at = \(ticket.updatedAt), closed_at = \(ticket.closedAt),
                needs_reaction = \(ticket.needsReaction), snippet = \(ticket.snippet),
                search_text = \(SearchText.folded(ticket.subject)), version = version + 1
            WHERE ticket.id = \(ticket.id) AND version = \(ticket.version) AND deleted_at IS NULL
            RETURNING \(TicketRowColumns.ticket)
            """)
        if let updated {
            if let before, before != ticket.project { try moveHours(of: ticket, from: before) }
            return try TicketRowColumns.ticket(updated)
        }
        guard try find(ticket.id) != nil else { throw StoreError.missing("Ticket #\(ticket.id)") }
        throw StoreError.stale(ticket.id)
    }

    /// A ticket's hours go with it: both projects' prepaid hours are others now.
    private func moveHours(of ticket: Ticket, from before: ProjectID) throws {
        let hours = HoursTable(connection: connection)
        for project in [before, ticket.project] {
            try hours.recompute(project, through: CalendarDay(ticket.updatedAt))
        }
    }

    /// The newest tickets of a person.
    public func latest(of requester: PersonID, limit: Int) throws -> [Ticket] {
        try connection.rows(
            """
            SELECT \(TicketRowColumns.ticket) FROM ticket
            WHERE requester_id = \(requester) AND deleted_at IS NULL
            ORDER BY ticket.id DESC LIMIT \(limit)
            """
        ).map(TicketRowColumns.ticket)
    }
}

/// A ticket's columns, there and back.
enum TicketRowColumns {
    static let ticket: SQL = """
        ticket.id, ticket.project_id, ticket.subject, ticket.status, ticket.priority,
        ticket.assignee_id, ticket.requester_id, ticket.created_at, ticket.updated_at,
        ticket.closed_at, ticket.needs_reaction, ticket.snippet, ticket.message_count, ticket.version
        """

    static func ticket(_ row: SQLRow) throws -> Ticket {
        Ticket(
            id: try row.get("id"), project: try row.get("project_id"),
            subject: try row.get("subject"), status: try row.get("status"),
            priority: try row.get("priority"), assignee: try row.get("assignee_id"),
            requester: try row.get("requester_id"), createdAt: try row.get("created_at"),
            updatedAt: try row.get("updated_at"), closedAt: try row.get("closed_at"),
            needsReaction: try row.get("needs_reaction"), snippet: try row.get("snippet"),
            messageCount: try row.get("message_count"), version: try row.get("version"))
    }
}
