internal import Desk
internal import Logging
internal import MIME
internal import Store

/// Decides what becomes of stored mails and makes it so, one mail and one transaction at a time.
struct TakeIn: Sendable {
    let context: JobContext

    /// After so many attempts a mail that can't be processed is a failure for a person to look at.
    static let mostAttempts = 5
    /// Mails are taken in so many at a time, to bound what is held in memory.
    static let batch = 50

    /// Takes in everything that is stored and not decided, of all mailboxes.
    ///
    /// - Returns: what became of the mails.
    func takeInAll() async throws -> TaskRun.Counts {
        var counts = TaskRun.Counts()
        while true {
            try Task.checkCancellation()
            let now = context.now()
            let entries = try await context.store.read { t in
                try t.ledger.undecided(limit: Self.batch, now: now)
            }
            guard !entries.isEmpty else { return counts }
            for entry in entries { try await takeIn(entry, into: &counts) }
        }
    }

    private func takeIn(_ entry: LedgerEntry, into counts: inout TaskRun.Counts) async throws {
        do {
            guard let outcome = try await decideAndApply(entry) else { return }
            counts.read += 1
            counts.count(outcome)
        } catch let error where Failure(error).isAboutTheDesk {
            // The database is away: nothing is wrong with the mail. It stays as it is.
            throw error
        } catch {
            try await noteFailure(of: entry, error, into: &counts)
        }
    }

    private func decideAndApply(_ entry: LedgerEntry) async throws -> LedgerEntry.Outcome? {
        let (bytes, trusted) = try await context.store.read { t in
            (
                try entry.raw.flatMap { try t.rawMail.bytes(of: $0) } ?? [],
                try FactFinder.trusted(for: entry.mailbox, tables: t)
            )
        }
        let message = MIME.Message(bytes)
        let mail = ReceivedMail(message, trusting: trusted)
        let now = context.now()
        let decided = try await context.store.write { t -> Decision? in
            // Another node may have been quicker; the row is the truth.
            guard let current = try t.ledger.find(entry.id), current.outcome == nil else {
                return nil
            }
            let rules = try FactFinder.rules(for: current.mailbox, tables: t)
            let facts = try FactFinder(tables: t, stamp: context.store.stamp)
                .facts(for: mail, entry: current, bytes: bytes, rules: rules, now: now)
            let decision = Intake.decide(mail, facts: facts, rules: rules, now: now)
            try Application(tables: t, stamp: context.store.stamp, now: now)
                .apply(decision, of: mail, message: message, entry: current)
            return decision
        }
        if let decided {
            context.log.info(
                "mail taken in",
                metadata: [
                    "trace": "\(entry.traceID)", "ledger": "\(entry.id)",
                    "outcome": "\(decided.outcome.rawValue)",
                ])
            if case .held = decided.firstAnswer {
                context.log.error(
                    "automatic mail is held back: a breaker has caught",
                    metadata: ["trace": "\(entry.traceID)", "ledger": "\(entry.id)"])
            }
        }
        return decided?.outcome
    }

    /// One bad mail never holds up the next: it is tried again later, and at last handed to a person.
    private func noteFailure(
        of entry: LedgerEntry, _ error: any Error, into counts: inout TaskRun.Counts
    ) async throws {
        let now = context.now()
        let failure = Failure(error)
        // The desk's own trouble, whatever it is, never sends a mail to the failure folder.
        let isLast = entry.attempts + 1 >= Self.mostAttempts && failure.remedy == .giveUpOnMail
        context.log.error(
            "mail could not be taken in",
            metadata: ["trace": "\(entry.traceID)", "error": "\(failure.sentence)"])
        try await context.store.write { t in
            let delay = Duration.seconds(30 << min(entry.attempts, 10))
            try t.ledger.noteAttempt(
                entry.id, error: failure.sentence, nextAttemptAt: now + delay)
            guard isLast else { return }
            let decision = Decision(
                fate: .failed,
                reason: "It could not be processed in \(Self.mostAttempts) attempts: "
                    + failure.sentence,
                trace: [
                    TraceStep(
                        rule: "processing", finding: failure.sentence, verdict: .decided)
                ])
            try t.ledger.record(
                entry.id, decision: decision, ticket: nil, message: nil, waitingForUpdate: false,
                filing: .toFailure, at: now)
        }
        // What waits for another attempt was read too: the run's counts stay open, and it is red.
        counts.read += 1
        if isLast { counts.count(.failed) }
    }
}

extension TaskRun.Counts {
    mutating func count(_ outcome: LedgerEntry.Outcome) {
        switch outcome {
        case .ticket: created += 1
        case .reply: updated += 1
        case .bounce: bounces += 1
        case .ignored: ignored += 1
        case .duplicate: duplicates += 1
        case .failed: failed += 1
        }
    }
}
