public import Desk
internal import Foundation
public import Store

extension LedgerDesk {
    /// Mails whose fates are forgotten in one transaction: some tens of milliseconds of work.
    private static let batch = 200

    /// A selection may be a whole quarantine, so it is done in batches; what is decided anew by the run in
    /// the meantime is not touched again.
    public func processAgain(_ selection: LedgerFilter, by actor: PersonID?) async throws -> Int {
        let now = context.now()
        var count = 0
        var last: LedgerID = 0
        while true {
            let after = last
            let done = try await context.store.write { t in
                try Self.forget(
                    try t.ledger.processable(selection, after: after, limit: Self.batch), actor,
                    isAfterUpgrade: false, now, t)
            }
            count += done.count
            guard let newest = done.last else { break }
            last = newest
        }
        if count > 0 {
            try await context.store.write { t in
                let job = try t.job.add(
                    Job(
                        id: 0, kind: .runTask, task: .receivingMails, askedBy: actor,
                        createdAt: now))
                try t.announce(.job(job.id))
                try t.announce(.ledger)
            }
        }
        return count
    }

    /// Decides everything that waits, for commands that have no server beside them.
    public func takeIn() async throws {
        _ = try await TakeIn(context: context).takeInAll()
    }

    /// The first run of another build of the program decides anew what had failed before: its parser or its
    /// rules may have learned. What is a ticket stays one.
    ///
    /// - Returns: how many; 0 where this build ran before.
    func afterUpgrade() async throws -> Int {
        let known = try await context.store.read { t in try Self.builds(t) }
        guard !known.contains(context.build) else { return 0 }
        let now = context.now()
        var count = 0
        var last: LedgerID = 0
        while true {
            let after = last
            let done = try await context.store.write { t in
                try Self.forget(
                    try t.ledger.processable(
                        LedgerFilter(outcome: .failed), after: after, limit: Self.batch),
                    nil, isAfterUpgrade: true, now, t)
            }
            count += done.count
            guard let newest = done.last else { break }
            last = newest
        }
        try await context.store.write { [count] t in
            // The last ones, so that two nodes of different builds do not take turns at it for ever.
            let builds = try (Self.builds(t) + [context.build]).suffix(Self.buildsKept)
            try t.setting.set(Self.buildsSetting, builds.joined(separator: "\n"))
            if count > 0 { try t.announce(.ledger) }
        }
        return count
    }

    private static let buildsSetting = "builds"
    private static let buildsKept = 10

    private static func builds(_ t: Tables) throws -> [String] {
        try t.setting.text(buildsSetting)?.components(separatedBy: "\n") ?? []
    }

    private static func forget(
        _ entries: [LedgerEntry], _ actor: PersonID?, isAfterUpgrade: Bool, _ now: Instant,
        _ t: Tables
    ) throws -> [LedgerID] {
        for entry in entries {
            let change = try entry.processAgain(
                trace: try t.ledger.trace(of: entry.id), isAfterUpgrade: isAfterUpgrade)
            try t.ledger.decideAgain(entry.id)
            try t.ledgerEvent.add(entry.id, at: now, actor: actor, change: change)
        }
        return entries.map(\.id)
    }
}
