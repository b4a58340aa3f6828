internal import Desk
internal import MIME
internal import Store

/// One message as a mail server handed it over, before anyone thinks about it.
struct Arrival: Sendable {
    var place: LedgerEntry.Place
    /// Bytes on the server.
    var size: Int
    /// Nil where the server does not say (POP3).
    var receivedAt: Instant?
    /// The whole mail, or its header alone.
    var bytes: [UInt8]
    var isHeaderOnly = false
    /// Somebody marked it as deleted and it is still there.
    var isDeleted = false
    /// It was on the server when this mailbox was read for the first time, and POP3 does not say since
    /// when: its own header has to.
    var wasThereBefore = false
}

/// One message that a server listed and did not hand over this time.
struct Unreadable: Sendable {
    var place: LedgerEntry.Place
    var size: Int
    var receivedAt: Instant?
    /// What the server said, as a sentence.
    var sentence: String
}

/// Keeps arrivals: raw bytes, ledger row and cursor in one transaction. After it nothing needs the network.
struct Arrivals: Sendable {
    let context: JobContext
    let mailbox: Mailbox
    let lease: Lease

    /// A message that was not handed over in so many checks is a failure for a person to look at.
    static let mostAttempts = 5

    /// - Parameters:
    ///   - unreadable: what the server listed and did not hand over. It gets its row too.
    ///   - cursor: where the folder is to be read on from, once these are kept.
    /// - Returns: how many were stored.
    func keep(
        _ arrivals: [Arrival], unreadable: [Unreadable] = [], in folder: String,
        cursor: FolderCursor?
    ) async throws -> Int {
        let now = context.now()
        let rows = arrivals.map { arrival in (arrival, entry(for: arrival, now: now)) }
        let missing = unreadable.map { ($0, entry(for: $0, now: now)) }
        // The unique keys and the renewed lease are the fence; read-committed, so that mailboxes
        // which are read at the same time do not undo one another.
        return try await context.store.take { t in
            try lease.renew(t, now: now)
            var added = 0
            for (arrival, entry) in rows where try keep(entry, arrival, t) { added += 1 }
            for (one, entry) in missing { try note(entry, one.sentence, now, t) }
            if let cursor { try t.mailboxFolder.setCursor(mailbox.id, folder, cursor) }
            if added > 0 { try t.announce(.ledger) }
            return added
        }
    }

    private func keep(_ entry: LedgerEntry, _ arrival: Arrival, _ t: Tables) throws -> Bool {
        var entry = entry
        if let known = try t.ledger.find(mailbox: mailbox.id, place: entry.place) {
            guard known.raw == nil, known.outcome == nil else { return false }
            entry.raw = try t.rawMail.add(bytes: arrival.bytes, digest: entry.digest)
            try t.ledger.fill(known.id, with: entry)
            return true
        }
        if let known = try t.ledger.renumbered(entry) {
            try renumber(known, to: entry.place, arrival, t)
            return false
        }
        entry.raw = try t.rawMail.add(bytes: arrival.bytes, digest: entry.digest)
        return try t.ledger.add(entry) != nil
    }

    /// A folder whose UIDVALIDITY changed shows its old mails under new numbers: the row learns the
    /// new place, and nothing is counted twice (RFC 9051 §2.3.1.1).
    private func renumber(
        _ known: LedgerEntry, to place: LedgerEntry.Place, _ arrival: Arrival, _ t: Tables
    ) throws {
        try t.ledger.setPlace(known.id, place)
        guard known.outcome != nil else { return }
        // It lies here still, so it is to be filed away from here; unless it is what a server
        // without UIDPLUS left behind of a move.
        let isForReview = known.outcome == .failed || known.isHeaderOnly
        try t.ledger.setFiling(
            known.id, arrival.isDeleted ? .done : isForReview ? .toFailure : .toSuccess)
    }

    private func note(
        _ entry: LedgerEntry, _ sentence: String, _ now: Instant, _ t: Tables
    ) throws {
        let known =
            try t.ledger.find(mailbox: mailbox.id, place: entry.place) ?? t.ledger.add(entry)
        guard let known, known.outcome == nil, known.raw == nil else { return }
        // The pause doubles from five minutes on: what is throttled today is handed over tomorrow.
        let pause = Duration.seconds(300 << min(known.attempts, 8))
        try t.ledger.noteAttempt(known.id, error: sentence, nextAttemptAt: now + pause)
        guard known.attempts + 1 >= Self.mostAttempts else { return }
        let reason =
            "The mail server did not hand it over in \(Self.mostAttempts) attempts: \(sentence)"
        try t.ledger.record(
            known.id,
            decision: Decision(
                fate: .failed, reason: reason,
                trace: [TraceStep(rule: "reading", finding: reason, verdict: .decided)]),
            ticket: nil, message: nil, waitingForUpdate: false, filing: .toFailure, at: now)
    }

    /// Whether it arrived before the day from which the mailbox is read.
    func isOld(_ arrival: Arrival) -> Bool {
        entry(for: arrival, now: context.now()).outcome == .ignored
    }

    private func entry(for arrival: Arrival, now: Instant) -> LedgerEntry {
        let envelope = ReceivedMail.Envelope(MIME.Message(arrival.bytes))
        var entry = LedgerEntry(
            id: 0, mailbox: mailbox.id, place: arrival.place, messageID: envelope.messageID,
            digest: Digest.sha256Hex(arrival.bytes), size: arrival.size,
            from: envelope.from ?? Contact(address: ""), subject: envelope.subject,
            receivedAt: arrival.receivedAt ?? Self.arrival(of: envelope, now: now),
            storedAt: now, raw: nil, isHeaderOnly: arrival.isHeaderOnly,
            traceID: context.traceID())
        if arrival.wasThereBefore, let since = mailbox.readsMailSince, entry.receivedAt < since {
            entry.outcome = .ignored
            entry.reason =
                "It arrived before the day from which this mailbox is read, and stays where it is."
            entry.filing = .done
        }
        return entry
    }

    /// When a mail arrived whose server does not say: as the last server on its way wrote, else by the
    /// sender's clock where that is plausible, else now.
    private static func arrival(of envelope: ReceivedMail.Envelope, now: Instant) -> Instant {
        if let arrived = envelope.arrivedAt { return min(arrived, now) }
        guard let date = envelope.date, date <= now, now - date < oldestBelieved else { return now }
        return date
    }

    /// Clocks that were never set say 1970, or the year in which they were made.
    private static let oldestBelieved = Duration.seconds(366 * 86_400)

    private func entry(for one: Unreadable, now: Instant) -> LedgerEntry {
        LedgerEntry(
            id: 0, mailbox: mailbox.id, place: one.place, messageID: nil, digest: "",
            size: one.size, from: Contact(address: ""), subject: "",
            receivedAt: one.receivedAt ?? now, storedAt: now, raw: nil,
            traceID: context.traceID())
    }
}
