/// A brake that lets so many through at once and so many again as time goes by.
///
/// ```swift
/// let perDay = TokenBucket(capacity: 3, refill: .seconds(8 * 3600))
/// var level = perDay.full(at: now)
/// perDay.take(from: &level, at: now)  // true three times, then false for eight hours
/// ```
public struct TokenBucket: Hashable, Sendable {
    /// What it holds when it is full; at least one.
    public let capacity: Int
    /// How long one token takes to come back.
    public let refill: Duration

    public init(capacity: Int, refill: Duration) {
        self.capacity = max(1, capacity)
        self.refill = max(refill, .milliseconds(1))
    }

    /// How full a bucket is, and since when.
    public struct Level: Hashable, Sendable, Codable {
        public var tokens: Int
        /// The moment from which the next token is counted.
        public var since: Instant

        public init(tokens: Int, since: Instant) {
            self.tokens = tokens
            self.since = since
        }
    }

    public func full(at now: Instant) -> Level { Level(tokens: capacity, since: now) }

    /// The level as it is now, with the tokens that came back since.
    ///
    /// A clock that was put back takes nothing away and gives nothing.
    public func level(_ level: Level, at now: Instant) -> Level {
        guard level.tokens < capacity else { return Level(tokens: capacity, since: now) }
        let elapsed = now.milliseconds - level.since.milliseconds
        guard elapsed > 0 else {
            return Level(tokens: max(0, level.tokens), since: min(level.since, now))
        }
        let step = refill.inMilliseconds
        let back = elapsed / step
        // Compared before it is added: a pause of years is no overflow.
        guard back < Int64(capacity - level.tokens) else {
            return Level(tokens: capacity, since: now)
        }
        return Level(
            tokens: level.tokens + Int(back),
            since: Instant(milliseconds: level.since.milliseconds + back * step))
    }

    /// Takes one token where there is one.
    ///
    /// - Returns: whether there was one.
    @discardableResult
    public func take(from level: inout Level, at now: Instant) -> Bool {
        level = self.level(level, at: now)
        guard level.tokens > 0 else { return false }
        level.tokens -= 1
        return true
    }
}
