import Desk
import Store
import TestSupport
import Testing

@Suite struct LedgerTests {
    @Test(arguments: TestEngine.all)
    func `a place of a mailbox is in the ledger once`(_ engine: TestEngine) async throws {
        try await withStore(engine) { store in
            let desk = try await SampleDesk(store)
            try await store.write { t throws in
                let other = try t.mailbox.add(SampleDesk.mailbox(named: "Other"))
                let first = try #require(try t.ledger.add(desk.entry(uid: 1)))
                #expect(try t.ledger.add(desk.entry(uid: 1)) == nil)
                // Another number, folder, validity or mailbox is another place.
                #expect(try t.ledger.add(desk.entry(uid: 2)) != nil)
                #expect(try t.ledger.add(desk.entry(uid: 1, folder: "Büro")) != nil)
                #expect(try t.ledger.add(desk.entry(uid: 1, uidValidity: 2)) != nil)
                #expect(try t.ledger.add(desk.entry(uid: 1, mailbox: other)) != nil)
                #expect(try t.ledger.find(mailbox: desk.mailbox.id, place: first.place) == first)
                #expect(try t.ledger.find(first.id) == first)
                #expect(try t.ledger.count() == 5)
            }
        }
    }

    @Test(arguments: TestEngine.all)
    func `a POP3 message is in the ledger once by its unique id`(_ engine: TestEngine) async throws
    {
        try await withStore(engine) { store in
            let desk = try await SampleDesk(store)
            var entry = desk.entry(uid: 1)
            entry.place = LedgerEntry.Place(uidl: "a+B")
            let (first, second) = try await store.write { [entry] t in
                (try t.ledger.add(entry), try t.ledger.add(entry))
            }
            #expect(first?.place == entry.place && second == nil)
            entry.place = LedgerEntry.Place(uidl: "a+b")
            _ = try await desk.add(entry)
            let (known, found) = try await store.read { t throws in
                (
                    try t.ledger.knownUIDLs(mailbox: desk.mailbox.id),
                    try t.ledger.find(
                        mailbox: desk.mailbox.id, place: LedgerEntry.Place(uidl: "a+B"))
                )
            }
            #expect(known == ["a+B", "a+b"] && found == first)
        }
    }

