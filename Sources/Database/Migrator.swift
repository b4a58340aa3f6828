internal import Glibc

/// One step from one form of the tables to the next. Never changed once it is released.
public struct Migration: Sendable {
    /// Its place in the order, from 1. The highest number applied is the schema's version.
    public let number: Int
    public let name: String
    /// The statements, one each, in order.
    public let statements: @Sendable (SQLEngine) -> [SQL]

    public init(
        number: Int, name: String, statements: @escaping @Sendable (SQLEngine) -> [SQL]
    ) {
        self.number = number
        self.name = name
        self.statements = statements
    }
}

/// Brings a database's tables up to what the program knows.
public enum Migrator {
    /// Applies the migrations that the table `schema_migration` does not list, in order, each in
    /// a transaction of its own. Two processes may start at once: one waits for the other.
    ///
    /// - Parameter migrations: All there are, with rising numbers.
    /// - Returns: The numbers that were applied now.
    /// - Throws: ``DatabaseError/schemaTooNew(found:known:)`` before anything is changed when the
    ///   database lists a migration that is not among these.
    @discardableResult
    public static func migrate(
        _ database: any SQLDatabase, _ migrations: [Migration]
    ) async throws -> [Int] {
        precondition(
            zip(migrations, migrations.dropFirst()).allSatisfy { $0.number < $1.number },
            "migrations must have rising numbers")
        let known = migrations.map(\.number)
        let applied = try await database.write(isolation: .readCommitted) { connection in
            try lock(connection)
            try connection.execute(
                """
                CREATE TABLE IF NOT EXISTS schema_migration (
                    number BIGINT PRIMARY KEY, name TEXT NOT NULL, applied_at BIGINT NOT NULL)
                """)
            return try appliedNumbers(connection, known: known)
        }
        var now: [Int] = []
        for migration in migrations where !applied.contains(migration.number) {
            let isNew = try await database.write(isolation: .readCommitted) { connection in
                try apply(migration, connection, known: known)
            }
            if isNew { now.append(migration.number) }
        }
        return now
    }

    /// The highest migration that the database lists, 0 for an empty one.
    public static func version(of database: any SQLDatabase) async throws -> Int {
        try await database.read { connection in
            let tables: SQL =
                switch connection.engine {
                case .sqlite: "SELECT count(*) FROM sqlite_master WHERE name = 'schema_migration'"
                case .postgresql:
                    """
                    SELECT count(*) FROM pg_tables
                    WHERE schemaname = current_schema() AND tablename = 'schema_migration'
                    """
                }
            guard try connection.value(tables, as: Int.self) != 0 else { return 0 }
            return try connection.value("SELECT coalesce(max(number), 0) FROM schema_migration")
                ?? 0
        }
    }

    private static func apply(
        _ migration: Migration, _ connection: any SQLConnection, known: [Int]
    ) throws -> Bool {
        try lock(connection)
        // Another process may have been first, even one of a newer version.
        guard !(try appliedNumbers(connection, known: known)).contains(migration.number) else {
            return false
        }
        for statement in migration.statements(connection.engine) {
            try connection.execute(statement)
        }
        try connection.execute(
            """
            INSERT INTO schema_migration (number, name, applied_at)
            VALUES (\(migration.number), \(migration.name), \(Int64(time(nil)) * 1000))
            """)
        return true
    }

    private static func appliedNumbers(
        _ connection: any SQLConnection, known: [Int]
    ) throws -> Set<Int> {
        let applied = Set(
            try connection.values("SELECT number FROM schema_migration", as: Int.self))
        if let unknown = applied.subtracting(known).max() {
            throw DatabaseError.schemaTooNew(found: unknown, known: known.last ?? 0)
        }
        return applied
    }

    /// On SQLite a write transaction is alone anyway.
    private static func lock(_ connection: any SQLConnection) throws {
        guard connection.engine == .postgresql else { return }
        // A migration may take as long as it takes, and so may waiting for one.
        try connection.execute("SET LOCAL statement_timeout = 0")
        try connection.execute("SET LOCAL lock_timeout = 0")
        _ = try connection.rows("SELECT pg_advisory_xact_lock(\(lockNumber))")
    }

    /// “schema m” in ASCII: any number that no one else takes in the same database.
    private static let lockNumber: Int64 = 0x73_63_68_65_6D_61_20_6D
}
