/// From HTML to text that a person would have typed, and from text to HTML.
public enum PlainText {
    /// Reads the words of a page: paragraphs apart by a blank line, lists with dashes and numbers,
    /// quotes behind `> `, table rows as lines, links as `words <address>` where the words are not
    /// the address itself. Line ends are LF. HTML beyond the parser's limits is read without its
    /// structure.
    ///
    /// What `marks` name is laid out as a quote, as `<blockquote>` is.
    public static func from(html: String, marks: QuoteMarks = QuoteMarks()) -> String {
        from(html: html, marks: marks, limits: ParseLimits())
    }

    static func from(
        html: String, marks: QuoteMarks = QuoteMarks(), limits: ParseLimits
    ) -> String {
        do throws(ParseRefusal) {
            var reader = TextReader(marks: marks)
            return reader.read(try HTMLPieces.parse(Array(html.utf8), limits: limits))
        } catch {
            return TagStripper.text(of: html, limit: limits.bytes)
        }
    }

    /// Text as HTML for a line of flow content: everything escaped, each line end a `<br>`, spaces
    /// at the start of lines kept, `http://`, `https://` and `mailto:` addresses made links.
    public static func toHTML(_ text: String) -> HTML {
        var out: [UInt8] = []
        var rest = text.utf8[...]
        var isFirst = true
        while true {
            var line = rest.prefix { $0 != UInt8(ascii: "\n") }
            let isLast = line.endIndex == rest.endIndex
            if !isLast { rest = rest[rest.index(after: line.endIndex)...] }
            if !isFirst { out += "<br>".utf8 }
            isFirst = false
            if line.last == UInt8(ascii: "\r") { line = line.dropLast() }
            while line.first == 0x20 || line.first == 0x09 {
                out += (line.first == 0x09 ? "\u{a0}\u{a0}\u{a0}\u{a0}" : "\u{a0}").utf8
                line = line.dropFirst()
            }
            Linkifier.append(Array(line), to: &out)
            if isLast { break }
        }
        return HTML(trusted: out)
    }
}
