/// A mail that carries one piece of a mail too large to be sent whole (message/partial, RFC 2046 §5.2.2).
///
///     Content-Type: message/partial; id="oc=jpbe0M2Yt4s@example.org"; number=2; total=3
public struct PartialMessage: Sendable, Hashable {
    /// What all pieces of one mail have in common.
    public var id: String
    /// From 1.
    public var number: Int
    /// How many pieces there are; only the last one must say it.
    public var total: Int?

    /// Nil when the mail is no piece, or does not say which.
    public init?(_ message: Message) {
        let type = message.parts[0].contentType
        guard type.type == "message", type.subtype == "partial", let id = type.parameters["id"],
            !id.isEmpty, let number = type.parameters["number"].flatMap(Self.number), number > 0
        else { return nil }
        self.id = id
        self.number = number
        total = type.parameters["total"].flatMap(Self.number)
    }

    private static func number(_ text: String) -> Int? {
        ASCII.number(ASCII.trimmed(Array(text.utf8)[...]))
    }

    /// More pieces than anybody sends; keeps a forged total from making work.
    public static let mostPieces = 1_000

    /// Puts a mail together from its pieces, in whatever order they came; other mails among them do not count.
    ///
    /// The result has the header of the first piece without its Content- fields, Subject, Message-ID, Encrypted
    /// and MIME-Version; those come from the header inside of the first piece (RFC 2046 §5.2.2.1).
    ///
    /// - Parameter pieces: mails with one `id`. Of pieces with the same number the first counts.
    /// - Returns: the bytes of the mail; nil when a piece is missing, or the total is not known, or the pieces
    ///   do not belong together.
    public static func reassemble(_ pieces: [Message]) -> [UInt8]? {
        var byNumber: [Int: Message] = [:]
        var id: String?
        var total: Int?
        for message in pieces {
            guard let piece = PartialMessage(message) else { continue }
            guard id == nil || id == piece.id else { return nil }
            id = piece.id
            if byNumber[piece.number] == nil { byNumber[piece.number] = message }
            total = total ?? piece.total
        }
        guard let total, total > 0, total <= mostPieces, let first = byNumber[1] else { return nil }
        var body: [UInt8] = []
        for number in 1...total {
            guard let message = byNumber[number] else { return nil }
            body += message.content(of: message.parts[0].id)
        }
        return header(outer: first, inner: body)
    }

    private static func header(outer: Message, inner: [UInt8]) -> [UInt8] {
        let line = outer.bytes.contains(ASCII.cr) ? [ASCII.cr, ASCII.lf] : [ASCII.lf]
        let enclosed = Message(inner)
        var mail: [UInt8] = []
        func write(_ field: Header.Field) {
            mail += Array(field.name.utf8) + [ASCII.colon] + field.rawValue + line
        }
        outer.header.fields.filter { !isEnclosed($0) }.forEach(write)
        enclosed.header.fields.filter(isEnclosed).forEach(write)
        return mail + line + enclosed.rawContent(of: enclosed.parts[0].id)
    }

    /// Fields that the pieces' own transport does not own.
    private static func isEnclosed(_ field: Header.Field) -> Bool {
        let name = ASCII.lowercase(field.name)
        return name.hasPrefix("content-")
            || ["subject", "message-id", "encrypted", "mime-version"].contains(name)
    }
}
