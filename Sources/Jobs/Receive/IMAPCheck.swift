internal import Desk
internal import IMAP
internal import Store

/// One check of an IMAP mailbox: keeps what is new, and files away what is done.
struct IMAPCheck: Sendable {
    let context: JobContext
    let mailbox: Mailbox
    let lease: Lease
    let client: IMAP.Client
    let log: RunLog

    /// Mails kept in one transaction: few enough that a pause takes effect soon.
    private static let mailsPerBatch = 25
    /// Bytes of mail held in memory at a time, one mail above it excepted.
    private static let bytesPerBatch = 16 << 20

    private var arrivals: Arrivals {
        Arrivals(context: context, mailbox: mailbox.id, lease: lease)
    }

    /// Keeps what is new in every folder.
    ///
    /// - Returns: how many mails are new to the ledger.
    func receive() async throws -> Int {
        var added = 0
        for folder in mailbox.folders {
            let count = try await receive(folder)
            added += count
            log.add("\(mailbox.name): \(folder): \(count) new")
        }
        return added
    }

    private func receive(_ folder: String) async throws -> Int {
        let selected = try await client.select(folder)
        let validity = Int64(selected.uidValidity.raw)
        let stored = try await context.store.read { t in
            try t.mailboxFolder.cursor(mailbox.id, folder)
        }
        let start = stored.flatMap { $0.uidValidity == validity ? $0.nextUID : nil } ?? 1
        if stored != nil && start == 1 && stored?.uidValidity != validity {
            log.add("\(mailbox.name): \(folder): the server has renumbered it; reading it anew")
        }
        let known = try await context.store.read { t in
            try t.ledger.knownUIDs(
                mailbox: mailbox.id, folder: folder, uidValidity: validity, from: start)
        }
        let first = UID(UInt32(clamping: start))
        let uids = try await client.search(from: first)
            .sorted().filter { !known.contains(Int64($0.raw)) }
        let facts = try await client.facts(of: uids).sorted { $0.uid < $1.uid }
        // What the server listed and then says nothing about was deleted meanwhile, or is being kept
        // from us: only in the first case may the cursor move past it.
        let silent = Set(uids).subtracting(facts.map(\.uid))
        let kept =
            silent.isEmpty ? [] : Set(try await client.search(from: first)).intersection(silent)
        // What was there before the mailbox was to be read from is left alone.
        let wanted = facts.filter { fact in
            guard let since = mailbox.readsMailSince, let date = fact.internalDate else {
                return true
            }
            return Instant(seconds: date) >= since
        }
        var added = 0
        var isUnbroken = kept.isEmpty
        if !kept.isEmpty {
            log.add(
                "\(mailbox.name): \(folder): \(kept.count) mails could not be read; they are asked for again"
            )
        }
        for batch in batches(of: wanted) {
            try Task.checkCancellation()
            guard try await isStillActive() else { return added }
            let (kept, missing) = try await fetch(batch, folder: folder, validity: validity)
            isUnbroken = isUnbroken && missing.isEmpty
            for uid in missing {
                log.add(
                    "\(mailbox.name): \(folder): the server did not hand over UID \(uid.raw); it is asked again"
                )
            }
            // The cursor stays before a mail that could not be read, so that it is asked for again.
            let next = batch.last.map { Int64($0.uid.raw) + 1 }
            let cursor =
                isUnbroken
                ? next.map { FolderCursor(uidValidity: validity, nextUID: $0) } : nil
            added += try await arrivals.keep(kept, in: folder, cursor: cursor)
        }
        if isUnbroken {
            let past = max(start, facts.last.map { Int64($0.uid.raw) + 1 } ?? start)
            let cursor = FolderCursor(uidValidity: validity, nextUID: past)
            if cursor != stored { _ = try await arrivals.keep([], in: folder, cursor: cursor) }
        }
        return added
    }

    /// Off means off: what is in flight finishes the batch at hand and stops.
    private func isStillActive() async throws -> Bool {
        let current = try await context.store.read { t in try t.mailbox.find(mailbox.id) }
        return current?.isActive ?? false
    }

    private func batches(of facts: [MessageFacts]) -> [[MessageFacts]] {
        var batches: [[MessageFacts]] = []
        var batch: [MessageFacts] = []
        var bytes = 0
        for fact in facts {
            let known = fact.size ?? 0
            let size = known > mailbox.largestMail ? 0 : known
            if !batch.isEmpty
                && (batch.count == Self.mailsPerBatch || bytes + size > Self.bytesPerBatch)
            {
                batches.append(batch)
                batch = []
                bytes = 0
            }
            batch.append(fact)
            bytes += size
        }
        if !batch.isEmpty { batches.append(batch) }
        return batches
    }

    private func fetch(
        _ facts: [MessageFacts], folder: String, validity: Int64
    ) async throws -> (kept: [Arrival], missing: [UID]) {
        let isLarge = { (fact: MessageFacts) in (fact.size ?? 0) > mailbox.largestMail }
        var bodies = try await client.read(
            facts.filter { !isLarge($0) }, largest: mailbox.largestMail)
        var kept: [Arrival] = []
        for fact in facts {
            // Some servers understate sizes: what turned out too large is read as a header too.
            let isHeaderOnly = isLarge(fact) || bodies.tooLarge.contains(fact.uid)
            let bytes =
                isHeaderOnly
                ? try await client.header(of: fact.uid)
                : bodies.mails.removeValue(forKey: fact.uid)
            guard let bytes, !bytes.isEmpty else { continue }
            kept.append(
                Arrival(
                    place: .init(
                        folder: folder, uidValidity: validity, uid: Int64(fact.uid.raw)),
                    size: isHeaderOnly ? fact.size ?? bytes.count : bytes.count,
                    receivedAt: fact.internalDate.map { Instant(seconds: $0) }, bytes: bytes,
                    isHeaderOnly: isHeaderOnly))
        }
        let found = Set(kept.compactMap(\.place.uid))
        let unread = facts.map(\.uid).filter { !found.contains(Int64($0.raw)) }
        guard !unread.isEmpty else { return (kept, []) }
        // Somebody may have deleted them meanwhile: what is gone from the folder is not missing.
        let present = Set(try await client.facts(of: unread).map(\.uid))
        return (kept, unread.filter(present.contains))
    }
}
