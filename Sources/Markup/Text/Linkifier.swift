/// Finds web and mail addresses in plain text.
enum Linkifier {
    private static let schemes: [[UInt8]] = ["https://", "http://", "mailto:"].map {
        Array($0.utf8)
    }

    /// Appends one line of text, escaped, its addresses as links.
    static func append(_ line: [UInt8], to out: inout [UInt8]) {
        var index = 0
        var plain = 0
        while index < line.count {
            guard startsWord(line, index), let scheme = scheme(line, index) else {
                index += 1
                continue
            }
            let end = end(of: line, from: index + scheme.count)
            // Behind the scheme there must be something to go to.
            guard end > index + scheme.count,
                let address = WebAddress.link(String(decoding: line[index..<end], as: UTF8.self))
            else {
                index += scheme.count
                continue
            }
            Escaping.append(bytes: line[plain..<index], to: &out)
            out += "<a href=\"".utf8
            Escaping.append(address, to: &out)
            out += "\" rel=\"noopener noreferrer nofollow\" target=\"_blank\">".utf8
            Escaping.append(bytes: line[index..<end], to: &out)
            out += "</a>".utf8
            (index, plain) = (end, end)
        }
        Escaping.append(bytes: line[plain...], to: &out)
    }

    private static func startsWord(_ line: [UInt8], _ index: Int) -> Bool {
        index == 0 || !(line[index - 1].isLetter || line[index - 1].isDigit)
    }

    private static func scheme(_ line: [UInt8], _ index: Int) -> [UInt8]? {
        guard (line[index] | 0x20) == UInt8(ascii: "h") || (line[index] | 0x20) == UInt8(ascii: "m")
        else { return nil }
        return schemes.first { scheme in
            line[index...].prefix(scheme.count).elementsEqual(scheme) { byte, wanted in
                (byte.isLetter ? byte | 0x20 : byte) == wanted
            }
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
        // No-break space, typographic quotes, ideographic space and full stop.
        let next = line[index...].prefix(3)
        return next.starts(with: [0xc2, 0xa0]) || next.starts(with: [0xc2, 0xbb])
            || next.starts(with: [0xe2, 0x80, 0x9d]) || next.starts(with: [0xe2, 0x80, 0x9c])
            || next.starts(with: [0xe3, 0x80, 0x80]) || next.starts(with: [0xe3, 0x80, 0x82])
    }
}
