import MailServer
import Testing

@Suite(.timeLimit(.minutes(1)))
struct TLSTests {
    @Test("with a certificate every protocol offers TLS from the start and on demand")
    func everywhere() async throws {
        try await withServer({ $0.certificate = TestCertificate.certificate }) { _, addresses in
            for port in [addresses.imaps, addresses.pop3s, addresses.smtps] {
                let client = try await TestClient(port: try #require(port), tls: true)
                #expect(try await client.line().contains("Martlet"))
            }
            let imap = try await TestClient(port: addresses.imap)
            #expect(try await imap.line().contains(" STARTTLS"))
            #expect(try await imap.imap("STARTTLS") == ["t OK Begin TLS negotiation now"])
            try await imap.startTLS()
            #expect(try await imap.imap("CAPABILITY")[0].contains(" STARTTLS") == false)
            let pop3 = try await TestClient(port: addresses.pop3)
            _ = try await pop3.line()
            #expect(try await pop3.ask("STLS").hasPrefix("+OK"))
            try await pop3.startTLS()
            #expect(try await pop3.ask("USER x") == "+OK")
            let smtp = try await TestClient(port: addresses.smtp)
            _ = try await smtp.line()
            #expect(try await smtp.ask("STARTTLS").hasPrefix("220"))
            try await smtp.startTLS()
            #expect(try await smtp.ask("NOOP").hasPrefix("250"))
            #expect(try await smtp.ask("MAIL FROM:<a@b.example>").hasPrefix("503"))
        }
    }

    @Test("sign-in in the clear is refused where TLS is a must")
    func must() async throws {
        func adjust(_ configuration: inout Configuration) {
            configuration.certificate = TestCertificate.certificate
            configuration.signInNeedsTLS = true
        }
        try await withServer(adjust) { _, addresses in
            let imap = try await TestClient(port: addresses.imap)
            #expect(try await imap.line().contains(" LOGINDISABLED"))
            #expect(
                try await imap.imap("LOGIN \(alice) \"wonder land\"")[0].contains("PRIVACYREQUIRED")
            )
            let pop3 = try await TestClient(port: addresses.pop3)
            _ = try await pop3.line()
            #expect(try await pop3.ask("USER \(alice)") == "-ERR Sign-in needs TLS")
            try await imap.imap("STARTTLS")
            try await imap.startTLS()
            #expect(try await imap.imap("LOGIN \(alice) \"wonder land\"")[0].hasPrefix("t OK"))
        }
    }
}
