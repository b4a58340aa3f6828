/// What a closure given to ``SQLDatabase/read(_:)`` or ``SQLDatabase/write(_:)`` works with:
/// one transaction on one connection. Valid until that closure returns; don't keep it.
///
/// A statement that fails ends the transaction on both engines: what follows is refused, and
/// returning normally does not commit. To try something that may fail, such as an INSERT that may
/// meet a unique key, use ``savepoint(_:)`` or `ON CONFLICT`.
public protocol SQLConnection: AnyObject {
    var engine: SQLEngine { get }

    /// All rows of a statement's result.
    ///
    /// - Throws: ``DatabaseError``.
    func rows(_ sql: SQL) throws -> [SQLRow]

    /// Runs a statement.
    ///
    /// - Returns: How many rows it inserted, changed or deleted itself; not those that a foreign
    ///   key's `CASCADE` did. 0 for statements of other kinds.
    @discardableResult func execute(_ sql: SQL) throws -> Int

    /// Sends a text to all who listen on a channel, when and only when this transaction is
    /// committed. The same text twice on one channel is sent once.
    ///
    /// On PostgreSQL all processes hear it, on SQLite those who listen to the same
    /// ``SQLiteDatabase``.
    ///
    /// - Parameters:
    ///   - channel: 1 to 63 characters of `a`–`z`, `0`–`9` and `_`.
    ///   - payload: 1 to 7,999 bytes; send an id, not a document.
    func notify(_ channel: String, _ payload: String) throws

    /// Runs `body` so that all that it did is undone when it throws, while what came before stays.
    @discardableResult func savepoint<T>(_ body: () throws -> T) throws -> T
}

extension SQLConnection {
    /// The first row of a result, or nil when it has none. Write `LIMIT 1` where there may be
    /// more: all rows are fetched.
    public func row(_ sql: SQL) throws -> SQLRow? { try rows(sql).first }

    /// The first column of the first row, or nil when there is no row.
    public func value<T: SQLDecodable>(_ sql: SQL, as type: T.Type = T.self) throws -> T? {
        try rows(sql).first?.first(as: T.self)
    }

    /// The first column of every row.
    public func values<T: SQLDecodable>(_ sql: SQL, as type: T.Type = T.self) throws -> [T] {
        try rows(sql).map { try $0.first(as: T.self) }
    }
}
