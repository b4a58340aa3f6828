/// The vocabulary of sanitised mail: elements, their attributes, and what values may look like.
enum AllowedMarkup {
    /// Kept. Only elements that all HTML parsers since HTML5 nest alike.
    static let elements: Set<String> = [
        "a", "abbr", "acronym", "address", "article", "aside", "b", "bdi", "bdo", "big",
        "blockquote", "br", "caption", "center", "cite", "code", "col", "colgroup", "dd", "del",
        "dfn", "div", "dl", "dt", "em", "figcaption", "figure", "font", "footer", "h1", "h2", "h3",
        "h4", "h5", "h6", "header", "hr", "i", "img", "ins", "kbd", "li", "mark", "nav", "ol", "p",
        "pre", "q", "s", "samp", "section", "small", "span", "strike", "strong", "sub", "sup",
        "table", "tbody", "td", "tfoot", "th", "thead", "time", "tr", "tt", "u", "ul", "var", "wbr",
    ]

    /// Left out with everything inside.
    static let dropped: Set<String> = [
        "applet", "area", "base", "basefont", "bgsound", "command", "datalist",
        "embed", "frame", "frameset", "head", "iframe", "input", "keygen", "link", "map", "math",
        "meta", "nextid", "noembed", "noframes", "option", "optgroup", "param",
        "plaintext", "script", "select", "source", "style", "svg", "template", "textarea", "title",
        "track", "xmp",
    ]
    // What stands inside <audio>, <video> and <canvas> is for readers that know none of them, and stays.

    /// Boxes that become a plain one, so that their text doesn't run into its neighbours.
    static let boxes: Set<String> = [
        "details", "dialog", "dir", "fieldset", "form", "hgroup", "legend", "listing", "main",
        "menu", "multicol", "summary",
    ]

    /// Only rows and cells may stand directly inside these.
    static let tableFrames: Set<String> = [
        "table", "tbody", "thead", "tfoot", "tr", "colgroup",
    ]

    /// What an attribute's value may be.
    enum Value {
        case text
        case number
        case length
        case color
        case word(Set<String>)
        case language
        case fontSize
    }

    private static let alignments = Value.word(["left", "right", "center", "justify"])
    private static let verticalAlignments = Value.word(["top", "middle", "bottom", "baseline"])

    private static let everywhere: [String: Value] = [
        "title": .text, "dir": .word(["ltr", "rtl", "auto"]), "lang": .language,
        "align": alignments, "width": .length, "height": .length,
    ]

    private static let cell: [String: Value] = [
        "colspan": .number, "rowspan": .number, "valign": verticalAlignments, "bgcolor": .color,
        "nowrap": .word(["", "nowrap"]), "scope": .word(["row", "col", "rowgroup", "colgroup"]),
    ]

    private static let own: [String: [String: Value]] = [
        "img": [
            "alt": .text, "border": .number, "hspace": .number, "vspace": .number,
            "align": .word(["left", "right", "top", "middle", "bottom"]),
        ],
        "td": cell, "th": cell,
        "tr": ["valign": verticalAlignments, "bgcolor": .color],
        "table": [
            "border": .number, "cellpadding": .number, "cellspacing": .number, "bgcolor": .color,
        ],
        "col": ["span": .number], "colgroup": ["span": .number],
        "font": ["color": .color, "face": .text, "size": .fontSize],
        "ol": ["start": .number, "type": .word(["1", "a", "i"]), "reversed": .word([""])],
        "ul": ["type": .word(["disc", "circle", "square"])],
        "li": ["value": .number], "hr": ["size": .number, "noshade": .word([""]), "color": .color],
        "time": ["datetime": .text],
    ]

    /// The value to write, or nil where the attribute is not allowed or makes no sense.
    static func value(of attribute: String, _ value: String, on element: String) -> String? {
        guard let rule = own[element]?[attribute] ?? everywhere[attribute] else { return nil }
        return rule.accepts(value) ? value : nil
    }
}

extension AllowedMarkup.Value {
    /// Long enough for every honest title or alternative text.
    private static let maximumText = 1_000

    /// Long enough for every honest number; a table of 99,999 columns is none.
    private static let maximumNumber = 5

    func accepts(_ value: String) -> Bool {
        let bytes = value.utf8
        func all(_ allowed: (UInt8) -> Bool) -> Bool { bytes.allSatisfy(allowed) }
        switch self {
        case .text:
            return bytes.count <= Self.maximumText
        case .number:
            return !bytes.isEmpty && bytes.count <= Self.maximumNumber && all(\.isDigit)
        case .length:
            let digits = value.hasSuffix("%") ? value.dropLast() : value[...]
            let number = digits.hasSuffix("px") ? digits.dropLast(2) : digits
            return !number.isEmpty && number.utf8.count <= Self.maximumNumber
                && number.utf8.allSatisfy { $0.isDigit || $0 == UInt8(ascii: ".") }
        case .color:
            return !bytes.isEmpty && bytes.count <= 24
                && all { $0.isLetter || $0.isDigit || $0 == UInt8(ascii: "#") }
        case .word(let words):
            return words.contains(value.lowercased())
        case .language:
            return !bytes.isEmpty && bytes.count <= 35
                && all { $0.isLetter || $0.isDigit || $0 == UInt8(ascii: "-") }
        case .fontSize:
            return !bytes.isEmpty && bytes.count <= 3
                && all { $0.isDigit || $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") }
        }
    }
}

extension UInt8 {
    var isDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }

    /// An ASCII letter.
    var isLetter: Bool {
        (self | 0x20) >= UInt8(ascii: "a") && (self | 0x20) <= UInt8(ascii: "z")
    }

    /// Space, tab, line feed, carriage return, form feed.
    var isSpace: Bool {
        self == 0x20 || self == 0x09 || self == 0x0a || self == 0x0d || self == 0x0c
    }
}
