internal import CPQ

/// A statement's values as libpq wants them: text for all but bytes, each with its type.
///
/// Types are given rather than guessed by the server, so that `SELECT $1` is what it is on SQLite
/// and `$1 IS NULL` is not an error.
struct PostgresArguments {
    private static let absent = -1

    let types: [Oid]
    private var bytes: [UInt8] = []
    /// Where each value begins in `bytes`.
    private var offsets: [Int] = []
    private var lengths: [Int32] = []
    private var formats: [Int32] = []

    var count: Int32 { Int32(types.count) }

    init(_ bindings: [SQL.Binding]) {
        types = bindings.map(Self.type)
        for binding in bindings { append(binding.value) }
        // An empty array has no address to start from.
        bytes.append(0)
    }

    /// The pointers are valid within `body` only.
    func withPointers<T>(
        _ body: (
            UnsafePointer<UnsafePointer<CChar>?>, UnsafePointer<Int32>, UnsafePointer<Int32>
        ) -> T
    ) -> T {
        bytes.withUnsafeBytes { all in
            let start = all.assumingMemoryBound(to: CChar.self).baseAddress
            let values = offsets.map { offset in
                offset == Self.absent ? nil : start.map { $0 + offset }
            }
            return body(values, lengths, formats)
        }
    }

    private mutating func append(_ value: SQLValue) {
        let isBinary: Bool
        let content: [UInt8]
        switch value {
        case .null:
            offsets.append(Self.absent)
            lengths.append(0)
            formats.append(0)
            return
        case .integer(let number): (content, isBinary) = (Array(String(number).utf8), false)
        case .real(let number): (content, isBinary) = (Array(String(number).utf8), false)
        case .text(let text): (content, isBinary) = (Array(text.utf8), false)
        case .blob(let blob): (content, isBinary) = (blob, true)
        }
        offsets.append(bytes.count)
        bytes += content
        bytes.append(0)
        lengths.append(Int32(clamping: content.count))
        formats.append(isBinary ? 1 : 0)
    }

    private static func type(_ binding: SQL.Binding) -> Oid {
        switch (binding.value, binding.type) {
        case (.integer, _), (.null, .integer): PostgresType.int8
        case (.real, _), (.null, .real): PostgresType.float8
        case (.text, _), (.null, .text): PostgresType.text
        case (.blob, _), (.null, .blob): PostgresType.bytea
        case (.null, .any): PostgresType.guess
        }
    }
}

/// The numbers of the types that are told apart, from PostgreSQL's `pg_type.dat`. They never change.
enum PostgresType {
    static let guess: Oid = 0
    static let bool: Oid = 16
    static let bytea: Oid = 17
    static let int8: Oid = 20
    static let int2: Oid = 21
    static let int4: Oid = 23
    static let text: Oid = 25
    static let oid: Oid = 26
    static let float4: Oid = 700
    static let float8: Oid = 701
    static let numeric: Oid = 1700
}
