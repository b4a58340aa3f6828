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
        /// A mail system still tries to deliver this answer.
        case delayed(TicketMessageID, reason: String)
        /// An answer that was not delivered was sent again with success.
        case deliveredAfterAll(TicketMessageID)
        /// The project has a first answer, and this ticket got none.
        case noFirstAnswer(reason: String)
        /// It goes on from a ticket that was closed for too long to be opened again.
        case follows(TicketID)
        /// A late reply to this ticket started a new one.
        case followed(by: TicketID)
        /// A client's reply did not open the closed ticket again: it was opened too often.
        case reopeningHeld
        /// An operator passed a mail on; its author became the requester.
        case forwarded(by: PersonID, author: PersonID)
        case requesterChanged(from: PersonID, to: PersonID)
        /// A line of an operator's mail that told the desk to do something. Nil: it was done.
        case commanded(line: String, refusal: MailCommand.Refusal?)
        case timeSpent(TimeEntryID, minutes: Int)
        case timeTakenBack(minutes: Int)
        case timeChanged(TimeEntryID, from: Int, to: Int)
        case tagged(add: [String], remove: [String])
        /// Somebody attached a mail by hand.
        case mailAttached(LedgerID)
        /// A mail left the conversation: to another ticket, or back to the ledger.
        case mailTakenAway(LedgerID, to: TicketID?)
        /// A mail came from another ticket's conversation.
        case mailMovedHere(LedgerID, from: TicketID)
        case deleted
        /// The deletion was undone.
        case restored
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
