/// A mail, read as far as it can be read. Reading never fails: what is odd is a defect.
///
/// The parts are found when the value is made; bodies are decoded only when they are asked for, and
/// anew each time.
public struct Message: Sendable {
    /// The mail as it was received.
    public let bytes: [UInt8]
    /// All parts in preorder; `parts[0]` is the mail itself. What is inside of message/rfc822 parts
    /// follows as their children. Never empty.
    public let parts: [Part]
    /// What was odd, in the order of its discovery; at most some hundred.
    public let defects: [Defect]
    /// Plain text parts that make up the body, in order.
    public let textBody: [PartID]
    /// HTML parts that make up the body, in order.
    public let htmlBody: [PartID]
    /// What a reader of HTML shows, in order: the HTML parts, and plain ones that have no HTML
    /// alternative (RFC 8621 §4.1.4 htmlBody).
    public let richBody: [PartID]
    /// Every leaf and nested message of this mail that is no part of the body. Inline images are here too.
    public let attachments: [PartID]
    private let sources: [[UInt8]]

    /// Reads a mail. Lines may end with CRLF, LF, CR CR LF or, everywhere, CR. Never fails and never
    /// takes more than time and memory in proportion to the bytes.
    public init(_ bytes: [UInt8], limits: Limits = Limits()) {
        var builder = TreeBuilder(bytes, limits: limits)
        builder.build()
        let views = BodyViews(builder.parts)
        self.bytes = bytes
        parts = builder.parts
        defects = builder.defects
        sources = builder.sources
        textBody = views.text
        htmlBody = views.html
        richBody = views.rich
        attachments = views.attachments
    }

    /// The same for a part of an array, which is copied.
    public init(_ bytes: ArraySlice<UInt8>, limits: Limits = Limits()) {
        self.init(Array(bytes), limits: limits)
    }

    /// The part of that id; nil when the mail has none.
    public subscript(id: PartID) -> Part? {
        parts.indices.contains(id.index) ? parts[id.index] : nil
    }

    /// The body as it stands in the mail, still transfer-encoded. Empty for an unknown id.
    public func rawContent(of id: PartID) -> ArraySlice<UInt8> {
        guard let part = self[id] else { return [] }
        return sources[part.source][part.bodyRange]
    }

    /// The body without its transfer encoding. For multiparts and messages that is their source text.
    public func content(of id: PartID) -> [UInt8] {
        guard let part = self[id] else { return [] }
        return Array(decodedBody(of: part))
    }

    /// A slice of the mail where it is not encoded, so that nothing is copied.
    private func decodedBody(of part: Part) -> ArraySlice<UInt8> {
        let body = sources[part.source][part.bodyRange]
        if part.transferEncoding.isIdentity { return body }
        if part.isMultipart, !part.children.isEmpty { return body }
        if part.transferEncoding == .base64, part.contentType.type == "text" || part.isMultipart {
            // QUIRK: says base64, but was never encoded.
            return Base64.decodeIfPlausible(body).map { $0[...] } ?? body
        }
        if part.isMessage, part.transferEncoding == .base64, let child = part.children.first,
            self[child]?.source == part.source
        {
            return body
        }
        return Transfer.decode(body, part.transferEncoding)[...]
    }

    /// The body as text: transfer encoding and charset decoded, line ends LF, lines of format=flowed
    /// (RFC 3676) joined, without byte order mark and NUL. Meant for text parts; others are decoded as if
    /// they were text.
    public func text(of id: PartID) -> String {
        guard let part = self[id] else { return "" }
        return BodyText.decode(decodedBody(of: part), type: part.contentType)
    }

    /// What a winmail.dat holds (application/ms-tnef); nil for parts that are none.
    public func tnef(of id: PartID) -> TNEFArchive? {
        guard let part = self[id], part.isTNEF else { return nil }
        return TNEFArchive(content(of: id))
    }

    /// What this mail reports about mails sent before (RFC 3464); nil when it has no delivery-status part.
    public var deliveryReport: DeliveryReport? { DeliveryReport(self) }

    /// Which piece of a larger mail this one carries (RFC 2046 §5.2.2); nil when it is whole.
    public var partial: PartialMessage? { PartialMessage(self) }

    /// What became of a mail in the hands of its reader (RFC 8098); nil when this is no such report.
    public var dispositionReport: DispositionReport? { DispositionReport(self) }

    /// A complaint about a mail (RFC 5965); nil when this is none.
    public var feedbackReport: FeedbackReport? { FeedbackReport(self) }

    /// All plain text of the body; nil when there is none.
    public var plainText: String? { joined(textBody) }

    /// All HTML of the body as the sender wrote it, hostile or not; nil when there is none.
    public var html: String? { joined(htmlBody) }

    private func joined(_ ids: [PartID]) -> String? {
        guard let first = ids.first else { return nil }
        var text = text(of: first)
        for id in ids.dropFirst() {
            if !text.isEmpty, text.utf8.last != ASCII.lf { text += "\n" }
            text += self.text(of: id)
        }
        return text
    }
}

// What the mail's own header says.
extension Message {
    /// The header of the mail itself, that of `parts[0]`.
    public var header: Header { parts[0].header }
    /// See `Header.subject`.
    public var subject: String? { header.subject }
    /// See `Header.from`.
    public var from: [Address] { header.from }
    /// See `Header.sender`.
    public var sender: [Address] { header.sender }
    /// See `Header.replyTo`.
    public var replyTo: [Address] { header.replyTo }
    /// See `Header.to`.
    public var to: [Address] { header.to }
    /// See `Header.cc`.
    public var cc: [Address] { header.cc }
    /// See `Header.bcc`.
    public var bcc: [Address] { header.bcc }
    /// See `Header.date`.
    public var date: MailDate? { header.date }
    /// See `Header.messageID`.
    public var messageID: String? { header.messageID }
    /// See `Header.inReplyTo`.
    public var inReplyTo: [String] { header.inReplyTo }
    /// See `Header.references`.
    public var references: [String] { header.references }
}
