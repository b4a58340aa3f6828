import MailServer
import Testing

@Suite(.timeLimit(.minutes(1)))
struct SMTPTests {
    private func greeted(_ addresses: Addresses) async throws -> TestClient {
        let client = try await TestClient(port: addresses.smtp)
        _ = try await client.line()
        try await client.exchange("EHLO test.example", until: "250")
        return client
    }

    private func submit(_ client: TestClient, to: [String], _ content: String) async throws
        -> String
    {
        _ = try await client.ask("MAIL FROM:<ann@example.org> SIZE=100 BODY=8BITMIME")
        for recipient in to { _ = try await client.ask("RCPT TO:<\(recipient)>") }
        guard try await client.ask("DATA").hasPrefix("354") else { return "" }
        return try await client.ask(content + "\r\n.")
    }

    @Test("mail is kept as it was sent, without the dots, and delivered to local accounts and tags")
    func keep() async throws {
        try await withServer { server, addresses in
            let client = try await greeted(addresses)
            let answer = try await submit(
                client, to: ["HELP+t17@demo.example", "else@where.example", alice],
                "Subject: x\r\n\r\n..dot\r\n\u{E9}")
            #expect(answer.hasPrefix("250"))
            let kept = await server.received()
            #expect(kept.map(\.to) == [["HELP+t17@demo.example", "else@where.example", alice]])
            #expect(kept.map(\.from) == ["ann@example.org"])
            #expect(kept[0].bytes == Array("Subject: x\r\n\r\n.dot\r\n\u{E9}\r\n".utf8))
            let inbox = await server.mails(of: alice)
            #expect(inbox.count == 1)
            #expect(
                String(decoding: inbox[0].bytes, as: UTF8.self).hasPrefix(
                    "Return-Path: <ann@example.org>\r\nDelivered-To: HELP+t17@demo.example\r\nReceived: "
                ))
            #expect(inbox[0].bytes.suffix(kept[0].bytes.count) == kept[0].bytes[...])
            #expect(await server.mails(of: "bob@demo.example") == [])
        }
    }

    @Test("AUTH is asked for when wanted, and the sender's account is remembered")
    func auth() async throws {
        try await withServer({ $0.smtpNeedsSignIn = true }) { server, addresses in
            let client = try await greeted(addresses)
            #expect(try await client.ask("MAIL FROM:<>") == "530 5.7.0 Sign in first")
            #expect(try await client.ask("AUTH PLAIN AGEAYg==").hasPrefix("535 "))
            #expect(try await client.ask("AUTH LOGIN") == "334 VXNlcm5hbWU6")
            #expect(try await client.ask("YWxpY2VAZGVtby5leGFtcGxl") == "334 UGFzc3dvcmQ6")
            #expect(try await client.ask("d29uZGVyIGxhbmQ=").hasPrefix("235 "))
            #expect(try await submit(client, to: ["x@y.example"], "A: b\r\n").hasPrefix("250"))
            #expect(await server.received().map(\.account) == [alice])
        }
    }

    @Test("commands out of order, bad addresses and large mails are refused")
    func refusals() async throws {
        try await withServer({ $0.largestMail = 50 }) { server, addresses in
            let client = try await TestClient(port: addresses.smtp)
            _ = try await client.line()
            #expect(try await client.ask("MAIL FROM:<a@b.example>").hasPrefix("503"))
            try await client.exchange("EHLO x", until: "250")
            #expect(try await client.ask("RCPT TO:<a@b.example>").hasPrefix("503"))
            #expect(try await client.ask("MAIL FROM:a@b.example").hasPrefix("501"))
            #expect(try await client.ask("MAIL FROM:<a@b.example> SIZE=51").hasPrefix("552"))
            #expect(try await client.ask("MAIL FROM:<a@b.example>").hasPrefix("250"))
            #expect(try await client.ask("DATA").hasPrefix("503"))
            _ = try await client.ask("RCPT TO:<c@d.example>")
            _ = try await client.ask("DATA")
            let long = String(repeating: "0123456789\r\n", count: 9)
            #expect(try await client.ask(long + ".").hasPrefix("552"))
            #expect(try await client.ask("NOOP").hasPrefix("250"))
            #expect(try await client.ask("QUIT").hasPrefix("221"))
            #expect(await server.received() == [])
        }
    }

    @Test("a recipient or a stage answers what the faults say")
    func faults() async throws {
        try await withServer { server, addresses in
            var faults = Faults()
            faults.recipientRefusals = ["gone@y.example": SMTPReply(550, "5.1.1 Unknown")]
            server.faults = faults
            let client = try await greeted(addresses)
            _ = try await client.ask("MAIL FROM:<a@b.example>")
            #expect(try await client.ask("RCPT TO:<Gone@y.example>") == "550 5.1.1 Unknown")
            #expect(try await client.ask("RCPT TO:<here@y.example>").hasPrefix("250"))
            for (stage, command) in [
                (SMTPStage.recipient, "RCPT TO:<b@y.example>"), (.data, "DATA"),
            ] {
                faults.smtpRefusals = [stage: SMTPReply(451, "4.3.0 Later")]
                server.faults = faults
                #expect(try await client.ask(command) == "451 4.3.0 Later")
            }
            faults.smtpRefusals = [.content: SMTPReply(452, "4.2.2 Full")]
            server.faults = faults
            _ = try await client.ask("DATA")
            #expect(try await client.ask("A: b\r\n.") == "452 4.2.2 Full")
            #expect(await server.received() == [])
        }
    }
}
