/// A mail on its way out. It exists from the moment that the answer was saved, so it can't be forgotten.
public struct OutboxMail: Hashable, Sendable, Codable, Identifiable {
    public enum State: String, Sendable, Codable, CaseIterable {
        case queued
        /// Handed to a connection; after a crash it is tried again only once its lease has run out.
        case sending
        /// The mail server took it.
        case accepted
        /// The mail server said "later", or could not be reached.
        case deferred
        /// Given up; a person must look.
        case failed
        /// Taken, and then a delivery report came.
        case bounced
    }

    public var id: OutboxID
    public var ticket: TicketID
    public var message: TicketMessageID
    /// Whose SMTP settings and sender are used. Nil: the server-wide ones.
    public var mailbox: MailboxID?
    public var envelopeFrom: String
    public var recipients: [String]
    public var messageID: String
    public var raw: RawMailID
    public var state: State
    public var attempts: Int
    public var createdAt: Instant
    /// Not before this moment (undo-send, backoff).
    public var nextAttemptAt: Instant
    public var acceptedAt: Instant?
    /// The mail server's last words, or what went wrong, as a sentence.
    public var lastResponse: String?

    public init(
        id: OutboxID, ticket: TicketID, message: TicketMessageID, mailbox: MailboxID?,
        envelopeFrom: String, recipients: [String], messageID: String, raw: RawMailID,
        state: State = .queued, attempts: Int = 0, createdAt: Instant, nextAttemptAt: Instant,
        acceptedAt: Instant? = nil, lastResponse: String? = nil
    ) {
        self.id = id
        self.ticket = ticket
        self.message = message
        self.mailbox = mailbox
        self.envelopeFrom = envelopeFrom
        self.recipients = recipients
        self.messageID = messageID
        self.raw = raw
        self.state = state
        self.attempts = attempts
        self.createdAt = createdAt
        self.nextAttemptAt = nextAttemptAt
        self.acceptedAt = acceptedAt
        self.lastResponse = lastResponse
    }
}
