/// Splits header lines into fields and finds where the body begins.
struct HeaderScanner {
    let lines: Lines
    let limits: Limits

    struct Result {
        var header = Header()
        /// Where the header's own bytes begin, after an mbox line.
        var start = 0
        var bodyStart = 0
        /// The header was ended by a delimiter line of an open multipart.
        var stoppedAtDelimiter = false
        var defects: [(kind: Defect.Kind, offset: Int)] = []
    }

    /// How many lines after a line that is no header field are looked at to tell a damaged header from
    /// a body that begins without an empty line. Header lines are rarely folded more than some times.
    static let lookAhead = 12

    /// RFC 5322 §2.2: field-name ":" unstructured. Continuations begin with white space.
    mutating func scan(
        from start: Int, limit: Int, isFirst: Bool, isDelimiter: (Range<Int>) -> Bool
    ) -> Result {
        var result = Result()
        var position = start
        var name: Range<Int>?
        var value = start..<start
        var patched: [UInt8]?

        func report(_ kind: Defect.Kind, at offset: Int) {
            guard result.defects.count < limits.defects else { return }
            result.defects.append((kind, offset))
        }
        func close() {
            guard let found = name else { return }
            if result.header.fields.count >= limits.fields || value.count > limits.fieldBytes {
                report(.headerTooLarge, at: found.lowerBound)
            } else {
                if let patched {
                    let text = String(decoding: lines.bytes[found], as: UTF8.self)
                    result.header.fields.append(.init(name: text, rawValue: patched))
                } else {
                    result.header.fields.append(
                        .init(source: lines.bytes, name: found, value: value))
                }
            }
            name = nil
            patched = nil
        }

        if isFirst { position = skipSeparators(from: position, limit: limit, result: &result) }
        result.start = position
        result.header.fields.reserveCapacity(isFirst ? 32 : 4)
        while position < limit {
            let (content, next) = lines.line(at: position, limit: limit)
            if content.isEmpty {
                close()
                result.bodyStart = next
                return result
            }
            if lines.bytes[position] == ASCII.dash, isDelimiter(content) {
                close()
                result.bodyStart = position
                result.stoppedAtDelimiter = true
                return result
            }
            if let found = fieldName(content) {
                close()
                name = found
                value = valueStart(after: found, in: content)..<content.upperBound
            } else if lines.bytes[position].isBlank {
                if lines.isBlank(content),
                    !isUnfinished(name, value, before: next, limit: limit),
                    !goesOn(after: next, limit: limit, isDelimiter: isDelimiter)
                {
                    close()
                    result.bodyStart = next
                    return result
                }
                if name == nil {
                    report(.malformedHeaderLine, at: position)
                    if let found = fieldName(trimmedStart(content)) {
                        name = found
                        value = valueStart(after: found, in: content)..<content.upperBound
                    }
                } else if let gathered = patched?.count {
                    if gathered < limits.fieldBytes {
                        patched?.append(contentsOf: lines.bytes[content])
                    }
                } else {
                    value = value.lowerBound..<content.upperBound
                }
            } else if !startsWithDashes(content),
                // A part whose first line is no field has no header.
                isFirst || name != nil || !result.header.fields.isEmpty,
                headerResumes(after: next, limit: limit, isDelimiter: isDelimiter)
            {
                // QUIRK: gateways that lose the white space before continuations, and mbox lines in between.
                let isSeparator = isMboxLine(content)
                result.defects.append((isSeparator ? .mboxLine : .malformedHeaderLine, position))
                if !isSeparator, let found = name, continues(content, found, value) {
                    var raw = patched ?? Array(lines.bytes[value])
                    if raw.count < limits.fieldBytes {
                        raw.append(ASCII.space)
                        raw.append(contentsOf: lines.bytes[content])
                    }
                    patched = raw
                }
            } else {
                close()
                report(.missingBodySeparator, at: position)
                result.bodyStart = position
                return result
            }
            position = next
        }
        close()
        result.bodyStart = limit
        return result
    }

    /// Empty lines and an mbox separator (`From ` or `>From `) before the first field.
    private func skipSeparators(from start: Int, limit: Int, result: inout Result) -> Int {
        var position = start
        if limit - position >= 3, lines.bytes[position] == 0xEF, lines.bytes[position + 1] == 0xBB,
            lines.bytes[position + 2] == 0xBF
        {
            position += 3
        }
        while position < limit {
            let (content, next) = lines.line(at: position, limit: limit)
            if lines.isBlank(content) {
                position = next
                continue
            }
            guard isMboxLine(content), fieldName(content) == nil else { break }
            if result.defects.count < limits.defects {
                result.defects.append((.mboxLine, position))
            }
            position = next
        }
        // A mail of nothing but empty lines has no header: its body is what is there.
        return position < limit ? position : start
    }

    private func isMboxLine(_ content: Range<Int>) -> Bool {
        let text = lines.bytes[content]
        return text.starts(with: "From ".utf8) || text.starts(with: ">From ".utf8)
    }

    /// The name of a field, if the line is one. White space before the colon is obsolete syntax
    /// (RFC 5322 §4.5), anything else outside of printable ASCII makes it no field.
    func fieldName(_ content: Range<Int>) -> Range<Int>? {
        var i = content.lowerBound
        while i < content.upperBound {
            let byte = lines.bytes[i]
            if byte == ASCII.colon { break }
            if byte <= ASCII.space || byte == 0x7F { break }
            i += 1
        }
        let name = content.lowerBound..<i
        guard !name.isEmpty else { return nil }
        while i < content.upperBound, lines.bytes[i].isBlank { i += 1 }
        guard i < content.upperBound, lines.bytes[i] == ASCII.colon else { return nil }
        return name
    }

