/// A mail to be sent. Nothing put into it can add a header line: line ends and control characters are
/// dropped wherever a value goes into a header.
public struct Draft: Sendable {
    /// A file to be attached or, with a Content-ID, shown within the HTML.
    public struct File: Sendable, Hashable {
        public var name: String
        /// `type/subtype`, parameters allowed. What is no type becomes application/octet-stream.
        public var contentType: String
        public var bytes: [UInt8]
        /// Without angle brackets; referred to from the HTML as `cid:…`.
        public var contentID: String?
        public var isInline: Bool

        public init(
            name: String, contentType: String, bytes: [UInt8], contentID: String? = nil,
            isInline: Bool = false
        ) {
            self.name = name
            self.contentType = contentType
            self.bytes = bytes
            self.contentID = contentID
            self.isInline = isInline
        }
    }

    public var from: [Address]
    /// Needed when `from` has several addresses (RFC 5322 §3.6.2).
    public var sender: Address?
    public var replyTo: [Address] = []
    public var to: [Address] = []
    public var cc: [Address] = []
    public var subject: String
    public var date: MailDate
    /// Without angle brackets.
    public var messageID: String
    public var inReplyTo: [String] = []
    /// Oldest first. Of very many the first and the last ones are written.
    public var references: [String] = []
    /// Further fields. Names that the draft writes itself and names that are none are left out.
    public var extraHeaders: [(name: String, value: String)] = []
    /// Line ends may be LF or CRLF.
    public var text: String
    public var html: String?
    public var attachments: [File] = []
    /// Whether text may be sent as 8bit; only when the server offers 8BITMIME (RFC 6152).
    public var allowsEightBit = false

    public init(
        from: [Address], to: [Address], subject: String, date: MailDate, messageID: String,
        text: String
    ) {
        self.from = from
        self.to = to
        self.subject = subject
        self.date = date
        self.messageID = messageID
        self.text = text
    }

    /// The mail with CRLF line ends, no line longer than 998 bytes, headers folded at 78.
    ///
    /// - Parameter boundary: letters and digits that occur in no other mail; it makes the boundaries, so
    ///   the same draft and the same boundary give the same bytes.
    public func build(boundary: String) -> [UInt8] {
        var writer = HeaderWriter()
        writer.addresses("From", from)
        if let sender { writer.addresses("Sender", [sender]) }
        writer.addresses("Reply-To", replyTo)
        writer.addresses("To", to)
        writer.addresses("Cc", cc)
        writer.text("Subject", subject)
        writer.words("Date", [date.headerValue])
        writer.ids("Message-ID", [messageID])
        writer.ids("In-Reply-To", inReplyTo)
        writer.ids("References", Self.bounded(references))
        for (name, value) in extraHeaders where !HeaderWriter.isReserved(name) {
            writer.text(name, value)
        }
        writer.words("MIME-Version", ["1.0"])
        let body = DraftBody(self, boundary: boundary)
        return writer.bytes + body.bytes
    }

    /// More than this makes lines that some servers refuse; threads keep together with the ends.
    private static let mostReferences = 50

    private static func bounded(_ ids: [String]) -> [String] {
        ids.count <= mostReferences ? ids : [ids[0]] + ids.suffix(mostReferences - 1)
    }
}
