/// The encoding that Unix had before MIME: `begin 644 name`, lines with a length, `end`.
enum UUEncode {
    /// Everything between `begin` and `end`; several files one after the other are joined. A body
    /// without a `begin` line is returned as it is.
    static func decode(_ text: ArraySlice<UInt8>) -> [UInt8] {
        var decoded: [UInt8] = []
        var isInside = false
        var sawBegin = false
        for line in text.split(
            omittingEmptySubsequences: true,
            whereSeparator: {
                $0 == ASCII.lf || $0 == ASCII.cr
            })
        {
            if !isInside {
                if isBegin(line) {
                    isInside = true
                    sawBegin = true
                }
                continue
            }
            if line.starts(with: "end".utf8), line.count <= 5 {
                isInside = false
                continue
            }
            decodeLine(line, into: &decoded)
        }
        return sawBegin ? decoded : Array(text)
    }

    static func isBegin(_ line: ArraySlice<UInt8>) -> Bool {
        guard line.starts(with: "begin ".utf8) else { return false }
        let words = line.split(separator: ASCII.space, maxSplits: 2)
        return words.count >= 2 && (3...4).contains(words[1].count)
            && words[1].allSatisfy(\.isDigit)
    }

    /// Whether a line can be one of an encoded file: it has no small letters and is no longer than it says, give or
    /// take a checksum.
    static func isPlausible(_ line: ArraySlice<UInt8>) -> Bool {
        guard let first = line.first else { return true }
        let length = (Int((first &- 0x20) & 63) + 2) / 3 * 4
        return line.count <= length + 3 && line.allSatisfy { $0 >= 0x20 && $0 <= 0x60 }
    }

    static func decodeLine(_ line: ArraySlice<UInt8>, into decoded: inout [UInt8]) {
        guard let first = line.first, first >= 0x20, first <= 0x60 else { return }
        var left = Int((first - 0x20) & 63)
        var i = line.startIndex + 1
        func value(_ k: Int) -> UInt8 {
            guard k < line.endIndex, line[k] >= 0x20, line[k] <= 0x60 else { return 0 }
            return (line[k] - 0x20) & 63
        }
        while left > 0 {
            let (a, b, c, d) = (value(i), value(i + 1), value(i + 2), value(i + 3))
            let bytes = [a << 2 | b >> 4, b << 4 | c >> 2, c << 6 | d]
            decoded += bytes.prefix(left)
            left -= 3
            i += 4
        }
    }
}
