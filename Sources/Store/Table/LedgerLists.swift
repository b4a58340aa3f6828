internal import Database
public import Desk

/// What a list of the ledger is narrowed to; nothing set means everything.
public struct LedgerFilter: Hashable, Sendable {
    /// Exactly these; nil: any.
    public var ids: [LedgerID]?
    public var mailbox: MailboxID?
    public var outcome: LedgerEntry.Outcome?
    /// Only what is not decided yet, or decided and not yet applied.
    public var isPending = false
    /// Only replies that are decided and wait for the task *automatically updating tickets*.
    public var isWaiting = false
    /// Words that all stand in the sender, the subject or the Message-ID, in any case.
    public var search = ""
    /// Words that all stand in the sender's address or name.
    public var sender = ""
    /// Words that all stand in the subject.
    public var subject = ""
    /// Without angle brackets, or the beginning of one.
    public var messageID = ""
    /// Arrived at this moment or later.
    public var from: Instant?
    /// Arrived before this moment.
    public var to: Instant?
    public var ticket: TicketID?

    public init(
        ids: [LedgerID]? = nil, mailbox: MailboxID? = nil, outcome: LedgerEntry.Outcome? = nil,
        isPending: Bool = false, search: String = "", from: Instant? = nil, to: Instant? = nil,
        ticket: TicketID? = nil
    ) {
        self.ids = ids
        self.mailbox = mailbox
        self.outcome = outcome
        self.isPending = isPending
        self.search = search
        self.from = from
        self.to = to
        self.ticket = ticket
    }

    var conditions: [SQL] {
        var conditions: [SQL] = []
        if let ids { conditions.append("id IN \(list: ids)") }
        if let mailbox { conditions.append("mailbox_id = \(mailbox)") }
        if let outcome { conditions.append("outcome = \(outcome)") }
        if isPending { conditions.append("(outcome IS NULL OR is_waiting_for_update = 1)") }
        if isWaiting { conditions.append("is_waiting_for_update = 1") }
        if let from { conditions.append("received_at >= \(from)") }
        if let to { conditions.append("received_at < \(to)") }
        if let ticket { conditions.append("ticket_id = \(ticket)") }
        conditions += Self.words(search, in: "search_text")
        // The searchable text is name, address, subject and Message-ID, one a line, folded.
        conditions += Self.words(
            sender, in: "substr(search_text, 1, length(from_name) + length(from_address) + 1)")
        conditions += Self.words(
            subject, in: "substr(search_text, length(from_name) + length(from_address) + 3)")
        if !messageID.isEmpty {
            let pattern = String(SearchText.pattern(messageID.lowercased()).dropFirst())
            conditions.append(
                "(message_id = \(IndexKey.of(messageID)) OR LOWER(message_id) LIKE \(pattern) ESCAPE '\\')"
            )
        }
        return conditions
    }

    private static func words(_ text: String, in column: SQL) -> [SQL] {
        SearchText.words(text).map { "\(column) LIKE \(SearchText.pattern($0)) ESCAPE '\\'" }
    }
}

extension LedgerTable {
    /// The newest first.
    ///
    /// - Parameter after: the last row of the page before.
    public func list(_ filter: LedgerFilter = LedgerFilter(), after: LedgerID? = nil, limit: Int)
        throws -> [LedgerEntry]
    {
        var conditions = filter.conditions
        if let after { conditions.append("id < \(after)") }
        return try connection.rows(
            """
            SELECT \(LedgerRow.columns) FROM ledger\(SQL.where(conditions))
            ORDER BY id DESC LIMIT \(limit)
            """
        ).map(LedgerRow.entry)
    }

    public func count(_ filter: LedgerFilter = LedgerFilter()) throws -> Int {
        try connection.row("SELECT COUNT(*) AS n FROM ledger\(SQL.where(filter.conditions))")?
            .get("n") ?? 0
    }

    /// Hands out every row, the oldest first, in constant memory.
    public func all(
        _ filter: LedgerFilter = LedgerFilter(), each body: (LedgerEntry) throws -> Void
    ) throws {
        let page = 500  // rows at a time: some hundred kilobytes
        var last: LedgerID = 0
        while true {
            let entries = try connection.rows(
                """
                SELECT \(LedgerRow.columns) FROM ledger
                \(SQL.where(filter.conditions + ["id > \(last)"])) ORDER BY id LIMIT \(page)
                """
            ).map(LedgerRow.entry)
            for entry in entries { try body(entry) }
            guard entries.count == page, let newest = entries.last else { return }
            last = newest.id
        }
    }

    /// How many mails stored since then came to which end; what is undecided is not among them.
    public func outcomeCounts(since: Instant) throws -> [LedgerEntry.Outcome: Int] {
        var counts: [LedgerEntry.Outcome: Int] = [:]
        let rows = try connection.rows(
            """
            SELECT outcome, COUNT(*) AS n FROM ledger
            WHERE stored_at >= \(since) AND outcome IS NOT NULL GROUP BY outcome
            """)
        for row in rows { counts[try row.get("outcome")] = try row.get("n") }
        return counts
    }

    /// Mails from one sender that arrived at the server in a stretch of time, both ends included, and that
    /// the ledger had before a certain one, to notice a loop. Not by when they were stored: a first import stores years of mail within a minute.
    public func recentFrom(
        address: String, since: Instant, until: Instant, before: LedgerID
    ) throws -> Int {
        try connection.row(
            """
            SELECT COUNT(*) AS n FROM ledger
            WHERE from_key = \(IndexKey.folded(address)) AND id < \(before)
                AND received_at >= \(since)
                AND received_at <= \(until)
            """)?.get("n") ?? 0
    }

    /// The subjects of a sender's mails before a certain one, the newest first.
    public func recentSubjects(
        from address: String, since: Instant, before: LedgerID, limit: Int
    ) throws -> [String] {
        try connection.rows(
            """
            SELECT subject FROM ledger
            WHERE from_key = \(IndexKey.folded(address)) AND id < \(before)
                AND received_at >= \(since)
            ORDER BY received_at DESC, id DESC LIMIT \(limit)
            """
        ).map { try $0.get("subject") }
    }
}
