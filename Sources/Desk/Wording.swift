/// A text for people as data: its English form with `%1`, `%2` for what is put in, so that a page can
/// look it up in its catalogue and render it in the reader's language.
///
/// What is put in can be a wording itself: `every %1 at %2` with `Monday` and `08:30`. ``german`` has a
/// German text for every key that this module makes.
public struct Wording: Hashable, Sendable, CustomStringConvertible {
    public enum Value: Hashable, Sendable {
        /// Put in as it is: a number, a time, a name.
        case text(String)
        /// Rendered in the same language first.
        case wording(Wording)
    }

    public var key: String
    public var values: [Value]

    public init(_ key: String, _ values: Value...) {
        self.key = key
        self.values = values
    }

    /// `a`, `a and b`, `a, b and c`. An empty list is an empty text.
    public static func list(_ items: [Wording]) -> Wording {
        guard let last = items.last else { return Wording("") }
        guard items.count > 1, let first = items.first else { return last }
        let before = items.dropFirst().dropLast().reduce(first) {
            Wording("%1, %2", .wording($0), .wording($1))
        }
        return Wording("%1 and %2", .wording(before), .wording(last))
    }

    /// The text in a language.
    ///
    /// - Parameter translated: the catalogue: a key's text with the same marks. Nil leaves it English.
    public func text(_ translated: (String) -> String?) -> String {
        guard !values.isEmpty else { return translated(key) ?? key }
        var out = ""
        var rest = (translated(key) ?? key)[...]
        while let mark = rest.firstIndex(of: "%") {
            out += rest[..<mark]
            let after = rest.index(after: mark)
            guard after < rest.endIndex, let number = rest[after].wholeNumberValue,
                number >= 1, number <= values.count
            else {
                out += "%"
                rest = rest[after...]
                continue
            }
            switch values[number - 1] {
            case .text(let text): out += text
            case .wording(let wording): out += wording.text(translated)
            }
            rest = rest[rest.index(after: after)...]
        }
        return out + rest
    }

    public var english: String { text { _ in nil } }
    public var german: String { text { Self.german[$0] } }
    public var description: String { english }

    /// Every key in it, with those of what is put in.
    public var keys: Set<String> {
        values.reduce(into: [key]) { keys, value in
            if case .wording(let wording) = value { keys.formUnion(wording.keys) }
        }
    }
}

/// Why something that was typed is refused: a sentence that says what to do, in the reader's language.
public struct Refusal: Error, Hashable, Sendable, CustomStringConvertible {
    public let wording: Wording
    public var description: String { wording.english }

    public init(_ key: String, _ values: Wording.Value...) {
        var wording = Wording(key)
        wording.values = values
        self.wording = wording
    }
}
