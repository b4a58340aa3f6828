/// The body of a draft: text, multipart/alternative, multipart/related and multipart/mixed as needed.
struct DraftBody {
    /// The Content- fields, an empty line, and the body.
    private(set) var bytes: [UInt8] = []
    private let boundary: String
    private let allowsEightBit: Bool
    private var multiparts = 0

    init(_ draft: Draft, boundary: String) {
        let letters = boundary.utf8.filter { $0.isLetter && $0 < 0x80 || $0.isDigit }.prefix(40)
        self.boundary = String(decoding: letters, as: UTF8.self)
        allowsEightBit = draft.allowsEightBit
        let shown =
            draft.html == nil ? [] : draft.attachments.filter { $0.isInline && $0.contentID != nil }
        let attached =
            draft.html == nil
            ? draft.attachments : draft.attachments.filter { !($0.isInline && $0.contentID != nil) }
        var body = text(draft.text, subtype: "plain")
        if let html = draft.html {
            var rich = text(html, subtype: "html")
            if !shown.isEmpty {
                rich = multipart(
                    "related", [rich] + shown.map(file), parameters: [("type", "text/html")])
            }
            body = multipart("alternative", [body, rich])
        }
        if !attached.isEmpty { body = multipart("mixed", [body] + attached.map(file)) }
        bytes = body
    }

    /// `=_` stands in no base64 or quoted-printable text (RFC 2045 §6.7), so it cannot begin a line there.
    private static let mark = "=_"

    private mutating func multipart(
        _ subtype: String, _ parts: [[UInt8]], parameters: [(name: String, value: String)] = []
    ) -> [UInt8] {
        multiparts += 1
        let name = "\(Self.mark)\(boundary)_\(multiparts)"
        var writer = HeaderWriter()
        writer.field(
            "Content-Type", value: "multipart/\(subtype)",
            parameters: parameters + [("boundary", name)])
        // RFC 2045 §6.4: as the most demanding of what is inside.
        if parts.contains(where: { $0.contains { $0 >= 0x80 } }) {
            writer.words("Content-Transfer-Encoding", ["8bit"])
        }
        var body = writer.bytes
        let newline: [UInt8] = [ASCII.cr, ASCII.lf]
        for part in parts {
            body += newline + Array("--\(name)".utf8) + newline + part
        }
        return body + newline + Array("--\(name)--".utf8) + newline
    }

    private func text(_ text: String, subtype: String) -> [UInt8] {
        var content = BodyText.withLineFeeds(text)
        // A byte order mark is no text: readers drop it.
        while content.unicodeScalars.first == "\u{FEFF}" { content.unicodeScalars.removeFirst() }
        if !content.isEmpty, content.utf8.last != ASCII.lf { content += "\n" }
        var bytes = Array(content.utf8)
        // ASCII with escapes would be taken for a charset of ISO 2022.
        let isASCII = bytes.allSatisfy { $0 < 0x80 && $0 != 0x1B && $0 != 0x0E }
        var encoding = self.encoding(bytes)
        var parameters = [(name: "charset", value: isASCII ? "us-ascii" : "utf-8")]
        if subtype == "plain", encoding == .quotedPrintable,
            let flowed = FlowedWriter.wrapped(content)
        {
            let lines = Array(flowed.utf8)
            let direct = self.encoding(lines)
            // Only in place of an encoding: where one is needed anyway, it takes long lines as they are.
            if direct.isIdentity {
                bytes = lines
                encoding = direct
                parameters.append(("format", "flowed"))
            }
        }
        var writer = HeaderWriter()
        writer.field("Content-Type", value: "text/\(subtype)", parameters: parameters)
        writer.words("Content-Transfer-Encoding", [encoding.rawValue])
        let body =
            switch encoding {
            case .quotedPrintable: QuotedPrintable.encode(bytes)
            // RFC 2046 §4.1.1: CRLF whatever the encoding.
            case .base64: Base64.encode(Self.withCRLF(bytes)) + [ASCII.cr, ASCII.lf]
            case .sevenBit, .eightBit, .binary, .uuencode: Self.withCRLF(bytes)
            }
        return writer.bytes + [ASCII.cr, ASCII.lf] + body
    }

