internal import Database
public import Desk

/// When a ticket was deleted, by whom, and whether it can come back.
public struct TicketDeletion: Hashable, Sendable {
    public var at: Instant
    public var by: PersonID?
    /// Its conversation was removed for good; what is left is its number and what led to it.
    public var isErased: Bool
}

/// Deleting in two steps: hidden first, with everything kept; erased when nobody brought it back in time.
extension TicketTable {
    /// How long a deleted ticket can come back.
    public static let keptAfterDeletion = Duration.seconds(30 * 86_400)

    /// Whether there was such a ticket and it was deleted.
    public func isTombstone(_ id: TicketID) throws -> Bool { try deletion(of: id) != nil }

    /// Nil for a ticket that is there, and where there never was one.
    public func deletion(of id: TicketID) throws -> TicketDeletion? {
        try connection.row(
            """
            SELECT deleted_at, deleted_by_id, erased_at FROM ticket
            WHERE id = \(id) AND deleted_at IS NOT NULL
            """
        ).map { row in
            TicketDeletion(
                at: try row.get("deleted_at"), by: try row.get("deleted_by_id"),
                isErased: try row.value("erased_at", as: Instant?.self) != nil)
        }
    }

    /// Deletes the ticket: nothing finds or lists it, its unsent mail is withdrawn, its timers end, and its late
    /// mails meet the tombstone. Its conversation is kept, so that ``restore(_:at:)`` can undo it, until it is
    /// erased.
    public func delete(_ id: TicketID, by: PersonID?, at: Instant) throws {
        let changed = try connection.execute(
            """
            UPDATE ticket SET deleted_at = \(at), deleted_by_id = \(by), version = version + 1
            WHERE id = \(id) AND deleted_at IS NULL
            """)
        if changed == 0 { throw StoreError.missing("Ticket #\(id)") }
        try connection.execute(
            "DELETE FROM outbox WHERE ticket_id = \(id) AND state IN ('queued', 'deferred')")
        try connection.execute("DELETE FROM timer WHERE ticket_id = \(id)")
    }

    /// Undoes a deletion. Replies that came for the ticket before it was deleted, and were not applied, wait
    /// for it again.
    ///
    /// - Returns: false where it was erased, or is not deleted.
    @discardableResult
    public func restore(_ id: TicketID, at: Instant) throws -> Bool {
        let changed = try connection.execute(
            """
            UPDATE ticket SET deleted_at = NULL, deleted_by_id = NULL, updated_at = \(at),
                version = version + 1
            WHERE id = \(id) AND deleted_at IS NOT NULL AND erased_at IS NULL
            """)
        guard changed == 1 else { return false }
        try connection.execute(
            """
            UPDATE ledger SET is_waiting_for_update = 1
            WHERE ticket_id = \(id) AND outcome = 'reply' AND ticket_message_id IS NULL
            """)
        return true
    }

    /// Removes the ticket's conversation, history and unsent mail for good, whether it was deleted before or
    /// not. What stays: its number, the Message-IDs that led to it, and the ledger's rows with the raw mails
    /// that came in.
    public func erase(_ id: TicketID, by: PersonID?, at: Instant) throws {
        let changed = try connection.execute(
            """
            UPDATE ticket SET deleted_at = COALESCE(deleted_at, \(at)),
                deleted_by_id = COALESCE(deleted_by_id, \(by)), erased_at = \(at), subject = '',
                snippet = '', search_text = '', assignee_id = NULL, needs_reaction = 0,
                message_count = 0, updated_at = \(at), version = version + 1
            WHERE id = \(id) AND erased_at IS NULL
            """)
        if changed == 0 { throw StoreError.missing("Ticket #\(id)") }
        let mails = try connection.rows(
            """
            SELECT raw_mail_id FROM ticket_message
            WHERE ticket_id = \(id) AND raw_mail_id IS NOT NULL
            UNION SELECT raw_mail_id FROM outbox WHERE ticket_id = \(id)
            """
        ).map { row in try row.get("raw_mail_id") as RawMailID }
        try connection.execute(
            """
            UPDATE ledger SET ticket_message_id = NULL, is_waiting_for_update = 0
            WHERE ticket_id = \(id)
            """)
        try connection.execute("DELETE FROM outbox WHERE ticket_id = \(id)")
        try connection.execute("DELETE FROM ticket_event WHERE ticket_id = \(id)")
        try connection.execute("DELETE FROM ticket_tag WHERE ticket_id = \(id)")
        // The hours stay where they were spent; what was done in them goes.
        try connection.execute("UPDATE time_entry SET note = '' WHERE ticket_id = \(id)")
        try connection.execute("DELETE FROM timer WHERE ticket_id = \(id)")
        try connection.execute("DELETE FROM participant WHERE ticket_id = \(id)")
        try connection.execute("DELETE FROM ticket_message WHERE ticket_id = \(id)")
        for mail in mails { try RawMailTable(connection: connection).deleteUnused(mail) }
    }

    /// Erases what was deleted before that moment and not brought back.
    ///
    /// - Returns: how many.
    public func eraseDeleted(before: Instant, at: Instant, limit: Int = 500) throws -> Int {
        let ids = try connection.rows(
            """
            SELECT id FROM ticket
            WHERE deleted_at IS NOT NULL AND erased_at IS NULL AND deleted_at < \(before)
            ORDER BY deleted_at LIMIT \(limit)
            """
        ).map { row in try row.get("id") as TicketID }
        for id in ids { try erase(id, by: nil, at: at) }
        return ids.count
    }
}
