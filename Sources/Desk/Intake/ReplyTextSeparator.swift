/// `-----Original Message-----` and the like.
enum ReplyTextSeparator {
    static func isOne(_ line: ReplyTextLines.Line) -> Bool {
        guard let words = ReplyTextWords(line.bare) else { return false }
        if ReplyTextMarkers.replyAbove.contains(where: words.contains(word:)),
            words.bytes.count < 160, isFramed(line)
        {
            return true
        }
        if ReplyTextMarkers.forwards.contains(where: { words.begins(with: $0) }) {
            return words.bytes.last == UInt8(ascii: ":")
        }
        return isFramed(line) && ReplyTextMarkers.originals.contains(where: words.contains(word:))
    }

    /// Dashes, or the like, on both sides.
    private static func isFramed(_ line: ReplyTextLines.Line) -> Bool {
        func isMark(_ byte: UInt8) -> Bool { "-_=*#~".utf8.contains(byte) }
        let bytes = line.bare.utf8
        return bytes.prefix(while: isMark).count >= 2
            && (bytes.reversed().prefix(while: isMark).count >= 2
                || bytes.prefix(while: isMark).count >= 5)
    }
}
