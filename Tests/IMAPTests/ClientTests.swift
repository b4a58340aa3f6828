import IMAP
import TestSupport
import Testing
import Wire

/// What only a client on a real socket can show: deadlines, cancelling, and one call at a time.
@Suite("IMAP client")
struct ClientTests {
    /// A server that greets, signs in, and answers every command but those in `silentAfter`.
    private func server(silentAfter word: String = "-", greeting: String = greeting) async throws
        -> DialogServer
    {
        try await DialogServer.start { peer in
            peer.send(greeting)
        } onLine: { line, peer in
            let words = line.split(separator: " ")
            guard words.count > 1, words[1] != word else { return }
            let data =
                words[1] == "SELECT"
                ? "* 1 EXISTS\r\n* OK [UIDVALIDITY 3] ok\r\n"
                : line.contains("BODY.PEEK[]") ? "* 1 FETCH (UID 1 BODY[] {10}\r\n01234" : ""
            peer.send(data)
            if !line.contains("BODY.PEEK[]") { peer.send("\(words[0]) OK done\r\n") }
        }
    }

    private static let greeting = "* OK [CAPABILITY IMAP4rev1] ready\r\n"
    private static let brief = Deadlines(
        connect: .seconds(5), reply: .milliseconds(200), transfer: .milliseconds(300))

    @Test("a server that falls silent is given up", arguments: ["LOGIN", "SELECT", "UID"])
    func silence(_ word: String) async throws {
        let server = try await server(silentAfter: word)
        let error = await #expect(throws: IMAPError.self) {
            let client = try await Client.connect(to: server.endpoint(deadlines: Self.brief))
            try await client.signIn(user: "desk", password: "secret")
            _ = try await client.select("INBOX")
            _ = try await client.search(from: UID(1))
        }
        #expect(error == .wire(.timedOut(.converse)))
        #expect(try await server.isAbandoned())
        try await server.stop()
    }

    @Test("a server that says nothing at all, or something else, is no IMAP server")
    func noGreeting() async throws {
        for (greeting, expected) in [
            ("", IMAPError.wire(.timedOut(.greet))),
            ("* BYE [UNAVAILABLE] later\r\n", .throttled("later")),
            ("* BYE go away\r\n", .bye("go away")),
        ] {
            let server = try await server(greeting: greeting)
            let error = await #expect(throws: IMAPError.self) {
                _ = try await Client.connect(to: server.endpoint(deadlines: Self.brief))
            }
            #expect(error == expected)
            #expect(try await server.isAbandoned())
            try await server.stop()
        }
    }

    @Test("a body that stops half-way is not handed over")
    func halfABody() async throws {
        let server = try await server()
        let client = try await Client.connect(to: server.endpoint(deadlines: Self.brief))
        let error = await #expect(throws: IMAPError.self) {
            try await client.bodies(of: [UID(1)]) { _, _ in Issue.record("half a mail") }
        }
        #expect(error == .wire(.timedOut(.converse)))
        await #expect(throws: IMAPError.self) { try await client.noop() }
        try await server.stop()
    }

    @Test("cancelling ends the wait and the connection; another call meanwhile is refused")
    func cancels() async throws {
        let server = try await server(silentAfter: "NOOP")
        let client = try await Client.connect(to: server.endpoint())
        let waiting = Task { try await client.noop() }
        while await client.transcript.lines.last != .client("A1 NOOP") { await Task.yield() }
        let busy = await #expect(throws: IMAPError.self) { try await client.noop() }
        #expect(busy == .busy)
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
        #expect(try await server.isAbandoned())
        try await server.stop()
    }

    @Test("the transcript has what both said, and no values")
    func transcript() async throws {
        let server = try await server()
        let client = try await Client.connect(to: server.endpoint())
        try await client.signIn(user: "desk", password: "secret")
        await client.logout()
        let expected = [
            "S: * OK [CAPABILITY] ready", "C: A1 LOGIN (user name) (password)", "S: A1 OK done",
            "C: A2 CAPABILITY", "S: A2 OK done", "C: A3 LOGOUT", "S: A3 OK done",
        ]
        #expect(await client.transcript.lines.map(\.description) == expected)
        try await server.stop()
    }
}
