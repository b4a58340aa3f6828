internal import Desk
internal import IMAP
internal import Store

/// Files processed mail away on an IMAP server. Driven by the ledger, safe to repeat at any point.
struct IMAPFiling: Sendable {
    let context: JobContext
    let mailbox: Mailbox
    let lease: Lease
    let client: IMAP.Client
    let log: RunLog

    /// Moves in one command: enough to be quick, few enough to be retried cheaply.
    private static let batch = 100

    /// Moves more often refused than this in one check are the folder's trouble, not a mail's.
    private static let mostRefusals = 8

    /// Files away what the ledger says is to be. What the server refuses stays open for the next check and
    /// holds up nothing else.
    ///
    /// - Throws: the first refusal, after everything else was filed.
    func fileAway() async throws {
        var refusals = Refusals()
        while try await context.isActive(mailbox.id) {
            try Task.checkCancellation()
            let limit = Self.batch + refusals.stuck.count
            let entries = try await context.store.read { t in
                try t.ledger.toFile(mailbox: mailbox.id, limit: limit)
            }.filter { [stuck = refusals.stuck] in !stuck.contains($0.id) }
            guard !entries.isEmpty else { break }
            let groups = Dictionary(grouping: entries) {
                Group(
                    folder: $0.place.folder, validity: $0.place.uidValidity ?? 0,
                    isToFailure: $0.filing.isToFailure)
            }
            for (group, entries) in groups.sorted(by: { $0.key.folder < $1.key.folder }) {
                try await file(entries, group, &refusals)
            }
        }
        if let first = refusals.first { throw first }
    }

    private struct Group: Hashable {
        var folder: String
        var validity: Int64
        var isToFailure: Bool
    }

    private struct Refusals {
        var first: IMAPError?
        var count = 0
        /// Not tried again in this check.
        var stuck: Set<LedgerID> = []
    }

    /// Where a server refuses a batch because of one mail in it, the others are filed in smaller ones.
    private func file(
        _ entries: [LedgerEntry], _ group: Group, _ refusals: inout Refusals
    ) async throws {
        do {
            try await file(entries, group)
        } catch let error as IMAPError where error.leavesConnection {
            refusals.first = refusals.first ?? error
            refusals.count += 1
            guard entries.count > 1, refusals.count < Self.mostRefusals else {
                refusals.stuck.formUnion(entries.map(\.id))
                return log.add(
                    "\(mailbox.name): \(entries.count) mails wait to be moved: \(error.sentence)")
            }
            let middle = entries.count / 2
            try await file(Array(entries[..<middle]), group, &refusals)
            try await file(Array(entries[middle...]), group, &refusals)
        }
    }

    private func file(_ entries: [LedgerEntry], _ group: Group) async throws {
        let selected: Selected
        do {
            selected = try await client.select(group.folder)
        } catch let error as IMAPError where error.isMissingFolder {
            // Somebody removed or renamed the folder, and the mails with it.
            log.add("\(mailbox.name): \(group.folder) is gone, and its mails can't be moved")
            return try await set(.done, entries)
        }
        guard Int64(selected.uidValidity.raw) == group.validity else {
            // Renumbered: these places are no more. Reading the folder anew finds them again.
            return try await set(.done, entries)
        }
        let target = group.isToFailure ? mailbox.failureFolder : mailbox.successFolder
        guard !target.isEmpty && target != group.folder else {
            let flag = group.isToFailure ? "\\Flagged" : "\\Seen"
            try await client.addFlags([flag], to: uids(of: entries))
            return try await set(.done, entries)
        }
        let begun = entries.filter(\.filing.isBegun)
        let fresh = entries.filter { !$0.filing.isBegun }
        if !begun.isEmpty {
            try await finishMoves(begun, from: group.folder, to: target)
        }
        if !fresh.isEmpty {
            try await set(group.isToFailure ? .movingToFailure : .movingToSuccess, fresh)
            try await move(uids(of: fresh), from: group.folder, to: target)
            if !group.isToFailure { try await recover(fresh, from: group.folder, to: target) }
            try await set(.done, fresh)
        }
    }

    private func move(_ uids: [UID], from folder: String, to target: String) async throws {
        do {
            try await client.move(uids, to: target)
        } catch let error as IMAPError where error.leavesConnection {
            // Not every server says in a code that the target is missing.
            guard try await !client.folders().contains(where: { $0.name == target }) else {
                throw error
            }
            try await client.createFolder(target)
            _ = try await client.select(folder)
            try await client.move(uids, to: target)
        }
    }

