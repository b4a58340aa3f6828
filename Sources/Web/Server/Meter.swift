internal import Desk
internal import Store
internal import Synchronization

/// Counters of this process, and what /metrics says (Prometheus text format 0.0.4).
final class Meter: Sendable {
    private let responses = Mutex<[Int: Int]>([:])
    private let listeners = Mutex<Int>(0)
    private let figures = Mutex<(Figures, Instant)?>(nil)
    /// Figures are counted anew no more often: whoever asks in a loop asks memory, not the database.
    private static let figuresLast = Duration.seconds(10)

    func recentFigures(_ now: Instant) -> Figures? {
        figures.withLock { kept in
            guard let (figures, at) = kept, now - at < Self.figuresLast, at <= now else {
                return nil
            }
            return figures
        }
    }

    func keep(_ new: Figures, at now: Instant) { figures.withLock { $0 = (new, now) } }

    /// By the hundreds of the status.
    func noteResponse(status: Int) {
        responses.withLock { $0[status / 100, default: 0] += 1 }
    }

    /// - Returns: false where the server has as many open pages as it takes.
    func beginListening(most: Int) -> Bool {
        listeners.withLock { count in
            guard count < most else { return false }
            count += 1
            return true
        }
    }

    func endListening() { listeners.withLock { $0 -= 1 } }

    func text(_ figures: Figures) -> String {
        var lines: [String] = []
        func family(_ name: String, _ kind: String, _ help: String, _ samples: [(String, Int64)]) {
            lines.append("# HELP martlet_\(name) \(help)")
            lines.append("# TYPE martlet_\(name) \(kind)")
            lines += samples.map { "martlet_\(name)\($0.0) \($0.1)" }
        }
        family(
            "http_responses_total", "counter", "Answers of this process by class of status.",
            responses.withLock { $0 }.sorted { $0.key < $1.key }.map {
                ("{class=\"\($0.key)xx\"}", Int64($0.value))
            })
        family(
            "live_pages", "gauge", "Open pages that follow changes.",
            [("", Int64(listeners.withLock { $0 }))])
        family(
            "tickets", "gauge", "Tickets by view.",
            figures.tickets.map { ("{view=\"\($0.0)\"}", Int64($0.1)) })
        family(
            "inbound_mails", "gauge", "Ledger rows of the last 24 hours by outcome.",
            figures.outcomes.map { ("{outcome=\"\($0.0)\"}", Int64($0.1)) })
        family(
            "waiting_replies", "gauge", "Replies that wait for their task.",
            [("", Int64(figures.waitingReplies))])
        family(
            "outbox_mails", "gauge", "Outgoing mails by state.",
            figures.outbox.map { ("{state=\"\($0.0)\"}", Int64($0.1)) })
        family(
            "breakers_open", "gauge",
            "Brakes against mail loops that have caught, by what they stop.",
            figures.breakers.map { ("{scope=\"\($0.0)\"}", Int64($0.1)) })
        family(
            "mailbox_last_success_seconds", "gauge",
            "When each active mailbox was last checked with success, as a Unix time.",
            figures.checks.map { ("{mailbox=\"\($0.0)\"}", $0.1) })
        return lines.joined(separator: "\n") + "\n"
    }

    /// What the database knows.
    struct Figures: Sendable {
        var tickets: [(String, Int)] = []
        var outcomes: [(String, Int)] = []
        var outbox: [(String, Int)] = []
        var waitingReplies = 0
        var breakers: [(String, Int)] = []
        /// Mailboxes by number: a name could be a secret of its own.
        var checks: [(String, Int64)] = []

        init(_ tables: Tables, now: Instant) throws {
            tickets = [
                ("need_reaction", try tables.ticket.count(TicketFilter(view: .needReaction))),
                ("open", try tables.ticket.count(TicketFilter(view: .allOpen))),
            ]
            let counts = try tables.ledger.outcomeCounts(since: now - .seconds(86_400))
            outcomes = LedgerEntry.Outcome.allCases.map { ($0.rawValue, counts[$0] ?? 0) }
            outbox = try OutboxMail.State.allCases.map {
                ($0.rawValue, try tables.outbox.count($0))
            }
            waitingReplies = try tables.ledger.waitingReplyCount()
            let open = try tables.brake.open()
            breakers = ["everything", "address", "ticket"].map { word in
                (word, open.filter { Self.word($0.scope) == word }.count)
            }
            let facts = try tables.mailbox.allFacts()
            checks = try tables.mailbox.all().filter(\.isActive).compactMap { mailbox in
                facts[mailbox.id]?.lastSuccessAt.map { (mailbox.id.description, $0.seconds) }
            }
        }

        private static func word(_ scope: Breaker.Scope) -> String {
            switch scope {
            case .everything: "everything"
            case .address: "address"
            case .ticket: "ticket"
            }
        }
    }
}
