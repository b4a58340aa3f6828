extension LedgerEntry {
    /// *Attach to ticket…*: a mail that is on no ticket becomes a reply on one.
    public func attach(
        to id: TicketID, _ ticket: Ticket?, trace: [TraceStep], by actor: String
    ) throws(LedgerRefusal) -> Decision {
        if isOnTicket { throw .isOnTicket(self.ticket ?? 0) }
        guard raw != nil else { throw .rawMailIsGone }
        guard let ticket else { throw .noSuchTicket(id) }
        let sentence = "\(actor) attached it to ticket #\(ticket.id)."
        return Decision(
            fate: .reply(ticket.id), reason: sentence,
            trace: standing(trace: trace).overruled(sentence))
    }
}
