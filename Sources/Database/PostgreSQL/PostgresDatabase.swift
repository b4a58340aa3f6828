/// placeholder
public final class PostgresDatabase: SQLDatabase {
    public var engine: SQLEngine { .postgresql }
    public static func open(url: String) async throws -> PostgresDatabase {
        throw DatabaseError.refused("Not yet.")
    }
    public func read<T: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> T
    ) async throws -> T { throw DatabaseError.closed }
    public func write<T: Sendable>(
        isolation: SQLIsolation,
        _ body: @escaping @Sendable (any SQLConnection) throws -> T
    ) async throws -> T { throw DatabaseError.closed }
    public func notifications(_ channel: String) -> AsyncStream<String> {
        AsyncStream { $0.finish() }
    }
    public func close() async throws {}
}
extension PostgresDatabase {
    package static func run(_ statements: [String], outsideTransactionAt url: String) async throws {
    }
}
