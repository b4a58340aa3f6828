/// One response as it came: its line, and the literals that stood in it.
struct RawResponse: Equatable, Sendable {
    struct Literal: Equatable, Sendable {
        /// Where its `{` stands in the line.
        var offset: Int
        /// Announced length in bytes.
        var announced: Int
        /// Nil when it was read past because it was over the limit.
        var bytes: [UInt8]?
    }

    /// The line without CRLF; literals are announced (`{12}`) but not contained.
    var line: [UInt8] = []
    var literals: [Literal] = []
}

/// Cuts the bytes of a connection into responses, however they arrive.
///
/// `response = *(text "{" number "}" CRLF *CHAR8) text CRLF`. RFC 3501 §4.3 and §7.
struct ResponseReader: Sendable {
    enum Failure: Error, Equatable, Sendable {
        case lineTooLong
        case literalTooLong(Int)
    }

    private let limits: Limits
    private var current = RawResponse()
    /// Where in the line the part after the last literal begins.
    private var lineStart = 0
    /// Bytes of the running literal that have not come yet.
    private(set) var missingLiteralBytes = 0

    init(limits: Limits) {
        self.limits = limits
    }

    /// Takes bytes up to the end of a response at most, and says how far it came.
    /// A literal longer than `literalLimit` is read past and not kept.
    mutating func read(
        _ bytes: ArraySlice<UInt8>, literalLimit: Int
    ) throws(Failure) -> (consumed: Int, response: RawResponse?) {
        var rest = bytes
        while !rest.isEmpty {
            if missingLiteralBytes > 0 {
                readLiteral(&rest)
                continue
            }
            guard let end = rest.firstIndex(of: 0x0A) else {
                try appendToLine(rest)
                return (bytes.count, nil)
            }
            try appendToLine(rest[..<end])
            rest = rest[(end + 1)...]
            // A CR before the LF belongs to it, and so do spaces.
            // QUIRK: broken/space-before-crlf.dialog
            while let last = current.line.last, last == 0x0D || last == 0x20,
                current.line.count > lineStart
            {
                current.line.removeLast()
            }
            if try announceLiteral(limit: literalLimit) { continue }
            let response = current
            current = RawResponse()
            lineStart = 0
            return (bytes.count - rest.count, response)
        }
        return (bytes.count, nil)
    }

    private mutating func appendToLine(_ bytes: ArraySlice<UInt8>) throws(Failure) {
        guard current.line.count + bytes.count <= limits.lineBytes else {
            throw .lineTooLong
        }
        current.line += bytes
    }

    private mutating func readLiteral(_ rest: inout ArraySlice<UInt8>) {
        let count = min(missingLiteralBytes, rest.count)
        // In place, so that a body of many chunks is not copied at each of them.
        current.literals[current.literals.count - 1].bytes?.append(contentsOf: rest.prefix(count))
        missingLiteralBytes -= count
        rest = rest.dropFirst(count)
    }

    /// `literal = "{" number ["+"] "}" CRLF *CHAR8`, with `~` before it in RFC 3516.
    private mutating func announceLiteral(limit: Int) throws(Failure) -> Bool {
        let line = current.line
        guard line.last == UInt8(ascii: "}"), !isStatus(line),
            let open = line[lineStart...].lastIndex(of: UInt8(ascii: "{"))
        else { return false }
        var digits = line[(open + 1)..<(line.count - 1)]
        if digits.last == UInt8(ascii: "+") || digits.last == UInt8(ascii: "-") {
            digits = digits.dropLast()
        }
        guard (1...18).contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) })
        else { return false }
        let length = digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
        guard length <= limits.skippedLiteralBytes,
            current.literals.count < limits.literalsPerResponse
        else { throw .literalTooLong(length) }
        let kept = current.literals.reduce(0) { $0 + ($1.bytes?.count ?? 0) }
        let isKept = length <= limit - kept
        current.literals.append(
            RawResponse.Literal(offset: open, announced: length, bytes: isKept ? [] : nil))
        if isKept {
            // The announced length is only a claim: room grows with what really comes.
            current.literals[current.literals.count - 1].bytes?.reserveCapacity(
                min(length, 64 << 10))
        }
        lineStart = line.count
        missingLiteralBytes = length
        return true
    }

    /// Status responses end in text for people, which may end in `{5}` by accident.
    private func isStatus(_ line: [UInt8]) -> Bool {
        guard lineStart == 0 else { return false }
        let words = line.prefix(64).split(separator: 0x20, maxSplits: 2)
        guard words.count > 1 else { return line.first == UInt8(ascii: "+") }
        return words[0].elementsEqual([UInt8(ascii: "+")])
            || ResponseStatus(word: words[1]) != nil
    }
}
