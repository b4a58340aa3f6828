internal import GRDB

/// SQLite's result codes, translated by remedy.
enum SQLiteFailure {
    /// Runs what GRDB may fail at and translates the failure.
    static func translated<T>(_ what: String, _ body: () throws -> T) throws -> T {
        do {
            return try body()
        } catch let error as GRDB.DatabaseError {
            throw Self.error(for: error, doing: what)
        }
    }

    /// - Parameter what: The statement or the act. GRDB's own description is not used: it may show
    ///   values.
    static func error(for error: GRDB.DatabaseError, doing what: String) -> DatabaseError {
        let reason = error.message ?? "SQLite's code \(error.extendedResultCode.rawValue)"
        switch error.extendedResultCode {
        case .SQLITE_CONSTRAINT_UNIQUE, .SQLITE_CONSTRAINT_PRIMARYKEY, .SQLITE_CONSTRAINT_ROWID:
            return .uniqueViolation(violatedKey(reason))
        case .SQLITE_CONSTRAINT_FOREIGNKEY:
            return .foreignKeyViolation(reason)
        default:
            break
        }
        switch error.resultCode {
        case .SQLITE_CONSTRAINT: return .constraintViolation(reason)
        case .SQLITE_BUSY, .SQLITE_LOCKED: return .busy("Another process is writing.")
        case .SQLITE_FULL: return .diskFull
        case .SQLITE_READONLY, .SQLITE_PERM: return .readOnly("\(reason).")
        case .SQLITE_CANTOPEN: return .refused("The file can't be opened (\(reason)).")
        case .SQLITE_CORRUPT, .SQLITE_NOTADB: return .damaged("\(reason).")
        case .SQLITE_IOERR, .SQLITE_NOMEM: return .unavailable("\(reason).")
        case .SQLITE_MISMATCH, .SQLITE_TOOBIG, .SQLITE_RANGE:
            return .value("A value doesn't fit its column: \(reason).")
        case .SQLITE_MISUSE where error.message == "Connection is closed": return .closed
        default: return .statement("\(reason) (\(what.prefix(SQL.shownInErrors)))")
        }
    }

    /// `UNIQUE constraint failed: person.email, person.kind` or `…: index 'person_email'`
    private static func violatedKey(_ message: String) -> ViolatedKey {
        guard let colon = message.firstRange(of: ": ") else {
            return ViolatedKey(table: nil, columns: [], name: nil)
        }
        let what = message[colon.upperBound...]
        if what.hasPrefix("index '") {
            let name = what.dropFirst("index '".count).dropLast()
            return ViolatedKey(table: nil, columns: [], name: String(name))
        }
        var table: String?
        let columns = what.split(separator: ",").map { part in
            let names = part.split(separator: ".", maxSplits: 1)
            if names.count == 2 { table = String(names[0].drop { $0 == " " }) }
            return String(names.last ?? part)
        }
        return ViolatedKey(table: table, columns: columns, name: nil)
    }
}
