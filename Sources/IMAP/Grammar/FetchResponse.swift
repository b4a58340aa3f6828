/// What one FETCH response says of one message. RFC 3501 §7.4.2.
struct FetchResponse: Equatable, Sendable {
    /// A body or header as it came.
    enum Content: Equatable, Sendable {
        case bytes([UInt8])
        /// `NIL`.
        case none
        /// Longer than was allowed, of that many bytes, and read past.
        case skipped(Int)
    }

    var sequence: Int
    var uid: UID?
    var size: Int?
    /// Seconds since 1970.
    var internalDate: Int64?
    var flags: [String]?
    /// `BODY[]`.
    var body: Content?
    /// `BODY[HEADER]`.
    var header: Content?
    /// Whether the response breaks off or holds what cannot be read. What was read before counts,
    /// but a body in it may be cut.
    var isBroken = false

    init(sequence: Int) {
        self.sequence = sequence
    }

    /// `msg-att = "(" (msg-att-dynamic / msg-att-static) *(SP ...) ")"`
    init(sequence: Int, scanning scanner: inout ResponseScanner) {
        self.sequence = sequence
        scanner.skipSpaces()
        isBroken = !scanner.skip("(")
        while !isBroken {
            scanner.skipSpaces()
            if scanner.skip(")") { break }
            guard let name = scanner.keyword() else {
                isBroken = true
                break
            }
            isBroken = !readItem(name, &scanner)
        }
        // After the closing parenthesis nothing may follow. If it does, then a literal was
        // announced shorter than it was, and the body is not what it seems.
        scanner.skipSpaces()
        if !scanner.isAtEnd { isBroken = true }
    }

    private mutating func readItem(_ name: String, _ scanner: inout ResponseScanner) -> Bool {
        if name == "BODY", scanner.next == UInt8(ascii: "[") { return readBody(&scanner) }
        scanner.skipSpaces()
        guard !scanner.isAtEnd else { return false }
        switch name {
        case "UID":
            guard let number = scanner.number32() else { return false }
            uid = UID(number)
        case "RFC822.SIZE":
            // QUIRK: exchange/nil-size.dialog — no number is no size, and the rest still counts.
            size = scanner.number()
            if size == nil { scanner.skipValue() }
        case "INTERNALDATE":
            guard let text = scanner.string() else { return false }
            if case .bytes(let bytes) = text { internalDate = InternalDate.unixSeconds(bytes) }
        case "FLAGS":
            flags = scanner.atoms()
        case "RFC822":
            guard let text = scanner.string() else { return false }
            body = Content(text)
        case "RFC822.HEADER":
            guard let text = scanner.string() else { return false }
            header = Content(text)
        default:
            scanner.skipValue()
        }
        return true
    }

    /// `"BODY" section ["<" number ">"] SP nstring`
    private mutating func readBody(_ scanner: inout ResponseScanner) -> Bool {
        guard scanner.skip("["), let section = scanner.bytes(upTo: "]") else { return false }
        if scanner.skip("<") { _ = scanner.bytes(upTo: ">") }
        scanner.skipSpaces()
        guard let text = scanner.string() else { return false }
        switch String(decoding: section.prefix(16), as: UTF8.self).uppercased() {
        case "": body = Content(text)
        case "HEADER": header = Content(text)
        default: break
        }
        return true
    }
}

extension FetchResponse.Content {
    init(_ text: ResponseScanner.Text) {
        switch text {
        case .bytes(let bytes): self = .bytes(bytes)
        case .none: self = .none
        case .skipped(let count): self = .skipped(count)
        }
    }
}
