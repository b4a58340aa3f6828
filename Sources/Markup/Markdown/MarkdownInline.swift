/// Emphasis, code and links inside a paragraph.
///
/// One pass: marks that may open something wait on a short stack, and are only then turned into
/// tags when their partner comes; those left over are text.
struct MarkdownInline {
    static func append(_ text: ArraySlice<UInt8>, to out: inout [UInt8]) {
        var inline = MarkdownInline(Array(text))
        inline.read()
        for segment in inline.segments { out += segment }
    }

    /// Marks that wait for their partner. The oldest is given up for a new one, so that a search
    /// through them is short.
    private static let maximumOpen = 32

    /// Longer targets are not typed by people.
    private static let maximumTarget = 2_048

    private struct Opener {
        /// `*`, `_`, `~` or `[`.
        var mark: UInt8
        var count: Int
        var segment: Int
    }

    private let text: [UInt8]
    private var index = 0
    /// Finished HTML; a waiting mark has a segment of its own.
    private var segments: [[UInt8]] = [[]]
    private var openers: [Opener] = []
    /// For each run of backticks the start of the next one of the same length.
    private var codeEnds: [Int: Int] = [:]

    private init(_ text: [UInt8]) { self.text = text }

    private mutating func read() {
        findCodeEnds()
        while index < text.count {
            let byte = text[index]
            switch byte {
            case UInt8(ascii: "\\"): readEscape()
            case UInt8(ascii: "`"): readCode()
            case UInt8(ascii: "*"), UInt8(ascii: "_"), UInt8(ascii: "~"): readEmphasis(byte)
            case UInt8(ascii: "["):
                open(byte, count: 1)
                index += 1
            case UInt8(ascii: "]"): readLinkEnd()
            case UInt8(ascii: "\n"):
                write("<br>\n")
                index += 1
            default: readWords()
            }
        }
    }

    private mutating func write(_ html: String) { segments[segments.count - 1] += html.utf8 }

    private mutating func write(text bytes: some Sequence<UInt8>) {
        Escaping.append(bytes: bytes, to: &segments[segments.count - 1])
    }

    /// To the next byte that may mean something. An address is read whole: `_` in it is no mark.
    private mutating func readWords() {
        let start = index
        // Between brackets, which may become a link, an address is text.
        let mayLink = !openers.contains { $0.mark == UInt8(ascii: "[") }
        if mayLink, let found = Linkifier.address(in: text, at: index) {
            index = found.end
            if let address = found.link {
                Linkifier.appendLink(to: address, &segments[segments.count - 1])
                write(text: text[start..<index])
                write("</a>")
            } else {
                write(text: text[start..<index])
            }
            return
        }
        index += 1
        while index < text.count, !"\\`*_~[]\n".utf8.contains(text[index]),
            !mayLink || Linkifier.address(in: text, at: index) == nil
        {
            index += 1
        }
        write(text: text[start..<index])
    }

    private mutating func readEscape() {
        let next = index + 1 < text.count ? text[index + 1] : 0x20
        let isPunctuation = next > 0x20 && next < 0x7f && !next.isLetter && !next.isDigit
        write(text: [isPunctuation ? next : text[index]])
        index += isPunctuation ? 2 : 1
    }

    private mutating func findCodeEnds() {
        var latest: [Int: Int] = [:]
        var end = text.count
        while end > 0 {
            var start = end
            while start > 0, text[start - 1] == UInt8(ascii: "`") { start -= 1 }
            if start < end {
                codeEnds[start] = latest[end - start]
                latest[end - start] = start
                end = start
            } else {
                end -= 1
            }
        }
    }

    private mutating func readCode() {
        let start = index
        while index < text.count, text[index] == UInt8(ascii: "`") { index += 1 }
        guard let end = codeEnds[start] else {
            write(text: text[start..<index])
            return
        }
        var code = text[index..<end]
        if code.count > 2, code.first == 0x20, code.last == 0x20 {
            code = code.dropFirst().dropLast()
        }
        write("<code>")
        write(text: code.lazy.map { $0 == UInt8(ascii: "\n") ? 0x20 : $0 })
        write("</code>")
        index = end + (index - start)
    }

