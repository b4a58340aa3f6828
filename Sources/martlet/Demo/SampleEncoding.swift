/// The encodings that mail programs use, as small as sample mails need them.
enum SampleEncoding {
    static func base64(_ bytes: [UInt8], lineLength: Int = 76) -> String {
        let alphabet = Array(
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var out: [UInt8] = []
        var column = 0
        for start in stride(from: 0, to: bytes.count, by: 3) {
            if column == lineLength {
                out += [13, 10]
                column = 0
            }
            let chunk = bytes[start..<min(start + 3, bytes.count)]
            let bits = chunk.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - chunk.count))
            for index in 0..<4 {
                let isData = index <= chunk.count
                out.append(isData ? alphabet[bits >> (18 - 6 * index) & 63] : UInt8(ascii: "="))
            }
            column += 4
        }
        return String(decoding: out, as: UTF8.self)
    }

    /// Quoted-printable (RFC 2045 §6.7) of text with CRLF line ends.
    static func quotedPrintable(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var out: [UInt8] = []
        var column = 0
        for (index, byte) in bytes.enumerated() {
            if byte == 13 || byte == 10 {
                out.append(byte)
                column = 0
                continue
            }
            let next = index + 1 < bytes.count ? bytes[index + 1] : 13
            let isPlain = byte > 0x20 && byte < 0x7F && byte != UInt8(ascii: "=")
            let isSpace = (byte == 0x20 || byte == 9) && next != 13
            let width = isPlain || isSpace ? 1 : 3
            if column + width > 75 {
                out += Array("=\r\n".utf8)
                column = 0
            }
            if width == 1 {
                out.append(byte)
            } else {
                out += [UInt8(ascii: "="), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
            column += width
        }
        return String(decoding: out, as: UTF8.self)
    }

    /// A header's text: as it is when it is ASCII, else in encoded words (RFC 2047) on lines of 75.
    static func words(_ text: String) -> String {
        guard !text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) else { return text }
        var words: [String] = []
        var chunk: [UInt8] = []
        for character in text {
            let bytes = Array(String(character).utf8)
            // 45 bytes make 60 letters of base64, so that the word with its frame stays below 75.
            if chunk.count + bytes.count > 45 {
                words.append("=?UTF-8?B?\(base64(chunk, lineLength: .max))?=")
                chunk = []
            }
            chunk += bytes
        }
        words.append("=?UTF-8?B?\(base64(chunk, lineLength: .max))?=")
        return words.joined(separator: "\r\n ")
    }

    /// `Name <address>` with the name as a word, a quoted string or encoded words.
    static func address(_ sender: SampleSender) -> String {
        let isASCII = sender.name.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
        guard isASCII else { return "\(words(sender.name)) <\(sender.address)>" }
        guard sender.name.contains(where: { "(),.:;<>@[]\\\"'".contains($0) }) else {
            return "\(sender.name) <\(sender.address)>"
        }
        let escaped = sender.name.flatMap { "\\\"".contains($0) ? "\\\($0)" : "\($0)" }
        return "\"\(String(escaped))\" <\(sender.address)>"
    }

    /// Windows-1252; what it lacks becomes a question mark.
    static func windows1252(_ text: String) -> [UInt8] {
        let high: [UnicodeScalar: UInt8] = [
            "€": 0x80, "„": 0x84, "…": 0x85, "‘": 0x91, "’": 0x92, "“": 0x93, "”": 0x94, "–": 0x96,
            "—": 0x97, "œ": 0x9C,
        ]
        return text.unicodeScalars.map { scalar in
            if scalar.value < 0x80 || (0xA0...0xFF).contains(scalar.value) {
                UInt8(scalar.value)
            } else {
                high[scalar] ?? UInt8(ascii: "?")
            }
        }
    }

    /// KOI8-R's letters (RFC 1489).
    static func koi8r(_ text: String) -> [UInt8] {
        let letters = Array(
            "юабцдефгхийклмнопярстужвьызшэщчъЮАБЦДЕФГХИЙКЛМНОПЯРСТУЖВЬЫЗШЭЩЧЪ".unicodeScalars)
        return text.unicodeScalars.map { scalar in
            if scalar.value < 0x80 { return UInt8(scalar.value) }
            if scalar == "ё" { return 0xA3 }
            return letters.firstIndex(of: scalar).map { UInt8(0xC0 + $0) } ?? UInt8(ascii: "?")
        }
    }

    /// `Mon, 07 Feb 1994 21:52:25 +0100`, at a place so many minutes east of Greenwich.
    static func date(_ unixSeconds: Int64, zone minutes: Int) -> String {
        let local = unixSeconds + Int64(minutes) * 60
        let day = local >= 0 ? local / 86400 : (local - 86399) / 86400
        let second = Int(local - day * 86400)
        // Years that start in March, in eras of 400 years.
        let shifted = Int(day) + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let march = (5 * dayOfYear + 2) / 153
        let month = march < 10 ? march + 2 : march - 10
        let year = yearOfEra + era * 400 + (month <= 1 ? 1 : 0)
        let months = [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ]
        let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let clock = "\(two(second / 3600)):\(two(second / 60 % 60)):\(two(second % 60))"
        let sign = minutes < 0 ? "-" : "+"
        let zone = "\(sign)\(two(abs(minutes) / 60))\(two(abs(minutes) % 60))"
        let weekday = weekdays[Int(((day % 7) + 7) % 7)]
        let dayOfMonth = dayOfYear - (153 * march + 2) / 5 + 1
        return "\(weekday), \(two(dayOfMonth)) \(months[month]) \(year) \(clock) \(zone)"
    }

    /// 64 bits of a text that look random and are always the same (FNV-1a).
    static func digest(_ text: String) -> String {
        let hash = text.utf8.reduce(UInt64(0xCBF2_9CE4_8422_2325)) {
            ($0 ^ UInt64($1)) &* 0x100_0000_01B3
        }
        return String(hash, radix: 36)
    }
}
