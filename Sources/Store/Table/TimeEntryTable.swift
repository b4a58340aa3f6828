internal import Database
public import Desk

/// Time that was spent on tickets. Whatever changes here changes the project's prepaid hours with it, in
/// the same transaction.
public struct TimeEntryTable {
    let connection: any SQLConnection

    static let columns: SQL = """
        time_entry.id, time_entry.ticket_id, time_entry.person_id, time_entry.minutes,
        time_entry.spent_on, time_entry.note, time_entry.ledger_id, time_entry.created_at
        """

    /// Adds it; the id that it has is not looked at.
    public func add(_ entry: TimeEntry) throws -> TimeEntry {
        let added = try connection.row(
            """
            INSERT INTO time_entry (ticket_id, person_id, minutes, spent_on, note, ledger_id,
                created_at)
            VALUES (\(entry.ticket), \(entry.person), \(entry.minutes), \(entry.day),
                \(entry.note), \(entry.source), \(entry.createdAt))
            RETURNING \(Self.columns)
            """)
        guard let added else { throw StoreError.missing("The time entry that was just made") }
        try hours.recompute(of: entry.ticket, at: entry.createdAt)
        return try Self.entry(added)
    }

    /// Saves minutes, day and note.
    public func update(_ entry: TimeEntry, at: Instant) throws {
        let changed = try connection.execute(
            """
            UPDATE time_entry SET minutes = \(entry.minutes), spent_on = \(entry.day),
                note = \(entry.note)
            WHERE id = \(entry.id)
            """)
        if changed == 0 { throw StoreError.missing("The time entry") }
        try hours.recompute(of: entry.ticket, at: at)
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

    public func delete(_ id: TimeEntryID, at: Instant) throws {
        let row = try connection.row(
            "DELETE FROM time_entry WHERE id = \(id) RETURNING ticket_id")
        if let ticket: TicketID = try row?.get("ticket_id") {
            try hours.recompute(of: ticket, at: at)
        }
    }

    private var hours: HoursTable { HoursTable(connection: connection) }

    static func entry(_ row: SQLRow) throws -> TimeEntry {
        TimeEntry(
            id: try row.get("id"), ticket: try row.get("ticket_id"),
            person: try row.get("person_id"), minutes: try row.get("minutes"),
            day: try row.get("spent_on"), note: try row.get("note"),
            source: try row.get("ledger_id"), createdAt: try row.get("created_at"))
    }
}
