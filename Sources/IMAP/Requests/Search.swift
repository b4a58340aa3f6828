/// Finds messages. RFC 3501 §6.4.4.
///
/// Never with a CHARSET, since Exchange refuses every one of them.
struct Search: Request {
    private enum Criteria {
        case from(UID)
        case messageID(String, size: Int?)
    }

    private let criteria: Criteria
    private var found: [UID] = []
    private var limit = 0
    private var isCut = false

    init(from first: UID) {
        criteria = .from(first)
    }

    init(messageID: String, size: Int?) {
        criteria = .messageID(messageID, size: size)
    }

    mutating func start(on server: Server) throws(IMAPError) -> [CommandLine] {
        limit = server.limits.searchResults
        var line = CommandLine("UID SEARCH")
        switch criteria {
        case .from(let first):
            line.add("UID \(max(first.raw, 1)):*")
        case .messageID(let id, let size):
            guard let text = Self.longestASCII(in: id) else { return [] }
            if let size, size > 0 { line.add("LARGER \(size - 1) SMALLER \(size + 1)") }
            line.add("HEADER Message-ID")
            try line.add(string: text, field: "Message-ID", limits: server.limits)
        }
        return [line]
    }

    mutating func take(_ response: Response) -> Delivery? {
        if case .search(let uids) = response {
            isCut = isCut || uids.count > limit - found.count
            found += uids.prefix(limit - found.count)
        }
        return nil
    }

    func output() throws(IMAPError) -> [UID] {
        guard !isCut else { throw .limitExceeded("more than \(limit) messages") }
        let uids = Set(found).sorted()
        // QUIRK: dovecot/search-star.dialog — "7:*" always names the last message, also when its
        // UID is less than 7, since the ends of a range have no order.
        if case .from(let first) = criteria { return uids.filter { $0 >= first } }
        return uids
    }

    /// The longest part of printable ASCII: SEARCH looks for parts, and other bytes would need a
    /// CHARSET.
    private static func longestASCII(in id: String) -> String? {
        let parts = id.unicodeScalars.split(whereSeparator: { !(0x21...0x7E).contains($0.value) })
        guard let part = parts.max(by: { $0.count < $1.count }) else { return nil }
        return String(String.UnicodeScalarView(part.prefix(longestMessageID)))
    }

    /// RFC 5322 §2.1.1 limits a line to this many bytes.
    private static let longestMessageID = 998
}

extension Client {
    /// The UIDs from `first` on in the open folder, ascending. `first` itself need not exist.
    public func search(from first: UID) async throws -> [UID] {
        try await run(Search(from: first))
    }

    /// The messages of the open folder whose Message-ID contains `messageID`, ascending. With
    /// `size`, only those of that RFC822.SIZE.
    ///
    /// A search by part: compare the header of what is found. Empty when the id has no ASCII in it.
    public func search(messageID: String, size: Int? = nil) async throws -> [UID] {
        try await run(Search(messageID: messageID, size: size))
    }
}
