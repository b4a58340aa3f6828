import Database
import Desk
import Foundation
import Store
import TestSupport
import Testing

/// A moment to count from: 2027-01-15T08:00:00Z.
let start = Instant(seconds: 1_800_000_000)

/// The base64 of a key that only tests have.
let sampleKey = Data(repeating: 7, count: 32).base64EncodedString()

/// Runs a test with an empty store of its own.
func withStore<T>(
    _ engine: TestEngine, isolation: isolated (any Actor)? = #isolation,
    _ body: (DataStore) async throws -> T
) async throws -> T {
    try await withDatabase(engine) { database in
        try await withTemporaryFolder { folder in
            try await body(
                DataStore.open(database, dataDirectory: folder, secretKey: sampleKey))
        }
    }
}

/// A store with two projects, an operator, two clients and a mailbox.
struct SampleDesk {
    let store: DataStore
    let web: Project
    let office: Project
    let olga: Person
    let ann: Person
    let bob: Person
    let mailbox: Mailbox
    let raw: RawMailID

    init(_ store: DataStore) async throws {
        self.store = store
        (web, office, olga, ann, bob, mailbox, raw) = try await store.write { t throws in
            (
                try t.project.add(Project(id: 0, name: "Web", order: 2)),
                try t.project.add(Project(id: 0, name: "Büro", order: 1)),
                try t.person.add(
                    role: .operator, name: "Olga", email: "olga@desk.example", at: start),
                try t.person.add(
                    role: .client, name: "Ann", email: "ann@client.example", at: start),
                try t.person.add(
                    role: .client, name: "Bob", email: "bob@client.example", at: start),
                try t.mailbox.add(Self.mailbox(named: "Support")),
                try t.rawMail.add(bytes: Array("Subject: Printer\r\n\r\n".utf8), digest: "raw")
            )
        }
    }

    static func mailbox(named name: String) -> Mailbox {
        Mailbox(
            id: 0, name: name, host: "mail.example", port: 993, user: "Support@Desk.example",
            createdAt: start)
    }

    func ticket(
        _ subject: String, of requester: Person? = nil, in project: Project? = nil,
        status: Ticket.Status = .new, priority: Ticket.Priority = .normal,
        assignee: Person? = nil, needsReaction: Bool = true, at: Instant = start
    ) async throws -> Ticket {
        let ticket = Ticket(
            id: 0, project: (project ?? web).id, subject: subject, status: status,
            priority: priority, assignee: assignee?.id, requester: (requester ?? ann).id,
            createdAt: at, updatedAt: at, needsReaction: needsReaction)
        return try await store.write { t in try t.ticket.add(ticket) }
    }

    func message(
        on ticket: Ticket, _ text: String = "Hello", at: Instant = start, raw: RawMailID? = nil,
        attachments: [Desk.Attachment] = []
    ) async throws -> TicketMessage {
        let message = TicketMessage(
            id: 0, ticket: ticket.id, kind: .client, author: ticket.requester,
            from: Contact(name: "Ann", address: "ann@client.example"),
            to: [Contact(address: "support@desk.example")], text: text, at: at, raw: raw,
            attachments: attachments)
        return try await store.write { t in try t.message.add(message) }
    }

    /// A ledger row as the mailbox delivers it.
    func entry(
        uid: Int64, messageID: String? = nil, digest: String? = nil, size: Int = 100,
        from: String = "Ann@client.example", subject: String = "Printer", at: Instant = start,
        mailbox other: Mailbox? = nil, folder: String = "INBOX", uidValidity: Int64 = 1,
        outcome: LedgerEntry.Outcome? = nil, filing: LedgerEntry.Filing = .waiting
    ) -> LedgerEntry {
        LedgerEntry(
            id: 0, mailbox: (other ?? mailbox).id,
            place: LedgerEntry.Place(folder: folder, uidValidity: uidValidity, uid: uid),
            messageID: messageID, digest: digest ?? "digest-\(uid)", size: size,
            from: Contact(name: "Ann", address: from), subject: subject, receivedAt: at,
            storedAt: start, outcome: outcome, filing: filing, raw: raw, traceID: "trace-\(uid)")
    }

    func add(_ entry: LedgerEntry) async throws -> LedgerEntry {
        try #require(try await store.write { t in try t.ledger.add(entry) })
    }
}
