/// A report by a mail system about another mail (RFC 3464, RFC 8098, RFC 5965, and the free-form ones).
public struct MailReport: Hashable, Sendable, Codable {
    public enum Kind: String, Sendable, Codable {
        case bounce, delayWarning = "delay-warning", deliveryReceipt = "delivery-receipt"
        case readReceipt = "mdn", feedback = "feedback-report"
        /// A demand to prove that a person wrote, before the mail is delivered.
        case challenge = "challenge-response"
        /// Figures about many mails (DMARC, RFC 7489 §7.2; TLS, RFC 8460).
        case aggregate = "report"
    }

    public struct Recipient: Hashable, Sendable, Codable {
        /// As the sender of the original mail wrote it, where the report says so.
        public var address: String
        /// `5.1.1` (RFC 3463): the Status field's, or the sharper one of the diagnostic text.
        public var status: String?
        /// `550` (RFC 5321 §4.2), as the other server answered.
        public var replyCode: String?
        /// `failed`, `delayed`, … (RFC 3464 §2.3.3).
        public var action: String?
        public var diagnostic: String
        /// Nil where the mail was delivered.
        public var reason: BounceReason?

        public init(
            address: String, status: String? = nil, replyCode: String? = nil,
            action: String? = nil, diagnostic: String = "", reason: BounceReason? = nil
        ) {
            self.address = address
            self.status = status
            self.replyCode = replyCode
            self.action = action
            self.diagnostic = diagnostic
            self.reason = reason
        }

        /// Whether nobody tries any more: a mail that "failed" with a temporary code is lost as well.
        public var isPermanent: Bool {
            action == nil || action == "failed"
        }
    }

    public var kind: Kind
    public var recipients: [Recipient]
    /// Message-IDs of the mail that it is about.
    public var originalIDs: [String]
    /// Addresses that the returned mail, or the report itself, was sent to or came from: one of them may be a
    /// signed reply address of ours (VERP) and name the ticket.
    public var originalAddresses: [String]

    public init(
        kind: Kind, recipients: [Recipient] = [], originalIDs: [String] = [],
        originalAddresses: [String] = []
    ) {
        self.kind = kind
        self.recipients = recipients
        self.originalIDs = originalIDs
        self.originalAddresses = originalAddresses
    }

    /// More recipients than this are not named in a sentence.
    private static let mostNamed = 5

    /// The reason in words, for the ticket.
    public var sentence: String {
        let who = recipients.prefix(Self.mostNamed).map { String($0.address.prefix(254)) }
            .filter { !$0.isEmpty }.joined(separator: ", ")
        let why = recipients.lazy.map(\.diagnostic).first { !$0.isEmpty } ?? ""
        let status = recipients.lazy.compactMap(\.status).first.map { " (\($0))" } ?? ""
        let start =
            kind == .delayWarning ? "Delayed, still being tried" : "Could not be delivered"
        let target = who.isEmpty ? "" : " to \(who)"
        let reason = recipients.lazy.compactMap(\.reason)
            .first { $0 != .onHold && $0 != .undefined }
        let words = reason.map { ": \($0.words)" } ?? ""
        let said =
            why.isEmpty ? "." : reason == nil ? ": \(why.prefix(300))" : ". \(why.prefix(300))"
        return "\(start)\(target)\(status)\(words)\(said)"
    }
}
