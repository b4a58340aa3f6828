internal import Database
public import Desk

/// Time that was spent on tickets.
public struct TimeEntryTable {
    let connection: any SQLConnection

    private static let columns: SQL = """
        id, ticket_id, person_id, minutes, spent_on, note, ledger_id, created_at
        """

    /// Adds it; the id that it has is not looked at.
    public func add(_ entry: TimeEntry) throws -> TimeEntry {
        let added = try connection.row(
            """
            INSERT INTO time_entry (ticket_id, person_id, minutes, spent_on, note, ledger_id,
                created_at)
            VALUES (\(entry.ticket), \(entry.person), \(entry.minutes), \(entry.day.days),
                \(entry.note), \(entry.source), \(entry.createdAt))
            RETURNING \(Self.columns)
            """)
        guard let added else { throw StoreError.missing("The time entry that was just made") }
        return try Self.entry(added)
    }

    public func find(_ id: TimeEntryID) throws -> TimeEntry? {
        try connection.row("SELECT \(Self.columns) FROM time_entry WHERE id = \(id)")
            .map(Self.entry)
    }

    /// By day, the oldest first.
    public func of(_ ticket: TicketID) throws -> [TimeEntry] {
        try connection.rows(
            """
            SELECT \(Self.columns) FROM time_entry WHERE ticket_id = \(ticket)
            ORDER BY spent_on, id
            """
        ).map(Self.entry)
    }

    public func delete(_ id: TimeEntryID) throws {
        try connection.execute("DELETE FROM time_entry WHERE id = \(id)")
    }

    private static func entry(_ row: SQLRow) throws -> TimeEntry {
        TimeEntry(
            id: try row.get("id"), ticket: try row.get("ticket_id"),
            person: try row.get("person_id"), minutes: try row.get("minutes"),
            day: CalendarDay(days: try row.get("spent_on")), note: try row.get("note"),
            source: try row.get("ledger_id"), createdAt: try row.get("created_at"))
    }
}
