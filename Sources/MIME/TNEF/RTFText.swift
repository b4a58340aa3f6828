/// Gets the text out of RTF, or the HTML that Exchange packed into it (MS-OXRTFEX). Formatting is dropped.
struct RTFText {
    /// What the RTF was made from.
    enum Origin { case html, text, rtf }

    private(set) var origin = Origin.rtf
    /// HTML for `.html`, else plain text with LF line ends.
    var content: String { BodyText.withLineFeeds(String(decoding: output, as: UTF8.self)) }

    private var output: [UInt8] = []
    /// Bytes of a code page that are not decoded yet; multi-byte characters come as several escapes.
    private var pending: [UInt8] = []
    private var codeUnits: [UInt16] = []
    private var group = Group()
    private var outer: [Group] = []
    private var ansiCodepage = 1252
    private var fontCodepages: [Int: Int] = [:]
    private var currentFontEntry = 0
    /// Characters to pass over after `\u`, which old readers show instead.
    private var skip = 0

    /// What ends with the group that it was set in.
    private struct Group {
        var destination = Destination.text
        /// `\htmlrtf`: RTF that only stands in for HTML which is there too.
        var isSuppressed = false
        var font: Int?
        var skipCount = 1
    }

    private enum Destination { case text, htmlTag, fontTable, ignored }

    /// Deeper groups are read as if they were not nested.
    private static let mostDepth = 500

    init(_ rtf: [UInt8]) {
        origin = Self.origin(of: rtf)
        var i = 0
        while i < rtf.count {
            let byte = rtf[i]
            switch byte {
            case 0x7B:
                flush()
                if outer.count < Self.mostDepth { outer.append(group) }
                skip = 0
                i += 1
            case 0x7D:
                flush()
                if let last = outer.popLast() { group = last }
                skip = 0
                i += 1
            case ASCII.backslash:
                i = control(rtf, at: i + 1)
            case ASCII.cr, ASCII.lf:
                i += 1
            default:
                take(byte)
                i += 1
            }
        }
        flush()
    }

