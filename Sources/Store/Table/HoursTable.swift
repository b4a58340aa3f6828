internal import Database
public import Desk

/// Prepaid hours of projects: plans, corrections, and the ledger that follows from them and from the time
/// entries on the project's tickets.
///
/// The ledger is kept so that a balance is one look-up. It is brought up to date in the transaction of
/// each change, and computed again from nothing by the task *compute aggregated hours*.
public struct HoursTable {
    let connection: any SQLConnection

    // MARK: Plans and corrections

    /// In the order of their start.
    public func plans(of project: ProjectID) throws -> [HoursPlan] {
        try connection.rows(
            """
            SELECT start_on, period, minutes, carries, carried_periods FROM hours_plan
            WHERE project_id = \(project) ORDER BY start_on
            """
        ).map(Self.plan)
    }

    /// Adds it, or takes the place of the one that begins on the same day.
    public func set(_ plan: HoursPlan, of project: ProjectID, at: Instant) throws {
        let (carries, periods): (Bool, Int?) =
            switch plan.unused {
            case .expire: (false, nil)
            case .carryOver(let periods): (true, periods)
            }
        try connection.execute(
            """
            INSERT INTO hours_plan (project_id, start_on, period, minutes, carries, carried_periods)
            VALUES (\(project), \(plan.start), \(plan.period), \(plan.hours.wholeMinutes),
                \(carries), \(periods))
            ON CONFLICT (project_id, start_on) DO UPDATE SET period = excluded.period,
                minutes = excluded.minutes, carries = excluded.carries,
                carried_periods = excluded.carried_periods
            """)
        try recompute(project, through: CalendarDay(at))
    }

    public func removePlan(of project: ProjectID, start: CalendarDay, at: Instant) throws {
        try connection.execute(
            "DELETE FROM hours_plan WHERE project_id = \(project) AND start_on = \(start)")
        try recompute(project, through: CalendarDay(at))
    }

    /// By day, the oldest first.
    public func corrections(of project: ProjectID) throws -> [HoursCorrection] {
        try connection.rows(
            """
            SELECT id, project_id, given_on, minutes, reason, person_id FROM hours_correction
            WHERE project_id = \(project) ORDER BY given_on, id
            """
        ).map(Self.correction)
    }

    /// Adds it; the id that it has is not looked at.
    public func add(_ correction: HoursCorrection, at: Instant) throws -> HoursCorrection {
        let added = try connection.row(
            """
            INSERT INTO hours_correction (project_id, given_on, minutes, reason, person_id,
                created_at)
            VALUES (\(correction.project), \(correction.day), \(correction.amount.wholeMinutes),
                \(correction.reason), \(correction.by), \(at))
            RETURNING id, project_id, given_on, minutes, reason, person_id
            """)
        guard let added else { throw StoreError.missing("The correction that was just made") }
        try recompute(correction.project, through: CalendarDay(at))
        return try Self.correction(added)
    }

    public func removeCorrection(_ id: HoursCorrectionID, of project: ProjectID, at: Instant) throws
    {
        try connection.execute(
            "DELETE FROM hours_correction WHERE id = \(id) AND project_id = \(project)")
        try recompute(project, through: CalendarDay(at))
    }

    // MARK: What the ledger is computed from

    /// All time entries on the project's tickets, deleted tickets included: what was worked was worked.
    public func entries(of project: ProjectID) throws -> [TimeEntry] {
        try connection.rows(
            """
            SELECT \(TimeEntryTable.columns) FROM time_entry
            JOIN ticket ON ticket.id = time_entry.ticket_id
            WHERE ticket.project_id = \(project) ORDER BY time_entry.spent_on, time_entry.id
            """
        ).map(TimeEntryTable.entry)
    }

    /// The requester of each of the project's tickets that time was spent on.
    public func clients(of project: ProjectID) throws -> [TicketID: PersonID] {
        var clients: [TicketID: PersonID] = [:]
        for row in try connection.rows(
            """
            SELECT id, requester_id FROM ticket WHERE project_id = \(project)
                AND id IN (SELECT ticket_id FROM time_entry)
            """)
        {
            clients[try row.get("id")] = try row.get("requester_id") as PersonID
        }
        return clients
    }

    /// The ledger, computed from nothing.
    public func ledger(of project: ProjectID, through today: CalendarDay) throws -> HoursLedger {
        HoursLedger(
            plans: try plans(of: project), entries: try entries(of: project),
            corrections: try corrections(of: project), through: today)
    }

    // MARK: The ledger as it is kept

    /// The projects that have plans, in their own order.
    public func projects() throws -> [ProjectID] {
        try connection.rows(
            """
            SELECT id FROM project WHERE id IN (SELECT project_id FROM hours_plan)
            ORDER BY sort_order, name_key, id
            """
        ).map { try $0.get("id") }
    }

