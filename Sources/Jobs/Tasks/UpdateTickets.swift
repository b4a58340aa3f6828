internal import Desk
internal import Logging
internal import MIME
internal import Store

/// The task *automatically updating tickets*: applies replies that wait in the ledger, in their order.
struct UpdateTickets: Sendable {
    let context: JobContext
    let log: RunLog

    private static let batch = 100

    func run() async throws -> (counts: TaskRun.Counts, failures: [String]) {
        var counts = TaskRun.Counts()
        var failures: [String] = []
        var failed: Set<LedgerID> = []
        while true {
            try Task.checkCancellation()
            // What failed a moment ago still waits; look past it.
            let limit = Self.batch + failed.count
            let entries = try await context.store.read { t in
                try t.ledger.waitingReplies(limit: limit)
            }.filter { !failed.contains($0.id) }
            guard !entries.isEmpty else { return (counts, failures) }
            for entry in entries {
                do {
                    try await apply(entry)
                    counts.read += 1
                    counts.updated += 1
                } catch {
                    let failure = Failure(error)
                    if failure.isAboutTheDesk { throw error }
                    failed.insert(entry.id)
                    let now = context.now()
                    try await context.store.write { t in
                        try t.ledger.noteAttempt(
                            entry.id, error: failure.sentence, nextAttemptAt: now)
                    }
                    failures.append("Reply no. \(entry.id): \(failure.sentence)")
                    log.add("reply no. \(entry.id) waits: \(failure.sentence)")
                }
            }
        }
    }

    private func apply(_ entry: LedgerEntry) async throws {
        let (bytes, trusted) = try await context.store.read { t in
            (
                try entry.raw.flatMap { try t.rawMail.bytes(of: $0) } ?? [],
                try FactFinder.trusted(for: entry.mailbox, tables: t)
            )
        }
        let message = MIME.Message(bytes)
        let mail = ReceivedMail(message, trusting: trusted)
        let now = context.now()
        try await context.store.write { t in
            guard let current = try t.ledger.find(entry.id), current.isWaitingForUpdate else {
                return
            }
            try Application(tables: t, stamp: context.store.stamp, now: now)
                .applyReply(mail, message, entry: current, reason: current.reason)
        }
    }
}
