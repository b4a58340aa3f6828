import NIOSSL
import Synchronization
import TestSupport
import Testing

@testable import Wire

/// `* OK` greeting, `S0 STARTTLS`, `S0 OK`: an opening like IMAP's.
struct TestOpening: Opening {
    private var isGreeted = false

    mutating func received(_ line: [UInt8]) -> OpeningStep {
        let text = String(decoding: line, as: UTF8.self)
        if !isGreeted {
            isGreeted = true
            return .send(Array("S0 STARTTLS\r\n".utf8))
        }
        if text.hasPrefix("* ") { return .wait }
        return text.hasPrefix("S0 OK") ? .startTLS : .fail(.startTLSUnavailable(text: text))
    }
}

@Suite("TLS")
struct TLSTests {
    @Test("believes a private authority that was given, and shows the certificate")
    func privateAuthority() async throws {
        let authority = try await TestAuthority.shared.value
        let server = try await DialogServer.start(tls: authority.valid, tlsFromStart: true) {
            $0.send("hi\r\n")
        }
        let connection = try await Connection.dial(
            to: server.endpoint(.tls, host: "localhost", trust: authority.trust))
        #expect(try await connection.readLine() == Array("hi".utf8))
        let facts = try #require(await connection.certificate)
        #expect(facts.subject == "valid.example")
        #expect(facts.issuer == "Test Authority")
        #expect(facts.names == ["localhost", "mail.example"])
        #expect(facts.expiryDay == "2049-12-31")
        #expect(!facts.isSelfSigned)
        connection.close()
        #expect(try await server.isAbandoned())
        try await server.stop()
    }

    @Test("refuses an authority that nobody named")
    func unknownAuthority() async throws {
        let authority = try await TestAuthority.shared.value
        let error = try await failure(authority.valid, host: "localhost", trust: Trust())
        guard case .certificateUntrusted(let facts) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(facts?.issuer == "Test Authority")
    }

    @Test("refuses a self-signed certificate")
    func selfSigned() async throws {
        let authority = try await TestAuthority.shared.value
        let error = try await failure(
            authority.selfSigned, host: "localhost", trust: authority.trust)
        guard case .certificateUntrusted(let facts) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(facts?.isSelfSigned == true)
    }

    @Test("refuses a certificate of another name and says which name it has")
    func wrongName() async throws {
        let authority = try await TestAuthority.shared.value
        let error = try await failure(authority.other, host: "localhost", trust: authority.trust)
        guard case .certificateWrongName("localhost", let facts) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(facts?.names == ["elsewhere.example"])
    }

    @Test("verifies the address when the host is one")
    func address() async throws {
        let authority = try await TestAuthority.shared.value
        let error = try await failure(
            authority.address, host: "127.0.0.1", trust: authority.trust)
        #expect(error == nil)
    }

    @Test("refuses an address that is not in the certificate")
    func wrongAddress() async throws {
        let authority = try await TestAuthority.shared.value
        let error = try await failure(authority.valid, host: "127.0.0.1", trust: authority.trust)
        guard case .certificateWrongName("127.0.0.1", let facts) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(facts?.names == ["localhost", "mail.example"])
        #expect(error?.sentence.contains("localhost, mail.example") == true)
    }

    @Test("refuses an expired certificate and says when it ended")
    func expired() async throws {
        let authority = try await TestAuthority.shared.value
        let error = try await failure(
            authority.expired, host: "localhost", trust: authority.trust)
        guard case .certificateExpired(let facts) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(facts.expiryDay == "2021-02-03")
    }

    @Test("believes everything only when told to")
    func unverified() async throws {
        let authority = try await TestAuthority.shared.value
        for context in [authority.valid, authority.expired, authority.selfSigned] {
            let error = try await failure(
                context, host: "127.0.0.1", trust: Trust(verifies: false))
            #expect(error == nil)
        }
    }

    @Test("refuses TLS 1.1")
    func outdated() async throws {
        let authority = try await TestAuthority.shared.value
        let error = try await failure(
            authority.outdated, host: "localhost", trust: authority.trust)
        guard case .tlsFailed(let reason) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(reason.contains("PROTOCOL_VERSION"))
    }

