/// Finds web and mail addresses in plain text. Each byte is passed at most twice.
enum Linkifier {
    private static let schemes: [[UInt8]] = ["https://", "http://", "mailto:"].map {
        Array($0.utf8)
    }

    /// Appends one line of text, escaped, its addresses as links.
    static func append(_ line: [UInt8], to out: inout [UInt8]) {
        var index = 0
        var plain = 0
        while index < line.count {
            guard let found = address(in: line, at: index) else {
                index += 1
                continue
            }
            if let address = found.link {
                Escaping.append(bytes: line[plain..<index], to: &out)
                appendLink(to: address, &out)
                Escaping.append(bytes: line[index..<found.end], to: &out)
                out += "</a>".utf8
                plain = found.end
            }
            index = found.end
        }
        Escaping.append(bytes: line[plain...], to: &out)
    }

    /// The opening tag.
    static func appendLink(to address: String, _ out: inout [UInt8]) {
        out += "<a href=\"".utf8
        Escaping.append(address, to: &out)
        out += "\" rel=\"noopener noreferrer nofollow\" target=\"_blank\">".utf8
    }

    /// What looks like an address here, up to its end; `link` is nil where it leads nowhere, and
    /// then the whole of it is text. Nil where none begins.
    static func address(in line: [UInt8], at index: Int) -> (end: Int, link: String?)? {
        let first = line[index] | 0x20
        guard first == UInt8(ascii: "h") || first == UInt8(ascii: "m"),
            index == 0 || !(line[index - 1].isLetter || line[index - 1].isDigit),
            let scheme = schemes.first(where: { begins(line[index...], with: $0) })
        else { return nil }
        let start = index + scheme.count
        let end = end(of: line, from: start)
        guard end > start else { return (start, nil) }
        return (end, WebAddress.link(String(decoding: line[index..<end], as: UTF8.self)))
    }

    private static func begins(_ text: ArraySlice<UInt8>, with scheme: [UInt8]) -> Bool {
        text.prefix(scheme.count).elementsEqual(scheme) { byte, wanted in
            (byte.isLetter ? byte | 0x20 : byte) == wanted
        }
    }

    /// Up to white space, quotes or angle brackets, without the punctuation of the sentence around
    /// it; a closing bracket stays if it was opened inside.
    private static func end(of line: [UInt8], from start: Int) -> Int {
        var end = start
        var opened = 0
        var closed = 0
        while end < line.count, !endsAddress(line, end) {
            if line[end] == UInt8(ascii: "(") { opened += 1 }
            if line[end] == UInt8(ascii: ")") { closed += 1 }
            end += 1
        }
        while end > start {
            let last = line[end - 1]
            if last == UInt8(ascii: ")"), closed > opened {
                closed -= 1
            } else if !".,;:!?'*]}|".utf8.contains(last) {
                break
            }
            end -= 1
        }
        return end
    }

    private static func endsAddress(_ line: [UInt8], _ index: Int) -> Bool {
        let byte = line[index]
        if byte <= 0x20 || byte == 0x7f || "<>\"`".utf8.contains(byte) { return true }
        guard byte >= 0x80 else { return false }
        // No-break space, typographic quotes, ideographic space and full stop.
        let next = line[index...].prefix(3)
        return next.starts(with: [0xc2, 0xa0])
            || next.starts(with: [0xc2, 0xab]) || next.starts(with: [0xc2, 0xbb])
            || next.starts(with: [0xe2, 0x80, 0x9d]) || next.starts(with: [0xe2, 0x80, 0x9c])
            || next.starts(with: [0xe3, 0x80, 0x80]) || next.starts(with: [0xe3, 0x80, 0x82])
    }
}
