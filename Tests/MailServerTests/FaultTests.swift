import MailServer
import Testing

@Suite(.timeLimit(.minutes(1)))
struct FaultTests {
    @Test("a conversation is cut after exactly the nth byte sent, for every n")
    func cutSent() async throws {
        try await withServer { server, addresses in
            await server.append(mail("one"), to: alice)
            var length = 0
            while true {
                var faults = Faults()
                faults.cut = .init(.sent, afterBytes: length)
                server.faults = faults
                let before = server.traffic.sent
                let client = try await TestClient(port: addresses.pop3)
                do {
                    try await client.send("USER \(alice)\r\nPASS wonder land\r\nRETR 1\r\nQUIT\r\n")
                } catch {
                    // The server may hang up before it has been told everything.
                }
                _ = await client.rest()
                guard server.cutHasFired else { break }
                #expect(server.traffic.sent - before == length)
                length += 7
            }
            #expect(length > mail("one").count)
        }
    }

    @Test("a conversation is cut after the nth byte received, once or for good")
    func cutReceived() async throws {
        try await withServer { server, addresses in
            var faults = Faults()
            faults.cut = .init(.received, afterBytes: 4)
            server.faults = faults
            let client = try await TestClient(port: addresses.imap)
            _ = try await client.line()
            try await client.send("t NOOP\r\n")
            #expect(await client.rest() == "")
            let second = try await TestClient(port: addresses.imap)
            _ = try await second.line()
            #expect(try await second.imap("NOOP") == ["t OK Done"])
            faults.cut = .init(.received, afterBytes: 0, staysDown: true)
            server.faults = faults
            for _ in 1...2 {
                let client = try await TestClient(port: addresses.imap)
                _ = try await client.line()
                try await client.send("t NOOP\r\n")
                #expect(await client.rest() == "")
            }
        }
    }

    @Test("a connection falls silent before or after a command and stays open")
    func silence() async throws {
        try await withServer { server, addresses in
            for (silence, answers) in [
                (Faults.Silence.after("SELECT"), true), (.before("SELECT"), false),
            ] {
                var faults = Faults()
                faults.silence = silence
                server.faults = faults
                let client = try await signedIn(addresses)
                if answers { try await client.imap("SELECT INBOX") }
                let (sent, received) = (server.traffic.sent, server.traffic.received)
                try await client.send(answers ? "t NOOP\r\n" : "t SELECT INBOX\r\n")
                try await waitUntilReceived(received + (answers ? 8 : 16), server)
                await server.hangUpAll()
                #expect(await client.rest() == "")
                #expect(server.traffic.sent == sent)
            }
            var faults = Faults()
            faults.silence = .greeting
            server.faults = faults
            let received = server.traffic.received
            let client = try await TestClient(port: addresses.smtp)
            try await client.send("EHLO x\r\n")
            try await waitUntilReceived(received + 8, server)
            await server.hangUpAll()
            #expect(await client.rest() == "")
        }
    }

    @Test("sign-in is refused and working commands are throttled with the given words")
    func refusals() async throws {
        try await withServer { server, addresses in
            var faults = Faults()
            faults.refusesSignIn = "[AUTHENTICATIONFAILED] Application-specific password required"
            server.faults = faults
            let refused = try await TestClient(port: addresses.imap)
            _ = try await refused.line()
            #expect(
                try await refused.imap("LOGIN \(alice) \"wonder land\"") == [
                    "t NO [AUTHENTICATIONFAILED] Application-specific password required"
                ])
            faults = Faults()
            faults.throttle = "[LIMIT] Too many requests"
            server.faults = faults
            let client = try await signedIn(addresses)
            #expect(try await client.imap("SELECT INBOX") == ["t NO [LIMIT] Too many requests"])
            #expect(try await client.imap("NOOP") == ["t OK Done"])
        }
    }

    @Test("a hidden capability is neither announced nor obeyed")
    func hidden() async throws {
        try await withServer { server, addresses in
            await server.append(mail("one"), to: alice)
            var faults = Faults()
            faults.hiddenCapabilities = ["MOVE", "UIDPLUS"]
            server.faults = faults
            let client = try await signedIn(addresses, select: "INBOX")
            let capabilities = try await client.imap("CAPABILITY")[0]
            #expect(!capabilities.contains("MOVE") && !capabilities.contains("UIDPLUS"))
            #expect(try await client.imap("UID MOVE 1 Done").last?.hasPrefix("t BAD") == true)
            #expect(try await client.imap("UID EXPUNGE 1").last?.hasPrefix("t BAD") == true)
            #expect(try await client.imap("UID COPY 1 Done") == ["t OK Copied"])
        }
    }

    @Test("a MOVE that dies leaves the mail in both folders, once")
    func dyingMove() async throws {
        try await withServer { server, addresses in
            await server.append(mail("one"), to: alice)
            var faults = Faults()
            faults.diesInMove = true
            server.faults = faults
            let client = try await signedIn(addresses, select: "INBOX")
            try await client.send("t UID MOVE 1 Done\r\n")
            #expect(await client.rest() == "")
            #expect(await server.mails(of: alice).count == 1)
            #expect(await server.mails(of: alice, folder: "Done").count == 1)
            let second = try await signedIn(addresses, select: "INBOX")
            #expect(try await second.imap("UID MOVE 1 Done").last == "t OK Moved")
            #expect(await server.mails(of: alice) == [])
        }
    }

    @Test("a body is served empty or refused while the others come")
    func bodies() async throws {
        try await withServer { server, addresses in
            for number in 1...3 { await server.append(mail("\(number)"), to: alice) }
            var faults = Faults()
            faults.emptyBodies = [1]
            faults.refusedBodies = [2]
            server.faults = faults
            let client = try await signedIn(addresses, select: "INBOX")
            let answer = try await client.imap("UID FETCH 1:3 (UID RFC822.SIZE BODY.PEEK[])")
            #expect(answer[0] == "* 1 FETCH (UID 1 RFC822.SIZE \(mail("1").count) BODY[] {0}")
            #expect(answer[2].hasPrefix("* 3 FETCH"))
            #expect(answer.last == "t NO Some messages could not be fetched")
        }
    }

    @Test("renumbering hangs up on who has the folder open and changes UIDVALIDITY and UIDs")
    func renumber() async throws {
        try await withServer { server, addresses in
            for number in 1...2 { await server.append(mail("\(number)"), to: alice) }
            await server.remove([1], of: alice)
            let client = try await signedIn(addresses, select: "INBOX")
            await server.renumber(alice)
            try await client.send("t NOOP\r\n")
            #expect(await client.rest().hasPrefix("* BYE "))
            let second = try await signedIn(addresses)
            let answer = try await second.imap("SELECT INBOX")
            #expect(!answer.contains("* OK [UIDVALIDITY 1000001] UIDs valid"))
            #expect(await server.mails(of: alice).map(\.uid) == [1])
        }
    }

    @Test("a server that was stopped starts again on the same ports with what it held")
    func restart() async throws {
        try await withServer { server, addresses in
            await server.append(mail("one"), to: alice)
            let client = try await signedIn(addresses)
            await server.stop()
            #expect(await client.rest() == "")
            #expect(try await server.start() == addresses)
            let again = try await signedIn(addresses)
            #expect(try await again.imap("SELECT INBOX").contains("* 1 EXISTS"))
        }
    }
}
