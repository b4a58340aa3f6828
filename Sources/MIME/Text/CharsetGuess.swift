/// Finds the likely charset of bytes that say nothing about themselves, from the few facts that are
/// cheap and seldom wrong. In doubt windows-1252, which most such mails are.
enum CharsetGuess {
    /// How much is looked at: enough for any statistics, little enough for large bodies.
    static let probe = 32 << 10

    static func of(_ bytes: [UInt8]) -> Charset {
        if Scan.isASCII(bytes[...]) {
            let hasEscape = Scan.contains(0x1B, bytes[...]) || Scan.contains(0x0E, bytes[...])
            return hasEscape ? escaped(bytes) ?? .ascii : .ascii
        }
        if isMostlyUTF8(bytes) { return .utf8 }
        return legacy(bytes.prefix(probe))
    }

    /// Valid, or valid but for an end that was cut off or a few bad bytes among many good characters.
    private static func isMostlyUTF8(_ bytes: [UInt8]) -> Bool {
        if String(validating: bytes, as: UTF8.self) != nil { return true }
        let (valid, broken) = utf8Sequences(bytes[...])
        return valid > 4 * broken
    }

    /// Valid UTF-8 with several characters beyond ASCII.
    static func isSurelyUTF8(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard !Scan.isASCII(bytes) else { return false }
        // Nearly all other texts have something broken near their first such character.
        guard let first = bytes.firstIndex(where: { $0 >= 0x80 }),
            utf8Sequences(bytes[first...].prefix(64)).broken <= 1
        else { return false }
        let (valid, broken) = utf8Sequences(bytes[first...])
        return broken == 0 && valid >= 2
    }

    /// Multi-byte characters of UTF-8, and bytes that are part of none.
    static func utf8Sequences(_ bytes: ArraySlice<UInt8>) -> (valid: Int, broken: Int) {
        var valid = 0
        var broken = 0
        var i = bytes.startIndex
        while i < bytes.endIndex {
            let byte = bytes[i]
            let length =
                switch byte {
                case ..<0x80: 1
                case 0xC2...0xDF: 2
                case 0xE0...0xEF: 3
                case 0xF0...0xF4: 4
                default: 0
                }
            if length == 1 {
                i += 1
                continue
            }
            var k = 1
            while k < length, i + k < bytes.endIndex, bytes[i + k] & 0xC0 == 0x80 { k += 1 }
            if length > 0, k == length {
                valid += 1
                i += length
            } else {
                // What was cut off counts as one.
                broken += 1
                i += k
            }
        }
        return (valid, broken)
    }

    /// ISO-2022: escape sequences that name a character set.
    private static func escaped(_ bytes: [UInt8]) -> Charset? {
        var i = 0
        while i + 2 < bytes.count {
            if bytes[i] == 0x1B {
                let (a, b) = (bytes[i + 1], bytes[i + 2])
                if a == 0x24, b == 0x40 || b == 0x42 { return .iconv("ISO-2022-JP-3") }
                if a == 0x28, b == 0x4A || b == 0x49 { return .iconv("ISO-2022-JP-3") }
                if a == 0x24, b == 0x29, i + 3 < bytes.count {
                    if bytes[i + 3] == 0x43 { return .iconv("ISO-2022-KR") }
                    if bytes[i + 3] == 0x41 || bytes[i + 3] == 0x47 {
                        return .iconv("ISO-2022-CN-EXT")
                    }
                }
            }
            i += 1
        }
        return nil
    }

    /// First bytes are nearly all those of the usual characters, and many second bytes are ASCII.
    private static func isBig5(_ bytes: ArraySlice<UInt8>) -> Bool {
        var pairs = 0
        var usual = 0
        var withASCII = 0
        var i = bytes.startIndex
        while i < bytes.endIndex {
            guard bytes[i] >= 0x80, i + 1 < bytes.endIndex else {
                i += 1
                continue
            }
            let second = bytes[i + 1]
            pairs += 1
            if (0xA1...0xC6).contains(bytes[i]) { usual += 1 }
            if (0x40...0x7E).contains(second) {
                withASCII += 1
            } else if second < 0xA1 {
                return false
            }
            i += 2
        }
        return pairs >= 4 && usual * 20 >= pairs * 17 && withASCII * 6 > pairs
    }

    private static func legacy(_ bytes: ArraySlice<UInt8>) -> Charset {
        var runs = 0
        var evenRuns = 0
        var high = 0
        var low = 0
        var letters = 0
        var upperHalf = 0
        var lowerHalf = 0
        var kana = 0
        var hangul = 0
        var controls = 0
        var shiftKana = 0
        var i = bytes.startIndex
        while i < bytes.endIndex {
            guard bytes[i] >= 0x80 else {
                if bytes[i].isLetter { letters += 1 }
                i += 1
                continue
            }
            let start = i
            while i < bytes.endIndex, bytes[i] >= 0x80 {
                let byte = bytes[i]
                high += 1
                if byte >= 0xE0 {
                    upperHalf += 1
                } else if byte >= 0xC0 {
                    lowerHalf += 1
                } else {
                    low += 1
                }
                if byte < 0xA0 { controls += 1 }
                if (i - start).isMultiple(of: 2) {
                    if byte == 0xA4 || byte == 0xA5 { kana += 1 }
                    if byte >= 0xB0, byte <= 0xC8 { hangul += 1 }
                }
                if byte == 0x82 || byte == 0x83 { shiftKana += 1 }
                i += 1
            }
            runs += 1
            if (i - start).isMultiple(of: 2) { evenRuns += 1 }
        }
        guard high >= 4, high * 2 > letters || high >= runs * 3 else { return .windows1252 }
        if shiftKana * 5 > high { return .iconv("CP932") }
        if isBig5(bytes) { return .iconv("BIG5-HKSCS") }
        // Two bytes for each character: every run is even. Some dozens of bytes are needed to be sure.
        if high >= 8, evenRuns * 20 >= runs * 19, controls * 20 < high {
            let pairs = high / 2
            if kana * 4 > pairs { return .iconv("EUC-JP-MS") }
            if pairs >= 10, hangul * 20 > pairs * 17 { return .iconv("CP949") }
            if runs >= 3 || low * 4 > high { return .iconv("GB18030") }
        }
        // Cyrillic: words wholly of high letters. Small letters, which are more, tell KOI8 from 1251.
        if high >= 8, high >= runs * 3, low * 8 < high {
            return lowerHalf > upperHalf ? .iconv("KOI8-R") : .iconv("WINDOWS-1251")
        }
        return .windows1252
    }
}