    /// 7bit or 8bit where no line can be harmed on the way; else whatever takes less room.
    private func encoding(_ bytes: [UInt8]) -> TransferEncoding {
        let high = bytes.count { $0 >= 0x80 }
        let isFragile =
            !Self.fitsLines(bytes, HeaderWriter.foldColumn)
            || bytes.starts(with: ".\n".utf8)
            || Bytes.firstRange(of: Array("\n.\n".utf8), in: bytes, from: 0) != nil
            || Bytes.firstRange(of: Array(Self.mark.utf8), in: bytes, from: 0) != nil
            || bytes.starts(with: "From ".utf8)
            || Bytes.firstRange(of: Array("\nFrom ".utf8), in: bytes, from: 0) != nil
            || bytes.contains {
                $0 < ASCII.space && $0 != ASCII.lf && $0 != ASCII.tab || $0 == 0x7F
            }
        if !isFragile {
            if high == 0 { return .sevenBit }
            if allowsEightBit { return .eightBit }
        }
        return high * 4 > bytes.count ? .base64 : .quotedPrintable
    }

    /// RFC 5322 §2.1.1, without CRLF.
    private static let longestLine = 998

    private static func fitsLines(_ bytes: [UInt8], _ longest: Int = longestLine) -> Bool {
        var length = 0
        for byte in bytes {
            length = byte == ASCII.lf ? 0 : length + 1
            if length > longest { return false }
        }
        return true
    }

    private static func withCRLF(_ bytes: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count + bytes.count / 40)
        for byte in bytes {
            if byte == ASCII.lf { output.append(ASCII.cr) }
            output.append(byte)
        }
        return output
    }

    /// restricted-name (RFC 6838 §4.2)
    private static func isToken(_ name: String) -> Bool {
        (1...127).contains(name.utf8.count)
            && name.utf8.allSatisfy {
                $0 < 0x80 && ($0.isLetter || $0.isDigit) || "!#$&-^_.+".utf8.contains($0)
            }
    }

    private func file(_ file: Draft.File) -> [UInt8] {
        var type = ContentType.parse(Array(file.contentType.utf8)[...])
        if let found = type,
            found.type == "multipart" || !Self.isToken(found.type)
                || !Self.isToken(found.subtype)
        {
            type = nil
        }
        var content: [UInt8]?
        var encoding = TransferEncoding.base64
        if type?.type == "message" {
            // Messages must not be encoded (RFC 2046 §5.2.1); those that would not survive go as files.
            let lines = Array(
                BodyText.withLineFeeds(String(decoding: file.bytes, as: UTF8.self)).utf8)
            let isSafe =
                Self.fitsLines(lines) && String(validating: file.bytes, as: UTF8.self) != nil
                && (allowsEightBit || lines.allSatisfy { $0 < 0x80 })
                && Bytes.firstRange(of: Array("\(Self.mark)\(boundary)".utf8), in: lines, from: 0)
                    == nil
            if isSafe {
                content = Self.withCRLF(lines)
                encoding = lines.allSatisfy { $0 < 0x80 } ? .sevenBit : .eightBit
            } else {
                type = nil
            }
        }
        let known = type ?? ContentType(type: "application", subtype: "octet-stream")
        let parameters = known.parameters.names.filter { name in
            name != "name" && name != "boundary" && name.utf8.count <= 60
                && name.utf8.allSatisfy {
                    $0 < 0x80 && ($0.isLetter || $0.isDigit || $0 == ASCII.dash)
                }
        }
        .map { (name: $0, value: known.parameters[$0] ?? "") }
        let named = file.name.isEmpty ? [] : [(name: "filename", value: file.name)]
        // A text without a name that is inline would be read as part of the body.
        let isInline =
            file.isInline
            && (known.type != "text" || !EncodedWordWriter.cleaned(file.name).isEmpty)
        var writer = HeaderWriter()
        writer.field(
            "Content-Type", value: known.name, parameters: parameters, named: file.name)
        writer.words("Content-Transfer-Encoding", [encoding.rawValue])
        writer.field(
            "Content-Disposition", value: isInline ? "inline" : "attachment", parameters: named
        )
        if let id = file.contentID { writer.ids("Content-ID", [id]) }
        return writer.bytes + [ASCII.cr, ASCII.lf]
            + (content ?? Base64.encode(file.bytes) + [ASCII.cr, ASCII.lf])
    }
}
