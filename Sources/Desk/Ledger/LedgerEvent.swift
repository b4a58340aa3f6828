/// What somebody did with a mail in the ledger: who, when, what, and how it was before.
public struct LedgerEvent: Hashable, Sendable, Codable, Identifiable {
    public enum Change: Hashable, Sendable, Codable {
        /// Its fate was forgotten, to be decided anew.
        case processedAgain(before: LedgerStanding, isAfterUpgrade: Bool)
        case madeTicket(TicketID, before: LedgerStanding)
        case attached(to: TicketID, before: LedgerStanding, ticket: TicketStanding)
        /// Ignored, and its sender, domain or subject blocked from now on.
        ///
        /// `isNew`: this made the block, so that taking it back removes it.
        case blocked(BlockRule, isNew: Bool, before: LedgerStanding)
        /// It left a conversation and is a ticket of its own.
        case detached(
            from: TicketID, to: TicketID, before: LedgerStanding, formerTicket: TicketStanding)
        case moved(
            from: TicketID, to: TicketID, before: LedgerStanding, formerTicket: TicketStanding,
            newTicket: TicketStanding)
        /// An earlier event was taken back.
        case tookBack(Int64)
    }

    public var id: Int64
    public var mail: LedgerID
    public var at: Instant
    /// Nil: the desk itself, or the command line.
    public var actor: PersonID?
    public var change: Change

    public init(id: Int64, mail: LedgerID, at: Instant, actor: PersonID?, change: Change) {
        self.id = id
        self.mail = mail
        self.at = at
        self.actor = actor
        self.change = change
    }

    /// The event that can be taken back: the newest of a mail that was not. Those before it have to wait,
    /// because what they changed was changed again.
    public static func newestStanding(of events: [LedgerEvent]) -> LedgerEvent? {
        let takenBack = takenBack(of: events)
        return events.sorted { $0.id < $1.id }.last { event in
            if case .tookBack = event.change { return false }
            return !takenBack.contains(event.id)
        }
    }

    /// The events of a mail that hold no more.
    public static func takenBack(of events: [LedgerEvent]) -> Set<Int64> {
        Set(
            events.compactMap { event in
                if case .tookBack(let id) = event.change { id } else { nil }
            })
    }
}
