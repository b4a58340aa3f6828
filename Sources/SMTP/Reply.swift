internal import Wire

/// What a server answers: RFC 5321 §4.2, with the status codes of RFC 3463 when it has them.
public struct Reply: Sendable, Hashable, CustomStringConvertible {
    public let code: Int
    /// `5.1.1`: class, subject and detail.
    public let status: Status?
    /// All lines without codes, joined with spaces; printable and shortened.
    public let text: String

    public struct Status: Sendable, Hashable, CustomStringConvertible {
        public let kind: Int
        public let subject: Int
        public let detail: Int

        public init(kind: Int, subject: Int, detail: Int) {
            self.kind = kind
            self.subject = subject
            self.detail = detail
        }

        public var description: String { "\(kind).\(subject).\(detail)" }

        /// `status-code = class "." subject "." detail`, RFC 3463 §2; class is 2, 4 or 5, the others
        /// have one to three digits.
        init?(_ word: ArraySlice<UInt8>) {
            let parts = word.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
            let numbers = parts.compactMap { part in
                (1...3).contains(part.count)
                    && part.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
                    ? part.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) } : nil
            }
            guard parts.count == 3, numbers.count == 3, [2, 4, 5].contains(numbers[0]) else {
                return nil
            }
            self.init(kind: numbers[0], subject: numbers[1], detail: numbers[2])
        }
    }

    public init(code: Int, status: Status? = nil, text: String) {
        self.code = code
        self.status = status
        self.text = text
    }

    public var isPositive: Bool { (200...299).contains(code) }
    public var isTransient: Bool { (400...499).contains(code) }

    /// As the server wrote it: `550 5.1.1 no such user`.
    public var description: String {
        "\(code) " + (status.map { "\($0) " } ?? "") + text
    }
}

/// Puts the lines of a reply together: `250-first`, `250-second`, `250 last`.
struct ReplyReader: Sendable {
    /// How many lines a reply may have: EHLO of a rich server has about 25.
    static let lineLimit = 200

    private(set) var lines: [[UInt8]] = []

    /// The reply, and its lines without codes, when `line` was the last; nil when more follow. Throws
    /// `SMTPError.protocolViolation` for a line that belongs to no reply.
    mutating func take(_ line: [UInt8]) throws(SMTPError) -> (reply: Reply, lines: [[UInt8]])? {
        guard let code = Self.code(line), lines.count < Self.lineLimit,
            lines.first.map({ Self.code($0) == code }) ?? true
        else { throw SMTPError.protocolViolation(text: Transcript.printable(line)) }
        lines.append(line)
        guard line.count == 3 || line[3] != UInt8(ascii: "-") else { return nil }
        defer { lines = [] }
        let texts = lines.map { $0.dropFirst(4) }
        return (Self.reply(code, texts), texts.map { Array($0) })
    }

    /// `Reply-code = %x32-35 %x30-35 %x30-39`, followed by SP, "-" or nothing.
    private static func code(_ line: [UInt8]) -> Int? {
        guard line.count >= 3,
            line.prefix(3).allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            line.count == 3 || line[3] == UInt8(ascii: " ") || line[3] == UInt8(ascii: "-")
        else { return nil }
        let code = line.prefix(3).reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
        return (200...599).contains(code) ? code : nil
    }

    private static func reply(_ code: Int, _ texts: [ArraySlice<UInt8>]) -> Reply {
        var status: Reply.Status?
        let words = texts.map { text -> ArraySlice<UInt8> in
            let word = text.prefix { $0 != UInt8(ascii: " ") }
            guard let found = Reply.Status(word) else { return text }
            status = status ?? found
            return text.dropFirst(word.count + 1)
        }
        let text = words.joined(separator: [UInt8(ascii: " ")])
        return Reply(code: code, status: status, text: Transcript.printable(text))
    }
}
