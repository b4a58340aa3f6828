import Database
import TestSupport
import Testing

@Suite struct NotificationTests {
    @Test(
        "a committed notification reaches each listener of its channel", arguments: TestEngine.all)
    func reaches(_ engine: TestEngine) async throws {
        try await withDatabase(engine) { database in
            var first = try await listening(database, "change")
            var second = try await listening(database, "change")
            var other = try await listening(database, "other")
            try await database.write { connection in
                try connection.notify("change", "ticket 7")
                try connection.notify("change", "ticket 8")
                try connection.notify("change", "ticket 7")
            }
            try await database.write { try $0.notify("other", "ü") }
            #expect(await first.next() == "ticket 7")
            #expect(await first.next() == "ticket 8")
            #expect(await second.next() == "ticket 7")
            #expect(await other.next() == "ü")
        }
    }

    @Test("what is rolled back is not heard", arguments: TestEngine.all)
    func rolledBack(_ engine: TestEngine) async throws {
        struct Unhappy: Error {}
        try await withDatabase(engine) { database in
            var texts = try await listening(database, "change")
            await #expect(throws: Unhappy.self) {
                try await database.write { connection in
                    try connection.notify("change", "never")
                    throw Unhappy()
                }
            }
            try await database.write { connection in
                try connection.notify("change", "before")
                #expect(throws: Unhappy.self) {
                    try connection.savepoint {
                        try connection.notify("change", "undone")
                        throw Unhappy()
                    }
                }
            }
            #expect(await texts.next() == "before")
            try await database.write { try $0.notify("change", "last") }
            #expect(await texts.next() == "last")
        }
    }

    @Test("a channel's name and a text's size have limits", arguments: TestEngine.all)
    func limits(_ engine: TestEngine) async throws {
        try await withDatabase(engine) { database in
            for (channel, payload) in [
                ("", "x"), ("Change", "x"), ("a\"b", "x"), (String(repeating: "a", count: 64), "x"),
                ("change", ""), ("change", String(repeating: "x", count: 8000)),
            ] {
                await #expect(throws: DatabaseError.self) {
                    try await database.write { try $0.notify(channel, payload) }
                }
            }
            await #expect(throws: DatabaseError.self) {
                try await database.read { try $0.notify("change", "x") }
            }
            var texts = try await listening(database, "change")
            let longest = String(repeating: "x", count: 7999)
            try await database.write { try $0.notify("change", longest) }
            #expect(await texts.next() == longest)
        }
    }

    @Test("a listener that is too slow is told to look for itself", arguments: TestEngine.all)
    func tooSlow(_ engine: TestEngine) async throws {
        try await withDatabase(engine) { database in
            var texts = try await listening(database, "change")
            var end = try await listening(database, "end")
            try await database.write { connection in
                for number in 0..<1000 { try connection.notify("change", "\(number)") }
                try connection.notify("end", "x")
            }
            // Now all have come, and nobody has read them.
            #expect(await end.next() == "x")
            var sawHint = false
            while let text = await texts.next(), text != "999" {
                if text.isEmpty { sawHint = true }
            }
            #expect(sawHint)
        }
    }

    @Test("closing the database ends the streams", arguments: TestEngine.all)
    func ends(_ engine: TestEngine) async throws {
        try await withDatabase(engine) { database in
            var texts = try await listening(database, "change")
            try await database.close()
            #expect(await texts.next() == nil)
            var late = database.notifications("change").makeAsyncIterator()
            #expect(await late.next() == nil)
        }
    }

    /// Waits until the channel is heard.
    private func listening(
        _ database: any SQLDatabase, _ channel: String
    ) async throws -> AsyncStream<String>.Iterator {
        var texts = database.notifications(channel).makeAsyncIterator()
        #expect(await texts.next() == "")
        return texts
    }
}
