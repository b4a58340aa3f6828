internal import Database
public import Desk

/// The inbound ledger: one row for each message as one mailbox delivered it, for ever.
public struct LedgerTable {
    let connection: any SQLConnection

    /// Adds a row; the id that it has is not looked at.
    ///
    /// - Returns: the row with its id, or nil where that place of that mailbox is in the ledger already.
    public func add(_ entry: LedgerEntry) throws -> LedgerEntry? {
        let place = entry.place
        return try connection.row(
            """
            INSERT INTO ledger (mailbox_id, folder, uid_validity, uid, uidl, message_id, digest, size,
                from_name, from_address, from_key, subject, received_at, stored_at, outcome, reason,
                trace, ticket_id, ticket_message_id, is_waiting_for_update, attempts,
                next_attempt_at, error, filing, raw_mail_id, is_header_only, trace_id, search_text)
            VALUES (\(entry.mailbox), \(IndexKey.of(place.folder)), \(place.uidValidity), \(place.uid),
                \(place.uidl.map(IndexKey.of)), \(entry.messageID.map(IndexKey.of)),
                \(entry.digest), \(entry.size), \(entry.from.name), \(entry.from.address),
                \(IndexKey.folded(entry.from.address)), \(entry.subject), \(entry.receivedAt),
                \(entry.storedAt), \(entry.outcome), \(entry.reason), '[]', \(entry.ticket),
                \(entry.message), \(entry.isWaitingForUpdate), \(entry.attempts),
                \(entry.nextAttemptAt), \(entry.error), \(entry.filing), \(entry.raw),
                \(entry.isHeaderOnly), \(entry.traceID), \(LedgerRow.searchText(of: entry)))
            ON CONFLICT DO NOTHING RETURNING \(LedgerRow.columns)
            """
        ).map(LedgerRow.entry)
    }

    public func find(_ id: LedgerID) throws -> LedgerEntry? {
        try connection.row("SELECT \(LedgerRow.columns) FROM ledger WHERE id = \(id)")
            .map(LedgerRow.entry)
    }

    public func find(mailbox: MailboxID, place: LedgerEntry.Place) throws -> LedgerEntry? {
        let condition: SQL
        if let uidl = place.uidl {
            condition = "uidl = \(IndexKey.of(uidl))"
        } else {
            condition = """
                folder = \(IndexKey.of(place.folder)) AND uid_validity = \(place.uidValidity)
                AND uid = \(place.uid)
                """
        }
        return try connection.row(
            "SELECT \(LedgerRow.columns) FROM ledger WHERE mailbox_id = \(mailbox) AND \(condition)"
        ).map(LedgerRow.entry)
    }

    /// Which messages of a folder are in the ledger, from a UID on.
    public func knownUIDs(mailbox: MailboxID, folder: String, uidValidity: Int64, from: Int64)
        throws -> Set<Int64>
    {
        var known: Set<Int64> = []
        let rows = try connection.rows(
            """
            SELECT uid FROM ledger WHERE mailbox_id = \(mailbox)
                AND folder = \(IndexKey.of(folder)) AND uid_validity = \(uidValidity)
                AND uid >= \(from)
            """)
        for row in rows { known.insert(try row.get("uid")) }
        return known
    }

    /// The unique ids of all POP3 messages of a mailbox that were ever read.
    public func knownUIDLs(mailbox: MailboxID) throws -> Set<String> {
        var known: Set<String> = []
        let rows = try connection.rows(
            "SELECT uidl FROM ledger WHERE mailbox_id = \(mailbox) AND uidl IS NOT NULL")
        for row in rows { known.insert(try row.get("uidl")) }
        return known
    }

    /// Mails that are stored, that nothing was decided about, and whose time has come, the oldest first.
    public func undecided(limit: Int, now: Instant) throws -> [LedgerEntry] {
        try connection.rows(
            """
            SELECT \(LedgerRow.columns) FROM ledger
            WHERE outcome IS NULL AND raw_mail_id IS NOT NULL
                AND (next_attempt_at IS NULL OR next_attempt_at <= \(now))
            ORDER BY id LIMIT \(limit)
            """
        ).map(LedgerRow.entry)
    }

