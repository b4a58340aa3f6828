/// A text of the interface. Its key is the English text, with `%1`, `%2` for what was put in:
/// `t("\(count) mails wait")` asks the catalogue for `%1 mails wait`.
struct Phrase: ExpressibleByStringInterpolation {
    var key: String
    var values: [String]

    init(stringLiteral value: String) {
        key = value
        values = []
    }

    init(stringInterpolation: StringInterpolation) {
        key = stringInterpolation.key
        values = stringInterpolation.values
    }

    /// A text that comes from elsewhere (a task's title) and is in the catalogue too.
    init(known text: String) {
        key = text
        values = []
    }

    struct StringInterpolation: StringInterpolationProtocol {
        var key = ""
        var values: [String] = []

        init(literalCapacity: Int, interpolationCount: Int) {}

        mutating func appendLiteral(_ literal: String) { key += literal }

        mutating func appendInterpolation(_ value: some CustomStringConvertible) {
            values.append(value.description)
            key += "%\(values.count)"
        }
    }
}

/// One of the interface's languages.
enum Language: String, Sendable, CaseIterable {
    case english = "en"
    case german = "de"

    /// Its name in itself, for the menu.
    var ownName: String {
        switch self {
        case .english: "English"
        case .german: "Deutsch"
        }
    }

    /// The text in this language; English where the catalogue has no other.
    func callAsFunction(_ phrase: Phrase) -> String {
        var text = phrase.key
        if self == .german, let german = German.phrases[phrase.key] { text = german }
        // From the last to the first, so that a value which looks like a mark is not replaced again.
        guard !phrase.values.isEmpty else { return text }
        var out = ""
        var rest = text[...]
        while let mark = rest.firstIndex(of: "%") {
            out += rest[..<mark]
            let after = rest.index(after: mark)
            guard after < rest.endIndex, let number = rest[after].wholeNumberValue,
                number >= 1, number <= phrase.values.count
            else {
                out += "%"
                rest = rest[after...]
                continue
            }
            out += phrase.values[number - 1]
            rest = rest[rest.index(after: after)...]
        }
        return out + rest
    }

    /// The first language of `Accept-Language` (RFC 9110 §12.5.4) that is here. Weights other than
    /// the order are not looked at: browsers send them in falling order.
    static func accepted(_ header: String?) -> Language {
        for part in (header ?? "").split(separator: ",").prefix(20) {
            let code = part.split(separator: ";").first ?? ""
            let primary = code.split(separator: "-").first ?? ""
            if let language = Language(rawValue: primary.withoutBlanksAround.lowercased()) {
                return language
            }
        }
        return .english
    }
}

extension Substring {
    fileprivate var withoutBlanksAround: String { String(self).withoutBlanksAround }
}