    @Test(
        "refuses authorities that are not PEM",
        arguments: ["nonsense", "-----BEGIN CERTIFICATE-----"])
    func invalidAuthorities(_ pem: String) async throws {
        let endpoint = Endpoint(
            host: "localhost", port: 1, security: .tls, trust: Trust(authoritiesPEM: pem))
        await #expect(throws: WireError.authoritiesInvalid) {
            _ = try await Connection.dial(to: endpoint)
        }
    }

    @Test("knows a port that speaks in the clear")
    func plainPort() async throws {
        let server = try await DialogServer.start { $0.send("220 mail ESMTP\r\n") }
        await #expect(throws: WireError.tlsNotSpoken(host: "localhost", port: server.port)) {
            _ = try await Connection.dial(to: server.endpoint(.tls, host: "localhost"))
        }
        try await server.stop()
    }

    @Test("gives up on a handshake that does not come")
    func silentHandshake() async throws {
        let server = try await DialogServer.start()
        await #expect(throws: WireError.timedOut(.encrypt)) {
            _ = try await Connection.dial(
                to: server.endpoint(.tls, deadlines: ConnectionTests.impatient))
        }
        #expect(try await server.isAbandoned())
        try await server.stop()
    }

    @Test("says that the server hung up during the handshake")
    func hangsUp() async throws {
        let server = try await DialogServer.start { $0.close() }
        await #expect(throws: WireError.closed(.encrypt)) {
            _ = try await Connection.dial(to: server.endpoint(.tls))
        }
        try await server.stop()
    }

    @Test("begins after STARTTLS, and only greeting and command go before it")
    func startTLS() async throws {
        let authority = try await TestAuthority.shared.value
        let heard = Mutex<[String]>([])
        let server = try await DialogServer.start(tls: authority.valid) {
            $0.send("* OK ready\r\n")
        } onLine: { line, peer in
            heard.withLock { $0.append(line) }
            if line == "S0 STARTTLS" {
                peer.startTLS(after: "* note\r\nS0 OK begin\r\n")
            } else {
                peer.send("secret heard\r\n")
            }
        }
        let connection = try await Connection.dial(
            to: server.endpoint(.starttls, host: "localhost", trust: authority.trust),
            opening: TestOpening())
        #expect(await connection.certificate?.issuer == "Test Authority")
        try await connection.write(Array("secret\r\n".utf8))
        #expect(try await connection.readLine() == Array("secret heard".utf8))
        #expect(heard.withLock { $0 } == ["S0 STARTTLS", "secret"])
        #expect(
            await connection.transcript.lines == [
                .server("* OK ready"), .client("S0 STARTTLS"), .server("* note"),
                .server("S0 OK begin"), .note("TLS"),
            ])
        try await server.stop()
    }

    @Test("refuses bytes that were smuggled in behind the agreement to STARTTLS")
    func injection() async throws {
        let authority = try await TestAuthority.shared.value
        let server = try await DialogServer.start(tls: authority.valid) {
            $0.send("* OK ready\r\n")
        } onLine: { _, peer in
            peer.startTLS(after: "S0 OK begin\r\n* CAPABILITY LOGIN\r\n")
        }
        await #expect(throws: WireError.startTLSInjection) {
            _ = try await Connection.dial(
                to: server.endpoint(.starttls, host: "localhost", trust: authority.trust),
                opening: TestOpening())
        }
        #expect(try await server.isAbandoned())
        try await server.stop()
    }

    @Test("is not done without when STARTTLS is refused")
    func startTLSRefused() async throws {
        let server = try await DialogServer.start {
            $0.send("* OK ready\r\n")
        } onLine: { _, peer in
            peer.send("S0 BAD what\r\n")
        }
        await #expect(throws: WireError.startTLSUnavailable(text: "S0 BAD what")) {
            _ = try await Connection.dial(to: server.endpoint(.starttls), opening: TestOpening())
        }
        #expect(try await server.isAbandoned())
        try await server.stop()
    }

    @Test("ends an opening that talks without end")
    func endlessOpening() async throws {
        let server = try await DialogServer.start {
            $0.send("* OK ready\r\n" + String(repeating: "* more\r\n", count: 500))
        }
        let error = await #expect(throws: WireError.self) {
            _ = try await Connection.dial(to: server.endpoint(.starttls), opening: TestOpening())
        }
        #expect(error?.kind == .needsPerson)
        try await server.stop()
    }

    /// What a client says about a server with this certificate; nil when it is content.
    private func failure(
        _ context: NIOSSLContext, host: String, trust: Trust
    ) async throws -> WireError? {
        let server = try await DialogServer.start(tls: context, tlsFromStart: true) {
            $0.send("hi\r\n")
        }
        var failure: WireError?
        do {
            let connection = try await Connection.dial(
                to: server.endpoint(.tls, host: host, trust: trust))
            _ = try await connection.readLine()
            connection.close()
        } catch let error as WireError { failure = error }
        #expect(try await server.isAbandoned())
        try await server.stop()
        return failure
    }
}
