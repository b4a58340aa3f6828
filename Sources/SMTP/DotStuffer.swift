/// A mail as DATA wants it: CRLF at every line end, a second dot before a dot at a line start, and
/// CRLF at the end of the last line. RFC 5321 §4.5.2.
///
/// A bare CR or LF becomes CRLF: sent as it is, a server may take it for a line end where another
/// does not, and "CR LF . LF" would smuggle in a second mail.
struct DotStuffer: Sendable {
    private let mail: [UInt8]
    private var position = 0
    private var isLineStart = true

    init(_ mail: [UInt8]) { self.mail = mail }

    /// The next piece, of about `size` bytes, or nil at the end. The ending ".\r\n" is not part of it.
    mutating func next(size: Int) -> [UInt8]? {
        guard position < mail.count || !isLineStart else { return nil }
        var piece: [UInt8] = []
        piece.reserveCapacity(min(size, mail.count - position) + 2)
        while piece.count < size, position < mail.count {
            if isLineStart, mail[position] == UInt8(ascii: ".") { piece.append(UInt8(ascii: ".")) }
            let rest = mail[position...].prefix(size)
            let text = rest.prefix { $0 != 0x0D && $0 != 0x0A }
            piece += text
            position += text.count
            isLineStart = isLineStart && text.isEmpty
            if text.count < rest.count { takeLineEnd(&piece) }
        }
        if position == mail.count, !isLineStart {
            piece += [0x0D, 0x0A]
            isLineStart = true
        }
        return piece
    }

    private mutating func takeLineEnd(_ piece: inout [UInt8]) {
        let isCRLF =
            mail[position] == 0x0D && position + 1 < mail.count && mail[position + 1] == 0x0A
        position += isCRLF ? 2 : 1
        piece += [0x0D, 0x0A]
        isLineStart = true
    }

    /// Size of the mail with CRLF line ends and without stuffing, as RFC 1870 §6 counts it, and
    /// whether it has bytes above 127.
    static func measure(_ mail: [UInt8]) -> (size: Int, isASCII: Bool) {
        var (size, isASCII) = (0, true)
        var last: UInt8 = 0x0A
        for byte in mail {
            if byte == 0x0A {
                size += last == 0x0D ? 0 : 2
            } else {
                size += byte == 0x0D ? 2 : 1
            }
            isASCII = isASCII && byte < 0x80
            last = byte
        }
        if last != 0x0A, last != 0x0D { size += 2 }
        return (size, isASCII)
    }
}
