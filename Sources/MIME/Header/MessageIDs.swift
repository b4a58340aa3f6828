/// Reads msg-id lists (RFC 5322 §3.6.4) as mails have them.
enum MessageIDs {
    /// Ids without angle brackets. Where there are brackets only what they hold is an id; else every
    /// word is one. Comments do not count.
    static func parse(_ value: [UInt8], limit: Int) -> [String] {
        let bytes = value.contains(ASCII.leftParen) ? withoutComments(value) : value
        var found: [String] = []
        var start: Int?
        var sawBracket = false
        for (i, byte) in bytes.enumerated() {
            if byte == ASCII.less {
                start = i + 1
                sawBracket = true
            } else if byte == ASCII.greater, let from = start {
                append(bytes[from..<i], to: &found)
                start = nil
                if found.count >= limit { return found }
            }
        }
        // QUIRK: an id cut off by a server that limits header lines has no closing bracket.
        if let from = start, bytes.count - from <= 998 { append(bytes[from...], to: &found) }
        if sawBracket { return found }
        for word in bytes.split(whereSeparator: { $0.isWhitespace || $0 == ASCII.comma }) {
            append(word, to: &found)
            if found.count >= limit { break }
        }
        return found
    }

    private static func append(_ bytes: ArraySlice<UInt8>, to found: inout [String]) {
        // Before decoding, since blanks may stand within an id; after it, since old charsets make some.
        let kept = bytes.filter(isInID)
        let id = String(
            decoding: TextDecoder.undeclared(Array(kept)).utf8.filter(isInID), as: UTF8.self)
        if !id.isEmpty { found.append(id) }
    }

    private static func isInID(_ byte: UInt8) -> Bool {
        byte > ASCII.space && byte != 0x7F && byte != ASCII.less
    }

    /// RFC 5322 §3.2.2 comments outside of angle brackets and quotes.
    private static func withoutComments(_ value: [UInt8]) -> [UInt8] {
        var kept: [UInt8] = []
        var depth = 0
        var isInBrackets = false
        for byte in value {
            if depth == 0, byte == ASCII.less { isInBrackets = true }
            if depth == 0, byte == ASCII.greater { isInBrackets = false }
            if !isInBrackets, byte == ASCII.leftParen { depth += 1 }
            if depth == 0 { kept.append(byte) }
            if !isInBrackets, byte == ASCII.rightParen, depth > 0 { depth -= 1 }
        }
        return depth == 0 ? kept : value
    }
}
