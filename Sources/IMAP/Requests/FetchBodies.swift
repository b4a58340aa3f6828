/// A message that could not be read, while others could.
public struct UnreadableMessage: Hashable, Sendable {
    public enum Reason: Hashable, Sendable {
        /// The server answered without it: it is probably gone.
        case missing
        /// The server refuses to hand it out.
        case refused(IMAPError)
        /// The server handed out nothing (iCloud, Exchange).
        case empty
        /// Larger than was asked for: this many bytes.
        case tooLarge(Int)
        /// The answer could not be read, so its content may be cut.
        case garbled
    }

    public var uid: UID
    public var reason: Reason

    public init(uid: UID, reason: Reason) {
        self.uid = uid
        self.reason = reason
    }

    /// What happened, for an administrator.
    public var sentence: String {
        switch reason {
        case .missing: "The message is no longer in the folder."
        case .refused(let error): error.sentence
        case .empty: "The mail server handed out an empty message."
        case .tooLarge(let bytes):
            "The message has \(bytes) bytes, which is more than this mailbox accepts."
        case .garbled: "The mail server's answer could not be read."
        }
    }
}

/// Fetches whole messages without marking them seen. RFC 3501 §6.4.5.
///
/// Asks for a few messages at a time, with the next batch on its way while one arrives. What a
/// server refuses as a batch is asked for one by one, so that one bad message holds up no other.
struct FetchBodies: Request {
    private let sizes: [UID: Int]
    private let largest: Int
    private var waiting: [UID]
    private var batches: [Int: [UID]] = [:]
    /// Those that were refused together with others.
    private var alone: [UID] = []
    private var unanswered: Set<UID>
    private var uidOfSequence: [Int: UID] = [:]
    private var unreadable: [UnreadableMessage] = []
    private var garbled: Set<UID> = []
    private var lastID = 0
    private var refusals = 0

    /// `sizes` as far as known shape the batches. Larger messages than `largest` are read past.
    init(_ uids: [UID], sizes: [UID: Int] = [:], largest: Int) {
        var seen: Set<UID> = []
        waiting = uids.filter { seen.insert($0).inserted }.reversed()
        unanswered = seen
        self.sizes = sizes
        self.largest = largest
    }

    var literalLimit: Int? { largest }

    mutating func start(on server: Server) -> [CommandLine] {
        var lines: [CommandLine] = []
        while batches.count < server.limits.batchesInFlight, let line = nextBatch(server.limits) {
            lines.append(line)
        }
        return lines
    }

    mutating func take(_ response: Response) -> Delivery? {
        switch response {
        case .expunge: uidOfSequence = [:]
        case .fetch(let fetch):
            guard let uid = fetch.uid ?? uidOfSequence[fetch.sequence] else { return nil }
            guard unanswered.contains(uid) else { return nil }
            if uidOfSequence.count > unanswered.count { uidOfSequence = [:] }
            uidOfSequence[fetch.sequence] = uid
            return take(fetch, uid: uid)
        default: break
        }
        return nil
    }

    private mutating func take(_ fetch: FetchResponse, uid: UID) -> Delivery? {
        guard !fetch.isBroken else {
            garbled.insert(uid)
            return nil
        }
        guard let body = fetch.body else { return nil }
        unanswered.remove(uid)
        refusals = 0
        switch body {
        case .bytes(let bytes) where !bytes.isEmpty: return .body(uid, bytes)
        case .bytes, .none: unreadable.append(.init(uid: uid, reason: .empty))
        case .skipped(let bytes): unreadable.append(.init(uid: uid, reason: .tooLarge(bytes)))
        }
        return nil
    }

    mutating func ended(
        _ id: Int, with line: StatusLine, on server: Server
    ) throws(IMAPError) -> [CommandLine] {
        let batch = batches.removeValue(forKey: id) ?? []
        let missing = batch.filter { unanswered.contains($0) }
        if line.status == .ok {
            for uid in missing {
                report(uid, garbled.contains(uid) ? .garbled : .missing)
            }
        } else if line.isAboutServer {
            throw IMAPError(line)
        } else if batch.count > 1 {
            alone += missing
        } else {
            for uid in missing { report(uid, .refused(IMAPError(line))) }
            refusals += missing.count
            guard refusals < server.limits.consecutiveRefusals else { throw IMAPError(line) }
        }
        return start(on: server)
    }

    func output() -> [UnreadableMessage] { unreadable }

    private mutating func report(_ uid: UID, _ reason: UnreadableMessage.Reason) {
        unanswered.remove(uid)
        unreadable.append(UnreadableMessage(uid: uid, reason: reason))
    }

    private mutating func nextBatch(_ limits: Limits) -> CommandLine? {
        var batch: [UID] = []
        var bytes = 0
        if alone.isEmpty {
            while let uid = waiting.last, batch.count < limits.messagesPerBatch {
                bytes += sizes[uid] ?? Self.assumedSize
                guard batch.isEmpty || bytes <= limits.bytesPerBatch else { break }
                batch.append(uid)
                waiting.removeLast()
            }
        } else {
            batch = [alone.removeFirst()]
        }
        guard !batch.isEmpty else { return nil }
        lastID += 1
        batches[lastID] = batch
        return CommandLine("UID FETCH \(UIDSet(batch).text) (UID BODY.PEEK[])", id: lastID)
    }

    /// For messages whose size is not known: the usual mail with a picture in its signature.
    private static let assumedSize = 64 << 10
}

extension Client {
    /// Fetches messages of the open folder as the server has them, byte for byte, in about the order
    /// given, and hands each to `each` while the next ones are on their way. Nothing is marked seen.
    ///
    /// Returns the messages that could not be had. When `each` throws, the connection is closed,
    /// since the rest is on its way already, and its error is thrown on. `each` must not call this
    /// client.
    ///
    /// - Parameters:
    ///   - sizes: RFC822.SIZE as far as known, which keeps what is on its way within
    ///     `Limits.bytesPerBatch`.
    ///   - largest: In bytes. A larger message is reported as `.tooLarge` and costs no memory.
    @discardableResult
    public func bodies(
        of uids: [UID], sizes: [UID: Int] = [:], largest: Int = 64 << 20,
        each: @Sendable (UID, [UInt8]) async throws -> Void
    ) async throws -> [UnreadableMessage] {
        try await run(FetchBodies(uids, sizes: sizes, largest: largest)) { delivery in
            switch delivery {
            case .body(let uid, let bytes): try await each(uid, bytes)
            }
        }
    }
}
