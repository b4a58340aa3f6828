/// Finds files that were written into a text before there was MIME, or by programs that know none: uuencode
/// (POSIX.1 uuencode), its base64 form, and yEnc (yEnc draft 1.3).
enum EncodedBlocks {
    struct Block {
        /// From the first byte of the first line to behind the line end of the last.
        var range: Range<Int>
        var file: EnclosedFile
    }

    /// More than anybody puts into a text.
    static let most = 200

    /// Every line is looked at twice at most: what only pretends to begin a file ends at the first line that
    /// cannot belong to it, and a beginning never can.
    static func find(in text: [UInt8]) -> [Block] {
        let lines = Lines(text)
        var found: [Block] = []
        var position = 0
        while position < text.count, found.count < most {
            let (content, next) = lines.line(at: position, limit: text.count)
            let line = text[content]
            guard line.first == 0x62 || line.first == ASCII.equals,
                let block = block(beginning: line, at: position, then: next, in: lines)
            else {
                position = next
                continue
            }
            found.append(block)
            position = block.range.upperBound
        }
        return found
    }

    private static func block(
        beginning line: ArraySlice<UInt8>, at start: Int, then next: Int, in lines: Lines
    ) -> Block? {
        let body: (bytes: [UInt8], end: Int)?
        if UUEncode.isBegin(line) {
            body = uuencoded(from: next, in: lines)
        } else if line.starts(with: "begin-base64 ".utf8) {
            body = base64(from: next, in: lines)
        } else if line.starts(with: "=ybegin ".utf8) {
            body = yEncoded(from: next, in: lines)
        } else {
            return nil
        }
        guard let body else { return nil }
        var file = EnclosedFile()
        file.bytes = body.bytes
        file.name = name(in: line)
        return Block(range: start..<body.end, file: file)
    }

    /// The rest of the line: after the mode in uuencode, after `name=` in yEnc, where it is the last field.
    private static func name(in line: ArraySlice<UInt8>) -> String? {
        let words = line.split(separator: ASCII.space, maxSplits: 2)
        var name = words.count == 3 ? words[2] : []
        if line.first == ASCII.equals {
            let mark = Array(" name=".utf8)
            guard let found = Bytes.firstRange(of: mark, in: Array(line), from: 0) else {
                return nil
            }
            name = line.dropFirst(found.upperBound)
        }
        name = ASCII.trimmed(name)
        return name.isEmpty ? nil : EncodedWords.cleaned(TextDecoder.undeclared(Array(name)))
    }

    /// Lines of the length that they say, then `end`. QUIRK: spaces at the ends of lines may have been lost, and
    /// a text that was cut off has no `end`.
    private static func uuencoded(from start: Int, in lines: Lines) -> (bytes: [UInt8], end: Int)? {
        var decoded: [UInt8] = []
        var position = start
        var count = 0
        while position < lines.bytes.count {
            let (content, next) = lines.line(at: position, limit: lines.bytes.count)
            let line = lines.bytes[content]
            if lines.trimmedEnd(content).count == 3, line.starts(with: "end".utf8) {
                return count > 0 ? (decoded, next) : nil
            }
            guard UUEncode.isPlausible(line) else { return nil }
            if !line.isEmpty {
                UUEncode.decodeLine(line, into: &decoded)
                count += 1
            }
            position = next
        }
        return decoded.count >= 45 * 3 ? (decoded, position) : nil
    }

    /// Up to a line of `====`.
    private static func base64(from start: Int, in lines: Lines) -> (bytes: [UInt8], end: Int)? {
        var position = start
        while position < lines.bytes.count {
            let (content, next) = lines.line(at: position, limit: lines.bytes.count)
            let line = lines.bytes[lines.trimmedEnd(content)]
            if line.elementsEqual("====".utf8) {
                return (Base64.decode(lines.bytes[start..<position]), next)
            }
            guard line.allSatisfy({ $0.isLetter || $0.isDigit || "+/=".utf8.contains($0) }) else {
                return nil
            }
            position = next
        }
        return nil
    }

    /// Every byte 42 higher than it was; `=` before one that is 64 higher still. Ends at `=yend`.
    private static func yEncoded(from start: Int, in lines: Lines) -> (bytes: [UInt8], end: Int)? {
        var decoded: [UInt8] = []
        var position = start
        while position < lines.bytes.count {
            let (content, next) = lines.line(at: position, limit: lines.bytes.count)
            let line = lines.bytes[content]
            position = next
            if line.starts(with: "=yend".utf8) { return (decoded, next) }
            if line.starts(with: "=ybegin".utf8) { return nil }
            if line.starts(with: "=ypart".utf8) { continue }
            var isEscaped = false
            for byte in line {
                if byte == ASCII.equals, !isEscaped {
                    isEscaped = true
                } else {
                    decoded.append(byte &- (isEscaped ? 106 : 42))
                    isEscaped = false
                }
            }
        }
        return nil
    }
}
