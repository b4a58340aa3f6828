internal import GRDB
internal import Glibc
internal import NIOPosix
internal import Synchronization

/// A database in one file, for one process or a few on the same machine.
///
/// Write-ahead log with `synchronous=FULL`: what is committed outlives a power cut. One writer at
/// a time, readers beside it. Notifications reach this process only.
public final class SQLiteDatabase: SQLDatabase {
    /// How long to wait for another process that writes. Transactions take milliseconds; one that
    /// takes longer than this is stuck or the disk is.
    static let busySeconds = 5.0
    /// Readers beside the writer. Each has a page cache of its own.
    static let readers = 4
    /// The log is cut back to this size after a checkpoint, so that one large import does not
    /// leave a large file for ever.
    static let keptLogBytes = 64 * 1024 * 1024

    public let path: String
    private let pool: DatabasePool
    private let hub = NotificationHub(hearsAlways: true)
    private let isClosed = Mutex(false)

    private init(path: String, pool: DatabasePool) {
        self.path = path
        self.pool = pool
    }

    public var engine: SQLEngine { .sqlite }

    /// Opens the file, or makes it, readable by its owner only: it is going to hold mail.
    ///
    /// - Throws: ``DatabaseError``.
    public static func open(path: String) async throws -> SQLiteDatabase {
        try await NIOThreadPool.singleton.runIfActive {
            try SQLiteFailure.translated("opening \(path)") {
                try SQLiteFile.create(path)
                return SQLiteDatabase(path: path, pool: try openPool(path))
            }
        }
    }

    public func read<T: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> T
    ) async throws -> T {
        try checkOpen()
        do {
            return try await pool.read { db in
                let transaction = SQLTransaction(
                    engine: .sqlite, runner: SQLiteRunner(db), isReadOnly: true)
                let result = try body(transaction)
                if let failure = transaction.failure { throw failure }
                return result
            }
        } catch let error as GRDB.DatabaseError {
            throw SQLiteFailure.error(for: error, doing: "reading")
        }
    }

    @discardableResult
    public func write<T: Sendable>(
        isolation: SQLIsolation,
        _ body: @escaping @Sendable (any SQLConnection) throws -> T
    ) async throws -> T {
        try checkOpen()
        do {
            return try await pool.writeWithoutTransaction { [hub] db in
                let transaction = SQLTransaction(
                    engine: .sqlite, runner: SQLiteRunner(db), isReadOnly: false)
                var result: Result<T, any Error> = .failure(DatabaseError.closed)
                try db.inTransaction(.immediate) {
                    result = .success(try body(transaction))
                    if let failure = transaction.failure { throw failure }
                    return .commit
                }
                // Still on the writer's queue, so notices leave in the order of the commits.
                hub.publish(transaction.notices)
                return try result.get()
            }
        } catch let error as GRDB.DatabaseError {
            throw SQLiteFailure.error(for: error, doing: "writing")
        }
    }

    public func notifications(_ channel: String) -> AsyncStream<String> { hub.listen(channel) }

    /// Writes a copy of the whole database, as it is at one moment, while others go on working.
    ///
    /// The copy is one file without a log beside it, readable by its owner only. It appears under
    /// its name when it is complete.
    ///
    /// - Throws: ``DatabaseError``, also when there is a file of that name already.
    public func backup(to path: String) async throws {
        try checkOpen()
        try await NIOThreadPool.singleton.runIfActive { [pool] in
            try SQLiteFailure.translated("writing the backup \(path)") {
                try SQLiteFile.writeWhole(path) { partial in
                    let copy = try DatabaseQueue(path: partial)
                    try pool.backup(to: copy)
                    // The copied header asks for a log beside the file; a backup is one file.
                    try copy.writeWithoutTransaction { db in
                        try db.execute(sql: "PRAGMA journal_mode = DELETE")
                    }
                    try copy.close()
                }
            }
        }
    }

    public func close() async throws {
        let wasClosed = isClosed.withLock { isClosed in
            defer { isClosed = true }
            return isClosed
        }
        guard !wasClosed else { return }
        hub.close()
        try await NIOThreadPool.singleton.runIfActive { [pool] in
            try SQLiteFailure.translated("closing") { try pool.close() }
        }
    }

    private func checkOpen() throws {
        if isClosed.withLock({ $0 }) { throw DatabaseError.closed }
    }

    private static func openPool(_ path: String) throws -> DatabasePool {
        var configuration = Configuration()
        configuration.maximumReaderCount = readers
        configuration.busyMode = .timeout(busySeconds)
        configuration.foreignKeysEnabled = true
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA journal_size_limit = \(keptLogBytes)")
        }
        let pool = try retryingWhileBusy {
            try DatabasePool(path: path, configuration: configuration)
        }
        // GRDB sets NORMAL when it turns the log on, after the closure above; with NORMAL the last
        // commits may be lost in a power cut.
        try pool.writeWithoutTransaction { db in try db.execute(sql: "PRAGMA synchronous = FULL") }
        return pool
    }

    /// Turning the log on needs the file alone, and there SQLite does not wait: two processes that
    /// start at once would fail.
    private static func retryingWhileBusy<T>(_ body: () throws -> T) throws -> T {
        let clock = ContinuousClock()
        let deadline = clock.now + .seconds(busySeconds)
        while true {
            do {
                return try body()
            } catch let error as GRDB.DatabaseError
                where error.resultCode == .SQLITE_BUSY && clock.now < deadline
            {
                usleep(20_000)
            }
        }
    }
}
