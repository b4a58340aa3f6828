internal import Glibc

// The only file of this library with unsafe pointers (beside Iconv, which calls the C library).
//
// Each function takes an array and a range within it, checks the range once, and then reads without
// checking every byte: measured with `make bench`, checks and the code that they keep the optimiser from
// writing cost a third of the whole time. What is written goes into buffers whose size is proven in a
// comment. Each has a slow twin in the tests, with which it has to agree on seeded random bytes.

enum Scan {
    /// The first place of a byte in `range`, or the end of the range.
    static func firstIndex(of byte: UInt8, in bytes: [UInt8], _ range: Range<Int>) -> Int {
        precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count)
        return bytes.withUnsafeBufferPointer { all in
            guard let base = all.baseAddress, !range.isEmpty,
                let found = memchr(base + range.lowerBound, Int32(byte), range.count)
            else { return range.upperBound }
            return UnsafeRawPointer(found) - UnsafeRawPointer(base)
        }
    }

    /// The beginning of the first line in `range` that begins with two dashes, or the end of the range.
    /// `range` begins where a line does.
    static func dashedLine(in bytes: [UInt8], _ range: Range<Int>, terminator: UInt8) -> Int {
        precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count)
        return bytes.withUnsafeBytes { all in
            let end = range.upperBound
            var i = range.lowerBound
            if end - i >= 2, all[i] == ASCII.dash, all[i + 1] == ASCII.dash { return i }
            // A line end with a dash after it, at 32 places at once. Bodies have many lines and few such ones.
            // (The comparisons of SIMD types are loops over their elements, arithmetic is not.)
            let ends = SIMD4<UInt64>(repeating: ones &* UInt64(terminator))
            let dashes = SIMD4<UInt64>(repeating: ones &* UInt64(ASCII.dash))
            while end - i > 33 {
                let here = all.loadUnaligned(fromByteOffset: i, as: SIMD4<UInt64>.self)
                let next = all.loadUnaligned(fromByteOffset: i + 1, as: SIMD4<UInt64>.self)
                let other = (here ^ ends) | (next ^ dashes)
                // As `zeros`.
                let found =
                    (other &- SIMD4(repeating: ones)) & ~other & SIMD4(repeating: highBits)
                if found[0] | found[1] | found[2] | found[3] != 0 {
                    for k in i..<(i + 32) where all[k] == terminator && all[k + 1] == ASCII.dash {
                        if all[k + 2] == ASCII.dash { return k + 1 }
                    }
                }
                i += 32
            }
            while end - i > 2 {
                if all[i] == terminator, all[i + 1] == ASCII.dash, all[i + 2] == ASCII.dash {
                    return i + 1
                }
                i += 1
            }
            return end
        }
    }

    /// Whether a byte stands in a slice.
    static func contains(_ byte: UInt8, _ bytes: ArraySlice<UInt8>) -> Bool {
        bytes.withUnsafeBytes { all in
            guard let base = all.baseAddress else { return false }
            return memchr(base, Int32(byte), all.count) != nil
        }
    }

    static func isASCII(_ bytes: ArraySlice<UInt8>) -> Bool {
        bytes.withUnsafeBytes { isASCII($0, 0..<$0.count) }
    }

    /// Whether no byte in `range` has its high bit set.
    static func isASCII(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
        precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count)
        return bytes.withUnsafeBytes { isASCII($0, range) }
    }

    private static func isASCII(_ all: UnsafeRawBufferPointer, _ range: Range<Int>) -> Bool {
        var i = range.lowerBound
        let end = range.upperBound
        while end - i >= 32 {
            let a = all.loadUnaligned(fromByteOffset: i, as: UInt64.self)
            let b = all.loadUnaligned(fromByteOffset: i + 8, as: UInt64.self)
            let c = all.loadUnaligned(fromByteOffset: i + 16, as: UInt64.self)
            let d = all.loadUnaligned(fromByteOffset: i + 24, as: UInt64.self)
            if (a | b | c | d) & highBits != 0 { return false }
            i += 32
        }
        while i < end {
            if all[i] >= 0x80 { return false }
            i += 1
        }
        return true
    }

    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let highBits: UInt64 = 0x8080_8080_8080_8080

    /// Has a high bit set where `word` has a byte that is zero; the lowest one set is always right, those
    /// above it may be wrong. Memory order is that of the bits: only little-endian machines are supported.
    private static func zeros(_ word: UInt64) -> UInt64 {
        (word &- ones) & ~word & highBits
    }

    private static func places(of byte: UInt8, in word: UInt64) -> UInt64 {
        zeros(word ^ (ones &* UInt64(byte)))
    }
}

