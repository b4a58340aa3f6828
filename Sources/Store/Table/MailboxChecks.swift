internal import Database
public import Desk

extension MailboxTable {
    /// What the last checks of a mailbox found.
    public func facts(of id: MailboxID) throws -> MailboxHealth.Facts {
        try facts(where: "mailbox.id = \(id)")[id] ?? MailboxHealth.Facts()
    }

    /// ``facts(of:)`` of every mailbox in one query.
    public func allFacts() throws -> [MailboxID: MailboxHealth.Facts] {
        try facts(where: "mailbox.deleted_at IS NULL")
    }

    private func facts(where condition: SQL) throws -> [MailboxID: MailboxHealth.Facts] {
        let rows = try connection.rows(
            """
            SELECT mailbox.id, health.last_check_at, health.last_success_at, health.last_error,
                health.failures_in_a_row, health.needs_person,
                (SELECT COUNT(*) FROM ledger
                    WHERE ledger.mailbox_id = mailbox.id AND outcome = 'failed') AS failures
            FROM mailbox LEFT JOIN mailbox_health health ON health.mailbox_id = mailbox.id
            WHERE \(condition)
            """)
        var facts: [MailboxID: MailboxHealth.Facts] = [:]
        for row in rows {
            facts[try row.get("id")] = MailboxHealth.Facts(
                lastCheckAt: try row.get("last_check_at"),
                lastSuccessAt: try row.get("last_success_at"),
                lastError: try row.get("last_error"),
                failuresInARow: try row.get("failures_in_a_row") ?? 0,
                waitingFailures: try row.get("failures"),
                needsPerson: try row.get("needs_person") ?? false)
        }
        return facts
    }

    /// Notes how a check ended.
    ///
    /// - Parameters:
    ///   - error: a sentence for the administrator; nil where all went well.
    ///   - needsPerson: whether the trouble will not pass by itself.
    public func noteCheck(_ id: MailboxID, at: Instant, error: String?, needsPerson: Bool) throws {
        if let error {
            try connection.execute(
                """
                INSERT INTO mailbox_health
                    (mailbox_id, last_check_at, last_error, failures_in_a_row, needs_person)
                VALUES (\(id), \(at), \(error), 1, \(needsPerson))
                ON CONFLICT (mailbox_id) DO UPDATE SET last_check_at = excluded.last_check_at,
                    last_error = excluded.last_error, needs_person = excluded.needs_person,
                    failures_in_a_row = mailbox_health.failures_in_a_row + 1
                """)
        } else {
            try connection.execute(
                """
                INSERT INTO mailbox_health
                    (mailbox_id, last_check_at, last_success_at, failures_in_a_row, needs_person)
                VALUES (\(id), \(at), \(at), 0, 0)
                ON CONFLICT (mailbox_id) DO UPDATE SET last_check_at = excluded.last_check_at,
                    last_success_at = excluded.last_success_at, last_error = NULL,
                    failures_in_a_row = 0, needs_person = 0
                """)
        }
    }

    /// Mails that arrived on each of the last days (UTC), the oldest first; the last number is today's.
    ///
    /// - Parameter days: at least 1.
    public func mailsPerDay(of id: MailboxID, days: Int, now: Instant) throws -> [Int] {
        let today = now.milliseconds / Self.day
        let first = today - Int64(max(1, days) - 1)
        let rows = try connection.rows(
            """
            SELECT received_at / 86400000 AS day, COUNT(*) AS mails FROM ledger
            WHERE mailbox_id = \(id) AND received_at >= \(first * Self.day)
                AND received_at < \((today + 1) * Self.day)
            GROUP BY received_at / 86400000
            """)
        var perDay = Array(repeating: 0, count: max(1, days))
        for row in rows {
            let day: Int64 = try row.get("day")
            perDay[Int(day - first)] = try row.get("mails")
        }
        return perDay
    }

    /// Milliseconds.
    private static var day: Int64 { 86_400_000 }
}
