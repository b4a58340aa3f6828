import Desk
import Foundation
import Jobs
import Logging
import MailServer
import Store
import TestSupport

/// A desk with its store, a mail server and a clock: what a test of the jobs plays with.
struct DeskWorld: Sendable {
    let store: DataStore
    let server: LocalMailServer
    let addresses: Addresses
    let clock: ManualClock
    let context: JobContext

    static let user = "support@desk.example"
    static let password = "correct horse"

    /// Runs a test in a world of its own.
    static func with(
        _ engine: TestEngine, _ body: (DeskWorld) async throws -> Void
    ) async throws {
        try await withDatabaseURL(engine) { url in
            try await withTemporaryFolder { folder in
                let store = try await DataStore.open(url: url, dataDirectory: folder)
                let clock = ManualClock(Instant(seconds: 1_800_000_000))
                var configuration = Configuration(accounts: [
                    .init(user: user, password: password),
                    .init(user: "ann@customer.example", password: password),
                ])
                configuration.now = { clock.now.seconds }
                let server = LocalMailServer(configuration: configuration)
                let addresses = try await server.start()
                var log = Logger(label: "test")
                log.logLevel = .critical
                let world = DeskWorld(
                    store: store, server: server, addresses: addresses, clock: clock,
                    context: JobContext(
                        store: store, log: log, node: "test", now: { clock.now }))
                do {
                    try await body(world)
                    await server.stop()
                    try await store.close()
                } catch {
                    await server.stop()
                    try await store.close()
                    throw error
                }
            }
        }
    }

    @discardableResult
    func addMailbox(
        _ name: String = "Support", _ change: (inout Mailbox) -> Void = { _ in }
    ) async throws -> Mailbox {
        let project = try await store.write { t in
            try t.project.find(name: "Support") ?? t.project.add(name: "Support")
        }
        var mailbox = Mailbox(
            id: 0, name: name, host: "127.0.0.1", port: addresses.imap, user: Self.user,
            password: try store.vault.seal(Self.password, for: .mailboxPassword), security: .none,
            successFolder: "Processed", failureFolder: "Errors", defaultProject: project.id,
            outgoing: .init(host: "127.0.0.1", port: addresses.smtp, security: .none),
            start: .everything, createdAt: clock.now)
        change(&mailbox)
        let added = mailbox
        return try await store.write { t in try t.mailbox.add(added) }
    }

    func deliver(_ mail: String, folder: String = "INBOX") async {
        await server.append(
            Array(mail.replacing("\n", with: "\r\n").utf8), to: Self.user, folder: folder)
    }

    /// - Parameter build: the build of the program that runs.
    @discardableResult
    func receive(build: String = "") async throws -> TaskRun {
        let context = JobContext(
            store: context.store, log: context.log, node: context.node, build: build,
            now: context.now)
        return try await TaskRunner(context).run(.receivingMails, trigger: .hand)
    }

    var ledger: [LedgerEntry] {
        get async throws {
            try await store.read { t in
                try t.ledger.list(LedgerFilter(), limit: 10_000)
            }.sorted { $0.id < $1.id }
        }
    }

    var tickets: [Ticket] {
        get async throws {
            try await store.read { t in
                try t.ticket.list(
                    TicketFilter(view: nil), sort: TicketSort(.number, isAscending: true),
                    page: Page(limit: 10_000)
                ).map(\.ticket)
            }
        }
    }

    func count(_ folder: String) async -> Int {
        await server.mails(of: Self.user, folder: folder).count
    }
}

/// Small mails, made by hand.
enum SampleMail {
    static func plain(
        _ id: String, from: String = "Ann <ann@customer.example>", subject: String = "A question",
        headers: String = "", text: String = "How do I change my address?"
    ) -> String {
        """
        From: \(from)
        To: support@desk.example
        Subject: \(subject)
        Date: Fri, 15 Jan 2027 08:00:00 +0000
        Message-ID: <\(id)>
        \(headers.isEmpty ? "X-None: 1" : headers)

        \(text)

        """
    }

    static let vacation = plain(
        "vacation@customer.example", subject: "Out of office",
        headers: "Auto-Submitted: auto-replied")
}
