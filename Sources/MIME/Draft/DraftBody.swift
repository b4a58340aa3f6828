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
        var body = writer.bytes
        let newline: [UInt8] = [ASCII.cr, ASCII.lf]
        for part in parts {
            body += newline + Array("--\(name)".utf8) + newline + part
        }
        return body + newline + Array("--\(name)--".utf8) + newline
    }

    private func text(_ text: String, subtype: String) -> [UInt8] {
        var content = BodyText.withLineFeeds(text)
        if !content.isEmpty, content.utf8.last != ASCII.lf { content += "\n" }
        let bytes = Array(content.utf8)
        let isASCII = bytes.allSatisfy { $0 < 0x80 }
        let encoding = self.encoding(bytes)
        var writer = HeaderWriter()
        writer.field(
            "Content-Type", value: "text/\(subtype)",
            parameters: [("charset", isASCII ? "us-ascii" : "utf-8")])
        writer.words("Content-Transfer-Encoding", [encoding.rawValue])
        let body =
            switch encoding {
            case .quotedPrintable: QuotedPrintable.encode(bytes)
            case .base64: Base64.encode(bytes) + [ASCII.cr, ASCII.lf]
            case .sevenBit, .eightBit, .binary, .uuencode: Self.withCRLF(bytes)
            }
        return writer.bytes + [ASCII.cr, ASCII.lf] + body
    }

    /// 7bit or 8bit where no line can be harmed on the way; else whatever takes less room.
    private func encoding(_ bytes: [UInt8]) -> TransferEncoding {
        let high = bytes.count { $0 >= 0x80 }
        let isFragile =
            !Self.fitsLines(bytes)
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

    private static func fitsLines(_ bytes: [UInt8]) -> Bool {
        var length = 0
        for byte in bytes {
            length = byte == ASCII.lf ? 0 : length + 1
            if length > longestLine { return false }
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

    private func file(_ file: Draft.File) -> [UInt8] {
        var type = ContentType.parse(Array(file.contentType.utf8))
        if type?.type == "multipart" || type?.subtype.isEmpty == true { type = nil }
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
        var parameters = known.parameters.names.filter { name in
            name != "name" && name != "boundary"
                && name.utf8.allSatisfy {
                    $0 < 0x80 && ($0.isLetter || $0.isDigit || $0 == ASCII.dash)
                }
        }
        .map { (name: $0, value: known.parameters[$0] ?? "") }
        let named = file.name.isEmpty ? [] : [(name: "filename", value: file.name)]
        if !file.name.isEmpty, file.name.utf8.allSatisfy({ $0 < 0x80 }) {
            parameters.append(("name", file.name))
        }
        var writer = HeaderWriter()
        writer.field("Content-Type", value: known.name, parameters: parameters)
        writer.words("Content-Transfer-Encoding", [encoding.rawValue])
        writer.field(
            "Content-Disposition", value: file.isInline ? "inline" : "attachment", parameters: named
        )
        if let id = file.contentID { writer.ids("Content-ID", [id]) }
        return writer.bytes + [ASCII.cr, ASCII.lf]
            + (content ?? Base64.encode(file.bytes) + [ASCII.cr, ASCII.lf])
    }
}
