internal import Desk
internal import POP3
internal import Store

/// One check of a POP3 mailbox. A message is known by its UIDL (RFC 1939 §7), never by its number.
struct POP3Check: Sendable {
    let context: JobContext
    let mailbox: Mailbox
    let lease: Lease
    let client: POP3.Client
    let log: RunLog

    private static let mailsPerBatch = 25
    private static let bytesPerBatch = 16 << 20
    /// POP3 has one maildrop; the ledger calls it as IMAP would.
    private static let folder = "INBOX"

    private var arrivals: Arrivals {
        Arrivals(context: context, mailbox: mailbox.id, lease: lease)
    }

    /// Keeps what is new.
    ///
    /// - Returns: how many mails are new to the ledger.
    func receive() async throws -> Int {
        let known = try await context.store.read { t in
            try t.ledger.knownUIDLs(mailbox: mailbox.id)
        }
        let listed = try await client.uidls().filter { !known.contains($0.uidl) }
        let sizes = listed.isEmpty ? [:] : try await client.sizes()
        var added = 0
        var batch: [Arrival] = []
        var bytes = 0
        for message in listed {
            try Task.checkCancellation()
            let arrival = try await fetch(message.number, message.uidl, sizes[message.number] ?? 0)
            guard let arrival else { continue }
            batch.append(arrival)
            bytes += arrival.bytes.count
            if batch.count >= Self.mailsPerBatch || bytes >= Self.bytesPerBatch {
                added += try await keep(&batch)
                bytes = 0
                guard try await isStillActive() else { return added }
            }
        }
        added += try await keep(&batch)
        log.add("\(mailbox.name): \(added) new")
        return added
    }

    private func fetch(_ number: Int, _ uidl: String, _ size: Int) async throws -> Arrival? {
        if size > mailbox.largestMail {
            let header = try await client.top(number)
            return Arrival(
                place: .init(uidl: uidl), size: size, bytes: header, isHeaderOnly: true)
        }
        let bytes = try await client.retrieve(number, limit: mailbox.largestMail)
        guard !bytes.isEmpty else {
            log.add("\(mailbox.name): the server handed over an empty message; it is asked again")
            return nil
        }
        return Arrival(place: .init(uidl: uidl), size: bytes.count, bytes: bytes)
    }

    private func keep(_ batch: inout [Arrival]) async throws -> Int {
        guard !batch.isEmpty else { return 0 }
        defer { batch = [] }
        return try await arrivals.keep(batch, in: Self.folder, cursor: nil)
    }

    private func isStillActive() async throws -> Bool {
        let current = try await context.store.read { t in try t.mailbox.find(mailbox.id) }
        return current?.isActive ?? false
    }

    // MARK: Filing away

    /// Deletes what is processed, unless a copy is to stay. What failed stays for review.
    /// DELE takes effect with QUIT (RFC 1939 §6), so nothing counts as filed before QUIT was answered.
    func fileAwayAndQuit() async throws {
        let entries = try await context.store.read { t in
            try t.ledger.toFile(mailbox: mailbox.id, limit: .max)
        }
        let toDelete = Set(
            entries.filter { !mailbox.leavesCopy && !$0.filing.isToFailure }
                .compactMap(\.place.uidl))
        if !toDelete.isEmpty {
            for message in try await client.uidls() where toDelete.contains(message.uidl) {
                try await client.delete(message.number)
            }
        }
        try await client.quit()
        let now = context.now()
        try await context.store.write { t in
            try lease.renew(t, now: now)
            for entry in entries { try t.ledger.setFiling(entry.id, .done) }
        }
    }
}
