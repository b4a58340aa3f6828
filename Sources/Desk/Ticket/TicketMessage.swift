/// One message or note in a ticket's conversation.
public struct TicketMessage: Hashable, Sendable, Codable, Identifiable {
    public enum Kind: String, Sendable, Codable, CaseIterable {
        /// A mail from the requester or another participant.
        case client
        /// An answer of an operator, sent by mail.
        case reply
        /// An internal note; never leaves the desk.
        case note
        /// A report that an answer was not delivered.
        case bounce
        /// A mail that the desk itself wrote, such as a project's first answer.
        case automatic
    }

    public var id: TicketMessageID
    public var ticket: TicketID
    public var kind: Kind
    /// Who wrote it, as the desk knows them.
    public var author: PersonID?
    /// Who wrote it, as the mail says.
    public var from: Contact
    public var to: [Contact]
    public var cc: [Contact]
    public var subject: String
    /// What the author wrote, without quoted history and signature. For a reply: the Markdown source.
    public var text: String
    /// The quoted history and signature, folded away on the page.
    public var quotedText: String
    /// Whether the raw mail has an HTML body to show.
    public var hasHTML: Bool
    /// When it was written to the desk: a mail's arrival at the server, a reply's sending.
    public var at: Instant
    /// The Message-ID without angle brackets; nil for a note.
    public var messageID: String?
    public var raw: RawMailID?
    public var ledger: LedgerID?
    /// Why the mail was put on this ticket, in one sentence. Nil where nothing was decided.
    public var attachedBecause: String?
    /// The operator who passed it on; it was written by ``from``.
    public var forwardedBy: PersonID?
    public var attachments: [Attachment]
    /// How the mail was encrypted or signed; nil when it was not.
    public var protection: MailProtection?

    public init(
        id: TicketMessageID, ticket: TicketID, kind: Kind, author: PersonID? = nil, from: Contact,
        to: [Contact] = [], cc: [Contact] = [], subject: String = "", text: String,
        quotedText: String = "", hasHTML: Bool = false, at: Instant, messageID: String? = nil,
        raw: RawMailID? = nil, ledger: LedgerID? = nil, attachedBecause: String? = nil,
        forwardedBy: PersonID? = nil, attachments: [Attachment] = [],
        protection: MailProtection? = nil
    ) {
        self.id = id
        self.ticket = ticket
        self.kind = kind
        self.author = author
        self.from = from
        self.to = to
        self.cc = cc
        self.subject = subject
        self.text = text
        self.quotedText = quotedText
        self.hasHTML = hasHTML
        self.at = at
        self.messageID = messageID
        self.raw = raw
        self.ledger = ledger
        self.attachedBecause = attachedBecause
        self.forwardedBy = forwardedBy
        self.attachments = attachments
        self.protection = protection
    }
}

/// What the page says of an encrypted or signed mail. Nothing is decrypted or verified.
public enum MailProtection: String, Sendable, Codable, CaseIterable {
    /// The desk cannot read it.
    case encrypted
    /// Readable; whether the signature is good was not checked.
    case signed
    /// The text is packed into an S/MIME signature, which the desk does not open.
    case signedAndPacked
}

/// A file in a mail. The bytes stay in the raw mail; this says where.
public struct Attachment: Hashable, Sendable, Codable, Identifiable {
    public var id: AttachmentID
    public var name: String
    /// As the mail says, lower-cased; never trusted when the file is served.
    public var contentType: String
    /// Decoded size in bytes.
    public var size: Int
    /// Without angle brackets.
    public var contentID: String?
    public var isInline: Bool
    /// The part's number in the parsed raw mail.
    public var part: Int
    /// Which of the files inside of that part, counted from 0, as in a winmail.dat or a text with uuencode
    /// (`MIME.Message.enclosedFiles(of:)`); nil for the part itself.
    public var member: Int?

    public init(
        id: AttachmentID, name: String, contentType: String, size: Int, contentID: String? = nil,
        isInline: Bool = false, part: Int, member: Int? = nil
    ) {
        self.id = id
        self.name = name
        self.contentType = contentType
        self.size = size
        self.contentID = contentID
        self.isInline = isInline
        self.part = part
        self.member = member
    }
}
