/// The parameters of Content-Type and Content-Disposition, decoded (RFC 2045 §5.1, RFC 2231, and
/// encoded words although RFC 2047 §5 forbids them here).
public struct Parameters: Hashable, Sendable {
    private struct Pair: Hashable {
        var name: String
        var value: String
    }

    /// Few: looking through them is quicker than any table.
    private var pairs: [Pair] = []
    /// The boundary as bytes: it is compared with lines of the body, so no charset may change it.
    private(set) var boundary: [UInt8]?

    /// None.
    public init() {}

    /// Of several with one name the first counts.
    public init(_ pairs: [(String, String)]) {
        for (name, value) in pairs { set(ASCII.lowercase(name), value) }
    }

    /// Names in lower case, each once, in the order in which they stand.
    public var names: [String] { pairs.map(\.name) }

    /// Whether there is none.
    public var isEmpty: Bool { pairs.isEmpty }

    /// Case of the name does not count.
    public subscript(name: String) -> String? {
        pairs.first { ASCII.equal($0.name, name) }?.value
    }

    private mutating func set(_ name: String, _ value: String) {
        guard !pairs.contains(where: { $0.name == name }) else { return }
        pairs.append(Pair(name: name, value: value))
        if name == "boundary" { boundary = Array(value.utf8) }
    }

    private static let most = Limits().parameters
    private static let mostBytes = Limits().parameterBytes
    /// The highest RFC 2231 continuation that is read.
    static let mostContinuations = 1_000

    private struct Piece {
        var number: Int
        var isExtended: Bool
        var value: [UInt8]
    }

    /// Everything after the type. Also reads what lacks semicolons, quotes or names.
    init(parsing bytes: ArraySlice<UInt8>) {
        if let plain = Self(plain: bytes) {
            self = plain
        } else {
            self.init(parsingAnything: bytes)
        }
    }

    /// *(";" attribute "=" value), of ASCII, without RFC 2231 and encoded words; nil for everything else. A
    /// short cut, no rule of its own: it reads what `init(parsingAnything:)` reads (a test compares them).
    private init?(plain bytes: ArraySlice<UInt8>) {
        guard bytes.count < 2_000 else { return nil }
        var i = bytes.startIndex
        let end = bytes.endIndex
        while true {
            while i < end, bytes[i].isWhitespace || bytes[i] == ASCII.semicolon { i += 1 }
            guard i < end else { return }
            let start = i
            while i < end, bytes[i].isLetter || bytes[i] == ASCII.dash { i += 1 }
            guard i > start, i + 1 < end, bytes[i] == ASCII.equals else { return nil }
            let name = Scan.lowercase(bytes[start..<i])
            i += 1
            let isQuoted = bytes[i] == ASCII.quote
            if isQuoted { i += 1 }
            let valueStart = i
            while i < end, bytes[i] > ASCII.space || isQuoted && bytes[i] == ASCII.space,
                bytes[i] < 0x7F, bytes[i] != ASCII.quote, isQuoted || bytes[i] != ASCII.semicolon
            {
                // Where encoded words, comments or quoted pairs could begin.
                guard bytes[i] != ASCII.question, bytes[i] != ASCII.backslash,
                    isQuoted || bytes[i] != ASCII.leftParen
                else { return nil }
                i += 1
            }
            let value = bytes[valueStart..<i]
            if isQuoted {
                guard i < end, bytes[i] == ASCII.quote else { return nil }
                i += 1
            }
            while i < end, bytes[i].isWhitespace { i += 1 }
            guard i == end || bytes[i] == ASCII.semicolon else { return nil }
            let isFirst = !pairs.contains { $0.name == name }
            guard isFirst else { continue }
            pairs.append(Pair(name: name, value: String(decoding: value, as: UTF8.self)))
            if name == "boundary" { boundary = Array(value) }
        }
    }

