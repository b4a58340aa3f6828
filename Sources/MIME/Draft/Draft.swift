/// A mail to be sent. Nothing put into it can add a header line: line ends and control characters are
/// dropped wherever a value goes into a header.
public struct Draft: Sendable {
    /// A file to be attached or, with a Content-ID, shown within the HTML.
    public struct File: Sendable, Hashable {
        /// What the receiver sees; on one line. Beyond ASCII it is written in the form of RFC 2231 and, for
        /// old readers, in that of RFC 2047.
        public var name: String
        /// `type/subtype`, parameters allowed. What is no type becomes application/octet-stream.
        public var contentType: String
        /// As they are; sent as base64. A message (`message/rfc822`) is sent without an encoding
        /// (RFC 2046 §5.2.1) or, where it would not survive that, as a file of bytes.
        public var bytes: [UInt8]
        /// Without angle brackets; referred to from the HTML as `cid:…`.
        public var contentID: String?
        /// Shown within the text where the reader can (RFC 2183 §2.1), else a file to be saved (§2.2).
        public var isInline: Bool

        /// A file; without a Content-ID it is attached.
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

    /// Who wrote it (RFC 5322 §3.6.2). Groups of addresses are not written.
    public var from: [Address]
    /// Needed when `from` has several addresses (RFC 5322 §3.6.2).
    public var sender: Address?
    /// Where answers go, when not to `from` (RFC 5322 §3.6.2).
    public var replyTo: [Address] = []
    /// RFC 5322 §3.6.3. Those who get a blind copy stand in the envelope only: there is no Bcc.
    public var to: [Address] = []
    /// RFC 5322 §3.6.3.
    public var cc: [Address] = []
    /// One line; blanks at its ends are dropped. Beyond ASCII it becomes encoded words (RFC 2047).
    public var subject: String
    /// When it was written, with the zone of the writer (RFC 5322 §3.6.1).
    public var date: MailDate
    /// Without angle brackets (RFC 5322 §3.6.4). At most 900 bytes.
    public var messageID: String
    /// The ids of the mails that this one answers, without angle brackets (RFC 5322 §3.6.4).
    public var inReplyTo: [String] = []
    /// Oldest first, without angle brackets (RFC 5322 §3.6.4). Of more than 50 the first and the last ones
    /// are written; those beyond ASCII only where an address needs SMTPUTF8 as well.
    public var references: [String] = []
    /// Set for every mail that no person wrote (RFC 3834 §5).
    public var autoSubmitted: AutoSubmitted?
    /// Set for mail of a mailing list (RFC 2369).
    public var mailingList: MailingList?
    /// Further fields of unstructured text (RFC 5322 §3.6.8). Names that the draft writes itself, Bcc, and
    /// names that are none are left out.
    public var extraHeaders: [(name: String, value: String)] = []
    /// Line ends may be LF or CRLF. Lines beyond 78 characters are sent as format=flowed (RFC 3676) where
    /// that says the same, else encoded.
    public var text: String
    /// The same for readers of HTML, as multipart/alternative (RFC 2046 §5.1.4); nil when there is none.
    public var html: String?
    /// Files that are inline and have a Content-ID are put beside the HTML (multipart/related, RFC 2387),
    /// others after the text (multipart/mixed).
    public var attachments: [File] = []
    /// Whether text may be sent as 8bit; only when the server offers 8BITMIME (RFC 6152).
    public var allowsEightBit = false

    /// A mail of plain text; everything else can be set afterwards.
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

    /// Whether an address beyond ASCII is written, which only a server with SMTPUTF8 may be given
    /// (RFC 6531 §3.4). Names, subjects and texts never ask for it.
    public var needsSMTPUTF8: Bool {
        everybody.contains {
            HeaderWriter.mailbox($0.address)?.utf8.contains { $0 >= 0x80 } == true
        }
    }

    /// Addresses that are left out, because no header can hold them: empty, longer than 900 bytes, with
    /// control characters, or with blanks, commas, colons or brackets outside of quotes. None is ever
    /// changed. Ask before the mail is sent.
    public var unwritableAddresses: [Address] {
        everybody.filter { HeaderWriter.mailbox($0.address) == nil }
    }

    private var everybody: [Address] {
        from + [sender].compactMap(\.self) + replyTo + to + cc
    }

    /// The mail with CRLF line ends, no line longer than 998 bytes, headers folded at 78 (RFC 5322 §2.1.1).
    ///
    /// - Parameter boundary: letters and digits that occur in no other mail; it makes the boundaries, so
    ///   the same draft and the same boundary give the same bytes. At most 40 count.
    public func build(boundary: String) -> [UInt8] {
        var writer = HeaderWriter()
        let isInternational = needsSMTPUTF8
        writer.addresses("From", from)
        if let sender { writer.addresses("Sender", [sender]) }
        writer.addresses("Reply-To", replyTo)
        writer.addresses("To", to)
        writer.addresses("Cc", cc)
        writer.text("Subject", subject)
        writer.words("Date", [date.headerValue])
        writer.ids("Message-ID", [messageID], allowsUTF8: isInternational)
        writer.ids("In-Reply-To", inReplyTo, allowsUTF8: isInternational)
        writer.ids("References", Self.bounded(references), allowsUTF8: isInternational)
        if let autoSubmitted { writer.words("Auto-Submitted", [autoSubmitted.rawValue]) }
        mailingList?.write(to: &writer)
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
