internal import IMAP
internal import Synchronization

/// Whole mails as one call handed them over.
struct ReadBodies: Sendable {
    var mails: [UID: [UInt8]] = [:]
    /// Those that turned out larger than allowed.
    var tooLarge: Set<UID> = []
}

extension IMAP.Client {
    /// Reads whole mails into memory; the caller bounds how many.
    ///
    /// What can't be had is left out.
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
}