// Header values.
extension Scan {
    /// A header value as text on one line: line ends and control characters dropped, other white space made
    /// spaces. Nil where it needs more than that: characters beyond ASCII, something like an encoded word.
    static func plainText(_ bytes: [UInt8], _ range: Range<Int>) -> String? {
        precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count)
        return bytes.withUnsafeBytes { all in
            var start = range.lowerBound
            var end = range.upperBound
            while start < end, all[start].isWhitespace { start += 1 }
            while end > start, all[end - 1].isWhitespace { end -= 1 }
            var isClean = true
            var i = start
            // Printable bytes at the same place in all of eight: one look for high bits, control
            // characters and `=`.
            while end - i >= 8 {
                let word = all.loadUnaligned(fromByteOffset: i, as: UInt64.self)
                if unusual(word) == 0 {
                    i += 8
                    continue
                }
                for k in i..<(i + 8) {
                    guard let clean = isUsual(all, k, end) else { return nil }
                    isClean = isClean && clean
                }
                i += 8
            }
            while i < end {
                guard let clean = isUsual(all, i, end) else { return nil }
                isClean = isClean && clean
                i += 1
            }
            let source = UnsafeRawBufferPointer(rebasing: all[start..<end])
            // At most as many bytes are written as are read.
            return String(unsafeUninitializedCapacity: source.count) { target in
                guard !isClean else {
                    UnsafeMutableRawBufferPointer(target).copyMemory(from: source)
                    return source.count
                }
                // Eight bytes are stored only where eight were read.
                let output = UnsafeMutableRawBufferPointer(target)
                var count = 0
                var i = 0
                while i < source.count {
                    if source.count - i >= 8 {
                        let word = source.loadUnaligned(fromByteOffset: i, as: UInt64.self)
                        if unprintable(word) == 0 {
                            output.storeBytes(of: word, toByteOffset: count, as: UInt64.self)
                            i += 8
                            count += 8
                            continue
                        }
                    }
                    // Up to the next fold.
                    for _ in 0..<min(8, source.count - i) {
                        let byte = source[i]
                        i += 1
                        if byte >= ASCII.space, byte != 0x7F {
                            output[count] = byte
                            count += 1
                        } else if byte.isWhitespace, byte != ASCII.cr, byte != ASCII.lf {
                            output[count] = ASCII.space
                            count += 1
                        }
                    }
                }
                return count
            }
        }
    }

    /// Not zero where one of eight bytes is below a space, above `~`, or `=`; sometimes elsewhere.
    @inline(__always)
    private static func unusual(_ word: UInt64) -> UInt64 {
        unprintable(word) | places(of: ASCII.equals, in: word)
    }

    /// Not zero where one of eight bytes is below a space or above `~`; sometimes elsewhere.
    @inline(__always)
    private static func unprintable(_ word: UInt64) -> UInt64 {
        let belowSpace = word &- (ones &* 0x20)
        let aboveTilde = word &+ ones
        return (belowSpace | aboveTilde | word) & highBits
    }

    /// True for a byte that stays as it is, false for one that is dropped or becomes a space, nil for one
    /// that this is not made for.
    @inline(__always)
    private static func isUsual(_ all: UnsafeRawBufferPointer, _ i: Int, _ end: Int) -> Bool? {
        let byte = all[i]
        if byte >= 0x80 || byte == 0x1B || byte == 0x0E { return nil }
        if byte == ASCII.equals {
            // A line end may stand between the two characters.
            var next = i + 1
            while next < end, all[next] == ASCII.cr || all[next] == ASCII.lf { next += 1 }
            if next < end, all[next] == ASCII.question { return nil }
        }
        return byte >= ASCII.space && byte != 0x7F
    }
}

// Bodies.
extension Scan {
    /// 0…63 for characters of the base64 alphabet, `padding`, `forURLs` for the two characters that only the
    /// alphabet for URLs has, 128 for white space, `rubbish` for others.
    static let base64Values: [UInt8] = {
        var table = [UInt8](repeating: rubbish, count: 256)
        for byte in UInt8.min...UInt8.max where byte.isWhitespace { table[Int(byte)] = 128 }
        for (value, character) in Base64.alphabet.enumerated() {
            table[Int(character)] = UInt8(value)
        }
        table[Int(ASCII.equals)] = padding
        table[Int(ASCII.dash)] = forURLs
        table[Int(ASCII.underscore)] = forURLs
        return table
    }()

