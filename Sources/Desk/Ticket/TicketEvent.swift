/// A fact in a ticket's history: what happened, when, and by whom.
public struct TicketEvent: Hashable, Sendable, Codable, Identifiable {
    public enum Change: Hashable, Sendable, Codable {
        case created(byMail: LedgerID?)
        case clientReplied(TicketMessageID)
        case replied(TicketMessageID)
        case noted(TicketMessageID)
        case statusChanged(from: Ticket.Status, to: Ticket.Status)
        case reopened
        case assigned(from: PersonID?, to: PersonID?)
        case priorityChanged(from: Ticket.Priority, to: Ticket.Priority)
        case subjectChanged(from: String, to: String)
        case moved(from: ProjectID, to: ProjectID)
        /// A delivery report came for this answer.
        case notDelivered(TicketMessageID?, reason: String)
        /// The mail was taken for a reply by its subject alone, and nobody on the ticket sent it.
        case possibleMatch(TicketID)
    }

    public var id: Int64
    public var ticket: TicketID
    public var at: Instant
    /// Nil: the desk itself.
    public var actor: PersonID?
    public var change: Change

    public init(id: Int64, ticket: TicketID, at: Instant, actor: PersonID?, change: Change) {
        self.id = id
        self.ticket = ticket
        self.at = at
        self.actor = actor
        self.change = change
    }
}
