/// Writes header fields: folded at 78 columns (RFC 5322 §2.1.1), encoded where they are not ASCII
/// (RFC 2047), and never with a line end that was in a value.
struct HeaderWriter {
    private(set) var bytes: [UInt8] = []

    static let foldColumn = 78
    /// What cannot be folded may be as long as this, so that the line stays below 998.
    static let longestWord = 900

    /// Fields that a draft writes itself, and Bcc, which must not be written.
    static func isReserved(_ name: String) -> Bool {
        let lower = ASCII.lowercase(name)
        return lower.hasPrefix("content-")
            || [
                "from", "sender", "reply-to", "to", "cc", "bcc", "subject", "date", "message-id",
                "in-reply-to", "references", "mime-version",
            ].contains(lower)
    }

    /// field-name = 1*ftext (RFC 5322 §3.6.8)
    private static func isName(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.count <= 70
            && name.utf8.allSatisfy { $0 > ASCII.space && $0 < 0x7F && $0 != ASCII.colon }
    }

    /// Unstructured text. An empty value writes no field.
    mutating func text(_ name: String, _ value: String) {
        words(name, EncodedWordWriter.words(of: value))
    }

    mutating func addresses(_ name: String, _ addresses: [Address]) {
        var pieces: [String] = []
        for address in addresses {
            guard let mailbox = Self.mailbox(address.address) else { continue }
            if let last = pieces.popLast() { pieces.append(last + ",") }
            let phrase = EncodedWordWriter.phrase(of: address.name ?? "")
            pieces += phrase
            pieces.append(phrase.isEmpty ? mailbox : "<\(mailbox)>")
        }
        words(name, pieces)
    }

    /// msg-id = "<" id-left "@" id-right ">"
    mutating func ids(_ name: String, _ ids: [String]) {
        words(
            name,
            ids.compactMap { id in
                let kept = id.utf8.filter {
                    $0 > ASCII.space && $0 != 0x7F && $0 != ASCII.less && $0 != ASCII.greater
                }
                guard !kept.isEmpty, kept.count <= Self.longestWord else { return nil }
                return "<\(String(decoding: kept, as: UTF8.self))>"
            })
    }

    /// Words that are written as they are, with a fold before each that would stand beyond column 78.
    mutating func words(_ name: String, _ words: [String]) {
        guard Self.isName(name), words.contains(where: { !$0.isEmpty }) else { return }
        bytes += name.utf8
        bytes.append(ASCII.colon)
        var column = name.utf8.count + 1
        var isLineEmpty = true
        for word in words {
            let safe = word.utf8.filter { $0 >= ASCII.space && $0 != 0x7F }
            // A line of nothing but white space would end the header for some readers.
            if column + 1 + safe.count > Self.foldColumn, !isLineEmpty, !safe.isEmpty {
                bytes += [ASCII.cr, ASCII.lf]
                column = 0
            }
            bytes.append(ASCII.space)
            bytes += safe
            column += 1 + safe.count
            isLineEmpty = isLineEmpty && safe.isEmpty
        }
        bytes += [ASCII.cr, ASCII.lf]
    }

    /// `; name="value"`, or RFC 2231 pieces when the value is not plain ASCII or too long for a line.
    mutating func field(_ name: String, value: String, parameters: [(name: String, value: String)])
    {
        var pieces = [value]
        for parameter in parameters {
            for piece in Self.parameter(parameter.name, parameter.value) {
                pieces[pieces.count - 1] += ";"
                pieces.append(piece)
            }
        }
        words(name, pieces)
    }

    static func parameter(_ name: String, _ value: String) -> [String] {
        let clean = value.utf8.filter { $0 >= ASCII.space && $0 != 0x7F }
        let isPlain = clean.allSatisfy { $0 < 0x80 }
        if isPlain, clean.count <= 60,
            Bytes.firstRange(of: Array("=?".utf8), in: clean, from: 0) == nil
        {
            var quoted = "\(name)=\""
            for byte in clean {
                if byte == ASCII.quote || byte == ASCII.backslash { quoted += "\\" }
                quoted.unicodeScalars.append(Unicode.Scalar(byte))
            }
            return [quoted + "\""]
        }
        var pieces: [String] = []
        var piece = "UTF-8''"
        for byte in clean {
            if piece.utf8.count > 50 {
                pieces.append(piece)
                piece = ""
            }
            // attribute-char (RFC 2231 §7)
            if byte.isLetter && byte < 0x80 || byte.isDigit || byte == ASCII.dash
                || byte == ASCII.dot
                || byte == ASCII.underscore
            {
                piece.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                piece += "%"
                piece.unicodeScalars.append(Unicode.Scalar(QuotedPrintable.hex[Int(byte >> 4)]))
                piece.unicodeScalars.append(Unicode.Scalar(QuotedPrintable.hex[Int(byte & 15)]))
            }
        }
        pieces.append(piece)
        if pieces.count == 1 { return ["\(name)*=\(pieces[0])"] }
        return pieces.enumerated().map { "\(name)*\($0.offset)*=\($0.element)" }
    }

    /// addr-spec without what could end it early; nil when nothing usable is left. Addresses beyond ASCII
    /// stay as they are and need a server with SMTPUTF8 (RFC 6532).
    static func mailbox(_ address: String) -> String? {
        var kept: [UInt8] = []
        var isQuoted = false
        var isEscaped = false
        for byte in address.utf8 where byte >= ASCII.space && byte != 0x7F {
            if isEscaped {
                isEscaped = false
            } else if isQuoted, byte == ASCII.backslash {
                isEscaped = true
            } else if byte == ASCII.quote {
                isQuoted.toggle()
            } else if !isQuoted, " <>(),;:\\".utf8.contains(byte),
                !(byte == ASCII.colon && kept.contains(ASCII.leftBracket))
            {
                continue
            }
            kept.append(byte)
        }
        guard !isQuoted, !kept.isEmpty, kept.count <= longestWord else { return nil }
        return String(decoding: kept, as: UTF8.self)
    }
}