    /// The period of today with its sums; nil without a plan, or before it begins.
    ///
    /// Where the kept ledger ends before today, because a period began since, it is computed.
    public func current(of project: ProjectID, today: CalendarDay) throws -> HoursLedger.Period? {
        let row = try connection.row(
            """
            SELECT number, start_on, end_on, carried, granted, corrected, spent, expired
            FROM hours_period WHERE project_id = \(project) ORDER BY number DESC LIMIT 1
            """)
        if let row {
            let kept = try Self.period(row)
            if kept.start <= today && today < kept.end { return kept }
        }
        return try ledger(of: project, through: today).period(on: today)
    }

    /// The kept periods with their rows, as they were last computed.
    public func kept(of project: ProjectID) throws -> [HoursLedger.Period] {
        var rows: [Int: [KeptRow]] = [:]
        for row in try keptRows(of: project) { rows[row.key.period, default: []].append(row) }
        return try connection.rows(
            """
            SELECT number, start_on, end_on, carried, granted, corrected, spent, expired
            FROM hours_period WHERE project_id = \(project) ORDER BY number
            """
        ).map { row in
            var period = try Self.period(row)
            var balance = Duration.zero
            period.rows = (rows[period.number] ?? []).sorted().map { row in
                balance += row.amount
                return HoursLedger.Row(
                    day: row.day, kind: row.key.kind, amount: row.amount, balance: balance)
            }
            return period
        }
    }

    /// Brings the kept ledger of a ticket's project up to date.
    func recompute(of ticket: TicketID, at: Instant) throws {
        let row = try connection.row("SELECT project_id FROM ticket WHERE id = \(ticket)")
        guard let project: ProjectID = try row?.get("project_id") else { return }
        try recompute(project, through: CalendarDay(at))
    }

    /// Computes the ledger from nothing and writes down what differs from the kept one.
    ///
    /// - Returns: how many rows and periods were added, changed or removed: none where all was right.
    @discardableResult
    public func recompute(_ project: ProjectID, through today: CalendarDay) throws -> Int {
        let plans = try plans(of: project)
        let last: CalendarDay? = try connection.row(
            "SELECT MAX(start_on) AS day FROM hours_period WHERE project_id = \(project)")?
            .get("day")
        // Most projects have no prepaid hours, and nothing to look at.
        guard !plans.isEmpty || last != nil else { return 0 }
        // A machine whose clock is behind takes nothing away that another one has computed.
        let ledger = try ledger(of: project, through: max(today, last ?? today))
        return try keep(ledger.periods, of: project)
    }

    private func keep(_ periods: [HoursLedger.Period], of project: ProjectID) throws -> Int {
        let wanted = periods.flatMap { period in
            period.rows.map { KeptRow($0, in: period.number) }
        }
        let kept = try keptRows(of: project)
        var changes = 0
        let known = Dictionary(kept.map { ($0.key, $0) }) { first, _ in first }
        for row in wanted where known[row.key] != row {
            changes += try connection.execute(
                """
                INSERT INTO hours_row (project_id, period, kind, source, day, minutes)
                VALUES (\(project), \(row.key.period), \(row.key.word), \(row.key.source),
                    \(row.day), \(row.amount.wholeMinutes))
                ON CONFLICT (project_id, period, kind, source) DO UPDATE SET day = excluded.day,
                    minutes = excluded.minutes
                """)
        }
        let right = Set(wanted.map(\.key))
        for row in kept where !right.contains(row.key) {
            changes += try connection.execute(
                """
                DELETE FROM hours_row WHERE project_id = \(project)
                    AND period = \(row.key.period) AND kind = \(row.key.word)
                    AND source = \(row.key.source)
                """)
        }
        return try changes + keepSums(periods, of: project)
    }

    private func keepSums(_ periods: [HoursLedger.Period], of project: ProjectID) throws -> Int {
        var changes = try connection.execute(
            """
            DELETE FROM hours_period WHERE project_id = \(project) AND number >= \(periods.count)
            """)
        let kept = try connection.rows(
            """
            SELECT number, start_on, end_on, carried, granted, corrected, spent, expired
            FROM hours_period WHERE project_id = \(project)
            """
        ).map(Self.period)
        let known = Dictionary(kept.map { ($0.number, $0) }) { first, _ in first }
        for var period in periods {
            period.rows = []
            guard known[period.number] != period else { continue }
            changes += try connection.execute(
                """
                INSERT INTO hours_period (project_id, number, start_on, end_on, carried, granted,
                    corrected, spent, expired)
                VALUES (\(project), \(period.number), \(period.start), \(period.end),
                    \(period.carried.wholeMinutes), \(period.granted.wholeMinutes),
                    \(period.corrected.wholeMinutes), \(period.spent.wholeMinutes),
                    \(period.expired.wholeMinutes))
                ON CONFLICT (project_id, number) DO UPDATE SET start_on = excluded.start_on,
                    end_on = excluded.end_on, carried = excluded.carried,
                    granted = excluded.granted, corrected = excluded.corrected,
                    spent = excluded.spent, expired = excluded.expired
                """)
        }
        return changes
    }

