internal import Database

extension Schema {
    /// Scheduled tasks, their runs, leases, and the jobs that people watch.
    static func workTables(_ words: SchemaWords) -> [SQL] {
        [
            """
            CREATE TABLE task (
                name TEXT PRIMARY KEY,
                frequency TEXT NOT NULL,
                next_run_at BIGINT NOT NULL,
                is_active INTEGER NOT NULL
            )
            """,
            """
            CREATE TABLE task_run (
                id \(words.id),
                task TEXT NOT NULL,
                triggered_by TEXT NOT NULL,
                started_at BIGINT NOT NULL,
                seen_at BIGINT NOT NULL,
                finished_at BIGINT,
                result TEXT NOT NULL,
                counts TEXT NOT NULL,
                summary TEXT NOT NULL,
                error TEXT,
                trace_id TEXT NOT NULL,
                log TEXT NOT NULL
            )
            """,
            "CREATE INDEX task_run_task ON task_run (task, id)",
            "CREATE INDEX task_run_running ON task_run (id) WHERE result = 'running'",
            """
            CREATE TABLE workload (
                id \(words.id),
                project_id BIGINT NOT NULL REFERENCES project (id) ON DELETE CASCADE,
                assignee_id BIGINT REFERENCES person (id) ON DELETE CASCADE,
                open_tickets BIGINT NOT NULL,
                needing_reaction BIGINT NOT NULL,
                counted_at BIGINT NOT NULL
            )
            """,
            "CREATE INDEX workload_project ON workload (project_id)",
            """
            CREATE TABLE driver_tick (
                id \(words.id),
                ticked_at BIGINT NOT NULL,
                source TEXT NOT NULL
            )
            """,
            """
            CREATE TABLE lease (
                name TEXT PRIMARY KEY,
                holder TEXT NOT NULL,
                token BIGINT NOT NULL,
                expires_at BIGINT NOT NULL
            )
            """,
            """
            CREATE TABLE job (
                id \(words.id),
                kind TEXT NOT NULL,
                mailbox_id BIGINT REFERENCES mailbox (id),
                task TEXT,
                draft TEXT,
                state TEXT NOT NULL,
                steps TEXT NOT NULL,
                preview TEXT NOT NULL,
                summary TEXT NOT NULL,
                asked_by_id BIGINT REFERENCES person (id),
                created_at BIGINT NOT NULL,
                seen_at BIGINT NOT NULL,
                finished_at BIGINT
            )
            """,
            "CREATE INDEX job_queued ON job (id) WHERE state = 'queued'",
            "CREATE INDEX job_running ON job (id) WHERE state = 'running'",
        ]
    }
}
