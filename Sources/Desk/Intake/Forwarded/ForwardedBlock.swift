/// The header of a forwarded mail inside a text, and what stands above and below it.
///
/// ```
/// ---------- Forwarded message ---------
/// From: Bob Example <bob@example.com>
/// Date: Fri, May 3, 2024 at 10:12 AM
/// Subject: The roof leaks
/// To: <ann@example.org>
/// ```
struct ForwardedBlock {
    private(set) var from: Contact
    private(set) var to: [Contact] = []
    private(set) var cc: [Contact] = []
    private(set) var subject = ""
    private(set) var date = ""
    private(set) var comment = ""
    private(set) var body = ""

    /// A forwarded mail begins near the start; what is further down was quoted by others.
    private static let mostLines = 2_000
    /// Blank lines, addresses and the like between a separator and the fields.
    private static let mostLinesBeforeFields = 6
    /// Fields, broken lines and blank lines of one header.
    private static let mostHeaderLines = 40

    /// The first mail that begins in `text`, if it was forwarded and not answered.
    ///
    /// - Parameters:
    ///   - isForward: whether the subject says so; then a header without a separator is enough.
    ///   - isAnswer: whether the mail answers another one; then a separator is asked for.
    static func first(in text: String, isForward: Bool, isAnswer: Bool) -> ForwardedBlock? {
        let lines = ReplyTextLines(text)
        var hasComment = false
        for index in 0..<min(lines.count, mostLines) {
            let line = lines[index]
            if line.isBlank { continue }
            let bare = ReplyTextLines.unquoted(line.bare)
            if ReplyTextSeparator.isForward(bare) {
                return ForwardedBlock(lines, separator: index)
            }
            if line.isQuoted, !isForward { continue }
            let isOriginal = ReplyTextSeparator.isOne(line)
            if isOriginal, isForward { return ForwardedBlock(lines, separator: index) }
            let stops =
                !line.isQuoted
                && (isOriginal || ReplyTextIntroduction.end(in: lines, from: index) != nil)
            if ReplyTextHeader.label(of: bare) != nil,
                isForward || !line.isQuoted && ReplyTextHeader.end(in: lines, from: index) != nil
            {
                if isForward || !hasComment && !isAnswer {
                    if let block = ForwardedBlock(lines, fields: index, top: index) { return block }
                } else {
                    return nil
                }
            }
            if stops { return nil }
            hasComment = true
        }
        return nil
    }

    /// From a separator on: fields, or a line of introduction.
    private init?(_ lines: ReplyTextLines, separator: Int) {
        var author: Contact?
        var index = separator + 1
        var looked = 0
        while index < lines.count, looked < Self.mostLinesBeforeFields {
            let bare = ReplyTextLines.unquoted(lines[index].bare)
            index += 1
            if bare.isEmpty { continue }
            looked += 1
            if ReplyTextHeader.label(of: bare) != nil,
                let block = ForwardedBlock(
                    lines, fields: index - 1, top: separator, author: author)
            {
                self = block
                return
            }
            // Notes and Yandex write the author in a line above the fields, or instead of them.
            if author == nil { author = WrittenAddress.contact(in: bare) }
        }
        guard let author else { return nil }
        var first = separator + 1
        while first < lines.count, !ReplyTextLines.unquoted(lines[first].bare).contains("@") {
            first += 1
        }
        from = author
        date = String(
            ReplyTextLines.unquoted(lines[min(first, lines.count - 1)].bare).prefix { $0 != "<" })
        take(lines, top: separator, bodyStart: first + 1)
    }

    /// Fields from line `fields` on.
    private init?(_ lines: ReplyTextLines, fields: Int, top: Int, author: Contact? = nil) {
        var values: [ReplyTextHeader.Label: String] = [:]
        var current: ReplyTextHeader.Label?
        var last = fields
        var misses = 0
        var index = fields
        while index < lines.count, index < fields + Self.mostHeaderLines {
            let bare = ReplyTextLines.unquoted(lines[index].bare)
            if let (label, value) = ReplyTextHeader.field(of: bare) {
                // A second From begins another mail.
                if label == .from, values[.from] != nil { break }
                if values[label] == nil { values[label] = value }
                current = label
                last = index
                misses = 0
            } else if bare.isEmpty {
                misses += 1
                // Some leave a blank line between all fields; one with two below it is the end.
                if misses > 1 || !Self.goesOn(lines, index) { break }
            } else {
                // A long list goes on in the next line, if another field follows.
                guard let label = current, Self.goesOn(lines, index) else { break }
                values[label, default: ""] += " " + bare
                misses += 1
                if misses > 3 { break }
            }
            index += 1
        }
        let said = values[.from].flatMap { WrittenAddress.contact(in: $0[...]) }
        guard let from = said ?? author,
            values[.date] != nil || values[.subject] != nil || values[.to] != nil
        else { return nil }
        self.from = from
        to = WrittenAddress.contacts(in: values[.to] ?? "")
        cc = WrittenAddress.contacts(in: values[.copy] ?? "")
        subject = (values[.subject] ?? "").trimmed
        date = (values[.date] ?? "").trimmed
        take(lines, top: top, bodyStart: last + 1)
    }

