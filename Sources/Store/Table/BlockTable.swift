internal import Database
public import Desk

/// Senders, domains and subjects that nobody wants tickets from.
public struct BlockTable {
    let connection: any SQLConnection

    private static let columns: SQL = "id, kind, value, created_at, created_by_id, ledger_id"

    /// - Parameter mail: the mail that was the reason.
    /// - Returns: false where it was blocked already.
    @discardableResult
    public func add(_ rule: BlockRule, at: Instant, by: PersonID?, mail: LedgerID? = nil) throws
        -> Bool
    {
        try connection.execute(
            """
            INSERT INTO block (kind, value, value_key, created_at, created_by_id, ledger_id)
            VALUES (\(rule.kind), \(rule.text), \(IndexKey.of(rule.text)), \(at), \(by), \(mail))
            ON CONFLICT (kind, value_key) DO NOTHING
            """) == 1
    }

    /// The newest first.
    public func all() throws -> [Block] {
        try connection.rows("SELECT \(Self.columns) FROM block ORDER BY id DESC").compactMap(
            Self.block)
    }

    public func find(_ id: Int64) throws -> Block? {
        try connection.row("SELECT \(Self.columns) FROM block WHERE id = \(id)").flatMap(Self.block)
    }

    /// - Returns: false where there was no such block.
    @discardableResult
    public func remove(_ rule: BlockRule) throws -> Bool {
        try connection.execute(
            """
            DELETE FROM block
            WHERE kind = \(rule.kind) AND value_key = \(IndexKey.of(rule.text))
            """) == 1
    }

    public func blocklist() throws -> Blocklist { Blocklist(try all().map(\.rule)) }

    /// Nil for a rule that this version would not make: another version may share the database.
    private static func block(_ row: SQLRow) throws -> Block? {
        guard let rule = BlockRule(try row.get("kind"), try row.get("value")) else { return nil }
        return Block(
            id: try row.get("id"), rule: rule, at: try row.get("created_at"),
            by: try row.get("created_by_id"), mail: try row.get("ledger_id"))
    }
}
