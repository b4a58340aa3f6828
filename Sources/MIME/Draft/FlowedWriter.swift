/// Wraps the lines of a text as format=flowed (RFC 3676), so that narrow and wide screens both show
/// paragraphs.
enum FlowedWriter {
    /// RFC 3676 §4.2: at most 78 with the blank at the end.
    private static let longestLine = 78

    /// `text` has LF line ends. Nil where the format cannot say the text exactly, such as blanks at the end
    /// of a line: it is then sent as it is.
    static func wrapped(_ text: String) -> String? {
        var output: [UInt8] = []
        output.reserveCapacity(text.utf8.count + text.utf8.count / 20)
        var isFirst = true
        for line in text.utf8.split(separator: ASCII.lf, omittingEmptySubsequences: false) {
            if !isFirst { output.append(ASCII.lf) }
            isFirst = false
            wrap(Array(line), into: &output)
        }
        let flowed = String(decoding: output, as: UTF8.self)
        return FlowedText.unwrapped(flowed, deletesSpaces: false) == text ? flowed : nil
    }

    private static func wrap(_ line: [UInt8], into output: inout [UInt8]) {
        let quotes = line.prefix { $0 == ASCII.greater }
        var rest = line[quotes.count...]
        if !quotes.isEmpty, rest.first == ASCII.space { rest.removeFirst() }
        while true {
            // §4.4: a blank before what would be changed on the way or taken for a quote.
            let isStuffed =
                !quotes.isEmpty && !rest.isEmpty || rest.first == ASCII.space
                || rest.first == ASCII.greater || rest.starts(with: "From ".utf8)
            let room = max(20, longestLine - quotes.count - (isStuffed ? 1 : 0))
            output += quotes
            if isStuffed { output.append(ASCII.space) }
            guard rest.count > room, let cut = cut(rest, room: room) else {
                output += rest
                return
            }
            output += rest[..<cut]
            output.append(ASCII.lf)
            rest = rest[cut...]
        }
    }

    /// Behind the last blank that leaves the line within `room`, else behind the first one of all. Never at
    /// the end, where nothing would follow.
    private static func cut(_ rest: ArraySlice<UInt8>, room: Int) -> Int? {
        let blanks = { (byte: UInt8) in byte == ASCII.space }
        let near = rest.prefix(room)
        let found = near.lastIndex(where: blanks) ?? rest.firstIndex(where: blanks)
        return found.flatMap { $0 + 1 < rest.endIndex ? $0 + 1 : nil }
    }
}
