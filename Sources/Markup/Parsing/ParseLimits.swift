/// What one mail's HTML may cost. Beyond it the mail is shown as plain text.
struct ParseLimits: Sendable {
    /// Newsletters with pictures inside reach 2 MB; the parser needs about 16 ms for 100 KB.
    var bytes = 4 << 20

    /// Start tags and end tags together. The parser's time grows with the square of the nesting:
    /// 10,000 nested elements take 0.2 s, 50,000 take 4 s. Large newsletters have 5,000 tags.
    var tags = 40_000

    /// Memory for one tree. A tag costs about 500 bytes, yet rebuilt formatting elements multiply:
    /// 1,000 open `<b>` before 10,000 paragraphs would be ten million elements.
    var memory = 192 << 20

    /// The last resort against input that is slow in a way nobody foresaw, for instance one tag
    /// with 200,000 attributes. Honest mail stays below a tenth of it.
    var processorTime: Duration = .seconds(2)

    /// Attributes of one element that are looked at; the rest is left out.
    var attributesPerElement = 64
}

/// Why a mail's HTML was not parsed.
enum ParseRefusal: Error, Equatable {
    case tooLong, tooManyTags, tooMuchMemory, tooSlow
}