    static let padding: UInt8 = 64
    static let forURLs: UInt8 = 65
    private static let rubbish: UInt8 = 255

    /// Four tables of 256: the bits of a character at each place of a group of four, in the memory order of
    /// the three bytes that they are part of; the highest bit for what is not in the alphabet. Small enough to
    /// stay in the nearest cache: one table for pairs of characters needs fewer looks but is no faster.
    private static let base64Groups: [UInt32] = {
        var table = [UInt32](repeating: 1 << 31, count: 4 * 256)
        for (value, character) in Base64.alphabet.enumerated() {
            for place in 0..<4 {
                let bits = UInt32(value) << UInt32(18 - 6 * place)
                table[256 * place + Int(character)] = bits.byteSwapped >> 8
            }
        }
        return table
    }()

    /// See `Base64.decode`. `hasRubbish` is whether something was not decoded that is not white space.
    static func base64(_ text: ArraySlice<UInt8>) -> (decoded: [UInt8], hasRubbish: Bool) {
        var hasRubbish = false
        let (values, groups) = (base64Values, base64Groups)
        // Four characters give at most three bytes, a group cut off by `=` fewer than its characters; eight
        // bytes are stored where six count.
        let decoded = [UInt8](unsafeUninitializedCapacity: text.count / 4 * 3 + 16) {
            target, made in
            text.withUnsafeBytes { source in
                values.withUnsafeBufferPointer { values in
                    groups.withUnsafeBufferPointer { groups in
                        var decoder = Base64Decoder(
                            source: source, values: values, groups: groups,
                            target: UnsafeMutableRawBufferPointer(target))
                        decoder.decode()
                        made = decoder.made
                        hasRubbish = decoder.hasRubbish
                    }
                }
            }
        }
        return (decoded, hasRubbish)
    }

    private struct Base64Decoder {
        let source: UnsafeRawBufferPointer
        let values: UnsafeBufferPointer<UInt8>
        let groups: UnsafeBufferPointer<UInt32>
        let target: UnsafeMutableRawBufferPointer
        var made = 0
        var hasRubbish = false
        private var i = 0
        private var bits: UInt32 = 0
        private var held = 0

        init(
            source: UnsafeRawBufferPointer, values: UnsafeBufferPointer<UInt8>,
            groups: UnsafeBufferPointer<UInt32>, target: UnsafeMutableRawBufferPointer
        ) {
            (self.source, self.values) = (source, values)
            (self.groups, self.target) = (groups, target)
        }

        mutating func decode() {
            var isForURLs: Bool?
            while i < source.count {
                if held == 0 { decodeLines() }
                // Up to where groups of four begin again.
                while i < source.count {
                    let character = source[i]
                    var value = values[Int(character)]
                    i += 1
                    if value == forURLs {
                        let decided =
                            isForURLs ?? !source.contains { $0 == 0x2B || $0 == ASCII.slash }
                        isForURLs = decided
                        if decided {
                            value = character == ASCII.dash ? 62 : 63
                        } else if i < source.count, source[i] == character,
                            i == 1 || source[i - 2] == ASCII.lf
                        {
                            hasRubbish = true
                            return flush()
                        }
                    }
                    if value < 64 {
                        bits = bits << 6 | UInt32(value)
                        held += 1
                        if held == 4 { flush() }
                    } else if value == padding {
                        if held > 1, !base64GoesOn(source, values, from: i) {
                            hasRubbish = true
                            return flush()
                        }
                        flush()
                    } else if value == rubbish {
                        hasRubbish = true
                    }
                    if held == 0, i < source.count, values[Int(source[i])] < 64 { break }
                }
            }
            flush()
        }

        /// Lines of whole groups, as nearly all are. Eight characters at a time.
        private mutating func decodeLines() {
            guard let from = source.baseAddress, let to = target.baseAddress,
                let first = groups.baseAddress
            else { return }
            let (second, third, fourth) = (first + 256, first + 512, first + 768)
            let end = source.count
            var i = self.i
            var made = self.made
            while true {
                var text = from.assumingMemoryBound(to: UInt8.self) + i
                while end &- i >= 8 {
                    let low =
                        first[Int(text[0])] | second[Int(text[1])] | third[Int(text[2])]
                        | fourth[Int(text[3])]
                    let high =
                        first[Int(text[4])] | second[Int(text[5])] | third[Int(text[6])]
                        | fourth[Int(text[7])]
                    guard low | high < 1 &<< 24 else { break }
                    to.storeBytes(
                        of: UInt64(low) | UInt64(high) &<< 24, toByteOffset: made, as: UInt64.self)
                    text += 8
                    i &+= 8
                    made &+= 6
                }
                if end &- i >= 4 {
                    let low =
                        first[Int(text[0])] | second[Int(text[1])] | third[Int(text[2])]
                        | fourth[Int(text[3])]
                    if low < 1 &<< 24 {
                        to.storeBytes(of: low, toByteOffset: made, as: UInt32.self)
                        i &+= 4
                        made &+= 3
                    }
                }
                guard i < end, source[i] == ASCII.cr || source[i] == ASCII.lf else { break }
                i &+= 1
                if i < end, source[i] == ASCII.lf { i &+= 1 }
            }
            self.i = i
            self.made = made
        }

