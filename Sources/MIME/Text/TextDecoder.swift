/// Bytes in, text out, whatever the mail says about their charset. Never fails: what cannot be read
/// becomes U+FFFD.
enum TextDecoder {
    /// The text of `bytes` that are said to be in `charset`; nil, unknown and wrong names are survived.
    static func decode(_ bytes: [UInt8], charset: String?) -> String {
        decode(bytes, charset: charset.flatMap(Charset.named))
    }

    static func decode(_ bytes: [UInt8], charset: Charset?) -> String {
        guard let charset else { return undeclared(bytes) }
        // QUIRK: says Shift_JIS or UTF-8, is ISO-2022-JP: escape sequences and no high byte.
        if Scan.contains(0x1B, bytes[...]), case .iconv(let name) = CharsetGuess.of(bytes),
            name.hasPrefix("ISO-2022")
        {
            return decode(bytes, iconv: name)
        }
        switch charset {
        case .ascii:
            return undeclared(bytes)
        case .utf8:
            return utf8(bytes)
        case .windows1252:
            return windows1252(bytes)
        case .utf16:
            return decode(bytes, iconv: byteOrder(bytes))
        case .hz:
            return HZ.decode(bytes)
        case .iconv("ISO-2022-JP-3"):
            // QUIRK: says ISO-2022-JP, is something with high bytes.
            if !bytes.contains(0x1B), bytes.contains(where: { $0 >= 0x80 }) {
                return japanese(bytes)
            }
            return decode(bytes, iconv: "ISO-2022-JP-3")
        case .iconv(let name):
            return decode(bytes, iconv: name)
        }
    }

    /// Surely Japanese, but none of ISO-2022: the first charset that fits.
    private static func japanese(_ bytes: [UInt8]) -> String {
        if let valid = String(validating: bytes, as: UTF8.self) { return valid }
        for name in ["CP932", "EUC-JP-MS"] {
            let text = decode(bytes, iconv: name)
            if !text.unicodeScalars.contains("\u{FFFD}") { return text }
        }
        return undeclared(bytes)
    }

    private static func decode(_ bytes: [UInt8], iconv name: String) -> String {
        if let upper = SingleByte.upper(of: name) {
            return Scan.singleByteText(bytes[...], upper: upper)
        }
        return ConverterPool.decode(bytes, from: name) ?? undeclared(bytes)
    }

    /// Bytes of which nobody says the charset.
    static func undeclared(_ bytes: [UInt8]) -> String {
        switch CharsetGuess.of(bytes) {
        case .ascii, .utf8: return String(decoding: bytes, as: UTF8.self)
        case .iconv(let name):
            return ConverterPool.decode(bytes, from: name) ?? windows1252(bytes)
        case .windows1252, .utf16, .hz: return windows1252(bytes)
        }
    }

    /// QUIRK: says UTF-8, but has not a single character of it: then it is what an undeclared text is.
    private static func utf8(_ bytes: [UInt8]) -> String {
        if let valid = String(validating: bytes, as: UTF8.self) { return valid }
        let (valid, broken) = CharsetGuess.utf8Sequences(bytes[...])
        if valid == 0, broken > 1 { return undeclared(bytes) }
        return String(decoding: bytes, as: UTF8.self)
    }

    static func windows1252(_ bytes: [UInt8]) -> String {
        Scan.singleByteText(bytes[...], upper: Charset.windows1252Upper)
    }

    /// Without a byte order mark, Latin letters and blanks show which byte is the high one.
    private static func byteOrder(_ bytes: [UInt8]) -> String {
        if bytes.starts(with: [0xFE, 0xFF]) { return "UTF-16BE" }
        if bytes.starts(with: [0xFF, 0xFE]) { return "UTF-16LE" }
        var even = 0
        var odd = 0
        for (i, byte) in bytes.prefix(2_000).enumerated() where byte == 0 {
            if i.isMultiple(of: 2) { even += 1 } else { odd += 1 }
        }
        return odd > even ? "UTF-16LE" : "UTF-16BE"
    }
}

/// HZ-GB-2312 (RFC 1843): `~{` begins two-byte characters, `~}` ends them, `~~` is a tilde.
enum HZ {
    static func decode(_ bytes: [UInt8]) -> String {
        var plain: [UInt8] = []
        plain.reserveCapacity(bytes.count)
        var isDouble = false
        var i = 0
        while i < bytes.count {
            if bytes[i] == 0x7E, i + 1 < bytes.count {
                switch bytes[i + 1] {
                case 0x7B:
                    isDouble = true
                    i += 2
                    continue
                case 0x7D:
                    isDouble = false
                    i += 2
                    continue
                case 0x7E where !isDouble:
                    plain.append(0x7E)
                    i += 2
                    continue
                case ASCII.lf where !isDouble:
                    i += 2
                    continue
                default: break
                }
            }
            if bytes[i] == ASCII.lf { isDouble = false }
            plain.append(isDouble && bytes[i] > ASCII.space ? bytes[i] | 0x80 : bytes[i])
            i += 1
        }
        return TextDecoder.decode(plain, charset: .iconv("GB18030"))
    }
}
