internal import Database

extension Schema {
    /// Tickets, the inbound ledger, conversations, history and the outbox.
    ///
    /// The conditions of the partial indexes stand as literals in the queries too: SQLite takes a partial
    /// index only where the query's own text implies its condition.
    static func ticketTables(_ words: SchemaWords) -> [SQL] {
        ticketAndLedger(words) + conversation(words)
    }

    private static func ticketAndLedger(_ words: SchemaWords) -> [SQL] {
        [
            // A deleted ticket keeps its row, emptied, as the tombstone that its late mails meet.
            """
            CREATE TABLE ticket (
                id \(words.id),
                project_id BIGINT NOT NULL REFERENCES project (id),
                subject TEXT NOT NULL,
                status TEXT NOT NULL,
                priority TEXT NOT NULL,
                assignee_id BIGINT REFERENCES person (id),
                requester_id BIGINT NOT NULL REFERENCES person (id),
                created_at BIGINT NOT NULL,
                updated_at BIGINT NOT NULL,
                closed_at BIGINT,
                needs_reaction INTEGER NOT NULL,
                snippet TEXT NOT NULL,
                message_count INTEGER NOT NULL,
                version BIGINT NOT NULL,
                search_text TEXT NOT NULL,
                deleted_at BIGINT,
                deleted_by_id BIGINT REFERENCES person (id)
            )
            """,
            """
            CREATE INDEX ticket_reaction ON ticket (updated_at)
            WHERE deleted_at IS NULL AND status <> 'closed' AND needs_reaction = 1
            """,
            "CREATE INDEX ticket_open ON ticket (updated_at) WHERE deleted_at IS NULL AND status <> 'closed'",
            "CREATE INDEX ticket_status ON ticket (status, updated_at) WHERE deleted_at IS NULL",
            "CREATE INDEX ticket_assignee ON ticket (assignee_id, updated_at) WHERE deleted_at IS NULL",
            "CREATE INDEX ticket_project ON ticket (project_id, updated_at) WHERE deleted_at IS NULL",
            "CREATE INDEX ticket_requester ON ticket (requester_id, id)",
            // The unique keys make a second fetch of the same message harmless. Empty (NULL) places of the
            // other protocol do not clash: both engines hold NULLs distinct.
            """
            CREATE TABLE ledger (
                id \(words.id),
                mailbox_id BIGINT NOT NULL REFERENCES mailbox (id),
                folder TEXT NOT NULL,
                uid_validity BIGINT,
                uid BIGINT,
                uidl TEXT,
                message_id TEXT,
                digest TEXT NOT NULL,
                size BIGINT NOT NULL,
                from_name TEXT NOT NULL,
                from_address TEXT NOT NULL,
                from_key TEXT NOT NULL,
                subject TEXT NOT NULL,
                received_at BIGINT NOT NULL,
                stored_at BIGINT NOT NULL,
                decided_at BIGINT,
                outcome TEXT,
                reason TEXT NOT NULL,
                trace TEXT NOT NULL,
                ticket_id BIGINT REFERENCES ticket (id),
                ticket_message_id BIGINT,
                is_waiting_for_update INTEGER NOT NULL,
                attempts INTEGER NOT NULL,
                next_attempt_at BIGINT,
                error TEXT,
                filing TEXT NOT NULL,
                raw_mail_id BIGINT REFERENCES raw_mail (id),
                is_header_only INTEGER NOT NULL,
                trace_id TEXT NOT NULL,
                search_text TEXT NOT NULL,
                UNIQUE (mailbox_id, folder, uid_validity, uid),
                UNIQUE (mailbox_id, uidl)
            )
            """,
            "CREATE INDEX ledger_undecided ON ledger (id) WHERE outcome IS NULL",
            "CREATE INDEX ledger_waiting ON ledger (id) WHERE is_waiting_for_update = 1",
            """
            CREATE INDEX ledger_to_file ON ledger (mailbox_id, id)
            WHERE filing <> 'waiting' AND filing <> 'done'
            """,
            "CREATE INDEX ledger_failed ON ledger (mailbox_id) WHERE outcome = 'failed'",
            "CREATE INDEX ledger_outcome ON ledger (outcome, stored_at)",
            "CREATE INDEX ledger_digest ON ledger (digest)",
            "CREATE INDEX ledger_message_id ON ledger (message_id)",
            "CREATE INDEX ledger_sender ON ledger (from_key, received_at)",
            "CREATE INDEX ledger_received ON ledger (mailbox_id, received_at)",
            "CREATE INDEX ledger_stored ON ledger (stored_at)",
            "CREATE INDEX ledger_ticket ON ledger (ticket_id)",
            "CREATE INDEX ledger_raw_mail ON ledger (raw_mail_id)",
        ]
    }