    /// Whether a field stands within the next three lines.
    private static func goesOn(_ lines: ReplyTextLines, _ index: Int) -> Bool {
        let end = min(index + 4, lines.count)
        guard index + 1 < end else { return false }
        return ((index + 1)..<end).contains {
            ReplyTextHeader.label(of: ReplyTextLines.unquoted(lines[$0].bare)) != nil
        }
    }

    private mutating func take(_ lines: ReplyTextLines, top: Int, bodyStart: Int) {
        let isQuoted = lines[top].isQuoted
        // The rule above a header is the program's.
        let end = (0..<top).last { !lines[$0].isBlank && !lines[$0].isRule }
        comment = (0..<(end.map { $0 + 1 } ?? 0)).map { String(lines[$0].raw) }.joined(
            separator: "\n")
        guard bodyStart < lines.count else { return }
        body = (bodyStart..<lines.count).map { index in
            isQuoted ? ReplyTextLines.withoutOneMark(lines[index].raw) : lines[index].raw
        }.joined(separator: "\n")
    }
}

/// Addresses as people and programs type them into texts: `Bob <bob@example.com>`,
/// `Bob [mailto:bob@example.com]`, `bob@example.com<mailto:bob@example.com>`, `bob@example.com (Bob)`.
enum WrittenAddress {
    /// Of one header line.
    private static let mostAddresses = 50
    private static let longest = 20_000

    static func contact(in text: Substring) -> Contact? { contacts(in: text, limit: 1).first }

    static func contacts(in text: String) -> [Contact] {
        contacts(in: text[...], limit: mostAddresses)
    }

    private static func contacts(in text: Substring, limit: Int) -> [Contact] {
        guard text.utf8.count <= longest else { return [] }
        var found: [Contact] = []
        var name: [Substring] = []
        let marks: Set<Character> = [
            "<", ">", "[", "]", "(", ")", ",", ";", "\"", "\t", " ", "\u{a0}", "*", "|",
        ]
        var isFresh = true
        var rest = text
        while !rest.isEmpty, found.count < limit {
            let mark = rest.prefix { marks.contains($0) }
            if mark.contains(where: { $0 == "," || $0 == ";" }), !name.isEmpty || !isFresh {
                // `Example, Bob <…>` is one name; a comma behind an address ends it.
                if !isFresh { name = [] }
                isFresh = true
            }
            rest = rest[mark.endIndex...]
            let word = rest.prefix { !marks.contains($0) }
            rest = rest[word.endIndex...]
            guard !word.isEmpty else { continue }
            if let address = address(word) {
                if found.last?.key != address.lowercased() {
                    let words = name.filter { self.address($0) == nil }.joined(separator: " ")
                    found.append(
                        Contact(
                            name: String(words.prefix(MailText.longestName)),
                            address: String(address.prefix(MailText.longestAddress))))
                }
                name = []
                isFresh = false
            } else {
                name.append(word)
            }
        }
        return found
    }

    /// The word as an address: one `@`, a domain with a dot, no odd letters.
    static func address(_ word: Substring) -> String? {
        var text = word
        if text.lowercased().hasPrefix("mailto:") { text = text.dropFirst(7) }
        if let query = text.firstIndex(of: "?") { text = text[..<query] }
        while let last = text.last, ".,:;'’".contains(last) { text.removeLast() }
        while let first = text.first, "'‘".contains(first) { text.removeFirst() }
        let halves = text.split(separator: "@", omittingEmptySubsequences: false)
        guard halves.count == 2, !halves[0].isEmpty, halves[1].contains("."),
            !halves[1].hasPrefix("."), !halves[1].hasSuffix("."),
            !text.contains("/"), !text.contains("\\")
        else { return nil }
        return String(text)
    }
}
