/// What the Content- fields of a part mean when they are repeated or misspelt.
enum ContentFields {
    /// Of several Content-Type fields the last one that names a type: mailers that add one add it below,
    /// and where a delimiter was lost, the last one is what the body begins with.
    static func best(_ fields: [Header.Field]) -> Header.Field? {
        guard fields.count > 1 else { return fields.first }
        let types = fields.prefix(8).map { ($0, ContentType.parse($0.line)) }
        return types.last { $0.1 != nil }?.0 ?? fields.first
    }

    /// `Content-Type: charset=utf-8` and the like: no type, but a parameter.
    static func parametersOnly(_ value: ArraySlice<UInt8>) -> Parameters {
        value.contains(ASCII.equals) ? Parameters(parsing: value) : Parameters()
    }

    /// RFC 2045 §6.1; nil for unknown words. QUIRK: quotes, semicolons, comments and misspellings.
    static func encoding(_ value: ArraySlice<UInt8>) -> TransferEncoding? {
        switch Scan.lowercase(ASCII.trimmed(value)) {
        case "7bit": return .sevenBit
        case "8bit": return .eightBit
        case "base64": return .base64
        case "quoted-printable": return .quotedPrintable
        default: break
        }
        let letters = value.prefix { $0 != ASCII.semicolon && $0 != ASCII.leftParen }
            .filter { $0.isLetter || $0.isDigit }.map(\.lowercased)
        return switch String(decoding: letters, as: UTF8.self) {
        case "7bit", "7bits", "7", "": .sevenBit
        case "8bit", "8bits", "8": .eightBit
        case "binary", "none", "utf8", "16bit": .binary
        case "base64", "b64", "base": .base64
        case "quotedprintable", "quotedprinted", "quoteprintable", "quotedprintables":
            .quotedPrintable
        case "xuuencode", "uuencode", "xuu", "xuue", "uue": .uuencode
        default: nil
        }
    }
}

/// Transfer encodings of whole bodies.
enum Transfer {
    static func decode(_ body: ArraySlice<UInt8>, _ encoding: TransferEncoding) -> [UInt8] {
        switch encoding {
        case .sevenBit, .eightBit, .binary: Array(body)
        case .base64: Base64.decode(body)
        case .quotedPrintable: QuotedPrintable.decode(body)
        case .uuencode: UUEncode.decode(body)
        }
    }
}

/// Finds the boundary of a multipart that names none, or one that does not occur.
struct BoundaryGuess {
    /// How far it is looked for: preambles are short.
    static let probe = 32 << 10

    let lines: Lines
    let start: Int
    /// Whether a line is a delimiter of a multipart around this one: the body ends there.
    let isEnd: (Range<Int>) -> Bool

    /// Whether a line begins with the delimiter; true if there are more bytes than `most` to look at.
    func occurs(_ boundary: [UInt8], most: Int = .max) -> Bool {
        var position = start
        while position < lines.bytes.count {
            if position - start > most { return true }
            position = Scan.dashedLine(
                in: lines.bytes, position..<lines.bytes.count, terminator: lines.terminator)
            guard position < lines.bytes.count else { break }
            if position - start > most { return true }
            let (content, next) = lines.line(at: position, limit: lines.bytes.count)
            position = next
            guard startsWithDashes(content) else { continue }
            if lines.bytes[content].dropFirst(2).starts(with: boundary) { return true }
            if isEnd(content) { return false }
        }
        return lines.bytes.count - start > most
    }

    /// The first line that begins with `--`, if the same line or its closing form comes again, or the header of
    /// a part follows it.
    func find() -> [UInt8]? {
        var candidate: [UInt8]?
        var position = start
        let limit = min(lines.bytes.count, start + Self.probe)
        while position < limit {
            let (content, next) = lines.line(at: position, limit: lines.bytes.count)
            position = next
            guard startsWithDashes(content) else { continue }
            if isEnd(content) { return nil }
            let line = lines.bytes[lines.trimmedEnd(content)]
            guard line.count > 4, line.count < 200 else { continue }
            let text = Array(line.dropFirst(2))
            if text.contains(ASCII.space) || text.allSatisfy({ $0 == ASCII.dash }) { continue }
            if let first = candidate {
                if text == first || text == first + [ASCII.dash, ASCII.dash] { return first }
            } else {
                if startsPart(next) { return text }
                candidate = text
            }
        }
        return nil
    }

    /// Whether the body begins with the header of a part, so that the delimiter before it was lost, and more than
    /// that header stands before the next delimiter.
    var beginsWithPart: Bool {
        var position = start
        var fields = 0
        var isInHeader = false
        // A header of a part has some lines, with some empty ones before and after it.
        for _ in 0..<40 where position < lines.bytes.count {
            let (content, next) = lines.line(at: position, limit: lines.bytes.count)
            if lines.isBlank(content) {
                isInHeader = false
            } else if isInHeader || fields == 0 && startsPart(position) {
                isInHeader = true
                fields += 1
            } else {
                return fields > 0 && !startsWithDashes(content)
            }
            position = next
        }
        return false
    }

    /// Whether a Content- field stands here.
    func startsPart(_ position: Int) -> Bool {
        lines.bytes[min(position, lines.bytes.count)...].prefix(8).map(\.lowercased)
            .elementsEqual("content-".utf8)
    }

    private func startsWithDashes(_ content: Range<Int>) -> Bool {
        content.count >= 2 && lines.bytes[content.lowerBound] == ASCII.dash
            && lines.bytes[content.lowerBound + 1] == ASCII.dash
    }
}
