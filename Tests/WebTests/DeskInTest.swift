import Desk
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Jobs
import Logging
import Store
import TestSupport
import Testing

@testable import Web

/// A desk over a fresh database, with sample rows and a clock that stands still.
struct DeskInTest: Sendable {
    static let now = Instant(seconds: 1_795_420_800)

    let store: DataStore
    let server: WebServer
    let browser: TestBrowser

    /// Runs the body against the router.
    static func run(
        baseURL: String = "http://desk.test", on engine: TestEngine = .sqlite,
        _ body: @escaping @Sendable (DeskInTest) async throws -> Void
    ) async throws {
        try await withDatabaseURL(engine) { url in
            try await withTemporaryFolder { folder in
                let store = try await DataStore.open(url: url, dataDirectory: folder)
                var logger = Logger(label: "test")
                logger.logLevel = .critical
                let jobs = JobContext(store: store, log: logger, node: "test", now: { now })
                let server = WebServer(
                    store: store, ledger: LedgerDesk(jobs),
                    site: SiteConfiguration(baseURL: baseURL), logger: logger, now: { now })
                let app = Application(router: server.router(), logger: logger)
                try await app.test(.router) { client in
                    try await body(
                        DeskInTest(
                            store: store, server: server, browser: TestBrowser(client: client)))
                }
                try await store.close()
            }
        }
    }

    /// A browser in which the person is signed in, without the slow password.
    func signedIn(_ role: Person.Role, email: String? = nil) async throws -> TestBrowser {
        let token = Token.random()
        let address = email ?? "\(role.rawValue)@desk.test"
        try await store.write { tables in
            let person =
                try tables.person.find(email: address)
                ?? tables.person.add(
                    role: role, name: "Olga \(role.rawValue)", email: address, at: Self.now)
            try tables.session.add(
                tokenHash: Token.digest(token), person: person.id, csrf: "0123abcd",
                at: Self.now, expires: Self.now + .seconds(3600))
        }
        var signedIn = browser
        signedIn.cookies["martlet"] = token
        signedIn.csrf = "0123abcd"
        return signedIn
    }

    /// A project, a mailbox, and a ticket that came as a mail with HTML, a picture and a file.
    @discardableResult
    func withTicket(
        subject: String = "The printer is on fire", name: String = "Ann Client",
        html: String = SampleMail.html
    ) async throws -> (ticket: TicketID, message: TicketMessageID, ledger: LedgerID) {
        let bytes = SampleMail.bytes(html: html)
        return try await store.write { tables in
            let project =
                try tables.project.find(name: "Support") ?? tables.project.add(name: "Support")
            let mailbox =
                try tables.mailbox.find(name: "Support")
                ?? tables.mailbox.add(
                    Mailbox(
                        id: 0, name: "Support", host: "imap.desk.test", port: 993,
                        user: "support@desk.test", defaultProject: project.id, createdAt: Self.now))
            let raw = try tables.rawMail.add(bytes: bytes, digest: Digest.sha256Hex(bytes))
            let count = try tables.ledger.count()
            let entry = try #require(
                try tables.ledger.add(
                    LedgerEntry(
                        id: 0, mailbox: mailbox.id,
                        place: .init(folder: "INBOX", uidValidity: 1, uid: Int64(count + 1)),
                        messageID: "one@client.test", digest: Digest.sha256Hex(bytes),
                        size: bytes.count, from: Contact(name: name, address: "ann@client.test"),
                        subject: subject, receivedAt: Self.now, storedAt: Self.now, raw: raw,
                        traceID: "cafe")))
            let ann = try tables.person.findOrAddClient(
                Contact(name: name, address: "ann@client.test"), at: Self.now)
            let ticket = try tables.ticket.add(
                Ticket(
                    id: 0, project: project.id, subject: subject, requester: ann.id,
                    createdAt: Self.now, updatedAt: Self.now, snippet: "It burns."))
            let message = try tables.message.add(
                TicketMessage(
                    id: 0, ticket: ticket.id, kind: .client, author: ann.id,
                    from: Contact(name: name, address: "ann@client.test"),
                    to: [Contact(address: "support@desk.test")],
                    cc: [Contact(name: "Carla", address: "carla@client.test")], subject: subject,
                    text: "It burns.", quotedText: "> earlier", hasHTML: true, at: Self.now,
                    messageID: "one@client.test", raw: raw, ledger: entry.id,
                    attachments: [
                        Attachment(
                            id: 0, name: "dot.png", contentType: "image/png", size: 4,
                            contentID: "dot@client", isInline: true, part: 2),
                        Attachment(
                            id: 0, name: "../evil\"\r\n\u{202E}name.html", contentType: "text/html",
                            size: 9, part: 3),
                        Attachment(
                            id: 0, name: "cat.txt", contentType: "application/octet-stream",
                            size: 3,
                            part: 4, member: 0),
                    ]))
            try tables.participant.add(
                ticket.id, [Contact(name: "Carla", address: "carla@client.test")])
            try tables.ledger.record(
                entry.id,
                decision: Decision(
                    fate: .newTicket(project.id, possibleMatch: nil),
                    reason: "New ticket in Support by the mailbox's default.",
                    trace: [TraceStep(rule: "routing", finding: "Nothing fits.", verdict: .decided)]
                ),
                ticket: ticket.id, message: message.id, waitingForUpdate: false, filing: .done,
                at: Self.now)
            return (ticket.id, message.id, entry.id)
        }
    }
}

