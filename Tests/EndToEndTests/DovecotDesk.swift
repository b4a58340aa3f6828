import Foundation
import TestSupport
import Testing

/// A Dovecot full of mail, and a desk that is to read it.
struct DovecotDesk: Sendable {
    static let user = "desk@example.com"
    static let password = "pa55 wörd"
    static let inbox = "INBOX"
    /// As people write it, and as the server spells it.
    static let office = (name: "Anfragen/Büro", raw: "Anfragen/B&APw-ro")
    static let success = "Processed"
    static let failure = "INBOX/errors"

    let dovecot: DovecotServer
    let desk: MartletDesk
    let folders: DovecotFolders
    /// What was delivered, in the order of folders and then of their mails.
    let mails: [SupportMail]

    /// Delivers half of the mails to INBOX and half to the folder with a name beyond ASCII.
    static func with(
        _ engine: TestEngine, mails count: Int, seed: UInt64 = 7, inboxOnly: Bool = false,
        _ body: (DovecotDesk) async throws -> Void
    ) async throws {
        let inbox = SupportMails.make(
            inboxOnly ? count : count - count / 2, seed: seed, place: "inbox")
        let office = SupportMails.make(inboxOnly ? 0 : count / 2, seed: seed + 1, place: "office")
        try await with(engine, inbox: inbox, office: office, body)
    }

    static func with(
        _ engine: TestEngine, inbox: [SupportMail], office: [SupportMail],
        _ body: (DovecotDesk) async throws -> Void
    ) async throws {
        let dovecot = try await DovecotServer.start(
            users: [user: password], settings: Self.withoutPenalty)
        do {
            let folders = DovecotFolders(port: dovecot.imapPort, user: user, password: password)
            try await folders.create(Self.office.raw)
            for mail in inbox { try await dovecot.deliver(mail.bytes, to: user) }
            for mail in office {
                try await dovecot.deliver(mail.bytes, to: user, folder: Self.office.raw)
            }
            try await MartletDesk.with(engine) { desk in
                try await body(
                    DovecotDesk(
                        dovecot: dovecot, desk: desk, folders: folders, mails: inbox + office))
            }
        } catch {
            await dovecot.stop()
            throw error
        }
        await dovecot.stop()
    }

    /// The same mailbox and mails, and a desk on another database.
    func on(databaseURL: String) -> DovecotDesk {
        DovecotDesk(
            dovecot: dovecot, desk: MartletDesk(folder: desk.folder, databaseURL: databaseURL),
            folders: folders, mails: mails)
    }

    /// Dovecot makes an address wait that gave wrong passwords: a test would only wait too.
    private static let withoutPenalty = """
        service anvil {
          unix_listener anvil-auth-penalty {
            mode = 0
          }
        }
        """

    func addIMAPMailbox(_ more: String...) async throws {
        let authority = desk.folder + "/ca.pem"
        try Data(dovecot.authorityPEM.utf8).write(to: URL(fileURLWithPath: authority))
        let output = try await desk.run(
            [
                "mailboxes", "add", "--name", "Support", "--protocol", "imap",
                "--host", dovecot.host, "--port", "\(dovecot.imapPort)", "--security", "starttls",
                "--ca-file", authority, "--user", Self.user, "--password-stdin",
                "--folder", Self.inbox, "--folder", Self.office.name,
                "--success-folder", Self.success, "--failure-folder", Self.failure,
                "--project", "Support", "--start", "everything",
                "--largest-mail", "\(SupportMails.largestMail >> 20)",
            ] + more, input: Self.password + "\n")
        try #require(output.isSuccess, "\(output.everything)")
    }

    func addPOP3Mailbox(_ more: String...) async throws {
        let authority = desk.folder + "/ca.pem"
        try Data(dovecot.authorityPEM.utf8).write(to: URL(fileURLWithPath: authority))
        let output = try await desk.run(
            [
                "mailboxes", "add", "--name", "Support", "--protocol", "pop3",
                "--host", dovecot.host, "--port", "\(dovecot.pop3sPort)", "--security", "tls",
                "--ca-file", authority, "--user", Self.user, "--password-stdin",
                "--project", "Support", "--start", "everything",
                "--largest-mail", "\(SupportMails.largestMail >> 20)",
            ] + more, input: Self.password + "\n")
        try #require(output.isSuccess, "\(output.everything)")
    }

    // MARK: The promise

    /// Everything that a look from outside sees.
    struct Sight: Equatable {
        var ledger: [MartletDesk.LedgerRow]
        var tickets: [MartletDesk.TicketRow]
        var folders: [String: [DovecotFolders.Mail]]
    }

    func look() async throws -> Sight {
        var contents: [String: [DovecotFolders.Mail]] = [:]
        for name in [Self.inbox, Self.office.raw, Self.success, Self.failure] {
            contents[name] = try await folders.mails(in: name)
        }
        return Sight(
            ledger: try await desk.ledger(), tickets: try await desk.tickets(), folders: contents)
    }

