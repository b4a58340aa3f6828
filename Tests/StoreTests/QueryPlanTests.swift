import Database
import Desk
import Store
import TestSupport
import Testing

/// The lists that everybody opens all day are read along an index, in one query, however many rows there
/// are. SQLite says how it reads; PostgreSQL has the same indexes.
@Suite struct QueryPlanTests {
    @Test(arguments: [
        TicketView.needReaction, .mine(1), .unassigned, .waiting, .allOpen, .closed,
    ])
    func `a view is one query along an index, already in order`(_ view: TicketView) async throws {
        let plans = try await plans { t in _ = try t.ticket.list(TicketFilter(view: view)) }
        #expect(plans.count == 1)
        #expect(scans(plans).isEmpty, "\(plans)")
        #expect(!plans.joined().contains { $0.contains("TEMP B-TREE FOR ORDER BY") }, "\(plans)")
    }

    @Test func `the numbers beside the views are one query along indexes`() async throws {
        let plans = try await plans { t in
            _ = try t.ticket.counts(for: 1)
        }
        #expect(plans.count == 1)
        #expect(scans(plans).isEmpty, "\(plans)")
    }

    @Test func `a conversation is two queries along indexes`() async throws {
        let plans = try await plans { t throws in
            #expect(try t.message.of(1).count == 2)
        }
        #expect(plans.count == 2)
        #expect(scans(plans).isEmpty, "\(plans)")
    }

    @Test func `intake looks things up along indexes`() async throws {
        let entry = LedgerEntry(
            id: 0, mailbox: 1, place: LedgerEntry.Place(uidl: "u"), messageID: "m@x", digest: "d",
            size: 1, from: Contact(address: "a@x"), subject: "", receivedAt: start, storedAt: start,
            raw: nil, traceID: "")
        let plans = try await plans { t in
            _ = try t.ledger.undecided(limit: 9, now: start)
            _ = try t.ledger.waitingReplies(limit: 9)
            _ = try t.ledger.waitingReplyCount()
            _ = try t.ledger.toFile(mailbox: 1, limit: 9)
            _ = try t.ledger.sameMails(as: entry)
            _ = try t.ledger.renumbered(entry)
            _ = try t.ledger.filedCopies(of: entry)
            _ = try t.ledger.find(mailbox: 1, place: entry.place)
            _ = try t.ledger.knownUIDs(mailbox: 1, folder: "INBOX", uidValidity: 1, from: 1)
            _ = try t.ledger.knownUIDLs(mailbox: 1)
            _ = try t.ledger.recentFrom(
                address: "a@x", since: start, until: start, before: 9)
            _ = try t.mailbox.facts(of: 1)
            _ = try t.mailbox.mailsPerDay(of: 1, days: 9, now: start)
            _ = try t.messageReference.tickets(for: ["m@x"])
            _ = try t.participant.addresses(of: 1)
            _ = try t.person.find(email: "a@x")
            _ = try t.outbox.due(now: start, limit: 9)
            _ = try t.outbox.find(messageID: "m@x")
            _ = try t.session.find(tokenHash: "h", now: start)
            _ = try t.ticket.latest(of: 1, limit: 9)
        }
        #expect(plans.count >= 20)
        #expect(scans(plans).isEmpty, "\(scans(plans))")
    }

    /// Indexes of only those rows that their list shows; they are read from end to end on purpose.
    private static let lists = [
        "ticket_open", "ticket_reaction", "ledger_undecided", "ledger_waiting", "ledger_to_file",
        "outbox_due",
    ]

    /// Steps that read a whole table.
    private func scans(_ plans: [[String]]) -> [String] {
        plans.joined().filter { step in
            step.hasPrefix("SCAN ") && !step.hasPrefix("SCAN (") && step != "SCAN CONSTANT ROW"
                && !Self.lists.contains { step.hasSuffix("USING INDEX \($0)") }
        }
    }

    /// How SQLite reads what `body` asks for: the steps of each query.
    private func plans(_ body: @escaping @Sendable (Tables) throws -> Void) async throws
        -> [[String]]
    {
        try await withStore(.sqlite) { store in
            let desk = try await SampleDesk(store)
            let ticket = try await desk.ticket("Printer")
            for _ in 1...2 { _ = try await desk.message(on: ticket) }
            return try await store.read { t in
                let observer = PlanObserver(t.connection)
                try body(Tables(observer))
                return observer.plans
            }
        }
    }
}

/// Notes the plan of each query before it is run.
private final class PlanObserver: SQLConnection {
    private let inner: any SQLConnection
    private(set) var plans: [[String]] = []

    init(_ inner: any SQLConnection) { self.inner = inner }

    var engine: SQLEngine { inner.engine }

    func rows(_ sql: SQL) throws -> [SQLRow] {
        plans.append(try inner.rows("EXPLAIN QUERY PLAN \(sql)").map { try $0.value("detail") })
        return try inner.rows(sql)
    }

    func execute(_ sql: SQL) throws -> Int { try inner.execute(sql) }
    func notify(_ channel: String, _ payload: String) throws { try inner.notify(channel, payload) }
    func savepoint<T>(_ body: () throws -> T) throws -> T { try inner.savepoint(body) }
}
