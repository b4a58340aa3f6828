/// Base64 (RFC 2045 §6.8).
enum Base64 {
    private static let alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// 0…63 for characters of the alphabet, 64 for `=`, 255 for others.
    private static let values: [UInt8] = {
        var table = [UInt8](repeating: 255, count: 256)
        for (value, character) in alphabet.enumerated() { table[Int(character)] = UInt8(value) }
        table[0x3D] = 64
        return table
    }()

    /// The same for the URL alphabet (RFC 4648 §5).
    private static let valuesForURLs: [UInt8] = {
        var table = values
        table[0x2D] = 62
        table[0x5F] = 63
        return table
    }()

    /// QUIRK: programs of the web send the URL alphabet. Where `+` or `/` are, `-` and `_` are rubbish.
    private static func table(for text: ArraySlice<UInt8>) -> [UInt8] {
        var isForURLs = false
        for character in text {
            if character == 0x2B || character == 0x2F { return values }
            if character == 0x2D || character == 0x5F { isForURLs = true }
        }
        return isForURLs ? valuesForURLs : values
    }

    /// What is not in the alphabet is skipped; padding ends a group but not the text, so that several
    /// texts put one after the other are all read. Left-over bits are dropped.
    ///
    /// QUIRK: what list servers and scanners write in plain words below the encoded text is not decoded, nor
    /// what follows a delimiter line that was damaged.
    static func decode(_ text: ArraySlice<UInt8>) -> [UInt8] {
        var decoded: [UInt8] = []
        decoded.reserveCapacity(text.count / 4 * 3 + 3)
        let values = table(for: text)
        var bits: UInt32 = 0
        var held = 0
        for (i, character) in zip(text.indices, text) {
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
                if held > 1, !goesOn(text[(i + 1)...]) { break }
                flush(&bits, &held, into: &decoded)
            } else if character == ASCII.dash || character == ASCII.underscore,
                i == text.startIndex || text[i - 1] == ASCII.lf,
                i + 1 < text.endIndex, text[i + 1] == character
            {
                break
            }
        }
        flush(&bits, &held, into: &decoded)
        return decoded
    }

    /// Whether the first line after the padding is base64 again. Its beginning is enough to see that.
    private static func goesOn(_ rest: ArraySlice<UInt8>) -> Bool {
        rest.drop { $0 == ASCII.equals || $0.isWhitespace }
            .prefix(76).prefix { $0 != ASCII.lf && $0 != ASCII.cr }
            .allSatisfy { values[Int($0)] <= 64 || $0.isWhitespace }
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
            if valuesForURLs[Int(character)] <= 64 { good += 1 } else { bad += 1 }
        }
        return bad * 8 <= good
    }
}
