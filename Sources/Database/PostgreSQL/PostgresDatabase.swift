internal import NIOPosix
internal import Synchronization

/// A database on a server of PostgreSQL, shared by any number of processes.
///
/// A pool of blocking connections on threads of its own. Writes are serializable unless asked
/// otherwise, so that what is right on SQLite is right here.
public final class PostgresDatabase: SQLDatabase {
    private let pool: PostgresPool
    private let hub = NotificationHub(hearsAlways: false)
    private let listener: PostgresListener

    private init(url: String) {
        pool = PostgresPool(url: url, size: PostgresLimits.connections)
        listener = PostgresListener(url: url, hub: hub)
    }

    deinit {
        // Only has an effect when nobody called close().
        hub.close()
        listener.stop()
    }

    public var engine: SQLEngine { .postgresql }

    /// Connects once, to see that it works.
    ///
    /// - Parameter url: `postgres://…` with all that libpq understands.
    /// - Throws: ``DatabaseError/refused(_:)``, or ``DatabaseError/unavailable(_:)`` when the
    ///   server was not there for as long as ``PostgresLimits/patience``.
    public static func open(url: String) async throws -> PostgresDatabase {
        let database = PostgresDatabase(url: url)
        do {
            try await database.read { _ = try $0.rows("SELECT 1") }
            return database
        } catch {
            try await database.close()
            throw error
        }
    }

    public func read<T: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> T
    ) async throws -> T {
        try await run(.reading, repeatsAfterLoss: PostgresLimits.readRepeats, body)
    }

    @discardableResult
    public func write<T: Sendable>(
        isolation: SQLIsolation,
        _ body: @escaping @Sendable (any SQLConnection) throws -> T
    ) async throws -> T {
        try await run(.writing(isolation), repeatsAfterLoss: PostgresLimits.writeRepeats, body)
    }

    public func notifications(_ channel: String) -> AsyncStream<String> {
        let stream = hub.listen(channel)
        listener.listen(channel)
        return stream
    }

    public func close() async throws {
        hub.close()
        listener.stop()
        try await pool.close()
    }

    private func run<T: Sendable>(
        _ purpose: PostgresPurpose, repeatsAfterLoss: Int,
        _ body: @escaping @Sendable (any SQLConnection) throws -> T
    ) async throws -> T {
        var repeats = PostgresRepeats(afterLoss: repeatsAfterLoss)
        while true {
            do {
                return try await pool.withLink { try $0.transaction(purpose, body) }
            } catch let setback as PostgresSetback {
                // The wait is here and not on a thread of the pool, which others can use.
                guard let wait = repeats.wait(after: setback) else { throw setback.error }
                try await Task.sleep(for: wait)
            }
        }
    }
}

extension PostgresDatabase {
    /// Runs commands that can't be part of a transaction, such as `CREATE DATABASE`, on a
    /// connection of their own. For tests and tools; nothing is bound, so nothing from outside may
    /// be in the text.
    package static func run(_ commands: [String], outsideTransactionAt url: String) async throws {
        try await NIOThreadPool.singleton.runIfActive {
            let link = try PostgresDial.connect(url)
            for command in commands { try link.command(command) }
        }
    }
}

/// How often and after which wait a transaction is run again.
struct PostgresRepeats {
    private var afterLoss: Int
    private var afterConflict = PostgresLimits.conflictRepeats
    private let deadline = ContinuousClock.now + PostgresLimits.patience
    private var nextWait = PostgresLimits.firstWait

    init(afterLoss: Int) { self.afterLoss = afterLoss }

    /// The wait before the next run; nil when there is to be none.
    mutating func wait(after setback: PostgresSetback) -> Duration? {
        switch setback.kind {
        case .notConnected:
            guard ContinuousClock.now < deadline else { return nil }
        case .lost:
            afterLoss -= 1
            guard afterLoss >= 0 else { return nil }
        case .conflict:
            afterConflict -= 1
            guard afterConflict >= 0 else { return nil }
        }
        let wait = nextWait
        nextWait = min(nextWait * 2, PostgresLimits.longestWait)
        // Two that got in each other's way must not meet again at the same moment.
        return wait * Double.random(in: 0.5...1)
    }
}
