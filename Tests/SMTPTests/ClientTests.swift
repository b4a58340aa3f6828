import SMTP
import Synchronization
import TestSupport
import Testing
import Wire

@Suite("an SMTP client")
struct ClientTests {
    /// A server that takes everything and remembers what it heard.
    final class Sink: Sendable {
        let heard = Mutex<[String]>([])
        private let isInMail = Mutex(false)
        private let afterMail: String?

        init(afterMail: String? = "250 2.0.0 queued as 7\r\n") { self.afterMail = afterMail }

        func take(_ line: String, _ peer: DialogServer.Peer) {
            heard.withLock { $0.append(line) }
            if isInMail.withLock({ $0 }) {
                guard line == "." else { return }
                isInMail.withLock { $0 = false }
                if let afterMail { peer.send(afterMail) } else { peer.close() }
                return
            }
            switch line.prefix(4) {
            case "EHLO": peer.send("250-sink\r\n250-AUTH PLAIN\r\n250 8BITMIME\r\n")
            case "AUTH": peer.send("235 ok\r\n")
            case "DATA":
                isInMail.withLock { $0 = true }
                peer.send("354 go\r\n")
            case "QUIT":
                peer.send("221 bye\r\n")
                peer.close()
            default: peer.send("250 ok\r\n")
            }
        }

        func start() async throws -> DialogServer {
            try await DialogServer.start {
                $0.send("220 sink\r\n")
            } onLine: {
                self.take($0, $1)
            }
        }
    }

    @Test("signs in, hands over two mails and says goodbye")
    func whole() async throws {
        let sink = Sink()
        let server = try await sink.start()
        let client = try await Client.connect(to: server.endpoint(), as: "desk.example.com")
        try await client.signIn(user: "desk", password: "secret")
        let line = String(repeating: "x", count: 70) + "\n.\n"
        let large = Array(("Subject: large\n\n" + String(repeating: line, count: 5000)).utf8)
        let first = try await client.send(mail: large, from: "a@b", to: ["c@d", "e@f"])
        #expect(first.accepted == ["c@d", "e@f"])
        #expect(first.reply.status == Reply.Status(kind: 2, subject: 0, detail: 0))
        #expect(first.reply.text == "queued as 7")
        _ = try await client.send(mail: Array("Subject: ü".utf8), from: "", to: ["c@d"])
        await client.quit()
        let heard = sink.heard.withLock { $0 }
        #expect(heard.count { $0 == ".." } == 5000)
        #expect(heard.first == "EHLO desk.example.com")
        #expect(
            heard.suffix(6) == [
                "MAIL FROM:<> BODY=8BITMIME", "RCPT TO:<c@d>", "DATA", "Subject: ü", ".", "QUIT",
            ])
        let transcript = await client.transcript.lines.map(\.description).joined(separator: "\n")
        #expect(transcript.contains("C: AUTH PLAIN ***"))
        #expect(!transcript.contains("Subject"))
        #expect(!transcript.contains("AGRlc2sAc2VjcmV0"))
        #expect(try await server.isAbandoned())
        try await server.stop()
    }

    @Test("says that a mail may have been sent when the server hangs up instead of confirming it")
    func unconfirmed() async throws {
        let server = try await Sink(afterMail: nil).start()
        let client = try await Client.connect(to: server.endpoint())
        await #expect(throws: SMTPError.unconfirmed(.closed(.converse))) {
            _ = try await client.send(mail: Array("Subject: x".utf8), from: "a@b", to: ["c@d"])
        }
        #expect(try await server.isAbandoned())
        try await server.stop()
    }

    @Test("says that a mail may have been sent when the confirmation does not come")
    func unconfirmedInTime() async throws {
        let server = try await Sink(afterMail: "").start()
        let deadlines = Deadlines(confirmation: .seconds(4))
        let client = try await Client.connect(to: server.endpoint(deadlines: deadlines))
        await #expect(throws: SMTPError.unconfirmed(.timedOut(.converse))) {
            _ = try await client.send(mail: Array("Subject: x".utf8), from: "a@b", to: ["c@d"])
        }
        #expect(try await server.isAbandoned())
        try await server.stop()
    }

    @Test("reports a server that hangs up before the mail as one that has not got it")
    func closedBefore() async throws {
        let server = try await DialogServer.start {
            $0.send("220 sink\r\n")
        } onLine: { line, peer in
            if line.hasPrefix("RCPT") { peer.close() } else { peer.send("250 ok\r\n") }
        }
        let client = try await Client.connect(to: server.endpoint())
        await #expect(throws: SMTPError.wire(.closed(.converse))) {
            _ = try await client.send(mail: [0x41], from: "a@b", to: ["c@d"])
        }
        try await server.stop()
    }

    @Test("gives up on a server that says nothing")
    func silence() async throws {
        let server = try await DialogServer.start()
        await #expect(throws: SMTPError.wire(.timedOut(.greet))) {
            _ = try await Client.connect(
                to: server.endpoint(deadlines: Deadlines(reply: .seconds(4))))
        }
        #expect(try await server.isAbandoned())
        try await server.stop()
    }

    @Test(
        "sends no name, address, user or password with a line break",
        arguments: ["a@b\r\nRCPT TO:<x@y", "a\n", "\r", "\0"])
    func unsafe(_ text: String) async throws {
        let sink = Sink()
        let server = try await sink.start()
        await #expect(throws: SMTPError.wire(.unsafeText(field: "own host name"))) {
            _ = try await Client.connect(to: server.endpoint(), as: text)
        }
        let client = try await Client.connect(to: server.endpoint(), as: "desk")
        for (user, password) in [(text, "x"), ("x", text)] {
            await #expect(throws: SMTPError.self) {
                try await client.signIn(user: user, password: password)
            }
        }
        for (from, to) in [(text, "c@d"), ("a@b", text)] {
            await #expect(throws: SMTPError.self) {
                _ = try await client.send(mail: [0x41], from: from, to: [to])
            }
        }
        try await client.noop()
        #expect(sink.heard.withLock { $0 } == ["EHLO desk", "NOOP"])
        try await server.stop()
    }

    @Test("every error has a sentence that ends as one")
    func sentences() {
        let reply = Reply(code: 450, text: "later")
        let errors: [SMTPError] = [
            .transient(reply), .permanent(reply), .signInRefused(reply),
            .signInUnavailable(mechanisms: []), .signInUnavailable(mechanisms: ["NTLM"]),
            .tooLarge(limit: nil), .tooLarge(limit: 1), .needs8BitMIME,
            .needsSMTPUTF8(address: "ü@b"), .unconfirmed(.closed(.converse)),
            .protocolViolation(text: ""), .wire(.authoritiesInvalid),
        ]
        for error in errors { #expect(error.sentence.hasSuffix(".")) }
    }
}
