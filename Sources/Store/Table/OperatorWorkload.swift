internal import Database
public import Desk

/// What one operator has to do and has done, as the task *compute aggregated hours* last counted it.
public struct OperatorWorkload: Hashable, Sendable {
    public var person: Person
    /// Open tickets in active projects.
    public var open: Int
    /// Those of them in which the client spoke last.
    public var needsReaction: Int
    /// Spent by entries of the last 7 and 30 days, today included.
    public var week: Duration
    public var month: Duration

    public init(
        person: Person, open: Int, needsReaction: Int, week: Duration, month: Duration
    ) {
        self.person = person
        self.open = open
        self.needsReaction = needsReaction
        self.week = week
        self.month = month
    }
}

/// The whole count.
public struct DeskWorkload: Hashable, Sendable {
    public var operators: [OperatorWorkload]
    /// Open tickets that nobody has, and those of them in which the client spoke last.
    public var unassigned: Int
    public var unassignedReaction: Int
    /// Nil before the first count.
    public var countedAt: Instant?
}

extension HoursTable {
    /// Counts the hours that each operator spent anew, and keeps the figures.
    public func recomputeSpent(at now: Instant) throws {
        let today = CalendarDay(now)
        let (week, month) = (today.adding(days: -6), today.adding(days: -29))
        try connection.execute("DELETE FROM workload_hours")
        try connection.execute(
            """
            INSERT INTO workload_hours (person_id, minutes_week, minutes_month, counted_at)
            SELECT person_id, SUM(CASE WHEN spent_on >= \(week) THEN minutes ELSE 0 END),
                SUM(minutes), \(now)
            FROM time_entry WHERE spent_on >= \(month) AND spent_on <= \(today)
            GROUP BY person_id
            """)
    }

    /// The figures of the last count: active operators by name.
    public func workload() throws -> DeskWorkload {
        var tickets: [PersonID?: (open: Int, reaction: Int)] = [:]
        for row in try connection.rows(
            """
            SELECT assignee_id, SUM(open_tickets) AS open, SUM(needing_reaction) AS reaction
            FROM workload JOIN project ON project.id = workload.project_id
            WHERE project.is_active = 1 GROUP BY assignee_id
            """)
        {
            tickets[try row.get("assignee_id")] = (
                open: try row.get("open"), reaction: try row.get("reaction")
            )
        }
        var spent: [PersonID: (week: Int64, month: Int64)] = [:]
        for row in try connection.rows(
            "SELECT person_id, minutes_week, minutes_month FROM workload_hours")
        {
            spent[try row.get("person_id")] = (
                week: try row.get("minutes_week"), month: try row.get("minutes_month")
            )
        }
        let counted: Instant? = try connection.row(
            """
            SELECT MAX(counted_at) AS at FROM
                (SELECT counted_at FROM workload UNION SELECT counted_at FROM workload_hours) AS c
            """)?.get("at")
        let operators = try PersonTable(connection: connection).staff().compactMap {
            person -> OperatorWorkload? in
            let (own, hours) = (tickets[person.id], spent[person.id])
            guard person.isActive || own != nil else { return nil }
            return OperatorWorkload(
                person: person, open: own?.open ?? 0, needsReaction: own?.reaction ?? 0,
                week: .seconds((hours?.week ?? 0) * 60), month: .seconds((hours?.month ?? 0) * 60))
        }
        return DeskWorkload(
            operators: operators, unassigned: tickets[nil]?.open ?? 0,
            unassignedReaction: tickets[nil]?.reaction ?? 0, countedAt: counted)
    }
}
