/// Base64 (RFC 2045 §6.8).
enum Base64 {
    private static let alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// 0…63 for characters of the alphabet (and of the URL alphabet), 64 for `=`, 255 for others.
    private static let values: [UInt8] = {
        var table = [UInt8](repeating: 255, count: 256)
        for (value, character) in alphabet.enumerated() { table[Int(character)] = UInt8(value) }
        table[0x2D] = 62
        table[0x5F] = 63
        table[0x3D] = 64
        return table
    }()

    /// What is not in the alphabet is skipped; padding ends a group but not the text, so that several
    /// texts put one after the other are all read. Left-over bits are dropped.
    static func decode(_ text: ArraySlice<UInt8>) -> [UInt8] {
        var decoded: [UInt8] = []
        decoded.reserveCapacity(text.count / 4 * 3 + 3)
        let values = Self.values
        var bits: UInt32 = 0
        var held = 0
        for character in text {
            let value = values[Int(character)]
            if value < 64 {
                bits = bits << 6 | UInt32(value)
                held += 1
                if held == 4 {
                    decoded.append(UInt8(truncatingIfNeeded: bits >> 16))
                    decoded.append(UInt8(truncatingIfNeeded: bits >> 8))
                    decoded.append(UInt8(truncatingIfNeeded: bits))
                    bits = 0
                    held = 0
                }
            } else if value == 64 {
                flush(&bits, &held, into: &decoded)
            }
        }
        flush(&bits, &held, into: &decoded)
        return decoded
    }

    private static func flush(_ bits: inout UInt32, _ held: inout Int, into decoded: inout [UInt8])
    {
        if held == 2 {
            decoded.append(UInt8(truncatingIfNeeded: bits >> 4))
        } else if held == 3 {
            decoded.append(UInt8(truncatingIfNeeded: bits >> 10))
            decoded.append(UInt8(truncatingIfNeeded: bits >> 2))
        }
        bits = 0
        held = 0
    }

    /// With padding, in lines of `lineLength` characters that end with CRLF; 0 means one line.
    static func encode(_ bytes: [UInt8], lineLength: Int = 76) -> [UInt8] {
        var encoded: [UInt8] = []
        encoded.reserveCapacity(bytes.count / 3 * 4 + bytes.count / 28 + 8)
        var column = 0
        var i = 0
        while i < bytes.count {
            let a = bytes[i]
            let b = i + 1 < bytes.count ? bytes[i + 1] : 0
            let c = i + 2 < bytes.count ? bytes[i + 2] : 0
            encoded.append(alphabet[Int(a >> 2)])
            encoded.append(alphabet[Int((a & 3) << 4 | b >> 4)])
            encoded.append(
                i + 1 < bytes.count ? alphabet[Int((b & 15) << 2 | c >> 6)] : ASCII.equals)
            encoded.append(i + 2 < bytes.count ? alphabet[Int(c & 63)] : ASCII.equals)
            i += 3
            column += 4
            if lineLength > 0, column >= lineLength, i < bytes.count {
                encoded += [ASCII.cr, ASCII.lf]
                column = 0
            }
        }
        return encoded
    }

    /// Whether a body that says base64 can be: text that was never encoded has blanks and marks.
    static func isPlausible(_ text: ArraySlice<UInt8>) -> Bool {
        var good = 0
        var bad = 0
        for character in text.prefix(4_096) where !character.isWhitespace {
            if values[Int(character)] <= 64 { good += 1 } else { bad += 1 }
        }
        return bad * 8 <= good
    }
}