    private static func conversation(_ words: SchemaWords) -> [SQL] {
        [
            """
            CREATE TABLE ticket_message (
                id \(words.id),
                ticket_id BIGINT NOT NULL REFERENCES ticket (id) ON DELETE CASCADE,
                kind TEXT NOT NULL,
                author_id BIGINT REFERENCES person (id),
                from_name TEXT NOT NULL,
                from_address TEXT NOT NULL,
                recipients TEXT NOT NULL,
                copies TEXT NOT NULL,
                subject TEXT NOT NULL,
                body TEXT NOT NULL,
                quoted TEXT NOT NULL,
                has_html INTEGER NOT NULL,
                written_at BIGINT NOT NULL,
                message_id TEXT,
                raw_mail_id BIGINT REFERENCES raw_mail (id),
                ledger_id BIGINT REFERENCES ledger (id),
                attached_because TEXT,
                search_text TEXT NOT NULL
            )
            """,
            "CREATE INDEX ticket_message_ticket ON ticket_message (ticket_id, written_at)",
            "CREATE INDEX ticket_message_ledger ON ticket_message (ledger_id)",
            "CREATE INDEX ticket_message_raw_mail ON ticket_message (raw_mail_id)",
            """
            CREATE TABLE attachment (
                id \(words.id),
                ticket_message_id BIGINT NOT NULL REFERENCES ticket_message (id) ON DELETE CASCADE,
                name TEXT NOT NULL,
                content_type TEXT NOT NULL,
                size BIGINT NOT NULL,
                content_id TEXT,
                is_inline INTEGER NOT NULL,
                part INTEGER NOT NULL
            )
            """,
            "CREATE INDEX attachment_message ON attachment (ticket_message_id)",
            """
            CREATE TABLE participant (
                ticket_id BIGINT NOT NULL REFERENCES ticket (id) ON DELETE CASCADE,
                address TEXT NOT NULL,
                name TEXT NOT NULL,
                PRIMARY KEY (ticket_id, address)
            )
            """,
            """
            CREATE TABLE message_reference (
                message_id TEXT NOT NULL,
                ticket_id BIGINT NOT NULL REFERENCES ticket (id) ON DELETE CASCADE,
                kind TEXT NOT NULL,
                ticket_message_id BIGINT REFERENCES ticket_message (id) ON DELETE SET NULL,
                PRIMARY KEY (message_id, ticket_id, kind)
            )
            """,
            "CREATE INDEX message_reference_ticket ON message_reference (ticket_id)",
            "CREATE INDEX message_reference_message ON message_reference (ticket_message_id)",
            """
            CREATE TABLE ticket_event (
                id \(words.id),
                ticket_id BIGINT NOT NULL REFERENCES ticket (id) ON DELETE CASCADE,
                happened_at BIGINT NOT NULL,
                actor_id BIGINT REFERENCES person (id),
                change TEXT NOT NULL
            )
            """,
            "CREATE INDEX ticket_event_ticket ON ticket_event (ticket_id, id)",
            """
            CREATE TABLE outbox (
                id \(words.id),
                ticket_id BIGINT NOT NULL REFERENCES ticket (id) ON DELETE CASCADE,
                ticket_message_id BIGINT NOT NULL REFERENCES ticket_message (id) ON DELETE CASCADE,
                mailbox_id BIGINT REFERENCES mailbox (id),
                envelope_from TEXT NOT NULL,
                recipients TEXT NOT NULL,
                message_id TEXT NOT NULL,
                raw_mail_id BIGINT NOT NULL REFERENCES raw_mail (id),
                state TEXT NOT NULL,
                attempts INTEGER NOT NULL,
                created_at BIGINT NOT NULL,
                next_attempt_at BIGINT NOT NULL,
                sending_until BIGINT,
                accepted_at BIGINT,
                last_response TEXT
            )
            """,
            """
            CREATE INDEX outbox_due ON outbox (next_attempt_at)
            WHERE state IN ('queued', 'deferred', 'sending')
            """,
            "CREATE INDEX outbox_ticket ON outbox (ticket_id)",
            "CREATE INDEX outbox_message ON outbox (ticket_message_id)",
            "CREATE INDEX outbox_message_id ON outbox (message_id)",
            "CREATE INDEX outbox_raw_mail ON outbox (raw_mail_id)",
        ]
    }
}
