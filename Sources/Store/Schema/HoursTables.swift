internal import Database

extension Schema {
    /// Prepaid hours: what is set, what is given by hand, the ledger that follows from it, and who is at
    /// work right now.
    static func hoursTables(_ words: SchemaWords) -> [SQL] {
        [
            """
            CREATE TABLE hours_plan (
                project_id BIGINT NOT NULL REFERENCES project (id) ON DELETE CASCADE,
                start_on BIGINT NOT NULL,
                period TEXT NOT NULL,
                minutes BIGINT NOT NULL,
                carries INTEGER NOT NULL,
                carried_periods INTEGER,
                PRIMARY KEY (project_id, start_on)
            )
            """,
            """
            CREATE TABLE hours_correction (
                id \(words.id),
                project_id BIGINT NOT NULL REFERENCES project (id) ON DELETE CASCADE,
                given_on BIGINT NOT NULL,
                minutes BIGINT NOT NULL,
                reason TEXT NOT NULL,
                person_id BIGINT REFERENCES person (id),
                created_at BIGINT NOT NULL
            )
            """,
            "CREATE INDEX hours_correction_project ON hours_correction (project_id, given_on)",
            // What follows from plans, entries and corrections. All of it can be computed again.
            """
            CREATE TABLE hours_period (
                project_id BIGINT NOT NULL REFERENCES project (id) ON DELETE CASCADE,
                number INTEGER NOT NULL,
                start_on BIGINT NOT NULL,
                end_on BIGINT NOT NULL,
                carried BIGINT NOT NULL,
                granted BIGINT NOT NULL,
                corrected BIGINT NOT NULL,
                spent BIGINT NOT NULL,
                expired BIGINT NOT NULL,
                PRIMARY KEY (project_id, number)
            )
            """,
            // SOURCE is the time entry, the correction or the period that the row comes from; else 0.
            """
            CREATE TABLE hours_row (
                project_id BIGINT NOT NULL REFERENCES project (id) ON DELETE CASCADE,
                period INTEGER NOT NULL,
                kind TEXT NOT NULL,
                source BIGINT NOT NULL,
                day BIGINT NOT NULL,
                minutes BIGINT NOT NULL,
                PRIMARY KEY (project_id, period, kind, source)
            )
            """,
            """
            CREATE TABLE hours_alert (
                project_id BIGINT NOT NULL REFERENCES project (id) ON DELETE CASCADE,
                name TEXT NOT NULL,
                sent_at BIGINT NOT NULL,
                PRIMARY KEY (project_id, name)
            )
            """,
            """
            CREATE TABLE timer (
                person_id BIGINT PRIMARY KEY REFERENCES person (id) ON DELETE CASCADE,
                ticket_id BIGINT NOT NULL REFERENCES ticket (id) ON DELETE CASCADE,
                started_at BIGINT NOT NULL
            )
            """,
            """
            CREATE TABLE workload_hours (
                person_id BIGINT PRIMARY KEY REFERENCES person (id) ON DELETE CASCADE,
                minutes_week BIGINT NOT NULL,
                minutes_month BIGINT NOT NULL,
                counted_at BIGINT NOT NULL
            )
            """,
            "CREATE INDEX timer_ticket ON timer (ticket_id)",
            "CREATE INDEX time_entry_person ON time_entry (person_id, spent_on)",
        ]
    }
}
