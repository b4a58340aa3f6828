internal import CPQ
internal import Glibc

/// What the server answered, as libpq holds it.
final class PostgresResult {
    /// Fields of an error, from PostgreSQL's `postgres_ext.h`, where they are C macros.
    enum Field: Character {
        case sqlstate = "C"
        case message = "M"
        case detail = "D"
        case table = "t"
        case constraint = "n"
    }

    private let raw: OpaquePointer

    init(_ raw: OpaquePointer) { self.raw = raw }

    deinit { PQclear(raw) }

    var isFine: Bool {
        [PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY].contains(PQresultStatus(raw))
    }

    /// `INSERT 0 1`, `COMMIT`, …
    var tag: String { String(cString: PQcmdStatus(raw)) }

    func field(_ field: Field) -> String? {
        guard let code = field.rawValue.asciiValue,
            let text = PQresultErrorField(raw, Int32(code))
        else { return nil }
        return String(cString: text)
    }

    var statementResult: StatementResult {
        // A SELECT's number is how many rows it found, which changes nothing.
        let changed = tag.hasPrefix("SELECT") ? 0 : Int(String(cString: PQcmdTuples(raw))) ?? 0
        guard PQnfields(raw) > 0 else { return StatementResult(affected: changed) }
        let fields = 0..<PQnfields(raw)
        let columns = SQLRow.Columns(fields.map { String(cString: PQfname(raw, $0)) })
        let types = fields.map { PQftype(raw, $0) }
        let rows = (0..<PQntuples(raw)).map { row in
            SQLRow(columns: columns, values: fields.map { value(row, $0, types[Int($0)]) })
        }
        return StatementResult(rows: rows, affected: changed)
    }

    private func value(_ row: Int32, _ column: Int32, _ type: Oid) -> SQLValue {
        guard PQgetisnull(raw, row, column) == 0, let start = PQgetvalue(raw, row, column) else {
            return .null
        }
        let bytes = UnsafeRawBufferPointer(
            start: start, count: Int(PQgetlength(raw, row, column)))
        switch type {
        case PostgresType.int2, PostgresType.int4, PostgresType.int8, PostgresType.oid:
            return .integer(Int64(strtoll(start, nil, 10)))
        case PostgresType.bool:
            return .integer(bytes.first == UInt8(ascii: "t") ? 1 : 0)
        case PostgresType.float4, PostgresType.float8:
            return .real(strtod(start, nil))
        case PostgresType.numeric:
            // A sum of integers, which SQLite makes an integer too; or an average.
            let text = String(decoding: bytes, as: UTF8.self)
            return Int64(text).map { .integer($0) } ?? .real(strtod(start, nil))
        case PostgresType.bytea:
            return .blob(Self.unhex(bytes))
        default:
            return .text(String(decoding: bytes, as: UTF8.self))
        }
    }

    /// `\x00ff…` → bytes
    private static func unhex(_ text: UnsafeRawBufferPointer) -> [UInt8] {
        func digit(_ byte: UInt8) -> UInt8 { byte <= 0x39 ? byte &- 0x30 : byte &- 0x57 }
        let count = max(0, text.count / 2 - 1)
        return [UInt8](unsafeUninitializedCapacity: count) { bytes, filled in
            for index in 0..<count {
                bytes[index] = digit(text[2 * index + 2]) << 4 | digit(text[2 * index + 3])
            }
            filled = count
        }
    }
}
