/// The position of a part within `Message.parts`: 0 is the mail itself, then preorder.
///
/// It stays the same whenever the same bytes are parsed by the same version, so it may be stored with
/// the raw mail.
public struct PartID: Hashable, Sendable, Comparable {
    /// From 0; less than `Message.parts.count` of the mail that it is of.
    public let index: Int

    /// An index that was stored.
    public init(index: Int) { self.index = index }

    /// By position in the mail.
    public static func < (a: PartID, b: PartID) -> Bool { a.index < b.index }
}

/// How the bytes of a body were made fit for transport (RFC 2045 §6).
public enum TransferEncoding: String, Hashable, Sendable {
    case sevenBit = "7bit"
    case eightBit = "8bit"
    case binary
    case base64
    case quotedPrintable = "quoted-printable"
    case uuencode = "x-uuencode"

    /// Whether the body stands in the mail as it is.
    public var isIdentity: Bool {
        switch self {
        case .sevenBit, .eightBit, .binary: true
        case .base64, .quotedPrintable, .uuencode: false
        }
    }
}

/// What the sender wants done with a part (RFC 2183). Unknown words mean attachment (§2.8).
public enum Disposition: String, Hashable, Sendable {
    case inline, attachment
}

/// One node of the mail's tree: the mail, a multipart, a nested message, or a leaf with a body.
public struct Part: Sendable {
    /// Where it stands in `Message.parts`.
    public let id: PartID
    /// The multipart or message that it stands in; nil for the mail itself.
    public let parent: PartID?
    /// What stands in it, in order; empty for leaves.
    public internal(set) var children: [PartID] = []
    /// Its own header; that of the mail for `parts[0]`.
    public let header: Header
    /// As the header says it, or the default of the place: text/plain, message/rfc822 in a digest.
    public let contentType: ContentType
    /// Content-Disposition as it was given, with its parameters.
    public let contentDisposition: ContentDisposition?
    /// As the header says it; `binary` for words that are unknown, 7bit when it says nothing (RFC 2045 §6.1).
    public let transferEncoding: TransferEncoding
    /// Which bytes the ranges mean: 0 is `Message.bytes`; others are nested messages that came
    /// transfer-encoded and had to be decoded to be read.
    public let source: Int
    /// From the first header byte to the first byte of the body.
    public let headerRange: Range<Int>
    /// The body as it stands in its source, still transfer-encoded, without the line end that belongs
    /// to the delimiter after it (RFC 2046 §5.1.1).
    public internal(set) var bodyRange: Range<Int>

    /// What the sender wants done with it; nil when nothing is said (RFC 2183 §2).
    public var disposition: Disposition? { contentDisposition?.disposition }

    /// The name that the sender gave: `filename` of Content-Disposition, else `name` of Content-Type.
    /// Never contains control characters or line ends; may contain slashes, so it is no path.
    public var filename: String? {
        func named(_ name: String, _ parameters: Parameters?) -> String? {
            parameters?[name].flatMap { $0.isEmpty ? nil : $0 }
        }
        let disposition = contentDisposition?.parameters
        return named("filename", disposition) ?? named("name", contentType.parameters)
            ?? named("name", disposition) ?? named("filename", contentType.parameters)
    }

    /// Content-ID without its angle brackets (RFC 2045 §7).
    public var contentID: String? {
        guard let field = header.first("Content-ID") else { return nil }
        return MessageIDs.parse(field.unfolded, limit: 1).first
    }

    /// Whether it says that it is made of parts, be there any or not (RFC 2046 §5.1).
    public var isMultipart: Bool { contentType.type == "multipart" }

    /// Whether the body is what Exchange packs attachments into when it thinks that it talks to itself.
    public var isTNEF: Bool {
        contentType.type == "application"
            && ["ms-tnef", "vnd.ms-tnef"].contains(contentType.subtype)
            || filename.map { ASCII.equal($0, "winmail.dat") } == true
    }

    /// Whether the body is a whole mail.
    public var isMessage: Bool {
        contentType.type == "message"
            && ["rfc822", "global", "news"].contains(contentType.subtype)
    }
}
