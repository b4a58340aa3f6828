internal import Database
public import Desk

/// What people do with rows of the ledger, and what an upgrade does.
extension LedgerTable {
    /// Gives a row another fate by a person's word. Where the copy on the server lies is left as it is.
    public func setStanding(_ id: LedgerID, _ standing: LedgerStanding, at: Instant) throws {
        let changed = try connection.execute(
            """
            UPDATE ledger SET outcome = \(standing.outcome), reason = \(standing.reason),
                trace = \(try JSONText(standing.trace)), ticket_id = \(standing.ticket),
                ticket_message_id = \(standing.message),
                is_waiting_for_update = \(standing.isWaitingForUpdate), decided_at = \(at),
                next_attempt_at = NULL, error = NULL
            WHERE id = \(id)
            """)
        if changed == 0 { throw StoreError.missing("The mail \(id) in the ledger") }
    }

    /// Those of a selection that can be processed again, the oldest first.
    public func processable(_ filter: LedgerFilter, after: LedgerID, limit: Int) throws
        -> [LedgerEntry]
    {
        let conditions = filter.conditions + [Self.isProcessable, "id > \(after)"]
        return try connection.rows(
            """
            SELECT \(LedgerRow.columns) FROM ledger\(SQL.where(conditions))
            ORDER BY id LIMIT \(limit)
            """
        ).map(LedgerRow.entry)
    }

    /// How many of a selection can be processed again.
    public func processableCount(_ filter: LedgerFilter) throws -> Int {
        let conditions = filter.conditions + [Self.isProcessable]
        return try connection.row("SELECT COUNT(*) AS n FROM ledger\(SQL.where(conditions))")?
            .get("n") ?? 0
    }

    /// As ``LedgerEntry/canBeProcessedAgain``.
    private static var isProcessable: SQL {
        """
        raw_mail_id IS NOT NULL AND (outcome IN ('failed', 'ignored', 'duplicate')
            OR (outcome = 'bounce' AND ticket_id IS NULL) OR (outcome IS NULL AND error IS NOT NULL))
        """
    }
}
