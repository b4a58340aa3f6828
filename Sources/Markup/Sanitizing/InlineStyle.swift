/// Filters a `style` attribute, declaration by declaration.
///
/// Kept are looks: colours, type, spacing, borders, sizes, tables. Left out is whatever loads
/// something, runs something, or moves an element over others.
enum InlineStyle {
    /// Office programs write about 1 KB.
    private static let maximumLength = 4_096

    private static let properties: Set<String> = [
        "background", "background-color", "border", "border-bottom", "border-bottom-color",
        "border-bottom-left-radius", "border-bottom-right-radius", "border-bottom-style",
        "border-bottom-width", "border-collapse", "border-color", "border-left",
        "border-left-color", "border-left-style", "border-left-width", "border-radius",
        "border-right", "border-right-color", "border-right-style", "border-right-width",
        "border-spacing", "border-style", "border-top", "border-top-color",
        "border-top-left-radius", "border-top-right-radius", "border-top-style",
        "border-top-width", "border-width", "clear", "color", "direction", "display", "float",
        "font", "font-family", "font-size", "font-style", "font-variant", "font-weight", "height",
        "letter-spacing", "line-height", "list-style", "list-style-type", "margin",
        "margin-bottom", "margin-left", "margin-right", "margin-top", "max-height", "max-width",
        "min-height", "min-width", "overflow-wrap", "padding", "padding-bottom", "padding-left",
        "padding-right", "padding-top", "table-layout", "text-align", "text-decoration",
        "text-decoration-color", "text-decoration-line", "text-decoration-style", "text-indent",
        "text-transform", "vertical-align", "white-space", "width", "word-break", "word-spacing",
        "word-wrap",
    ]

    private static let functions: Set<String> = ["rgb", "rgba", "hsl", "hsla"]

    /// `color: red; margin: 0` — one form for every spelling, so that filtering twice changes
    /// nothing. Empty where nothing is kept.
    static func filtered(_ style: String) -> String {
        guard style.utf8.count <= maximumLength else { return "" }
        var kept: [String] = []
        for declaration in declarations(of: Array(style.utf8)) {
            guard let colon = declaration.firstIndex(of: UInt8(ascii: ":")) else { continue }
            let property = String(
                decoding: trimmed(declaration[..<colon]), as: UTF8.self
            ).lowercased()
            guard properties.contains(property),
                let value = value(declaration[declaration.index(after: colon)...])
            else { continue }
            kept.append("\(property): \(value)")
        }
        return kept.joined(separator: "; ")
    }

    /// Comments out, split at `;` outside of quotes and brackets.
    private static func declarations(of style: [UInt8]) -> [[UInt8]] {
        var all: [[UInt8]] = []
        var current: [UInt8] = []
        var quote: UInt8?
        var brackets = 0
        var index = 0
        while index < style.count {
            let byte = style[index]
            index += 1
            if let open = quote {
                current.append(byte)
                if byte == open { quote = nil }
                continue
            }
            if byte == UInt8(ascii: "/"), index < style.count, style[index] == UInt8(ascii: "*") {
                index += 2  // the star that opens a comment doesn't close it
                while index < style.count,
                    !(style[index] == UInt8(ascii: "/") && style[index - 1] == UInt8(ascii: "*"))
                {
                    index += 1
                }
                index += 1
                continue
            }
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "'"): quote = byte
            case UInt8(ascii: "("): brackets += 1
            case UInt8(ascii: ")"): brackets -= 1
            case UInt8(ascii: ";") where brackets <= 0:
                all.append(current)
                (current, brackets) = ([], 0)
                continue
            default: break
            }
            current.append(byte)
        }
        // An open string or bracket swallows the rest in a browser too: such a declaration is odd
        // enough to be left out.
        if quote == nil, brackets == 0 { all.append(current) }
        return all
    }

    /// The value with single spaces, or nil where it holds anything but words, numbers, strings and
    /// colour functions.
    private static func value(_ source: ArraySlice<UInt8>) -> String? {
        var out: [UInt8] = []
        var quote: UInt8?
        var word: [UInt8] = []
        var brackets = 0
        for byte in trimmed(source) {
            if let open = quote {
                // Backslashes would end the string elsewhere; angle brackets confuse old filters.
                guard byte >= 0x20, byte != 0x7f, !"\\<>{}()@;".utf8.contains(byte) else {
                    return nil
                }
                out.append(byte)
                if byte == open { quote = nil }
                continue
            }
            if byte.isSpace {
                if out.last != 0x20 { out.append(0x20) }
                word = []
                continue
            }
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "'"):
                quote = byte
            case UInt8(ascii: "("):
                guard functions.contains(String(decoding: word, as: UTF8.self).lowercased()),
                    brackets == 0
                else { return nil }
                brackets += 1
            case UInt8(ascii: ")"):
                guard brackets == 1 else { return nil }
                brackets -= 1
            case _ where byte.isLetter || byte.isDigit || byte >= 0x80: break
            case _ where "-_.,%#!+/".utf8.contains(byte): break
            default: return nil
            }
            out.append(byte)
            if byte.isLetter || byte.isDigit || byte == UInt8(ascii: "-") {
                word.append(byte)
            } else {
                word = []
            }
        }
        guard quote == nil, brackets == 0, !out.isEmpty else { return nil }
        return String(decoding: out, as: UTF8.self)
    }

    private static func trimmed(_ bytes: some BidirectionalCollection<UInt8>) -> [UInt8] {
        var result = Array(bytes.drop(while: \.isSpace))
        while let last = result.last, last.isSpace { result.removeLast() }
        return result
    }
}
