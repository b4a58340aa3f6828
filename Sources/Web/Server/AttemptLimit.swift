internal import Desk
internal import Synchronization

/// How often somebody may fail to sign in, by address of the browser and by account.
///
/// Kept in memory: after a restart everybody starts anew, which costs a guesser more than it gives. The table is bounded; when it is
/// full the oldest entries go.
final class AttemptLimit: Sendable {
    /// Several people may share one address, so it allows more than an account does.
    static let failuresPerAddress = 30
    /// Enough for a person with a forgotten password, hopeless for a guesser.
    static let failuresPerAccount = 10
    static let window = Duration.seconds(15 * 60)
    /// About a megabyte at most.
    static let mostEntries = 10_000

    private struct Entry {
        var failures: Int
        var since: Instant
    }

    private let entries = Mutex<[String: Entry]>([:])

    /// - Returns: how long to wait, or nil where a try is allowed.
    func wait(address: String, account: String, now: Instant) -> Duration? {
        entries.withLock { entries in
            let limits = [
                ("a " + address, Self.failuresPerAddress),
                ("p " + account.lowercased(), Self.failuresPerAccount),
            ]
            return limits.compactMap { key, most -> Duration? in
                guard let entry = entries[key], entry.failures >= most else { return nil }
                let left = entry.since + Self.window - now
                return left > .zero ? left : nil
            }.max()
        }
    }

    func noteFailure(address: String, account: String, now: Instant) {
        entries.withLock { entries in
            if entries.count + 2 > Self.mostEntries { Self.prune(&entries, now: now) }
            for key in ["a " + address, "p " + account.lowercased()] {
                if let entry = entries[key], entry.since + Self.window > now {
                    entries[key] = Entry(failures: entry.failures + 1, since: entry.since)
                } else {
                    entries[key] = Entry(failures: 1, since: now)
                }
            }
        }
    }

    /// A person who signed in is no guesser.
    func noteSuccess(account: String) {
        entries.withLock { _ = $0.removeValue(forKey: "p " + account.lowercased()) }
    }

    var count: Int { entries.withLock(\.count) }

    private static func prune(_ entries: inout [String: Entry], now: Instant) {
        entries = entries.filter { $0.value.since + window > now }
        guard entries.count + 2 > mostEntries else { return }
        let kept = entries.sorted { $0.value.since > $1.value.since }.prefix(mostEntries / 2)
        entries = Dictionary(uniqueKeysWithValues: kept.map { ($0.key, $0.value) })
    }
}
