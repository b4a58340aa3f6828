import TestSupport
import Testing

@testable import Database

@Suite struct SQLTests {
    @Test("a value is bound and numbered, never printed")
    func binding() {
        let name = "O'Hara'; DROP TABLE person; --"
        let sql: SQL = "SELECT id FROM person WHERE name = \(name) AND age > \(30)"
        #expect(sql.text(for: .sqlite) == "SELECT id FROM person WHERE name = ?1 AND age > ?2")
        #expect(sql.text(for: .postgresql) == "SELECT id FROM person WHERE name = $1 AND age > $2")
        #expect(sql.bindings.map(\.value) == [.text(name), .integer(30)])
        #expect("\(sql)" == "SELECT id FROM person WHERE name = ?1 AND age > ?2")
    }

    @Test("an interpolated string literal is a value too")
    func literalValue() {
        let sql: SQL = "SELECT \("a'b")"
        #expect(sql.text(for: .sqlite) == "SELECT ?1")
        #expect(sql.bindings.map(\.value) == [.text("a'b")])
    }

    @Test("pieces nest, and numbers follow the order of appearance")
    func nesting() {
        let inner: SQL = "b = \(2)"
        let outer: SQL = "a = \(1) AND (\(inner)) AND c = \(3)"
        #expect(outer.text(for: .postgresql) == "a = $1 AND (b = $2) AND c = $3")
        #expect(outer.bindings.map(\.value) == [.integer(1), .integer(2), .integer(3)])
        #expect((inner + " OR " + inner).text(for: .sqlite) == "b = ?1 OR b = ?2")
    }

    @Test("conditions are joined; none give nothing")
    func joining() {
        let conditions: [SQL] = ["a = \(1)", "b = \(2)"]
        #expect(conditions.joined(separator: " AND ").text(for: .sqlite) == "a = ?1 AND b = ?2")
        #expect([SQL]().joined(separator: ", ").isEmpty)
    }

    @Test("a list is printed with one parameter each")
    func list() {
        let sql: SQL = "id IN \(list: [5, 6])"
        #expect(sql.text(for: .sqlite) == "id IN (?1, ?2)")
        #expect(!sql.isWorthKeeping)
    }

    @Test("a NULL has the type of its optional")
    func typedNull() {
        let sql: SQL = "\(Int?.none) \(String?.none) \(SQLValue.null)"
        #expect(sql.bindings.map(\.type) == [.integer, .text, .any])
    }

    @Test("only statements that come again are kept prepared")
    func keeping() {
        #expect(("  select\n1" as SQL).isWorthKeeping)
        #expect(!("CREATE TABLE t (a BIGINT)" as SQL).isWorthKeeping)
        let rows = (0..<100).map { "(\($0))" as SQL }
        #expect(!("INSERT INTO t VALUES " + rows.joined(separator: ", ")).isWorthKeeping)
    }

    @Test("an empty list finds nothing, and its opposite everything", arguments: TestEngine.all)
    func emptyList(_ engine: TestEngine) async throws {
        try await withDatabase(engine) { database in
            try await database.write { connection in
                try connection.execute("CREATE TABLE t (a BIGINT, b TEXT)")
                try connection.execute("INSERT INTO t VALUES (1, 'x'), (2, 'y')")
                let none: [Int] = []
                let noTexts: [String] = []
                #expect(try connection.rows("SELECT a FROM t WHERE a IN \(list: none)").isEmpty)
                #expect(
                    try connection.rows("SELECT a FROM t WHERE a NOT IN \(list: none)").count == 2)
                #expect(try connection.rows("SELECT a FROM t WHERE b IN \(list: noTexts)").isEmpty)
                #expect(
                    try connection.values("SELECT b FROM t WHERE a IN \(list: [2, 3])") == ["y"])
            }
        }
    }

    @Test("values appear in any order and more than once", arguments: TestEngine.all)
    func order(_ engine: TestEngine) async throws {
        try await withDatabase(engine) { database in
            let row = try await database.read { connection in
                try connection.row("SELECT \("b") AS b, \(1) AS a, \("b") AS c, \(2.5) AS d")
            }
            #expect(row?.values == [.text("b"), .integer(1), .text("b"), .real(2.5)])
            #expect(row?.columnNames == ["b", "a", "c", "d"])
        }
    }

    @Test("a parameter may be compared with NULL and stand in any place", arguments: TestEngine.all)
    func typing(_ engine: TestEngine) async throws {
        try await withDatabase(engine) { database in
            try await database.write { connection in
                try connection.execute("CREATE TABLE t (a BIGINT, b TEXT, c DOUBLE PRECISION)")
                let wanted: String? = nil
                try connection.execute(
                    """
                    INSERT INTO t (a, b, c) SELECT \(1), \(wanted), \(Double?.none)
                    WHERE NOT EXISTS (SELECT 1 FROM t WHERE \(wanted) IS NOT NULL)
                    """)
                let found = try connection.values(
                    """
                    SELECT CASE WHEN b IS NULL THEN \(7) ELSE a END AS x FROM t
                    WHERE (\(wanted) IS NULL OR b = \(wanted)) AND a IN (\(1), \(2))
                    ORDER BY a LIMIT \(5) OFFSET \(0)
                    """, as: Int.self)
                #expect(found == [7])
                #expect(try connection.value("SELECT sum(a) AS s FROM t", as: Int.self) == 1)
                #expect(try connection.value("SELECT count(*) AS n FROM t", as: Int.self) == 1)
            }
        }
    }

    @Test("too many values are refused before they are sent", arguments: TestEngine.all)
    func tooMany(_ engine: TestEngine) async throws {
        try await withDatabase(engine) { database in
            await #expect(throws: DatabaseError.self) {
                try await database.read { try $0.rows("SELECT 1 WHERE 1 IN \(list: 0..<40_000)") }
            }
            let count = try await database.read { connection in
                try connection.value("SELECT 1 AS a WHERE 1 IN \(list: 0..<30_000)", as: Int.self)
            }
            #expect(count == 1)
        }
    }
}
