/// Reads a tree and lays its words out as text.
struct TextReader {
    private static let dropped: Set<String> = [
        "script", "style", "title", "template", "head", "noframes", "iframe", "object", "audio",
        "video", "canvas", "select", "datalist", "svg", "math",
    ]
    private static let paragraphs: Set<String> = [
        "p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "blockquote", "pre", "table",
        "figure", "fieldset", "listing", "xmp", "plaintext",
    ]
    private static let lines: Set<String> = [
        "div", "address", "article", "aside", "section", "header", "footer", "nav", "main",
        "center", "form", "dt", "dd", "tr", "caption", "figcaption", "details", "summary", "dialog",
        "dir", "menu", "legend", "hgroup",
    ]

    private let marks: QuoteMarks
    private var text = TextLayout()
    private var lists: [List] = []
    /// Where the open links lead; nil where one leads nowhere.
    private var links: [String?] = []

    private struct List {
        var number: Int?
        /// Inside a list a paragraph's blank lines would tear the items apart.
        var isNested: Bool
    }

    /// An open element, and what its end has to do.
    private enum End {
        case nothing, space, line, paragraph, quote, container, list, item, link, preformatted
    }

    /// The open containers of quotes: whether what comes next still introduces the quote.
    private var containers: [(depth: Int, introduces: Bool)] = []
    private var isBelowDivider = false

    init(marks: QuoteMarks) { self.marks = marks }

    mutating func read(_ parsed: HTMLPieces) -> String {
        var open: [End] = []
        var skipped = 0
        let answered = marks.containers.isEmpty ? [] : containersWithQuote(parsed.pieces)
        for (index, piece) in parsed.pieces.enumerated() {
            switch piece {
            case .start(let element):
                if skipped > 0 || element.isForeign || Self.dropped.contains(element.name) {
                    if skipped == 0 { text.space() }
                    skipped += 1
                } else {
                    open.append(
                        start(element, holdsQuote: answered.contains(index), at: open.count))
                }
            case .text(let bytes):
                if skipped == 0 { text.write(bytes) }
            case .end:
                if skipped > 0 {
                    skipped -= 1
                } else if let last = open.popLast() {
                    end(last)
                }
            }
        }
        return text.finished()
    }

    /// Indices of the containers that have a `<blockquote>` right inside.
    private func containersWithQuote(_ pieces: [HTMLPieces.Piece]) -> Set<Int> {
        var found: Set<Int> = []
        var open: [(index: Int, isContainer: Bool)] = []
        for (index, piece) in pieces.enumerated() {
            switch piece {
            case .start(let element):
                if element.name == "blockquote", let parent = open.last, parent.isContainer {
                    found.insert(parent.index)
                }
                open.append((index, marks.meaning(of: element) == .container))
            case .text: break
            case .end: open.removeLast()
            }
        }
        return found
    }

    private mutating func start(
        _ element: HTMLPieces.Element, holdsQuote: Bool, at depth: Int
    ) -> End {
        switch marks.meaning(of: element) {
        case .none: break
        case .quote:
            text.startParagraph()
            if let last = containers.last, last.introduces, last.depth + 1 == depth,
                element.name == "blockquote"
            {
                // The quote itself: what follows it in its container is not introduced any more.
                containers[containers.count - 1].introduces = false
                text.quoteDepth -= 1
            }
            text.quoteDepth += 1
            return .quote
        case .container:
            text.startParagraph()
            text.quoteDepth += 1
            guard holdsQuote else { return .quote }
            containers.append((depth, true))
            return .container
        case .divider:
            text.startParagraph()
            // Never closed: all that follows belongs to the answered mail.
            if !isBelowDivider { text.quoteDepth += 1 }
            isBelowDivider = true
        }
        switch element.name {
        case "":
            // An element nobody knows is a word of its own.
            text.space()
            return .space
        case "br":
            text.lineBreak()
        case "hr":
            text.startParagraph()
            text.write(Array("---".utf8))
            text.startParagraph()
        case "img":
            if let words = element["alt"], Self.isDescription(words) {
                text.write(Array("[\(words)]".utf8))
            }
        case "a":
            links.append(element["href"].flatMap(WebAddress.link))
            text.note()
            return .link
        case "td", "th":
            text.space()
            return .space
        case "ul", "ol", "menu", "dir":
            let isNested = !lists.isEmpty
            if isNested { text.startLine() } else { text.startParagraph() }
            let first = element["start"].flatMap { Int($0) } ?? 1
            lists.append(List(number: element.name == "ol" ? first : nil, isNested: isNested))
            return .list
        case "li":
            text.startLine()
            if lists.isEmpty { lists.append(List(number: nil, isNested: true)) }
            var mark = "- "
            if let number = lists[lists.count - 1].number {
                mark = "\(number). "
                lists[lists.count - 1].number = number &+ 1
            }
            text.startItem(mark: mark, depth: lists.count)
            return .item
        case "pre", "listing", "xmp", "plaintext", "textarea":
            text.startParagraph()
            text.preformattedDepth += 1
            return .preformatted
        case let name where Self.paragraphs.contains(name):
            if lists.isEmpty { text.startParagraph() } else { text.startLine() }
            return .paragraph
        case let name where Self.lines.contains(name):
            text.startLine()
            return .line
        default:
            break
        }
        return .nothing
    }

    private mutating func end(_ end: End) {
        switch end {
        case .nothing: break
        case .space: text.space()
        case .line: text.startLine()
        case .paragraph:
            if lists.isEmpty { text.startParagraph() } else { text.startLine() }
        case .quote:
            text.quoteDepth -= 1
            text.startParagraph()
        case .container:
            if containers.popLast()?.introduces == true { text.quoteDepth -= 1 }
            text.startParagraph()
        case .list:
            let list = lists.popLast()
            if list?.isNested ?? false { text.startLine() } else { text.startParagraph() }
        case .item:
            text.endItem()
        case .preformatted:
            text.preformattedDepth -= 1
            text.startParagraph()
        case .link:
            let words = text.notedWords()
            guard let link = links.popLast(), let address = link else { return }
            if !words.isEmpty, !Self.says(words, address) {
                text.write(Array(" <\(address)>".utf8))
            }
        }
    }

    /// `image001.png` describes nothing.
    private static func isDescription(_ alternative: String) -> Bool {
        let words = alternative.utf8.drop(while: \.isSpace)
        guard !words.isEmpty, words.count <= 200 else { return false }
        let name = alternative.lowercased()
        return ![".png", ".jpg", ".jpeg", ".gif"].contains { name.hasSuffix($0) }
    }

    /// Whether the words of a link already are its address, with or without the scheme.
    private static func says(_ words: String, _ address: String) -> Bool {
        func bare(_ text: String) -> String {
            var bare = text.lowercased()[...]
            for prefix in ["https://", "http://", "mailto:", "tel:"] where bare.hasPrefix(prefix) {
                bare = bare.dropFirst(prefix.count)
                break
            }
            while bare.hasSuffix("/") { bare = bare.dropLast() }
            return String(bare)
        }
        return bare(words) == bare(address)
    }
}
