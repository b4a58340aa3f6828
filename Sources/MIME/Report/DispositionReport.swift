/// What became of a mail in the hands of its reader: a read receipt (RFC 8098).
///
/// Only message/disposition-notification parts are read.
///
///     Disposition: manual-action/MDN-sent-manually; displayed
public struct DispositionReport: Sendable, Hashable {
    /// disposition-type (RFC 8098 §3.2.6.2), and those of RFC 3798 and RFC 2298 that are still sent.
    public enum Outcome: String, Sendable, Hashable {
        /// Shown to somebody; nobody promises that it was read.
        case displayed
        case deleted
        /// Sent on, printed or the like without being shown (RFC 3798 §3.2.6.2).
        case dispatched
        /// Handled by a program without being shown (RFC 3798 §3.2.6.2).
        case processed
        /// Refused to say (RFC 2298 §3.2.6).
        case denied
        /// Could not be shown or handled (RFC 3798 §3.2.6.2).
        case failed
    }

    /// Nil when the field is missing or has an unknown word.
    public var outcome: Outcome?
    /// disposition-modifier (RFC 8098 §3.2.6.3) in lower case, such as `error`.
    public var modifiers: [String] = []
    /// Whether a program did it rather than a person (action-mode `automatic-action`, RFC 8098 §3.2.6.1).
    public var isAutomatic = false
    /// Whether nobody was asked before the report was sent (sending-mode `MDN-sent-automatically`).
    public var wasSentAutomatically = false
    /// The address as the sender of the original mail wrote it (RFC 8098 §3.2.3).
    public var originalRecipient: String?
    /// The address that the mail was read at (RFC 8098 §3.2.4).
    public var finalRecipient: String?
    /// Message-ID of the mail that is reported about, without angle brackets (RFC 8098 §3.2.5).
    public var originalMessageID: String?
    /// The program that sent the report (RFC 8098 §3.2.1).
    public var reportingAgent: String?
    /// Error fields (RFC 8098 §3.2.7), as they stand.
    public var errors: [String] = []
    /// The header of the original mail, if it came back.
    public var originalHeader: Header?

    /// The original recipient, else the final one.
    public var address: String? { originalRecipient ?? finalRecipient }

    /// Nil when the mail has no disposition-notification part of its own.
    public init?(_ message: Message, limits: Limits = Limits()) {
        let names: Set<String> = ["disposition-notification", "global-disposition-notification"]
        guard let fields = ReportFields(message, named: names, limits: limits) else { return nil }
        originalHeader = fields.originalHeader
        originalRecipient = fields.first("Original-Recipient")?.reportAddress
        finalRecipient = fields.first("Final-Recipient")?.reportAddress
        originalMessageID =
            fields.first("Original-Message-ID").flatMap {
                MessageIDs.parse($0.unfolded, limit: 1).first
            } ?? originalHeader?.messageID
        reportingAgent = fields.first("Reporting-UA")?.text
        errors = fields.all("Error").prefix(limits.reportRecipients).map(\.text)
        if let field = fields.first("Disposition") { readDisposition(field.text) }
    }

    /// disposition-mode ";" disposition-type ["/" modifier *("," modifier)]. QUIRK: only the type.
    private mutating func readDisposition(_ text: String) {
        let words = ASCII.lowercase(text).split(separator: ";", maxSplits: 1).map {
            ASCII.trimmed(String($0))
        }
        if words.count > 1, let mode = words.first {
            isAutomatic = mode.hasPrefix("automatic-action")
            wasSentAutomatically = mode.hasSuffix("mdn-sent-automatically")
        }
        guard let what = words.last else { return }
        let pieces = what.split(separator: "/", maxSplits: 1)
        outcome = pieces.first.flatMap { Outcome(rawValue: ASCII.trimmed(String($0))) }
        if pieces.count > 1 {
            modifiers = pieces[1].split(separator: ",").prefix(20).map {
                ASCII.trimmed(String($0))
            }
        }
    }
}
