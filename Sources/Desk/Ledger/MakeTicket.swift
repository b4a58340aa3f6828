extension LedgerEntry {
    /// *Make a ticket of it*, whatever the rules said.
    ///
    /// - Parameter actor: who says so, by name.
    public func makeTicket(
        in project: Project?, trace: [TraceStep], by actor: String
    ) throws(LedgerRefusal) -> Decision {
        if isOnTicket { throw .isOnTicket(ticket ?? 0) }
        guard raw != nil else { throw .rawMailIsGone }
        guard let project, project.isActive else { throw .noSuchProject }
        let sentence = "\(actor) made a ticket of it in the project \(project.name)."
        return Decision(
            fate: .newTicket(project.id, possibleMatch: nil), reason: sentence,
            trace: standing(trace: trace).overruled(sentence))
    }
}
