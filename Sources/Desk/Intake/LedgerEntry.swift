/// The inbound ledger's row for one message as one mailbox delivered it.
public struct LedgerEntry: Hashable, Sendable, Codable, Identifiable {
    public enum Outcome: String, Sendable, Codable, CaseIterable {
        case ticket, reply, bounce, ignored, duplicate, failed
    }

    /// Where the server-side copy is to go, and whether it is there: driven by the ledger, repeatable.
    public enum Filing: String, Sendable, Codable, CaseIterable {
        /// Not decided yet: leave it alone.
        case waiting
        /// To the success folder (or mark seen, or delete for POP3).
        case toSuccess
        /// To the failure folder (or flag).
        case toFailure
        /// A move was begun, and its end was not seen: look in the target folder before it is repeated.
        case movingToSuccess
        case movingToFailure
        /// It is where it belongs.
        case done

        /// Whether the server's copy is still to be filed away.
        public var isOpen: Bool { self != .waiting && self != .done }
        public var isToFailure: Bool { self == .toFailure || self == .movingToFailure }
        public var isBegun: Bool { self == .movingToSuccess || self == .movingToFailure }
        /// The state while the move is under way.
        public var begun: Filing { isToFailure ? .movingToFailure : .movingToSuccess }
    }

    /// Where a message lies on its server.
    public struct Place: Hashable, Sendable, Codable {
        /// The folder as people write it; `INBOX` for POP3.
        public var folder: String
        /// IMAP (RFC 9051 §2.3.1.1); nil for POP3.
        public var uidValidity: Int64?
        public var uid: Int64?
        /// POP3 (RFC 1939 §7); nil for IMAP.
        public var uidl: String?

        public init(folder: String, uidValidity: Int64, uid: Int64) {
            self.folder = folder
            self.uidValidity = uidValidity
            self.uid = uid
        }

        public init(uidl: String) {
            folder = "INBOX"
            self.uidl = uidl
        }
    }

    public var id: LedgerID
    public var mailbox: MailboxID
    public var place: Place
    /// Without angle brackets; nil where the mail has none.
    public var messageID: String?
    /// SHA-256 of the raw bytes, hexadecimal. Of the header alone for a mail above the size limit.
    public var digest: String
    /// Bytes on the server.
    public var size: Int
    public var from: Contact
    public var subject: String
    /// When the mail arrived at the server (INTERNALDATE), else when it was read.
    public var receivedAt: Instant
    /// When it was stored here.
    public var storedAt: Instant
    /// Nil until decided.
    public var outcome: Outcome?
    public var decidedAt: Instant?
    /// The decisive reason as a sentence.
    public var reason: String
    public var ticket: TicketID?
    public var message: TicketMessageID?
    /// A reply that is decided and waits for the task *automatically updating tickets*.
    public var isWaitingForUpdate: Bool
    public var attempts: Int
    public var nextAttemptAt: Instant?
    public var error: String?
    public var filing: Filing
    /// Nil for a mail above the size limit, and after retention has removed it.
    public var raw: RawMailID?
    /// Whether only the header was read, the mail being above the mailbox's limit.
    public var isHeaderOnly: Bool
    /// In every log line about this mail.
    public var traceID: String

    public init(
        id: LedgerID, mailbox: MailboxID, place: Place, messageID: String?, digest: String,
        size: Int, from: Contact, subject: String, receivedAt: Instant, storedAt: Instant,
        outcome: Outcome? = nil, reason: String = "", ticket: TicketID? = nil,
        message: TicketMessageID? = nil, isWaitingForUpdate: Bool = false, attempts: Int = 0,
        nextAttemptAt: Instant? = nil, error: String? = nil, filing: Filing = .waiting,
        raw: RawMailID?, isHeaderOnly: Bool = false, traceID: String, decidedAt: Instant? = nil
    ) {
        self.id = id
        self.mailbox = mailbox
        self.place = place
        self.messageID = messageID
        self.digest = digest
        self.size = size
        self.from = from
        self.subject = subject
        self.receivedAt = receivedAt
        self.storedAt = storedAt
        self.outcome = outcome
        self.reason = reason
        self.ticket = ticket
        self.message = message
        self.isWaitingForUpdate = isWaitingForUpdate
        self.attempts = attempts
        self.nextAttemptAt = nextAttemptAt
        self.error = error
        self.filing = filing
        self.raw = raw
        self.isHeaderOnly = isHeaderOnly
        self.traceID = traceID
        self.decidedAt = decidedAt
    }
}
