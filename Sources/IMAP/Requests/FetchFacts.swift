/// What a server knows of a message without opening it.
public struct MessageFacts: Hashable, Sendable {
    public var uid: UID
    /// RFC822.SIZE in bytes. Exchange is sometimes wrong by a little. Nil: the server did not say.
    public var size: Int?
    /// When the server took it in, in seconds since 1970.
    public var internalDate: Int64?
    /// As the server spells them: `\Seen`, `$Forwarded`.
    public var flags: [String]

    public init(uid: UID, size: Int? = nil, internalDate: Int64? = nil, flags: [String] = []) {
        self.uid = uid
        self.size = size
        self.internalDate = internalDate
        self.flags = flags
    }
}

/// Asks for sizes, dates and flags. RFC 3501 §6.4.5.
///
/// When a server refuses a set because of some message in it, the set is halved until the others
/// have answered. What is left is still there for all we know, and is reported with nothing known:
/// whoever forgot it would lose a mail.
struct FetchFacts: Request {
    private let uids: Set<UID>
    private var facts: [UID: MessageFacts] = [:]
    private var uidOfSequence: [Int: UID] = [:]
    private var sets: [Int: UIDSet] = [:]
    /// Last first.
    private var waiting: [UIDSet] = []
    private var lastID = 0
    private var refused: Set<UID> = []
    private var refusals = 0
    /// Set when the server refuses more than one message can be to blame for.
    private var illness: IMAPError?

    init(_ uids: [UID]) {
        self.uids = Set(uids)
    }

    mutating func start(on server: Server) -> [CommandLine] {
        waiting = UIDSet(uids).sets(bytes: server.limits.uidSetBytes).reversed()
        return next(server.limits)
    }

    mutating func take(_ response: Response) -> Delivery? {
        switch response {
        case .expunge: uidOfSequence = [:]
        case .fetch(let fetch):
            guard let uid = fetch.uid ?? uidOfSequence[fetch.sequence], uids.contains(uid)
            else { return nil }
            // QUIRK: cyrus/split-fetch.dialog — one message's answers in several responses, of
            // which only the first names the UID.
            if uidOfSequence.count > uids.count { uidOfSequence = [:] }
            uidOfSequence[fetch.sequence] = uid
            var known = facts[uid] ?? MessageFacts(uid: uid)
            known.size = fetch.size ?? known.size
            known.internalDate = fetch.internalDate ?? known.internalDate
            known.flags = fetch.flags ?? known.flags
            facts[uid] = known
        default: break
        }
        return nil
    }

    mutating func ended(
        _ id: Int, with line: StatusLine, on server: Server
    ) throws(IMAPError) -> [CommandLine] {
        let set = sets.removeValue(forKey: id) ?? UIDSet([])
        if line.status != .ok {
            let error = IMAPError(line)
            if line.isAboutServer { throw error }
            refusals += 1
            if refusals > server.limits.consecutiveRefusals { illness = error }
            halve(set, server.limits)
        }
        return next(server.limits)
    }

    private mutating func halve(_ set: UIDSet, _ limits: Limits) {
        let missing = set.uids(limit: .max).filter { facts[$0] == nil }
        guard set.count > 1, illness == nil else {
            refused.formUnion(missing)
            if illness != nil {
                refused.formUnion(waiting.flatMap { $0.uids(limit: .max) })
                waiting = []
            }
            return
        }
        let half = missing.count / 2
        for part in [missing.dropFirst(half), missing.prefix(half)] where !part.isEmpty {
            waiting += UIDSet(part).sets(bytes: limits.uidSetBytes).reversed()
        }
    }

    func output() throws(IMAPError) -> [MessageFacts] {
        if facts.isEmpty, let illness { throw illness }
        let unknown = refused.filter { facts[$0] == nil }.map { MessageFacts(uid: $0) }
        return (facts.values + unknown).sorted { $0.uid < $1.uid }
    }

    private mutating func next(_ limits: Limits) -> [CommandLine] {
        var lines: [CommandLine] = []
        while sets.count < limits.batchesInFlight, let set = waiting.popLast() {
            lastID += 1
            sets[lastID] = set
            lines.append(
                CommandLine(
                    "UID FETCH \(set.text) (UID RFC822.SIZE INTERNALDATE FLAGS)", id: lastID))
        }
        return lines
    }
}

extension Client {
    /// Size, date and flags of messages in the open folder, ascending by UID.
    ///
    /// Left out are messages that the server passes over, which means that they are gone. Those for
    /// which it refuses to answer, while it does for others, come with nothing known.
    public func facts(of uids: [UID]) async throws -> [MessageFacts] {
        try await run(FetchFacts(uids))
    }
}
