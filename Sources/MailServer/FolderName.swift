/// A folder's name exactly as it travels: the server never interprets a name's bytes.
///
/// INBOX is one name in any case (RFC 3501 §5.1); all others are compared byte by byte.
public struct FolderName: Hashable, Sendable {
    public let bytes: [UInt8]

    public static let inbox = FolderName(bytes: Array("INBOX".utf8))

    public init(bytes: [UInt8]) {
        self.bytes = Self.isInbox(bytes) ? Array("INBOX".utf8) : bytes
    }

    /// The name as people write it, encoded in modified UTF-7 (RFC 3501 §5.1.3).
    public init(_ text: String) {
        self.init(bytes: ModifiedUTF7.encode(text))
    }

    /// The name as people read it; bytes that are no modified UTF-7 are shown as they are.
    public var text: String {
        ModifiedUTF7.decode(bytes) ?? String(decoding: bytes, as: UTF8.self)
    }

    private static func isInbox(_ bytes: [UInt8]) -> Bool {
        bytes.count == 5 && String(decoding: bytes, as: UTF8.self).uppercased() == "INBOX"
    }
}

/// RFC 3501 §5.1.3: printable ASCII as itself, `&` as `&-`, the rest as base64 of UTF-16 with `,`.
enum ModifiedUTF7 {
    static func encode(_ text: String) -> [UInt8] {
        var out: [UInt8] = []
        var pending: [UInt8] = []
        func flush() {
            guard !pending.isEmpty else { return }
            out.append(UInt8(ascii: "&"))
            for byte in Base64.encode(pending) where byte != UInt8(ascii: "=") {
                out.append(byte == UInt8(ascii: "/") ? UInt8(ascii: ",") : byte)
            }
            out.append(UInt8(ascii: "-"))
            pending = []
        }
        for unit in text.utf16 {
            if unit >= 0x20, unit <= 0x7E {
                flush()
                out.append(UInt8(unit))
                if unit == 0x26 { out.append(UInt8(ascii: "-")) }
            } else {
                pending.append(UInt8(unit >> 8))
                pending.append(UInt8(unit & 0xFF))
            }
        }
        flush()
        return out
    }

    static func decode(_ bytes: [UInt8]) -> String? {
        var units: [UInt16] = []
        var position = 0
        while position < bytes.count {
            let byte = bytes[position]
            guard byte >= 0x20, byte <= 0x7E else { return nil }
            position += 1
            guard byte == UInt8(ascii: "&") else {
                units.append(UInt16(byte))
                continue
            }
            guard let end = bytes[position...].firstIndex(of: UInt8(ascii: "-")) else { return nil }
            if end == position {
                units.append(0x26)
            } else {
                let run = bytes[position..<end].map {
                    $0 == UInt8(ascii: ",") ? UInt8(ascii: "/") : $0
                }
                guard let octets = Base64.decode(run), octets.count.isMultiple(of: 2),
                    !octets.isEmpty
                else {
                    return nil
                }
                for pair in stride(from: 0, to: octets.count, by: 2) {
                    units.append(UInt16(octets[pair]) << 8 | UInt16(octets[pair + 1]))
                }
            }
            position = end + 1
        }
        return String(validating: units, as: UTF16.self)
    }
}
