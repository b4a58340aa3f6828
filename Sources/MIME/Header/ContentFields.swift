/// What the Content- fields of a part mean when they are repeated or misspelt.
enum ContentFields {
    /// Of several Content-Type fields the last one that names a type: mailers that add one add it below,
    /// and where a delimiter was lost, the last one is what the body begins with.
    static func best(_ fields: [Header.Field]) -> Header.Field? {
        guard fields.count > 1 else { return fields.first }
        let types = fields.prefix(8).map { ($0, ContentType.parse($0.unfolded)) }
        return types.last { $0.1 != nil }?.0 ?? fields.first
    }

    /// `Content-Type: charset=utf-8` and the like: no type, but a parameter.
    static func parametersOnly(_ value: [UInt8]) -> Parameters {
        value.contains(ASCII.equals) ? Parameters(parsing: value) : Parameters()
    }

    /// RFC 2045 §6.1; nil for unknown words. QUIRK: quotes, semicolons, comments and misspellings.
    static func encoding(_ value: [UInt8]) -> TransferEncoding? {
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

/// Finds the boundary of a multipart that names none.
enum BoundaryGuess {
    /// How far it is looked for: preambles are short.
    static let probe = 32 << 10

    /// Whether a line begins with the delimiter.
    static func occurs(_ boundary: [UInt8], in lines: Lines, from start: Int) -> Bool {
        var position = start
        while position < lines.bytes.count {
            let (content, next) = lines.line(at: position, limit: lines.bytes.count)
            position = next
            guard content.count >= boundary.count + 2,
                lines.bytes[content.lowerBound] == ASCII.dash,
                lines.bytes[content.lowerBound + 1] == ASCII.dash
            else { continue }
            if lines.bytes[content].dropFirst(2).starts(with: boundary) { return true }
        }
        return false
    }

    /// The first line that begins with `--`, if the same line or its closing form comes again.
    static func find(in lines: Lines, from start: Int) -> [UInt8]? {
        var candidate: [UInt8]?
        var position = start
        let limit = min(lines.bytes.count, start + probe)
        while position < limit {
            let (content, next) = lines.line(at: position, limit: lines.bytes.count)
            position = next
            let line = lines.bytes[lines.trimmedEnd(content)]
            guard line.count > 4, line.count < 200, line.starts(with: [ASCII.dash, ASCII.dash])
            else { continue }
            let text = Array(line.dropFirst(2))
            if text.contains(ASCII.space) || text.allSatisfy({ $0 == ASCII.dash }) { continue }
            guard let first = candidate else {
                candidate = text
                continue
            }
            if text == first || text == first + [ASCII.dash, ASCII.dash] { return first }
        }
        return nil
    }
}