    /// `\fromhtml1` or `\fromtext` among the first control words (MS-OXRTFEX), which stand before any text.
    private static func origin(of rtf: [UInt8]) -> Origin {
        let head = Array(rtf.prefix(1_000))
        if Bytes.firstRange(of: Array(#"\fromhtml1"#.utf8), in: head, from: 0) != nil {
            return .html
        }
        return Bytes.firstRange(of: Array(#"\fromtext"#.utf8), in: head, from: 0) == nil
            ? .rtf : .text
    }

    private var isShown: Bool {
        switch group.destination {
        case .text: !group.isSuppressed
        case .htmlTag: true
        case .fontTable, .ignored: false
        }
    }

    /// A byte of text in the current code page.
    private mutating func take(_ byte: UInt8) {
        if skip > 0 {
            skip -= 1
            return
        }
        guard isShown else { return }
        flushUnits()
        pending.append(byte)
    }

    private mutating func write(_ text: String) {
        guard isShown else { return }
        flush()
        output += text.utf8
    }

    private mutating func flush() {
        if !pending.isEmpty {
            let number = group.font.flatMap { fontCodepages[$0] } ?? ansiCodepage
            let name = TNEFArchive.charset(UInt32(number))
            output += TextDecoder.decode(pending, charset: name).utf8
            pending = []
        }
        flushUnits()
    }

    private mutating func flushUnits() {
        guard !codeUnits.isEmpty else { return }
        output += String(decoding: codeUnits, as: UTF16.self).utf8
        codeUnits = []
    }

    /// What follows a backslash: a control symbol, or a word of letters with a number and a space after it.
    private mutating func control(_ rtf: [UInt8], at start: Int) -> Int {
        guard start < rtf.count else { return start }
        let first = rtf[start]
        guard first.isLetter else {
            symbol(first, rtf, at: start)
            return first == 0x27 ? min(start + 3, rtf.count) : start + 1
        }
        var i = start
        while i < rtf.count, rtf[i].isLetter, i - start < 32 { i += 1 }
        let word = String(decoding: rtf[start..<i], as: UTF8.self)
        var number: Int?
        var digits = i
        let isNegative = digits < rtf.count && rtf[digits] == ASCII.dash
        if isNegative { digits += 1 }
        let firstDigit = digits
        while digits < rtf.count, rtf[digits].isDigit, digits - firstDigit < 9 { digits += 1 }
        if let found = ASCII.number(rtf[firstDigit..<digits]) {
            number = isNegative ? -found : found
            i = digits
        }
        if i < rtf.count, rtf[i] == ASCII.space { i += 1 }
        if word == "bin" {
            // Raw bytes follow, as in pictures.
            return min(rtf.count, i + max(0, number ?? 0))
        }
        take(word: word, number)
        return i
    }

    private mutating func symbol(_ symbol: UInt8, _ rtf: [UInt8], at i: Int) {
        switch symbol {
        case 0x27:
            if i + 2 < rtf.count, let high = rtf[i + 1].hexValue, let low = rtf[i + 2].hexValue {
                take(high << 4 | low)
            }
        case ASCII.backslash, 0x7B, 0x7D: take(symbol)
        case 0x7E: write(entity("\u{A0}", "&nbsp;"))
        case ASCII.underscore: write(entity("\u{2011}", "&#8209;"))
        case 0x2A:
            // `\*` makes what is not known here a destination to be passed over.
            if group.destination != .htmlTag { group.destination = .ignored }
        case ASCII.cr, ASCII.lf: write("\n")
        default: break
        }
    }

    private func entity(_ text: String, _ markup: String) -> String {
        origin == .html && group.destination == .text ? markup : text
    }

    private mutating func take(word: String, _ number: Int?) {
        switch word {
        case "par", "line", "row", "sect", "page": write("\n")
        case "tab", "cell": write("\t")
        case "u":
            guard let number, isShown else { break }
            if !pending.isEmpty { flush() }
            codeUnits.append(UInt16(truncatingIfNeeded: number))
            skip = group.skipCount
        case "uc": group.skipCount = min(max(0, number ?? 1), 20)
        case "htmlrtf":
            flush()
            group.isSuppressed = number != 0
        case "htmltag":
            if origin == .html { group.destination = .htmlTag }
        case "mhtmltag", "colortbl", "stylesheet", "info", "pict", "header", "footer", "object",
            "fldinst", "themedata", "listtable", "listoverridetable", "generator", "datastore":
            group.destination = .ignored
        case "fonttbl": group.destination = .fontTable
        case "ansicpg": if let number, number > 0 { ansiCodepage = number }
        case "f":
            flush()
            if group.destination == .fontTable {
                currentFontEntry = number ?? 0
            } else {
                group.font = number
            }
        case "fcharset":
            if group.destination == .fontTable, fontCodepages.count < 1_000, let number {
                fontCodepages[currentFontEntry] = Self.codepages[number]
            }
        case "plain":
            flush()
            group.font = nil
        default:
            if let (text, markup) = Self.characters[word] { write(entity(text, markup)) }
        }
    }

    private static let characters: [String: (String, String)] = [
        "lquote": ("‘", "&lsquo;"), "rquote": ("’", "&rsquo;"), "ldblquote": ("“", "&ldquo;"),
        "rdblquote": ("”", "&rdquo;"), "bullet": ("•", "&bull;"), "endash": ("–", "&ndash;"),
        "emdash": ("—", "&mdash;"), "enspace": ("\u{2002}", "&ensp;"),
        "emspace": ("\u{2003}", "&emsp;"),
    ]

    /// Code pages of the charsets of fonts; others are in the code page of the text.
    private static let codepages = [
        77: 10_000, 128: 932, 129: 949, 134: 936, 136: 950, 161: 1253, 162: 1254, 163: 1258,
        177: 1255, 178: 1256, 186: 1257, 204: 1251, 222: 874, 238: 1250,
    ]
}
