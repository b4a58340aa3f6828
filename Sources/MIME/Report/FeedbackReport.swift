/// A complaint about a mail, as mailbox providers send it to whom it came from (ARF, RFC 5965).
///
/// Only message/feedback-report parts are read.
public struct FeedbackReport: Sendable, Hashable {
    /// Feedback-Type (RFC 5965 §7.3 and what was registered later).
    public enum Kind: Sendable, Hashable {
        /// Spam, in the eyes of the reader.
        case abuse
        case fraud
        case virus
        /// The opposite of abuse (RFC 6430 §3).
        case notSpam
        /// A mail whose signature or sender failed a check (RFC 6591).
        case authenticationFailure
        /// `other`, and words that are not known here, in lower case.
        case other(String)
    }

    /// What the complaint is about.
    public var kind: Kind
    /// User-Agent: the program that made the report.
    public var userAgent: String?
    /// Envelope sender of the mail, without angle brackets; empty for the null sender.
    public var originalSender: String?
    /// Envelope recipients of the mail, without angle brackets.
    public var originalRecipients: [String] = []
    /// When the provider took the mail (Arrival-Date, in older reports Received-Date).
    public var arrival: MailDate?
    /// The address that the mail came from.
    public var sourceAddress: String?
    /// Reporting-MTA: who made the report (RFC 5965 §3.2).
    public var reportingServer: String?
    /// What the mail is said to be about (Reported-Domain).
    public var reportedDomains: [String] = []
    /// Such as links in the mail (Reported-URI). Hostile: to be shown, not to be followed.
    public var reportedURIs: [String] = []
    /// How many complaints this one stands for; 1 if not said.
    public var incidents = 1
    /// The header of the mail, if it or its header came back; recipients are often blotted out.
    public var originalHeader: Header?
    /// Message-ID of that mail, without angle brackets.
    public var originalMessageID: String? { originalHeader?.messageID }

    /// Nil when the mail has no feedback-report part of its own.
    public init?(_ message: Message, limits: Limits = Limits()) {
        guard let fields = ReportFields(message, named: ["feedback-report"], limits: limits) else {
            return nil
        }
        let most = limits.reportRecipients
        kind = Self.kind(fields.first("Feedback-Type")?.text ?? "")
        userAgent = fields.first("User-Agent")?.text
        originalSender = fields.first("Original-Mail-From").map { Self.path($0.text) }
        originalRecipients = fields.all("Original-Rcpt-To").prefix(most).map { Self.path($0.text) }
        let date = fields.first("Arrival-Date") ?? fields.first("Received-Date")
        arrival = date.flatMap { MailDate($0.unfolded) }
        sourceAddress = fields.first("Source-IP")?.text
        reportingServer = fields.first("Reporting-MTA")?.reportValue
        reportedDomains = fields.all("Reported-Domain").prefix(most).map(\.text)
        reportedURIs = fields.all("Reported-URI").prefix(most).map(\.text)
        if let field = fields.first("Incidents"), let number = ASCII.number(field.unfolded) {
            incidents = number
        }
        originalHeader = fields.originalHeader
    }

    private static func kind(_ text: String) -> Kind {
        switch ASCII.lowercase(ASCII.trimmed(text)) {
        case "abuse": .abuse
        case "fraud": .fraud
        case "virus": .virus
        case "not-spam": .notSpam
        case "auth-failure": .authenticationFailure
        case let word: .other(word)
        }
    }

    /// Reverse-path or forward-path (RFC 5321 §4.1.2), also without brackets.
    private static func path(_ text: String) -> String {
        AddressList.parse(Array(text.utf8), limit: 1).first?.address ?? ""
    }
}
