/// Lays words out in lines: collapses white space as HTML does, keeps blocks apart, puts quote
/// marks and list indents before lines.
struct TextLayout {
    /// Deeper quotes and lists get no further marks: a mark on each line for each level would be
    /// quadratic in hostile mail.
    private static let maximumMarks = 8

    var quoteDepth = 0
    var preformattedDepth = 0

    private var out: [UInt8] = []
    /// Line ends before the next word: 1 starts a line, 2 leave a blank one between.
    private var breaks = 0
    private var wantsSpace = false
    private var hasWords = false
    private var lineQuoteDepth = 0
    private var itemDepth = 0
    private var itemMark: String?
    /// Where noted words begin; nil until the first of them comes.
    private var notes: [Int?] = []

    mutating func space() { if preformattedDepth == 0 { wantsSpace = true } }

    mutating func startLine() {
        breaks = max(breaks, 1)
        wantsSpace = false
    }

    mutating func startParagraph() {
        breaks = max(breaks, 2)
        wantsSpace = false
    }

    /// A line end of the author's own: two of them make a blank line, more don't make more.
    mutating func lineBreak() {
        breaks = max(breaks, min(2, breaks + 1))
        wantsSpace = false
    }

    /// `depth` counts from 1.
    mutating func startItem(mark: String, depth: Int) {
        startLine()
        itemMark = mark
        itemDepth = min(depth, Self.maximumMarks)
    }

    mutating func endItem() {
        // An empty item is still one.
        if itemMark != nil { beginWord() }
        itemDepth = max(0, itemDepth - 1)
        startLine()
    }

    mutating func write(_ bytes: [UInt8]) {
        if preformattedDepth > 0 { return writePreformatted(bytes) }
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            if byte.isSpace {
                wantsSpace = true
            } else if byte == 0xc2, index < bytes.count, bytes[index] == 0xa0 {
                // A no-break space is a space that stays.
                beginWord()
                out.append(0x20)
                index += 1
            } else if byte >= 0x20, byte != 0x7f {  // control characters are nothing to read
                beginWord()
                out.append(byte)
            }
        }
    }

    private mutating func writePreformatted(_ bytes: [UInt8]) {
        for byte in bytes {
            if byte == 0x0a {
                breaks += 1
            } else if byte == 0x09 || (byte >= 0x20 && byte != 0x7f) {
                beginWord()
                out.append(byte)
            }
        }
    }

    /// Notes the words from here on; `notedWords` ends the innermost note.
    mutating func note() { notes.append(nil) }

    mutating func notedWords() -> String {
        guard let note = notes.popLast(), let start = note, start <= out.count else { return "" }
        return String(decoding: out[start...], as: UTF8.self)
    }

    mutating func finished() -> String {
        while out.last?.isSpace == true { out.removeLast() }
        let firstWord = out.firstIndex { !$0.isSpace } ?? out.endIndex
        let start = out[..<firstWord].lastIndex(of: 0x0a).map { $0 + 1 } ?? 0
        return String(decoding: out[start...], as: UTF8.self)
    }

    private mutating func beginWord() {
        if !hasWords {
            startMarks()
        } else if breaks > 0 {
            endLine()
            while breaks > 1 {
                // The blank line between two quoted paragraphs is quoted too.
                appendQuoteMarks(min(quoteDepth, lineQuoteDepth))
                endLine()
                breaks -= 1
            }
            startMarks()
        } else if wantsSpace, out.last != 0x20 {
            out.append(0x20)
        }
        (breaks, wantsSpace, hasWords) = (0, false, true)
        var index = notes.count - 1
        while index >= 0, notes[index] == nil {
            notes[index] = out.count
            index -= 1
        }
    }

    private mutating func endLine() {
        while out.last == 0x20 || out.last == 0x09 { out.removeLast() }
        out.append(0x0a)
    }

    private mutating func startMarks() {
        lineQuoteDepth = quoteDepth
        appendQuoteMarks(quoteDepth)
        if let itemMark {
            out += String(repeating: "  ", count: max(0, itemDepth - 1)).utf8
            out += itemMark.utf8
            self.itemMark = nil
        } else {
            out += String(repeating: "  ", count: itemDepth).utf8
        }
    }

    private mutating func appendQuoteMarks(_ depth: Int) {
        for _ in 0..<min(depth, Self.maximumMarks) { out += "> ".utf8 }
    }
}
