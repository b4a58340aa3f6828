import Database
import Desk
import Store
import TestSupport
import Testing

@Suite struct AnswerTableTests {
    @Test(arguments: TestEngine.all)
    func `a bucket runs empty and fills again`(_ engine: TestEngine) async throws {
        try await withStore(engine) { store in
            let key = Brake.Key.automatic(to: "Ann@Client.example")
            for expected in [true, true, true, false] {
                let taken = try await store.write { t in try t.brake.take(from: key, at: start) }
                #expect(taken == expected)
            }
            let later = start + .seconds(8 * 3600)
            let left = try await store.read { t in
                (
                    try t.brake.left(in: key, at: start), try t.brake.left(in: key, at: later),
                    try t.brake.left(in: .automatic(to: "ann@client.example"), at: start),
                    try t.brake.left(in: .automatic(to: "bob@client.example"), at: start)
                )
            }
            #expect(left == (0, 1, 0, 3))
            let forgotten = try await store.write { t in
                (
                    try t.brake.deleteFull(now: start + .seconds(24 * 3600 - 1)),
                    try t.brake.deleteFull(now: start + .seconds(24 * 3600))
                )
            }
            #expect(forgotten == (0, 1))
        }
    }

    @Test(arguments: TestEngine.all)
    func `a breaker catches once, counts, and catches anew after its release`(_ engine: TestEngine)
        async throws
    {
        try await withStore(engine) { store in
            try await store.write { t in
                #expect(try t.brake.hold(.address("Ann@x.example"), at: start))
                #expect(try !t.brake.hold(.address("ann@x.example"), at: start + .seconds(5)))
                #expect(try t.brake.hold(.everything, at: start))
                #expect(try t.brake.isOpen(.address("ann@x.example")))
                let open = try t.brake.open()
                #expect(open.map(\.scope) == [.everything, .address("ann@x.example")])
                #expect(open.last?.held == 2 && open.last?.lastHeldAt == start + .seconds(5))
                try t.brake.release(try #require(open.last?.id), by: nil, at: start)
                #expect(try !t.brake.isOpen(.address("ann@x.example")))
                #expect(try t.brake.hold(.address("ann@x.example"), at: start))
                #expect(try t.brake.latest(limit: 9).count == 3)
            }
        }
    }

    @Test(arguments: TestEngine.all)
    func `a failure takes the place of a warning, and is told once`(_ engine: TestEngine)
        async throws
    {
        try await withStore(engine) { store in
            let desk = try await SampleDesk(store)
            let ticket = try await desk.ticket("Door")
            let message = try await desk.message(on: ticket)
            @Sendable func note(_ isFinal: Bool, _ recipient: String = "Bob@x.example")
                -> Undelivered
            {
                Undelivered(
                    id: 0, message: message.id, ticket: ticket.id, recipient: recipient,
                    isFinal: isFinal, cause: .mailboxFull, notedAt: start)
            }
            let news = try await store.write { t in
                try [note(false), note(false), note(true), note(true), note(false)].map {
                    try t.undelivered.add($0)
                }
            }
            #expect(news == [true, false, true, false, false])
            let cleared = try await store.write { t in
                _ = try t.undelivered.add(note(true, "carla@x.example"))
                return try t.undelivered.clear(
                    message: message.id, recipients: ["BOB@x.example"], at: start)
            }
            #expect(cleared == 1)
            let open = try await store.read { t in
                try t.undelivered.of(ticket.id).filter(\.isOpen)
            }
            #expect(open.map(\.recipient) == ["carla@x.example"])
        }
    }

    @Test(arguments: TestEngine.all)
    func `tags differ by more than case, and an erased ticket keeps its hours only`(
        _ engine: TestEngine
    ) async throws {
        try await withStore(engine) { store in
            let desk = try await SampleDesk(store)
            let ticket = try await desk.ticket("Door")
            let added = try await store.write { t in
                (
                    try t.tag.add(["Billing", "door"], to: ticket.id),
                    try t.tag.add(["billing", "New"], to: ticket.id)
                )
            }
            #expect(added.0 == ["Billing", "door"] && added.1 == ["New"])
            let removed = try await store.write { t in
                try t.tag.remove(["BILLING", "none"], from: ticket.id)
            }
            #expect(removed == ["Billing"])
            let (tags, all, time) = try await store.write { t in
                _ = try t.timeEntry.add(
                    TimeEntry(
                        id: 0, ticket: ticket.id, person: desk.olga.id, minutes: 90,
                        day: CalendarDay(start), note: "secret", createdAt: start))
                try t.ticket.erase(ticket.id, by: desk.olga.id, at: start)
                return (
                    try t.tag.of(ticket.id), try t.tag.all(limit: 9),
                    try t.timeEntry.of(ticket.id)
                )
            }
            #expect(tags.isEmpty && all.isEmpty)
            #expect(time.map(\.minutes) == [90] && time.first?.note == "")
        }
    }

    @Test(arguments: TestEngine.all)
    func `first answers and settings come back as they were saved`(_ engine: TestEngine)
        async throws
    {
        try await withStore(engine) { store in
            let desk = try await SampleDesk(store)
            let answer = FirstAnswer(isOn: true, subject: "s", text: "t")
            var settings = IntakeSettings()
            settings.trustedServers = ["mx.example"]
            settings.automaticPerHour = 7
            let changed = settings
            let (found, none, projects, read) = try await store.write { t in
                #expect(try t.setting.intake() == IntakeSettings())
                try t.firstAnswer.set(FirstAnswer(), of: desk.office.id)
                try t.firstAnswer.set(answer, of: desk.web.id)
                try t.setting.setIntake(changed)
                try t.setting.set("other", "{}")
                return (
                    try t.firstAnswer.of(desk.web.id),
                    try t.firstAnswer.of(ProjectID(rawValue: 99)),
                    try t.firstAnswer.projects(), try t.setting.intake()
                )
            }
            #expect(found == answer && none == nil)
            #expect(projects == [desk.web.id])
            #expect(read == changed)
            // Written by an earlier version, with less in it.
            let older = try await store.write { t in
                try t.setting.set(IntakeSettings.key, #"{"obeysCommands":true}"#)
                return try t.setting.intake()
            }
            #expect(older.obeysCommands && older.automaticPerHour == Brake.usualPerHour)
        }
    }
}
