internal import Desk
internal import Synchronization

/// How often somebody may fail to sign in: by network, by account from one network, and by account from
/// everywhere.
///
/// A stranger who guesses at an account locks out the stranger's own network only, long before the bound for
/// the whole world is reached. Kept in memory: after a restart everybody starts anew, which costs a guesser
/// more than it gives. The table is bounded; when it is full the oldest entries go.
final class AttemptLimit: Sendable {
    /// Several people may share one network, so it allows more than an account does.
    static let failuresPerNetwork = 30
    /// Enough for a person with a forgotten password, hopeless for a guesser.
    static let failuresPerAccountAndNetwork = 10
    /// What a guesser with many networks gets in a quarter of an hour.
    static let failuresPerAccount = 200
    static let window = Duration.seconds(15 * 60)
    /// About a megabyte at most.
    static let mostEntries = 10_000

    private struct Entry {
        var failures: Int
        var since: Instant
    }

    private let entries = Mutex<[String: Entry]>([:])

    /// Counts a try before the password is looked at, so that many at once are counted too.
    ///
    /// - Returns: whether the try is allowed.
    func begin(address: String, account: String, now: Instant) -> Bool {
        entries.withLock { entries in
            let keys = Self.keys(address, account)
            let isBlocked = keys.contains { key, most in
                guard let entry = entries[key] else { return false }
                return entry.failures >= most && entry.since + Self.window > now
            }
            guard !isBlocked else { return false }
            if entries.count + keys.count > Self.mostEntries { Self.prune(&entries, now: now) }
            for (key, _) in keys {
                if let entry = entries[key], entry.since + Self.window > now {
                    entries[key] = Entry(failures: entry.failures + 1, since: entry.since)
                } else {
                    entries[key] = Entry(failures: 1, since: now)
                }
            }
            return true
        }
    }

    /// A person who signed in is no guesser: the try is taken back.
    func noteSuccess(address: String, account: String) {
        entries.withLock { entries in
            let keys = Self.keys(address, account)
            for (key, _) in keys {
                guard let entry = entries[key] else { continue }
                entries[key] =
                    entry.failures > 1
                    ? Entry(failures: entry.failures - 1, since: entry.since) : nil
            }
            entries.removeValue(forKey: keys[1].0)
        }
    }

    var count: Int { entries.withLock(\.count) }

    private static func keys(_ address: String, _ account: String) -> [(String, Int)] {
        let network = network(of: address)
        let name = account.lowercased()
        return [
            ("n " + network, failuresPerNetwork),
            ("b " + name + " " + network, failuresPerAccountAndNetwork),
            ("a " + name, failuresPerAccount),
        ]
    }

    /// An IPv4 address, or the first half of an IPv6 one: a customer's line has all of the rest.
    static func network(of address: String) -> String {
        guard address.contains(":") else { return address }
        let halves = address.split(separator: "::", maxSplits: 1, omittingEmptySubsequences: false)
        let head = halves[0].split(separator: ":")
        if halves.count == 1 || head.count >= 4 { return head.prefix(4).joined(separator: ":") }
        let tail = halves[1].split(separator: ":")
        let zeros = Array(repeating: Substring("0"), count: max(0, 8 - head.count - tail.count))
        return (head + zeros + tail).prefix(4).joined(separator: ":")
    }

    private static func prune(_ entries: inout [String: Entry], now: Instant) {
        entries = entries.filter { $0.value.since + window > now }
        guard entries.count + 3 > mostEntries else { return }
        let kept = entries.sorted { $0.value.since > $1.value.since }.prefix(mostEntries / 2)
        entries = Dictionary(uniqueKeysWithValues: kept.map { ($0.key, $0.value) })
    }
}
