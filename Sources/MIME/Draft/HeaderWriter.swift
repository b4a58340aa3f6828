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
                "in-reply-to", "references", "mime-version", "resent-bcc",
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
    ///
    /// An id beyond ASCII would ask for SMTPUTF8 (RFC 6532 §3.3): it is left out where nothing else does.
    mutating func ids(_ name: String, _ ids: [String], allowsUTF8: Bool = false) {
        words(
            name,
            ids.compactMap { id in
                let kept = id.utf8.filter {
                    $0 > ASCII.space && $0 != 0x7F && $0 != ASCII.less && $0 != ASCII.greater
                }
                guard !kept.isEmpty, kept.count <= Self.longestWord,
                    allowsUTF8 || kept.allSatisfy({ $0 < 0x80 })
                else { return nil }
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
    ///
    /// - Parameter named: the name of a file, written as `name` for readers that know no RFC 2231.
    mutating func field(
        _ name: String, value: String, parameters: [(name: String, value: String)],
        named: String = ""
    ) {
        var pieces = [value]
        for parameter in parameters {
            for piece in Self.parameter(parameter.name, parameter.value) {
                pieces[pieces.count - 1] += ";"
                pieces.append(piece)
            }
        }
        if !EncodedWordWriter.cleaned(named).isEmpty {
            pieces[pieces.count - 1] += ";"
            pieces += Self.fallbackParameter("name", named)
        }
        words(name, pieces)
    }

    /// Whether a quoted string can hold a value without a fold and without any encoding.
    private static func isPlain(_ value: [UInt8]) -> Bool {
        value.allSatisfy { $0 < 0x80 } && value.count <= 60
            && Bytes.firstRange(of: Array("=?".utf8), in: value, from: 0) == nil
    }

    /// What readers without RFC 2231 take for a name: encoded words in quotes, which RFC 2047 §5 forbids
    /// and every mailer understands. Readers that know better have the RFC 2231 form beside it.
    static func fallbackParameter(_ name: String, _ value: String) -> [String] {
        let clean = EncodedWordWriter.cleaned(value)
        if isPlain(Array(clean.utf8)) { return parameter(name, value) }
        var words = EncodedWordWriter.encoded(clean)
        words[0] = "\(name)=\"" + words[0]
        words[words.count - 1] += "\""
        return words
    }

    static func parameter(_ name: String, _ value: String) -> [String] {
        let clean = Array(EncodedWordWriter.cleaned(value).utf8)
        if isPlain(clean) {
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

    /// addr-spec (RFC 5322 §3.4.1) as it is, or nil where it cannot stand in a header: an address is never
    /// changed, since another one would be written to. Addresses beyond ASCII need SMTPUTF8 (RFC 6532).
    static func mailbox(_ address: String) -> String? {
        let bytes = Array(address.utf8)
        guard !bytes.isEmpty, bytes.count <= longestWord,
            Bytes.firstRange(of: Array("=?".utf8), in: bytes, from: 0) == nil
        else { return nil }
        var isQuoted = false
        var isEscaped = false
        var isLiteral = false
        for byte in bytes {
            guard byte >= ASCII.space, byte != 0x7F else { return nil }
            if isEscaped {
                isEscaped = false
            } else if isQuoted, byte == ASCII.backslash {
                isEscaped = true
            } else if byte == ASCII.quote {
                isQuoted.toggle()
            } else if !isQuoted {
                if byte == ASCII.leftBracket { isLiteral = true }
                if byte == ASCII.colon, isLiteral { continue }
                if " <>(),;:\\".utf8.contains(byte) { return nil }
            }
        }
        return isQuoted || isEscaped ? nil : address
    }

    /// `<URL>, <URL>` (RFC 2369 §2). What is no URL in printable ASCII is left out.
    mutating func urls(_ name: String, _ urls: [String]) {
        var pieces: [String] = []
        for url in urls where Self.isURL(url) {
            if let last = pieces.popLast() { pieces.append(last + ",") }
            pieces.append("<\(url)>")
        }
        words(name, pieces)
    }

    static func isURL(_ url: String) -> Bool {
        url.utf8.contains(ASCII.colon) && url.utf8.count <= longestWord
            && url.utf8.allSatisfy {
                $0 > ASCII.space && $0 < 0x7F && $0 != ASCII.less && $0 != ASCII.greater
                    && $0 != ASCII.comma
            }
    }
}
