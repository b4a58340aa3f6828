import Database
import TestSupport
import Testing

@Suite struct TransactionTests {
    private struct Unhappy: Error, Equatable {}

    @Test("what was written is there for the next reader", arguments: TestEngine.all)
    func commits(_ engine: TestEngine) async throws {
        try await withCounter(engine) { database in
            let id = try await database.write { connection in
                try connection.value(
                    "INSERT INTO item (name) VALUES (\("a")) RETURNING id", as: Int.self)
            }
            #expect(id == 1)
            let stored = try await names(database)
            #expect(stored == ["a"])
        }
    }

    @Test("a throw undoes everything and is passed on", arguments: TestEngine.all)
    func rollsBack(_ engine: TestEngine) async throws {
        try await withCounter(engine) { database in
            await #expect(throws: Unhappy()) {
                try await database.write { connection in
                    try connection.execute("INSERT INTO item (name) VALUES ('a')")
                    try connection.execute("CREATE TABLE other (a BIGINT)")
                    throw Unhappy()
                }
            }
            let stored = try await names(database)
            #expect(stored == [])
            try await database.write { try $0.execute("CREATE TABLE other (a BIGINT)") }
        }
    }

    @Test("execute says how many rows it changed", arguments: TestEngine.all)
    func affected(_ engine: TestEngine) async throws {
        try await withCounter(engine) { database in
            try await database.write { connection in
                let counts = try [
                    "INSERT INTO item (name) VALUES ('a'), ('b'), ('c')",
                    "UPDATE item SET n = 1 WHERE name > 'a'",
                    "UPDATE item SET n = 1 WHERE name = 'z'",
                    "CREATE INDEX item_n ON item (n)",
                    "SELECT * FROM item",
                    "INSERT INTO item (name) VALUES ('a') ON CONFLICT DO NOTHING",
                    "DELETE FROM item WHERE n = 1 RETURNING id",
                ].map { (sql: SQL) in try connection.execute(sql) }
                #expect(counts == [3, 2, 0, 0, 0, 0, 2])
            }
        }
    }

    @Test("a reader can't write", arguments: TestEngine.all)
    func readOnly(_ engine: TestEngine) async throws {
        try await withCounter(engine) { database in
            let error = await #expect(throws: DatabaseError.self) {
                try await database.read { try $0.execute("INSERT INTO item (name) VALUES ('a')") }
            }
            guard case .readOnly = error else {
                Issue.record("\(String(describing: error))")
                return
            }
        }
    }

    @Test("a reader sees one moment, whatever others commit", arguments: TestEngine.all)
    func snapshot(_ engine: TestEngine) async throws {
        try await withCounter(engine) { database in
            let (begun, begin) = AsyncStream.makeStream(of: Void.self)
            let gate = Gate()
            async let counts = database.read { connection in
                let before = try connection.value("SELECT count(*) AS n FROM item", as: Int.self)
                begin.finish()
                gate.wait()
                let after = try connection.value("SELECT count(*) AS n FROM item", as: Int.self)
                return [before, after]
            }
            for await _ in begun {}
            try await database.write { try $0.execute("INSERT INTO item (name) VALUES ('a')") }
            gate.open()
            #expect(try await counts == [0, 0])
        }
    }

    @Test("a unique key that is broken names its table and columns", arguments: TestEngine.all)
    func unique(_ engine: TestEngine) async throws {
        try await withCounter(engine) { database in
            let insert: SQL = "INSERT INTO item (name) VALUES (\("some (a)=(b) name"))"
            let error = await #expect(throws: DatabaseError.self) {
                try await database.write { connection in
                    try connection.execute(insert)
                    try connection.execute(insert)
                }
            }
            guard case .uniqueViolation(let key) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(key.isOn("item", ["name"]))
            #expect(error?.sentence == "There is already a row with the same name.")
            let byID = await #expect(throws: DatabaseError.self) {
                try await database.write { connection in
                    try connection.execute("INSERT INTO item (id, name) VALUES (8, 'x'), (8, 'y')")
                }
            }
            guard case .uniqueViolation(let other) = byID else {
                Issue.record("\(String(describing: byID))")
                return
            }
            #expect(other.isOn("item", ["id"]))
        }
    }

    @Test("a row that refers to nothing is refused", arguments: TestEngine.all)
    func foreignKey(_ engine: TestEngine) async throws {
        try await withCounter(engine) { database in
            let error = await #expect(throws: DatabaseError.self) {
                try await database.write { connection in
                    try connection.execute(
                        "CREATE TABLE part (item BIGINT NOT NULL REFERENCES item (id))")
                    try connection.execute("INSERT INTO part (item) VALUES (99)")
                }
            }
            guard case .foreignKeyViolation = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            let null = await #expect(throws: DatabaseError.self) {
                try await database.write { try $0.execute("INSERT INTO item (name) VALUES (NULL)") }
            }
            guard case .constraintViolation = null else {
                Issue.record("\(String(describing: null))")
                return
            }
        }
    }

    @Test("after a failed statement the transaction is over", arguments: TestEngine.all)
    func failureEnds(_ engine: TestEngine) async throws {
        try await withCounter(engine) { database in
            let error = await #expect(throws: DatabaseError.self) {
                try await database.write { connection in
                    try connection.execute("INSERT INTO item (name) VALUES ('a')")
                    let again = #expect(throws: DatabaseError.self) {
                        try connection.execute("INSERT INTO item (name) VALUES ('a')")
                    }
                    let next = #expect(throws: DatabaseError.self) {
                        try connection.execute("INSERT INTO item (name) VALUES ('b')")
                    }
                    #expect(again != next)
                }
            }
            // Although the closure returned normally.
            guard case .uniqueViolation = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            let stored = try await names(database)
            #expect(stored == [])
        }
    }

    @Test("a savepoint undoes its part alone", arguments: TestEngine.all)
    func savepoint(_ engine: TestEngine) async throws {
        try await withCounter(engine) { database in
            try await database.write { connection in
                try connection.execute("INSERT INTO item (name) VALUES ('a')")
                #expect(throws: DatabaseError.self) {
                    try connection.savepoint {
                        try connection.execute("INSERT INTO item (name) VALUES ('b')")
                        try connection.savepoint {
                            try connection.execute("INSERT INTO item (name) VALUES ('c')")
                        }
                        try connection.execute("INSERT INTO item (name) VALUES ('a')")
                    }
                }
                let length = try connection.savepoint {
                    try connection.execute("INSERT INTO item (name) VALUES ('d')")
                    return 4
                }
                #expect(length == 4)
            }
            let stored = try await names(database)
            #expect(stored == ["a", "d"])
        }
    }

    @Test("concurrent writers lose nothing", arguments: TestEngine.all)
    func concurrentWriters(_ engine: TestEngine) async throws {
        try await withCounter(engine) { database in
            try await database.write { try $0.execute("INSERT INTO item (name) VALUES ('a')") }
            let writers = 6
            let turns = 10
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<writers {
                    group.addTask {
                        for _ in 0..<turns {
                            // Read, think, write: only right when nobody comes between.
                            try await database.write { connection in
                                let n = try connection.value("SELECT n FROM item", as: Int.self)
                                try connection.execute("UPDATE item SET n = \((n ?? 0) + 1)")
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            let total = try await database.read { try $0.value("SELECT n FROM item", as: Int.self) }
            #expect(total == writers * turns)
        }
    }

    @Test("two who look before they insert make one row", arguments: TestEngine.all)
    func lookBeforeInsert(_ engine: TestEngine) async throws {
        try await withCounter(engine) { database in
            let ids = try await withThrowingTaskGroup(of: Int?.self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        try await database.write { connection in
                            let known = try connection.value(
                                "SELECT id FROM item WHERE name = 'only'", as: Int.self)
                            if let known { return known }
                            return try connection.value(
                                "INSERT INTO item (name) VALUES ('only') RETURNING id", as: Int.self
                            )
                        }
                    }
                }
                return try await group.reduce(into: Set<Int?>()) { $0.insert($1) }
            }
            #expect(ids.count == 1)
            let stored = try await names(database)
            #expect(stored == ["only"])
        }
    }

    @Test("each row of a queue is taken once", arguments: TestEngine.all)
    func queue(_ engine: TestEngine) async throws {
        try await withCounter(engine) { database in
            let jobs = (0..<60).map { "(\("job \($0)"))" as SQL }.joined(separator: ", ")
            try await database.write { try $0.execute("INSERT INTO item (name) VALUES \(jobs)") }
            let taken = try await withThrowingTaskGroup(of: [Int].self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        var mine: [Int] = []
                        while true {
                            let next = try await database.write(isolation: .readCommitted) {
                                connection in
                                try connection.value(
                                    """
                                    UPDATE item SET n = 1 WHERE id = (
                                        SELECT id FROM item WHERE n = 0 ORDER BY id
                                        LIMIT 1\(connection.engine.skipLocked)) RETURNING id
                                    """, as: Int.self)
                            }
                            guard let next else { return mine }
                            mine.append(next)
                        }
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(taken.count == 60)
            #expect(Set(taken).count == 60)
        }
    }

    @Test("a taken row is passed over while its transaction lasts")
    func skipsLocked() async throws {
        guard TestEngine.all.contains(.postgresql) else { return }
        try await withCounter(.postgresql) { database in
            try await database.write {
                try $0.execute("INSERT INTO item (name) VALUES ('a'), ('b')")
            }
            let take: @Sendable (any SQLConnection) throws -> String? = { connection in
                try connection.value(
                    "SELECT name FROM item ORDER BY id LIMIT 1\(connection.engine.skipLocked)")
            }
            let (begun, begin) = AsyncStream.makeStream(of: Void.self)
            let gate = Gate()
            async let first = database.write { connection in
                let name = try take(connection)
                begin.finish()
                gate.wait()
                return name
            }
            for await _ in begun {}
            let second = try await database.write { try take($0) }
            gate.open()
            #expect(try await first == "a")
            #expect(second == "b")
        }
    }

    @Test("a cancelled task rolls back", arguments: TestEngine.all)
    func cancellation(_ engine: TestEngine) async throws {
        try await withCounter(engine) { database in
            let (begun, begin) = AsyncStream.makeStream(of: Void.self)
            let gate = Gate()
            let task = Task {
                try await database.write { connection in
                    try connection.execute("INSERT INTO item (name) VALUES ('a')")
                    begin.finish()
                    gate.wait()
                    try connection.execute("INSERT INTO item (name) VALUES ('b')")
                }
            }
            for await _ in begun {}
            task.cancel()
            gate.open()
            await #expect(throws: CancellationError.self) { try await task.value }
            let stored = try await names(database)
            #expect(stored == [])
        }
    }

    @Test("a closed database says so", arguments: TestEngine.all)
    func closed(_ engine: TestEngine) async throws {
        try await withDatabaseURL(engine) { url in
            let database = try await DatabaseLocation(url).open()
            try await database.close()
            try await database.close()
            await #expect(throws: DatabaseError.closed) {
                try await database.read { try $0.rows("SELECT 1") }
            }
            await #expect(throws: DatabaseError.closed) {
                try await database.write { try $0.rows("SELECT 1") }
            }
        }
    }

    @Test("a wrong statement says what is wrong, without its values", arguments: TestEngine.all)
    func wrongStatement(_ engine: TestEngine) async throws {
        try await withCounter(engine) { database in
            let error = await #expect(throws: DatabaseError.self) {
                try await database.read {
                    try $0.rows("SELECT nothing FROM item WHERE \("secret") = 'x'")
                }
            }
            #expect(error?.sentence.contains("nothing") == true)
            #expect(error?.sentence.contains("secret") == false)
        }
    }

    private func withCounter(
        _ engine: TestEngine, _ body: (any SQLDatabase) async throws -> Void
    ) async throws {
        try await withDatabase(engine) { database in
            try await database.write { connection in
                try connection.execute(
                    """
                    CREATE TABLE item (id \(connection.engine.identityColumn),
                        name TEXT NOT NULL UNIQUE, n BIGINT NOT NULL DEFAULT 0)
                    """)
            }
            try await body(database)
        }
    }

    private func names(_ database: any SQLDatabase) async throws -> [String] {
        try await database.read { try $0.values("SELECT name FROM item ORDER BY id") }
    }
}
