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

    func fileAway() async throws {
        while true {
            try Task.checkCancellation()
            let entries = try await context.store.read { t in
                try t.ledger.toFile(mailbox: mailbox.id, limit: Self.batch)
            }
            guard !entries.isEmpty else { return }
            let groups = Dictionary(grouping: entries) {
                Group(
                    folder: $0.place.folder, validity: $0.place.uidValidity ?? 0,
                    isToFailure: $0.filing.isToFailure)
            }
            for (group, entries) in groups.sorted(by: { $0.key.folder < $1.key.folder }) {
                try await file(entries, group)
            }
        }
    }

    private struct Group: Hashable {
        var folder: String
        var validity: Int64
        var isToFailure: Bool
    }

    private func file(_ entries: [LedgerEntry], _ group: Group) async throws {
        let selected = try await client.select(group.folder)
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
            try await move(fresh, from: group.folder, to: target)
            try await set(.done, fresh)
        }
    }

    private func move(_ entries: [LedgerEntry], from folder: String, to target: String) async throws
    {
        do {
            try await client.move(uids(of: entries), to: target)
        } catch let error as IMAPError where error.isMissingFolder {
            try await client.createFolder(target)
            _ = try await client.select(folder)
            try await client.move(uids(of: entries), to: target)
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
        if !rest.isEmpty { try await move(rest, from: folder, to: target) }
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
            let present = try await copyCount(of: entry)
            let accounted = try await context.store.read { t in
                try t.ledger.filedCopies(of: entry)
            }
            let taken = found.filter { $0.digest == entry.digest }.count
            if present > accounted + taken { found.append(entry) }
        }
        return found
    }

    private func copyCount(of entry: LedgerEntry) async throws -> Int {
        let candidates =
            if let id = entry.messageID {
                try await client.search(messageID: id)
            } else {
                try await client.search(from: UID(1))
            }
        let facts = try await client.facts(of: candidates).filter {
            $0.size == nil || $0.size == entry.size || entry.isHeaderOnly
        }
        // Its bytes are above the limit and unknown here: the Message-ID has to do.
        if entry.isHeaderOnly { return facts.count }
        var count = 0
        for fact in facts {
            let read = try await client.read([fact], largest: mailbox.largestMail)
            if let bytes = read.mails[fact.uid], Digest.sha256Hex(bytes) == entry.digest {
                count += 1
            }
        }
        return count
    }

    private func uids(of entries: [LedgerEntry]) -> [UID] {
        entries.compactMap { $0.place.uid.map { UID(UInt32(clamping: $0)) } }
    }

    private func set(_ filing: LedgerEntry.Filing, _ entries: [LedgerEntry]) async throws {
        let now = context.now()
        try await context.store.write { t in
            try lease.renew(t, now: now)
            for entry in entries { try t.ledger.setFiling(entry.id, filing) }
        }
    }
}
