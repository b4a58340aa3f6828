import MailServer
import Testing

@Suite(.timeLimit(.minutes(1)))
struct IMAPTests {
    @Test("the greeting announces the capabilities, and LOGIN opens the account")
    func login() async throws {
        try await withServer { _, addresses in
            let client = try await TestClient(port: addresses.imap)
            let greeting = try await client.line()
            #expect(greeting.hasPrefix("* OK [CAPABILITY IMAP4rev1 "))
            #expect(!greeting.contains("STARTTLS"))
            #expect(
                try await client.imap("LOGIN \(alice) wrong") == [
                    "t NO [AUTHENTICATIONFAILED] Invalid credentials"
                ])
            #expect(try await client.imap("SELECT INBOX").last?.hasPrefix("t BAD") == true)
            let answer = try await client.imap("LOGIN \"\(alice)\" \"wonder land\"")
            #expect(answer.last?.hasPrefix("t OK [CAPABILITY") == true)
            #expect(try await client.imap("LOGOUT") == ["* BYE Signing off", "t OK Done"])
            #expect(await client.rest() == "")
        }
    }

    @Test("a password travels as a literal, waited for or not")
    func literals() async throws {
        try await withServer { _, addresses in
            let client = try await TestClient(port: addresses.imap)
            _ = try await client.line()
            #expect(try await client.ask("a LOGIN {18}") == "+ Ready for literal data")
            #expect(try await client.ask("\(alice) {11}") == "+ Ready for literal data")
            #expect(try await client.ask("wonder land").hasPrefix("a OK"))
            let other = try await TestClient(port: addresses.imap)
            _ = try await other.line()
            try await other.send("b LOGIN {18+}\r\n\(alice) {11+}\r\nwonder land\r\n")
            #expect(try await other.line().hasPrefix("b OK"))
        }
    }

    @Test("AUTHENTICATE takes PLAIN with and without an initial response, LOGIN and bearer tokens")
    func authenticate() async throws {
        try await withServer { _, addresses in
            func fresh() async throws -> TestClient {
                let client = try await TestClient(port: addresses.imap)
                _ = try await client.line()
                return client
            }
            let plain = "AGFsaWNlQGRlbW8uZXhhbXBsZQB3b25kZXIgbGFuZA=="
            #expect(
                try await fresh().imap("AUTHENTICATE PLAIN \(plain)").last?.hasPrefix("t OK")
                    == true)
            let waiting = try await fresh()
            #expect(try await waiting.ask("a AUTHENTICATE PLAIN") == "+ ")
            #expect(try await waiting.ask(plain).hasPrefix("a OK"))
            let login = try await fresh()
            #expect(try await login.ask("a AUTHENTICATE LOGIN") == "+ VXNlcm5hbWU6")
            #expect(try await login.ask("YWxpY2VAZGVtby5leGFtcGxl") == "+ UGFzc3dvcmQ6")
            #expect(try await login.ask("d29uZGVyIGxhbmQ=").hasPrefix("a OK"))
            let cancelled = try await fresh()
            #expect(try await cancelled.ask("a AUTHENTICATE PLAIN") == "+ ")
            #expect(try await cancelled.ask("*") == "a NO Cancelled")
            // user=alice@demo.example ^A auth=Bearer token-of-alice ^A ^A
            let token =
                "dXNlcj1hbGljZUBkZW1vLmV4YW1wbGUBYXV0aD1CZWFyZXIgdG9rZW4tb2YtYWxpY2UBAQ=="
            #expect(
                try await fresh().imap("AUTHENTICATE XOAUTH2 \(token)").last?.hasPrefix("t OK")
                    == true)
            let refused = try await fresh()
            #expect(try await refused.ask("a AUTHENTICATE XOAUTH2 dXNlcj14").hasPrefix("+ eyJ"))
            #expect(try await refused.ask("").hasPrefix("a NO"))
        }
    }

    @Test("LIST shows special uses, children, missing parents and names as they are on the wire")
    func list() async throws {
        try await withServer { _, addresses in
            let client = try await signedIn(addresses)
            #expect(
                try await client.imap("LIST \"\" \"*\"").dropLast() == [
                    "* LIST (\\Noselect \\HasChildren) \"/\" \"Anfragen\"",
                    "* LIST (\\HasNoChildren) \"/\" \"Anfragen/B&APw-ro\"",
                    "* LIST (\\HasNoChildren) \"/\" \"Done\"",
                    "* LIST (\\HasNoChildren) \"/\" \"INBOX\"",
                    "* LIST (\\Sent \\HasNoChildren) \"/\" \"Sent\"",
                ])
            #expect(try await client.imap("LIST \"\" %").count == 5)
            #expect(
                try await client.imap("LIST \"\" \"\"").first == "* LIST (\\Noselect) \"/\" \"\"")
            try await client.imap("CREATE {4+}\r\nR\"&D")
            #expect(
                try await client.imap("LIST \"\" R*").first
                    == "* LIST (\\HasNoChildren) \"/\" \"R\\\"&D\"")
        }
    }

    @Test("SELECT tells UIDVALIDITY and UIDNEXT, EXAMINE forbids changes")
    func select() async throws {
        try await withServer { server, addresses in
            await server.append(mail("one"), to: alice)
            let client = try await signedIn(addresses)
            let answer = try await client.imap("SELECT inbox")
            #expect(answer.contains("* 1 EXISTS"))
            #expect(answer.contains("* OK [UIDVALIDITY 1000001] UIDs valid"))
            #expect(answer.contains("* OK [UIDNEXT 2] Predicted next UID"))
            #expect(answer.last == "t OK [READ-WRITE] SELECT completed")
            #expect(
                try await client.imap("EXAMINE INBOX").last == "t OK [READ-ONLY] EXAMINE completed")
            #expect(
                try await client.imap("UID STORE 1 +FLAGS (\\Seen)").last?.hasPrefix("t NO") == true
            )
            try await client.imap("UID FETCH 1 BODY[]")
            #expect(await server.mails(of: alice)[0].flags == [])
            #expect(
                try await client.imap("SELECT Nowhere") == ["t NO [NONEXISTENT] No such folder"])
            #expect(try await client.imap("NOOP") == ["t OK Done"])
        }
    }

    @Test("UID SEARCH finds by set, date, flag and header, and n:* means the last mail at least")
    func search() async throws {
        try await withServer { server, addresses in
            await server.append(mail("one", id: "A@x.example"), to: alice, internalDate: 86400 * 40)
            await server.append(mail("two", id: "b@x.example"), to: alice, flags: ["\\Seen"])
            let client = try await signedIn(addresses, select: "INBOX")
            let answers = [
                "ALL": "1 2", "UID 2:*": "2", "UID 9:*": "2", "UNSEEN": "1", "SEEN": "2",
                "SINCE 10-Feb-1970": "1 2", "SINCE 11-Feb-1970": "2", "BEFORE 11-Feb-1970": "1",
                "HEADER Message-ID \"<a@X.example>\"": "1", "HEADER Subject {3+}\r\nTWO": "2",
                "NOT SEEN": "1", "OR UID 1 UID 2": "1 2", "(UID 1 SUBJECT one)": "1",
                "CHARSET UTF-8 FROM ann": "1 2", "LARGER 5000": "", "2": "2",
            ]
            for (key, expected) in answers.sorted(by: { $0.key < $1.key }) {
                let line = try await client.imap("UID SEARCH \(key)").first
                #expect(line == (expected.isEmpty ? "* SEARCH" : "* SEARCH \(expected)"), "\(key)")
            }
        }
    }

    @Test("UID FETCH serves facts, whole mails, headers and parts of them")
    func fetch() async throws {
        try await withServer { server, addresses in
            let bytes = mail("one")
            await server.append(bytes, to: alice, internalDate: 0)
            let client = try await signedIn(addresses, select: "INBOX")
            #expect(
                try await client.imap("UID FETCH 1:* (UID RFC822.SIZE INTERNALDATE FLAGS)").first
                    == "* 1 FETCH (UID 1 RFC822.SIZE \(bytes.count) INTERNALDATE \" 1-Jan-1970 00:00:00 +0000\" FLAGS ())"
            )
            let whole = try await client.imap("UID FETCH 1 BODY.PEEK[]")
            #expect(whole[0] == "* 1 FETCH (UID 1 BODY[] {\(bytes.count)}")
            #expect(
                whole.dropFirst().dropLast() == [
                    "From: Ann <ann@example.org>", "To: help@demo.example", "Subject: one",
                    "Message-ID: <m1@demo.example>", "", "Hello", ")",
                ])
            #expect(await server.mails(of: alice)[0].flags == [])
            #expect(
                try await client.imap("UID FETCH 1 BODY.PEEK[]<0.4>").prefix(2) == [
                    "* 1 FETCH (UID 1 BODY[]<0> {4}", "From)",
                ])
            #expect(
                try await client.imap("UID FETCH 1 BODY.PEEK[]<9999.4>")[0]
                    == "* 1 FETCH (UID 1 BODY[]<9999> {0}")
            #expect(
                try await client.imap("UID FETCH 1 BODY.PEEK[HEADER.FIELDS (Subject)]").prefix(2)
                    == [
                        "* 1 FETCH (UID 1 BODY[HEADER.FIELDS (SUBJECT)] {16}", "Subject: one",
                    ])
            #expect(try await client.imap("UID FETCH 1 BODY[TEXT]").dropFirst().first == "Hello")
            #expect(await server.mails(of: alice)[0].flags == ["\\Seen"])
            #expect(try await client.imap("UID FETCH 7 (FLAGS)") == ["t OK Fetched"])
        }
    }

    @Test("STORE, COPY, MOVE and EXPUNGE answer with UIDPLUS codes")
    func change() async throws {
        try await withServer { server, addresses in
            for number in 1...4 { await server.append(mail("\(number)"), to: alice) }
            let client = try await signedIn(addresses, select: "INBOX")
            #expect(
                try await client.imap("UID STORE 1 +FLAGS (\\Seen x)")[0]
                    == "* 1 FETCH (FLAGS (\\Seen x) UID 1)")
            #expect(try await client.imap("UID STORE 1 -FLAGS.SILENT (\\seen)") == ["t OK Stored"])
            #expect(await server.mails(of: alice)[0].flags == ["x"])
            #expect(
                try await client.imap("UID COPY 1,3 Nowhere") == ["t NO [TRYCREATE] No such folder"]
            )
            let done = await server.folders(of: alice).first { $0.text == "Done" }?.uidValidity ?? 0
            #expect(
                try await client.imap("UID COPY 1,3 Done") == [
                    "t OK [COPYUID \(done) 1,3 1:2] Copied"
                ])
            #expect(
                try await client.imap("UID MOVE 2:3 Done") == [
                    "* OK [COPYUID \(done) 2:3 3:4] Moved", "* 3 EXPUNGE", "* 2 EXPUNGE",
                    "t OK Moved",
                ])
            #expect(await server.mails(of: alice).map(\.uid) == [1, 4])
            #expect(await server.mails(of: alice, folder: "Done").count == 4)
            try await client.imap("UID STORE 1:* +FLAGS.SILENT (\\Deleted)")
            #expect(try await client.imap("UID EXPUNGE 4") == ["* 2 EXPUNGE", "t OK Expunged"])
            #expect(try await client.imap("EXPUNGE") == ["* 1 EXPUNGE", "t OK Expunged"])
        }
    }

    @Test("CREATE, SUBSCRIBE, STATUS and APPEND work on folders with non-ASCII names")
    func folders() async throws {
        try await withServer { server, addresses in
            let client = try await signedIn(addresses)
            #expect(try await client.imap("CREATE Erledigt/&AMQ-rger") == ["t OK Created"])
            #expect(
                try await client.imap("CREATE Erledigt/&AMQ-rger").last?.hasPrefix("t NO") == true)
            #expect(try await client.imap("SUBSCRIBE Erledigt/&AMQ-rger") == ["t OK Done"])
            #expect(await server.folders(of: alice).map(\.text).contains("Erledigt/Ärger"))
            try await client.send(
                "a APPEND Erledigt/&AMQ-rger (\\Seen) \"07-Feb-1994 21:52:25 -0800\" {3}\r\n")
            #expect(try await client.line() == "+ Ready for literal data")
            try await client.send("A\r\n\r\n")
            #expect(try await client.line().contains("[APPENDUID "))
            #expect(
                try await client.imap("STATUS \"Erledigt/&AMQ-rger\" (MESSAGES UIDNEXT UNSEEN)")[0]
                    == "* STATUS \"Erledigt/&AMQ-rger\" (MESSAGES 1 UIDNEXT 2 UNSEEN 0)")
            let kept = await server.mails(of: alice, folder: "Erledigt/Ärger")
            #expect(kept.map(\.bytes) == [Array("A\r\n".utf8)])
            #expect(kept.map(\.internalDate) == [760_686_745])
            #expect(try await client.imap("NAMESPACE")[0] == "* NAMESPACE ((\"\" \"/\")) NIL NIL")
            #expect(try await client.imap("ID NIL")[0].hasPrefix("* ID ("))
        }
    }

    @Test("IDLE tells of new mail while it waits")
    func idle() async throws {
        try await withServer { server, addresses in
            let client = try await signedIn(addresses, select: "INBOX")
            #expect(try await client.ask("i IDLE") == "+ idling")
            await server.append(mail("one"), to: alice)
            #expect(try await client.lines(2) == ["* 1 EXISTS", "* 0 RECENT"])
            await server.remove([1], of: alice)
            #expect(try await client.line() == "* 1 EXPUNGE")
            #expect(try await client.ask("DONE") == "i OK Idle ended")
        }
    }

    @Test("positions stay put while a client works with them")
    func sequence() async throws {
        try await withServer { server, addresses in
            for number in 1...3 { await server.append(mail("\(number)"), to: alice) }
            let client = try await signedIn(addresses, select: "INBOX")
            await server.remove([1], of: alice)
            #expect(
                try await client.imap("FETCH 1:3 (UID)") == [
                    "* 2 FETCH (UID 2)", "* 3 FETCH (UID 3)", "t OK Fetched",
                ])
            #expect(try await client.imap("NOOP") == ["* 1 EXPUNGE", "t OK Done"])
        }
    }

    @Test(
        "malformed commands are BAD and the conversation goes on",
        arguments: [
            "FETCH", "UID FETCH x (FLAGS)", "UID SEARCH UID 0", "UID SEARCH NOT NOT NOT", "LIST \"",
            "STORE 1 FLAGS", "UID FETCH 1 BODY[", "APPEND INBOX x", "WHAT", "UID", "SELECT",
        ])
    func malformed(command: String) async throws {
        try await withServer { _, addresses in
            let client = try await signedIn(addresses, select: "INBOX")
            #expect(try await client.imap(command).last?.hasPrefix("t BAD") == true)
            #expect(try await client.imap("NOOP") == ["t OK Done"])
        }
    }
}
