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
}

/// Keeps arrivals: raw bytes, ledger row and cursor in one transaction. After it nothing needs the network.
struct Arrivals: Sendable {
    let context: JobContext
    let mailbox: MailboxID
    let lease: Lease

    /// - Parameter cursor: where the folder is to be read on from, once these are kept.
    /// - Returns: how many are new to the ledger.
    func keep(
        _ arrivals: [Arrival], in folder: String, cursor: FolderCursor?
    ) async throws -> Int {
        let now = context.now()
        let rows = arrivals.map { arrival in (arrival, entry(for: arrival, now: now)) }
        return try await context.store.write { t in
            try lease.renew(t, now: now)
            var added = 0
            for (arrival, entry) in rows where try !isRenumbered(entry, t) {
                guard try t.ledger.find(mailbox: mailbox, place: entry.place) == nil else {
                    continue
                }
                var entry = entry
                entry.raw = try t.rawMail.add(bytes: arrival.bytes, digest: entry.digest)
                if try t.ledger.add(entry) != nil { added += 1 }
            }
            if let cursor { try t.mailboxFolder.setCursor(mailbox, folder, cursor) }
            if added > 0 { try t.announce(.ledger) }
            return added
        }
    }

    /// A folder whose UIDVALIDITY changed shows its old mails under new numbers: the row learns the
    /// new place, and nothing is counted twice (RFC 9051 §2.3.1.1).
    private func isRenumbered(_ entry: LedgerEntry, _ t: Tables) throws -> Bool {
        guard let known = try t.ledger.renumbered(entry) else { return false }
        try t.ledger.setPlace(known.id, entry.place)
        return true
    }

    private func entry(for arrival: Arrival, now: Instant) -> LedgerEntry {
        let message = MIME.Message(arrival.bytes)
        let mail = ReceivedMail.Envelope(message)
        return LedgerEntry(
            id: 0, mailbox: mailbox, place: arrival.place, messageID: mail.messageID,
            digest: Digest.sha256Hex(arrival.bytes), size: arrival.size,
            from: mail.from ?? Contact(address: ""), subject: mail.subject,
            receivedAt: arrival.receivedAt ?? mail.arrivedAt.map { min($0, now) } ?? now,
            storedAt: now, raw: nil, isHeaderOnly: arrival.isHeaderOnly,
            traceID: context.traceID())
    }
}
