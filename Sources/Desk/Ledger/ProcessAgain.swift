extension LedgerEntry {
    /// Whether the mail's fate may be decided anew: it made nothing so far. A mail on a ticket stays there,
    /// because deciding it anew would make it twice.
    public var canBeProcessedAgain: Bool {
        guard raw != nil, !isOnTicket else { return false }
        return outcome != nil || error != nil
    }

    /// *Process again*: what is decided is forgotten, and decided anew by today's rules.
    public func processAgain(
        trace: [TraceStep], isAfterUpgrade: Bool = false
    ) throws(LedgerRefusal) -> LedgerEvent.Change {
        if isOnTicket { throw .isOnTicket(ticket ?? 0) }
        guard raw != nil else { throw .rawMailIsGone }
        return .processedAgain(before: standing(trace: trace), isAfterUpgrade: isAfterUpgrade)
    }
}
