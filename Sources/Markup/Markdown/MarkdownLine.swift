/// What one line begins.
enum MarkdownLine: Equatable {
    case blank
    case heading(level: Int)
    case rule
    case fence(UInt8, length: Int)
    case quote
    /// `content` is the column where the item's text begins.
    case item(ItemMark, content: Int)
    case words

    enum ItemMark: Equatable {
        case bullet(UInt8)
        case number(Int, UInt8)

        /// Whether the mark goes on with the other's list.
        func continues(_ other: ItemMark) -> Bool {
            switch (self, other) {
            case (.bullet(let mine), .bullet(let its)): mine == its
            case (.number(_, let mine), .number(_, let its)): mine == its
            default: false
            }
        }
    }

    /// Numbers of lists have at most so many digits; longer ones are phone numbers.
    private static let maximumDigits = 6

    init(_ line: ArraySlice<UInt8>) {
        let text = line.drop { $0 == 0x20 }
        guard let first = text.first else {
            self = .blank
            return
        }
        let indent = text.startIndex - line.startIndex
        switch first {
        case UInt8(ascii: "#"):
            let level = text.prefix { $0 == first }.count
            let rest = text.dropFirst(level)
            self = level <= 6 && rest.first == 0x20 ? .heading(level: level) : .words
        case UInt8(ascii: "`"), UInt8(ascii: "~"):
            let length = text.prefix { $0 == first }.count
            let opensCode = length >= 3 && !text.dropFirst(length).contains(UInt8(ascii: "`"))
            self = opensCode ? .fence(first, length: length) : .words
        case UInt8(ascii: ">"):
            self = .quote
        case UInt8(ascii: "-"), UInt8(ascii: "*"), UInt8(ascii: "_"), UInt8(ascii: "+"):
            if Self.isRule(text) {
                self = .rule
            } else if first != UInt8(ascii: "_"), text.dropFirst().first == 0x20 {
                self = .item(.bullet(first), content: indent + 2)
            } else {
                self = .words
            }
        case _ where first.isDigit:
            let digits = text.prefix { $0.isDigit }
            let rest = text.dropFirst(digits.count)
            guard digits.count <= Self.maximumDigits, let mark = rest.first,
                mark == UInt8(ascii: ".") || mark == UInt8(ascii: ")"),
                rest.dropFirst().first == 0x20,
                let number = Int(String(decoding: digits, as: UTF8.self))
            else {
                self = .words
                return
            }
            self = .item(.number(number, mark), content: indent + digits.count + 2)
        default:
            self = .words
        }
    }

    /// Three or more of the same mark and nothing else.
    private static func isRule(_ text: ArraySlice<UInt8>) -> Bool {
        let marks = text.filter { $0 != 0x20 }
        return marks.first != UInt8(ascii: "+") && marks.count >= 3
            && marks.allSatisfy { $0 == marks[0] }
    }

    /// Whether the line ends the paragraph before it. A number does only if it is 1: "…in the year
    /// 1984. That was…" may be wrapped anywhere.
    var interruptsParagraph: Bool {
        switch self {
        case .words: false
        case .item(.number(let number, _), _): number == 1
        default: true
        }
    }
}