    private func keptRows(of project: ProjectID) throws -> [KeptRow] {
        try connection.rows(
            """
            SELECT period, kind, source, day, minutes FROM hours_row WHERE project_id = \(project)
            """
        ).map { row in
            let (kind, source): (String, Int64) = (try row.get("kind"), try row.get("source"))
            guard let kind = KeptRow.Key.kind(kind, source) else {
                throw StoreError.damaged("A row of the prepaid hours")
            }
            return KeptRow(
                key: KeptRow.Key(period: try row.get("period"), kind: kind),
                day: try row.get("day"), amount: .seconds(try row.get("minutes") as Int64 * 60))
        }
    }

    // MARK: Alerts

    /// The ids of the alerts that went out for a project.
    public func alertsSent(of project: ProjectID) throws -> Set<String> {
        Set(
            try connection.rows("SELECT name FROM hours_alert WHERE project_id = \(project)")
                .map { try $0.get("name") as String })
    }

    /// - Returns: false where it went out before.
    public func noteAlert(_ alert: HoursAlert, of project: ProjectID, at: Instant) throws -> Bool {
        try connection.execute(
            """
            INSERT INTO hours_alert (project_id, name, sent_at)
            VALUES (\(project), \(alert.id), \(at)) ON CONFLICT DO NOTHING
            """) == 1
    }

    private static func plan(_ row: SQLRow) throws -> HoursPlan {
        let carries: Bool = try row.get("carries")
        return HoursPlan(
            start: try row.get("start_on"), period: try row.get("period"),
            hours: .seconds(try row.get("minutes") as Int64 * 60),
            unused: carries ? .carryOver(periods: try row.get("carried_periods")) : .expire)
    }

    private static func correction(_ row: SQLRow) throws -> HoursCorrection {
        HoursCorrection(
            id: try row.get("id"), project: try row.get("project_id"), day: try row.get("given_on"),
            amount: .seconds(try row.get("minutes") as Int64 * 60), reason: try row.get("reason"),
            by: try row.get("person_id"))
    }

    private static func period(_ row: SQLRow) throws -> HoursLedger.Period {
        func minutes(_ column: String) throws -> Duration {
            .seconds(try row.get(column) as Int64 * 60)
        }
        var period = HoursLedger.Period(
            number: try row.get("number"), start: try row.get("start_on"),
            end: try row.get("end_on"))
        period.carried = try minutes("carried")
        period.granted = try minutes("granted")
        period.corrected = try minutes("corrected")
        period.spent = try minutes("spent")
        period.expired = try minutes("expired")
        return period
    }
}

/// A row of the ledger as it is kept, without its balance: that is the sum of the rows before it, so that a
/// late entry changes its own row and not all those behind.
private struct KeptRow: Hashable, Comparable {
    struct Key: Hashable {
        var period: Int
        var kind: HoursLedger.Row.Kind

        var word: String { kind.word }

        var source: Int64 {
            switch kind {
            case .carry, .grant: 0
            case .correction(let id): id.rawValue
            case .spend(let id): id.rawValue
            case .expire(let period): Int64(period)
            }
        }

        static func kind(_ word: String, _ source: Int64) -> HoursLedger.Row.Kind? {
            switch word {
            case "carry": .carry
            case "grant": .grant
            case "correction": .correction(HoursCorrectionID(rawValue: source))
            case "spend": .spend(TimeEntryID(rawValue: source))
            case "expire": .expire(fromPeriod: Int(source))
            default: nil
            }
        }
    }

    var key: Key
    var day: CalendarDay
    var amount: Duration

    init(key: Key, day: CalendarDay, amount: Duration) {
        self.key = key
        self.day = day
        self.amount = amount
    }

    init(_ row: HoursLedger.Row, in period: Int) {
        self.init(key: Key(period: period, kind: row.kind), day: row.day, amount: row.amount)
    }

    /// As the ledger has them: what comes over, the grant, then by day corrections before spending, and
    /// last what expires.
    private var rank: (Int, CalendarDay, Int, Int64) {
        switch key.kind {
        case .carry: (0, day, 0, 0)
        case .grant: (1, day, 0, 0)
        case .correction: (2, day, 0, key.source)
        case .spend: (2, day, 1, key.source)
        case .expire: (3, day, 0, key.source)
        }
    }

    static func < (a: KeptRow, b: KeptRow) -> Bool { a.rank < b.rank }
}
