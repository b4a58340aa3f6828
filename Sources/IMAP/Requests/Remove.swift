/// Deletes messages for good: `\Deleted`, then UID EXPUNGE (RFC 4315 §2.1). Without UIDPLUS they stay
/// behind marked as deleted; a bare EXPUNGE would also remove what other people marked.
struct Remove: Request {
    private enum Step: Int {
        case mark
        case expunge
    }

    private let uids: [UID]
    /// Last first.
    private var sets: [UIDSet] = []

    init(_ uids: [UID]) { self.uids = uids }

    mutating func start(on server: Server) -> [CommandLine] {
        sets = UIDSet(uids).sets(bytes: server.limits.uidSetBytes).reversed()
        return mark()
    }

    mutating func ended(
        _ id: Int, with line: StatusLine, on server: Server
    ) throws(IMAPError) -> [CommandLine] {
        guard line.status == .ok else { throw IMAPError(line) }
        guard let set = sets.last else { return [] }
        if id == Step.mark.rawValue && server.offers("UIDPLUS") {
            return [CommandLine("UID EXPUNGE \(set.text)", id: Step.expunge.rawValue)]
        }
        sets.removeLast()
        return mark()
    }

    private func mark() -> [CommandLine] {
        guard let set = sets.last else { return [] }
        return [Store.line(set, adding: ["\\Deleted"], id: Step.mark.rawValue)]
    }
}

extension Client {
    /// Deletes messages of the open folder, and nothing else in it.
    public func remove(_ uids: [UID]) async throws {
        try await run(Remove(uids))
    }
}
