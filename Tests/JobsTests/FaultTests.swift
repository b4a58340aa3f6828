import Desk
import MailServer
import Store
import TestSupport
import Testing

/// The promise: hang up at any byte, run again, and each mail is in the ledger exactly once and in
/// exactly one folder.
@Suite("Faults")
struct FaultTests {
    static let mails = [
        SampleMail.plain("one@customer.example"),
        SampleMail.plain(
            "two@customer.example", subject: "Re: A question",
            headers: "In-Reply-To: <one@customer.example>"),
        SampleMail.vacation,
        SampleMail.plain("four@customer.example", from: "Bo <bo@other.example>"),
    ]

    /// Cuts so many places evenly over the conversation: each byte would take minutes, and a prime step
    /// meets every kind of place.
    static let step = 97

    @Test(
        "a hang-up at any place of the server's words loses and doubles nothing",
        arguments: [false, true])
    func hangUps(hasMove: Bool) async throws {
        try await sweep(.sent, hasMove: hasMove)
    }

    @Test("a hang-up at any place of our words loses and doubles nothing")
    func hangUpsOfCommands() async throws {
        try await sweep(.received, hasMove: true)
    }

    private func sweep(_ direction: Faults.Cut.Direction, hasMove: Bool) async throws {
        var bytes = direction == .sent ? 11 : 5
        var cuts = 0
        while true {
            let place = bytes
            let fired = try await afterCut(at: place, direction, hasMove: hasMove)
            guard fired else { break }
            cuts += 1
            bytes += direction == .sent ? Self.step : 13
        }
        #expect(cuts > 20, "the conversation is longer than that")
    }

    private func afterCut(
        at place: Int, _ direction: Faults.Cut.Direction, hasMove: Bool
    ) async throws -> Bool {
        let fired = Fired()
        try await DeskWorld.with(.sqlite) { world in
            try await world.addMailbox()
            if !hasMove { world.server.faults.hiddenCapabilities = ["MOVE"] }
            for mail in Self.mails { await world.deliver(mail) }
            world.server.faults.cut = .init(direction, afterBytes: place)
            try await world.receive()
            await fired.set(world.server.cutHasFired)
            world.server.faults.cut = nil
            // The lease of a check that was cut off is given back; a second run finishes the work.
            try await world.receive()
            try await world.receive()
            try await expectKeptPromise(world, "cut at byte \(place)")
        }
        return await fired.value
    }

    @Test("a server that dies in the middle of a MOVE leaves no mail in two folders")
    func diesInMove() async throws {
        try await DeskWorld.with(.sqlite) { world in
            try await world.addMailbox()
            for mail in Self.mails { await world.deliver(mail) }
            world.server.faults.diesInMove = true
            try await world.receive()
            world.server.faults.diesInMove = false
            try await world.receive()
            try await expectKeptPromise(world, "died in MOVE")
        }
    }

    @Test("hang-ups of POP3 lose and double nothing")
    func pop3() async throws {
        for place in stride(from: 7, to: 2400, by: 61) {
            try await DeskWorld.with(.sqlite) { world in
                try await world.addPOP3()
                for mail in Self.mails { await world.deliver(mail) }
                world.server.faults.cut = .init(.sent, afterBytes: place)
                try await world.receive()
                world.server.faults.cut = nil
                try await world.receive()
                try await world.receive()
                #expect(try await world.ledger.count == 4, "cut at byte \(place)")
                #expect(try await world.tickets.count == 2, "cut at byte \(place)")
                #expect(await world.count("INBOX") == 0, "cut at byte \(place)")
            }
        }
    }

    private func expectKeptPromise(_ world: DeskWorld, _ comment: Comment) async throws {
        let ledger = try await world.ledger
        #expect(ledger.count == 4, comment)
        #expect(
            ledger.compactMap(\.outcome).map(\.rawValue).sorted()
                == ["ignored", "reply", "ticket", "ticket"], comment)
        #expect(ledger.allSatisfy { $0.filing == .done }, comment)
        #expect(try await world.tickets.map(\.messageCount).sorted() == [1, 2], comment)
        #expect(await world.count("INBOX") == 0, comment)
        #expect(await world.count("Processed") == 4, comment)
    }

    private actor Fired {
        private(set) var value = false
        func set(_ value: Bool) { self.value = value }
    }
}