    /// Messages of a mailbox that its server listed and did not hand over so far, the oldest first.
    public func unread(mailbox: MailboxID) throws -> [LedgerEntry] {
        try connection.rows(
            """
            SELECT \(LedgerRow.columns) FROM ledger
            WHERE outcome IS NULL AND raw_mail_id IS NULL AND mailbox_id = \(mailbox) ORDER BY id
            """
        ).map(LedgerRow.entry)
    }

    /// What was unread is stored now: everything that its bytes say takes the place of what was unknown.
    public func fill(_ id: LedgerID, with entry: LedgerEntry) throws {
        try connection.execute(
            """
            UPDATE ledger SET message_id = \(entry.messageID.map(IndexKey.of)),
                digest = \(entry.digest), size = \(entry.size), from_name = \(entry.from.name),
                from_address = \(entry.from.address), from_key = \(IndexKey.folded(entry.from.address)),
                subject = \(entry.subject), received_at = \(entry.receivedAt),
                outcome = \(entry.outcome), reason = \(entry.reason), attempts = 0,
                next_attempt_at = NULL, error = NULL, filing = \(entry.filing),
                raw_mail_id = \(entry.raw), is_header_only = \(entry.isHeaderOnly),
                search_text = \(LedgerRow.searchText(of: entry))
            WHERE id = \(id)
            """)
    }

    /// The mailbox reads another account from now on. Its mails keep their rows, but not their places: the
    /// new account may use the same numbers for other mails.
    func leaveAccount(_ mailbox: MailboxID) throws {
        let newest: Int64 =
            try connection.row("SELECT COALESCE(MAX(id), 0) AS n FROM ledger")?.get("n") ?? 0
        let former = " (earlier account, until mail no. \(newest))"
        try connection.execute(
            """
            UPDATE ledger SET folder = folder || CAST(\(former) AS TEXT),
                uidl = uidl || CAST(\(former) AS TEXT),
                filing = CASE WHEN filing = 'waiting' THEN filing ELSE 'done' END
            WHERE mailbox_id = \(mailbox)
                AND folder NOT LIKE '% (earlier account, until mail no. %)'
            """)
        try connection.execute(
            """
            UPDATE ledger SET outcome = 'failed', filing = 'done',
                reason = 'The server never handed it over, and the mailbox reads another account now.'
            WHERE mailbox_id = \(mailbox) AND outcome IS NULL AND raw_mail_id IS NULL
            """)
    }

    /// The first of ``sameMails(as:limit:)``.
    public func sameMail(as entry: LedgerEntry) throws -> LedgerEntry? {
        try sameMails(as: entry, limit: 1).first
    }

    /// Mails of other places that were taken in and may be this one: first those of the same bytes, then
    /// those of the same Message-ID and sender, whose body the caller must compare. Copies and mails that
    /// failed are left out: the original is what a copy is a copy of.
    public func sameMails(as entry: LedgerEntry, limit: Int = 10) throws -> [LedgerEntry] {
        let sameBytes = try connection.rows(
            """
            SELECT \(LedgerRow.columns) FROM ledger
            WHERE digest = \(entry.digest) AND size = \(entry.size) AND id <> \(entry.id)
                AND outcome IN ('ticket', 'reply', 'bounce', 'ignored')
            ORDER BY id LIMIT \(limit)
            """
        ).map(LedgerRow.entry)
        guard sameBytes.count < limit, let messageID = entry.messageID, !messageID.isEmpty else {
            return sameBytes
        }
        let sameID = try connection.rows(
            """
            SELECT \(LedgerRow.columns) FROM ledger
            WHERE message_id = \(IndexKey.of(messageID))
                AND from_key = \(IndexKey.folded(entry.from.address))
                AND digest <> \(entry.digest) AND id <> \(entry.id)
                AND outcome IN ('ticket', 'reply', 'bounce', 'ignored')
            ORDER BY id LIMIT \(limit - sameBytes.count)
            """
        ).map(LedgerRow.entry)
        return sameBytes + sameID
    }

