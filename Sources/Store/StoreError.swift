public import Desk

/// What the store refuses, by what a caller or a person can do about it.
public enum StoreError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Somebody else changed the row since it was read: read again, and ask the person.
    case stale(TicketID)
    /// The row is not there (any more).
    case missing(String)
    /// The name or address is taken by another row of the same kind.
    case taken(String)
    /// The key file must be put right by a person before the server can start.
    case key(String)
    /// A stored value can't be read: the database was damaged or edited by hand.
    case damaged(String)

    /// What happened and what to do, for people.
    public var sentence: String {
        switch self {
        case .stale(let ticket):
            "Ticket #\(ticket) was changed by somebody else in the meantime. Look at it again before you save."
        case .missing(let what): "\(what) does not exist any more."
        case .taken(let what): "\(what) exists already. Choose another one."
        case .key(let text): text
        case .damaged(let what):
            "\(what) in the database can't be read. Restore a backup, or look for damage on the disk."
        }
    }

    public var description: String { sentence }
}
