import MailServer
import Testing

@Suite(.timeLimit(.minutes(1)))
struct POP3Tests {
    private func open(_ addresses: Addresses) async throws -> TestClient {
        let client = try await TestClient(port: addresses.pop3)
        _ = try await client.line()
        _ = try await client.ask("USER \(alice)")
        _ = try await client.ask("PASS wonder land")
        return client
    }

    @Test("CAPA, STAT, LIST, UIDL, TOP and RETR show the INBOX with dots stuffed")
    func read() async throws {
        try await withServer { server, addresses in
            await server.append(mail("one", body: ".dot\nlone\n"), to: alice)
            await server.append(mail("two"), to: alice)
            let client = try await TestClient(port: addresses.pop3)
            #expect(try await client.line().hasPrefix("+OK"))
            #expect(try await client.exchange("CAPA", until: ".").contains("UIDL"))
            #expect(try await client.ask("PASS x") == "-ERR USER first")
            #expect(try await client.ask("USER \(alice)") == "+OK")
            #expect(try await client.ask("PASS wrong") == "-ERR [AUTH] Invalid credentials")
            _ = try await client.ask("USER \(alice)")
            #expect(try await client.ask("PASS wonder land") == "+OK 2 messages")
            let sizes = [mail("one", body: ".dot\r\nlone\r\n").count, mail("two").count]
            #expect(try await client.ask("STAT") == "+OK 2 \(sizes[0] + sizes[1])")
            #expect(
                try await client.exchange("LIST", until: ".") == [
                    "+OK", "1 \(sizes[0])", "2 \(sizes[1])", ".",
                ])
            #expect(
                try await client.exchange("UIDL", until: ".") == ["+OK", "1 g1.1", "2 g1.2", "."])
            #expect(try await client.ask("UIDL 2") == "+OK 2 g1.2")
            let retrieved = try await client.exchange("RETR 1", until: ".")
            #expect(retrieved.suffix(4) == ["", "..dot", "lone", "."])
            #expect(
                try await client.exchange("TOP 1 1", until: ".").suffix(3) == ["", "..dot", "."])
            #expect(try await client.ask("RETR 3") == "-ERR No such message")
        }
    }

    @Test("DELE is committed by QUIT only")
    func delete() async throws {
        try await withServer { server, addresses in
            await server.append(mail("one"), to: alice)
            await server.append(mail("two"), to: alice)
            let dropped = try await open(addresses)
            _ = try await dropped.ask("DELE 1")
            await dropped.close()
            let reset = try await open(addresses)
            #expect(try await reset.ask("DELE 1").hasPrefix("+OK"))
            #expect(try await reset.ask("RETR 1") == "-ERR No such message")
            _ = try await reset.ask("RSET")
            #expect(try await reset.ask("QUIT") == "+OK")
            #expect(await server.mails(of: alice).count == 2)
            let deleting = try await open(addresses)
            _ = try await deleting.ask("DELE 1")
            #expect(try await deleting.ask("QUIT") == "+OK")
            #expect(await server.mails(of: alice).map(\.uid) == [2])
        }
    }

    @Test("a reversed list keeps its UIDLs, a renewed one has others")
    func order() async throws {
        try await withServer { server, addresses in
            await server.append(mail("one"), to: alice)
            await server.append(mail("two"), to: alice)
            await server.reversePOP3Order(of: alice)
            let reversed = try await open(addresses)
            #expect(
                try await reversed.exchange("UIDL", until: ".") == ["+OK", "1 g1.2", "2 g1.1", "."])
            await server.renewUIDLs(of: alice)
            let renewed = try await open(addresses)
            #expect(try await renewed.ask("UIDL 1") == "+OK 1 g2.2")
        }
    }
}
