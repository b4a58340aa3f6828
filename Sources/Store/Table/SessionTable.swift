internal import Database
public import Desk

/// Signed-in browsers. Only a digest of the cookie's token is stored, so a copy of the database signs
/// nobody in.
public struct SessionTable {
    let connection: any SQLConnection

    public func add(
        tokenHash: String, person: PersonID, csrf: String, at: Instant, expires: Instant
    ) throws {
        try connection.execute(
            """
            INSERT INTO session (token_hash, person_id, csrf, created_at, seen_at, expires_at)
            VALUES (\(tokenHash), \(person), \(csrf), \(at), \(at), \(expires))
            """)
    }

    /// Nil where there is none, it has expired, or its person is no longer active.
    public func find(tokenHash: String, now: Instant) throws -> StoredSession? {
        try connection.row(
            """
            SELECT session.person_id, session.csrf, session.seen_at, session.expires_at,
                person.role, person.name, person.email, person.created_at
            FROM session JOIN person ON person.id = session.person_id
            WHERE session.token_hash = \(tokenHash) AND session.expires_at > \(now)
                AND person.is_active = 1
            """
        ).map { row in
            StoredSession(
                person: Person(
                    id: try row.get("person_id"), role: try row.get("role"),
                    name: try row.get("name"), email: try row.get("email"), isActive: true,
                    createdAt: try row.get("created_at")),
                csrf: try row.get("csrf"), seenAt: try row.get("seen_at"),
                expiresAt: try row.get("expires_at"))
        }
    }

    /// Notes that the session was used, and moves its end.
    public func touch(tokenHash: String, at: Instant, expires: Instant) throws {
        try connection.execute(
            """
            UPDATE session SET seen_at = \(at), expires_at = \(expires)
            WHERE token_hash = \(tokenHash)
            """)
    }

    public func delete(tokenHash: String) throws {
        try connection.execute("DELETE FROM session WHERE token_hash = \(tokenHash)")
    }

    /// Signs a person out everywhere, as after a change of the password.
    ///
    /// - Parameter except: the digest of a session that stays.
    public func deleteAll(of person: PersonID, except: String? = nil) throws {
        try connection.execute(
            "DELETE FROM session WHERE person_id = \(person) AND token_hash <> \(except ?? "")")
    }

    /// - Returns: how many there were.
    @discardableResult
    public func deleteExpired(now: Instant) throws -> Int {
        try connection.execute("DELETE FROM session WHERE expires_at <= \(now)")
    }
}

public struct StoredSession: Hashable, Sendable {
    public var person: Person
    public var csrf: String
    public var seenAt: Instant
    public var expiresAt: Instant

    public init(person: Person, csrf: String, seenAt: Instant, expiresAt: Instant) {
        self.person = person
        self.csrf = csrf
        self.seenAt = seenAt
        self.expiresAt = expiresAt
    }
}
