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
    /// POP3 has no UIDs: the row says only that the maildrop was read to its end once.
    private static let wasRead = FolderCursor(uidValidity: 0, nextUID: 0)

    private var arrivals: Arrivals {
        Arrivals(context: context, mailbox: mailbox, lease: lease)
    }

    // MARK: Receiving

    /// Keeps what is new. A message that the server does not hand over gets its row and is asked for
    /// again; it holds up no other.
    ///
    /// - Returns: how many mails were stored.
    func receive() async throws -> Int {
        let now = context.now()
        let (known, unread, cursor) = try await context.store.read { t in
            (
                try t.ledger.knownUIDLs(mailbox: mailbox.id),
                try t.ledger.unread(mailbox: mailbox.id),
                try t.mailboxFolder.cursor(mailbox.id, Self.folder)
            )
        }
        let again = Set(
            unread.filter { ($0.nextAttemptAt ?? now) <= now }.compactMap(\.place.uidl))
        let listed = try await client.uidls().filter {
            !known.contains($0.uidl) || again.contains($0.uidl)
        }
        let sizes = listed.isEmpty ? [:] : try await client.sizes()
        // On the first check everything is old that is older than what is to be read: its header
        // says so, and its body is left alone. Later, what is unknown is new, whatever its date.
        let isFirst = cursor == nil
        let looksAtHeaders = mailbox.readsMailSince != nil && isFirst
        var batch = Batch()
        var added = 0
        for message in listed {
            try Task.checkCancellation()
            let size = sizes[message.number] ?? 0
            if looksAtHeaders, let old = try await oldMail(message, size) {
                batch.add(old)
            } else {
                try await fetch(message, size, wasThereBefore: looksAtHeaders, into: &batch)
            }
            if batch.count >= Self.mailsPerBatch || batch.bytes >= Self.bytesPerBatch {
                added += try await keep(&batch)
                guard try await context.isActive(mailbox.id) else { return added }
            }
        }
        added += try await keep(&batch)
        if isFirst { _ = try await arrivals.keep([], in: Self.folder, cursor: Self.wasRead) }
        log.add("\(mailbox.name): \(added) new")
        return added
    }

    /// What goes into the ledger in one transaction.
    private struct Batch {
        var arrivals: [Arrival] = []
        var unreadable: [Unreadable] = []
        var bytes = 0
        var count: Int { arrivals.count + unreadable.count }

        mutating func add(_ arrival: Arrival) {
            arrivals.append(arrival)
            bytes += arrival.bytes.count
        }
    }

    private func fetch(
        _ message: Listed, _ size: Int, wasThereBefore: Bool, into batch: inout Batch
    ) async throws {
        do {
            if size > mailbox.largestMail {
                return batch.add(try await header(of: message, size))
            }
            let bytes = try await client.retrieve(message.number, limit: mailbox.largestMail)
            guard !bytes.isEmpty else {
                return note(message, size, "The mail server handed out an empty message.", &batch)
            }
            batch.add(
                Arrival(
                    place: .init(uidl: message.uidl), size: bytes.count, bytes: bytes,
                    wasThereBefore: wasThereBefore))
        } catch POP3Error.messageTooLarge {
            // LIST understated it.
            do {
                batch.add(try await header(of: message, max(size, mailbox.largestMail + 1)))
            } catch let error as POP3Error where error.isAboutOneMessage {
                note(message, size, error.sentence, &batch)
            }
        } catch let error as POP3Error where error.isAboutOneMessage {
            note(message, size, error.sentence, &batch)
        }
    }

    private func header(of message: Listed, _ size: Int) async throws -> Arrival {
        Arrival(
            place: .init(uidl: message.uidl), size: size,
            bytes: try await client.top(message.number), isHeaderOnly: true)
    }

    /// The header of a message that arrived before the mailbox is to be read; nil for any other, and
    /// where the server has no TOP.
    private func oldMail(_ message: Listed, _ size: Int) async throws -> Arrival? {
        do {
            var header = try await header(of: message, size)
            header.wasThereBefore = true
            return arrivals.isOld(header) ? header : nil
        } catch let error as POP3Error where error.isAboutOneMessage {
            return nil
        }
    }

    private func note(
        _ message: Listed, _ size: Int, _ sentence: String, _ batch: inout Batch
    ) {
        log.add("\(mailbox.name): message \(message.number) waits: \(sentence)")
        batch.unreadable.append(
            Unreadable(place: .init(uidl: message.uidl), size: size, sentence: sentence))
    }

    private func keep(_ batch: inout Batch) async throws -> Int {
        guard batch.count > 0 else { return 0 }
        defer { batch = Batch() }
        return try await arrivals.keep(
            batch.arrivals, unreadable: batch.unreadable, in: Self.folder, cursor: nil)
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
        var refused: Set<String> = []
        if !toDelete.isEmpty {
            for message in try await client.uidls() where toDelete.contains(message.uidl) {
                do {
                    try await client.delete(message.number)
                } catch let error as POP3Error where error.isAboutOneMessage {
                    refused.insert(message.uidl)
                    log.add("\(mailbox.name): message \(message.number) stays: \(error.sentence)")
                }
            }
        }
        try await client.quit()
        let done = entries.filter { !refused.contains($0.place.uidl ?? "") }
        guard !done.isEmpty else { return }
        let now = context.now()
        try await context.store.write { t in
            try lease.renew(t, now: now)
            try t.ledger.setFiling(done.map(\.id), .done)
        }
    }
}

extension POP3Error {
    /// The server refused one message, and the conversation goes on.
    fileprivate var isAboutOneMessage: Bool {
        switch self {
        case .noSuchMessage, .messageTooLarge, .refused, .unsupported: true
        case .signInRefused, .inUse, .busy, .tooManyMessages, .protocolViolation, .wire: false
        }
    }
}
