/// Decodes encoded words (RFC 2047) the way they are found, not only the way they should be written:
/// next to letters, inside quoted strings, with blanks inside, with a character cut in two.
enum EncodedWords {
    /// Where a `=?charset?encoding?text?=` stands.
    struct Word {
        /// Without the language of RFC 2231 §5.
        var charset: Range<Int>
        var isBase64: Bool
        var text: Range<Int>
        var end: Int

        func decoded(_ value: ArraySlice<UInt8>) -> [UInt8] {
            isBase64 ? Base64.decode(value[text]) : QuotedPrintable.decodeWord(value[text])
        }
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
        guard var position = nextMark(in: value, from: 0) else {
            return TextDecoder.undeclared(value)
        }
        var text = ""
        // Words of one charset that follow each other are decoded together, since senders cut
        // multi-byte characters in two.
        var pending: [UInt8] = []
        var charset: Range<Int>?
        // What a base64 text broke off with; see `Base64.brokenOff`.
        var rest: [UInt8] = []
        // What stands between the last word and the next.
        var plain = 0
        func flushWords() {
            guard let found = charset else { return }
            text += TextDecoder.decode(
                pending, charset: String(decoding: value[found], as: UTF8.self))
            pending = []
            charset = nil
            rest = []
        }
        func flushPlain(to end: Int) {
            if plain < end { text += TextDecoder.undeclared(Array(value[plain..<end])) }
        }
        while true {
            guard let word = word(in: value[...], at: position) else {
                guard let next = nextMark(in: value, from: position + 1) else { break }
                position = next
                continue
            }
            // White space between two words is not shown (RFC 2047 §6.2).
            if charset == nil || !value[plain..<position].allSatisfy(\.isWhitespace) {
                flushWords()
                flushPlain(to: position)
            }
            if let known = charset,
                !value[known].elementsEqual(
                    value[word.charset], by: { $0.lowercased == $1.lowercased })
            {
                flushWords()
            }
            charset = word.charset
            let base64 = word.isBase64 ? value[word.text] : nil
            if let base64, !rest.isEmpty {
                pending.removeLast(min(pending.count, rest.count * 6 / 8))
                pending += Base64.decode((rest + base64)[...])
            } else if pending.isEmpty {
                pending = word.decoded(value[...])
            } else {
                pending += word.decoded(value[...])
            }
            rest = base64.map { Base64.brokenOff(rest + $0) } ?? []
            plain = word.end
            guard let next = nextMark(in: value, from: word.end) else { break }
            position = next
        }
        flushWords()
        flushPlain(to: value.count)
        return text
    }

    /// Where the next `=?` stands.
    private static func nextMark(in value: [UInt8], from start: Int) -> Int? {
        var i = start
        while true {
            i = Scan.firstIndex(of: ASCII.equals, in: value, i..<value.count)
            guard i + 1 < value.count else { return nil }
            if value[i + 1] == ASCII.question { return i }
            i += 1
        }
    }

    /// Longer charset names do not exist.
    static let longestCharset = 60
    /// RFC 2047 §2 says 75; senders write whole subjects into one word.
    static let longestWord = 64 << 10

    /// encoded-word = "=?" charset ["*" language] "?" encoding "?" encoded-text "?="
    static func word(in value: ArraySlice<UInt8>, at start: Int) -> Word? {
        guard start + 1 < value.endIndex, value[start] == ASCII.equals,
            value[start + 1] == ASCII.question
        else { return nil }
        var i = start + 2
        let charsetStart = i
        var charsetEnd: Int?
        while i < value.endIndex, value[i] != ASCII.question {
            guard i - charsetStart < longestCharset, value[i] > ASCII.space, value[i] < 0x7F,
                value[i] != ASCII.equals
            else { return nil }
            if value[i] == 0x2A, charsetEnd == nil { charsetEnd = i }
            i += 1
        }
        guard i + 2 < value.endIndex, i > charsetStart, value[i + 2] == ASCII.question else {
            return nil
        }
        let encoding = value[i + 1].lowercased
        guard encoding == 0x62 || encoding == 0x71 else { return nil }
        let charset = charsetStart..<(charsetEnd ?? i)
        let textStart = i + 3
        i = textStart
        let end = min(value.endIndex, textStart + longestWord)
        while i < end {
            if value[i] == ASCII.question, i + 1 < value.endIndex, value[i + 1] == ASCII.equals {
                break
            }
            // Another word begins here: this one was never closed.
            if value[i] == ASCII.equals, i + 2 < value.endIndex, value[i + 1] == ASCII.question,
                value[i + 2] != ASCII.equals, i > textStart
            {
                return nil
            }
            i += 1
        }
        guard i + 1 < value.endIndex, i < end else { return nil }
        return Word(charset: charset, isBase64: encoding == 0x62, text: textStart..<i, end: i + 2)
    }
}
