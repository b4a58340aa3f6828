/// Takes the tags out of HTML that is too much for the parser: one pass, no tree, plain words.
enum TagStripper {
    /// At most `limit` bytes of the HTML are read; a mark says that there was more.
    static func text(of html: String, limit: Int) -> String {
        var rest = Array(html.utf8.prefix(limit))[...]
        var out: [UInt8] = []
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "<") else {
                out.append(byte)
                continue
            }
            let name = tagName(rest)
            rest = rest.drop { $0 != UInt8(ascii: ">") }.dropFirst()
            switch name {
            case "script", "style", "title":
                rest = skip(past: name, in: rest)
            case "br", "p", "/p", "div", "/div", "li", "tr", "/tr", "/table", "blockquote":
                out.append(UInt8(ascii: "\n"))
            default:
                if out.last?.isSpace == false { out.append(UInt8(ascii: " ")) }
            }
        }
        let text = String(decoding: CharacterReference.decoded(out), as: UTF8.self)
        return tidied(text) + (html.utf8.count > limit ? "\n[…]" : "")
    }

    /// `script` of `<script …`, `/p` of `</p>`.
    private static func tagName(_ rest: ArraySlice<UInt8>) -> String {
        let slash = rest.first == UInt8(ascii: "/") ? 1 : 0
        let name = rest.dropFirst(slash).prefix(11).prefix { $0.isLetter || $0.isDigit }
        return (slash == 1 ? "/" : "") + String(decoding: name, as: UTF8.self).lowercased()
    }

    /// Linear: each byte is passed once, whether or not the end is found.
    private static func skip(past name: String, in rest: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var rest = rest
        while !rest.isEmpty {
            rest = rest.drop { $0 != UInt8(ascii: "<") }.dropFirst()
            if tagName(rest) == "/" + name {
                return rest.drop { $0 != UInt8(ascii: ">") }.dropFirst()
            }
        }
        return rest
    }

    /// No white space at the ends of lines, at most one blank line in a row.
    private static func tidied(_ text: String) -> String {
        var lines: [[UInt8]] = []
        for line in text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        {
            var bytes = Array(line.drop(while: \.isSpace))
            while let last = bytes.last, last.isSpace { bytes.removeLast() }
            if bytes.isEmpty, lines.last?.isEmpty ?? true { continue }
            lines.append(bytes)
        }
        while lines.last?.isEmpty == true { lines.removeLast() }
        return String(decoding: Array(lines.joined(separator: [UInt8(ascii: "\n")])), as: UTF8.self)
    }
}

/// The few character references that matter where no parser decodes them.
enum CharacterReference {
    private static let named: [String: UInt32] = [
        "amp": 0x26, "lt": 0x3c, "gt": 0x3e, "quot": 0x22, "apos": 0x27, "nbsp": 0x20,
    ]

    /// Longer ones than `&#x10FFFF;` mean nothing.
    private static let maximumLength = 9

    static func decoded(_ bytes: [UInt8]) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "&") {
                let rest = bytes[(index + 1)...].prefix(maximumLength)
                if let end = rest.firstIndex(of: UInt8(ascii: ";")),
                    let scalar = scalar(String(decoding: rest[..<end], as: UTF8.self))
                {
                    out += String(scalar).utf8
                    index = end + 1
                    continue
                }
            }
            out.append(bytes[index])
            index += 1
        }
        return out
    }

    private static func scalar(_ name: String) -> Unicode.Scalar? {
        var code = named[name]
        if name.hasPrefix("#x") || name.hasPrefix("#X") {
            code = UInt32(name.dropFirst(2), radix: 16)
        } else if name.hasPrefix("#") {
            code = UInt32(name.dropFirst())
        }
        return code.flatMap { $0 == 0 ? nil : Unicode.Scalar($0) }
    }
}
