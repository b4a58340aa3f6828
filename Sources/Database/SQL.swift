/// One statement, or a part of one, as text with its values kept apart.
///
/// What is written in the literal is trusted; what is interpolated is bound. The text is printed
/// with numbered parameters, `?1` for SQLite and `$1` for PostgreSQL, in the order of appearance,
/// so a number is always also the position.
///
/// ```swift
/// let open: SQL = "status <> \("closed")"
/// try connection.rows("SELECT id FROM ticket WHERE \(open) AND id IN \(list: ids)")
/// ```
public struct SQL: Sendable, Hashable {
    struct Binding: Sendable, Hashable {
        var value: SQLValue
        /// What the value's Swift type says, so that PostgreSQL knows the type of a NULL too.
        var type: SQLType
    }

    /// Always one more than there are bindings: text, value, text, value, text.
    private(set) var fragments: [String]
    private(set) var bindings: [Binding]
    /// Whether the text depends on how many values there were, so that the same text is unlikely
    /// to come again and a cached statement would only take room.
    private(set) var variesInShape: Bool

    /// Nothing at all: the neutral element of `+`.
    public init() { self.init(trusted: "") }

    /// Text of our own making, such as a savepoint's number. Never text from outside.
    init(trusted text: String) {
        fragments = [text]
        bindings = []
        variesInShape = false
    }

    /// Whether there is neither text nor a value.
    public var isEmpty: Bool { bindings.isEmpty && fragments.allSatisfy(\.isEmpty) }

    /// The text for one engine, its parameters numbered from 1.
    func text(for engine: SQLEngine) -> String {
        let mark = engine == .sqlite ? "?" : "$"
        var text = fragments[0]
        for (index, fragment) in fragments.dropFirst().enumerated() {
            text += mark
            text += String(index + 1)
            text += fragment
        }
        return text
    }

    public static func + (a: SQL, b: SQL) -> SQL {
        var sum = a
        sum += b
        return sum
    }

    public static func += (a: inout SQL, b: SQL) {
        a.fragments[a.fragments.count - 1] += b.fragments[0]
        a.fragments += b.fragments.dropFirst()
        a.bindings += b.bindings
        a.variesInShape = a.variesInShape || b.variesInShape
    }

    fileprivate mutating func append(_ text: String) {
        fragments[fragments.count - 1] += text
    }

    fileprivate mutating func append(_ binding: Binding) {
        bindings.append(binding)
        fragments.append("")
    }

    fileprivate mutating func markAsVarying() { variesInShape = true }
}

extension SQL: ExpressibleByStringInterpolation {
    public init(stringLiteral text: String) { self.init(trusted: text) }
    public init(stringInterpolation: Interpolation) { self = stringInterpolation.sql }

    public struct Interpolation: StringInterpolationProtocol {
        fileprivate var sql = SQL()

        public init(literalCapacity: Int, interpolationCount: Int) {}

        public mutating func appendLiteral(_ literal: String) { sql.append(literal) }

        /// Binds one value.
        public mutating func appendInterpolation<Value: SQLEncodable>(_ value: Value) {
            sql.append(Binding(value: value.sqlValue, type: Value.sqlType))
        }

        /// Binds one value or NULL.
        public mutating func appendInterpolation<Value: SQLEncodable>(_ value: Value?) {
            sql.append(Binding(value: value.sqlValue, type: Value.sqlType))
        }

        /// Puts another piece of SQL here, with its values.
        public mutating func appendInterpolation(_ part: SQL) { sql += part }

        /// `(?1, ?2, …)`, for `IN` and for one row of `VALUES`. An empty list becomes an empty
        /// subquery, so that `IN` finds nothing and `NOT IN` everything.
        public mutating func appendInterpolation<Values: Collection>(list values: Values)
        where Values.Element: SQLEncodable {
            sql.markAsVarying()
            guard !values.isEmpty else {
                sql.append("(SELECT CAST(NULL AS \(Values.Element.sqlType.name)) WHERE 1 = 0)")
                return
            }
            sql.append("(")
            for (index, value) in values.enumerated() {
                if index > 0 { sql.append(", ") }
                sql.append(Binding(value: value.sqlValue, type: Values.Element.sqlType))
            }
            sql.append(")")
        }

        /// A name or keyword that is written in the source, such as one of two sort orders.
        public mutating func appendInterpolation(unquoted text: StaticString) {
            sql.append(text.description)
        }
    }
}

extension Sequence<SQL> {
    /// One piece of all, such as conditions joined by `" AND "`; empty when there are none.
    public func joined(separator: SQL) -> SQL {
        var all = SQL()
        var count = 0
        for part in self {
            if count > 0 { all += separator }
            all += part
            count += 1
        }
        if count > SQL.longestCachedJoin { all.markAsVarying() }
        return all
    }
}

extension SQL {
    /// More joined parts than this are rows of an INSERT rather than conditions of a filter, and
    /// their number is different each time: such a statement is not kept prepared.
    static let longestCachedJoin = 12

    /// SQLite 3.32 and newer take 32,766 parameters, PostgreSQL's protocol 65,535. The smaller
    /// number holds for both, so that what works in a test works everywhere.
    static let mostBindings = 32_766

    /// How much of a statement's text an error shows: enough to find it in the source.
    static let shownInErrors = 300

    /// Whether keeping the statement prepared pays: it is one that comes again.
    var isWorthKeeping: Bool { !variesInShape && Self.repeated.contains(keyword) }

    private static let repeated: Set<String> = [
        "SELECT", "INSERT", "UPDATE", "DELETE", "WITH", "VALUES",
    ]

    /// The first word, in capitals.
    var keyword: String {
        let utf8 = fragments[0].utf8
        let isSpace = { (byte: UInt8) in byte == 0x20 || (9...13).contains(byte) }
        let word = utf8.drop(while: isSpace).prefix { !isSpace($0) && $0 != 0x28 }
        return String(decoding: word, as: UTF8.self).uppercased()
    }

    /// Refuses what one of the engines would refuse or quietly change.
    func checkValues() throws {
        guard bindings.count <= Self.mostBindings else {
            throw DatabaseError.value(
                "A statement has \(bindings.count) values; \(Self.mostBindings) are the most. "
                    + "Split the list.")
        }
        for binding in bindings {
            switch binding.value {
            case .text(let text) where text.utf8.contains(0):
                // PostgreSQL has no such text, and SQLite's own functions end at the NUL.
                throw DatabaseError.value(
                    "Text with a NUL character can't be stored. Remove it, or store it as bytes.")
            case .real(let number) where number.isNaN:
                // SQLite would store NULL in its place.
                throw DatabaseError.value("“Not a number” can't be stored.")
            default:
                break
            }
        }
    }
}

extension SQL: CustomStringConvertible {
    /// The text with `?1`, `?2`, … in place of its values, which are therefore never in a log.
    public var description: String { text(for: .sqlite) }
}