    /// A mail that failed once and was processed again lies in the failure folder: it goes to the
    /// success folder from there.
    private func recover(
        _ entries: [LedgerEntry], from folder: String, to target: String
    ) async throws {
        let failures = mailbox.failureFolder
        let again = entries.filter { $0.attempts > 0 }
        guard !failures.isEmpty, failures != folder, failures != target, !again.isEmpty else {
            return
        }
        do {
            _ = try await client.select(failures)
        } catch let error as IMAPError where error.isMissingFolder {
            return
        }
        for entry in again {
            if let uid = try await copies(of: entry).first {
                try await move([uid], from: failures, to: target)
            }
        }
    }

    /// A move whose end was not seen: the mail may be in the old folder, in the new one, or in both.
    private func finishMoves(
        _ entries: [LedgerEntry], from folder: String, to target: String
    ) async throws {
        let open = try await unmoved(entries)
        let arrived = open.isEmpty ? [] : try await copies(of: open, in: target)
        _ = try await client.select(folder)
        if !arrived.isEmpty {
            log.add(
                "\(mailbox.name): \(arrived.count) moves were cut off half-way and are finished")
            try await client.remove(uids(of: arrived))
        }
        let isArrived = Set(arrived.map(\.id))
        let rest = open.filter { !isArrived.contains($0.id) }
        if !rest.isEmpty { try await move(uids(of: rest), from: folder, to: target) }
        try await set(.done, entries)
    }

    /// Which of the entries lie where they were, in the selected folder.
    ///
    /// The server may still be moving them for a process that was killed a moment ago: it is looked until two
    /// looks see the same.
    private func unmoved(_ entries: [LedgerEntry]) async throws -> [LedgerEntry] {
        var present = Set<Int64>()
        for look in 0..<Self.mostLooks {
            let seen = Set(
                try await client.facts(of: uids(of: entries)).map { Int64($0.uid.raw) })
            let isSettled = seen.isEmpty || !lease.isTakenOver || (look > 0 && seen == present)
            present = seen
            if isSettled { break }
            try await Task.sleep(for: Self.settling)
        }
        return entries.filter { present.contains($0.place.uid ?? 0) }
    }

    /// Between two looks: a server moves a batch in less, or shows some progress.
    private static let settling = Duration.seconds(1)
    /// A server that takes longer is hardly at work any more.
    private static let mostLooks = 20

    /// Which of the entries have a copy in the target folder that no other ledger row accounts for.
    private func copies(
        of entries: [LedgerEntry], in target: String
    ) async throws -> [LedgerEntry] {
        do {
            _ = try await client.select(target)
        } catch let error as IMAPError where error.isMissingFolder {
            return []
        }
        var found: [LedgerEntry] = []
        for entry in entries {
            let present = try await copies(of: entry).count
            let accounted = try await context.store.read { t in
                try t.ledger.filedCopies(of: entry)
            }
            let taken = found.filter { $0.digest == entry.digest }.count
            if present > accounted + taken { found.append(entry) }
        }
        return found
    }

    /// The messages of the selected folder that are this mail, byte for byte.
    private func copies(of entry: LedgerEntry) async throws -> [UID] {
        let candidates =
            if let id = entry.messageID {
                // A long one is shortened in the ledger, its beginning kept.
                try await client.search(messageID: String(id.prefix(Self.longestSearch)))
            } else {
                try await client.search(from: UID(1))
            }
        var facts = try await client.facts(of: candidates)
        if entry.messageID == nil || entry.isHeaderOnly {
            facts = facts.filter { $0.size == nil || $0.size == entry.size }
        }
        var found: [UID] = []
        for fact in facts {
            let bytes =
                entry.isHeaderOnly
                ? try await client.header(of: fact.uid)
                : try await client.read([fact], largest: mailbox.largestMail).mails[fact.uid]
            if let bytes, Digest.sha256Hex(bytes) == entry.digest { found.append(fact.uid) }
        }
        return found
    }

    /// Enough of a Message-ID to find it by. In characters.
    private static let longestSearch = 200

    private func uids(of entries: [LedgerEntry]) -> [UID] {
        entries.compactMap { $0.place.uid.map { UID(UInt32(clamping: $0)) } }
    }

    private func set(_ filing: LedgerEntry.Filing, _ entries: [LedgerEntry]) async throws {
        let now = context.now()
        try await context.store.write { t in
            try lease.renew(t, now: now)
            try t.ledger.setFiling(entries.map(\.id), filing)
        }
    }
}
