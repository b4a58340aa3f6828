internal import Database
public import Desk

/// The runs of scheduled tasks.
public struct TaskRunTable {
    let connection: any SQLConnection

    /// Lines of a run's log that are kept: the last ones, enough to see how a run of many mails ended.
    public static let longestLog = 500

    private static let columns: SQL = """
        id, task, triggered_by, started_at, finished_at, result, counts, summary, error, trace_id,
        log
        """

    public func start(task: TaskName, trigger: TaskRun.Trigger, at: Instant, traceID: String) throws
        -> TaskRun
    {
        let run = TaskRun(
            id: 0, task: task, trigger: trigger, startedAt: at, traceID: traceID)
        let added = try connection.row(
            """
            INSERT INTO task_run (task, triggered_by, started_at, seen_at, result, counts, summary,
                trace_id, log)
            VALUES (\(task), \(trigger), \(at), \(at), \(run.result), \(try JSONText(run.counts)), '',
                \(traceID), '[]')
            RETURNING \(Self.columns)
            """)
        guard let added else { throw StoreError.missing("The run that was just started") }
        return try Self.run(added)
    }

    /// Notes how far a run is, and that it is alive.
    public func progress(_ id: TaskRunID, counts: TaskRun.Counts, summary: String, at: Instant)
        throws
    {
        try connection.execute(
            """
            UPDATE task_run SET counts = \(try JSONText(counts)), summary = \(summary),
                seen_at = \(at)
            WHERE id = \(id) AND result = 'running'
            """)
    }

    /// Saves how a run ended: its result, finish, counts, summary, error and log.
    ///
    /// - Returns: false where it was given up as abandoned before.
    @discardableResult
    public func finish(_ run: TaskRun) throws -> Bool {
        try connection.execute(
            """
            UPDATE task_run SET finished_at = \(run.finishedAt), result = \(run.result),
                counts = \(try JSONText(run.counts)), summary = \(run.summary),
                error = \(run.error), log = \(try JSONText(run.log.suffix(Self.longestLog)))
            WHERE id = \(run.id) AND result = 'running'
            """) == 1
    }

    public func find(_ id: TaskRunID) throws -> TaskRun? {
        try connection.row("SELECT \(Self.columns) FROM task_run WHERE id = \(id)").map(Self.run)
    }

    /// The newest first.
    public func history(of task: TaskName, limit: Int) throws -> [TaskRun] {
        try connection.rows(
            """
            SELECT \(Self.columns) FROM task_run WHERE task = \(task)
            ORDER BY id DESC LIMIT \(limit)
            """
        ).map(Self.run)
    }

    /// The newest run of each task that ever ran, in one query.
    func newest() throws -> [TaskName: TaskRun] {
        let rows = try connection.rows(
            """
            SELECT \(Self.columns) FROM task_run
            WHERE id IN (SELECT MAX(id) FROM task_run GROUP BY task)
                AND task IN \(list: TaskName.allCases)
            """)
        var runs: [TaskName: TaskRun] = [:]
        for row in rows { runs[try row.get("task")] = try Self.run(row) }
        return runs
    }

    /// Ends a task's runs that are still marked as running, for whoever has just taken the task's lease: none
    /// of them can be alive.
    @discardableResult
    public func abandonRunning(_ task: TaskName, at: Instant) throws -> Int {
        try abandon(["task = \(task)"], at: at)
    }

    /// Ends the running runs that nothing was heard of since then: their process is gone.
    ///
    /// - Parameters:
    ///   - task: nil for those of every task.
    ///   - olderThan: the time now less the lease's length.
    /// - Returns: how many there were.
    @discardableResult
    public func abandonStale(_ task: TaskName? = nil, olderThan: Instant, at: Instant) throws -> Int
    {
        var conditions: [SQL] = ["seen_at < \(olderThan)"]
        if let task { conditions.append("task = \(task)") }
        return try abandon(conditions, at: at)
    }

    private func abandon(_ conditions: [SQL], at: Instant) throws -> Int {
        try connection.execute(
            """
            UPDATE task_run SET result = 'abandoned', finished_at = \(at),
                error = 'The server stopped in the middle of this run. The next run takes over its work.'
            \(SQL.where(["result = 'running'"] + conditions))
            """)
    }

    /// How long the last runs that went well took; nil where there is none.
    public func averageDuration(of task: TaskName, runs: Int = 20) throws -> Duration? {
        let durations: [Int64] = try connection.rows(
            """
            SELECT finished_at - started_at AS took FROM task_run
            WHERE task = \(task) AND result = 'ok' AND finished_at IS NOT NULL
            ORDER BY id DESC LIMIT \(runs)
            """
        ).map { try $0.get("took") }
        guard !durations.isEmpty else { return nil }
        return .milliseconds(durations.reduce(0, +) / Int64(durations.count))
    }

    /// Removes all but the newest runs of each task. What is running stays.
    ///
    /// - Returns: how many were removed.
    @discardableResult
    public func prune(keep: Int) throws -> Int {
        var removed = 0
        for task in TaskName.allCases {
            removed += try connection.execute(
                """
                DELETE FROM task_run WHERE task = \(task) AND result <> 'running' AND id NOT IN
                    (SELECT id FROM task_run WHERE task = \(task) ORDER BY id DESC LIMIT \(keep))
                """)
        }
        return removed
    }

    private static func run(_ row: SQLRow) throws -> TaskRun {
        TaskRun(
            id: try row.get("id"), task: try row.get("task"), trigger: try row.get("triggered_by"),
            startedAt: try row.get("started_at"), finishedAt: try row.get("finished_at"),
            result: try row.get("result"), counts: try row.json("counts"),
            summary: try row.get("summary"), error: try row.get("error"),
            traceID: try row.get("trace_id"), log: try row.json("log"))
    }
}
