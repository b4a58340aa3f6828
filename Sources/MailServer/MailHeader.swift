/// As much of a mail's header as SEARCH, FETCH and TOP need: where it ends and which fields it has.
struct MailHeader {
    struct Field {
        var name: String
        /// The whole field with its line end, continuation lines included.
        var range: Range<Int>
        /// What stands behind the colon.
        var valueRange: Range<Int>
    }

    /// The first byte of the body; the empty line belongs to the header.
    let end: Int
    let fields: [Field]

    init(_ mail: [UInt8]) {
        var fields: [Field] = []
        var position = 0
        while position < mail.count {
            let lineEnd =
                mail[position...].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? mail.count
            let line = mail[position..<lineEnd]
            let start = position
            position = lineEnd
            if line.allSatisfy({ $0 == 13 || $0 == 10 }) { break }
            if line.first == UInt8(ascii: " ") || line.first == UInt8(ascii: "\t"), !fields.isEmpty
            {
                fields[fields.count - 1].range = fields[fields.count - 1].range.lowerBound..<lineEnd
                let value = fields[fields.count - 1].valueRange
                fields[fields.count - 1].valueRange = value.lowerBound..<lineEnd
            } else {
                let colon = line.firstIndex(of: UInt8(ascii: ":")) ?? start
                let name = String(decoding: mail[start..<colon], as: UTF8.self)
                fields.append(
                    Field(
                        name: name.filter { $0 != " " && $0 != "\t" }, range: start..<lineEnd,
                        valueRange: min(colon + 1, lineEnd)..<lineEnd))
            }
        }
        end = position
        self.fields = fields
    }
}
