extension LedgerEntry {
    /// *Make a ticket of it*, whatever the rules said.
    ///
    /// - Parameters:
    ///   - actor: who says so, by name.
    ///   - answer: whether the project's first answer goes out, with the step of the trace that says why.
    public func makeTicket(
        in project: Project?, trace: [TraceStep], by actor: String,
        answer: (verdict: FirstAnswer.Verdict, step: TraceStep)? = nil
    ) throws(LedgerRefusal) -> Decision {
        if isOnTicket { throw .isOnTicket(ticket ?? 0) }
        guard raw != nil else { throw .rawMailIsGone }
        guard let project, project.isActive else { throw .noSuchProject }
        let sentence = "\(actor) made a ticket of it in the project \(project.name)."
        return Decision(
            fate: .newTicket(project.id, possibleMatch: nil), reason: sentence,
            trace: standing(trace: trace).overruled(sentence) + [answer?.step].compactMap(\.self),
            firstAnswer: answer?.verdict)
    }
}
