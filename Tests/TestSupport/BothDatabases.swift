public import Database
internal import Foundation
internal import Synchronization
public import Testing

/// The engines that a test of the database runs on.
///
/// ```swift
/// @Test("a ticket keeps its number", arguments: TestEngine.all)
/// func number(_ engine: TestEngine) async throws {
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
    try await TestDatabases.shared.taking {
        switch engine {
        case .sqlite:
            return try await withTemporaryFolder(inMemory: true) { folder in
                try await body("sqlite:\(folder)/test.db")
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
}

/// Runs `body` with the path of an empty folder that is deleted afterwards.
///
/// - Parameter inMemory: Whether a folder that does not outlive a reboot is preferred: a commit
///   then costs microseconds in place of milliseconds.
public func withTemporaryFolder<T>(
    inMemory: Bool = false, isolation: isolated (any Actor)? = #isolation,
    _ body: (String) async throws -> T
) async throws -> T {
    let parent = inMemory ? memoryFolder : FileManager.default.temporaryDirectory
    let folder = parent.appendingPathComponent("martlet-test-\(UUID().uuidString)")
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

/// Linux's file system in memory where it is there and large enough (a container's may be small).
private let memoryFolder: URL = {
    let folder = URL(fileURLWithPath: "/dev/shm")
    let enough = 1 << 30
    do {
        let facts = try FileManager.default.attributesOfFileSystem(forPath: folder.path)
        let free = (facts[.systemFreeSize] as? NSNumber)?.intValue ?? 0
        if free > enough, FileManager.default.isWritableFile(atPath: folder.path) { return folder }
    } catch {
        // Not Linux.
    }
    return FileManager.default.temporaryDirectory
}()

/// Swift Testing starts all tests at once. Hundreds of open databases with their threads and
/// connections would only be in each other's way.
private final class TestDatabases: Sendable {
    /// A few more than a machine has cores: a test mostly waits for its database.
    static let shared = TestDatabases(places: 12)

    /// Whether this task has a place already: a test with two databases must not wait for itself.
    @TaskLocal private static var hasPlace = false

    private struct State {
        var free: Int
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state: Mutex<State>

    private init(places: Int) { state = Mutex(State(free: places)) }

    func taking<T>(
        isolation: isolated (any Actor)? = #isolation, _ body: () async throws -> T
    ) async throws -> T {
        if Self.hasPlace { return try await body() }
        await take()
        defer { giveBack() }
        return try await Self.$hasPlace.withValue(true, operation: body)
    }

    private func take() async {
        await withCheckedContinuation { continuation in
            let isFree = state.withLock { state in
                guard state.free == 0 else {
                    state.free -= 1
                    return true
                }
                state.waiting.append(continuation)
                return false
            }
            if isFree { continuation.resume() }
        }
    }

    private func giveBack() {
        let next = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard state.waiting.isEmpty else { return state.waiting.removeFirst() }
            state.free += 1
            return nil
        }
        next?.resume()
    }
}
