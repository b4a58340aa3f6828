/// The Markdown that operators and administrators write: replies, notes, templates.
///
/// Paragraphs, `# headings`, **bold**, *italic*, ~~struck~~, `code`, fenced code, lists, `> quotes`,
/// `---`, links in brackets and bare. Line ends are kept, as in a mail. HTML is text like any other
/// and comes out escaped; links lead to http, https, mailto and tel only. What is not understood
/// stays as it was typed. Takes time in proportion to the length, whatever is written.
public enum Markdown {
    /// Longer texts are pasted logs: they come out as plain text.
    static let maximumLength = 256 << 10

    /// Quotes and lists within each other. Each level passes its text once more.
    static let maximumNesting = 8

    public static func toHTML(_ source: String) -> HTML {
        guard source.utf8.count <= maximumLength else { return PlainText.toHTML(source) }
        var out: [UInt8] = []
        MarkdownBlocks.append(lines(of: source), nesting: 0, to: &out)
        return HTML(trusted: out)
    }

    /// The same words for the text part of a mail: no marks, links as `words <address>`.
    public static func toPlainText(_ source: String) -> String {
        PlainText.from(html: toHTML(source).string)
    }

    private static func lines(of source: String) -> [ArraySlice<UInt8>] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(source.utf8.count)
        for byte in source.utf8 {
            if byte == UInt8(ascii: "\t") {
                bytes += "    ".utf8
            } else if byte != UInt8(ascii: "\r") {
                bytes.append(byte)
            }
        }
        return bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    }
}
