/// A database that many tasks use at once.
///
/// The closures are synchronous and run on the database's own threads, never on Swift's
/// cooperative pool; they may block. Don't wait for other tasks in them.
public protocol SQLDatabase: Sendable {
    var engine: SQLEngine { get }

    /// Reads in one transaction that sees the database as it was at its first statement.
    ///
    /// A read that loses its connection is run once more, so `body` may run twice.
    ///
    /// - Throws: ``DatabaseError``, `CancellationError`, or what `body` throws.
    func read<T: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> T
    ) async throws -> T

    /// Reads and writes in one transaction: committed when `body` returns, rolled back when it
    /// throws.
    ///
    /// When the transaction failed because of another one or because the connection was lost
    /// before COMMIT was sent, `body` runs again from the start, a bounded number of times. It
    /// must have no effect but on the database.
    ///
    /// - Throws: ``DatabaseError``, `CancellationError`, or what `body` throws.
    ///   ``DatabaseError/commitUnknown`` when the connection was lost while COMMIT was under way.
    @discardableResult
    func write<T: Sendable>(
        isolation: SQLIsolation,
        _ body: @escaping @Sendable (any SQLConnection) throws -> T
    ) async throws -> T

    /// The texts that are sent on a channel from now on, see ``SQLConnection/notify(_:_:)``.
    ///
    /// An empty text means *look for yourself*: it comes first, as soon as the channel is heard,
    /// and again whenever something may have been missed, such as after the connection was lost
    /// or when the listener is too slow. The stream ends with ``close()``.
    func notifications(_ channel: String) -> AsyncStream<String>

    /// Waits for what is running, then lets all connections go. Later use throws
    /// ``DatabaseError/closed``.
    func close() async throws
}

extension SQLDatabase {
    /// ``write(isolation:_:)`` as if all transactions ran one after the other.
    @discardableResult
    public func write<T: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> T
    ) async throws -> T {
        try await write(isolation: .serializable, body)
    }
}

/// How much a transaction may notice of others that run at the same time.
///
/// SQLite has one writer at a time and is always serializable.
public enum SQLIsolation: Sendable {
    /// Nothing: as if all ran one after the other. PostgreSQL ends one of two transactions that
    /// get in each other's way, and it is run again.
    case serializable
    /// Each statement sees what was committed before it. For taking rows of a queue with
    /// ``SQLEngine/skipLocked`` and for waiting on a lock, where a snapshot would be stale.
    case readCommitted
}
