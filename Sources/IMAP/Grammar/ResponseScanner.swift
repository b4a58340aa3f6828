/// Reads the words of one response from left to right.
///
/// Lenient where servers are: any number of spaces counts as one, words are compared without case,
/// and wherever a string may stand a literal may stand too. Never fails hard: a reader that meets
/// something else returns nil and stays where it was.
struct ResponseScanner {
    private let line: [UInt8]
    private let literals: [RawResponse.Literal]
    private var nextLiteral = 0
    private(set) var index = 0

    init(_ response: RawResponse) {
        line = response.line
        literals = response.literals
    }

    /// A string as the server sent it.
    enum Text: Equatable {
        case bytes([UInt8])
        /// `NIL`: there is none.
        case none
        /// A literal over the limit, of that many bytes, which was not kept.
        case skipped(Int)
    }

    var isAtEnd: Bool { index >= line.count }

    var next: UInt8? { index < line.count ? line[index] : nil }

    mutating func skipSpaces() {
        while next == 0x20 || next == 0x09 { index += 1 }
    }

    /// Steps over one byte if it is the next.
    mutating func skip(_ byte: Character) -> Bool {
        guard let ascii = byte.asciiValue, next == ascii else { return false }
        index += 1
        return true
    }

    /// `atom`, upper-cased when asked for as a keyword: everything up to a space, parenthesis,
    /// bracket or quote. RFC 3501 §9.
    mutating func keyword() -> String? {
        let bytes = atom(stoppingAtBrackets: true)
        return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self).uppercased()
    }

    /// Everything up to a space or parenthesis. Brackets end it only when asked, since flags and
    /// folder names may hold them.
    mutating func atom(stoppingAtBrackets: Bool = false) -> ArraySlice<UInt8> {
        let start = index
        while let byte = next {
            switch byte {
            case 0x20, 0x09, UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "\""):
                return line[start..<index]
            case UInt8(ascii: "["), UInt8(ascii: "]"):
                if stoppingAtBrackets { return line[start..<index] }
                index += 1
            default:
                index += 1
            }
        }
        return line[start..<index]
    }

    /// `number = 1*DIGIT`. Nil at anything else, and beyond 19 digits.
    mutating func number() -> Int? {
        let start = index
        var value = 0
        while let byte = next, (0x30...0x39).contains(byte) {
            guard index - start < 18 else {
                index = start
                return nil
            }
            value = value * 10 + Int(byte - 0x30)
            index += 1
        }
        return index == start ? nil : value
    }

    /// `nz-number` that fits in 32 bits: UIDs, UIDVALIDITY.
    mutating func number32() -> UInt32? {
        let start = index
        guard let value = number(), let small = UInt32(exactly: value) else {
            index = start
            return nil
        }
        return small
    }

    /// `nstring = string / nil`, where an atom is taken for a string as well.
    mutating func string() -> Text? {
        if next == UInt8(ascii: "~") { index += 1 }
        if let literal = literal() { return literal }
        if next == UInt8(ascii: "\"") { return quoted().map(Text.bytes) }
        let bytes = atom()
        guard !bytes.isEmpty else { return nil }
        if bytes.count == 3, bytes.map({ $0 & 0xDF }) == Array("NIL".utf8) { return Text.none }
        return .bytes(Array(bytes))
    }

    /// `quoted = DQUOTE *QUOTED-CHAR DQUOTE`. RFC 3501 §4.3.
    private mutating func quoted() -> [UInt8]? {
        let start = index
        index += 1
        var bytes: [UInt8] = []
        while let byte = next {
            index += 1
            if byte == UInt8(ascii: "\"") { return bytes }
            if byte == UInt8(ascii: "\\"), let escaped = next {
                index += 1
                bytes.append(escaped)
            } else {
                bytes.append(byte)
            }
        }
        index = start
        return nil
    }

    private mutating func literal() -> Text? {
        while nextLiteral < literals.count, literals[nextLiteral].offset < index {
            nextLiteral += 1
        }
        guard nextLiteral < literals.count, literals[nextLiteral].offset == index,
            let close = line[index...].firstIndex(of: UInt8(ascii: "}"))
        else { return nil }
        index = close + 1
        let literal = literals[nextLiteral]
        nextLiteral += 1
        return literal.bytes.map(Text.bytes) ?? .skipped(literal.announced)
    }

    /// Steps over one value of any kind: a word, a string, or a parenthesised list, however deep.
    mutating func skipValue() {
        var depth = 0
        repeat {
            skipSpaces()
            guard let byte = next else { return }
            switch byte {
            case UInt8(ascii: "("):
                depth += 1
                index += 1
            case UInt8(ascii: ")"):
                guard depth > 0 else { return }
                depth -= 1
                index += 1
            default:
                let before = index
                _ = string()
                if index == before { index += 1 }
            }
        } while depth > 0
    }

    /// `"(" [atom *(SP atom)] ")"`, at most 100 of them and none longer than 128 bytes; a single
    /// atom without parentheses is taken too. Quoted strings count as atoms.
    mutating func atoms() -> [String] {
        skipSpaces()
        guard skip("(") else {
            guard case .bytes(let bytes)? = string() else { return [] }
            return [String(decoding: bytes, as: UTF8.self)]
        }
        var words: [String] = []
        while true {
            skipSpaces()
            if isAtEnd || skip(")") { break }
            let before = index
            if next == UInt8(ascii: "(") {
                skipValue()
            } else if case .bytes(let bytes)? = string(), words.count < 100, bytes.count <= 128 {
                words.append(String(decoding: bytes, as: UTF8.self))
            }
            if index == before { index += 1 }
        }
        return words
    }

    /// Everything up to the end or up to `stop`, which is stepped over.
    mutating func bytes(upTo stop: Character) -> ArraySlice<UInt8>? {
        guard let ascii = stop.asciiValue, index <= line.count,
            let end = line[index...].firstIndex(of: ascii)
        else { return nil }
        defer { index = end + 1 }
        return line[index..<end]
    }

    mutating func rest() -> ArraySlice<UInt8> {
        defer { index = line.count }
        return line[min(index, line.count)...]
    }
}
