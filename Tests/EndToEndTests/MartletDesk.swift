import Foundation
import TestSupport
import Testing

/// A desk run by the real binary: a data directory, a database, and the commands on them.
struct MartletDesk: Sendable {
    let folder: String
    let databaseURL: String

    /// Runs a test on an empty desk, which is gone afterwards.
    static func with(
        _ engine: TestEngine, _ body: (MartletDesk) async throws -> Void
    ) async throws {
        try await withDatabaseURL(engine) { url in
            try await withTemporaryFolder { folder in
                try await body(MartletDesk(folder: folder, databaseURL: url))
            }
        }
    }

    private func placed(_ words: [String]) -> [String] {
        words + ["--data", folder + "/data", "--database", databaseURL]
    }

    /// Runs a command of the desk to its end.
    func run(_ words: String..., input: String = "") async throws -> MartletProcess.Output {
        try await run(words, input: input)
    }

    func run(_ words: [String], input: String = "") async throws -> MartletProcess.Output {
        try await MartletProcess.run(placed(words), input: input, in: folder)
    }

    /// Starts a command of the desk and lets it run.
    func start(_ words: String...) throws -> MartletProcess {
        try MartletProcess.start(placed(words), in: folder)
    }

    // MARK: What it says

    struct LedgerRow: Decodable, Hashable, Sendable {
        let id: Int
        let mailbox, folder, digest, filing, subject, from: String
        let uid_validity, uid, ticket: Int?
        let uidl, message_id, outcome, reason, error: String?
        let size, attempts: Int
        let waiting_for_update: Bool
    }

    struct TicketRow: Decodable, Hashable, Sendable {
        let id, messages: Int
        let project, subject, status, requester, created_at: String
    }

    struct Counts: Decodable, Hashable, Sendable {
        let read, created, updated, bounces, ignored, duplicates, failed: Int
    }

    struct RunRow: Decodable, Hashable, Sendable {
        let task, trigger, started_at, result, summary: String
        let finished_at, error: String?
        let counts: Counts
    }

    func ledger() async throws -> [LedgerRow] {
        try await succeeding("ledger", "list", "--json").json(LedgerRow.self)
    }

    func tickets() async throws -> [TicketRow] {
        try await succeeding("tickets", "list", "--json").json(TicketRow.self)
    }

    func history(_ task: String) async throws -> [RunRow] {
        try await succeeding("tasks", "history", task, "--json").json(RunRow.self)
    }

    /// Runs a command that is expected to succeed.
    @discardableResult
    func succeeding(
        _ words: String..., input: String = "", sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> MartletProcess.Output {
        let output = try await run(words, input: input)
        try #require(
            output.isSuccess, "\(words): \(output.everything)", sourceLocation: sourceLocation)
        return output
    }

    /// Receives until a run says that all is well: what an administrator does after a crash.
    @discardableResult
    func receive(
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> RunRow {
        let output = try await run("tasks", "run", "receiving-mails", "--json")
        try #require(output.isSuccess, "\(output.everything)", sourceLocation: sourceLocation)
        return try #require(try output.json(RunRow.self).first, sourceLocation: sourceLocation)
    }
}