    /// Writes down what became of a mail, with every step of how that was decided.
    ///
    /// - Parameters:
    ///   - waitingForUpdate: a reply that is yet to be applied to its ticket.
    ///   - filing: where the server-side copy is to go now.
    public func record(
        _ id: LedgerID, decision: Decision, ticket: TicketID?, message: TicketMessageID?,
        waitingForUpdate: Bool, filing: LedgerEntry.Filing, at: Instant
    ) throws {
        let changed = try connection.execute(
            """
            UPDATE ledger SET outcome = \(decision.outcome), reason = \(decision.reason),
                trace = \(try JSONText(decision.trace)), ticket_id = \(ticket),
                ticket_message_id = \(message), is_waiting_for_update = \(waitingForUpdate),
                filing = \(filing), decided_at = \(at),
                next_attempt_at = NULL, error = NULL
            WHERE id = \(id)
            """)
        if changed == 0 { throw StoreError.missing("The mail \(id) in the ledger") }
    }

    /// The steps of the decision; empty where nothing is decided yet.
    public func trace(of id: LedgerID) throws -> [TraceStep] {
        try connection.row("SELECT trace FROM ledger WHERE id = \(id)")?.json("trace") ?? []
    }

    /// Notes that a mail could not be decided or applied this time.
    ///
    /// - Parameters:
    ///   - error: a sentence.
    ///   - nextAttemptAt: when to try again.
    public func noteAttempt(_ id: LedgerID, error: String, nextAttemptAt: Instant?) throws {
        try connection.execute(
            """
            UPDATE ledger SET attempts = attempts + 1, error = \(error),
                next_attempt_at = \(nextAttemptAt)
            WHERE id = \(id)
            """)
    }

    /// Forgets the decision, so that the mail is decided again. Where the copy on the server lies is
    /// settled anew then.
    public func decideAgain(_ id: LedgerID) throws {
        try connection.execute(
            """
            UPDATE ledger SET outcome = NULL, reason = '', trace = '[]', decided_at = NULL,
                ticket_id = NULL, ticket_message_id = NULL, is_waiting_for_update = 0,
                attempts = attempts + 1, next_attempt_at = NULL, error = NULL
            WHERE id = \(id)
            """)
    }

    /// Replies that are decided and wait to be applied to their tickets, the oldest first.
    public func waitingReplies(limit: Int) throws -> [LedgerEntry] {
        try connection.rows(
            """
            SELECT \(LedgerRow.columns) FROM ledger WHERE is_waiting_for_update = 1
            ORDER BY id LIMIT \(limit)
            """
        ).map(LedgerRow.entry)
    }

    public func waitingReplyCount() throws -> Int {
        try connection.row("SELECT COUNT(*) AS n FROM ledger WHERE is_waiting_for_update = 1")?
            .get("n") ?? 0
    }

    /// Notes that a reply is on its ticket now.
    ///
    /// - Returns: false where it was so already, that is, somebody else applied it.
    @discardableResult
    public func appliedReply(_ id: LedgerID, message: TicketMessageID?) throws -> Bool {
        try connection.execute(
            """
            UPDATE ledger SET is_waiting_for_update = 0, ticket_message_id = \(message), error = NULL
            WHERE id = \(id) AND is_waiting_for_update = 1
            """) == 1
    }

    /// Mails of a mailbox whose server-side copy is yet to be moved, the oldest first.
    public func toFile(mailbox: MailboxID, limit: Int) throws -> [LedgerEntry] {
        try connection.rows(
            """
            SELECT \(LedgerRow.columns) FROM ledger
            WHERE mailbox_id = \(mailbox) AND filing <> 'waiting' AND filing <> 'done'
            ORDER BY id LIMIT \(limit)
            """
        ).map(LedgerRow.entry)
    }

    /// Copies of the same bytes from the same mailbox that are filed away already, to the same side as this
    /// one is going: what a look into the target folder may find without this one having arrived.
    public func filedCopies(of entry: LedgerEntry) throws -> Int {
        let side: SQL = "CASE WHEN outcome = 'failed' OR is_header_only = 1 THEN 1 ELSE 0 END"
        return try connection.row(
            """
            SELECT COUNT(*) AS n FROM ledger
            WHERE digest = \(entry.digest) AND mailbox_id = \(entry.mailbox) AND id <> \(entry.id)
                AND filing = 'done' AND \(side) = \(entry.filing.isToFailure)
            """)?.get("n") ?? 0
    }

