/// What can go wrong with a database, one case per remedy.
///
/// No case carries a stored value, so that an error may be logged.
public enum DatabaseError: Error, Sendable, Hashable {
    /// The database can't be reached. Try again later.
    case unavailable(String)
    /// Others were in the way for longer than is waited. Try again later.
    case busy(String)
    /// The connection was lost while COMMIT was under way: the changes are either all stored or
    /// not at all. Do it again in a way that is safe to do twice.
    case commitUnknown
    /// A row with that key exists already.
    case uniqueViolation(ViolatedKey)
    /// A row refers to one that does not exist, or is referred to and can't be deleted.
    case foreignKeyViolation(String)
    /// NULL where none is allowed, or a CHECK that says no.
    case constraintViolation(String)
    /// The database was written by a newer version of the program.
    case schemaTooNew(found: Int, known: Int)
    /// The server does not let us in or not do what we must, or the address is not one. A person
    /// must act.
    case refused(String)
    /// There is no room. A person must act.
    case diskFull
    /// The database, or this transaction, can't be written to.
    case readOnly(String)
    /// The file is not a database, or is broken. A person must act.
    case damaged(String)
    /// A value can't be stored, or a stored one is not of the type asked for.
    case value(String)
    /// The statement is wrong: a defect of the program.
    case statement(String)
    /// The database was closed before.
    case closed
}

/// The unique key that a row would have broken.
///
/// SQLite names the columns, or for an index on expressions the index; PostgreSQL both.
public struct ViolatedKey: Sendable, Hashable {
    public var table: String?
    public var columns: [String]
    /// The name of the constraint or index.
    public var name: String?

    public init(table: String?, columns: [String], name: String?) {
        self.table = table
        self.columns = columns
        self.name = name
    }

    /// Whether it is a table's key on exactly these columns.
    public func isOn(_ table: String, _ columns: [String]) -> Bool {
        self.table == table && Set(self.columns) == Set(columns)
    }
}

extension DatabaseError: CustomStringConvertible {
    public var description: String { sentence }

    /// What happened and what to do, for a person.
    public var sentence: String {
        switch self {
        case .unavailable(let reason):
            "The database can't be reached: \(reason) Check that its server runs, then try again."
        case .busy(let reason):
            "The database is busy: \(reason) Try again in a moment."
        case .commitUnknown:
            "The connection to the database was lost while changes were being saved. "
                + "Look whether they are there before you make them again."
        case .uniqueViolation(let key):
            "There is already a row with the same \(key.description)."
        case .foreignKeyViolation(let reason):
            "The row is tied to one that is missing, or is still in use: \(reason)"
        case .constraintViolation(let reason):
            "The row is not allowed: \(reason)"
        case .schemaTooNew(let found, let known):
            "The database has schema \(found), and this version of the program knows schemas up "
                + "to \(known). Install the version that wrote it or a newer one, or restore the "
                + "backup that was made before the upgrade."
        case .refused(let reason):
            "The database can't be used as asked: \(reason)"
        case .diskFull:
            "The disk of the database is full. Make room, then try again."
        case .readOnly(let reason):
            "The database can't be written to: \(reason)"
        case .damaged(let reason):
            "The database can't be used: \(reason) Restore it from a backup."
        case .value(let reason):
            reason
        case .statement(let reason):
            "The database refused a statement. This is a defect; please report it: \(reason)"
        case .closed:
            "The database is closed."
        }
    }
}

extension ViolatedKey: CustomStringConvertible {
    public var description: String {
        if !columns.isEmpty { return columns.joined(separator: ", ") }
        return name ?? "key"
    }
}
