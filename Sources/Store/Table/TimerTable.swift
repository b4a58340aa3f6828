internal import Database
public import Desk

/// Who is at work on which ticket, one timer each.
public struct TimerTable {
    let connection: any SQLConnection

    private static let columns: SQL = "person_id, ticket_id, started_at"

    public func of(_ person: PersonID) throws -> WorkTimer? {
        try connection.row("SELECT \(Self.columns) FROM timer WHERE person_id = \(person)")
            .map(Self.timer)
    }

    /// Those that run on a ticket, the oldest first.
    public func on(_ ticket: TicketID) throws -> [WorkTimer] {
        try connection.rows(
            """
            SELECT \(Self.columns) FROM timer WHERE ticket_id = \(ticket)
            ORDER BY started_at, person_id
            """
        ).map(Self.timer)
    }

    /// - Returns: false where one of the person runs already: stop that first.
    public func start(_ timer: WorkTimer) throws -> Bool {
        try connection.execute(
            """
            INSERT INTO timer (person_id, ticket_id, started_at)
            VALUES (\(timer.person), \(timer.ticket), \(timer.startedAt))
            ON CONFLICT (person_id) DO NOTHING
            """) == 1
    }

    /// Takes it away without an entry.
    ///
    /// - Returns: the one that ran.
    public func stop(_ person: PersonID) throws -> WorkTimer? {
        try connection.row(
            "DELETE FROM timer WHERE person_id = \(person) RETURNING \(Self.columns)"
        ).map(Self.timer)
    }

    private static func timer(_ row: SQLRow) throws -> WorkTimer {
        WorkTimer(
            person: try row.get("person_id"), ticket: try row.get("ticket_id"),
            startedAt: try row.get("started_at"))
    }
}