    /// Each mail is one row of the ledger, with an outcome and a reason, and on one ticket if on any.
    func expectEachMailOnce(
        in sight: Sight, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let rows = sight.ledger
        #expect(rows.count == mails.count, sourceLocation: sourceLocation)
        let places = Set(
            rows.map { [$0.folder, "\($0.uid_validity ?? 0)", "\($0.uid ?? 0)", $0.uidl ?? ""] })
        #expect(
            places.count == rows.count, "two rows for one message", sourceLocation: sourceLocation)
        #expect(
            counted(rows.map(\.size)) == counted(mails.map(\.bytes.count)),
            "the ledger's sizes are not the delivered ones", sourceLocation: sourceLocation)
        #expect(
            counted(rows.map(\.message_id)) == counted(mails.map(\.messageID)),
            "the ledger's Message-IDs are not the delivered ones", sourceLocation: sourceLocation)

        for row in rows {
            #expect(
                row.outcome != nil, "no. \(row.id) has no outcome: \(row.error ?? "")",
                sourceLocation: sourceLocation)
            #expect(
                !(row.reason ?? "").isEmpty, "no. \(row.id) has no reason",
                sourceLocation: sourceLocation)
            #expect(!row.waiting_for_update, "no. \(row.id) waits", sourceLocation: sourceLocation)
            #expect(
                row.filing == "done", "no. \(row.id) is \(row.filing)",
                sourceLocation: sourceLocation)
        }
        expectOutcomes(rows, sourceLocation)
        expectTickets(sight, sourceLocation)
    }

    private func expectOutcomes(_ rows: [MartletDesk.LedgerRow], _ sourceLocation: SourceLocation) {
        // A twin has its original's Message-ID: which of the two came first is the server's to say.
        let twins = Set(mails.filter { $0.kind == .twin }.map(\.messageID))
        let byID = Dictionary(grouping: rows, by: \.message_id)
        for mail in mails where mail.messageID != nil && !twins.contains(mail.messageID) {
            guard let row = byID[mail.messageID]?.first else { continue }
            #expect(
                mail.outcomes.contains(row.outcome ?? ""),
                "mail \(mail.number) (\(mail.kind)) became \(row.outcome ?? "nothing"): \(row.reason ?? "")",
                sourceLocation: sourceLocation)
            guard mail.kind == .reply,
                let original = mails.first(where: {
                    $0.number == mail.earlier && $0.kind != .twin && isSamePlace($0, mail)
                })
            else { continue }
            #expect(
                row.ticket == byID[original.messageID]?.first { $0.outcome == "ticket" }?.ticket,
                "reply \(mail.number) is on another ticket than mail \(original.number)",
                sourceLocation: sourceLocation)
        }
        #expect(
            rows.filter { $0.outcome == "duplicate" }.count
                == mails.filter { $0.kind == .twin }.count, sourceLocation: sourceLocation)
    }

    private func isSamePlace(_ one: SupportMail, _ other: SupportMail) -> Bool {
        one.messageID?.prefix { $0 != "." } == other.messageID?.prefix { $0 != "." }
    }

    /// A ticket's messages are the ledger's rows on it, and each ticket was made by one mail.
    private func expectTickets(_ sight: Sight, _ sourceLocation: SourceLocation) {
        let onTickets = sight.ledger.filter { ["ticket", "reply", "bounce"].contains($0.outcome) }
        let byTicket = Dictionary(grouping: onTickets.filter { $0.ticket != nil }, by: \.ticket)
        #expect(
            Set(byTicket.keys.compactMap { $0 }) == Set(sight.tickets.map(\.id)),
            sourceLocation: sourceLocation)
        for ticket in sight.tickets {
            let rows = byTicket[ticket.id] ?? []
            #expect(
                ticket.messages == rows.count,
                "ticket \(ticket.id) has \(ticket.messages) messages of \(rows.count) mails",
                sourceLocation: sourceLocation)
            #expect(
                rows.filter { $0.outcome == "ticket" }.count == 1,
                "ticket \(ticket.id) was not made by one mail", sourceLocation: sourceLocation)
        }
        for row in sight.ledger where ["ticket", "reply"].contains(row.outcome) {
            #expect(
                row.ticket != nil, "no. \(row.id) is on no ticket", sourceLocation: sourceLocation)
        }
    }

    /// The folders that are read are empty, and each mail lies in one of the two others, unharmed.
    func expectEachMailFiledOnce(
        in sight: Sight, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        for name in [Self.inbox, Self.office.raw] {
            #expect(
                sight.folders[name]?.count == 0, "mail was left in \(name)",
                sourceLocation: sourceLocation)
        }
        for (name, expected) in [
            (Self.success, mails.filter { !$0.isForReview }),
            (Self.failure, mails.filter(\.isForReview)),
        ] {
            let found = counted((sight.folders[name] ?? []).map(\.bytes))
            let wanted = counted(expected.map(\.bytes))
            let missing = wanted.filter { (found[$0.key] ?? 0) < $0.value }.count
            let tooMany = found.filter { (wanted[$0.key] ?? 0) < $0.value }.count
            #expect(
                missing == 0 && tooMany == 0,
                "\(name): of \(expected.count) mails \(missing) are missing, \(tooMany) are too many",
                sourceLocation: sourceLocation)
        }
    }

    private func counted<Element: Hashable>(_ elements: [Element]) -> [Element: Int] {
        Dictionary(elements.map { ($0, 1) }, uniquingKeysWith: +)
    }
}
