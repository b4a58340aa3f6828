internal import Database
public import Desk

/// Token buckets and the breakers that have caught.
public struct BrakeTable {
    let connection: any SQLConnection

    // MARK: Buckets

    /// How many tokens a bucket has now.
    public func left(in key: Brake.Key, at now: Instant) throws -> Int {
        try level(of: key, at: now).tokens
    }

    /// Takes a token where there is one, and says whether there was.
    public func take(from key: Brake.Key, at now: Instant) throws -> Bool {
        var level = try level(of: key, at: now)
        guard key.bucket.take(from: &level, at: now) else { return false }
        let missing = Int64(key.bucket.capacity - level.tokens)
        let fullAt = level.since + .milliseconds(key.bucket.refill.inMilliseconds * missing)
        try connection.execute(
            """
            INSERT INTO bucket (name, tokens, counted_since, full_at)
            VALUES (\(IndexKey.of(key.name)), \(level.tokens), \(level.since), \(fullAt))
            ON CONFLICT (name) DO UPDATE SET tokens = excluded.tokens,
                counted_since = excluded.counted_since, full_at = excluded.full_at
            """)
        return true
    }

    /// Fills a bucket at once, as when somebody releases its breaker.
    public func fill(_ key: Brake.Key) throws {
        try connection.execute("DELETE FROM bucket WHERE name = \(IndexKey.of(key.name))")
    }

    /// Forgets buckets that are full again.
    ///
    /// - Returns: how many.
    public func deleteFull(now: Instant) throws -> Int {
        try connection.execute("DELETE FROM bucket WHERE full_at <= \(now)")
    }

    private func level(of key: Brake.Key, at now: Instant) throws -> TokenBucket.Level {
        let row = try connection.row(
            "SELECT tokens, counted_since FROM bucket WHERE name = \(IndexKey.of(key.name))")
        guard let row else { return key.bucket.full(at: now) }
        return key.bucket.level(
            TokenBucket.Level(tokens: try row.get("tokens"), since: try row.get("counted_since")),
            at: now)
    }

    // MARK: Breakers

    private static let columns: SQL = """
        id, scope, about, opened_at, last_held_at, held, released_at, released_by_id
        """

    /// Those that hold, the newest first.
    public func open() throws -> [Breaker] {
        try connection.rows(
            "SELECT \(Self.columns) FROM breaker WHERE released_at IS NULL ORDER BY id DESC"
        ).compactMap(Self.breaker)
    }

    /// The last that caught, those that were released among them; the newest first.
    public func latest(limit: Int) throws -> [Breaker] {
        try connection.rows(
            "SELECT \(Self.columns) FROM breaker ORDER BY id DESC LIMIT \(limit)"
        ).compactMap(Self.breaker)
    }

    public func isOpen(_ scope: Breaker.Scope) throws -> Bool {
        let (word, about) = Self.words(of: scope)
        return try connection.row(
            """
            SELECT id FROM breaker
            WHERE released_at IS NULL AND scope = \(word) AND about = \(about)
            """) != nil
    }

    /// Holds something back: the breaker catches, or counts one more where it has caught already.
    ///
    /// - Returns: whether it caught just now.
    public func hold(_ scope: Breaker.Scope, at now: Instant) throws -> Bool {
        let (word, about) = Self.words(of: scope)
        let counted = try connection.execute(
            """
            UPDATE breaker SET held = held + 1, last_held_at = \(now)
            WHERE released_at IS NULL AND scope = \(word) AND about = \(about)
            """)
        guard counted == 0 else { return false }
        try connection.execute(
            """
            INSERT INTO breaker (scope, about, opened_at, last_held_at, held)
            VALUES (\(word), \(about), \(now), \(now), 1)
            """)
        return true
    }

    public func find(_ id: BreakerID) throws -> Breaker? {
        try connection.row("SELECT \(Self.columns) FROM breaker WHERE id = \(id)")
            .flatMap(Self.breaker)
    }

    /// Lets through again. Nothing where it was released already.
    public func release(_ id: BreakerID, by person: PersonID?, at now: Instant) throws {
        try connection.execute(
            """
            UPDATE breaker SET released_at = \(now), released_by_id = \(person)
            WHERE id = \(id) AND released_at IS NULL
            """)
    }

    /// Releases those of addresses and tickets that held nothing back for ``Breaker/restsFor``.
    ///
    /// - Returns: how many.
    public func releaseRested(now: Instant) throws -> Int {
        try connection.execute(
            """
            UPDATE breaker SET released_at = \(now)
            WHERE released_at IS NULL AND scope <> 'everything'
                AND last_held_at <= \(now - Breaker.restsFor)
            """)
    }

    private static func words(of scope: Breaker.Scope) -> (String, String) {
        switch scope {
        case .everything: ("everything", "")
        case .address(let address): ("address", IndexKey.folded(address))
        case .ticket(let ticket): ("ticket", ticket.description)
        }
    }

    /// Nil for a scope that another version made.
    private static func breaker(_ row: SQLRow) throws -> Breaker? {
        let about: String = try row.get("about")
        let scope: Breaker.Scope
        switch try row.get("scope") as String {
        case "everything": scope = .everything
        case "address": scope = .address(about)
        case "ticket":
            guard let number = Int64(about) else { return nil }
            scope = .ticket(TicketID(rawValue: number))
        default: return nil
        }
        return Breaker(
            id: try row.get("id"), scope: scope, openedAt: try row.get("opened_at"),
            lastHeldAt: try row.get("last_held_at"), held: try row.get("held"),
            releasedAt: try row.get("released_at"), releasedBy: try row.get("released_by_id"))
    }
}
