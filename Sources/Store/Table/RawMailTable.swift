internal import Database
public import Desk

/// The bytes of mails, as they came and as they went, packed in chunks.
///
/// Each chunk is packed on its own, so that a large mail can be read in constant memory, and one part of it
/// without the rest.
public struct RawMailTable {
    let connection: any SQLConnection

    /// Bytes of a mail in one chunk, unpacked: small beside what a request may hold, and large enough that
    /// packing loses nothing.
    public static let chunkSize = 256 * 1024

    /// Stores a mail. A mail of the same digest and size that is here already is not stored twice.
    ///
    /// - Parameter digest: the SHA-256 of the bytes, hexadecimal.
    public func add(bytes: [UInt8], digest: String) throws -> RawMailID {
        let known = try connection.row(
            """
            SELECT id FROM raw_mail WHERE digest = \(digest) AND size = \(bytes.count)
            ORDER BY id LIMIT 1
            """)
        if let known { return try known.get("id") }
        let chunks = (bytes.count + Self.chunkSize - 1) / Self.chunkSize
        let added = try connection.row(
            """
            INSERT INTO raw_mail (digest, size, chunks)
            VALUES (\(digest), \(bytes.count), \(chunks)) RETURNING id
            """)
        guard let id: RawMailID = try added?.get("id") else {
            throw StoreError.missing("The mail that was just stored")
        }
        for number in 0..<chunks {
            let start = number * Self.chunkSize
            let packed = try Compression.packed(
                bytes[start..<min(start + Self.chunkSize, bytes.count)])
            try connection.execute(
                """
                INSERT INTO raw_mail_chunk (raw_mail_id, number, packed)
                VALUES (\(id), \(number), \(packed))
                """)
        }
        return id
    }

    /// The whole mail; nil where there is none. Not for mail of unknown size: see ``forEachChunk(of:_:)``.
    public func bytes(of id: RawMailID) throws -> [UInt8]? {
        guard let size = try size(of: id) else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(size)
        try forEachChunk(of: id) { bytes += $0 }
        return bytes
    }

    /// Some of the mail, reading only the chunks that hold it; what lies beyond its end is left out. Nil
    /// where there is no such mail.
    public func bytes(of id: RawMailID, range: Range<Int>) throws -> [UInt8]? {
        guard let size = try size(of: id) else { return nil }
        let range = range.clamped(to: 0..<size)
        guard !range.isEmpty else { return [] }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(range.count)
        for number in range.lowerBound / Self.chunkSize...(range.upperBound - 1) / Self.chunkSize {
            let chunk = try chunk(number, of: id, size: size)
            let start = number * Self.chunkSize
            let part = range.clamped(to: start..<start + chunk.count)
            bytes += chunk[part.lowerBound - start..<part.upperBound - start]
        }
        return bytes
    }

    /// Hands out the mail in order, at most ``chunkSize`` bytes at a time.
    public func forEachChunk(of id: RawMailID, _ body: ([UInt8]) throws -> Void) throws {
        guard let size = try size(of: id) else { return }
        var number = 0
        while number * Self.chunkSize < size {
            try body(try chunk(number, of: id, size: size))
            number += 1
        }
    }

    private func chunk(_ number: Int, of id: RawMailID, size: Int) throws -> [UInt8] {
        let row = try connection.row(
            "SELECT packed FROM raw_mail_chunk WHERE raw_mail_id = \(id) AND number = \(number)")
        guard let row else { throw StoreError.damaged("The stored text of a mail") }
        return try Compression.unpacked(
            try row.get("packed"), size: min(Self.chunkSize, size - number * Self.chunkSize))
    }

    /// In bytes, unpacked; nil where there is no such mail.
    public func size(of id: RawMailID) throws -> Int? {
        try connection.row("SELECT size FROM raw_mail WHERE id = \(id)")?.get("size")
    }

    /// Removes a mail that nothing refers to any more; one that is still needed stays.
    func deleteUnused(_ id: RawMailID) throws {
        try connection.execute(
            """
            DELETE FROM raw_mail WHERE id = \(id)
                AND NOT EXISTS (SELECT 1 FROM ledger WHERE raw_mail_id = \(id))
                AND NOT EXISTS (SELECT 1 FROM ticket_message WHERE raw_mail_id = \(id))
                AND NOT EXISTS (SELECT 1 FROM outbox WHERE raw_mail_id = \(id))
            """)
    }
}
