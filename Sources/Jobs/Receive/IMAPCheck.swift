internal import Desk
internal import IMAP
internal import Store

/// One check of an IMAP mailbox: keeps what is new in each of its folders.
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
        Arrivals(context: context, mailbox: mailbox, lease: lease)
    }

    /// Keeps what is new in every folder. A folder that can't be read does not keep the others from it.
    ///
    /// - Returns: how many mails were stored.
    /// - Throws: the first folder's error, after the others were read.
    func receive() async throws -> Int {
        var added = 0
        var failure: (any Error)?
        for folder in mailbox.folders {
            guard try await context.isActive(mailbox.id) else { break }
            do {
                let count = try await receive(folder)
                added += count
                log.add("\(mailbox.name): \(folder): \(count) new")
            } catch let error as IMAPError where error.leavesConnection {
                log.add("\(mailbox.name): \(folder): \(error.sentence)")
                failure = failure ?? error
            }
        }
        if let failure { throw failure }
        return added
    }

    private func receive(_ folder: String) async throws -> Int {
        let selected = try await client.select(folder)
        let validity = Int64(selected.uidValidity.raw)
        let stored = try await context.store.read { t in
            try t.mailboxFolder.cursor(mailbox.id, folder)
        }
        let start = stored.flatMap { $0.uidValidity == validity ? $0.nextUID : nil } ?? 1
        if let stored, stored.uidValidity != validity {
            log.add("\(mailbox.name): \(folder): the server has renumbered it; reading it anew")
        }
        let facts = try await newFacts(in: folder, validity, from: start)
        var added = 0
        for batch in batches(of: facts) {
            try Task.checkCancellation()
            guard try await context.isActive(mailbox.id) else { return added }
            let (kept, unreadable) = try await fetch(batch, folder: folder, validity: validity)
            for one in unreadable {
                log.add(
                    "\(mailbox.name): \(folder): UID \(one.place.uid ?? 0) waits: \(one.sentence)")
            }
            added += try await arrivals.keep(
                kept, unreadable: unreadable, in: folder, cursor: nil)
        }
        // Every message below has its row now, or is older than what is to be read.
        let past = max(start, facts.last.map { Int64($0.uid.raw) + 1 } ?? start)
        let cursor = FolderCursor(uidValidity: validity, nextUID: past)
        if cursor != stored { _ = try await arrivals.keep([], in: folder, cursor: cursor) }
        return added
    }

    /// What the ledger has no mail of: new messages, and those that were not handed over before.
    private func newFacts(
        in folder: String, _ validity: Int64, from start: Int64
    ) async throws -> [MessageFacts] {
        let now = context.now()
        let (known, unread) = try await context.store.read { t in
            (
                try t.ledger.knownUIDs(
                    mailbox: mailbox.id, folder: folder, uidValidity: validity, from: start),
                try t.ledger.unread(mailbox: mailbox.id).filter {
                    $0.place.folder == folder && $0.place.uidValidity == validity
                }
            )
        }
        let again = unread.filter { ($0.nextAttemptAt ?? now) <= now }.compactMap { entry in
            entry.place.uid.map { UID(UInt32(clamping: $0)) }
        }
        let first = UID(UInt32(clamping: start))
        let uids = Set(try await client.search(from: first)).filter { uid in
            !known.contains(Int64(uid.raw))
        }.union(again)
        var facts = try await client.facts(of: uids.sorted())
        // What the server listed and then says nothing about was deleted meanwhile, or is being kept
        // from us: in the second case it is asked for like the others, and gets its row.
        let silent = uids.subtracting(facts.map(\.uid))
        if !silent.isEmpty {
            let listed = Set(try await client.search(from: silent.min() ?? first))
            facts += silent.intersection(listed).map { MessageFacts(uid: $0) }
        }
        return facts.filter { fact in
            // What was there before the mailbox was to be read from is left alone.
            guard let since = mailbox.readsMailSince, let date = fact.internalDate else {
                return true
            }
            return Instant(seconds: date) >= since
        }.sorted { $0.uid < $1.uid }
    }

    private func batches(of facts: [MessageFacts]) -> [[MessageFacts]] {
        var batches: [[MessageFacts]] = []
        var batch: [MessageFacts] = []
        var bytes = 0
        for fact in facts {
            let size = isLarge(fact) ? 0 : fact.size ?? 0
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

    private func isLarge(_ fact: MessageFacts) -> Bool {
        (fact.size ?? 0) > mailbox.largestMail
    }

    private func fetch(
        _ facts: [MessageFacts], folder: String, validity: Int64
    ) async throws -> (kept: [Arrival], unreadable: [Unreadable]) {
        var bodies = try await client.read(
            facts.filter { !isLarge($0) }, largest: mailbox.largestMail)
        var kept: [Arrival] = []
        var unreadable: [Unreadable] = []
        for fact in facts {
            let place = LedgerEntry.Place(
                folder: folder, uidValidity: validity, uid: Int64(fact.uid.raw))
            let receivedAt = fact.internalDate.map { Instant(seconds: $0) }
            // Some servers understate sizes: what turned out too large is read as a header too.
            let isHeaderOnly = isLarge(fact) || bodies.tooLarge.contains(fact.uid)
            let bytes: [UInt8]?
            if isHeaderOnly {
                (bytes, bodies.problems[fact.uid]) = try await header(of: fact.uid)
            } else {
                bytes = bodies.mails.removeValue(forKey: fact.uid)
            }
            if let bytes, !bytes.isEmpty {
                kept.append(
                    Arrival(
                        place: place,
                        size: isHeaderOnly ? fact.size ?? bytes.count : bytes.count,
                        receivedAt: receivedAt, bytes: bytes, isHeaderOnly: isHeaderOnly,
                        isDeleted: fact.flags.contains { $0.lowercased() == "\\deleted" }))
            } else {
                unreadable.append(
                    Unreadable(
                        place: place, size: fact.size ?? 0, receivedAt: receivedAt,
                        sentence: bodies.problems[fact.uid]
                            ?? "The mail server did not hand it over."))
            }
        }
        guard !unreadable.isEmpty else { return (kept, []) }
        // Somebody may have deleted them meanwhile: what is gone from the folder is not missing.
        let uids = unreadable.compactMap { $0.place.uid.map { UID(UInt32(clamping: $0)) } }
        let present = Set(
            try await client.search(from: uids.min() ?? UID(1)).map { Int64($0.raw) })
        return (kept, unreadable.filter { present.contains($0.place.uid ?? 0) })
    }

    private func header(of uid: UID) async throws -> ([UInt8]?, String?) {
        do {
            return (try await client.header(of: uid), nil)
        } catch let error as IMAPError where error.leavesConnection {
            return (nil, error.sentence)
        }
    }
}
