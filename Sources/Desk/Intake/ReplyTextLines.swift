/// The lines of a body and what can be said of one line alone.
struct ReplyTextLines {
    struct Line {
        let raw: Substring
        /// Without white space at the ends, and without the stars of bold words.
        let bare: Substring
        let isQuoted: Bool
        let isBlank: Bool
        /// Nothing but a row of dashes, stars or the like.
        let isRule: Bool
    }

    private let lines: [Line]

    init(_ body: String) {
        // By bytes: a line end with a combining mark behind it is one Character, and not "\n".
        lines = body.utf8.split(separator: 0x0a, omittingEmptySubsequences: false).map { line in
            Line(Substring(line.last == 0x0d ? line.dropLast() : line))
        }
    }

    var count: Int { lines.count }

    subscript(index: Int) -> Line { lines[index] }

    func nextFilled(after index: Int) -> Int? {
        var next = index + 1
        while next < lines.count, lines[next].isBlank { next += 1 }
        return next < lines.count ? next : nil
    }

    static func isBlank(_ text: Substring) -> Bool { bare(text).isEmpty }

    /// White space as mail programs use it: no-break spaces and marks of no width too.
    static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09...0x0d, 0x20, 0xa0, 0x200b...0x200f, 0x2028, 0x2029, 0x202a...0x202f,
            0x2060, 0x3000, 0xfeff:
            true
        default: false
        }
    }

    /// Without the marks of quotes in front, however many.
    static func unquoted(_ bare: Substring) -> Substring {
        guard bare.utf8.first == UInt8(ascii: ">") else { return bare }
        return Self.bare(bare.drop { $0 == ">" || $0 == " " })
    }

    /// Without one mark of a quote and the space behind it.
    static func withoutOneMark(_ raw: Substring) -> Substring {
        let text = raw.drop { $0 == " " }
        guard text.utf8.first == UInt8(ascii: ">") else { return raw }
        let rest = text.dropFirst()
        return rest.first == " " ? rest.dropFirst() : rest
    }

    static func bare(_ text: Substring) -> Substring {
        var scalars = text.unicodeScalars
        while let first = scalars.first, isSpace(first) { scalars.removeFirst() }
        while let last = scalars.last, isSpace(last) { scalars.removeLast() }
        return Substring(scalars)
    }
}

extension ReplyTextLines.Line {
    fileprivate init(_ raw: Substring) {
        self.raw = raw
        let bare = ReplyTextLines.bare(raw)
        self.bare = bare
        isBlank = bare.isEmpty
        isQuoted = bare.utf8.first == UInt8(ascii: ">")
        isRule = bare.utf8.count >= 2 && bare.unicodeScalars.allSatisfy(Self.isRuleMark)
    }

    // QUIRK: "ᐧ" is what a tracking extension of Gmail leaves behind.

    private static func isRuleMark(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "-", "_", "*", "=", "~", "+", "#", "—", "–", "─", "ᐧ", " ": true
        default: false
        }
    }
}

/// A line, or a few joined ones, in lower case for looking up words.
struct ReplyTextWords {
    let bytes: [UInt8]

    /// Long lines are paragraphs, never marks of a quote.
    static let maximumLength = 600

    init?(_ text: some StringProtocol) {
        guard text.utf8.count <= Self.maximumLength else { return nil }
        bytes = Array(text.lowercased().utf8)
    }

    func begins(with word: [UInt8]) -> Bool { bytes.starts(with: word) }

    func ends(with word: [UInt8]) -> Bool { bytes.suffix(word.count).elementsEqual(word) }

    /// Whether the word occurs, for ASCII letters as a word of its own.
    func contains(word: [UInt8]) -> Bool { position(of: word) != nil }

    func position(of word: [UInt8]) -> Int? {
        guard let first = word.first, bytes.count >= word.count else { return nil }
        for start in 0...(bytes.count - word.count) where bytes[start] == first {
            guard bytes[start..<(start + word.count)].elementsEqual(word) else { continue }
            let end = start + word.count
            let joinsBefore = start > 0 && isLetter(bytes[start - 1]) && isLetter(first)
            let joinsAfter =
                end < bytes.count && isLetter(bytes[end]) && isLetter(word[word.count - 1])
            if !joinsBefore, !joinsAfter { return start }
        }
        return nil
    }

    var hasDigit: Bool { bytes.contains { $0 >= 0x30 && $0 <= 0x39 } }

    var hasAddress: Bool { bytes.contains(UInt8(ascii: "@")) }

    private func isLetter(_ byte: UInt8) -> Bool {
        byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z")
    }
}