        /// Three bytes of four characters; of a group that was cut off those that are whole.
        private mutating func flush() {
            let left = bits << UInt32(24 - held * 6)
            for k in 0..<(held * 3 / 4) {
                target[made] = UInt8(truncatingIfNeeded: left >> UInt32(16 - 8 * k))
                made += 1
            }
            bits = 0
            held = 0
        }
    }

    /// Whether the first line after the padding is base64 again. Its beginning is enough to see that.
    private static func base64GoesOn(
        _ source: UnsafeRawBufferPointer, _ values: UnsafeBufferPointer<UInt8>, from start: Int
    ) -> Bool {
        var i = start
        while i < source.count, source[i] == ASCII.equals || source[i].isWhitespace { i += 1 }
        for byte in source[i...].prefix(76) {
            if byte == ASCII.lf || byte == ASCII.cr { return true }
            if values[Int(byte)] > padding, !byte.isWhitespace { return false }
        }
        return true
    }

    /// See `QuotedPrintable.decode`.
    static func quotedPrintable(_ text: ArraySlice<UInt8>) -> [UInt8] {
        // No rule makes more bytes than it reads, and eight are stored only where eight were read.
        [UInt8](unsafeUninitializedCapacity: text.count) { target, made in
            made = text.withUnsafeBytes { source in
                hexValues.withUnsafeBufferPointer {
                    decodeQuotedPrintable(source, UnsafeMutableRawBufferPointer(target), $0)
                }
            }
        }
    }

    /// 0…15 for hexadecimal digits, 255 for others.
    private static let hexValues = (UInt8.min...UInt8.max).map { $0.hexValue ?? 255 }

    private static func decodeQuotedPrintable(
        _ source: UnsafeRawBufferPointer, _ target: UnsafeMutableRawBufferPointer,
        _ hexValues: UnsafeBufferPointer<UInt8>
    ) -> Int {
        var i = 0
        var made = 0
        // Blanks before this length of the result were codes, no padding at the end of a line.
        var solid = 0
        let end = source.count
        while i < end {
            while end - i >= 8 {
                let word = source.loadUnaligned(fromByteOffset: i, as: UInt64.self)
                target.storeBytes(of: word, toByteOffset: made, as: UInt64.self)
                let special =
                    places(of: ASCII.equals, in: word) | places(of: ASCII.cr, in: word)
                    | places(of: ASCII.lf, in: word)
                let plain = special == 0 ? 8 : special.trailingZeroBitCount / 8
                i += plain
                made += plain
                if plain < 8 { break }
            }
            guard i < end else { break }
            let byte = source[i]
            if byte == ASCII.equals {
                if end - i > 2 {
                    let high = hexValues[Int(source[i &+ 1])]
                    let low = hexValues[Int(source[i &+ 2])]
                    if high | low < 16 {
                        target[made] = high &<< 4 | low
                        made += 1
                        solid = made
                        i += 3
                        continue
                    }
                }
                // Soft line break: "=" *WSP line end.
                var k = i + 1
                while k < end, source[k].isBlank { k += 1 }
                if k >= end { break }
                if source[k] == ASCII.cr || source[k] == ASCII.lf {
                    if source[k] == ASCII.cr, k + 1 < end, source[k + 1] == ASCII.lf { k += 1 }
                    i = k + 1
                    solid = made
                    continue
                }
            } else if byte == ASCII.cr || byte == ASCII.lf {
                while made > solid, target[made - 1].isBlank { made -= 1 }
                target[made] = byte
                made += 1
                solid = made
                i += 1
                continue
            }
            target[made] = byte
            made += 1
            i += 1
        }
        return made
    }

