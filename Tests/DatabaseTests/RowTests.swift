import Database
import TestSupport
import Testing

@Suite struct RowTests {
    private enum Colour: String, SQLEncodable, SQLDecodable, Sendable { case red, green }

    @Test("a missing column is named, beside those that are there", arguments: TestEngine.all)
    func missing(_ engine: TestEngine) async throws {
        let row = try await one(engine, "SELECT 1 AS a, 2 AS b")
        let error = #expect(throws: DatabaseError.self) { try row.value("c", as: Int.self) }
        #expect(error?.sentence == "There is no column “c” in the result; there are: a, b.")
        #expect(row["c"] == nil)
    }

    @Test("a value of another type is refused without being shown", arguments: TestEngine.all)
    func mismatch(_ engine: TestEngine) async throws {
        let row = try await one(engine, "SELECT \("secret") AS a, \(Int?.none) AS b")
        let wrong = #expect(throws: DatabaseError.self) { try row.value("a", as: Int.self) }
        #expect(
            wrong?.sentence
                == "Column “a” can't be read: it holds text where an integer is expected.")
        let null = #expect(throws: DatabaseError.self) { try row.value("b", as: Int.self) }
        #expect(
            null?.sentence
                == "Column “b” can't be read: it holds NULL where an integer is expected.")
        #expect(try row.value("b", as: Int?.self) == nil)
    }

    @Test("two columns of one name can't be told apart", arguments: TestEngine.all)
    func ambiguous(_ engine: TestEngine) async throws {
        let row = try await one(engine, "SELECT 1 AS a, 2 AS a")
        #expect(throws: DatabaseError.self) { try row.value("a", as: Int.self) }
        #expect(row.values == [.integer(1), .integer(2)])
    }

    @Test("a type with a raw value is stored as that", arguments: TestEngine.all)
    func rawValues(_ engine: TestEngine) async throws {
        let row = try await one(engine, "SELECT \(Colour.green) AS a, \("mauve") AS b")
        #expect(try row.value("a", as: Colour.self) == .green)
        let error = #expect(throws: DatabaseError.self) { try row.value("b", as: Colour.self) }
        #expect(
            error?.sentence
                == "Column “b” can't be read: it is not a Colour that this version knows.")
    }

    @Test("a 32-bit number does not wrap around", arguments: TestEngine.all)
    func narrow(_ engine: TestEngine) async throws {
        let row = try await one(engine, "SELECT \(UInt32.max) AS a, \(Int64(UInt32.max) + 1) AS b")
        #expect(try row.value("a", as: UInt32.self) == .max)
        #expect(throws: DatabaseError.self) { try row.value("b", as: UInt32.self) }
    }

    private func one(_ engine: TestEngine, _ sql: SQL) async throws -> SQLRow {
        try await withDatabase(engine) { database in
            try #require(try await database.read { try $0.row(sql) })
        }
    }
}