    init(parsingAnything bytes: ArraySlice<UInt8>) {
        var plain: [String: [UInt8]] = [:]
        var pieces: [String: [Piece]] = [:]
        var order: [String] = []
        var sections: Set<String> = []
        var ended: Set<String> = []
        var rest = bytes.prefix(Self.mostBytes)
        while !rest.isEmpty, order.count < Self.most {
            guard let (rawName, value) = Self.next(&rest) else { continue }
            let (name, number, isExtended) = Self.split(rawName)
            guard !name.isEmpty else { continue }
            if !order.contains(name) { order.append(name) }
            if number == nil && !isExtended {
                if plain[name] == nil { plain[name] = value }
            } else {
                // A section that stands twice begins a rival value: only the first one is read.
                if let number, !sections.insert("\(name)*\(number)").inserted {
                    ended.insert(name)
                }
                if pieces[name, default: []].count < Self.mostContinuations,
                    number == nil || !ended.contains(name)
                {
                    let piece = Piece(number: number ?? -1, isExtended: isExtended, value: value)
                    pieces[name, default: []].append(piece)
                }
            }
        }
        for name in order {
            if let joined = pieces[name].flatMap(Self.join) {
                set(name, joined)
            } else if let value = plain[name] {
                set(name, EncodedWords.decodeParameter(value))
                if name == "boundary" { boundary = value }
            }
        }
    }

    /// RFC 2231 §3, §4: `name*` wins over `name*0…`; a sequence ends at its first gap.
    private static func join(_ pieces: [Piece]) -> String? {
        if let whole = pieces.first(where: { $0.number == -1 }) {
            let (charset, text) = charsetAndText(whole.value)
            return decoded(percentDecoded(text), charset)
        }
        var byNumber: [Int: Piece] = [:]
        for piece in pieces where byNumber[piece.number] == nil { byNumber[piece.number] = piece }
        guard let first = byNumber[0] else { return nil }
        var charset: String?
        var bytes: [UInt8] = []
        var plain = true
        var number = 0
        while let piece = byNumber[number] {
            var value = piece.value[...]
            if piece.isExtended {
                plain = false
                if number == 0 {
                    let (found, text) = charsetAndText(first.value)
                    charset = found
                    value = text
                }
                bytes += percentDecoded(value)
            } else {
                bytes += value
            }
            number += 1
        }
        if plain { return EncodedWords.decodeParameter(bytes) }
        return decoded(bytes, charset)
    }

    /// QUIRK: mailers that write encoded words (RFC 2047) and then encode them again (RFC 2231): the value is
    /// nothing else then.
    private static func decoded(_ bytes: [UInt8], _ charset: String?) -> String {
        let text = TextDecoder.decode(bytes, charset: charset)
        return text.hasPrefix("=?") && text.hasSuffix("?=")
            ? EncodedWords.decodeParameter(Array(text.utf8)) : EncodedWords.cleaned(text)
    }

    /// charset "'" [language] "'" text. QUIRK: without the quotes all is text.
    private static func charsetAndText(_ value: [UInt8]) -> (String?, ArraySlice<UInt8>) {
        guard let first = value.firstIndex(of: 0x27),
            let second = value[(first + 1)...].firstIndex(of: 0x27)
        else { return (nil, value[...]) }
        let charset = String(decoding: value[..<first], as: UTF8.self)
        return (charset.isEmpty ? nil : charset, value[(second + 1)...])
    }

    static func percentDecoded(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var decoded: [UInt8] = []
        decoded.reserveCapacity(bytes.count)
        var i = bytes.startIndex
        while i < bytes.endIndex {
            if bytes[i] == 0x25, i + 2 < bytes.endIndex, let high = bytes[i + 1].hexValue,
                let low = bytes[i + 2].hexValue
            {
                decoded.append(high << 4 | low)
                i += 3
            } else {
                decoded.append(bytes[i])
                i += 1
            }
        }
        return decoded
    }

    /// `name`, `name*`, `name*3`, `name*3*`.
    private static func split(_ raw: [UInt8]) -> (name: String, number: Int?, isExtended: Bool) {
        var name = raw.map(\.lowercased)
        var isExtended = false
        if name.last == 0x2A {
            name.removeLast()
            isExtended = true
        }
        if let star = name.lastIndex(of: 0x2A), let number = ASCII.number(name[(star + 1)...]) {
            return (String(decoding: name[..<star], as: UTF8.self), number, isExtended)
        }
        return (String(decoding: name, as: UTF8.self), nil, isExtended)
    }

    /// The next `name=value`, whatever stands around it; nil where there was only something to skip.
    private static func next(_ rest: inout ArraySlice<UInt8>) -> ([UInt8], [UInt8])? {
        skipBlanksAndComments(&rest)
        while let byte = rest.first,
            byte == ASCII.semicolon || byte == ASCII.comma || byte.isWhitespace
        {
            rest.removeFirst()
            skipBlanksAndComments(&rest)
        }
        var name: [UInt8] = []
        if rest.first == ASCII.quote {
            // Quoted words are no names: what they belong to ends at the next semicolon outside of them.
            // QUIRK: but `"filename"=a.txt`.
            name = quoted(&rest)
            skipBlanksAndComments(&rest)
            guard rest.first == ASCII.equals else {
                rest = rest.drop { $0 != ASCII.semicolon }
                return nil
            }
        }
        while let byte = rest.first, byte != ASCII.equals, byte != ASCII.semicolon,
            !byte.isWhitespace
        {
            name.append(byte)
            rest.removeFirst()
        }
        skipBlanksAndComments(&rest)
        guard rest.first == ASCII.equals else { return nil }
        rest.removeFirst()
        skipBlanksAndComments(&rest)
        if rest.first == ASCII.quote { return (name, quoted(&rest)) }
        return (name, token(&rest))
    }

