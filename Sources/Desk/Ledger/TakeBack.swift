/// How an action is taken back. One sentence each, which the pages and the manual repeat:
///
/// - *Process again*, *Make a ticket of it*: the ticket that came of it gets a tombstone, a reply leaves its
///   ticket, and the row says again what it said before.
/// - *Attach to ticket…*: the mail leaves the ticket, whose status goes back where nobody changed it since.
/// - *Detach*, *Move*: the mail goes back to where it was; a ticket that was left empty is there again, one
///   that was made is a tombstone.
/// - *Ignore and block sender*: the block is removed and the mail is decided anew.
///
/// Nothing is ever taken back at the price of what others wrote since.
public struct TakingBack: Hashable, Sendable {
    public enum Way: Hashable, Sendable {
        /// Off the ticket that it is on, and the row as it was.
        case restore(LedgerStanding, ticket: TicketStanding?)
        /// Back to the conversation that it was taken from.
        case moveBack(to: TicketID, LedgerStanding, formerTicket: TicketStanding)
        /// Without the block, if this made it.
        case decideAgain(unblocking: BlockRule?)
    }

    public var event: LedgerEvent
    public var way: Way
    /// The ticket that has nothing but this mail, and goes with the action.
    public var ticketToErase: TicketID?

    /// - Parameters:
    ///   - events: all of the mail's.
    ///   - messages: how many the ticket has that the mail is on now.
    public init(
        of entry: LedgerEntry, events: [LedgerEvent], messages: Int
    ) throws(LedgerRefusal) {
        guard let event = LedgerEvent.newestStanding(of: events) else { throw .nothingToTakeBack }
        self.event = event
        switch event.change {
        case .processedAgain(let before, _), .madeTicket(_, let before):
            // A reply or a report only leaves the ticket again; what became a ticket takes it along.
            if entry.outcome == .ticket, let ticket = entry.ticket {
                guard messages <= 1 else { throw .hasOtherMessages(ticket) }
                ticketToErase = ticket
            }
            way = .restore(before, ticket: nil)
        case .attached(_, let before, let ticket):
            way = .restore(before, ticket: ticket)
        case .blocked(let rule, let isNew, _):
            way = .decideAgain(unblocking: isNew ? rule : nil)
        case .detached(let from, let to, let before, let formerTicket):
            guard messages <= 1 else { throw .hasOtherMessages(to) }
            ticketToErase = to
            way = .moveBack(to: from, before, formerTicket: formerTicket)
        case .moved(let from, _, let before, let formerTicket, _):
            way = .moveBack(to: from, before, formerTicket: formerTicket)
        case .tookBack:
            throw .nothingToTakeBack
        }
    }
}
