/// Paragraphs, lists, quotes and code: Markdown as a tree of lines.
enum MarkdownBlocks {
    typealias Lines = ArraySlice<ArraySlice<UInt8>>

    static func append(_ lines: [ArraySlice<UInt8>], nesting: Int, to out: inout [UInt8]) {
        var rest = lines[...]
        while let line = rest.first {
            var kind = MarkdownLine(line)
            if nesting >= Markdown.maximumNesting {
                switch kind {
                case .quote, .item: kind = .words
                default: break
                }
            }
            switch kind {
            case .blank:
                rest.removeFirst()
            case .heading(let level):
                rest.removeFirst()
                appendHeading(line, level: level, to: &out)
            case .rule:
                rest.removeFirst()
                out += "<hr>\n".utf8
            case .fence(let mark, let length):
                rest.removeFirst()
                appendCode(&rest, mark: mark, length: length, to: &out)
            case .quote:
                let inside = takeQuote(&rest)
                out += "<blockquote>\n".utf8
                append(inside, nesting: nesting + 1, to: &out)
                out += "</blockquote>\n".utf8
            case .item(let mark, _):
                appendList(&rest, mark: mark, nesting: nesting, to: &out)
            case .words:
                let words = takeParagraph(&rest)
                out += "<p>".utf8
                MarkdownInline.append(words, to: &out)
                out += "</p>\n".utf8
            }
        }
    }

    private static func appendHeading(
        _ line: ArraySlice<UInt8>, level: Int, to out: inout [UInt8]
    ) {
        var text = trimmed(line).dropFirst(level)
        // `# Title #` has its closing marks taken off, `# C#` has not.
        let closed = text.reversed().drop { $0 == UInt8(ascii: "#") }
        if closed.first == 0x20 { text = text.prefix(closed.count) }
        out += "<h\(level)>".utf8
        MarkdownInline.append(trimmed(text), to: &out)
        out += "</h\(level)>\n".utf8
    }

    /// To the closing fence or, where there is none, to the end.
    private static func appendCode(
        _ rest: inout Lines, mark: UInt8, length: Int, to out: inout [UInt8]
    ) {
        out += "<pre><code>".utf8
        while let line = rest.popFirst() {
            let text = trimmed(line)
            if text.count >= length, text.allSatisfy({ $0 == mark }) { break }
            Escaping.append(bytes: line, to: &out)
            out.append(UInt8(ascii: "\n"))
        }
        out += "</code></pre>\n".utf8
    }

    /// Only lines with a mark belong to a quote: in a mail, the line below is the answer.
    private static func takeQuote(_ rest: inout Lines) -> [ArraySlice<UInt8>] {
        var inside: [ArraySlice<UInt8>] = []
        while let line = rest.first, MarkdownLine(line) == .quote {
            rest.removeFirst()
            let text = line.drop { $0 == 0x20 }.dropFirst()
            inside.append(text.first == 0x20 ? text.dropFirst() : text)
        }
        return inside
    }

    private static func takeParagraph(_ rest: inout Lines) -> ArraySlice<UInt8> {
        var words: [UInt8] = []
        while let line = rest.first {
            // The first line was found to be words, whatever it looks like.
            if !words.isEmpty, MarkdownLine(line).interruptsParagraph { break }
            rest.removeFirst()
            if !words.isEmpty { words.append(UInt8(ascii: "\n")) }
            words += trimmed(line)
        }
        return words[...]
    }

    private static func appendList(
        _ rest: inout Lines, mark: MarkdownLine.ItemMark, nesting: Int, to out: inout [UInt8]
    ) {
        var name = "ul"
        if case .number(let first, _) = mark {
            name = "ol"
            out += (first == 1 ? "<ol>\n" : "<ol start=\"\(first)\">\n").utf8
        } else {
            out += "<ul>\n".utf8
        }
        while let line = rest.first, case .item(let next, let content) = MarkdownLine(line),
            next.continues(mark)
        {
            rest.removeFirst()
            let inside = takeItem(&rest, first: line.dropFirst(content), content: content)
            out += "<li>".utf8
            appendItem(inside, nesting: nesting + 1, to: &out)
            out += "</li>\n".utf8
            skipBlankLines(&rest, before: mark)
        }
        out += "</\(name)>\n".utf8
    }

    /// The item's first line, and those below that are indented as far as its text (or by two
    /// columns, as most people do).
    private static func takeItem(
        _ rest: inout Lines, first: ArraySlice<UInt8>, content: Int
    ) -> [ArraySlice<UInt8>] {
        var inside = [first]
        while let line = rest.first {
            let indent = line.prefix { $0 == 0x20 }.count
            let kind = MarkdownLine(line)
            if kind == .blank {
                let following = rest.dropFirst().first
                guard let following, following.first == 0x20, MarkdownLine(following) != .blank
                else { break }
                inside.append(line)
            } else if indent >= 2 {
                inside.append(line.dropFirst(min(indent, content)))
            } else if kind == .words, inside.last.map({ MarkdownLine($0) == .blank }) == false {
                inside.append(line)  // the item's paragraph goes on, wrapped by hand
            } else {
                break
            }
            rest.removeFirst()
        }
        return inside
    }

    /// A list goes on behind a blank line only if an item follows.
    private static func skipBlankLines(_ rest: inout Lines, before mark: MarkdownLine.ItemMark) {
        guard let blank = rest.first, MarkdownLine(blank) == .blank,
            let following = rest.dropFirst().first,
            case .item(let next, _) = MarkdownLine(following), next.continues(mark)
        else { return }
        rest.removeFirst()
    }

    /// A single paragraph stands in the item as it is.
    private static func appendItem(
        _ lines: [ArraySlice<UInt8>], nesting: Int, to out: inout [UInt8]
    ) {
        var rest = lines[...]
        if let first = rest.first, MarkdownLine(first) == .words {
            MarkdownInline.append(takeParagraph(&rest), to: &out)
            if rest.isEmpty { return }
            out.append(UInt8(ascii: "\n"))
        }
        append(Array(rest), nesting: nesting, to: &out)
    }

    private static func trimmed(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var text = line.drop { $0 == 0x20 }
        while text.last == 0x20 { text.removeLast() }
        return text
    }
}