    /// CRLF, CR CR LF and bare CR become LF; NUL is dropped. Nil where there is nothing to do.
    static func withLineFeeds(_ bytes: ArraySlice<UInt8>) -> [UInt8]? {
        bytes.withUnsafeBytes { source in
            guard let base = source.baseAddress else { return nil }
            let hasNUL = memchr(base, 0, source.count) != nil
            guard hasNUL || memchr(base, Int32(ASCII.cr), source.count) != nil else { return nil }
            // Each byte read writes one at most.
            return [UInt8](unsafeUninitializedCapacity: source.count) { target, made in
                made = fold(source, UnsafeMutableRawBufferPointer(target), hasNUL: hasNUL)
            }
        }
    }

    /// The same for text.
    static func withLineFeeds(_ text: String) -> String {
        let folded = text.utf8.withContiguousStorageIfAvailable { text -> String? in
            let source = UnsafeRawBufferPointer(text)
            guard let base = source.baseAddress,
                memchr(base, Int32(ASCII.cr), source.count) != nil
                    || memchr(base, 0, source.count) != nil
            else { return nil }
            return foldedText(source)
        }
        return (folded ?? foldedText(Array(text.utf8)[...])) ?? text
    }

    /// `withLineFeeds` and UTF-8 in one step. Bytes that are not UTF-8 become U+FFFD: meant for ASCII.
    static func foldedText(_ bytes: ArraySlice<UInt8>) -> String {
        bytes.withUnsafeBytes(foldedText)
    }

    private static func foldedText(_ source: UnsafeRawBufferPointer) -> String {
        guard let base = source.baseAddress else { return "" }
        let hasNUL = memchr(base, 0, source.count) != nil
        return String(unsafeUninitializedCapacity: source.count) { target in
            fold(source, UnsafeMutableRawBufferPointer(target), hasNUL: hasNUL)
        }
    }

    private static func fold(
        _ source: UnsafeRawBufferPointer, _ target: UnsafeMutableRawBufferPointer, hasNUL: Bool
    ) -> Int {
        guard let base = source.baseAddress, let output = target.baseAddress else { return 0 }
        var i = 0
        var made = 0
        let end = source.count
        while i < end {
            var next = end
            if hasNUL {
                next = i
                while next < end, source[next] != 0, source[next] != ASCII.cr { next += 1 }
            } else if let found = memchr(base + i, Int32(ASCII.cr), end - i) {
                next = UnsafeRawPointer(found) - base
            }
            memcpy(output + made, base + i, next - i)
            made += next - i
            i = next
            if i < end, source[i] == 0 {
                i += 1
                continue
            }
            while i < end, source[i] == ASCII.cr { i += 1 }
            if i < end, source[i] == ASCII.lf { continue }
            for _ in next..<i {
                target[made] = ASCII.lf
                made += 1
            }
        }
        return made
    }

    /// Text of a charset of one byte for each character: ASCII, and `upper` for bytes from 0x80 on: the
    /// bytes of each character in UTF-8 in memory order, at most three, and their number in the highest byte.
    static func singleByteText(_ bytes: ArraySlice<UInt8>, upper: [UInt32]) -> String {
        precondition(upper.count == 128 && upper.allSatisfy { $0 >> 24 <= 3 })
        return bytes.withUnsafeBytes { source in
            let high = source.count { $0 >= 0x80 }
            // One byte for each ASCII character, at most three for others; four are stored where three count.
            return String(unsafeUninitializedCapacity: source.count + 2 * high + 4) { text in
                let target = UnsafeMutableRawBufferPointer(text)
                var i = 0
                var made = 0
                while i < source.count {
                    while source.count - i >= 8 {
                        let word = source.loadUnaligned(fromByteOffset: i, as: UInt64.self)
                        guard word & highBits == 0 else { break }
                        target.storeBytes(of: word, toByteOffset: made, as: UInt64.self)
                        i += 8
                        made += 8
                    }
                    guard i < source.count else { break }
                    let byte = source[i]
                    i += 1
                    if byte < 0x80 {
                        target[made] = byte
                        made += 1
                    } else {
                        let code = upper[Int(byte) - 0x80]
                        target.storeBytes(of: code, toByteOffset: made, as: UInt32.self)
                        made += Int(code >> 24)
                    }
                }
                return made
            }
        }
    }

    /// A short text in lower case.
    static func lowercase(_ bytes: ArraySlice<UInt8>) -> String {
        String(unsafeUninitializedCapacity: bytes.count) { target in
            var made = 0
            for byte in bytes {
                target[made] = byte.lowercased
                made += 1
            }
            return made
        }
    }
}
