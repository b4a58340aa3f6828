public import Desk

/// Whoever carries out what people do with mails in the ledger.
///
/// The pages ask for it, and the jobs can do it, because it needs all that intake needs. Neither knows the
/// other; the process that has both hands one to the other.
public protocol LedgerActing: Sendable {
    /// Does it in one transaction, with its events.
    ///
    /// - Parameter actor: nil for the command line.
    /// - Returns: the row as it is afterwards.
    /// - Throws: ``LedgerRefusal`` with why it can't be done; then nothing was changed.
    func perform(_ action: LedgerAction, on mail: LedgerID, by actor: PersonID?) async throws
        -> LedgerEntry

    /// *Process again* for all mails of a selection that can be: their fates are forgotten at once, and
    /// decided anew by the next run, which is asked for.
    ///
    /// - Returns: how many.
    func processAgain(_ selection: LedgerFilter, by actor: PersonID?) async throws -> Int
}