    @Test(arguments: TestEngine.all)
    func `of two who store the same message at once, one does`(_ engine: TestEngine) async throws {
        try await withStore(engine) { store in
            let desk = try await SampleDesk(store)
            let added = try await withThrowingTaskGroup(of: Bool.self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        try await store.write { t in try t.ledger.add(desk.entry(uid: 7)) != nil }
                    }
                }
                return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(added == 1)
        }
    }

    @Test(arguments: TestEngine.all)
    func `known numbers of a folder are those of its validity`(_ engine: TestEngine) async throws {
        try await withStore(engine) { store in
            let desk = try await SampleDesk(store)
            let known = try await store.write { t throws in
                for uid: Int64 in [1, 5, 9, 4_294_967_295] {
                    _ = try t.ledger.add(desk.entry(uid: uid))
                }
                _ = try t.ledger.add(desk.entry(uid: 6, uidValidity: 2))
                _ = try t.ledger.add(desk.entry(uid: 7, folder: "Other"))
                return try t.ledger.knownUIDs(
                    mailbox: desk.mailbox.id, folder: "INBOX", uidValidity: 1, from: 5)
            }
            #expect(known == [5, 9, 4_294_967_295])
        }
    }

    @Test(arguments: TestEngine.all)
    func `a decision is kept with its trace`(_ engine: TestEngine) async throws {
        try await withStore(engine) { store in
            let desk = try await SampleDesk(store)
            let ticket = try await desk.ticket("Printer")
            let entry = try await desk.add(desk.entry(uid: 1))
            let trace = [TraceStep(rule: "routing", finding: "Nothing – “ü”", verdict: .decided)]
            let decision = Decision(
                fate: .newTicket(desk.web.id, possibleMatch: nil), reason: "The default project.",
                trace: trace)
            let (before, stored, steps) = try await store.write { t throws in
                let before = try t.ledger.trace(of: entry.id)
                try t.ledger.noteAttempt(entry.id, error: "Full.", nextAttemptAt: start)
                try t.ledger.record(
                    entry.id, decision: decision, ticket: ticket.id, message: nil,
                    waitingForUpdate: false, filing: .toSuccess, at: start)
                return (before, try t.ledger.find(entry.id), try t.ledger.trace(of: entry.id))
            }
            #expect(before == [] && steps == trace)
            #expect(stored?.outcome == .ticket && stored?.reason == "The default project.")
            #expect(stored?.ticket == ticket.id && stored?.filing == .toSuccess)
            #expect(stored?.error == nil && stored?.attempts == 1)
            try await store.write { t in try t.ledger.decideAgain(entry.id) }
            let again = try await store.read { t in try t.ledger.undecided(limit: 9, now: start) }
            #expect(again.map(\.id) == [entry.id])
        }
    }

    @Test(arguments: TestEngine.all)
    func `undecided mail comes oldest first, when its time has come`(
        _ engine: TestEngine
    ) async throws {
        try await withStore(engine) { store in
            let desk = try await SampleDesk(store)
            let (now, later) = try await store.write { t throws in
                for uid: Int64 in 1...4 {
                    _ = try t.ledger.add(desk.entry(uid: uid, outcome: uid == 2 ? .ignored : nil))
                }
                let first = try #require(try t.ledger.undecided(limit: 1, now: start).first)
                try t.ledger.noteAttempt(
                    first.id, error: "Try later.", nextAttemptAt: start + .seconds(60))
                return (
                    try t.ledger.undecided(limit: 9, now: start),
                    try t.ledger.undecided(limit: 2, now: start + .seconds(60))
                )
            }
            #expect(now.map(\.place.uid) == [3, 4])
            #expect(later.map(\.place.uid) == [1, 3])
            #expect(later.first?.attempts == 1 && later.first?.error == "Try later.")
        }
    }

    @Test(arguments: TestEngine.all)
    func `the same mail is found by its bytes, else by Message-ID and sender`(
        _ engine: TestEngine
    ) async throws {
        try await withStore(engine) { store in
            let desk = try await SampleDesk(store)
            try await store.write { t throws in
                let bytes = try #require(
                    try t.ledger.add(desk.entry(uid: 1, digest: "d", outcome: .ticket)))
                _ = try t.ledger.add(desk.entry(uid: 2, digest: "d", outcome: .duplicate))
                _ = try t.ledger.add(desk.entry(uid: 3, digest: "d"))
                let id = try #require(
                    try t.ledger.add(desk.entry(uid: 4, messageID: "m@x", outcome: .ignored)))
                _ = try t.ledger.add(
                    desk.entry(uid: 5, messageID: "m@x", from: "eve@x.example", outcome: .ticket))
                let failed = try t.ledger.add(
                    desk.entry(uid: 6, messageID: "f@x", outcome: .failed))

                func same(_ entry: LedgerEntry) throws -> LedgerEntry? {
                    try t.ledger.sameMail(as: try #require(try t.ledger.add(entry)))
                }
                #expect(try same(desk.entry(uid: 10, digest: "d")) == bytes)
                #expect(
                    try same(desk.entry(uid: 11, messageID: "m@x", from: "ANN@client.example"))
                        == id)
                #expect(try same(desk.entry(uid: 12, messageID: "other@x")) == nil)
                #expect(try same(desk.entry(uid: 13)) == nil)
                #expect(failed != nil)
                #expect(try same(desk.entry(uid: 14, messageID: "f@x")) == nil)
                let both = try t.ledger.sameMails(
                    as: desk.entry(uid: 20, messageID: "m@x", digest: "d"))
                #expect(both == [bytes, id])
            }
        }
    }

    @Test(arguments: TestEngine.all)
    func `a renumbered folder's mails are known again, each once`(_ engine: TestEngine) async throws
    {
        try await withStore(engine) { store in
            let desk = try await SampleDesk(store)
            try await store.write { t throws in
                for uid: Int64 in 1...2 { _ = try t.ledger.add(desk.entry(uid: uid, digest: "d")) }
                var places: [Int64?] = []
                for uid: Int64 in 11...13 {
                    let entry = desk.entry(uid: uid, digest: "d", uidValidity: 2)
                    guard let known = try t.ledger.renumbered(entry) else {
                        places.append(nil)
                        continue
                    }
                    try t.ledger.setPlace(known.id, entry.place)
                    places.append(known.place.uid)
                }
                #expect(places == [1, 2, nil])
                #expect(
                    try t.ledger.renumbered(
                        desk.entry(uid: 1, digest: "d", folder: "Other", uidValidity: 3)) == nil)
            }
        }
    }

    @Test(arguments: TestEngine.all)
    func `replies wait to be applied, and are applied once`(_ engine: TestEngine) async throws {
        try await withStore(engine) { store in
            let desk = try await SampleDesk(store)
            let ticket = try await desk.ticket("Printer")
            let message = try await desk.message(on: ticket)
            let entry = try await desk.add(desk.entry(uid: 1))
            let reply = Decision(fate: .reply(ticket.id), reason: "", trace: [])
            try await store.write { t throws in
                try t.ledger.record(
                    entry.id, decision: reply, ticket: ticket.id, message: nil,
                    waitingForUpdate: true, filing: .toSuccess, at: start)
                #expect(try t.ledger.waitingReplyCount() == 1)
                #expect(try t.ledger.waitingReplies(limit: 5).map(\.id) == [entry.id])
                #expect(try t.ledger.count(LedgerFilter(isPending: true)) == 1)
                #expect(try t.ledger.appliedReply(entry.id, message: message.id))
                #expect(try !t.ledger.appliedReply(entry.id, message: nil))
                #expect(try t.ledger.waitingReplyCount() == 0)
                #expect(try t.ledger.find(entry.id)?.message == message.id)
            }
        }
    }

    @Test(arguments: TestEngine.all)
    func `what is yet to be filed is listed until it is done`(_ engine: TestEngine) async throws {
        try await withStore(engine) { store in
            let desk = try await SampleDesk(store)
            try await store.write { t throws in
                for (uid, filing) in LedgerEntry.Filing.allCases.enumerated() {
                    _ = try t.ledger.add(
                        desk.entry(uid: Int64(uid), outcome: .ticket, filing: filing))
                }
                let open = try t.ledger.toFile(mailbox: desk.mailbox.id, limit: 9)
                #expect(
                    Set(open.map(\.filing)) == Set(LedgerEntry.Filing.allCases.filter(\.isOpen)))
                for entry in open { try t.ledger.setFiling(entry.id, .done) }
                #expect(try t.ledger.toFile(mailbox: desk.mailbox.id, limit: 9).isEmpty)
            }
        }
    }

    @Test(arguments: TestEngine.all)
    func `copies that were filed to the same side are accounted for`(
        _ engine: TestEngine
    ) async throws {
        try await withStore(engine) { store in
            let desk = try await SampleDesk(store)
            try await store.write { t throws in
                _ = try t.ledger.add(
                    desk.entry(uid: 1, digest: "d", outcome: .ticket, filing: .done))
                _ = try t.ledger.add(
                    desk.entry(uid: 2, digest: "d", outcome: .failed, filing: .done))
                _ = try t.ledger.add(
                    desk.entry(uid: 3, digest: "d", outcome: .duplicate, filing: .toSuccess))
                let moving = try #require(
                    try t.ledger.add(
                        desk.entry(
                            uid: 4, digest: "d", outcome: .duplicate, filing: .movingToSuccess)))
                #expect(try t.ledger.filedCopies(of: moving) == 1)
            }
        }
    }

    @Test(arguments: TestEngine.all)
    func `mail is found by sender, subject and Message-ID in any case`(
        _ engine: TestEngine
    ) async throws {
        try await withStore(engine) { store in
            let desk = try await SampleDesk(store)
            try await store.write { t throws in
                _ = try t.ledger.add(desk.entry(uid: 1, messageID: "AbC@x", subject: "BÜRO 100%"))
                _ = try t.ledger.add(desk.entry(uid: 2, from: "bob@x.example", subject: "a_b \\ c"))
                func found(_ search: String) throws -> [Int64?] {
                    try t.ledger.list(LedgerFilter(search: search), limit: 9).map(\.place.uid)
                }
                #expect(try found("büro") == [1])
                #expect(try found("ANN@client") == [1])
                #expect(try found("abc@X") == [1])
                #expect(try found("bob a_b") == [2])
                #expect(try found("b\\") == [])
                #expect(try found("\\") == [2])
                #expect(try found("100%") == [1])
                #expect(try found("%") == [1])
                #expect(try found("_") == [2])
                #expect(try found("büro bob") == [])
                #expect(try found("  ") == [2, 1])
            }
        }
    }

    @Test(arguments: TestEngine.all)
    func `the list is narrowed and paged, the newest first`(_ engine: TestEngine) async throws {
        try await withStore(engine) { store in
            let desk = try await SampleDesk(store)
            let ticket = try await desk.ticket("Printer")
            try await store.write { t throws in
                for uid: Int64 in 1...5 {
                    var entry = desk.entry(
                        uid: uid, at: start + .seconds(uid), outcome: uid == 3 ? .failed : .ticket)
                    if uid == 5 { entry.ticket = ticket.id }
                    _ = try t.ledger.add(entry)
                }
                func uids(_ filter: LedgerFilter) throws -> [Int64?] {
                    try t.ledger.list(filter, limit: 9).map(\.place.uid)
                }
                let first = try t.ledger.list(limit: 2)
                let second = try t.ledger.list(after: first.last?.id, limit: 2)
                #expect((first + second).map(\.place.uid) == [5, 4, 3, 2])
                #expect(try uids(LedgerFilter(outcome: .failed)) == [3])
                #expect(try uids(LedgerFilter(ticket: ticket.id)) == [5])
                #expect(try uids(LedgerFilter(mailbox: 999)) == [])
                let span = LedgerFilter(from: start + .seconds(2), to: start + .seconds(4))
                #expect(try uids(span) == [3, 2])
                #expect(try t.ledger.count(span) == 2)
                #expect(
                    try t.ledger.outcomeCounts(since: start) == [.failed: 1, .ticket: 4])
                #expect(try t.ledger.outcomeCounts(since: start + .seconds(1)) == [:])
                var all: [Int64?] = []
                try t.ledger.all { all.append($0.place.uid) }
                #expect(all == [1, 2, 3, 4, 5])
            }
        }
    }

    @Test(arguments: TestEngine.all)
    func `every row is handed out however many there are`(_ engine: TestEngine) async throws {
        try await withStore(engine) { store in
            let desk = try await SampleDesk(store)
            let uids = try await store.write { t throws in
                for uid: Int64 in 1...1001 { _ = try t.ledger.add(desk.entry(uid: uid)) }
                var uids: [Int64?] = []
                try t.ledger.all { uids.append($0.place.uid) }
                return uids
            }
            #expect(uids == (1...1001).map { $0 })
        }
    }

    @Test(arguments: TestEngine.all)
    func `a sender's flood is counted by arrival, not by storing`(_ engine: TestEngine) async throws
    {
        try await withStore(engine) { store in
            let desk = try await SampleDesk(store)
            let count = try await store.write { t throws in
                for uid: Int64 in 0...9 {
                    _ = try t.ledger.add(desk.entry(uid: uid, at: start - .seconds(uid * 60)))
                }
                _ = try t.ledger.add(desk.entry(uid: 20, from: "bob@client.example"))
                return try t.ledger.recentFrom(
                    address: "ANN@client.example", since: start - .seconds(300),
                    until: start - .seconds(120), before: LedgerID(rawValue: .max))
            }
            #expect(count == 4)
        }
    }

    @Test(arguments: TestEngine.all)
    func `a mail with hostile names is stored all the same`(_ engine: TestEngine) async throws {
        try await withStore(engine) { store in
            let desk = try await SampleDesk(store)
            let long = String(repeating: "x", count: 100_000)
            var entry = desk.entry(
                uid: 1, messageID: "\(long)\0@x", from: "a\0\(long)@x", subject: "nul \0 \u{202E}")
            entry.from.name = "\0"
            let (stored, same) = try await store.write { [entry] t in
                var other = entry
                other.place = LedgerEntry.Place(uidl: long + "\0")
                other.digest = "other"
                other.outcome = .ticket
                let twin = try t.ledger.add(other)
                let stored = try #require(try t.ledger.add(entry))
                return (stored, try t.ledger.sameMail(as: entry) == twin)
            }
            #expect(stored.subject == "nul \u{FFFD} \u{202E}" && stored.from.name == "\u{FFFD}")
            #expect(same)
        }
    }
}
