import Database
import TestSupport
import Testing

@Suite struct MigratorTests {
    private static let first = Migration(number: 1, name: "items") { engine in
        [
            "CREATE TABLE item (id \(engine.identityColumn), name TEXT NOT NULL)",
            "INSERT INTO item (name) VALUES ('first')",
        ]
    }
    private static let second = Migration(number: 2, name: "colours") { _ in
        ["ALTER TABLE item ADD COLUMN colour TEXT NOT NULL DEFAULT 'red'"]
    }

    @Test("migrations are applied in order, once", arguments: TestEngine.all)
    func once(_ engine: TestEngine) async throws {
        try await withDatabase(engine) { database in
            #expect(try await Migrator.version(of: database) == 0)
            #expect(try await Migrator.migrate(database, [Self.first]) == [1])
            #expect(try await Migrator.migrate(database, [Self.first, Self.second]) == [2])
            #expect(try await Migrator.migrate(database, [Self.first, Self.second]) == [])
            #expect(try await Migrator.version(of: database) == 2)
            let colours = try await database.read { connection in
                try connection.values("SELECT colour FROM item", as: String.self)
            }
            #expect(colours == ["red"])
        }
    }

    @Test("a migration that fails leaves nothing of itself", arguments: TestEngine.all)
    func failing(_ engine: TestEngine) async throws {
        let broken = Migration(number: 2, name: "broken") { _ in
            ["CREATE TABLE other (a BIGINT)", "INSERT INTO missing VALUES (1)"]
        }
        try await withDatabase(engine) { database in
            await #expect(throws: DatabaseError.self) {
                try await Migrator.migrate(database, [Self.first, broken])
            }
            #expect(try await Migrator.version(of: database) == 1)
            #expect(try await Migrator.migrate(database, [Self.first, Self.second]) == [2])
            try await database.write { try $0.execute("CREATE TABLE other (a BIGINT)") }
        }
    }

    @Test(
        "a newer schema is refused with a sentence that says what to do", arguments: TestEngine.all)
    func newer(_ engine: TestEngine) async throws {
        try await withDatabase(engine) { database in
            try await Migrator.migrate(database, [Self.first, Self.second])
            let error = await #expect(throws: DatabaseError.schemaTooNew(found: 2, known: 1)) {
                try await Migrator.migrate(database, [Self.first])
            }
            #expect(
                error?.sentence
                    == "The database has schema 2, and this version of the program knows schemas "
                    + "up to 1. Install the version that wrote it or a newer one, or restore the "
                    + "backup that was made before the upgrade.")
        }
    }

    @Test("processes that start at once apply each migration once", arguments: TestEngine.all)
    func atOnce(_ engine: TestEngine) async throws {
        try await withDatabaseURL(engine) { url in
            let applied = try await withThrowingTaskGroup(of: [Int].self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        let database = try await DatabaseLocation(url).open()
                        let applied = try await Migrator.migrate(
                            database, [Self.first, Self.second])
                        try await database.close()
                        return applied
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(applied.sorted() == [1, 2])
            let database = try await DatabaseLocation(url).open()
            let items = try await database.read { connection in
                try connection.values("SELECT name FROM item", as: String.self)
            }
            #expect(items == ["first"])
            try await database.close()
        }
    }
}
