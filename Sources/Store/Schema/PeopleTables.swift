internal import Database

extension Schema {
    /// Settings, people, their sessions, and projects.
    static func peopleTables(_ words: SchemaWords) -> [SQL] {
        [
            """
            CREATE TABLE setting (
                name TEXT PRIMARY KEY,
                value TEXT NOT NULL
            )
            """,
            """
            CREATE TABLE person (
                id \(words.id),
                role TEXT NOT NULL,
                name TEXT NOT NULL,
                email TEXT NOT NULL UNIQUE,
                is_active INTEGER NOT NULL,
                created_at BIGINT NOT NULL,
                password_hash TEXT,
                search_text TEXT NOT NULL
            )
            """,
            "CREATE INDEX person_role ON person (role)",
            """
            CREATE TABLE session (
                token_hash TEXT PRIMARY KEY,
                person_id BIGINT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
                csrf TEXT NOT NULL,
                created_at BIGINT NOT NULL,
                seen_at BIGINT NOT NULL,
                expires_at BIGINT NOT NULL
            )
            """,
            "CREATE INDEX session_person ON session (person_id)",
            "CREATE INDEX session_expiry ON session (expires_at)",
            """
            CREATE TABLE one_time_link (
                token_hash TEXT PRIMARY KEY,
                purpose TEXT NOT NULL,
                person_id BIGINT REFERENCES person (id) ON DELETE CASCADE,
                expires_at BIGINT NOT NULL,
                used_at BIGINT
            )
            """,
            """
            CREATE TABLE project (
                id \(words.id),
                name TEXT NOT NULL,
                name_key TEXT NOT NULL UNIQUE,
                sort_order INTEGER NOT NULL,
                is_active INTEGER NOT NULL,
                keywords TEXT NOT NULL,
                keywords_match_case INTEGER NOT NULL,
                sender_addresses TEXT NOT NULL,
                sender_domains TEXT NOT NULL,
                default_assignee_id BIGINT REFERENCES person (id),
                default_priority TEXT NOT NULL,
                status_after_client_response TEXT NOT NULL,
                reopen_within_days INTEGER
            )
            """,
            """
            CREATE TABLE project_member (
                project_id BIGINT NOT NULL REFERENCES project (id) ON DELETE CASCADE,
                person_id BIGINT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
                PRIMARY KEY (project_id, person_id)
            )
            """,
            "CREATE INDEX project_member_person ON project_member (person_id)",
        ]
    }
}
