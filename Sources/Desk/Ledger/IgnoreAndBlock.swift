extension LedgerEntry {
    /// By what its kind can be blocked; the subject without the marks of replies and forwards.
    public func blockRule(_ kind: BlockRule.Kind) -> BlockRule? {
        switch kind {
        case .address: return BlockRule(.address, from.address)
        case .domain:
            guard let at = from.address.lastIndex(of: "@") else { return nil }
            return BlockRule(.domain, String(from.address[from.address.index(after: at)...]))
        case .subject: return BlockRule(.subject, subject)
        }
    }

    /// *Ignore and block sender*. A ticket that has nothing but this mail goes with it.
    ///
    /// - Parameter messages: how many the mail's ticket has.
    public func ignoreAndBlock(
        _ rule: BlockRule?, messages: Int, trace: [TraceStep], by actor: String
    ) throws(LedgerRefusal) -> Decision {
        guard let rule else { throw .nothingToBlock }
        if isWaitingForUpdate { throw .waitsForUpdate }
        if isOnTicket, messages > 1 { throw .hasOtherMessages(ticket ?? 0) }
        let what =
            switch rule {
            case .address(let address): "the sender \(address)"
            case .domain(let domain): "the domain \(domain)"
            case .subject(let text): "subjects with “\(text)”"
            }
        let sentence = "\(actor) ignored it and blocked \(what)."
        return Decision(
            fate: .ignored, reason: sentence, trace: standing(trace: trace).overruled(sentence))
    }
}
