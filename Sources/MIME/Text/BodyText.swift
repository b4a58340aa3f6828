/// Turns the decoded bytes of a body into text.
enum BodyText {
    static func decode(_ bytes: [UInt8], type: ContentType) -> String {
        var charset = type.charset
        var content = bytes[...]
        if content.starts(with: [0xEF, 0xBB, 0xBF]) {
            content = content.dropFirst(3)
            charset = "utf-8"
        } else if content.starts(with: [0xFF, 0xFE]) {
            charset = "utf-16le"
        } else if content.starts(with: [0xFE, 0xFF]) {
            charset = "utf-16be"
        } else if type.isHTML, charset.flatMap(Charset.named) == nil {
            charset = metaCharset(content) ?? charset
        }
        var text = TextDecoder.decode(Array(content), charset: charset)
        if text.unicodeScalars.first == "\u{FEFF}" { text.unicodeScalars.removeFirst() }
        text = withLineFeeds(text)
        if type.type == "text", type.subtype == "plain", let format = type.parameters["format"],
            ASCII.equal(ASCII.trimmed(format), "flowed")
        {
            let deletes =
                type.parameters["delsp"].map { ASCII.equal(ASCII.trimmed($0), "yes") } ?? false
            text = FlowedText.unwrapped(text, deletesSpaces: deletes)
        }
        return text
    }

    /// CRLF, CR CR LF and bare CR become LF; NUL, which no database takes in text, is dropped.
    static func withLineFeeds(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 == ASCII.cr || $0 == 0 }) else { return text }
        var output: [UInt8] = []
        output.reserveCapacity(text.utf8.count)
        var returns = 0
        for byte in text.utf8 {
            if byte == ASCII.cr {
                returns += 1
                continue
            }
            if byte == ASCII.lf {
                returns = 0
            } else if returns > 0 {
                output.append(contentsOf: repeatElement(ASCII.lf, count: returns))
                returns = 0
            }
            if byte != 0 { output.append(byte) }
        }
        output.append(contentsOf: repeatElement(ASCII.lf, count: returns))
        return String(decoding: output, as: UTF8.self)
    }

    /// `<meta charset=…>` or `<meta … content="text/html; charset=…">` near the beginning (as HTML5 does).
    private static func metaCharset(_ content: ArraySlice<UInt8>) -> String? {
        let head = content.prefix(2_048).map(\.lowercased)
        guard Bytes.firstRange(of: Array("<meta".utf8), in: head, from: 0) != nil,
            let found = Bytes.firstRange(of: Array("charset=".utf8), in: head, from: 0)
        else { return nil }
        let label = head[found.upperBound...].drop {
            $0 == ASCII.quote || $0 == 0x27 || $0 == ASCII.space
        }
        .prefix(40).prefix {
            $0.isLetter || $0.isDigit || $0 == ASCII.dash || $0 == ASCII.underscore
        }
        let name = String(decoding: label, as: UTF8.self)
        // UTF-16 that could be read as ASCII up to here is none.
        return name.isEmpty || name.hasPrefix("utf-16") ? nil : name
    }
}
