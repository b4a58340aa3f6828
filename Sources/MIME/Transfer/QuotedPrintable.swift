/// Quoted-printable (RFC 2045 §6.7) and the Q encoding of encoded words (RFC 2047 §4.2).
enum QuotedPrintable {
    /// Bodies. A `=` that begins no code stands for itself; blanks at the end of a line were added on the
    /// way and are dropped.
    static func decode(_ text: ArraySlice<UInt8>) -> [UInt8] { Scan.quotedPrintable(text) }

    /// Encoded words: `_` is a space.
    static func decodeWord(_ text: ArraySlice<UInt8>) -> [UInt8] {
        var decoded: [UInt8] = []
        decoded.reserveCapacity(text.count)
        var i = text.startIndex
        while i < text.endIndex {
            let byte = text[i]
            if byte == ASCII.equals, i + 2 < text.endIndex, let high = text[i + 1].hexValue,
                let low = text[i + 2].hexValue
            {
                decoded.append(high << 4 | low)
                i += 3
                continue
            }
            decoded.append(byte == ASCII.underscore ? ASCII.space : byte)
            i += 1
        }
        return decoded
    }

    /// Text with LF line ends as lines of at most 76 characters that end with CRLF. A dot or `From ` at the
    /// beginning of a line is encoded, so that no transport changes it.
    static func encode(_ text: [UInt8]) -> [UInt8] {
        var encoded: [UInt8] = []
        encoded.reserveCapacity(text.count + text.count / 4)
        var column = 0
        for (i, byte) in text.enumerated() {
            if byte == ASCII.lf {
                encoded += [ASCII.cr, ASCII.lf]
                column = 0
                continue
            }
            let endsLine = i + 1 == text.count || text[i + 1] == ASCII.lf
            let isLiteral =
                byte > ASCII.space && byte < 0x7F && byte != ASCII.equals
                || byte.isBlank && !endsLine
            let startsLine =
                column == 0 && (byte == ASCII.dot || text[i...].starts(with: "From ".utf8))
            let width = isLiteral && !startsLine ? 1 : 3
            if column + width > (endsLine ? 76 : 75) {
                encoded += [ASCII.equals, ASCII.cr, ASCII.lf]
                column = 0
            }
            if width == 1 {
                encoded.append(byte)
            } else {
                encoded.append(ASCII.equals)
                encoded.append(hex[Int(byte >> 4)])
                encoded.append(hex[Int(byte & 15)])
            }
            column += width
        }
        return encoded
    }

    static let hex = Array("0123456789ABCDEF".utf8)
}
