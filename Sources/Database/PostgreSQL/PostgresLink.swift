internal import CPQ
internal import Glibc

/// One blocking connection. Used by one thread at a time.
final class PostgresLink: StatementRunner {
    private struct Prepared: Hashable {
        var text: String
        var types: [Oid]
    }

    private let handle: OpaquePointer
    private var prepared: [Prepared: String] = [:]
    private var preparedCount = 0
    /// Why the transaction that runs now may be repeated, if a statement failed in such a way.
    var setback: PostgresSetback?
    /// Asked before each statement: whether nobody waits for the answer any more.
    var isCancelled: () -> Bool = { false }

    init(_ handle: OpaquePointer) { self.handle = handle }

    deinit { PQfinish(handle) }

    var socket: Int32 { PQsocket(handle) }

    /// Whether the other end is still there, as far as can be seen without asking it.
    var isAlive: Bool {
        // The first reads the server's farewell, the second that nothing follows.
        PQconsumeInput(handle) == 1 && PQconsumeInput(handle) == 1
            && PQstatus(handle) == CONNECTION_OK
    }

    var isIdle: Bool {
        PQstatus(handle) == CONNECTION_OK && PQtransactionStatus(handle) == PQTRANS_IDLE
    }

    /// Whether the server has a transaction of ours open, even one that failed.
    var isInTransaction: Bool {
        let status = PQtransactionStatus(handle)
        return status == PQTRANS_INTRANS || status == PQTRANS_INERROR
    }

    /// The forms of values that ``PostgresResult`` reads, and the time limits.
    func setUp(withTimeouts: Bool) throws {
        var commands = [
            "SET bytea_output = 'hex'", "SET extra_float_digits = 1",
            "SET standard_conforming_strings = on",
        ]
        if withTimeouts {
            let limits = [
                ("statement_timeout", PostgresLimits.statementTimeout),
                ("lock_timeout", PostgresLimits.lockTimeout),
                ("idle_in_transaction_session_timeout", PostgresLimits.idleInTransactionTimeout),
            ]
            commands += limits.map { "SET \($0) = \($1.components.seconds * 1000)" }
        }
        try command(commands.joined(separator: "; "))
    }

    /// A command of our own, without values and not prepared.
    ///
    /// - Returns: The command's tag, such as `COMMIT`.
    @discardableResult func command(_ text: String) throws -> String {
        try result(of: PQexec(handle, text), doing: text).tag
    }

    func run(_ sql: SQL) throws -> StatementResult {
        if isCancelled() { throw CancellationError() }
        let text = sql.text(for: .postgresql)
        let arguments = PostgresArguments(sql.bindings)
        guard sql.isWorthKeeping else {
            let raw = arguments.withPointers { values, lengths, formats in
                PQexecParams(
                    handle, text, arguments.count, arguments.types, values, lengths, formats, 0)
            }
            return try result(of: raw, doing: text).statementResult
        }
        let (name, isNew) = try prepare(text, arguments.types)
        let raw = arguments.withPointers { values, lengths, formats in
            PQexecPrepared(handle, name, arguments.count, values, lengths, formats, 0)
        }
        return try result(of: raw, doing: text, wasPreparedBefore: !isNew).statementResult
    }

    private func prepare(_ text: String, _ types: [Oid]) throws -> (name: String, isNew: Bool) {
        let key = Prepared(text: text, types: types)
        if let name = prepared[key] { return (name, false) }
        if prepared.count >= PostgresLimits.preparedStatements {
            try command("DEALLOCATE ALL")
            prepared.removeAll()
        }
        preparedCount += 1
        let name = "s\(preparedCount)"
        _ = try result(
            of: PQprepare(handle, name, text, Int32(types.count), types), doing: text)
        prepared[key] = name
        return (name, true)
    }

    private func result(
        of raw: OpaquePointer?, doing text: String, wasPreparedBefore: Bool = false
    ) throws -> PostgresResult {
        if let raw {
            let result = PostgresResult(raw)
            if result.isFine { return result }
            let failure = PostgresFailure(
                result, doing: text, isConnected: PQstatus(handle) == CONNECTION_OK,
                wasPreparedBefore: wasPreparedBefore)
            setback = setback ?? failure.setback
            throw failure.error
        }
        // Without a result the connection is gone, or there is no memory.
        let error = DatabaseError.unavailable("The connection was lost.")
        setback = setback ?? PostgresSetback(kind: .lost, error: error)
        throw error
    }
}

extension PostgresLink {
    /// What the server sent to the channels listened to, since the last time.
    ///
    /// - Returns: nil when the connection is lost.
    func takeNotices() -> [Notice]? {
        guard isAlive else { return nil }
        var notices: [Notice] = []
        while let notice = PQnotifies(handle) {
            notices.append(
                Notice(
                    channel: String(cString: notice.pointee.relname),
                    payload: String(cString: notice.pointee.extra)))
            PQfreemem(notice)
        }
        return notices
    }
}
