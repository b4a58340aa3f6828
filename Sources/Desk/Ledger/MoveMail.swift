extension LedgerEntry {
    /// Moves a mail to the ticket that it belongs on.
    ///
    /// - Returns: the row's new standing.
    public func move(
        to id: TicketID, _ target: Ticket?, trace: [TraceStep], by actor: String
    ) throws(LedgerRefusal) -> LedgerStanding {
        let source = try presentTicket()
        guard let target else { throw .noSuchTicket(id) }
        guard target.id != source else { throw .isThereAlready(source) }
        let sentence = "\(actor) moved it here from ticket #\(source)."
        return LedgerStanding(
            // A delivery report stays one, wherever it is.
            outcome: outcome == .bounce ? .bounce : .reply, reason: sentence,
            trace: standing(trace: trace).overruled(
                "\(actor) moved it from ticket #\(source) to ticket #\(target.id)."),
            ticket: target.id, message: message)
    }

    /// The ticket whose conversation it is in.
    func presentTicket() throws(LedgerRefusal) -> TicketID {
        if isWaitingForUpdate { throw .waitsForUpdate }
        guard isOnTicket, let ticket, message != nil else { throw .isOnNoTicket }
        return ticket
    }
}
