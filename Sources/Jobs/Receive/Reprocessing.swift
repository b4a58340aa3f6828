public import Desk
internal import Store

/// *Process again*: decides a mail anew that made no ticket, with today's rules.
public struct Reprocessing: Sendable {
    private let context: JobContext

    public init(_ context: JobContext) { self.context = context }

    /// - Throws: ``Failure`` with a sentence where the mail can't be decided again.
    public func processAgain(_ id: LedgerID) async throws {
        try await context.store.write { t in
            guard let entry = try t.ledger.find(id) else {
                throw Failure("There is no mail no. \(id) in the ledger.", remedy: .person)
            }
            guard entry.raw != nil else {
                throw Failure(
                    "The raw mail is not kept any more, so it can't be read again.",
                    remedy: .person)
            }
            switch entry.outcome {
            case .failed, .ignored, .duplicate, nil: break
            case .ticket, .reply, .bounce:
                throw Failure(
                    "Mail no. \(id) is on ticket #\(entry.ticket.map(String.init) ?? "?") already; "
                        + "deciding it again would count it twice.", remedy: .person)
            }
            try t.ledger.decideAgain(id)
            try t.announce(.ledger)
        }
        _ = try await TakeIn(context: context).takeInAll()
    }
}
