internal import Database

/// Settings by name, as text.
public struct SettingTable {
    let connection: any SQLConnection

    public func text(_ name: String) throws -> String? {
        try connection.row("SELECT value FROM setting WHERE name = \(name)")?.get("value")
    }

    public func set(_ name: String, _ value: String) throws {
        try connection.execute(
            """
            INSERT INTO setting (name, value) VALUES (\(name), \(value))
            ON CONFLICT (name) DO UPDATE SET value = excluded.value
            """)
    }

    /// Sets it only where nobody has, and says what is there then: two processes that start at once agree.
    public func settle(_ name: String, _ value: @autoclosure () -> String) throws -> String {
        if let settled = try text(name) { return settled }
        try connection.execute(
            "INSERT INTO setting (name, value) VALUES (\(name), \(value())) ON CONFLICT DO NOTHING")
        guard let settled = try text(name) else { throw StoreError.missing("The setting \(name)") }
        return settled
    }

    public func remove(_ name: String) throws {
        try connection.execute("DELETE FROM setting WHERE name = \(name)")
    }
}
