/// One value as both engines store it.
///
/// There are no booleans and no dates: a yes or no is stored as 1 or 0, a time as an integer.
public enum SQLValue: Sendable, Hashable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)
    case blob([UInt8])

    /// What kind of value this is, for a message that must not show the value itself.
    var kind: String {
        switch self {
        case .null: "NULL"
        case .integer: "an integer"
        case .real: "a real number"
        case .text: "text"
        case .blob: "bytes"
        }
    }
}

/// The type of a parameter, as far as the Swift type of its value tells.
public enum SQLType: Sendable, Hashable {
    case integer, real, text, blob
    /// Whatever the value is. PostgreSQL then guesses the type of a NULL from its place.
    case any

    /// The name in a `CAST`, the same on both engines.
    var name: String {
        switch self {
        case .integer: "BIGINT"
        case .real: "DOUBLE PRECISION"
        case .text, .any: "TEXT"
        // SQLite would know BLOB, PostgreSQL BYTEA; a list of blobs is not compared in practice.
        case .blob: "TEXT"
        }
    }
}

/// A type whose values can be bound to a statement.
///
/// A type with a raw value that can be bound conforms without a line of its own:
/// `extension TicketID: SQLEncodable, SQLDecodable {}`.
public protocol SQLEncodable {
    var sqlValue: SQLValue { get }
    /// The type of all values of this type, so that a NULL has one too.
    static var sqlType: SQLType { get }
}

extension SQLEncodable {
    public static var sqlType: SQLType { .any }
}

/// A type that can be made from a column's value.
public protocol SQLDecodable {
    /// - Throws: ``DatabaseError/value(_:)`` when the value is not one of this type.
    init(sqlValue: SQLValue) throws
}

extension SQLEncodable where Self: RawRepresentable, RawValue: SQLEncodable {
    public var sqlValue: SQLValue { rawValue.sqlValue }
    public static var sqlType: SQLType { RawValue.sqlType }
}

extension SQLDecodable where Self: RawRepresentable, RawValue: SQLDecodable {
    public init(sqlValue: SQLValue) throws {
        guard let value = Self(rawValue: try RawValue(sqlValue: sqlValue)) else {
            throw DatabaseError.value("it is not a \(Self.self) that this version knows")
        }
        self = value
    }
}

extension SQLValue: SQLEncodable, SQLDecodable {
    public var sqlValue: SQLValue { self }
    public init(sqlValue: SQLValue) { self = sqlValue }

    func mismatch(_ expected: String) -> DatabaseError {
        .value("it holds \(kind) where \(expected) is expected")
    }
}

extension Int64: SQLEncodable, SQLDecodable {
    public var sqlValue: SQLValue { .integer(self) }
    public static var sqlType: SQLType { .integer }
    public init(sqlValue: SQLValue) throws {
        guard case .integer(let number) = sqlValue else { throw sqlValue.mismatch("an integer") }
        self = number
    }
}

extension Int: SQLEncodable, SQLDecodable {
    public var sqlValue: SQLValue { .integer(Int64(self)) }
    public static var sqlType: SQLType { .integer }
    public init(sqlValue: SQLValue) throws { self = Int(try Int64(sqlValue: sqlValue)) }
}

extension UInt32: SQLEncodable, SQLDecodable {
    public var sqlValue: SQLValue { .integer(Int64(self)) }
    public static var sqlType: SQLType { .integer }
    public init(sqlValue: SQLValue) throws {
        guard let number = UInt32(exactly: try Int64(sqlValue: sqlValue)) else {
            throw DatabaseError.value("its number is not between 0 and \(UInt32.max)")
        }
        self = number
    }
}

extension Bool: SQLEncodable, SQLDecodable {
    /// 1 or 0: SQLite has no booleans, and one text of SQL has to do for both engines.
    public var sqlValue: SQLValue { .integer(self ? 1 : 0) }
    public static var sqlType: SQLType { .integer }
    public init(sqlValue: SQLValue) throws {
        switch sqlValue {
        case .integer(0): self = false
        case .integer(1): self = true
        default: throw sqlValue.mismatch("1 or 0")
        }
    }
}

extension Double: SQLEncodable, SQLDecodable {
    public var sqlValue: SQLValue { .real(self) }
    public static var sqlType: SQLType { .real }
    public init(sqlValue: SQLValue) throws {
        switch sqlValue {
        case .real(let number): self = number
        // A sum of integers is an integer; a reader who asks for a Double takes both.
        case .integer(let number): self = Double(number)
        default: throw sqlValue.mismatch("a number")
        }
    }
}

extension String: SQLEncodable, SQLDecodable {
    public var sqlValue: SQLValue { .text(self) }
    public static var sqlType: SQLType { .text }
    public init(sqlValue: SQLValue) throws {
        guard case .text(let text) = sqlValue else { throw sqlValue.mismatch("text") }
        self = text
    }
}

extension Array: SQLEncodable where Element == UInt8 {
    public var sqlValue: SQLValue { .blob(self) }
    public static var sqlType: SQLType { .blob }
}

extension Array: SQLDecodable where Element == UInt8 {
    public init(sqlValue: SQLValue) throws {
        guard case .blob(let bytes) = sqlValue else { throw sqlValue.mismatch("bytes") }
        self = bytes
    }
}

extension ArraySlice: SQLEncodable where Element == UInt8 {
    public var sqlValue: SQLValue { .blob(Array(self)) }
    public static var sqlType: SQLType { .blob }
}

extension Optional: SQLEncodable where Wrapped: SQLEncodable {
    public var sqlValue: SQLValue { self?.sqlValue ?? .null }
    public static var sqlType: SQLType { Wrapped.sqlType }
}

extension Optional: SQLDecodable where Wrapped: SQLDecodable {
    public init(sqlValue: SQLValue) throws {
        self = sqlValue == .null ? nil : try Wrapped(sqlValue: sqlValue)
    }
}
