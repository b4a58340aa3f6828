/// Runs single statements on one engine's connection.
protocol StatementRunner: AnyObject {
    /// - Throws: ``DatabaseError`` or `CancellationError`.
    func run(_ sql: SQL) throws -> StatementResult
}

struct StatementResult {
    var rows: [SQLRow] = []
    var affected = 0
}

/// A text for a channel, to be sent after commit.
struct Notice: Sendable, Hashable {
    var channel: String
    var payload: String
}

/// The rules of a transaction that are the same on both engines, above the engine's own runner.
///
/// PostgreSQL refuses all that follows a failed statement, SQLite does not. Here both do, so that
/// code tried on SQLite behaves the same on PostgreSQL.
final class SQLTransaction: SQLConnection {
    let engine: SQLEngine
    private let runner: any StatementRunner
    private let isReadOnly: Bool
    /// The first failure that no savepoint has undone.
    private(set) var failure: (any Error)?
    /// What was told to be sent, in order, each once.
    private(set) var notices: [Notice] = []
    private var noticesSeen: Set<Notice> = []
    private var savepointDepth = 0

    init(engine: SQLEngine, runner: any StatementRunner, isReadOnly: Bool) {
        self.engine = engine
        self.runner = runner
        self.isReadOnly = isReadOnly
    }

    func rows(_ sql: SQL) throws -> [SQLRow] { try run(sql).rows }

    @discardableResult func execute(_ sql: SQL) throws -> Int { try run(sql).affected }

    func notify(_ channel: String, _ payload: String) throws {
        guard !isReadOnly else {
            throw DatabaseError.readOnly("A notification is sent by a transaction that writes.")
        }
        try Notice.check(channel: channel)
        guard (1...Notice.longestPayload).contains(payload.utf8.count) else {
            throw DatabaseError.value(
                "A notification has \(payload.utf8.count) bytes; "
                    + "1 to \(Notice.longestPayload) can be sent.")
        }
        let notice = Notice(channel: channel, payload: payload)
        if noticesSeen.insert(notice).inserted { notices.append(notice) }
    }

    @discardableResult func savepoint<T>(_ body: () throws -> T) throws -> T {
        let name = "savepoint_\(savepointDepth)"
        try run(SQL(trusted: "SAVEPOINT \(name)"))
        let noticesBefore = notices.count
        savepointDepth += 1
        defer { savepointDepth -= 1 }
        do {
            let result = try body()
            if let failure { throw failure }
            try run(SQL(trusted: "RELEASE SAVEPOINT \(name)"))
            return result
        } catch {
            failure = nil
            noticesSeen.subtract(notices[noticesBefore...])
            notices.removeSubrange(noticesBefore...)
            try run(SQL(trusted: "ROLLBACK TO SAVEPOINT \(name)"))
            try run(SQL(trusted: "RELEASE SAVEPOINT \(name)"))
            throw error
        }
    }

    @discardableResult private func run(_ sql: SQL) throws -> StatementResult {
        if failure != nil {
            throw DatabaseError.statement(
                "A statement follows one that failed in the same transaction; "
                    + "what may fail belongs in a savepoint.")
        }
        try sql.checkValues()
        do {
            return try runner.run(sql)
        } catch {
            failure = error
            throw error
        }
    }
}

extension Notice {
    /// PostgreSQL's limit is below 8,000 bytes.
    static let longestPayload = 7999
    /// PostgreSQL cuts names at 63 bytes.
    static let longestChannel = 63

    static func check(channel: String) throws {
        guard isChannel(channel) else {
            throw DatabaseError.value(
                "A channel's name is 1 to \(longestChannel) of the characters a–z, 0–9 and _.")
        }
    }

    static func isChannel(_ name: String) -> Bool {
        (1...longestChannel).contains(name.utf8.count)
            && name.utf8.allSatisfy {
                (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F
            }
    }
}
