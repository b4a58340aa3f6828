import MIME

/// What must be true of every built mail: it is well formed for strict readers, nothing that was put
/// into it adds a line, and it is read back as what it was.
enum DraftCheck {
    /// The first rule that the built mail broke; nil when all is well.
    static func complaint(about draft: Draft, boundary: String) -> String? {
        let bytes = draft.build(boundary: boundary)
        if bytes != draft.build(boundary: boundary) { return "built twice, it differs" }
        return lines(bytes, draft) ?? fields(bytes, draft) ?? readBack(Message(bytes), draft)
    }

    private static func lines(_ bytes: [UInt8], _ draft: Draft) -> String? {
        let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
        guard lines.last?.isEmpty == true else { return "the last line has no end" }
        for line in lines.dropLast() {
            guard line.last == 0x0D else { return "a line ends without CR" }
            // RFC 5322 §2.1.1: 998 without CRLF.
            guard line.count <= 999 else { return "a line of \(line.count - 1) characters" }
            guard !line.dropLast().contains(0x0D), !line.contains(0) else {
                return "a CR or NUL within a line"
            }
            if !draft.allowsEightBit, line.contains(where: { $0 >= 0x80 }), !isInternational(draft)
            {
                return "8-bit characters although none are allowed"
            }
            // Attached messages are not changed.
            if line.starts(with: "From ".utf8), !hasMessages(draft) {
                return "a line begins with From and a space"
            }
        }
        return nil
    }

    /// Whether an address or id beyond ASCII asks for SMTPUTF8 (RFC 6531).
    private static func isInternational(_ draft: Draft) -> Bool {
        let all = draft.from + draft.to + draft.cc + draft.replyTo
        let isAny = all.contains { $0.address.utf8.contains { $0 >= 0x80 } }
        return isAny && draft.needsSMTPUTF8
    }

    private static func hasMessages(_ draft: Draft) -> Bool {
        draft.attachments.contains { ASCIICase.lower($0.contentType).contains("message") }
    }

