import POP3
import Synchronization
import TestSupport
import Testing
import Wire

@Suite("a POP3 client")
struct ClientTests {
    @Test("signs in, lists, reads, deletes and hangs up")
    func whole() async throws {
        let heard = Mutex<[String]>([])
        let mail = String(repeating: "..x\r\n", count: 50_000)
        let server = try await DialogServer.start {
            $0.send("+OK ready\r\n")
        } onLine: { line, peer in
            heard.withLock { $0.append(line) }
            switch line {
            case "CAPA", "LIST": peer.send("+OK\r\n1 7\r\n.\r\n")
            case "UIDL": peer.send("+OK\r\n1 a\r\n.\r\n")
            case "RETR 1", "TOP 1 3": peer.send("+OK\r\n\(mail).\r\n")
            default: peer.send("+OK\r\n")
            }
            if line == "QUIT" { peer.close() }
        }
        let client = try await Client.connect(to: server.endpoint())
        try await client.signIn(user: "desk", password: "secret")
        #expect(try await client.uidls() == [Listed(number: 1, uidl: "a")])
        #expect(try await client.sizes() == [1: 7])
        #expect(try await client.retrieve(1, limit: 1 << 20).count == 200_000)
        await #expect(throws: POP3Error.messageTooLarge(1, limit: 1000)) {
            try await client.top(1, lines: 3, limit: 1000)
        }
        try await client.delete(1)
        try await client.noop()
        try await client.quit()
        #expect(
            heard.withLock { $0 } == [
                "CAPA", "USER desk", "PASS secret", "UIDL", "LIST", "RETR 1", "TOP 1 3", "DELE 1",
                "NOOP", "QUIT",
            ])
        let transcript = await client.transcript.lines.map(\.description)
        #expect(transcript.contains("C: PASS ***"))
        #expect(!transcript.joined().contains("secret"))
        #expect(try await server.isAbandoned())
        try await server.stop()
    }

    @Test("reports a server that says nothing, hangs up, or is not there")
    func faults() async throws {
        let impatient = Deadlines(reply: .seconds(4), transfer: .milliseconds(200))
        let silent = try await DialogServer.start()
        await #expect(throws: POP3Error.wire(.timedOut(.greet))) {
            _ = try await Client.connect(to: silent.endpoint(deadlines: impatient))
        }
        #expect(try await silent.isAbandoned())
        try await silent.stop()
        let nobody = try HeldPort()
        await #expect(throws: POP3Error.wire(.refused(host: "127.0.0.1", port: nobody.number))) {
            _ = try await Client.connect(
                to: Endpoint(host: "127.0.0.1", port: nobody.number, security: .none))
        }
        let server = try await DialogServer.start {
            $0.send("+OK\r\n")
        } onLine: { line, peer in
            if line == "CAPA" { peer.send("-ERR\r\n") } else { peer.close() }
        }
        let client = try await Client.connect(to: server.endpoint())
        await #expect(throws: POP3Error.wire(.closed(.converse))) { try await client.noop() }
        await #expect(throws: POP3Error.wire(.closed(.converse))) { try await client.noop() }
        try await server.stop()
    }

    @Test("gives up on a mail that stops in the middle")
    func stalls() async throws {
        let impatient = Deadlines(transfer: .seconds(4))
        let server = try await DialogServer.start {
            $0.send("+OK\r\n")
        } onLine: { line, peer in
            peer.send(line == "CAPA" ? "-ERR\r\n" : "+OK\r\nFrom: a\r\n")
        }
        let client = try await Client.connect(to: server.endpoint(deadlines: impatient))
        await #expect(throws: POP3Error.wire(.timedOut(.converse))) {
            try await client.retrieve(1, limit: 100)
        }
        #expect(try await server.isAbandoned())
        try await server.stop()
    }

    @Test("hangs up when the task is cancelled")
    func cancelled() async throws {
        let asked = Mutex(false)
        let server = try await DialogServer.start {
            $0.send("+OK\r\n")
        } onLine: { line, peer in
            if line == "CAPA" { peer.send("-ERR\r\n") }
            if line == "NOOP" { asked.withLock { $0 = true } }
        }
        let client = try await Client.connect(to: server.endpoint())
        let asking = Task { try await client.noop() }
        while !asked.withLock({ $0 }) { try await Task.sleep(for: .milliseconds(1)) }
        asking.cancel()
        await #expect(throws: CancellationError.self) { try await asking.value }
        #expect(try await server.isAbandoned())
        try await server.stop()
    }

    @Test(
        "sends no user and no password with a line break", arguments: ["a\r\nDELE 1", "a\n", "\0"])
    func unsafe(_ text: String) async throws {
        let heard = Mutex<[String]>([])
        let server = try await DialogServer.start {
            $0.send("+OK\r\n")
        } onLine: { line, peer in
            heard.withLock { $0.append(line) }
            peer.send("-ERR\r\n")
        }
        let client = try await Client.connect(to: server.endpoint())
        await #expect(throws: POP3Error.wire(.unsafeText(field: "user name"))) {
            try await client.signIn(user: text, password: "x")
        }
        await #expect(throws: POP3Error.wire(.unsafeText(field: "password"))) {
            try await client.signIn(user: "x", password: text)
        }
        await #expect(throws: POP3Error.self) { try await client.noop() }
        #expect(heard.withLock { $0 } == ["CAPA", "NOOP"])
        try await server.stop()
    }

    @Test("every error has a sentence that ends as one")
    func sentences() {
        let errors: [POP3Error] = [
            .signInRefused(text: ""), .inUse(text: ""), .busy(text: ""),
            .noSuchMessage(1, text: ""), .unsupported(command: "UIDL", text: ""),
            .unsupported(command: "TOP", text: ""), .refused(command: "QUIT", text: ""),
            .messageTooLarge(1, limit: 1), .tooManyMessages(limit: 1),
            .protocolViolation(text: ""), .wire(.authoritiesInvalid),
        ]
        for error in errors { #expect(error.sentence.hasSuffix(".")) }
    }
}
