/// What goes wrong, and when. Set a value while the server runs; it holds from the next byte on.
public struct Faults: Sendable, Equatable {
    /// Ends or freezes a connection at an exact byte.
    public var cut: Cut?
    /// A connection that stops answering, but stays open.
    public var silence: Silence?
    /// Refuses every sign-in with this text (after the protocol's own NO, -ERR or 535).
    public var refusesSignIn: String?
    /// Refuses every working command after sign-in with this text, as providers that throttle do.
    public var throttle: String?
    /// IMAP capabilities neither announced nor obeyed, such as `MOVE`, `UIDPLUS`, `LITERAL+`, `IDLE`.
    public var hiddenCapabilities: Set<String> = []
    /// The next MOVE copies its mails, then hangs up: they are in both folders. Fires once.
    public var diesInMove = false
    /// UIDs whose body is served empty although RFC822.SIZE is not 0 (Exchange did this).
    public var emptyBodies: Set<UInt32> = []
    /// UIDs whose body is refused: the fetch ends in NO after the others were served.
    public var refusedBodies: Set<UInt32> = []
    /// SMTP: what RCPT answers, by address in lower case.
    public var recipientRefusals: [String: SMTPReply] = [:]
    /// SMTP: what one stage answers instead of doing its work.
    public var smtpRefusals: [SMTPStage: SMTPReply] = [:]
    /// The protocols that ``cut`` and ``silence`` strike.
    public var protocols: Set<MailProtocol> = Set(MailProtocol.allCases)

    public init() {}

    /// A connection that ends at an exact byte, counted over all connections since the fault was set.
    public struct Cut: Sendable, Equatable {
        public enum Direction: Sendable { case sent, received }
        public enum End: Sendable { case hangUp, silence }

        public var direction: Direction
        /// So many bytes still pass; at 0 nothing does. Counted inside TLS.
        public var afterBytes: Int
        public var end: End
        /// Later connections are ended at their first byte as well, until the fault is taken away.
        public var staysDown: Bool

        public init(
            _ direction: Direction, afterBytes: Int, end: End = .hangUp, staysDown: Bool = false
        ) {
            self.direction = direction
            self.afterBytes = afterBytes
            self.end = end
            self.staysDown = staysDown
        }
    }

    /// Where a connection falls silent. Commands are upper-case words: `SELECT`, `UID FETCH`, `RETR`.
    public enum Silence: Sendable, Equatable {
        /// Accepts the connection and never greets.
        case greeting
        /// Reads this command and never answers it.
        case before(String)
        /// Answers this command, and nothing after it.
        case after(String)
    }
}

/// An SMTP reply: three digits and a text, for instance `450` and `4.2.0 greylisted`.
public struct SMTPReply: Sendable, Equatable {
    public var code: Int
    public var text: String

    public init(_ code: Int, _ text: String) {
        self.code = code
        self.text = text
    }
}

/// The stage of an SMTP conversation that a fault refuses.
public enum SMTPStage: Sendable, Hashable {
    /// Instead of the 220 greeting; the connection then ends.
    case greeting
    case mail
    /// Every recipient.
    case recipient
    /// The DATA command, before any content.
    case data
    /// After the content; the mail is not kept.
    case content
}
