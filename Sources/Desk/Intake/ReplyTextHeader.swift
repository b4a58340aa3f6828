/// The header of a mail copied above its text, as Outlook quotes: `From:`, `Sent:`, `To:`, `Subject:`.
enum ReplyTextHeader {
    enum Label: Hashable { case from, date, to, subject, copy }

    /// Lines that are looked at: five fields, some of them broken or blank lines between.
    private static let maximumLines = 16

    /// The last line of the header that begins at `start`, or nil.
    static func end(in lines: ReplyTextLines, from start: Int) -> Int? {
        guard label(of: lines[start]) != nil else { return nil }
        var labels: Set<Label> = []
        var misses = 0
        var last = start
        var index = start
        while index < lines.count, index < start + maximumLines {
            if let label = label(of: lines[index]) {
                labels.insert(label)
                misses = 0
                last = index
            } else {
                misses += 1
                // A long list of recipients goes on in the next line; more than that is text.
                if misses > 2 { break }
            }
            index += 1
        }
        // "From: Berlin, To: Munich" is a journey, and contact forms have fields as well; a mail's
        // header has its date.
        let isHeader =
            labels.contains(.date)
            && (labels.contains(.from)
                ? labels.contains(.to) || labels.contains(.subject)
                : labels.isSuperset(of: [.subject, .to]))
        return isHeader ? last : nil
    }

    static func label(of line: ReplyTextLines.Line) -> Label? {
        // Labels are short: the colon comes early or the line is none.
        let start = line.bare.utf8.drop { $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "|") }
        let name = start.prefix(48).prefix { $0 != UInt8(ascii: ":") && $0 != 0xef }
        guard name.endIndex < start.endIndex, !name.isEmpty else { return nil }
        var bytes = Array(name)
        while let last = bytes.last,
            last == 0x20 || last == UInt8(ascii: "*") || last == 0xa0 || last == 0xc2
        {
            bytes.removeLast()
        }
        let word = String(decoding: bytes.drop { $0 == 0x20 }, as: UTF8.self).lowercased()
        return ReplyTextMarkers.labels[word]
    }
}
