public import Database
internal import Foundation
public import Testing

/// The engines that a test of the database runs on.
///
/// ```swift
/// @Test(arguments: TestEngine.all)
/// func `a ticket keeps its number`(_ engine: TestEngine) async throws {
///     try await withDatabase(engine) { database in … }
/// }
/// ```
public enum TestEngine: String, Sendable, CaseIterable, CustomTestStringConvertible {
    case sqlite, postgresql

    /// Both, or SQLite alone (with a message) on a machine without PostgreSQL.
    public static var all: [TestEngine] {
        PostgresCluster.isAvailable ? [.sqlite, .postgresql] : [.sqlite]
    }

    public var testDescription: String {
        switch self {
        case .sqlite: "SQLite"
        case .postgresql: "PostgreSQL"
        }
    }
}

/// Runs a test with an empty database of its own, which is gone afterwards.
public func withDatabase<T>(
    _ engine: TestEngine, isolation: isolated (any Actor)? = #isolation,
    _ body: (any SQLDatabase) async throws -> T
) async throws -> T {
    try await withDatabaseURL(engine) { url in
        let database = try await DatabaseLocation(url).open()
        do {
            let result = try await body(database)
            try await database.close()
            return result
        } catch {
            try await database.close()
            throw error
        }
    }
}

/// Runs a test with the address of an empty database of its own, for tests that open it
/// themselves, perhaps more than once.
public func withDatabaseURL<T>(
    _ engine: TestEngine, isolation: isolated (any Actor)? = #isolation,
    _ body: (String) async throws -> T
) async throws -> T {
    switch engine {
    case .sqlite:
        return try await withTemporaryFolder { folder in try await body("sqlite:\(folder)/test.db")
        }
    case .postgresql:
        let cluster = try await PostgresCluster.shared
        let (name, url) = try await cluster.createDatabase()
        do {
            let result = try await body(url)
            try await cluster.dropDatabase(name)
            return result
        } catch {
            try await cluster.dropDatabase(name)
            throw error
        }
    }
}

/// Runs `body` with the path of an empty folder that is deleted afterwards.
public func withTemporaryFolder<T>(
    isolation: isolated (any Actor)? = #isolation, _ body: (String) async throws -> T
) async throws -> T {
    let folder = FileManager.default.temporaryDirectory
        .appendingPathComponent("martlet-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    do {
        let result = try await body(folder.path)
        try FileManager.default.removeItem(at: folder)
        return result
    } catch {
        try FileManager.default.removeItem(at: folder)
        throw error
    }
}
