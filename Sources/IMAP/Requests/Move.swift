/// Moves messages to another folder. RFC 6851; without it COPY, `\Deleted` and UID EXPUNGE
/// (RFC 4315); without that too, the originals stay behind marked as deleted.
///
/// Never a bare EXPUNGE: it would also remove what other people marked as deleted.
struct Move: Request {
    private enum Step: Int {
        case move
        case copy
        case delete
        case expunge
    }

    private let uids: Set<UID>
    private let folder: String
    /// Last first.
    private var sets: [UIDSet] = []
    private var relocation: Relocation?

    init(_ uids: [UID], to folder: String) {
        self.uids = Set(uids)
        self.folder = folder
    }

    mutating func start(on server: Server) throws(IMAPError) -> [CommandLine] {
        sets = UIDSet(uids).sets(
            bytes: server.limits.uidSetBytes, count: server.limits.messagesPerMove
        ).reversed()
        return try begin(on: server)
    }

    mutating func take(_ response: Response) -> Delivery? {
        // RFC 6851 §4.3: COPYUID comes untagged, before the messages vanish.
        if case .status(let line) = response { note(line.code) }
        return nil
    }

    mutating func ended(
        _ id: Int, with line: StatusLine, on server: Server
    ) throws(IMAPError) -> [CommandLine] {
        guard let set = sets.last, let step = Step(rawValue: id) else { return [] }
        guard line.status == .ok else { throw IMAPError(line, about: .folder(folder)) }
        note(line.code)
        switch step {
        case .copy:
            return [Store.line(set, adding: ["\\Deleted"], id: Step.delete.rawValue)]
        case .delete where server.offers("UIDPLUS"):
            return [CommandLine("UID EXPUNGE \(set.text)", id: Step.expunge.rawValue)]
        case .move, .delete, .expunge:
            sets.removeLast()
            return try begin(on: server)
        }
    }

    func output() -> Relocation? { relocation }

    private func begin(on server: Server) throws(IMAPError) -> [CommandLine] {
        guard let set = sets.last else { return [] }
        let step: Step = server.offers("MOVE") ? .move : .copy
        var line = CommandLine(
            "UID \(step == .move ? "MOVE" : "COPY") \(set.text)", id: step.rawValue)
        try line.add(folder: folder, limits: server.limits)
        return [line]
    }

    /// `"COPYUID" SP nz-number SP uid-set SP uid-set`: both sets name as many messages, in the same
    /// order.
    private mutating func note(_ code: ResponseCode?) {
        guard case .copyUID(let validity, let from, let to)? = code, let set = sets.last,
            from.count == to.count, from.count <= set.count
        else { return }
        var new = relocation ?? Relocation(uidValidity: validity)
        guard new.uidValidity == validity else { return }
        let limit = set.count
        for (old, moved) in zip(from.uids(limit: limit), to.uids(limit: limit))
        where uids.contains(old) {
            new.newUIDs[old] = moved
        }
        relocation = new
    }
}

extension Client {
    /// Moves messages of the open folder to `folder`, given by its ``Folder/name``. UIDs that do not
    /// exist are passed over.
    ///
    /// Returns the new UIDs as far as the server says them; nil when it says none. Done in steps:
    /// when it throws, some messages may have moved already, and one of them may be in both folders.
    /// Throws `IMAPError.noSuchFolder` when there is no such folder.
    @discardableResult
    public func move(_ uids: [UID], to folder: String) async throws -> Relocation? {
        try await run(Move(uids, to: folder))
    }
}
