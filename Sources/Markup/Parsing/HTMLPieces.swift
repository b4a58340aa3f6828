/// An HTML tree written out in order: each `start` has its `end`, void elements too.
struct HTMLPieces {
    enum Piece {
        case start(Element)
        case text([UInt8])
        case end
    }

    struct Element {
        /// Lower case; empty for an element that HTML doesn't know.
        var name: String
        /// SVG or MathML.
        var isForeign: Bool
        var attributes: [Attribute]

        subscript(name: String) -> String? {
            attributes.first { $0.name == name }?.value
        }
    }

    struct Attribute {
        /// Lower case.
        var name: String
        var value: String
    }

    var pieces: [Piece] = []

    /// Parses as a browser does with scripts switched off, within limits.
    static func parse(
        _ html: [UInt8], limits: ParseLimits = ParseLimits()
    ) throws(ParseRefusal) -> HTMLPieces {
        guard html.count <= limits.bytes else { throw .tooLong }
        guard countTags(html, atMost: limits.tags) <= limits.tags else { throw .tooManyTags }
        return try GumboTree.read(html, limits: limits)
    }

    /// Counts everything that could begin a tag, a comment's or script's content included: too
    /// many is as good as a precise count, and can't be led astray.
    private static func countTags(_ html: [UInt8], atMost limit: Int) -> Int {
        var count = 0
        var afterLess = false
        for byte in html {
            if afterLess, isLetter(byte) || byte == UInt8(ascii: "/") {
                count += 1
                if count > limit { break }
            }
            afterLess = byte == UInt8(ascii: "<")
        }
        return count
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (byte | 0x20) >= UInt8(ascii: "a") && (byte | 0x20) <= UInt8(ascii: "z")
    }
}
