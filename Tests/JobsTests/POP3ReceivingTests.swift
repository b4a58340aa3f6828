import Desk
import MailServer
import Store
import TestSupport
import Testing

@Suite("Receiving mails by POP3")
struct POP3ReceivingTests {
    @Test("mails are downloaded, become tickets and are removed", arguments: TestEngine.all)
    func removes(_ engine: TestEngine) async throws {
        try await DeskWorld.with(engine) { world in
            try await world.addPOP3()
            await world.deliver(SampleMail.plain("one@customer.example"))
            await world.deliver(SampleMail.plain("two@customer.example", text: ".\n..dots\n."))
            let run = try await world.receive()
            #expect(run.result == .ok && run.counts.created == 2)
            #expect(await world.count("INBOX") == 0)
            let messages = try await world.store.read { t in
                try t.message.of(
                    try #require(try t.ledger.list(LedgerFilter(), limit: 1).first?.ticket))
            }
            #expect(messages.first?.text.contains("..dots") == true)
        }
    }

    @Test(
        "with a copy left on the server no mail is read twice, in whatever order it is listed",
        arguments: TestEngine.all)
    func leavesCopy(_ engine: TestEngine) async throws {
        try await DeskWorld.with(engine) { world in
            try await world.addPOP3 { $0.leavesCopy = true }
            for number in 1...4 {
                await world.deliver(SampleMail.plain("m\(number)@customer.example"))
            }
            try await world.receive()
            await world.server.reversePOP3Order(of: DeskWorld.user)
            await world.deliver(SampleMail.plain("m5@customer.example"))
            let second = try await world.receive()
            #expect(second.counts.read == 1)
            #expect(try await world.ledger.count == 5)
            #expect(await world.count("INBOX") == 5)
        }
    }

    @Test("mail that failed stays on the server for review", arguments: TestEngine.all)
    func failureStays(_ engine: TestEngine) async throws {
        try await DeskWorld.with(engine) { world in
            try await world.addPOP3 { $0.defaultProject = nil }
            await world.deliver(SampleMail.plain("one@customer.example"))
            try await world.receive()
            try await world.receive()
            #expect(await world.count("INBOX") == 1)
            #expect(try await world.ledger.count == 1)
        }
    }
}

extension DeskWorld {
    @discardableResult
    func addPOP3(_ change: (inout Mailbox) -> Void = { _ in }) async throws -> Mailbox {
        try await addMailbox {
            $0.mailProtocol = .pop3
            $0.port = addresses.pop3
            $0.successFolder = ""
            $0.failureFolder = ""
            change(&$0)
        }
    }
}
