internal import Foundation
internal import GRDB

/// Runs statements on one connection of GRDB.
final class SQLiteRunner: StatementRunner {
    private let db: Database

    init(_ db: Database) { self.db = db }

    func run(_ sql: SQL) throws -> StatementResult {
        let text = sql.text(for: .sqlite)
        do {
            let statement =
                sql.isWorthKeeping
                ? try db.cachedStatement(sql: text) : try db.makeStatement(sql: text)
            let arguments = StatementArguments(sql.bindings.map { Self.argument($0.value) })
            guard statement.columnCount > 0 else {
                try statement.execute(arguments: arguments)
                return StatementResult(affected: affected(by: statement, sql))
            }
            let columns = SQLRow.Columns(statement.columnNames)
            var rows: [SQLRow] = []
            let cursor = try Row.fetchCursor(statement, arguments: arguments)
            while let row = try cursor.next() {
                let values = row.databaseValues.map(Self.value)
                rows.append(SQLRow(columns: columns, values: Array(values)))
            }
            return StatementResult(rows: rows, affected: affected(by: statement, sql))
        } catch let error as GRDB.DatabaseError {
            throw SQLiteFailure.error(for: error, doing: text)
        }
    }

    /// SQLite keeps the last statement's number when the next one is of another kind.
    private func affected(by statement: Statement, _ sql: SQL) -> Int {
        let changesRows = ["INSERT", "UPDATE", "DELETE", "WITH"].contains(sql.keyword)
        return changesRows && !statement.isReadonly ? db.changesCount : 0
    }

    private static func argument(_ value: SQLValue) -> (any DatabaseValueConvertible)? {
        switch value {
        case .null: nil
        case .integer(let number): number
        case .real(let number): number
        case .text(let text): text
        case .blob(let bytes): Data(bytes)
        }
    }

    private static func value(_ value: DatabaseValue) -> SQLValue {
        switch value.storage {
        case .null: .null
        case .int64(let number): .integer(number)
        case .double(let number): .real(number)
        case .string(let text): .text(text)
        case .blob(let data): .blob([UInt8](data))
        }
    }
}
