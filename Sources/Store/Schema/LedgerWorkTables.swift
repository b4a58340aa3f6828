internal import Database

extension Schema {
    /// What people do with mails in the ledger: history, blocks, API tokens, and whose images are shown.
    static func ledgerWorkTables(_ words: SchemaWords) -> [SQL] {
        [
            """
            CREATE TABLE ledger_event (
                id \(words.id),
                ledger_id BIGINT NOT NULL REFERENCES ledger (id),
                happened_at BIGINT NOT NULL,
                actor_id BIGINT REFERENCES person (id),
                change TEXT NOT NULL
            )
            """,
            "CREATE INDEX ledger_event_ledger ON ledger_event (ledger_id, id)",
            """
            CREATE TABLE block (
                id \(words.id),
                kind TEXT NOT NULL,
                value TEXT NOT NULL,
                value_key TEXT NOT NULL,
                created_at BIGINT NOT NULL,
                created_by_id BIGINT REFERENCES person (id),
                ledger_id BIGINT REFERENCES ledger (id),
                UNIQUE (kind, value_key)
            )
            """,
            """
            CREATE TABLE api_token (
                id \(words.id),
                token_hash TEXT NOT NULL UNIQUE,
                person_id BIGINT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
                name TEXT NOT NULL,
                created_at BIGINT NOT NULL,
                used_at BIGINT
            )
            """,
            "CREATE INDEX api_token_person ON api_token (person_id)",
            """
            CREATE TABLE image_sender (
                address_key TEXT PRIMARY KEY,
                allowed_at BIGINT NOT NULL,
                allowed_by_id BIGINT REFERENCES person (id)
            )
            """,
            "ALTER TABLE project ADD COLUMN keywords_whole_words INTEGER NOT NULL DEFAULT 1",
            // A deleted ticket keeps its conversation until it is erased; before that it can come back.
            "ALTER TABLE ticket ADD COLUMN erased_at BIGINT",
            "UPDATE ticket SET erased_at = deleted_at WHERE deleted_at IS NOT NULL",
            """
            CREATE INDEX ticket_to_erase ON ticket (deleted_at)
            WHERE deleted_at IS NOT NULL AND erased_at IS NULL
            """,
        ]
    }
}