    public func setFiling(_ id: LedgerID, _ filing: LedgerEntry.Filing) throws {
        try setFiling([id], filing)
    }

    public func setFiling(_ ids: [LedgerID], _ filing: LedgerEntry.Filing) throws {
        var rest = ids[...]
        while !rest.isEmpty {
            let some = Array(rest.prefix(Self.idsPerStatement))
            rest = rest.dropFirst(some.count)
            try connection.execute(
                "UPDATE ledger SET filing = \(filing) WHERE id IN \(list: some)")
        }
    }

    /// Well below what either engine takes as parameters of one statement.
    private static let idsPerStatement = 500

    /// The row of a message that its folder now shows under a new number, its UIDVALIDITY having changed:
    /// the same bytes in the same folder under another validity. What is not filed away yet comes first, for
    /// that must still lie there.
    public func renumbered(_ entry: LedgerEntry) throws -> LedgerEntry? {
        guard let validity = entry.place.uidValidity else { return nil }
        return try connection.row(
            """
            SELECT \(LedgerRow.columns) FROM ledger
            WHERE digest = \(entry.digest) AND size = \(entry.size)
                AND mailbox_id = \(entry.mailbox) AND folder = \(IndexKey.of(entry.place.folder))
                AND uid_validity IS NOT NULL AND uid_validity <> \(validity)
            ORDER BY CASE WHEN filing = 'done' THEN 1 ELSE 0 END, id LIMIT 1
            """
        ).map(LedgerRow.entry)
    }

    /// Notes that the server renumbered a message.
    public func setPlace(_ id: LedgerID, _ place: LedgerEntry.Place) throws {
        try connection.execute(
            """
            UPDATE ledger SET folder = \(IndexKey.of(place.folder)),
                uid_validity = \(place.uidValidity), uid = \(place.uid),
                uidl = \(place.uidl.map(IndexKey.of))
            WHERE id = \(id)
            """)
    }
}

/// A ledger row's columns, there and back.
enum LedgerRow {
    /// The trace is not among them: it is long, and only one page shows it.
    static let columns: SQL = """
        id, mailbox_id, folder, uid_validity, uid, uidl, message_id, digest, size, from_name,
        from_address, subject, received_at, stored_at, outcome, reason, ticket_id,
        ticket_message_id, is_waiting_for_update, attempts, next_attempt_at, error, filing,
        raw_mail_id, is_header_only, trace_id, decided_at
        """

    static func entry(_ row: SQLRow) throws -> LedgerEntry {
        LedgerEntry(
            id: try row.get("id"), mailbox: try row.get("mailbox_id"), place: try place(row),
            messageID: try row.get("message_id"), digest: try row.get("digest"),
            size: try row.get("size"),
            from: Contact(name: try row.get("from_name"), address: try row.get("from_address")),
            subject: try row.get("subject"), receivedAt: try row.get("received_at"),
            storedAt: try row.get("stored_at"), outcome: try row.get("outcome"),
            reason: try row.get("reason"), ticket: try row.get("ticket_id"),
            message: try row.get("ticket_message_id"),
            isWaitingForUpdate: try row.get("is_waiting_for_update"),
            attempts: try row.get("attempts"), nextAttemptAt: try row.get("next_attempt_at"),
            error: try row.get("error"), filing: try row.get("filing"),
            raw: try row.get("raw_mail_id"), isHeaderOnly: try row.get("is_header_only"),
            traceID: try row.get("trace_id"), decidedAt: try row.get("decided_at"))
    }

    private static func place(_ row: SQLRow) throws -> LedgerEntry.Place {
        if let uidl: String = try row.get("uidl") { return LedgerEntry.Place(uidl: uidl) }
        return LedgerEntry.Place(
            folder: try row.get("folder"), uidValidity: try row.get("uid_validity"),
            uid: try row.get("uid"))
    }

    static func searchText(of entry: LedgerEntry) -> String {
        SearchText.folded(
            entry.from.name, entry.from.address, entry.subject, entry.messageID ?? "")
    }
}
