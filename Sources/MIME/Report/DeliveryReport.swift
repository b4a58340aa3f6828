/// What became of a mail, as a mail server reports it (RFC 3464).
///
/// Only message/delivery-status parts are read; bounces written as prose have none.
public struct DeliveryReport: Sendable, Hashable {
    /// Action field (RFC 3464 §2.3.3).
    public enum Action: String, Sendable, Hashable {
        case failed, delayed, delivered, relayed, expanded
    }

    /// One group of per-recipient fields. Everything is as the sender wrote it, types such as `rfc822;`
    /// and comments removed.
    public struct Recipient: Sendable, Hashable {
        /// The address as the sender of the original mail wrote it, if the server says so.
        public var originalRecipient: String?
        /// The address that the mail was for in the end (RFC 3464 §2.3.2).
        public var finalRecipient: String?
        /// Nil when the field is missing or has an unknown word.
        public var action: Action?
        /// Such as `5.1.1` (RFC 3463).
        public var status: String?
        /// What the other server answered, such as `550 5.1.1 User unknown`.
        public var diagnostic: String?
        /// Remote-MTA: who refused it (RFC 3464 §2.3.5).
        public var remoteServer: String?
        /// Until when the server goes on trying (RFC 3464 §2.3.9).
        public var willRetryUntil: MailDate?

        /// The original recipient, else the final one.
        public var address: String? { originalRecipient ?? finalRecipient }

        /// Takes the values as they are.
        public init(
            originalRecipient: String? = nil, finalRecipient: String? = nil, action: Action? = nil,
            status: String? = nil, diagnostic: String? = nil, remoteServer: String? = nil,
            willRetryUntil: MailDate? = nil
        ) {
            self.originalRecipient = originalRecipient
            self.finalRecipient = finalRecipient
            self.action = action
            self.status = status
            self.diagnostic = diagnostic
            self.remoteServer = remoteServer
            self.willRetryUntil = willRetryUntil
        }
    }

    /// In the order of the report; at most `Limits.reportRecipients`.
    public var recipients: [Recipient] = []
    /// Reporting-MTA: who made the report (RFC 3464 §2.2.2).
    public var reportingServer: String?
    /// ENVID of the original mail, if it had one.
    public var originalEnvelopeID: String?
    /// The header of the mail that is reported about, if it or its header came back.
    public var originalHeader: Header?
    /// Message-ID of that mail, without angle brackets.
    public var originalMessageID: String? { originalHeader?.messageID }

    /// Nil when the mail has no delivery-status part of its own (those of forwarded mails do not count).
    public init?(_ message: Message, limits: Limits = Limits()) {
        let fields = ReportFields(
            message, named: ["delivery-status", "global-delivery-status"], limits: limits)
        guard let fields else { return nil }
        originalHeader = fields.originalHeader
        for group in fields.groups { add(group) }
    }

    private mutating func add(_ group: Header) {
        if let field = group.first("Reporting-MTA") { reportingServer = field.reportValue }
        if let field = group.first("Original-Envelope-Id") { originalEnvelopeID = field.text }
        var recipient = Recipient()
        recipient.originalRecipient = group.first("Original-Recipient")?.reportAddress
        recipient.finalRecipient = group.first("Final-Recipient")?.reportAddress
        recipient.action = group.first("Action").flatMap {
            Action(rawValue: ASCII.lowercase(String($0.text.prefix { $0.isLetter })))
        }
        recipient.status = group.first("Status").flatMap { Self.status($0.text) }
        recipient.diagnostic = group.first("Diagnostic-Code")?.reportValue
        recipient.remoteServer = group.first("Remote-MTA")?.reportValue
        recipient.willRetryUntil = group.first("Will-Retry-Until").flatMap { MailDate($0.unfolded) }
        // QUIRK: groups split in two by an empty line.
        if recipient.address == nil, let last = recipients.indices.last {
            let known = recipients[last]
            recipients[last].action = known.action ?? recipient.action
            recipients[last].status = known.status ?? recipient.status
            recipients[last].diagnostic = known.diagnostic ?? recipient.diagnostic
            recipients[last].remoteServer = known.remoteServer ?? recipient.remoteServer
        } else if recipient.address != nil || recipient.action != nil || recipient.status != nil {
            recipients.append(recipient)
        }
    }

    /// status-code = DIGIT "." 1*3DIGIT "." 1*3DIGIT
    private static func status(_ text: String) -> String? {
        for word in text.utf8.split(whereSeparator: { $0.isWhitespace || $0 == ASCII.leftParen }) {
            let pieces = word.split(separator: ASCII.dot, omittingEmptySubsequences: false)
            if pieces.count == 3, pieces[0].count == 1,
                pieces.allSatisfy({ (1...3).contains($0.count) && $0.allSatisfy(\.isDigit) })
            {
                return String(decoding: word, as: UTF8.self)
            }
        }
        return nil
    }
}
