import Glibc
import TestSupport
import Testing

@testable import Database

@Suite(.enabled(if: PostgresCluster.isAvailable))
struct PostgresTests {
    @Test("the pool goes on after the server was restarted, and listeners are told to look")
    func restart() async throws {
        let cluster = try await PostgresCluster.start()
        let database = try await PostgresDatabase.open(url: cluster.url)
        try await database.write { connection in
            try connection.execute("CREATE TABLE t (n BIGINT)")
            try connection.execute("INSERT INTO t VALUES (0)")
        }
        var texts = database.notifications("change").makeAsyncIterator()
        #expect(await texts.next() == "")

        let unknown = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    var unknown = 0
                    for _ in 0..<100 {
                        do {
                            try await database.write { connection in
                                try connection.execute("UPDATE t SET n = n + 1")
                            }
                        } catch DatabaseError.commitUnknown {
                            // Allowed at the very moment: counted, and then not repeated.
                            unknown += 1
                        }
                        _ = try await database.read { try $0.rows("SELECT n FROM t") }
                    }
                    return unknown
                }
            }
            try await Task.sleep(for: .milliseconds(50))
            try await cluster.restart()
            return try await group.reduce(0, +)
        }
        let n = try await database.read { try $0.value("SELECT n FROM t", as: Int.self) ?? -1 }
        #expect((400 - unknown...400).contains(n))

        #expect(await texts.next() == "")
        try await database.write { try $0.notify("change", "after") }
        #expect(await texts.next() == "after")
        try await database.close()
        try await cluster.stop()
    }

    @Test("a transaction whose connection is cut before COMMIT runs again as a whole")
    func cutBeforeCommit() async throws {
        try await withDatabase(.postgresql) { database in
            try await database.write { try $0.execute("CREATE TABLE t (n BIGINT)") }
            let runs = Counter()
            try await database.write { connection in
                try connection.execute("INSERT INTO t VALUES (1)")
                if runs.increment() == 1 {
                    // Our own end; the answer is the cut connection.
                    _ = try connection.rows("SELECT pg_terminate_backend(pg_backend_pid())")
                }
                try connection.execute("INSERT INTO t VALUES (2)")
            }
            #expect(runs.value == 2)
            let stored = try await database.read { connection in
                try connection.values("SELECT n FROM t ORDER BY n", as: Int.self)
            }
            #expect(stored == [1, 2])
        }
    }

    @Test("a connection that went away between body and COMMIT is noticed before COMMIT is sent")
    func cutWhileThinking() async throws {
        try await withDatabase(.postgresql) { database in
            try await database.write { try $0.execute("CREATE TABLE t (n BIGINT)") }
            let runs = Counter()
            let (pids, pid) = AsyncStream.makeStream(of: Int.self)
            let gate = Gate()
            async let writing: Void = database.write { connection in
                try connection.execute("INSERT INTO t VALUES (1)")
                if runs.increment() == 1 {
                    let own = try connection.value("SELECT pg_backend_pid() AS pid", as: Int.self)
                    pid.yield(own ?? 0)
                    gate.wait()
                }
            }
            var iterator = pids.makeAsyncIterator()
            let victim = try #require(await iterator.next())
            try await database.write { connection in
                // With a wait of up to 5 s for its end.
                _ = try connection.rows(
                    "SELECT pg_terminate_backend(CAST(\(victim) AS INTEGER), 5000)")
            }
            gate.open()
            try await writing
            #expect(runs.value == 2)
            let count = try await database.read { connection in
                try connection.value("SELECT count(*) AS n FROM t", as: Int.self)
            }
            #expect(count == 1)
        }
    }

    @Test("a connection that dies during COMMIT leaves the outcome unknown, and says so")
    func cutDuringCommit() async throws {
        try await withDatabase(.postgresql) { database in
            try await database.write { connection in
                try connection.execute("CREATE TABLE t (n BIGINT)")
                try connection.execute(
                    """
                    CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS
                    'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END'
                    """)
                try connection.execute(
                    """
                    CREATE CONSTRAINT TRIGGER at_commit AFTER INSERT ON t
                    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION die()
                    """)
            }
            let runs = Counter()
            await #expect(throws: DatabaseError.commitUnknown) {
                try await database.write { connection in
                    _ = runs.increment()
                    try connection.execute("INSERT INTO t VALUES (1)")
                }
            }
            #expect(runs.value == 1)
            // Not even a conflict, long undone, makes it run again.
            await #expect(throws: DatabaseError.commitUnknown) {
                try await database.write { connection in
                    _ = runs.increment()
                    try connection.execute("INSERT INTO t VALUES (1)")
                    #expect(throws: DatabaseError.self) {
                        try connection.savepoint {
                            try connection.execute(
                                "DO 'BEGIN RAISE EXCEPTION USING ERRCODE = ''40001''; END'")
                        }
                    }
                }
            }
            #expect(runs.value == 2)
            #expect(try await database.read { try $0.rows("SELECT n FROM t") }.isEmpty)
        }
    }

    @Test("a deadlock is resolved by running one of the two again")
    func deadlock() async throws {
        try await withDatabase(.postgresql) { database in
            try await database.write { connection in
                try connection.execute("CREATE TABLE t (id BIGINT PRIMARY KEY, n BIGINT)")
                try connection.execute("INSERT INTO t VALUES (1, 0), (2, 0)")
            }
            let runs = Counter()
            let gates = [Gate(), Gate()]
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (mine, other) in [(1, 2), (2, 1)] {
                    group.addTask {
                        try await database.write(isolation: .readCommitted) { connection in
                            try connection.execute("UPDATE t SET n = n + 1 WHERE id = \(mine)")
                            if runs.increment() <= 2 {
                                gates[other - 1].open()
                                gates[mine - 1].wait()
                            }
                            try connection.execute("UPDATE t SET n = n + 1 WHERE id = \(other)")
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(runs.value == 3)
            let stored = try await database.read { connection in
                try connection.values("SELECT n FROM t ORDER BY id", as: Int.self)
            }
            #expect(stored == [2, 2])
        }
    }

    @Test("a table that changed its columns does not break statements prepared before")
    func stalePlan() async throws {
        try await withDatabase(.postgresql) { database in
            try await database.write { try $0.execute("CREATE TABLE t (a BIGINT)") }
            #expect(try await database.read { try $0.rows("SELECT * FROM t") }.isEmpty)
            try await database.write { try $0.execute("ALTER TABLE t ADD COLUMN b BIGINT") }
            try await database.write { try $0.execute("INSERT INTO t VALUES (1, 2)") }
            for _ in 0..<3 {
                let row = try await database.read { try $0.row("SELECT * FROM t") }
                #expect(row?.columnNames == ["a", "b"])
            }
        }
    }

    @Test("more statements than are kept prepared still run")
    func manyStatements() async throws {
        try await withDatabase(.postgresql) { database in
            let sum = try await database.read { connection in
                var sum = 0
                for number in 0..<(PostgresLimits.preparedStatements + 50) {
                    let sql = SQL(trusted: "SELECT \(number) AS n")
                    sum += try connection.value(sql, as: Int.self) ?? 0
                }
                return sum
            }
            let last = PostgresLimits.preparedStatements + 49
            #expect(sum == last * (last + 1) / 2)
        }
    }

    @Test("a wrong password is refused at once, with the server's reason")
    func wrongPassword() async throws {
        let url = try await PostgresCluster.shared.url
        let wrong = try Self.with(url, password: "wrong")
        let error = await #expect(throws: DatabaseError.self) {
            _ = try await PostgresDatabase.open(url: wrong)
        }
        guard case .refused(let reason) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(reason.contains("password authentication failed"))
        #expect(!reason.contains("28P01"))
    }

    @Test("a server that never answers is given up")
    func silence() async throws {
        // The kernel takes the connection, and nobody ever reads from it.
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { Glibc.close(listener) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                #expect(bind(listener, address, size) == 0)
                #expect(listen(listener, 5) == 0)
                #expect(getsockname(listener, address, &size) == 0)
            }
        }
        let port = UInt16(bigEndian: address.sin_port)
        let error = await #expect(throws: DatabaseError.self) {
            try await PostgresDatabase.run(
                [], outsideTransactionAt: "postgres://u@127.0.0.1:\(port)/d?connect_timeout=2")
        }
        guard case .unavailable = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test("a server that is not there is unavailable, and a wrong URL refused")
    func unreachable() async throws {
        for (url, isUnavailable) in [
            ("postgres://u@127.0.0.1:1/d", true), ("postgres://u@nowhere.invalid/d", true),
            ("postgres://u@127.0.0.1:1/d?no_such_option=1", false),
        ] {
            let error = await #expect(throws: DatabaseError.self) {
                try await PostgresDatabase.run([], outsideTransactionAt: url)
            }
            switch error {
            case .unavailable: #expect(isUnavailable, "\(url)")
            case .refused: #expect(!isUnavailable, "\(url)")
            default: Issue.record("\(String(describing: error))")
            }
        }
    }

    @Test("a server's code is found in any language")
    func codes() {
        #expect(PostgresDial.sqlstate(in: "x: FATAL:  28P01: nein") == "28P01")
        #expect(PostgresDial.sqlstate(in: "x failed: FATAL:  57P03: starting") == "57P03")
        #expect(PostgresDial.sqlstate(in: "connection to \"h\", port 5432 failed: no") == nil)
    }

    private static func with(_ url: String, password: String) throws -> String {
        let at = try #require(url.lastIndex(of: "@"))
        let colon = try #require(url[..<at].lastIndex(of: ":"))
        return url[...colon] + password + url[at...]
    }
}
