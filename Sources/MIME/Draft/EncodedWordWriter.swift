/// Turns text into words for a header: ASCII as it is, everything else as encoded words (RFC 2047).
enum EncodedWordWriter {
    /// RFC 2047 §2 allows 75 characters for a word; 64 fit beside the name of a field. `=?UTF-8?B?` and
    /// `?=` take twelve.
    private static let longestText = 64 - 12
    /// A quoted string cannot be folded without harm: a longer name is written as encoded words.
    private static let longestQuoted = 60

    /// Words of unstructured text; empty ones stand for further spaces.
    static func words(of text: String) -> [String] {
        let words = cleaned(text).split(separator: " ", omittingEmptySubsequences: false).map(
            String.init)
        var marks = words.map(needsEncoding)
        // What stands between two encoded words is lost when it is only blanks: it is encoded as well.
        var last: Int?
        for (i, isMarked) in marks.enumerated() where isMarked {
            if let last, words[(last + 1)..<i].allSatisfy(\.isEmpty) {
                for k in (last + 1)..<i { marks[k] = true }
            }
            last = i
        }
        var written: [String] = []
        var run: [String] = []
        for (word, isMarked) in zip(words, marks) {
            if isMarked {
                run.append(word)
                continue
            }
            if !run.isEmpty { written += encoded(run.joined(separator: " ")) }
            run = []
            written.append(word)
        }
        if !run.isEmpty { written += encoded(run.joined(separator: " ")) }
        return written
    }

    /// A display name: atoms, a quoted string, or encoded words. Empty for an empty name.
    static func phrase(of name: String) -> [String] {
        let name = cleaned(name)
        guard !name.isEmpty else { return [] }
        if name.utf8.contains(where: { $0 >= 0x80 }) || needsEncoding(name) { return encoded(name) }
        let isAtoms = name.utf8.allSatisfy {
            $0.isLetter || $0.isDigit || $0 == ASCII.space
                || "!#$%&'*+-/=?^_`{|}~".utf8.contains($0)
        }
        // Readers make one blank of several between atoms.
        let isSpaced = Bytes.firstRange(
            of: [ASCII.space, ASCII.space], in: Array(name.utf8), from: 0)
        if isAtoms, isSpaced == nil, name.utf8.first != 0x27 {
            return name.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        }
        if name.utf8.count > longestQuoted { return encoded(name) }
        var quoted: [UInt8] = [ASCII.quote]
        for byte in name.utf8 {
            if byte == ASCII.quote || byte == ASCII.backslash { quoted.append(ASCII.backslash) }
            quoted.append(byte)
        }
        return [String(decoding: quoted + [ASCII.quote], as: UTF8.self)]
    }

    /// On one line, without blanks at its ends.
    static func cleaned(_ text: String) -> String {
        ASCII.trimmed(EncodedWords.cleaned(text))
    }

    private static func needsEncoding(_ word: String) -> Bool {
        word.utf8.count > 500 || word.utf8.contains { $0 >= 0x80 }
            || Bytes.firstRange(of: [ASCII.equals, ASCII.question], in: Array(word.utf8), from: 0)
                != nil
    }

    /// Encoded words for a text, cut between characters; each can be decoded alone.
    static func encoded(_ text: String) -> [String] {
        let bytes = Array(text.utf8)
        let special = bytes.count { !isLiteral($0) && $0 != ASCII.space }
        let usesQ = special * 3 < bytes.count
        var words: [String] = []
        var chunk: [UInt8] = []
        var width = 0
        func flush() {
            guard !chunk.isEmpty else { return }
            let encoded = usesQ ? chunk.flatMap(q) : Base64.encode(chunk, lineLength: 0)
            words.append(
                "=?UTF-8?\(usesQ ? "Q" : "B")?\(String(decoding: encoded, as: UTF8.self))?=")
            chunk = []
            width = 0
        }
        for scalar in text.unicodeScalars {
            let piece = Array(String(scalar).utf8)
            let cost = usesQ ? piece.reduce(0) { $0 + q($1).count } : piece.count
            let most = usesQ ? longestText : longestText / 4 * 3
            if width + cost > most { flush() }
            chunk += piece
            width += cost
        }
        flush()
        return words
    }

    /// Characters that the Q encoding may leave even within a phrase (RFC 2047 §5).
    private static func isLiteral(_ byte: UInt8) -> Bool {
        byte < 0x80 && (byte.isLetter || byte.isDigit) || "!*+-/".utf8.contains(byte)
    }

    private static func q(_ byte: UInt8) -> [UInt8] {
        if byte == ASCII.space { return [ASCII.underscore] }
        if isLiteral(byte) { return [byte] }
        return [
            ASCII.equals, QuotedPrintable.hex[Int(byte >> 4)], QuotedPrintable.hex[Int(byte & 15)],
        ]
    }
}
