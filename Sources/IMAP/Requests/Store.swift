internal import Wire

/// Adds flags to messages. RFC 3501 §6.4.6.
struct Store: Request {
    private let flags: [String]
    private var sets: [UIDSet]
    private let uids: [UID]

    init(adding flags: [String], to uids: [UID]) {
        self.flags = flags
        self.uids = uids
        sets = []
    }

    mutating func start(on server: Server) throws(IMAPError) -> [CommandLine] {
        guard !flags.isEmpty else { return [] }
        for flag in flags where !Self.isFlag(flag) { throw .wire(.unsafeText(field: "flag")) }
        sets = UIDSet(uids).sets(bytes: server.limits.uidSetBytes).reversed()
        return next()
    }

    mutating func ended(
        _ id: Int, with line: StatusLine, on server: Server
    ) throws(IMAPError) -> [CommandLine] {
        guard line.status == .ok else { throw IMAPError(line) }
        return next()
    }

    private mutating func next() -> [CommandLine] {
        guard let set = sets.popLast() else { return [] }
        return [Self.line(set, adding: flags)]
    }

    /// Silent, since nobody needs the answer.
    static func line(_ set: UIDSet, adding flags: [String], id: Int = 0) -> CommandLine {
        CommandLine(
            "UID STORE \(set.text) +FLAGS.SILENT (\(flags.joined(separator: " ")))", id: id)
    }

    /// `flag = "\" atom / atom`. RFC 3501 §9.
    private static func isFlag(_ flag: String) -> Bool {
        let atom = flag.utf8.first == UInt8(ascii: "\\") ? flag.utf8.dropFirst() : flag.utf8[...]
        let specials = Set(#"(){ %*"\]"#.utf8)
        return !atom.isEmpty && atom.count <= 100
            && atom.allSatisfy { (0x21...0x7E).contains($0) && !specials.contains($0) }
    }
}

extension Client {
    /// Adds flags, such as `\Seen` and `\Flagged`, to messages of the open folder.
    public func addFlags(_ flags: [String], to uids: [UID]) async throws {
        try await run(Store(adding: flags, to: uids))
    }
}
