internal import Database

extension Schema {
    /// First answers, brakes, what was not delivered, tags and time: what a ticket has besides its conversation.
    static func answerTables(_ words: SchemaWords) -> [SQL] {
        [
            """
            CREATE TABLE first_answer (
                project_id BIGINT PRIMARY KEY REFERENCES project (id) ON DELETE CASCADE,
                is_on INTEGER NOT NULL,
                subject TEXT NOT NULL,
                body TEXT NOT NULL
            )
            """,
            // A full bucket has no row.
            """
            CREATE TABLE bucket (
                name TEXT PRIMARY KEY,
                tokens INTEGER NOT NULL,
                counted_since BIGINT NOT NULL,
                full_at BIGINT NOT NULL
            )
            """,
            "CREATE INDEX bucket_full ON bucket (full_at)",
            """
            CREATE TABLE breaker (
                id \(words.id),
                scope TEXT NOT NULL,
                about TEXT NOT NULL,
                opened_at BIGINT NOT NULL,
                last_held_at BIGINT NOT NULL,
                held INTEGER NOT NULL,
                released_at BIGINT,
                released_by_id BIGINT REFERENCES person (id)
            )
            """,
            "CREATE UNIQUE INDEX breaker_open ON breaker (scope, about) WHERE released_at IS NULL",
            """
            CREATE TABLE undelivered (
                id \(words.id),
                ticket_id BIGINT NOT NULL REFERENCES ticket (id) ON DELETE CASCADE,
                ticket_message_id BIGINT NOT NULL REFERENCES ticket_message (id) ON DELETE CASCADE,
                recipient TEXT NOT NULL,
                is_final INTEGER NOT NULL,
                status TEXT,
                cause TEXT NOT NULL,
                diagnostic TEXT NOT NULL,
                noted_at BIGINT NOT NULL,
                ledger_id BIGINT REFERENCES ledger (id),
                cleared_at BIGINT
            )
            """,
            "CREATE INDEX undelivered_ticket ON undelivered (ticket_id)",
            "CREATE INDEX undelivered_message ON undelivered (ticket_message_id)",
            "CREATE INDEX undelivered_ledger ON undelivered (ledger_id)",
            // The entries of a deleted ticket stay: hours that were worked were worked.
            """
            CREATE TABLE time_entry (
                id \(words.id),
                ticket_id BIGINT NOT NULL REFERENCES ticket (id),
                person_id BIGINT NOT NULL REFERENCES person (id),
                minutes INTEGER NOT NULL,
                spent_on BIGINT NOT NULL,
                note TEXT NOT NULL,
                ledger_id BIGINT REFERENCES ledger (id),
                created_at BIGINT NOT NULL
            )
            """,
            "CREATE INDEX time_entry_ticket ON time_entry (ticket_id, spent_on)",
            "CREATE INDEX time_entry_day ON time_entry (spent_on)",
            "CREATE INDEX time_entry_ledger ON time_entry (ledger_id)",
            """
            CREATE TABLE ticket_tag (
                ticket_id BIGINT NOT NULL REFERENCES ticket (id) ON DELETE CASCADE,
                tag TEXT NOT NULL,
                name TEXT NOT NULL,
                PRIMARY KEY (ticket_id, tag)
            )
            """,
            "CREATE INDEX ticket_tag_tag ON ticket_tag (tag)",
            "ALTER TABLE ticket_message ADD COLUMN forwarded_by_id BIGINT REFERENCES person (id)",
            "ALTER TABLE mailbox ADD COLUMN delivers_tags INTEGER NOT NULL DEFAULT 0",
        ]
    }
}
