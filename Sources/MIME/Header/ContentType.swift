/// What a part is made of (RFC 2045 §5).
public struct ContentType: Hashable, Sendable {
    /// Lower case, such as `text`.
    public var type: String
    /// Lower case, such as `plain`. May be empty in broken mails.
    public var subtype: String
    /// What stands after the type (RFC 2045 §5.1).
    public var parameters: Parameters

    /// Takes the words as they are; comparisons expect lower case.
    public init(type: String, subtype: String, parameters: Parameters = Parameters()) {
        self.type = type
        self.subtype = subtype
        self.parameters = parameters
    }

    /// What a part is that says nothing (RFC 2045 §5.2).
    public static let plainText = ContentType(type: "text", subtype: "plain")
    /// What a part of a digest is that says nothing (RFC 2046 §5.1.5).
    public static let message = ContentType(type: "message", subtype: "rfc822")

    /// `type/subtype`, without parameters.
    public var name: String { "\(type)/\(subtype)" }
    /// Whether it is text/plain (RFC 2046 §4.1.3).
    public var isPlainText: Bool { type == "text" && subtype == "plain" }
    /// Whether it is text/html (RFC 2854).
    public var isHTML: Bool { type == "text" && subtype == "html" }
    /// The declared charset, as it was written.
    public var charset: String? { parameters["charset"] }

    /// type "/" subtype *(";" parameter). Nil when no type can be made out.
    static func parse(_ value: ArraySlice<UInt8>) -> ContentType? {
        plain(value) ?? parseAnything(value)
    }

    /// What nearly all mails have, without comments and blanks; nil for everything else.
    private static func plain(_ value: ArraySlice<UInt8>) -> ContentType? {
        func word(from start: Int) -> Int {
            var end = start
            while end < value.endIndex, isTokenCharacter[Int(value[end])] { end += 1 }
            return end
        }
        let slash = word(from: value.startIndex)
        guard slash > value.startIndex, slash < value.endIndex, value[slash] == ASCII.slash else {
            return nil
        }
        let end = word(from: slash + 1)
        guard end > slash + 1, end == value.endIndex || value[end] == ASCII.semicolon else {
            return nil
        }
        return ContentType(
            type: Scan.lowercase(value[..<slash]),
            subtype: Scan.lowercase(value[(slash + 1)..<end]),
            parameters: Parameters(parsing: value[end...]))
    }

    private static let isTokenCharacter: [Bool] = {
        var table = (UInt8.min...UInt8.max).map { $0.isLetter || $0.isDigit }
        for byte in "-+._".utf8 { table[Int(byte)] = true }
        return table
    }()

    static func parseAnything(_ value: ArraySlice<UInt8>) -> ContentType? {
        var rest = value
        let type = word(&rest)
        var subtype: [UInt8] = []
        skip(&rest)
        if rest.first == ASCII.slash {
            rest.removeFirst()
            skip(&rest)
            subtype = word(&rest)
        } else if !ASCII.equal(String(decoding: type, as: UTF8.self), "text") {
            return nil
        } else {
            subtype = Array("plain".utf8)
        }
        guard !type.isEmpty else { return nil }
        return ContentType(
            type: ASCII.lowercase(String(decoding: type, as: UTF8.self)),
            subtype: ASCII.lowercase(String(decoding: subtype, as: UTF8.self)),
            parameters: Parameters(parsing: rest))
    }

    private static func word(_ rest: inout ArraySlice<UInt8>) -> [UInt8] {
        skip(&rest)
        var found: [UInt8] = []
        // QUIRK: letters beyond ASCII, as in `text/pläin`: an unknown type, but a type.
        while let byte = rest.first, byte > ASCII.space, byte != 0x7F,
            byte != ASCII.slash, byte != ASCII.semicolon, byte != ASCII.comma,
            byte != ASCII.leftParen,
            byte != ASCII.equals, byte != ASCII.less, byte != ASCII.greater
        {
            if byte != ASCII.quote { found.append(byte) }
            rest.removeFirst()
        }
        return found
    }

    private static func skip(_ rest: inout ArraySlice<UInt8>) {
        Parameters.skipBlanksAndComments(&rest)
    }
}

/// Content-Disposition (RFC 2183).
public struct ContentDisposition: Hashable, Sendable {
    /// What the sender wants done; an unknown word means attachment (RFC 2183 §2.8).
    public var disposition: Disposition
    /// Such as `filename` (RFC 2183 §2.3).
    public var parameters: Parameters

    /// Takes the values as they are.
    public init(disposition: Disposition, parameters: Parameters = Parameters()) {
        self.disposition = disposition
        self.parameters = parameters
    }

    /// disposition-type *(";" parameter). QUIRK: some mails give parameters only.
    static func parse(_ value: ArraySlice<UInt8>) -> ContentDisposition? {
        let end = value.firstIndex(of: ASCII.semicolon) ?? value.endIndex
        switch Scan.lowercase(ASCII.trimmed(value[..<end])) {
        case "attachment":
            let parameters = Parameters(parsing: value[end...])
            return ContentDisposition(disposition: .attachment, parameters: parameters)
        case "inline":
            let parameters = Parameters(parsing: value[end...])
            return ContentDisposition(disposition: .inline, parameters: parameters)
        default: return parseAnything(value)
        }
    }

    static func parseAnything(_ value: ArraySlice<UInt8>) -> ContentDisposition? {
        var rest = value
        Parameters.skipBlanksAndComments(&rest)
        var word: [UInt8] = []
        let beginning = rest
        while let byte = rest.first, byte != ASCII.semicolon, !byte.isWhitespace,
            byte != ASCII.leftParen
        {
            word.append(byte.lowercased)
            rest.removeFirst()
        }
        if word.contains(ASCII.equals) {
            word = []
            rest = beginning
        }
        let name = String(decoding: word.filter { $0 != ASCII.quote }, as: UTF8.self)
        let parameters = Parameters(parsing: rest)
        switch name {
        case "inline": return ContentDisposition(disposition: .inline, parameters: parameters)
        case "attachment": break
        default:
            // QUIRK: `Content-Disposition: quoted-printable` on the text of a mail. An unknown word
            // without parameters says nothing.
            if parameters.isEmpty { return nil }
        }
        return ContentDisposition(disposition: .attachment, parameters: parameters)
    }
}
