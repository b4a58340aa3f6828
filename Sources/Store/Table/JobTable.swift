internal import Database
public import Desk

/// Work that a person asked for and watches.
public struct JobTable {
    let connection: any SQLConnection

    private static let columns: SQL = """
        id, kind, mailbox_id, task, draft, state, steps, preview, summary, asked_by_id, created_at,
        finished_at
        """

    /// Adds it; the id that it has is not looked at.
    public func add(_ job: Job) throws -> Job {
        let added = try connection.row(
            """
            INSERT INTO job (kind, mailbox_id, task, draft, state, steps, preview, summary,
                asked_by_id, created_at, seen_at, finished_at)
            VALUES (\(job.kind), \(job.mailbox), \(job.task), \(try JSONText.optional(job.draft)),
                \(job.state), \(try JSONText(job.steps)), \(try JSONText(job.preview)),
                \(job.summary), \(job.askedBy), \(job.createdAt), \(job.createdAt),
                \(job.finishedAt))
            RETURNING \(Self.columns)
            """)
        guard let added else { throw StoreError.missing("The job that was just made") }
        return try Self.job(added)
    }

    public func find(_ id: JobID) throws -> Job? {
        try connection.row("SELECT \(Self.columns) FROM job WHERE id = \(id)").map(Self.job)
    }

    /// Takes the oldest queued job to run it; of many who ask, one gets it. Best inside
    /// ``DataStore/take(_:)``.
    public func claimNext(now: Instant) throws -> Job? {
        try connection.row(
            """
            UPDATE job SET state = 'running', seen_at = \(now) WHERE id =
                (SELECT id FROM job WHERE state = 'queued' ORDER BY id
                    LIMIT 1\(connection.engine.skipLocked))
            RETURNING \(Self.columns)
            """
        ).map(Self.job)
    }

    /// Saves state, steps, preview, summary and finish, and that somebody is at work on it.
    ///
    /// - Parameter now: nil leaves it open when somebody was last at work.
    public func update(_ job: Job, now: Instant? = nil) throws {
        let changed = try connection.execute(
            """
            UPDATE job SET state = \(job.state), steps = \(try JSONText(job.steps)),
                preview = \(try JSONText(job.preview)), summary = \(job.summary),
                finished_at = \(job.finishedAt), seen_at = COALESCE(\(now), seen_at)
            WHERE id = \(job.id)
            """)
        if changed == 0 { throw StoreError.missing("The job") }
    }

    /// The newest first.
    public func recent(limit: Int = 50) throws -> [Job] {
        try connection.rows("SELECT \(Self.columns) FROM job ORDER BY id DESC LIMIT \(limit)")
            .map(Self.job)
    }

    /// Ends running jobs that nothing was heard of since then: their process is gone. They are not run
    /// again by themselves; who asked sees it and may ask again.
    ///
    /// - Returns: how many there were.
    @discardableResult
    public func abandonStale(olderThan: Instant, at: Instant) throws -> Int {
        try connection.execute(
            """
            UPDATE job SET state = 'failed', finished_at = \(at),
                summary = 'The server stopped in the middle of this. Start it again.'
            WHERE state = 'running' AND seen_at < \(olderThan)
            """)
    }

    /// Removes jobs that ended before then.
    ///
    /// - Returns: how many there were.
    @discardableResult
    public func prune(before: Instant) throws -> Int {
        try connection.execute("DELETE FROM job WHERE finished_at < \(before)")
    }

    private static func job(_ row: SQLRow) throws -> Job {
        Job(
            id: try row.get("id"), kind: try row.get("kind"), mailbox: try row.get("mailbox_id"),
            task: try row.get("task"), draft: try row.optionalJSON("draft"),
            state: try row.get("state"), steps: try row.json("steps"),
            preview: try row.json("preview"), summary: try row.get("summary"),
            askedBy: try row.get("asked_by_id"), createdAt: try row.get("created_at"),
            finishedAt: try row.get("finished_at"))
    }
}
