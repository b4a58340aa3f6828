internal import Database
public import Desk

/// Tokens by which a person's programs ask the API; only their digests are kept.
public struct APITokenTable {
    let connection: any SQLConnection

    private static let columns: SQL = "api_token.id, api_token.name, api_token.created_at, used_at"

    /// - Parameter tokenHash: the digest of a token that is random, so that it needs no salt.
    @discardableResult
    public func add(tokenHash: String, person: PersonID, name: String, at: Instant) throws
        -> APIToken
    {
        let added = try connection.row(
            """
            INSERT INTO api_token (token_hash, person_id, name, created_at)
            VALUES (\(tokenHash), \(person), \(name), \(at)) RETURNING id
            """)
        guard let id: Int64 = try added?.get("id") else {
            throw StoreError.missing("The token that was just made")
        }
        return APIToken(id: id, name: name, createdAt: at, usedAt: nil)
    }

    /// The newest first.
    public func of(_ person: PersonID) throws -> [APIToken] {
        try connection.rows(
            "SELECT \(Self.columns) FROM api_token WHERE person_id = \(person) ORDER BY id DESC"
        ).map(Self.token)
    }

    /// The token and its owner; nil where there is none, or its owner may not sign in any more.
    public func find(tokenHash: String) throws -> (token: APIToken, owner: Person)? {
        let row = try connection.row(
            "SELECT \(Self.columns), person_id FROM api_token WHERE token_hash = \(tokenHash)")
        guard let row else { return nil }
        let owner = try PersonTable(connection: connection).find(try row.get("person_id"))
        guard let owner, owner.isActive else { return nil }
        return (try Self.token(row), owner)
    }

    public func noteUse(_ id: Int64, at: Instant) throws {
        try connection.execute("UPDATE api_token SET used_at = \(at) WHERE id = \(id)")
    }

    /// - Returns: false where the person has no such token.
    @discardableResult
    public func revoke(_ id: Int64, of person: PersonID) throws -> Bool {
        try connection.execute(
            "DELETE FROM api_token WHERE id = \(id) AND person_id = \(person)") == 1
    }

    private static func token(_ row: SQLRow) throws -> APIToken {
        APIToken(
            id: try row.get("id"), name: try row.get("name"),
            createdAt: try row.get("created_at"), usedAt: try row.get("used_at"))
    }
}

/// What is known of a token; the token itself was shown once.
public struct APIToken: Hashable, Sendable, Identifiable {
    public var id: Int64
    public var name: String
    public var createdAt: Instant
    public var usedAt: Instant?
}
