internal import Database
public import Desk

/// Senders whose remote images are always shown.
public struct ImageSenderTable {
    let connection: any SQLConnection

    public func allow(_ address: String, at: Instant, by: PersonID?) throws {
        try connection.execute(
            """
            INSERT INTO image_sender (address_key, allowed_at, allowed_by_id)
            VALUES (\(IndexKey.folded(address)), \(at), \(by)) ON CONFLICT DO NOTHING
            """)
    }

    public func forget(_ address: String) throws {
        try connection.execute(
            "DELETE FROM image_sender WHERE address_key = \(IndexKey.folded(address))")
    }

    public func isAllowed(_ address: String) throws -> Bool {
        guard !address.isEmpty else { return false }
        return try !allowed(of: [address]).isEmpty
    }

    /// Those of the addresses whose images are shown, lower-cased.
    public func allowed(of addresses: [String]) throws -> Set<String> {
        let keys = Set(addresses.filter { !$0.isEmpty }.map(IndexKey.folded))
        guard !keys.isEmpty else { return [] }
        let rows = try connection.rows(
            "SELECT address_key FROM image_sender WHERE address_key IN \(list: keys.sorted())")
        return Set(try rows.map { try $0.get("address_key") })
    }
}
