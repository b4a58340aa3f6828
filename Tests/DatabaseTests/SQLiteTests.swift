import Foundation
import TestSupport
import Testing

@testable import Database

@Suite struct SQLiteTests {
    @Test("what is committed is on the disk, and keys are checked")
    func settings() async throws {
        try await withDatabase(.sqlite) { database in
            let settings: [SQLValue?] = try await database.write { connection in
                [
                    try connection.value("PRAGMA journal_mode"),
                    try connection.value("PRAGMA synchronous"),
                    try connection.value("PRAGMA foreign_keys"),
                    try connection.value("PRAGMA busy_timeout"),
                ]
            }
            #expect(settings == [.text("wal"), .integer(2), .integer(1), .integer(5000)])
        }
    }

    @Test("only its owner may read the file, its log and its backup")
    func permissions() async throws {
        try await withTemporaryFolder { folder in
            let database = try await SQLiteDatabase.open(path: folder + "/a.db")
            try await database.write { try $0.execute("CREATE TABLE t (a BIGINT)") }
            try await database.backup(to: folder + "/b.db")
            for name in ["a.db", "a.db-wal", "a.db-shm", "b.db"] {
                let facts = try FileManager.default.attributesOfItem(atPath: folder + "/" + name)
                #expect(facts[.posixPermissions] as? Int == 0o600, "\(name)")
            }
            try await database.close()
        }
    }

    @Test("a backup holds what was committed, in one file, while others write")
    func backup() async throws {
        try await withTemporaryFolder { folder in
            let database = try await SQLiteDatabase.open(path: folder + "/a.db")
            try await database.write { connection in
                try connection.execute("CREATE TABLE t (a BIGINT)")
                for number in 0..<1000 {
                    try connection.execute("INSERT INTO t VALUES (\(number))")
                }
            }
            async let writing: Void = {
                for number in 1000..<1100 {
                    try await database.write { try $0.execute("INSERT INTO t VALUES (\(number))") }
                }
            }()
            try await database.backup(to: folder + "/backups.db")
            try await writing
            await #expect(throws: DatabaseError.self) {
                try await database.backup(to: folder + "/backups.db")
            }
            try await database.close()
            let files = try FileManager.default.contentsOfDirectory(atPath: folder)
            #expect(files.filter { $0.hasPrefix("backups") } == ["backups.db"])

            let copy = try await SQLiteDatabase.open(path: folder + "/backups.db")
            let count = try await copy.read { connection in
                try connection.value("SELECT count(*) AS n FROM t", as: Int.self)
            }
            #expect((1000...1100).contains(count ?? 0))
            try await copy.close()
        }
    }

    @Test("two that share the file wait for each other")
    func sharing() async throws {
        try await withTemporaryFolder { folder in
            let one = try await SQLiteDatabase.open(path: folder + "/a.db")
            let two = try await SQLiteDatabase.open(path: folder + "/a.db")
            try await one.write { connection in
                try connection.execute("CREATE TABLE t (n BIGINT)")
                try connection.execute("INSERT INTO t VALUES (0)")
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for database in [one, two] {
                    group.addTask {
                        for _ in 0..<50 {
                            try await database.write { connection in
                                let n = try connection.value("SELECT n FROM t", as: Int.self)
                                try connection.execute("UPDATE t SET n = \((n ?? 0) + 1)")
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            let n = try await two.read { try $0.value("SELECT n FROM t", as: Int.self) }
            #expect(n == 100)
            try await one.close()
            try await two.close()
        }
    }

    @Test("a file that is no database and a folder that is not there are refused")
    func refusals() async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/mail.txt"
            try Data(String(repeating: "Subject: hello\n", count: 100).utf8)
                .write(to: URL(fileURLWithPath: path))
            let damaged = await #expect(throws: DatabaseError.self) {
                _ = try await SQLiteDatabase.open(path: path)
            }
            guard case .damaged = damaged else {
                Issue.record("\(String(describing: damaged))")
                return
            }
            let missing = await #expect(throws: DatabaseError.self) {
                _ = try await SQLiteDatabase.open(path: folder + "/nowhere/a.db")
            }
            guard case .refused = missing else {
                Issue.record("\(String(describing: missing))")
                return
            }
        }
    }

    @Test("an index on an expression is named when it is broken")
    func expressionIndex() async throws {
        try await withDatabase(.sqlite) { database in
            let error = await #expect(throws: DatabaseError.self) {
                try await database.write { connection in
                    try connection.execute("CREATE TABLE t (a TEXT)")
                    try connection.execute("CREATE UNIQUE INDEX t_lower ON t (lower(a))")
                    try connection.execute("INSERT INTO t VALUES ('a'), ('A')")
                }
            }
            #expect(
                error == .uniqueViolation(ViolatedKey(table: nil, columns: [], name: "t_lower")))
        }
    }
}

@Suite struct LocationTests {
    @Test(
        "paths and URLs are told apart",
        arguments: [
            ("martlet.db", SQLEngine.sqlite, "martlet.db"),
            ("/var/lib/martlet.db", .sqlite, "/var/lib/martlet.db"),
            ("sqlite:martlet.db", .sqlite, "martlet.db"),
            ("sqlite:///var/a.db", .sqlite, "/var/a.db"),
            ("postgres://db.example/name", .postgresql, "postgres://db.example/name"),
            (
                "postgresql://u:p@ss@db.example:5433/name?sslmode=require&password=x", .postgresql,
                "postgresql://db.example:5433/name"
            ),
        ])
    func kinds(_ text: String, _ engine: SQLEngine, _ description: String) throws {
        let location = try DatabaseLocation(text)
        #expect(location.engine == engine)
        #expect(location.description == description)
    }

    @Test("other databases and empty names are refused", arguments: ["mysql://h/d", "", "sqlite:"])
    func refused(_ text: String) {
        #expect(throws: DatabaseError.self) { try DatabaseLocation(text) }
    }
}