    private mutating func readEmphasis(_ mark: UInt8) {
        let start = index
        while index < text.count, text[index] == mark { index += 1 }
        let count = index - start
        let before = start > 0 ? text[start - 1] : 0x20
        let after = index < text.count ? text[index] : 0x20
        guard mark == UInt8(ascii: "~") ? count == 2 : count <= 3 else {
            write(text: text[start..<index])
            return
        }
        // As CommonMark's flanking runs: `*word*` but not `2 * 3`, `_word_` but not `snake_case`.
        var mayOpen = !after.isSpace && (!isPunctuation(after) || !isWordLike(before))
        var mayClose = !before.isSpace && (!isPunctuation(before) || !isWordLike(after))
        if mark == UInt8(ascii: "_") {
            mayOpen = mayOpen && !isWordLike(before)
            mayClose = mayClose && !isWordLike(after)
        }
        var left = count
        while mayClose, left > 0, let position = opener(mark, atMost: left) {
            left -= openers[position].count
            close(at: position)
        }
        guard left > 0 else { return }
        guard mayOpen else {
            write(text: text[(index - left)..<index])
            return
        }
        if mark == UInt8(ascii: "~") {
            open(mark, count: 2)
        } else {
            if left >= 2 { open(mark, count: 2) }
            if left != 2 { open(mark, count: 1) }
        }
    }

    private func isPunctuation(_ byte: UInt8) -> Bool { !isWordLike(byte) && !byte.isSpace }

    private func isWordLike(_ byte: UInt8) -> Bool {
        byte.isLetter || byte.isDigit || byte >= 0x80
    }

    private func opener(_ mark: UInt8, atMost count: Int) -> Int? {
        openers.lastIndex { $0.mark == mark && $0.count <= count }
    }

    private mutating func open(_ mark: UInt8, count: Int) {
        if openers.count == Self.maximumOpen { openers.removeFirst() }
        openers.append(Opener(mark: mark, count: count, segment: segments.count))
        segments.append(Array(repeating: mark, count: count))
        segments.append([])
    }

    /// Marks that opened later and found no partner stay text.
    private mutating func close(at position: Int) {
        let opener = openers[position]
        openers.removeSubrange(position...)
        let name =
            opener.mark == UInt8(ascii: "~") ? "del" : opener.count == 2 ? "strong" : "em"
        segments[opener.segment] = Array("<\(name)>".utf8)
        write("</\(name)>")
    }

    private mutating func readLinkEnd() {
        guard let position = openers.lastIndex(where: { $0.mark == UInt8(ascii: "[") }) else {
            write("]")
            index += 1
            return
        }
        guard let (target, end) = target(from: index + 1), let address = WebAddress.link(target)
        else {
            openers.removeSubrange(position...)
            write("]")
            index += 1
            return
        }
        let segment = openers[position].segment
        openers.removeSubrange(position...)
        // No link inside a link: brackets further out are text now.
        openers.removeAll { $0.mark == UInt8(ascii: "[") }
        segments[segment] = []
        Linkifier.appendLink(to: address, &segments[segment])
        write("</a>")
        index = end
    }

    /// `(address)` or `(<address>)`, brackets in it in pairs.
    private func target(from start: Int) -> (String, end: Int)? {
        guard start < text.count, text[start] == UInt8(ascii: "(") else { return nil }
        var depth = 0
        for position in (start + 1)..<min(text.count, start + Self.maximumTarget) {
            switch text[position] {
            case UInt8(ascii: "("): depth += 1
            case UInt8(ascii: ")") where depth > 0: depth -= 1
            case UInt8(ascii: ")"):
                var address = text[(start + 1)..<position]
                if address.first == UInt8(ascii: "<"), address.last == UInt8(ascii: ">") {
                    address = address.dropFirst().dropLast()
                }
                return (String(decoding: address, as: UTF8.self), position + 1)
            case let byte where byte.isSpace: return nil
            default: break
            }
        }
        return nil
    }
}