    /// Every line of the header is a field that the draft asked for, or goes on with one.
    private static func fields(_ bytes: [UInt8], _ draft: Draft) -> String? {
        let usual: Set<String> = [
            "from", "sender", "reply-to", "to", "cc", "subject", "date", "message-id",
            "in-reply-to", "references", "mime-version", "content-type",
            "content-transfer-encoding", "auto-submitted", "list-id", "list-unsubscribe",
            "list-unsubscribe-post", "list-post", "list-help", "list-archive",
        ]
        let asked = Set(draft.extraHeaders.map { $0.name.lowercased() })
        var seen: Set<String> = []
        for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
            let text = line.dropLast()
            if text.isEmpty { break }
            if text.first == 0x20 || text.first == 0x09 {
                guard text.contains(where: { $0 != 0x20 && $0 != 0x09 }) else {
                    return "a line of the header is blank"
                }
                continue
            }
            let name = String(decoding: text.prefix { $0 != 0x3A }, as: UTF8.self).lowercased()
            if name == "bcc" { return "Bcc was written" }
            guard usual.contains(name) || asked.contains(name) else {
                return "nobody asked for the field \(name)"
            }
            if usual.contains(name), !seen.insert(name).inserted { return "\(name) stands twice" }
        }
        return nil
    }

    private static func readBack(_ message: Message, _ draft: Draft) -> String? {
        // What is odd within an attached message was so before.
        if !hasMessages(draft), let defect = message.defects.first {
            return "defect \(defect.kind)"
        }
        if message.subject ?? "" != oneLine(draft.subject) {
            return "the subject was read as \(message.subject ?? "nil")"
        }
        if message.date != draft.date { return "another date" }
        for (read, written) in [
            (message.from, draft.from), (message.to, draft.to), (message.cc, draft.cc),
            (message.replyTo, draft.replyTo),
        ] {
            // Addresses that cannot be written are left out, or lose what no address may have.
            let usable = written.allSatisfy { isPlain($0.address) }
            guard usable else {
                if read.count > written.count { return "more addresses than were written" }
                continue
            }
            if read.map(\.address) != written.map(\.address) {
                return "addresses were read as \(read.map(\.address))"
            }
            for (one, other) in zip(read, written)
            where one.name ?? "" != unquoted(oneLine(other.name ?? "")) {
                return "the name \(other.name ?? "") was read as \(one.name ?? "nil")"
            }
        }
        let text = withLineFeeds(draft.text)
        if message.plainText != text { return "the text was read as \(message.plainText ?? "nil")" }
        if let html = draft.html, message.html != withLineFeeds(html) {
            return "the HTML was read as \(message.html ?? "nil")"
        }
        return files(message, draft)
    }

    private static func files(_ message: Message, _ draft: Draft) -> String? {
        let nested = hasMessages(draft)
        if nested || message.attachments.count != draft.attachments.count {
            return nested ? nil : "\(message.attachments.count) attachments"
        }
        // Those that the HTML shows stand beside it, before the others.
        let isShown = { (file: Draft.File) in
            draft.html != nil && file.isInline && file.contentID != nil
        }
        let order = draft.attachments.filter(isShown) + draft.attachments.filter { !isShown($0) }
        for (id, file) in zip(message.attachments, order) {
            if message.content(of: id) != file.bytes { return "a file has other bytes" }
            let name = oneLine(file.name)
            // Some mailers encode twice, so such a name is read as what it looks like.
            let isEncodedWord = name.hasPrefix("=?") && name.hasSuffix("?=")
            if message[id]?.filename ?? "" != name, !isEncodedWord {
                return "\(file.name) was read as \(message[id]?.filename ?? "nil")"
            }
        }
        return nil
    }

    /// As headers can say it: no control characters, no blanks at the ends.
    private static func oneLine(_ text: String) -> String {
        let kept = text.utf8.compactMap { byte -> UInt8? in
            if byte == 0x20 || (0x09...0x0D).contains(byte) { return 0x20 }
            return byte < 0x20 || byte == 0x7F ? nil : byte
        }
        var slice = kept[...]
        while slice.first == 0x20 { slice.removeFirst() }
        while slice.last == 0x20 { slice.removeLast() }
        return String(decoding: slice, as: UTF8.self)
    }

    private static func isPlain(_ address: String) -> Bool {
        let atom = "!#$%&'*+-/=?^_`{|}~."
        let pieces = address.split(separator: "@", omittingEmptySubsequences: false)
        return pieces.count == 2 && !address.contains("=?")
            && pieces.allSatisfy { piece in
                !piece.isEmpty && piece.utf8.count < 60
                    && piece.unicodeScalars.allSatisfy {
                        $0.value < 0x80
                            && ($0.properties.isAlphabetic || ("0"..."9").contains($0)
                                || atom.unicodeScalars.contains($0))
                    }
            }
    }

    /// Quotes around a whole name are no part of it for any reader.
    private static func unquoted(_ name: String) -> String {
        var name = name
        for mark in ["\"", "'"]
        where name.utf8.count >= 2 && name.hasPrefix(mark) && name.hasSuffix(mark) {
            name = oneLine(String(name.dropFirst().dropLast()))
        }
        return name
    }

    /// As bodies can say it: LF, no NUL, one line end at the end.
    private static func withLineFeeds(_ text: String) -> String {
        var lines: [UInt8] = []
        var returns = 0
        for byte in text.utf8 {
            if byte == 0x0D {
                returns += 1
                continue
            }
            // CRLF and CR CR LF are one line end, each other CR is one.
            if byte != 0x0A { lines += repeatElement(0x0A, count: returns) }
            returns = 0
            if byte != 0 { lines.append(byte) }
        }
        lines += repeatElement(0x0A, count: returns)
        while lines.starts(with: [0xEF, 0xBB, 0xBF]) { lines.removeFirst(3) }
        if let end = lines.last, end != 0x0A { lines.append(0x0A) }
        return String(decoding: lines, as: UTF8.self)
    }
}

/// A–Z only: `lowercased()` would make other names of other letters.
private enum ASCIICase {
    static func lower(_ text: String) -> String {
        String(
            decoding: text.utf8.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
    }
}
