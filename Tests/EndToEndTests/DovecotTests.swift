import Foundation
import TestSupport
import Testing

/// The main job with the real binary and a real mail server.
@Suite("Mailboxes on Dovecot become tickets", .serialized, .enabled(if: DovecotServer.isInstalled))
struct DovecotTests {
    @Test(
        "of 500 mails in two folders each is one ledger row and in one folder; a second run changes nothing",
        arguments: TestEngine.all)
    func imap(_ engine: TestEngine) async throws {
        try await DovecotDesk.with(engine, mails: 500) { world in
            try await world.addIMAPMailbox()
            let run = try await world.desk.receive()
            #expect(run.counts.read == world.mails.count)
            let first = try await world.look()
            world.expectEachMailOnce(in: first)
            world.expectEachMailFiledOnce(in: first)

            let again = try await world.desk.receive()
            #expect(again.counts.read == 0)
            let second = try await world.look()
            #expect(second == first)
        }
    }

    @Test(
        "by POP3 each mail is one ledger row and is removed from the server",
        arguments: TestEngine.all)
    func pop3(_ engine: TestEngine) async throws {
        try await DovecotDesk.with(engine, mails: 500, inboxOnly: true) { world in
            try await world.addPOP3Mailbox()
            let run = try await world.desk.receive()
            #expect(run.counts.read == world.mails.count)
            let first = try await world.look()
            world.expectEachMailOnce(in: first)
            // What is too large to be read stays for a person to fetch.
            #expect(
                Set((first.folders[DovecotDesk.inbox] ?? []).map(\.bytes))
                    == Set(world.mails.filter(\.isForReview).map(\.bytes)))

            let again = try await world.desk.receive()
            #expect(again.counts.read == 0)
            let second = try await world.look()
            #expect(second == first)
        }
    }

    @Test(
        "by POP3 with a copy left on the server no mail is read twice", arguments: TestEngine.all)
    func pop3LeavingCopies(_ engine: TestEngine) async throws {
        try await DovecotDesk.with(engine, mails: 500, inboxOnly: true) { world in
            try await world.addPOP3Mailbox("--leave-copy")
            let run = try await world.desk.receive()
            #expect(run.counts.read == world.mails.count)
            let first = try await world.look()
            world.expectEachMailOnce(in: first)
            #expect(first.folders[DovecotDesk.inbox]?.count == world.mails.count)

            let again = try await world.desk.receive()
            #expect(again.counts.read == 0)
            let second = try await world.look()
            #expect(second.ledger == first.ledger)
            #expect(second.tickets == first.tickets)
            #expect(second.folders[DovecotDesk.inbox]?.count == world.mails.count)
        }
    }
}
