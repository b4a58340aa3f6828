/// Turns the decoded bytes of a body into text.
enum BodyText {
    static func decode(_ bytes: ArraySlice<UInt8>, type: ContentType) -> String {
        var charset = type.charset.flatMap(Charset.named)
        var content = bytes
        if content.starts(with: [0xEF, 0xBB, 0xBF]) {
            content = content.dropFirst(3)
            charset = .utf8
        } else if content.starts(with: [0xFF, 0xFE]) {
            charset = .iconv("UTF-16LE")
        } else if content.starts(with: [0xFE, 0xFF]) {
            charset = .iconv("UTF-16BE")
        } else if type.isHTML, charset == nil {
            charset = metaCharset(content).flatMap(Charset.named)
        } else if let declared = charset, declared.isSingleByte,
            CharsetGuess.isSurelyUTF8(content)
        {
            // QUIRK: UTF-8 that gateways and form mailers send with the charset of their country. What is valid
            // UTF-8 with several characters makes no words in a charset of one byte each.
            charset = .utf8
        }
        var plain =
            usualText(content, charset: charset)
            ?? withLineFeeds(TextDecoder.decode(Array(content), charset: charset))
        if plain.unicodeScalars.first == "\u{FEFF}" { plain.unicodeScalars.removeFirst() }
        if type.isPlainText, let format = type.parameters["format"],
            ASCII.equal(ASCII.trimmed(format), "flowed")
        {
            let deletes =
                type.parameters["delsp"].map { ASCII.equal(ASCII.trimmed($0), "yes") } ?? false
            plain = FlowedText.unwrapped(plain, deletesSpaces: deletes)
        }
        return plain
    }

    /// CRLF, CR CR LF and bare CR become LF; NUL, which no database takes in text, is dropped.
    static func withLineFeeds(_ text: String) -> String { Scan.withLineFeeds(text) }

    /// What most mails are: ASCII or valid UTF-8, or one of the charsets of which every byte is a character.
    /// There line ends can be made LF before the bytes become text. Nil for everything else.
    private static func usualText(_ content: ArraySlice<UInt8>, charset: Charset?) -> String? {
        switch charset ?? .ascii {
        case .ascii where Scan.contains(0x1B, content) || Scan.contains(0x0E, content):
            // Perhaps ISO-2022.
            return nil
        case .ascii, .utf8:
            if Scan.isASCII(content) { return Scan.foldedText(content) }
            if let folded = Scan.withLineFeeds(content) {
                return String(validating: folded, as: UTF8.self)
            }
            return String(validating: content, as: UTF8.self)
        case .windows1252:
            return Scan.singleByteText(
                Scan.withLineFeeds(content)?[...] ?? content, upper: Charset.windows1252Upper)
        case .iconv(let name):
            return SingleByte.upper(of: name).map {
                Scan.singleByteText(Scan.withLineFeeds(content)?[...] ?? content, upper: $0)
            }
        case .utf16, .hz:
            return nil
        }
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
