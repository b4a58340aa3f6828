/// Decodes encoded words (RFC 2047) the way they are found, not only the way they should be written:
/// next to letters, inside quoted strings, with blanks inside, with a character cut in two.
enum EncodedWords {
    /// One `=?charset?encoding?text?=`.
    struct Word {
        var charset: String
        var bytes: [UInt8]
        var end: Int
        /// The encoded text, if it is base64.
        var base64: ArraySlice<UInt8>?
    }

    /// The value as text on one line, without control characters.
    static func decode(_ value: [UInt8]) -> String {
        cleaned(decodeWords(value, inParameter: false))
    }

    /// For values of MIME parameters, where `+` and `_` outside of words mean themselves.
    static func decodeParameter(_ value: [UInt8]) -> String {
        cleaned(decodeWords(value, inParameter: true))
    }

    /// Line ends and tabs become spaces, other control characters vanish: nothing decoded can start a
    /// new line.
    static func cleaned(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 < ASCII.space || $0 == 0x7F }) else { return text }
        let bytes = text.utf8.compactMap { byte -> UInt8? in
            if byte.isWhitespace { return ASCII.space }
            return byte < ASCII.space || byte == 0x7F ? nil : byte
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func decodeWords(_ value: [UInt8], inParameter: Bool) -> String {
        guard Bytes.firstRange(of: [ASCII.equals, ASCII.question], in: value, from: 0) != nil else {
            return TextDecoder.undeclared(value)
        }
        var text = ""
        var plain: [UInt8] = []
        // Words of one charset that follow each other are decoded together, since senders cut
        // multi-byte characters in two.
        var pending: [UInt8] = []
        var charset: String?
        // What a base64 text broke off with; see `Base64.brokenOff`.
        var rest: [UInt8] = []
        var i = 0

        func flushWords() {
            if let charset { text += TextDecoder.decode(pending, charset: charset) }
            pending = []
            charset = nil
            rest = []
        }
        func flushPlain() {
            if !plain.isEmpty { text += TextDecoder.undeclared(plain) }
            plain = []
        }
        while i < value.count {
            if value[i] == ASCII.equals, let word = word(in: value, at: i) {
                if charset != nil, !plain.allSatisfy(\.isWhitespace) {
                    flushWords()
                    flushPlain()
                } else if charset != nil {
                    // White space between two words is not shown (RFC 2047 §6.2).
                    plain = []
                } else {
                    flushPlain()
                }
                if let known = charset, !ASCII.equal(known, word.charset) { flushWords() }
                charset = word.charset
                if let base64 = word.base64, !rest.isEmpty {
                    pending.removeLast(min(pending.count, rest.count * 6 / 8))
                    pending += Base64.decode((rest + base64)[...])
                } else {
                    pending += word.bytes
                }
                rest = word.base64.map { Base64.brokenOff(rest + $0) } ?? []
                i = word.end
                continue
            }
            if charset != nil, !value[i].isWhitespace {
                flushWords()
            }
            plain.append(value[i])
            i += 1
        }
        flushWords()
        flushPlain()
        return text
    }

    /// Longer charset names do not exist.
    static let longestCharset = 60
    /// RFC 2047 §2 says 75; senders write whole subjects into one word.
    static let longestWord = 64 << 10

    /// encoded-word = "=?" charset ["*" language] "?" encoding "?" encoded-text "?="
    static func word(in value: [UInt8], at start: Int) -> Word? {
        guard start + 1 < value.count, value[start] == ASCII.equals,
            value[start + 1] == ASCII.question
        else { return nil }
        var i = start + 2
        let charsetStart = i
        while i < value.count, value[i] != ASCII.question {
            guard i - charsetStart < longestCharset, value[i] > ASCII.space, value[i] < 0x7F,
                value[i] != ASCII.equals
            else { return nil }
            i += 1
        }
        guard i + 2 < value.count, i > charsetStart, value[i + 2] == ASCII.question else {
            return nil
        }
        let encoding = value[i + 1].lowercased
        guard encoding == 0x62 || encoding == 0x71 else { return nil }
        var name = value[charsetStart..<i]
        if let star = name.firstIndex(of: 0x2A) { name = name[..<star] }
        let textStart = i + 3
        i = textStart
        let end = min(value.count, textStart + longestWord)
        while i < end {
            if value[i] == ASCII.question, i + 1 < value.count, value[i + 1] == ASCII.equals {
                break
            }
            // Another word begins here: this one was never closed.
            if value[i] == ASCII.equals, i + 2 < value.count, value[i + 1] == ASCII.question,
                value[i + 2] != ASCII.equals, i > textStart
            {
                return nil
            }
            i += 1
        }
        guard i + 1 < value.count, i < end else { return nil }
        let text = value[textStart..<i]
        let bytes = encoding == 0x62 ? Base64.decode(text) : QuotedPrintable.decodeWord(text)
        return Word(
            charset: String(decoding: name, as: UTF8.self), bytes: bytes, end: i + 2,
            base64: encoding == 0x62 ? text : nil)
    }
}
