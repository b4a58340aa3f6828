/// Joins the lines of format=flowed text (RFC 3676).
enum FlowedText {
    /// `text` has LF line ends. Lines that end with a space go on in the next line of the same quote
    /// depth; `-- ` is a signature mark and never goes on. Quote marks stay, without space stuffing.
    static func unwrapped(_ text: String, deletesSpaces: Bool) -> String {
        var joined: [UInt8] = []
        joined.reserveCapacity(text.utf8.count)
        var openDepth: Int?
        var isFirst = true
        let bytes = Array(text.utf8)
        var next = 0
        while next <= bytes.count {
            var end = next
            while end < bytes.count, bytes[end] != ASCII.lf { end += 1 }
            var rest = bytes[next..<end]
            next = end + 1
            var depth = 0
            while rest.first == ASCII.greater {
                rest.removeFirst()
                depth += 1
            }
            if rest.first == ASCII.space { rest.removeFirst() }
            let isSignatureMark = rest.elementsEqual("-- ".utf8)
            if let open = openDepth, open == depth, !isSignatureMark {
                if deletesSpaces, joined.last == ASCII.space { joined.removeLast() }
            } else {
                if !isFirst { joined.append(ASCII.lf) }
                if depth > 0 {
                    joined.append(contentsOf: repeatElement(ASCII.greater, count: depth))
                    joined.append(ASCII.space)
                }
            }
            joined.append(contentsOf: rest)
            openDepth = rest.last == ASCII.space && !isSignatureMark ? depth : nil
            isFirst = false
        }
        return String(decoding: joined, as: UTF8.self)
    }
}
