import Testing

@testable import MIME

/// What `Scan` does with unsafe pointers, written so that anybody sees that it is right: byte after byte.
enum SlowTwin {
    private static let alphabet = Base64.alphabet

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
    static func base64(_ text: ArraySlice<UInt8>) -> [UInt8] {
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

    static func quotedPrintable(_ text: ArraySlice<UInt8>) -> [UInt8] {
        var decoded: [UInt8] = []
        decoded.reserveCapacity(text.count)
        var i = text.startIndex
        let end = text.endIndex
        // Blanks after this length of `decoded` came from the line's end, not from codes.
        var solid = 0
        while i < end {
            let byte = text[i]
            if byte == ASCII.equals {
                if i + 2 < end, let high = text[i + 1].hexValue, let low = text[i + 2].hexValue {
                    decoded.append(high << 4 | low)
                    solid = decoded.count
                    i += 3
                    continue
                }
                // Soft line break: "=" *WSP line end.
                var k = i + 1
                while k < end, text[k].isBlank { k += 1 }
                if k >= end {
                    i = end
                    continue
                }
                if text[k] == ASCII.cr || text[k] == ASCII.lf {
                    if text[k] == ASCII.cr, k + 1 < end, text[k + 1] == ASCII.lf { k += 1 }
                    i = k + 1
                    solid = decoded.count
                    continue
                }
            } else if byte == ASCII.cr || byte == ASCII.lf {
                while decoded.count > solid, let last = decoded.last, last.isBlank {
                    decoded.removeLast()
                }
                decoded.append(byte)
                solid = decoded.count
                i += 1
                continue
            }
            decoded.append(byte)
            if !byte.isBlank { solid = decoded.count }
            i += 1
        }
        return decoded
    }

    static func withLineFeeds(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var output: [UInt8] = []
        var returns = 0
        for byte in bytes {
            if byte == ASCII.cr {
                returns += 1
                continue
            }
            if byte == ASCII.lf {
                returns = 0
            } else if returns > 0 {
                output.append(contentsOf: repeatElement(ASCII.lf, count: returns))
                returns = 0
            }
            if byte != 0 { output.append(byte) }
        }
        return output + repeatElement(ASCII.lf, count: returns)
    }

    static func windows1252(_ bytes: ArraySlice<UInt8>) -> String {
        var text = ""
        for byte in bytes {
            let value =
                (0x80..<0xA0).contains(byte)
                ? Charset.windows1252Specials[Int(byte - 0x80)] : UInt32(byte)
            if let scalar = Unicode.Scalar(value) { text.unicodeScalars.append(scalar) }
        }
        return text
    }

    static func dashedLine(_ bytes: [UInt8], from start: Int, terminator: UInt8) -> Int {
        var i = start
        while i + 1 < bytes.count {
            if bytes[i] == ASCII.dash, bytes[i + 1] == ASCII.dash,
                i == start || bytes[i - 1] == terminator
            {
                return i
            }
            i += 1
        }
        return bytes.count
    }
}

@Suite("fast scanning agrees with slow")
struct ScanTests {
    /// Bytes of few kinds, so that the rules meet each other often.
    private static let kinds: [[UInt8]] = [
        Array("ABCDabcd0189+/==".utf8) + [ASCII.cr, ASCII.lf],
        Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghij".utf8),
        Array("AZ-_=..".utf8) + [ASCII.cr, ASCII.lf],
        Array("ab =09AF\t".utf8) + [ASCII.cr, ASCII.lf, ASCII.lf, 0, 0xC3, 0xA4],
        Array("a=?_b -:;".utf8) + [ASCII.lf, ASCII.tab, 0x1B, 0x7F, 1, 0xE4],
        Array("abcdefgh ,.-".utf8),
        Array(UInt8.min...UInt8.max),
    ]

    private func bytes(_ random: inout SeededRandom) -> [UInt8] {
        var bytes: [UInt8] = []
        let length = random.below(random.bool() ? 24 : 300)
        while bytes.count < length {
            let kind = Self.kinds[random.below(Self.kinds.count)]
            for _ in 0..<(1 + random.below(40)) { bytes.append(kind[random.below(kind.count)]) }
        }
        return Array(bytes.prefix(length))
    }

    @Test("bodies", arguments: 0..<20)
    func bodies(seed: Int) {
        var random = SeededRandom(seed: UInt64(seed))
        for _ in 0..<200 {
            let all = bytes(&random)
            let text = all.dropFirst(random.below(9))
            #expect(Scan.base64(text).decoded == SlowTwin.base64(text), "\(all)")
            #expect(Scan.quotedPrintable(text) == SlowTwin.quotedPrintable(text), "\(all)")
            #expect(
                Scan.withLineFeeds(text) ?? Array(text) == SlowTwin.withLineFeeds(text), "\(all)")
            let latin = Scan.singleByteText(text, upper: Charset.windows1252Upper)
            #expect(latin == SlowTwin.windows1252(text), "\(all)")
        }
    }

    @Test("lines and header values", arguments: 0..<20)
    func headers(seed: Int) {
        var random = SeededRandom(seed: UInt64(seed) &+ 900)
        for _ in 0..<200 {
            let all = bytes(&random)
            let range = random.below(min(9, all.count + 1))..<all.count
            #expect(
                Scan.dashedLine(in: all, range, terminator: ASCII.lf)
                    == SlowTwin.dashedLine(all, from: range.lowerBound, terminator: ASCII.lf))
            #expect(
                Scan.firstIndex(of: ASCII.lf, in: all, range)
                    == all[range].firstIndex(of: ASCII.lf) ?? all.endIndex)
            #expect(Scan.isASCII(all, range) == all[range].allSatisfy { $0 < 0x80 })
            let unfolded = ASCII.trimmed(
                all[range].filter { $0 != ASCII.cr && $0 != ASCII.lf }[...])
            if let plain = Scan.plainText(all, range) {
                #expect(plain == EncodedWords.decode(Array(unfolded)), "\(all)")
            } else {
                let needsMore =
                    unfolded.contains { $0 >= 0x80 || $0 == 0x1B || $0 == 0x0E }
                    || Bytes.firstRange(of: [0x3D, 0x3F], in: Array(unfolded), from: 0) != nil
                #expect(needsMore, "\(all)")
            }
        }
    }
}
