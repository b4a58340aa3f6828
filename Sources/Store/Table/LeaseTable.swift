internal import Database
public import Desk

/// Who may do a piece of work now: one holder for each name, until a moment.
///
/// Every take has a higher *fencing token* than all takes of that name before, so work that was overtaken,
/// because its process slept past the lease's end, is recognised by its old token.
public struct LeaseTable {
    let connection: any SQLConnection

    /// - Parameter holder: who takes it, for people to read: a host and process.
    /// - Returns: the fencing token; nil where somebody holds it, the same holder included.
    public func take(name: String, holder: String, now: Instant, for duration: Duration) throws
        -> Int64?
    {
        try connection.row(
            """
            INSERT INTO lease (name, holder, token, expires_at)
            VALUES (\(name), \(holder), 1, \(now + duration))
            ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, token = lease.token + 1,
                expires_at = excluded.expires_at
            WHERE lease.expires_at <= \(now)
            RETURNING token
            """)?.get("token")
    }

    /// Holds it for longer. A lease that ran out can be renewed as long as nobody else took it.
    ///
    /// - Returns: false where it was lost: stop the work.
    public func renew(name: String, token: Int64, now: Instant, for duration: Duration) throws
        -> Bool
    {
        try connection.execute(
            """
            UPDATE lease SET expires_at = \(now + duration)
            WHERE name = \(name) AND token = \(token) AND expires_at > 0
            """) == 1
    }

    /// Whether the token is still the newest, and makes sure that it stays so until this transaction is
    /// over: to be asked in the transaction that saves the work.
    public func isCurrent(name: String, token: Int64) throws -> Bool {
        try connection.row(
            """
            SELECT name FROM lease WHERE name = \(name) AND token = \(token) AND expires_at > 0
            \(connection.engine.forUpdate)
            """) != nil
    }

    /// Gives it back. The row stays, so that tokens keep growing.
    public func release(name: String, token: Int64) throws {
        try connection.execute(
            "UPDATE lease SET expires_at = 0 WHERE name = \(name) AND token = \(token)")
    }

    /// Takes it from a holder that is known to be dead.
    public func free(name: String, of holder: String) throws {
        try connection.execute(
            "UPDATE lease SET expires_at = 0 WHERE name = \(name) AND holder = \(holder)")
    }

    /// Who holds it; nil where nobody does.
    public func holder(name: String, now: Instant) throws -> String? {
        try connection.row(
            "SELECT holder FROM lease WHERE name = \(name) AND expires_at > \(now)")?.get("holder")
    }
}
