/// contentline = name *(";" param) ":" value (RFC 5545 §3.1), unfolded.
struct CalendarLine {
    /// In upper case, without a group such as `item1.`.
    var name: String
    /// Names in upper case; of several values the first, without quotes.
    var parameters: [String: String] = [:]
    var value: String

    /// The value as text on one line (RFC 5545 §3.3.11): `\n`, `\,`, `\;` and `\\` decoded.
    var text: String {
        var decoded: [UInt8] = []
        var isEscaped = false
        for byte in value.utf8 {
            if !isEscaped, byte == ASCII.backslash {
                isEscaped = true
                continue
            }
            decoded.append(isEscaped && (byte | 0x20) == 0x6E ? ASCII.space : byte)
            isEscaped = false
        }
        return ASCII.trimmed(EncodedWords.cleaned(String(decoding: decoded, as: UTF8.self)))
    }

    /// All lines of a calendar up to its limits; what is no content line is passed over.
    static func lines(of text: String) -> [CalendarLine] {
        var lines: [CalendarLine] = []
        var unfolded: [UInt8] = []
        func flush() {
            if let line = CalendarLine(unfolded) { lines.append(line) }
            unfolded = []
        }
        let bytes = Array(text.utf8.prefix(CalendarMessage.mostBytes))
        for line in bytes.split(separator: ASCII.lf) {
            let line = line.last == ASCII.cr ? line.dropLast() : line
            if line.first?.isBlank == true {
                unfolded += line.dropFirst()
            } else {
                flush()
                unfolded += line
            }
        }
        flush()
        return lines
    }

    private init?(_ line: [UInt8]) {
        var pieces: [ArraySlice<UInt8>] = []
        var start = 0
        var isQuoted = false
        var colon: Int?
        for (i, byte) in line.enumerated() {
            if byte == ASCII.quote {
                isQuoted.toggle()
            } else if !isQuoted, byte == ASCII.semicolon || byte == ASCII.colon {
                pieces.append(line[start..<i])
                start = i + 1
                if byte == ASCII.colon {
                    colon = i
                    break
                }
                // Calendars have some parameters on a line, not thousands.
                if pieces.count > 50 { return nil }
            }
        }
        guard let colon, let first = pieces.first, !first.isEmpty else { return nil }
        name = Self.upper(first.split(separator: ASCII.dot).last ?? first)
        value = ASCII.trimmed(String(decoding: line[(colon + 1)...], as: UTF8.self))
        for piece in pieces.dropFirst() {
            guard let equals = piece.firstIndex(of: ASCII.equals) else { continue }
            let key = Self.upper(piece[..<equals])
            let content = piece[(equals + 1)...].filter { $0 != ASCII.quote }
            if parameters[key] == nil { parameters[key] = String(decoding: content, as: UTF8.self) }
        }
    }

    private static func upper(_ bytes: ArraySlice<UInt8>) -> String {
        String(decoding: ASCII.trimmed(bytes), as: UTF8.self).uppercased()
    }
}
