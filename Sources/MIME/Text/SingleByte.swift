internal import Synchronization

/// Charsets of which every byte is a character by itself: a table is all that is needed to read them, and
/// quicker than the C library. The C library fills the table.
enum SingleByte {
    /// None that joins characters, writes from right to left in visual order, or has states.
    static let names: Set<String> = {
        let parts = [1, 2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16].map { "ISO-8859-\($0)" }
        let pages = [1250, 1251, 1253, 1254, 1256, 1257].map { "WINDOWS-\($0)" }
        return Set(
            parts + pages + ["KOI8-R", "KOI8-U", "IBM866", "CP850", "CP437", "CP874", "MACINTOSH"])
    }()

    private static let tables = Mutex<[String: [UInt32]]>([:])

    /// What bytes from 0x80 on mean, for `Scan.singleByteText`; nil for other charsets.
    static func upper(of charset: String) -> [UInt32]? {
        if let known = tables.withLock({ $0[charset] }) { return known }
        guard names.contains(charset.uppercased()), let converter = Iconv(from: charset) else {
            return nil
        }
        var table: [UInt32] = []
        for byte in UInt8(0x80)...UInt8.max {
            let scalars = converter.decode([byte]).unicodeScalars
            guard let scalar = scalars.first, scalars.count == 1, scalar.value < 0x10000 else {
                return nil
            }
            table.append(Charset.packed(scalar.value))
        }
        tables.withLock { $0[charset] = table }
        return table
    }
}
