public import Database
public import Desk
internal import Foundation

// What a column holds for each of the desk's small types: ids and times are 64-bit integers, times in
// milliseconds; enums are their words; lists and other values without a table of their own are JSON.

extension TicketID: SQLEncodable, SQLDecodable {}
extension TicketMessageID: SQLEncodable, SQLDecodable {}
extension AttachmentID: SQLEncodable, SQLDecodable {}
extension PersonID: SQLEncodable, SQLDecodable {}
extension ProjectID: SQLEncodable, SQLDecodable {}
extension MailboxID: SQLEncodable, SQLDecodable {}
extension LedgerID: SQLEncodable, SQLDecodable {}
extension RawMailID: SQLEncodable, SQLDecodable {}
extension OutboxID: SQLEncodable, SQLDecodable {}
extension TaskRunID: SQLEncodable, SQLDecodable {}
extension JobID: SQLEncodable, SQLDecodable {}
extension BreakerID: SQLEncodable, SQLDecodable {}
extension TimeEntryID: SQLEncodable, SQLDecodable {}
extension UndeliveredID: SQLEncodable, SQLDecodable {}
extension HoursCorrectionID: SQLEncodable, SQLDecodable {}

extension Instant: SQLEncodable, SQLDecodable {
    public var sqlValue: SQLValue { .integer(milliseconds) }
    public static var sqlType: SQLType { .integer }
    public init(sqlValue: SQLValue) throws {
        self.init(milliseconds: try Int64(sqlValue: sqlValue))
    }
}

extension Person.Role: SQLEncodable, SQLDecodable {}
extension Ticket.Status: SQLEncodable, SQLDecodable {}
extension Ticket.Priority: SQLEncodable, SQLDecodable {}
extension TicketMessage.Kind: SQLEncodable, SQLDecodable {}
extension MailProtection: SQLEncodable, SQLDecodable {}
extension LedgerEntry.Outcome: SQLEncodable, SQLDecodable {}
extension BlockRule.Kind: SQLEncodable, SQLDecodable {}
extension LedgerEntry.Filing: SQLEncodable, SQLDecodable {}
extension Undelivered.Cause: SQLEncodable, SQLDecodable {}
extension OutboxMail.State: SQLEncodable, SQLDecodable {}
extension Mailbox.MailProtocol: SQLEncodable, SQLDecodable {}
extension Mailbox.Security: SQLEncodable, SQLDecodable {}
extension Mailbox.OAuthSettings.Provider: SQLEncodable, SQLDecodable {}
extension TaskName: SQLEncodable, SQLDecodable {}
extension TaskRun.Trigger: SQLEncodable, SQLDecodable {}
extension TaskRun.Result: SQLEncodable, SQLDecodable {}
extension Job.Kind: SQLEncodable, SQLDecodable {}
extension Job.State: SQLEncodable, SQLDecodable {}
extension MessageReference.Kind: SQLEncodable, SQLDecodable {}
extension HoursPlan.Period: SQLEncodable, SQLDecodable {}

extension CalendarDay: SQLEncodable, SQLDecodable {
    public var sqlValue: SQLValue { .integer(days) }
    public static var sqlType: SQLType { .integer }
    public init(sqlValue: SQLValue) throws { self.init(days: try Int64(sqlValue: sqlValue)) }
}

extension SealedSecret: SQLEncodable, SQLDecodable {
    public var sqlValue: SQLValue { .blob(bytes) }
    public static var sqlType: SQLType { .blob }
    public init(sqlValue: SQLValue) throws {
        self.init(bytes: try [UInt8](sqlValue: sqlValue))
    }
}

/// A value that is kept as JSON in a text column.
struct JSONText: SQLEncodable {
    let sqlValue: SQLValue
    static var sqlType: SQLType { .text }

    init(_ value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        sqlValue = .text(String(decoding: try encoder.encode(value), as: UTF8.self))
    }

    static func optional(_ value: (some Encodable)?) throws -> JSONText? {
        try value.map { try JSONText($0) }
    }
}

extension SQLRow {
    /// A column, its type taken from where the value goes.
    func get<T: SQLDecodable>(_ column: String) throws -> T {
        try value(column, as: T.self)
    }

    /// A value that ``JSONText`` wrote.
    func json<T: Decodable>(_ column: String, as type: T.Type = T.self) throws -> T {
        let text = try value(column, as: String.self)
        return try JSONDecoder().decode(type, from: Data(text.utf8))
    }

    func optionalJSON<T: Decodable>(_ column: String, as type: T.Type = T.self) throws -> T? {
        guard let text = try value(column, as: String?.self) else { return nil }
        return try JSONDecoder().decode(type, from: Data(text.utf8))
    }
}

extension SQL {
    /// `WHERE` and all the conditions, or nothing where there is none.
    static func `where`(_ conditions: [SQL]) -> SQL {
        conditions.isEmpty ? "" : " WHERE \(conditions.joined(separator: " AND "))"
    }
}

extension SQL.Interpolation {
    /// Binds text. Mail may hold NUL characters anywhere, even in a subject; PostgreSQL has no such text
    /// and `Database` refuses it, so it is shown as what it is, a character that means nothing.
    mutating func appendInterpolation(_ text: String) {
        appendInterpolation(StorableText(text))
    }

    mutating func appendInterpolation(_ text: String?) {
        appendInterpolation(MaybeValue(text.map(StorableText.init)))
    }

    /// Binds a value or NULL. The compiler takes an optional for an accident unless it is asked for.
    mutating func appendInterpolation<Value: SQLEncodable>(_ value: Value?) {
        appendInterpolation(MaybeValue(value))
    }
}

private struct MaybeValue<Value: SQLEncodable>: SQLEncodable {
    let sqlValue: SQLValue
    static var sqlType: SQLType { Value.sqlType }

    init(_ value: Value?) { sqlValue = value?.sqlValue ?? .null }
}

private struct StorableText: SQLEncodable {
    let sqlValue: SQLValue
    static var sqlType: SQLType { .text }

    init(_ text: String) { sqlValue = .text(text.withoutNUL) }
}

extension String {
    /// With U+FFFD in place of each NUL.
    var withoutNUL: String {
        guard utf8.contains(0) else { return self }
        return String(String.UnicodeScalarView(unicodeScalars.map { $0 == "\0" ? "\u{FFFD}" : $0 }))
    }
}
