internal import Desk
internal import Synchronization

/// The log of one run, as the history page shows it. Holds no secrets and no mail content.
final class RunLog: Sendable {
    /// A run with more to say than this has its end cut: the page is for reading.
    private static let mostLines = 500
    private let lines = Mutex<[String]>([])
    private let now: @Sendable () -> Instant

    init(now: @escaping @Sendable () -> Instant) { self.now = now }

    func add(_ line: String) {
        let stamped = "\(now().iso8601) \(line)"
        lines.withLock { lines in
            if lines.count < Self.mostLines {
                lines.append(stamped)
            } else if lines.count == Self.mostLines {
                lines.append("… the rest is in the server's log.")
            }
        }
    }

    var all: [String] { lines.withLock { $0 } }
}
