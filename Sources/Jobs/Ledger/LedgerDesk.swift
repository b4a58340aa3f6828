public import Desk
internal import Logging
internal import MIME
public import Store

/// Carries out what people do with mails in the ledger: each action is one transaction with its events.
public struct LedgerDesk: LedgerActing {
    let context: JobContext

    public init(_ context: JobContext) { self.context = context }

    public func perform(
        _ action: LedgerAction, on id: LedgerID, by actor: PersonID?
    ) async throws -> LedgerEntry {
        // Read and parsed before the transaction: a large mail takes its time.
        let mail = try await readMail(id)
        let (now, stamp) = (context.now(), context.store.stamp)
        let changed = try await context.store.write { t -> LedgerEntry in
            guard let entry = try t.ledger.find(id) else { throw LedgerRefusal.noSuchMail(id) }
            let hand = try Hand(
                tables: t, stamp: stamp, now: now, actor: actor, mail: mail, entry: entry)
            switch action {
            case .processAgain: try hand.processAgain()
            case .makeTicket(let project): try hand.makeTicket(in: project)
            case .attach(let ticket): try hand.attach(to: ticket)
            case .ignoreAndBlock(let rule): try hand.ignoreAndBlock(rule)
            case .detach: try hand.detach()
            case .move(let ticket): try hand.move(to: ticket)
            case .takeBack: try hand.takeBack()
            }
            try t.announce(.ledger)
            return try t.ledger.find(id) ?? entry
        }
        context.log.info(
            "ledger action", metadata: ["trace": "\(changed.traceID)", "ledger": "\(id)"])
        return changed
    }

    private func readMail(_ id: LedgerID) async throws -> MailInHand? {
        let (bytes, trusted) = try await context.store.read { t throws -> ([UInt8]?, Set<String>) in
            guard let entry = try t.ledger.find(id) else { return (nil, []) }
            return (
                try entry.raw.flatMap { try t.rawMail.bytes(of: $0) },
                try FactFinder.trusted(for: entry.mailbox, tables: t)
            )
        }
        return bytes.map { MailInHand($0, trusting: trusted) }
    }
}

/// A mail that somebody does something with.
struct MailInHand: Sendable {
    let bytes: [UInt8]
    let message: MIME.Message
    let mail: ReceivedMail

    init(_ bytes: [UInt8], trusting servers: Set<String>) {
        self.bytes = bytes
        message = MIME.Message(bytes)
        mail = ReceivedMail(message, trusting: servers)
    }
}
