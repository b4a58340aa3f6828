/// Fetches the header of one message without marking it seen. RFC 3501 §6.4.5.
struct FetchHeader: Request {
    private let uid: UID
    private let limit: Int
    private var header: FetchResponse.Content?

    init(_ uid: UID, limits: Limits = Limits()) {
        self.uid = uid
        limit = limits.headerBytes
    }

    var literalLimit: Int? { limit }

    mutating func start(on server: Server) -> [CommandLine] {
        // Partial, so that a mail which is nearly all header can't be longer than what is accepted.
        [CommandLine("UID FETCH \(uid) (UID BODY.PEEK[HEADER]<0.\(limit)>)")]
    }

    mutating func take(_ response: Response) -> Delivery? {
        // QUIRK: exchange/header-without-uid.dialog — only one message was asked for.
        if case .fetch(let fetch) = response, fetch.uid ?? uid == uid, !fetch.isBroken,
            let content = fetch.header
        {
            header = content
        }
        return nil
    }

    func output() throws(IMAPError) -> [UInt8]? {
        switch header {
        case .bytes(let bytes): return bytes.isEmpty ? nil : bytes
        case .skipped(let count): throw .limitExceeded("a header of \(count) bytes")
        case .some(.none), nil: return nil
        }
    }
}

extension Client {
    /// The header of a message in the open folder, with its empty line; nil when the message is
    /// gone. At most `Limits.headerBytes`.
    public func header(of uid: UID) async throws -> [UInt8]? {
        try await run(FetchHeader(uid, limits: server.limits))
    }
}
