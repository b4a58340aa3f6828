internal import Database
internal import Foundation
internal import Glibc
internal import NIOPosix

/// A throw-away PostgreSQL server.
///
/// The tests share one: the server named by `MARTLET_TEST_POSTGRES` (a URL of a user who may
/// create databases), else one that `Scripts/postgres.sh` starts at first use and stops when the
/// test process has ended, however it ends.
public final class PostgresCluster: Sendable {
    /// The address of the server's database `postgres`.
    public let url: String
    /// The folder, when this process started it.
    private let folder: String?

    private init(url: String, folder: String?) {
        self.url = url
        self.folder = folder
    }

    /// The server that all tests share.
    public static var shared: PostgresCluster {
        get async throws { try await sharedStart.value }
    }

    private static let sharedStart = Task {
        if let url = ProcessInfo.processInfo.environment["MARTLET_TEST_POSTGRES"] {
            return PostgresCluster(url: url, folder: nil)
        }
        return try await start()
    }

    /// Whether there is a server to test with; says once on stderr when there is none.
    public static let isAvailable: Bool = {
        if ProcessInfo.processInfo.environment["MARTLET_TEST_POSTGRES"] != nil { return true }
        let files = FileManager.default
        do {
            // Where Debian's packages put it.
            if !(try files.contentsOfDirectory(atPath: "/usr/lib/postgresql")).isEmpty {
                return true
            }
        } catch {
            // No such folder: it may still be in the PATH.
        }
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        if path.split(separator: ":").contains(where: {
            files.isExecutableFile(atPath: $0 + "/initdb")
        }) {
            return true
        }
        FileHandle.standardError.write(
            Data("Tests on PostgreSQL are skipped: apt install postgresql\n".utf8))
        return false
    }()

    /// Starts a server for one test that is going to be unkind to it.
    public static func start() async throws -> PostgresCluster {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("martlet-pg-\(UUID().uuidString.prefix(8))").path
        let pid = String(ProcessInfo.processInfo.processIdentifier)
        let url = try await script(["start", folder, pid])
        return PostgresCluster(url: url, folder: folder)
    }

    /// Stops and starts it again, on the same port; connections are cut.
    public func restart() async throws {
        guard let folder else { return }
        _ = try await Self.script(["restart", folder])
    }

    public func stop() async throws {
        guard let folder else { return }
        _ = try await Self.script(["stop", folder])
    }

    /// Makes an empty database.
    public func createDatabase() async throws -> (name: String, url: String) {
        let name = "test_" + UUID().uuidString.replacing("-", with: "").lowercased()
        try await PostgresDatabase.run(
            ["CREATE DATABASE \(name) TEMPLATE template0"], outsideTransactionAt: url)
        guard var parts = URLComponents(string: url) else {
            throw DatabaseError.refused("MARTLET_TEST_POSTGRES is not a URL.")
        }
        parts.path = "/\(name)"
        return (name, parts.string ?? url)
    }

    public func dropDatabase(_ name: String) async throws {
        try await PostgresDatabase.run(
            ["DROP DATABASE IF EXISTS \(name) WITH (FORCE)"], outsideTransactionAt: url)
    }

    /// Runs `Scripts/postgres.sh`, off Swift's cooperative pool, and returns what it printed.
    private static func script(_ arguments: [String]) async throws -> String {
        try await NIOThreadPool.singleton.runIfActive {
            let root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
                .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            let words = [root.path + "/Scripts/postgres.sh"] + arguments
            // Not Foundation's Process: waiting for its end off the main thread may never end.
            let command = words.map { "'" + $0 + "'" }.joined(separator: " ")
            guard let output = popen(command, "r") else {
                throw DatabaseError.unavailable("Scripts/postgres.sh can't be run.")
            }
            var printed: [UInt8] = []
            var byte = fgetc(output)
            while byte != EOF {
                printed.append(UInt8(truncatingIfNeeded: byte))
                byte = fgetc(output)
            }
            guard pclose(output) == 0 else {
                throw DatabaseError.unavailable("Scripts/postgres.sh failed.")
            }
            return String(decoding: printed, as: UTF8.self)
                .trimmingCharacters(in: .whitespacesAndNewlines)
        }
    }
}
