internal import Database
public import Desk

/// What people did with mails in the ledger, for ever.
public struct LedgerEventTable {
    let connection: any SQLConnection

    @discardableResult
    public func add(
        _ mail: LedgerID, at: Instant, actor: PersonID?, change: LedgerEvent.Change
    ) throws -> LedgerEvent {
        let added = try connection.row(
            """
            INSERT INTO ledger_event (ledger_id, happened_at, actor_id, change)
            VALUES (\(mail), \(at), \(actor), \(try JSONText(change))) RETURNING id
            """)
        guard let id: Int64 = try added?.get("id") else {
            throw StoreError.missing("The event that was just noted")
        }
        return LedgerEvent(id: id, mail: mail, at: at, actor: actor, change: change)
    }

    /// The oldest first.
    public func of(_ mail: LedgerID) throws -> [LedgerEvent] {
        try connection.rows(
            """
            SELECT id, ledger_id, happened_at, actor_id, change FROM ledger_event
            WHERE ledger_id = \(mail) ORDER BY id
            """
        ).map { row in
            LedgerEvent(
                id: try row.get("id"), mail: try row.get("ledger_id"),
                at: try row.get("happened_at"), actor: try row.get("actor_id"),
                change: try row.json("change"))
        }
    }
}
