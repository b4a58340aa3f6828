/// What a transaction is begun for.
enum PostgresPurpose {
    case reading
    case writing(SQLIsolation)

    var begin: String {
        switch self {
        // A snapshot, as a read of SQLite is one.
        case .reading: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
        case .writing(.serializable): "BEGIN ISOLATION LEVEL SERIALIZABLE"
        case .writing(.readCommitted): "BEGIN ISOLATION LEVEL READ COMMITTED"
        }
    }

    var isReading: Bool {
        if case .reading = self { true } else { false }
    }
}

extension PostgresLink {
    /// Runs `body` in a transaction, once.
    ///
    /// - Throws: ``PostgresSetback`` when nothing was committed and running it again may help,
    ///   ``DatabaseError/commitUnknown``, or what `body` throws.
    func transaction<T>(
        _ purpose: PostgresPurpose, _ body: (any SQLConnection) throws -> T
    ) throws -> T {
        setback = nil
        do {
            try command(purpose.begin)
            let transaction = SQLTransaction(
                engine: .postgresql, runner: self, isReadOnly: purpose.isReading)
            let result = try body(transaction)
            for notice in transaction.notices {
                _ = try transaction.rows("SELECT pg_notify(\(notice.channel), \(notice.payload))")
            }
            // A failure that `body` has kept to itself: COMMIT would quietly roll back.
            if let failure = transaction.failure { throw failure }
            if !purpose.isReading { try checkAlive() }
            try commit(purpose)
            return result
        } catch {
            if isInTransaction { rollback() }
            // `body` may have wrapped the error that it got; what happened counts.
            if let setback { throw setback }
            throw error
        }
    }

    /// Last chance to notice a lost connection while it is certain that nothing was committed.
    private func checkAlive() throws {
        guard !isAlive else { return }
        let error = DatabaseError.unavailable("The connection was lost.")
        setback = PostgresSetback(kind: .lost, error: error)
        throw error
    }

    private func commit(_ purpose: PostgresPurpose) throws {
        // What a savepoint has undone must not decide what COMMIT's failure means.
        setback = nil
        do {
            let tag = try command("COMMIT")
            guard tag == "COMMIT" else {
                throw DatabaseError.statement("COMMIT was answered with \(tag).")
            }
        } catch {
            if purpose.isReading {
                // What was read was read; the pool looks whether the connection is still good.
                setback = nil
                return
            }
            if setback?.kind == .lost {
                setback = nil
                throw DatabaseError.commitUnknown
            }
            throw error
        }
    }

    private func rollback() {
        let before = setback
        do {
            try command("ROLLBACK")
        } catch {
            // The connection is lost or in a state we don't know: the pool lets it go, and with it
            // the server ends the transaction.
        }
        setback = before
    }
}
