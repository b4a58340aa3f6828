internal import Database
public import Desk

/// Mails on their way out.
public struct OutboxTable {
    let connection: any SQLConnection

    private static let columns: SQL = """
        id, ticket_id, ticket_message_id, mailbox_id, envelope_from, recipients, message_id,
        raw_mail_id, state, attempts, created_at, next_attempt_at, accepted_at, last_response
        """

    /// Adds it; the id that it has is not looked at.
    public func add(_ mail: OutboxMail) throws -> OutboxMail {
        let added = try connection.row(
            """
            INSERT INTO outbox (ticket_id, ticket_message_id, mailbox_id, envelope_from, recipients,
                message_id, raw_mail_id, state, attempts, created_at, next_attempt_at, accepted_at,
                last_response)
            VALUES (\(mail.ticket), \(mail.message), \(mail.mailbox), \(mail.envelopeFrom),
                \(try JSONText(mail.recipients)), \(IndexKey.of(mail.messageID)), \(mail.raw),
                \(mail.state), \(mail.attempts), \(mail.createdAt), \(mail.nextAttemptAt),
                \(mail.acceptedAt), \(mail.lastResponse))
            RETURNING \(Self.columns)
            """)
        guard let added else { throw StoreError.missing("The mail that was just queued") }
        return try Self.mail(added)
    }

    /// Mails whose time has come, and those whose sender was cut off in the middle; the longest due first.
    public func due(now: Instant, limit: Int) throws -> [OutboxMail] {
        try connection.rows(
            """
            SELECT \(Self.columns) FROM outbox
            WHERE state IN ('queued', 'deferred', 'sending') AND \(Self.isDue(now))
            ORDER BY next_attempt_at, id LIMIT \(limit)
            """
        ).map(Self.mail)
    }

    /// Takes a due mail to send it; of two who try, one gets it.
    ///
    /// - Parameter until: when others may try again, should nothing be heard of this attempt.
    public func claim(_ id: OutboxID, now: Instant, until: Instant) throws -> Bool {
        try connection.execute(
            """
            UPDATE outbox SET state = 'sending', attempts = attempts + 1, sending_until = \(until)
            WHERE id = \(id) AND \(Self.isDue(now))
            """) == 1
    }

    private static func isDue(_ now: Instant) -> SQL {
        """
        ((state IN ('queued', 'deferred') AND next_attempt_at <= \(now))
            OR (state = 'sending' AND sending_until <= \(now)))
        """
    }

    /// Notes how an attempt ended.
    ///
    /// - Parameters:
    ///   - response: the mail server's words, or what went wrong, as a sentence. Nil keeps the last.
    ///   - nextAttemptAt: for a deferred mail. Nil keeps it.
    ///   - at: when; it becomes the moment of acceptance for an accepted mail.
    public func setState(
        _ id: OutboxID, _ state: OutboxMail.State, response: String? = nil,
        nextAttemptAt: Instant? = nil, at: Instant
    ) throws {
        var terms: [SQL] = ["state = \(state)", "sending_until = NULL"]
        if let response { terms.append("last_response = \(response)") }
        if let nextAttemptAt { terms.append("next_attempt_at = \(nextAttemptAt)") }
        if state == .accepted { terms.append("accepted_at = \(at)") }
        let changed = try connection.execute(
            "UPDATE outbox SET \(terms.joined(separator: ", ")) WHERE id = \(id)")
        if changed == 0 { throw StoreError.missing("The mail in the outbox") }
    }

    /// A mail that was taken for some of its recipients goes to the others only from then on.
    public func setRecipients(_ recipients: [String], of id: OutboxID) throws {
        try connection.execute(
            "UPDATE outbox SET recipients = \(try JSONText(recipients)) WHERE id = \(id)")
    }

    /// The oldest first.
    public func of(_ ticket: TicketID) throws -> [OutboxMail] {
        try connection.rows(
            "SELECT \(Self.columns) FROM outbox WHERE ticket_id = \(ticket) ORDER BY id"
        ).map(Self.mail)
    }

    public func find(_ id: OutboxID) throws -> OutboxMail? {
        try connection.row("SELECT \(Self.columns) FROM outbox WHERE id = \(id)").map(Self.mail)
    }

    /// - Parameter messageID: without angle brackets.
    public func find(messageID: String) throws -> OutboxMail? {
        try connection.row(
            """
            SELECT \(Self.columns) FROM outbox WHERE message_id = \(IndexKey.of(messageID))
            ORDER BY id DESC LIMIT 1
            """
        ).map(Self.mail)
    }

    /// How many mails are in a state.
    public func count(_ state: OutboxMail.State) throws -> Int {
        try connection.row("SELECT COUNT(*) AS n FROM outbox WHERE state = \(state)")?.get("n") ?? 0
    }

    /// Takes back a mail that nobody has begun to send.
    ///
    /// - Returns: false where it is too late.
    public func cancel(_ id: OutboxID) throws -> Bool {
        try connection.execute("DELETE FROM outbox WHERE id = \(id) AND state = 'queued'") == 1
    }

    private static func mail(_ row: SQLRow) throws -> OutboxMail {
        OutboxMail(
            id: try row.get("id"), ticket: try row.get("ticket_id"),
            message: try row.get("ticket_message_id"), mailbox: try row.get("mailbox_id"),
            envelopeFrom: try row.get("envelope_from"), recipients: try row.json("recipients"),
            messageID: try row.get("message_id"), raw: try row.get("raw_mail_id"),
            state: try row.get("state"), attempts: try row.get("attempts"),
            createdAt: try row.get("created_at"), nextAttemptAt: try row.get("next_attempt_at"),
            acceptedAt: try row.get("accepted_at"), lastResponse: try row.get("last_response"))
    }
}
