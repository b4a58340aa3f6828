internal import Database
public import Desk

/// Links that work once: the first start's, and sign-in by mail. Only a digest of the token is stored.
public struct OneTimeLinkTable {
    let connection: any SQLConnection

    public func add(tokenHash: String, purpose: String, person: PersonID? = nil, expires: Instant)
        throws
    {
        try connection.execute(
            """
            INSERT INTO one_time_link (token_hash, purpose, person_id, expires_at)
            VALUES (\(tokenHash), \(purpose), \(person), \(expires))
            """)
    }

    /// Uses the link up.
    ///
    /// - Returns: nil where it does not exist, is for something else, has expired or was used. Of two
    ///   requests at once one gets it.
    public func use(tokenHash: String, purpose: String, now: Instant) throws -> OneTimeLink? {
        try connection.row(
            """
            UPDATE one_time_link SET used_at = \(now)
            WHERE token_hash = \(tokenHash) AND purpose = \(purpose) AND used_at IS NULL
                AND expires_at > \(now)
            RETURNING person_id
            """
        ).map { OneTimeLink(person: try $0.get("person_id")) }
    }

    /// Whether ``use(tokenHash:purpose:now:)`` would work, without using it.
    public func isValid(tokenHash: String, purpose: String, now: Instant) throws -> Bool {
        try connection.row(
            """
            SELECT token_hash FROM one_time_link
            WHERE token_hash = \(tokenHash) AND purpose = \(purpose) AND used_at IS NULL
                AND expires_at > \(now)
            """) != nil
    }

    /// Withdraws all links of a purpose that were not used.
    public func deleteAll(purpose: String) throws {
        try connection.execute(
            "DELETE FROM one_time_link WHERE purpose = \(purpose) AND used_at IS NULL")
    }

    @discardableResult
    public func deleteExpired(now: Instant) throws -> Int {
        try connection.execute("DELETE FROM one_time_link WHERE expires_at <= \(now)")
    }
}

/// A link that was used just now.
public struct OneTimeLink: Hashable, Sendable {
    /// Whom it was made for; nil where nobody was known yet.
    public var person: PersonID?

    public init(person: PersonID?) { self.person = person }
}
