/// Why a transaction may be run again as a whole.
struct PostgresSetback: Error {
    enum Kind {
        /// There was no connection to begin with.
        case notConnected
        /// The connection went away before COMMIT was sent.
        case lost
        /// Another transaction was in the way: a serialization failure or a deadlock.
        case conflict
    }

    var kind: Kind
    var error: DatabaseError
}

/// PostgreSQL's SQLSTATE codes, translated by remedy.
///
/// Only the message's first part is used, never its detail, which shows values.
struct PostgresFailure {
    var error: DatabaseError
    var setback: PostgresSetback?

    init(
        _ result: PostgresResult, doing text: String, isConnected: Bool, wasPreparedBefore: Bool
    ) {
        let code = result.field(.sqlstate) ?? ""
        let message = result.field(.message) ?? "the connection was lost"
        let told = "\(message) (\(code), \(text.prefix(SQL.shownInErrors)))"
        switch code {
        case "23505":
            error = .uniqueViolation(Self.violatedKey(result))
        case "23503":
            error = .foreignKeyViolation("\(message).")
        case "40001", "40P01":
            error = .busy("Another transaction was in the way too often.")
            setback = PostgresSetback(kind: .conflict, error: error)
        case "55P03":
            error = .busy("Another transaction holds a lock for too long.")
        case "57014":
            error = .busy("A statement took too long and was ended.")
        case "25P03":
            error = .busy("A transaction was silent for too long and was ended.")
        case "25006":
            error = .readOnly("\(message).")
        case "42501":
            // Insufficient privilege: the user may not make tables in this schema.
            error = .refused("\(message).")
        case "53100":
            error = .diskFull
        case "26000" where wasPreparedBefore, "0A000" where wasPreparedBefore:
            // What was prepared is gone, or a table has changed its columns since: prepared again
            // on a new connection it works.
            error = .statement(told)
            setback = PostgresSetback(kind: .lost, error: error)
        case "", "57P01", "57P02", "57P03":
            error = .unavailable("The connection was lost.")
            setback = PostgresSetback(kind: .lost, error: error)
        default:
            switch code.prefix(2) {
            case "08":
                error = .unavailable("The connection was lost.")
                setback = PostgresSetback(kind: .lost, error: error)
            case "22":
                // The message of this class shows the value.
                error = .value("A value doesn't fit its column or function (\(code)).")
            case "23":
                error = .constraintViolation("\(message).")
            case "28", "3D":
                error = .refused("\(message).")
            case "53":
                error = .unavailable("\(message).")
            case "XX":
                error = .damaged("\(message).")
            default:
                error = .statement(told)
            }
        }
        // A transaction that was silent for too long would be so again.
        if !isConnected, setback == nil, code != "25P03" {
            setback = PostgresSetback(kind: .lost, error: error)
        }
    }

    /// The columns are only in the detail: `Key (mailbox, uidl)=(7, …) already exists.`, in any
    /// language. What follows the names is a stored value and stays behind.
    private static func violatedKey(_ result: PostgresResult) -> ViolatedKey {
        var columns: [String] = []
        if let detail = result.field(.detail), let open = detail.firstIndex(of: "("),
            let close = detail.firstRange(of: ")=(")
        {
            columns = detail[detail.index(after: open)..<close.lowerBound]
                .split(separator: ",").map { String($0.drop { $0 == " " }) }
        }
        return ViolatedKey(
            table: result.field(.table), columns: columns, name: result.field(.constraint))
    }
}
