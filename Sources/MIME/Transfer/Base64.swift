/// Base64 (RFC 2045 §6.8).
enum Base64 {
    static let alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// What is not in the alphabet is skipped; padding ends a group but not the text, so that several
    /// texts put one after the other are all read. Left-over bits are dropped.
    ///
    /// QUIRK: what list servers and scanners write in plain words below the encoded text is not decoded, nor
    /// what follows a delimiter line that was damaged. QUIRK: programs of the web send the URL alphabet
    /// (RFC 4648 §5); where `+` or `/` are, `-` and `_` are rubbish.
    static func decode(_ text: ArraySlice<UInt8>) -> [UInt8] { Scan.base64(text).decoded }

    /// Nil where a body that says base64 cannot be: text that was never encoded.
    static func decodeIfPlausible(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        let (decoded, hasRubbish) = Scan.base64(text)
        return hasRubbish && !isPlausible(text) ? nil : decoded
    }

    /// QUIRK: senders that cut the encoded text anywhere, not after four characters: the characters at the end that
    /// make no group, if they hold bits of the next byte. Where only the padding is missing they hold none.
    static func brokenOff(_ text: [UInt8]) -> [UInt8] {
        guard !text.contains(ASCII.equals) else { return [] }
        let letters = text.filter { Scan.base64Values[Int($0)] < 64 }
        let rest = Array(letters.suffix(letters.count % 4))
        guard let last = rest.last else { return [] }
        let mask: UInt8 = rest.count == 2 ? 15 : rest.count == 3 ? 3 : 63
        return Scan.base64Values[Int(last)] & mask == 0 ? [] : rest
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

    /// Text that was never encoded has blanks and marks.
    private static func isPlausible(_ text: ArraySlice<UInt8>) -> Bool {
        var good = 0
        var bad = 0
        for character in text.prefix(4_096) where !character.isWhitespace {
            if Scan.base64Values[Int(character)] <= Scan.forURLs { good += 1 } else { bad += 1 }
        }
        return bad * 8 <= good
    }
}
