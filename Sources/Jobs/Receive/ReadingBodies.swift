internal import IMAP
internal import Synchronization

/// Whole mails as one call handed them over.
struct ReadBodies: Sendable {
    var mails: [UID: [UInt8]] = [:]
    /// Those that turned out larger than allowed.
    var tooLarge: Set<UID> = []
    /// What the server said of those that it did not hand over.
    var problems: [UID: String] = [:]
}

extension IMAP.Client {
    /// Reads whole mails into memory; the caller bounds how many.
    func read(_ facts: [MessageFacts], largest: Int) async throws -> ReadBodies {
        guard !facts.isEmpty else { return ReadBodies() }
        let sizes = Dictionary(
            facts.compactMap { fact in fact.size.map { (fact.uid, $0) } },
            uniquingKeysWith: { first, _ in first })
        let read = Collector()
        let unreadable = try await bodies(of: facts.map(\.uid), sizes: sizes, largest: largest) {
            uid, bytes in read.add(uid, bytes)
        }
        var result = ReadBodies(mails: read.all)
        for message in unreadable {
            result.problems[message.uid] = message.sentence
            if case .tooLarge = message.reason { result.tooLarge.insert(message.uid) }
        }
        return result
    }

    /// The bodies come while the call is running, on whatever thread.
    private final class Collector: Sendable {
        private let mails = Mutex<[UID: [UInt8]]>([:])
        func add(_ uid: UID, _ bytes: [UInt8]) { mails.withLock { $0[uid] = bytes } }
        var all: [UID: [UInt8]] { mails.withLock { $0 } }
    }
}

extension IMAPError {
    /// The folder is not there.
    var isMissingFolder: Bool {
        if case .noSuchFolder = self { true } else { false }
    }

    /// The server refused one thing, and the conversation goes on.
    var leavesConnection: Bool {
        switch self {
        case .no, .noSuchFolder, .forbidden, .bad, .protocolViolation: true
        case .bye, .throttled, .signInRefused, .signInUnavailable, .limitExceeded, .busy, .wire:
            false
        }
    }
}
