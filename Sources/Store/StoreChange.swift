public import Desk

/// That something was changed and committed, for pages that are open to follow. It says where to look, not
/// what is there now.
public enum StoreChange: Hashable, Sendable {
    case ticket(TicketID)
    case mailbox
    case task
    case job(JobID)
    case ledger
    case outbox
    /// Something may have been missed, as after a lost connection to the database: look at everything.
    case everything

    /// The notification channel of both engines that changes go through.
    static let channel = "martlet_change"

    var payload: String {
        switch self {
        case .ticket(let id): "ticket \(id)"
        case .mailbox: "mailbox"
        case .task: "task"
        case .job(let id): "job \(id)"
        case .ledger: "ledger"
        case .outbox: "outbox"
        case .everything: "everything"
        }
    }

    /// Nil for a payload that this version does not know: another version may share the database.
    init?(payload: String) {
        guard !payload.isEmpty else {
            self = .everything
            return
        }
        let words = payload.split(separator: " ")
        guard let kind = words.first else { return nil }
        let number = words.count == 2 ? Int64(words[1]) : nil
        switch (kind, number) {
        case ("ticket", let id?): self = .ticket(TicketID(rawValue: id))
        case ("job", let id?): self = .job(JobID(rawValue: id))
        case ("mailbox", nil): self = .mailbox
        case ("task", nil): self = .task
        case ("ledger", nil): self = .ledger
        case ("outbox", nil): self = .outbox
        case ("everything", nil): self = .everything
        default: return nil
        }
    }
}
