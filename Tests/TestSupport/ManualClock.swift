public import Desk
internal import Synchronization

/// A clock that stands still until a test moves it.
public final class ManualClock: Sendable {
    private let moment: Mutex<Instant>

    public init(_ start: Instant = Instant(seconds: 1_800_000_000)) { moment = Mutex(start) }

    public var now: Instant { moment.withLock { $0 } }

    public func advance(by duration: Duration) {
        moment.withLock { $0 = $0 + duration }
    }

    public func set(_ instant: Instant) {
        moment.withLock { $0 = instant }
    }
}
