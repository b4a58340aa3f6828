import Database
import TestSupport
import Testing

@Suite struct ValueTests {
    static let texts = [
        "", "plain", "O'Hara \"quoted\" \\ back", "Grüße 👩‍👩‍👧‍👦 \u{301}", "a\r\nb\t\u{1}",
        String(repeating: "ä", count: 100_000), "?1 $1 :x", "\u{FEFF}bom", "\u{10FFFF}",
    ]

    @Test("text comes back as it was stored", arguments: TestEngine.all)
    func text(_ engine: TestEngine) async throws {
        try await roundTrip(engine, "TEXT", Self.texts)
    }

    @Test("integers come back exactly, to both ends of 64 bits", arguments: TestEngine.all)
    func integers(_ engine: TestEngine) async throws {
        try await roundTrip(engine, "BIGINT", [0, 1, -1, Int64.min, Int64.max, 1 << 53 + 1])
    }

    @Test("real numbers come back exactly", arguments: TestEngine.all)
    func reals(_ engine: TestEngine) async throws {
        try await roundTrip(
            engine, "DOUBLE PRECISION",
            [
                0.0, 0.1, -1.0 / 3, Double.leastNonzeroMagnitude, Double.greatestFiniteMagnitude,
                1e22, 123_456_789.125,
                Double.infinity, -Double.infinity, 3,
            ])
    }

    @Test("bytes come back as they were stored, none of them too", arguments: TestEngine.all)
    func bytes(_ engine: TestEngine) async throws {
        let all = (0...255).map { UInt8($0) }
        try await roundTrip(
            engine, engine == .sqlite ? "BLOB" : "BYTEA",
            [
                all, [], [0], [0, 0], Array(all.reversed()) + all,
                [UInt8](repeating: 0x5C, count: 9),
            ])
    }

    @Test("a megabyte of bytes comes back", arguments: TestEngine.all)
    func manyBytes(_ engine: TestEngine) async throws {
        var seed: UInt32 = 7
        let bytes = (0..<1_000_000).map { _ in
            seed = seed &* 1_664_525 &+ 1_013_904_223
            return UInt8(seed >> 24)
        }
        try await roundTrip(engine, engine == .sqlite ? "BLOB" : "BYTEA", [bytes])
    }

    @Test("NULL is the value of an optional of any type", arguments: TestEngine.all)
    func nulls(_ engine: TestEngine) async throws {
        try await roundTrip(engine, "BIGINT", [nil, 5, nil] as [Int64?])
        try await roundTrip(engine, "TEXT", [nil, "", "x"] as [String?])
        try await roundTrip(engine, "DOUBLE PRECISION", [nil, 1.5] as [Double?])
        try await roundTrip(
            engine, engine == .sqlite ? "BLOB" : "BYTEA", [nil, [], [1]] as [[UInt8]?])
    }

    @Test("a yes or no is stored as 1 or 0", arguments: TestEngine.all)
    func booleans(_ engine: TestEngine) async throws {
        try await roundTrip(engine, "INTEGER", [true, false])
        try await withDatabase(engine) { database in
            let row = try await database.read { try $0.row("SELECT \(true) AS yes, \(7) AS seven") }
            #expect(row?["yes"] == .integer(1))
            #expect(throws: DatabaseError.self) { try row?.value("seven", as: Bool.self) }
        }
    }

    @Test("text with a NUL character and not-a-number are refused", arguments: TestEngine.all)
    func refusals(_ engine: TestEngine) async throws {
        try await withDatabase(engine) { database in
            await #expect(
                throws: DatabaseError.value(
                    "Text with a NUL character can't be stored. Remove it, or store it as bytes.")
            ) {
                try await database.read { try $0.rows("SELECT \("a\0b")") }
            }
            await #expect(throws: DatabaseError.value("“Not a number” can't be stored.")) {
                try await database.read { try $0.rows("SELECT \(Double.nan)") }
            }
        }
    }

    private func roundTrip<V: SQLEncodable & SQLDecodable & Equatable & Sendable>(
        _ engine: TestEngine, _ type: String, _ values: [V]
    ) async throws {
        try await withDatabase(engine) { database in
            try await database.write { connection in
                switch type {
                case "TEXT": try connection.execute("CREATE TABLE t (n BIGINT, v TEXT)")
                case "BIGINT": try connection.execute("CREATE TABLE t (n BIGINT, v BIGINT)")
                case "INTEGER": try connection.execute("CREATE TABLE t (n BIGINT, v INTEGER)")
                case "DOUBLE PRECISION":
                    try connection.execute("CREATE TABLE t (n BIGINT, v DOUBLE PRECISION)")
                default:
                    try connection.execute(
                        "CREATE TABLE t (n BIGINT, v \(connection.engine.blobType))")
                }
                for (number, value) in values.enumerated() {
                    try connection.execute("INSERT INTO t (n, v) VALUES (\(number), \(value))")
                }
            }
            let stored = try await database.read { connection in
                try connection.rows("SELECT v FROM t ORDER BY n").map {
                    try $0.value("v", as: V.self)
                }
            }
            #expect(stored == values)
            for (number, value) in values.enumerated() {
                let found = try await database.read { connection in
                    try connection.value(
                        "SELECT n FROM t WHERE v IS NOT DISTINCT FROM \(value) AND n = \(number)",
                        as: Int.self)
                }
                #expect(found == number)
            }
        }
    }
}
