/// One row of a result, read by column name.
///
/// Give each expression a name with `AS`: the engines name them differently.
public struct SQLRow: Sendable {
    /// The names of a result's columns, shared by all its rows.
    final class Columns: Sendable {
        let names: [String]
        /// A name's position; -1 when two columns have that name.
        let positions: [String: Int]

        init(_ names: [String]) {
            self.names = names
            var positions: [String: Int] = [:]
            for (index, name) in names.enumerated() {
                positions[name] = positions[name] == nil ? index : -1
            }
            self.positions = positions
        }
    }

    private let columns: Columns
    /// The values in the order of the columns.
    public let values: [SQLValue]

    init(columns: Columns, values: [SQLValue]) {
        self.columns = columns
        self.values = values
    }

    /// The names in the order of the columns.
    public var columnNames: [String] { columns.names }

    /// A column's value as a type of Swift.
    ///
    /// - Throws: ``DatabaseError/value(_:)`` with a sentence that names the column, when there is
    ///   no such column, when there are two, or when its value is not a `T`. NULL is only an
    ///   `Optional`'s value. The sentence never shows the value.
    public func value<T: SQLDecodable>(_ column: String, as type: T.Type = T.self) throws -> T {
        guard let position = columns.positions[column] else {
            throw DatabaseError.value(
                "There is no column “\(column)” in the result; there are: "
                    + "\(columns.names.joined(separator: ", ")).")
        }
        guard position >= 0 else {
            throw DatabaseError.value(
                "The result has more than one column “\(column)”; give each its own name with AS.")
        }
        return try decode(values[position], column)
    }

    /// The first column's value, for results that have just one.
    func first<T: SQLDecodable>(as type: T.Type) throws -> T {
        guard let value = values.first else {
            throw DatabaseError.value("The result has no columns.")
        }
        return try decode(value, columns.names[0])
    }

    /// The value as it is stored, or nil when there is no such column.
    public subscript(column: String) -> SQLValue? {
        guard let position = columns.positions[column], position >= 0 else { return nil }
        return values[position]
    }

    private func decode<T: SQLDecodable>(_ value: SQLValue, _ column: String) throws -> T {
        do {
            return try T(sqlValue: value)
        } catch DatabaseError.value(let reason) {
            throw DatabaseError.value("Column “\(column)” can't be read: \(reason).")
        }
    }
}
