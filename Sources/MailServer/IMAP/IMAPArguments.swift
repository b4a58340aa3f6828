/// Reads the arguments of one command, whose literals stand inline as `{n}CRLF` and n bytes.
struct IMAPArguments {
    /// The command is not what the grammar asks for; the session answers BAD with this text.
    struct Malformed: Error {
        var text: String
    }

    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { position == bytes.count }

    /// The next byte, not taken.
    var next: Character? {
        position < bytes.count ? Character(UnicodeScalar(bytes[position])) : nil
    }

    mutating func skip(_ character: Character) -> Bool {
        guard next == character else { return false }
        position += 1
        return true
    }

    mutating func expect(_ character: Character) throws(Malformed) {
        guard skip(character) else { throw Malformed(text: "Expected '\(character)'") }
    }

    mutating func space() throws(Malformed) { try expect(" ") }

    mutating func end() throws(Malformed) {
        guard isAtEnd else { throw Malformed(text: "Unexpected text at the end of the command") }
    }

    /// Text up to a space, parenthesis, quote or the end. Section brackets belong to it.
    mutating func atom() throws(Malformed) -> String {
        let start = position
        var brackets = 0
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: "[") { brackets += 1 }
            if byte == UInt8(ascii: "]") { brackets -= 1 }
            let ends: Bool =
                switch byte {
                case UInt8(ascii: " "), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "\""):
                    brackets <= 0
                case 0..<0x20, 0x7F: true
                default: false
                }
            if ends { break }
            position += 1
        }
        guard position > start else { throw Malformed(text: "Expected a word") }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    /// astring = 1*ASTRING-CHAR / string (RFC 3501 §9).
    mutating func astring() throws(Malformed) -> [UInt8] {
        switch next {
        case "\"": return try quoted()
        case "{": return try literal()
        default: return Array(try atom().utf8)
        }
    }

    private mutating func quoted() throws(Malformed) -> [UInt8] {
        try expect("\"")
        var out: [UInt8] = []
        while position < bytes.count {
            var byte = bytes[position]
            position += 1
            if byte == UInt8(ascii: "\"") { return out }
            if byte == UInt8(ascii: "\\"), position < bytes.count {
                byte = bytes[position]
                position += 1
            }
            out.append(byte)
        }
        throw Malformed(text: "A quoted string does not end")
    }

    /// literal = "{" number ["+"] "}" CRLF *CHAR8 (RFC 3501 §9, RFC 7888).
    mutating func literal() throws(Malformed) -> [UInt8] {
        try expect("{")
        let digits = bytes[position...].prefix { (0x30...0x39).contains($0) }
        guard let count = Int(String(decoding: digits, as: UTF8.self)) else {
            throw Malformed(text: "Malformed literal")
        }
        position += digits.count
        _ = skip("+")
        try expect("}")
        try expect("\r")
        try expect("\n")
        guard count <= bytes.count - position else { throw Malformed(text: "Malformed literal") }
        defer { position += count }
        return Array(bytes[position..<position + count])
    }

    /// Words in parentheses, possibly none.
    mutating func list() throws(Malformed) -> [String] {
        try expect("(")
        var words: [String] = []
        while !skip(")") {
            if !words.isEmpty { try space() }
            words.append(try atom())
        }
        return words
    }

    mutating func sequenceSet() throws(Malformed) -> SequenceSet {
        guard let set = SequenceSet(try atom()) else { throw Malformed(text: "Malformed set") }
        return set
    }
}

/// sequence-set = (seq-number / seq-range) *("," sequence-set) (RFC 3501 §9), of UIDs or positions.
struct SequenceSet: Equatable {
    /// Nil stands for "*".
    private var ranges: [(from: UInt32?, to: UInt32?)] = []

    init?(_ text: String) {
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let ends = part.split(separator: ":", omittingEmptySubsequences: false)
            guard (1...2).contains(ends.count) else { return nil }
            var bounds: [UInt32?] = []
            for end in ends {
                if end == "*" {
                    bounds.append(nil)
                } else if let number = UInt32(end), number > 0 {
                    bounds.append(number)
                } else {
                    return nil
                }
            }
            ranges.append((bounds[0], bounds[bounds.count - 1]))
        }
    }

    static func == (a: SequenceSet, b: SequenceSet) -> Bool {
        a.ranges.elementsEqual(b.ranges) { $0.from == $1.from && $0.to == $1.to }
    }

    /// Whether a number is meant, when "*" is this one. So `5:*` means 3 when 3 is the last.
    func contains(_ number: UInt32, last: UInt32) -> Bool {
        ranges.contains { range in
            let a = range.from ?? last
            let b = range.to ?? last
            return number >= min(a, b) && number <= max(a, b)
        }
    }

    /// Spells ascending numbers as a set with ranges, as COPYUID wants them.
    static func spell(_ numbers: [UInt32]) -> String {
        var parts: [String] = []
        var index = 0
        while index < numbers.count {
            var end = index
            while end + 1 < numbers.count, numbers[end + 1] == numbers[end] + 1 { end += 1 }
            parts.append(
                end == index ? "\(numbers[index])" : "\(numbers[index]):\(numbers[end])")
            index = end + 1
        }
        return parts.joined(separator: ",")
    }
}