enum SampleMail {
    static let html = """
        <p onclick="alert(1)">It <b>burns</b>.</p><script>alert(1)</script>\
        <img src="cid:dot@client"><img src="https://tracker.test/x.png">
        """

    static func bytes(html: String) -> [UInt8] {
        Array(
            """
            From: Ann <ann@client.test>\r
            To: support@desk.test\r
            Subject: The printer is on fire\r
            Message-ID: <one@client.test>\r
            MIME-Version: 1.0\r
            Content-Type: multipart/mixed; boundary=b\r
            \r
            --b\r
            Content-Type: text/html; charset=utf-8\r
            \r
            \(html)\r
            --b\r
            Content-Type: image/png\r
            Content-ID: <dot@client>\r
            Content-Transfer-Encoding: base64\r
            \r
            iVBORw==\r
            --b\r
            Content-Type: text/html; name=evil.html\r
            Content-Disposition: attachment; filename=evil.html\r
            \r
            <b>evil</b>\r
            --b\r
            Content-Type: text/plain; name=notes.txt\r
            \r
            begin 644 cat.txt\r
            #0V%T\r
            `\r
            end\r
            --b--\r

            """.utf8)
    }
}

/// What a browser does: keeps cookies, and sends forms with the page's token.
struct TestBrowser: Sendable {
    let client: any TestClientProtocol
    var cookies: [String: String] = [:]
    var csrf = ""
    var headers: [String: String] = [:]

    func get(_ path: String) async throws -> TestPage {
        try await send(path, .get, body: nil)
    }

    func post(_ path: String, _ fields: [(String, String)], csrf: String? = nil) async throws
        -> TestPage
    {
        let all = fields + [("csrf", csrf ?? self.csrf)]
        let body = all.map { "\(Path.encoded($0.0))=\(Path.encoded($0.1))" }.joined(separator: "&")
        return try await send(path, .post, body: body)
    }

    private func send(_ path: String, _ method: HTTPRequest.Method, body: String?) async throws
        -> TestPage
    {
        var fields = HTTPFields()
        if !cookies.isEmpty {
            fields[.cookie] = cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")
        }
        for (name, value) in headers {
            fields[try #require(HTTPField.Name(name))] = value
        }
        if body != nil { fields[.contentType] = "application/x-www-form-urlencoded" }
        return try await client.execute(
            uri: path, method: method, headers: fields, body: body.map { ByteBuffer(string: $0) }
        ) { response in
            TestPage(
                status: response.status.code, headers: response.headers,
                text: String(buffer: response.body))
        }
    }
}

struct TestPage: Sendable {
    var status: Int
    var headers: HTTPFields
    var text: String

    var location: String? { headers[.location] }

    func header(_ name: String) -> String? { HTTPField.Name(name).flatMap { headers[$0] } }

    /// The value of the first cookie with the name that the answer sets.
    func cookie(_ name: String) -> String? {
        for header in headers[values: .setCookie] where header.hasPrefix("\(name)=") {
            return String(header.dropFirst(name.count + 1).prefix { $0 != ";" })
        }
        return nil
    }
}
