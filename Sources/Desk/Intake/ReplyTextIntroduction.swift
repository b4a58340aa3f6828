/// `On 3 May 2024 at 10:12, Ann Example <ann@example.org> wrote:` in the languages of the world.
enum ReplyTextIntroduction {
    /// Mail programs break the line once or twice; some put the address on lines of its own.
    private static let maximumLines = 6

    /// The last line of the introduction that begins at `start`, or nil.
    static func end(in lines: ReplyTextLines, from start: Int) -> Int? {
        guard let first = ReplyTextWords(unmarked(lines[start].bare)) else { return nil }
        if isTerse(first) { return start }
        if opensWithYear(first), first.hasAddress, followsQuote(lines, start) { return start }
        let opens = opensWithDate(first)
        if closes(first), says(first, opens: opens, in: lines, at: start) { return start }
        guard opens else { return nil }
        var joined = String(unmarked(lines[start].bare))
        var index = start + 1
        while index < lines.count, index < start + maximumLines {
            let line = lines[index].bare
            if lines[index].isBlank {
                // Only an address on lines of its own stands behind a blank line.
                guard let next = lines.nextFilled(after: index),
                    lines[next].bare.utf8.first == UInt8(ascii: "<")
                else { return nil }
                index += 1
                continue
            }
            guard joined.utf8.count + line.utf8.count < ReplyTextWords.maximumLength,
                let next = ReplyTextWords(line), !joined.hasSuffix(":"),
                !(lines[index].isQuoted && !joined.contains("<"))
            else { return nil }
            if opensWithDate(next), next.hasDigit { return nil }
            joined += " " + line
            if let words = ReplyTextWords(unmarked(joined[...])), closes(words),
                says(words, opens: true, in: lines, at: index)
            {
                return index
            }
            index += 1
        }
        return nil
    }

    /// Without stars, brackets or dashes around the whole.
    private static func unmarked(_ text: Substring) -> Substring {
        var scalars = text.unicodeScalars
        let marks: Set<Unicode.Scalar> = ["*", "_", "[", "]", "-", "—", " ", "\u{a0}"]
        while let first = scalars.first, marks.contains(first) { scalars.removeFirst() }
        while let last = scalars.last, marks.contains(last) { scalars.removeLast() }
        return Substring(scalars)
    }

    /// `2024-05-03 10:12 GMT+02:00 Ann Example`: Gmail once wrote it so, in every language.
    private static func isTerse(_ words: ReplyTextWords) -> Bool {
        opensWithYear(words) && words.contains(word: Array("gmt".utf8))
            && words.bytes.contains(UInt8(ascii: ":"))
    }

    /// The end of an introduction: a colon, or the verb itself.
    private static func closes(_ words: ReplyTextWords) -> Bool {
        words.bytes.last == UInt8(ascii: ":") || words.ends(with: ReplyTextMarkers.wideColon)
            || ReplyTextMarkers.verbs.ends(words)
    }

    private static func says(
        _ words: ReplyTextWords, opens: Bool, in lines: ReplyTextLines, at last: Int
    ) -> Bool {
        // `…, "Ann" <ann@example.org>:` says who and when without a verb.
        if words.hasAddress, hasDate(words), words.ends(with: Array(">:".utf8)) { return true }
        if opensWithYear(words), words.hasAddress { return true }
        guard ReplyTextMarkers.verbs.occurs(in: words) else { return false }
        if followsQuote(lines, last) { return true }
        // No marks follow, so all that follows would be hidden: this must be a program's line, not
        // "As I wrote on 3 May:".
        if ReplyTextMarkers.ownWords.occurs(in: words) { return false }
        if opens { return hasDate(words) || words.hasAddress }
        return hasTime(words) || standsByAddress(words)
    }

    /// `Ann <ann@example.org> wrote:`, `ann@example.org wrote:`.
    private static func standsByAddress(_ words: ReplyTextWords) -> Bool {
        guard words.hasAddress, words.bytes.count < 200 else { return false }
        if words.bytes.contains(UInt8(ascii: "<")), words.bytes.contains(UInt8(ascii: ">")) {
            return true
        }
        return words.bytes.prefix { $0 != 0x20 }.contains(UInt8(ascii: "@"))
    }

    private static func followsQuote(_ lines: ReplyTextLines, _ last: Int) -> Bool {
        lines.nextFilled(after: last).map { lines[$0].isQuoted } ?? false
    }

    private static func opensWithDate(_ words: ReplyTextWords) -> Bool {
        opensWithYear(words) || opensWithDay(words)
            || ReplyTextMarkers.openings.begins(words)
    }

    /// `2024-05-03`, `2024/5/3`, `2024. 5. 3.`, `2024年`.
    private static func opensWithYear(_ words: ReplyTextWords) -> Bool {
        let digits = words.bytes.prefix(while: isDigit).count
        guard digits == 4, words.bytes.count > 4 else { return false }
        return "-/.".utf8.contains(words.bytes[4]) || words.bytes[4] >= 0xe0
    }

    /// `3.5.2024`, `03/05/24`, `3 May 2024`, `3. Mai`.
    private static func opensWithDay(_ words: ReplyTextWords) -> Bool {
        let digits = words.bytes.prefix(while: isDigit).count
        guard digits == 1 || digits == 2, words.bytes.count > digits + 1 else { return false }
        return "-/. ".utf8.contains(words.bytes[digits]) && hasDate(words)
    }

    /// Digits that look like a date or a time: `10:12`, `3.5.`, `2024`.
    private static func hasDate(_ words: ReplyTextWords) -> Bool {
        hasDigits(words, around: ":./-") || hasYear(words)
    }

    private static func hasTime(_ words: ReplyTextWords) -> Bool { hasDigits(words, around: ":") }

    private static func hasDigits(_ words: ReplyTextWords, around marks: String) -> Bool {
        let bytes = words.bytes
        guard bytes.count > 2 else { return false }
        return (1..<(bytes.count - 1)).contains { index in
            marks.utf8.contains(bytes[index]) && isDigit(bytes[index - 1])
                && isDigit(bytes[index + 1])
        }
    }

    private static func hasYear(_ words: ReplyTextWords) -> Bool {
        var digits = 0
        for byte in words.bytes {
            digits = isDigit(byte) ? digits + 1 : 0
            if digits == 4 { return true }
        }
        return false
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
}