    /// quoted-string. QUIRK: without a closing quote it ends at a semicolon or the end.
    private static func quoted(_ rest: inout ArraySlice<UInt8>) -> [UInt8] {
        rest.removeFirst()
        let beginning = rest
        var value: [UInt8] = []
        while let byte = rest.first {
            rest.removeFirst()
            if byte == ASCII.quote {
                // QUIRK: quotes within the name, `filename="a "b" c.txt"`: what follows a real closing
                // quote is a semicolon, white space or nothing.
                var ahead = rest
                while let next = ahead.first, next.isBlank { ahead.removeFirst() }
                if ahead.isEmpty || ahead.first == ASCII.semicolon || ahead.first == ASCII.comma
                    || ahead.first == ASCII.leftParen || ahead.count < rest.count
                {
                    return value
                }
                guard rest.prefix(500).contains(ASCII.quote) else { return value }
                continue
            }
            if byte == ASCII.backslash, let next = rest.first {
                // QUIRK: Windows paths and file names with single backslashes.
                value.append(next)
                rest.removeFirst()
                continue
            }
            value.append(byte)
        }
        rest = beginning
        return withoutBackslashes(token(&rest))
    }

    /// quoted-pair = "\" CHAR. One at the very end was cut off.
    private static func withoutBackslashes(_ bytes: [UInt8]) -> [UInt8] {
        var kept: [UInt8] = []
        var isEscaped = false
        for byte in bytes {
            if byte == ASCII.backslash, !isEscaped {
                isEscaped = true
            } else {
                kept.append(byte)
                isEscaped = false
            }
        }
        return kept
    }

    /// Up to the next semicolon, or to white space that is followed by another `name=`.
    private static func token(_ rest: inout ArraySlice<UInt8>) -> [UInt8] {
        var value: [UInt8] = []
        while let byte = rest.first, byte != ASCII.semicolon {
            if byte.isBlank, startsParameter(rest) { break }
            if byte == ASCII.leftParen, value.last?.isBlank ?? true {
                let before = rest.count
                skipBlanksAndComments(&rest)
                if rest.count < before { continue }
            }
            value.append(byte)
            rest.removeFirst()
        }
        return Array(ASCII.trimmed(value[...]))
    }

    private static func startsParameter(_ rest: ArraySlice<UInt8>) -> Bool {
        var ahead = rest
        var length = 0
        while let byte = ahead.first, length < 32, byte.isBlank {
            ahead.removeFirst()
            length += 1
        }
        length = 0
        while let byte = ahead.first, length < 32,
            byte.isLetter || byte.isDigit || byte == ASCII.dash || byte == 0x2A
        {
            ahead.removeFirst()
            length += 1
        }
        return length > 0 && ahead.first == ASCII.equals && ahead.dropFirst().first != ASCII.equals
    }

    /// A longer comment is read as text, so that unclosed ones cost no second look at all that follows.
    static let longestComment = 256

    /// CFWS (RFC 5322 §3.2.2). An unclosed comment is no comment.
    static func skipBlanksAndComments(_ rest: inout ArraySlice<UInt8>) {
        while let byte = rest.first {
            if byte.isWhitespace {
                var start = rest.startIndex
                while start < rest.endIndex, rest[start].isWhitespace { start += 1 }
                rest = rest[start...]
            } else if byte == ASCII.leftParen {
                var depth = 0
                var ahead = rest.prefix(longestComment)
                while let inner = ahead.first {
                    ahead.removeFirst()
                    if inner == ASCII.backslash { ahead = ahead.dropFirst() }
                    if inner == ASCII.leftParen { depth += 1 }
                    if inner == ASCII.rightParen {
                        depth -= 1
                        if depth == 0 { break }
                    }
                }
                guard depth == 0 else { return }
                rest = rest[ahead.startIndex...]
            } else {
                return
            }
        }
    }
}
