import MIME

/// A draft made of an input's bytes: each value takes some of them, so that a mutation reaches every one.
struct FuzzDraft {
    private var rest: ArraySlice<UInt8>

    static func complaint(about bytes: [UInt8]) -> String? {
        var input = FuzzDraft(rest: bytes[...])
        let draft = input.draft()
        let boundary = input.value()
        return DraftCheck.complaint(about: draft, boundary: boundary)
    }

    private mutating func byte() -> Int { Int(rest.popFirst() ?? 0) }

    /// Up to a `|`, as text. Broken UTF-8 becomes U+FFFD, since a `String` holds no other.
    private mutating func value() -> String {
        let taken = rest.prefix { $0 != 0x7C }
        rest = rest.dropFirst(taken.count + 1)
        return String(decoding: taken, as: UTF8.self)
    }

    private mutating func addresses() -> [Address] {
        (0..<(byte() % 4)).map { _ in Address(name: value(), address: value()) }
    }

    private mutating func draft() -> Draft {
        let shape = byte()
        var draft = Draft(
            from: [Address(name: value(), address: value())], to: addresses(), subject: value(),
            date: MailDate(unixSeconds: Int64(byte()) << 22, offsetMinutes: byte() * 10 - 1280),
            messageID: value(), text: value())
        draft.cc = addresses()
        draft.replyTo = addresses()
        draft.allowsEightBit = shape & 1 == 0
        if shape & 2 == 0 { draft.html = value() }
        draft.references = (0..<(byte() % 4)).map { _ in value() }
        draft.inReplyTo = (0..<(byte() % 2)).map { _ in value() }
        draft.extraHeaders = (0..<(byte() % 4)).map { _ in (value(), value()) }
        draft.attachments = (0..<(byte() % 4)).map { number in
            Draft.File(
                name: value(), contentType: value(), bytes: Array(value().utf8),
                contentID: shape & 4 == 0 ? value() : nil, isInline: (shape >> 3 + number) & 1 == 0)
        }
        return draft
    }
}