    private func valueStart(after name: Range<Int>, in content: Range<Int>) -> Int {
        var i = name.upperBound
        while i < content.upperBound, lines.bytes[i] != ASCII.colon { i += 1 }
        return min(i + 1, content.upperBound)
    }

    private func trimmedStart(_ content: Range<Int>) -> Range<Int> {
        var start = content.lowerBound
        while start < content.upperBound, lines.bytes[start].isBlank { start += 1 }
        return start..<content.upperBound
    }

    /// After a line of nothing but white space, which may be a fold (obs-FWS, RFC 5322 §4.2) or a damaged
    /// empty line: whether the field before it obviously lacks what the next line holds.
    private func isUnfinished(
        _ name: Range<Int>?, _ value: Range<Int>, before position: Int, limit: Int
    ) -> Bool {
        // Only short values are looked at, so that a header of blank lines costs no square.
        guard let name, position < limit, lines.bytes[position].isBlank, value.count < 1_000
        else { return false }
        let last = lines.bytes[value].last { !$0.isWhitespace }
        if last == ASCII.comma || last == ASCII.semicolon { return true }
        let word = String(decoding: lines.bytes[name].prefix(20).map(\.lowercased), as: UTF8.self)
        guard Self.addressNames.contains(word) else { return false }
        let (content, _) = lines.line(at: position, limit: limit)
        return !lines.bytes[value].contains(ASCII.at) && lines.bytes[content].contains(ASCII.at)
    }

    private static let addressNames: Set<String> = [
        "from", "sender", "reply-to", "to", "cc", "bcc",
    ]

    /// After a line of nothing but white space: whether the header goes on with another field.
    private func goesOn(after position: Int, limit: Int, isDelimiter: (Range<Int>) -> Bool) -> Bool
    {
        guard position < limit else { return false }
        let (content, _) = lines.line(at: position, limit: limit)
        guard !content.isEmpty, !isDelimiter(content) else { return false }
        if lines.bytes[position].isBlank, !lines.isBlank(content) {
            // obs-FWS (RFC 5322 §4.2), but only if the header is seen to go on.
            return headerResumes(after: position, limit: limit, isDelimiter: isDelimiter)
        }
        return isUsualName(content)
    }

    /// Whether a line without white space before it can be the rest of the field above. Subjects are folded only
    /// when they are long; what follows a short one is rubbish.
    private func continues(_ line: Range<Int>, _ name: Range<Int>, _ value: Range<Int>) -> Bool {
        guard lines.bytes[name].map(\.lowercased).elementsEqual("subject".utf8) else { return true }
        return value.count >= 40 || lines.bytes[line].starts(with: "=?".utf8)
    }

    private func startsWithDashes(_ content: Range<Int>) -> Bool {
        content.count > 2 && lines.bytes[content.lowerBound] == ASCII.dash
            && lines.bytes[content.lowerBound + 1] == ASCII.dash
    }

    /// After a line that is no field: whether fields follow before the next empty line. Either one that mails
    /// usually have, or nothing but fields and folds with a name that nobody would write into a text.
    private func headerResumes(after start: Int, limit: Int, isDelimiter: (Range<Int>) -> Bool)
        -> Bool
    {
        var position = start
        var allAreFields = true
        var oneIsTechnical = false
        for _ in 0..<Self.lookAhead where position < limit {
            let (content, next) = lines.line(at: position, limit: limit)
            if content.isEmpty { return allAreFields && oneIsTechnical }
            if isDelimiter(content) { return false }
            if isUsualName(content) { return true }
            if let name = fieldName(content) {
                if isTechnical(name) { oneIsTechnical = true }
            } else if !lines.bytes[position].isBlank || position == start {
                allAreFields = false
            }
            position = next
        }
        return false
    }

    /// Like `AnotherHeader`: one word of letters with a capital inside.
    private func isTechnical(_ name: Range<Int>) -> Bool {
        let bytes = lines.bytes[name]
        return bytes.count <= 40 && bytes.allSatisfy(\.isLetter)
            && zip(bytes, bytes.dropFirst()).contains { $0 >= 0x61 && $1 <= 0x5A }
    }

    /// Whether a line begins with a field that mails have: a damaged header is only believed to go on
    /// when one of these follows, since text of a body may have colons too.
    private func isUsualName(_ content: Range<Int>) -> Bool {
        guard let name = fieldName(content), name.count <= 40 else { return false }
        let word = String(decoding: lines.bytes[name].map(\.lowercased), as: UTF8.self)
        return Self.usualNames.contains(word) || word.hasPrefix("content-") || word.hasPrefix("x-")
            || word.hasPrefix("list-") || word.hasPrefix("resent-") || word.hasPrefix("arc-")
    }

    private static let usualNames: Set<String> = [
        "received", "from", "to", "cc", "bcc", "subject", "date", "message-id", "reply-to",
        "sender",
        "mime-version", "return-path", "in-reply-to", "references", "delivered-to", "errors-to",
        "importance", "priority", "precedence", "dkim-signature", "domainkey-signature",
        "authentication-results", "received-spf", "user-agent", "organization", "status", "lines",
        "thread-topic", "thread-index", "accept-language", "auto-submitted", "envelope-to",
        "disposition-notification-to", "mailing-list", "comments", "keywords", "apparently-to",
    ]
}
