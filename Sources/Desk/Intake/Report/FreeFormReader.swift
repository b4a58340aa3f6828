/// Finds, in the prose of a report, who did not get the mail and what was said about it.
///
/// There is no standard for it; but there are few layouts: an address alone on a line, an address with
/// a colon, an address behind a word (`RCPT TO:`, `Unknown user:`), a transcript of the SMTP session.
/// The words about an address stand behind it, in its paragraph or in the next.
struct FreeFormReader {
    struct Found {
        var address: String
        var words: String
        fileprivate var line: Int
        fileprivate var layout: Layout
    }

    /// How an address stands in its line, the surest first.
    fileprivate enum Layout: Int, Comparable {
        /// `<a@example.com>: …`, `a@example.com: …`
        case colon
        /// `a@example.com`, also behind a star or an arrow
        case alone
        /// `a@example.com on Thu, 3 May …`, `a@example.com [User unknown]`
        case leading
        /// `RCPT TO: a@example.com`, `Unknown user: a@example.com`
        case labelled
        /// `550 <a@example.com>... User unknown`, `>>> RCPT To:<a@example.com>`
        case transcript
        /// `To: a@example.com`, of the mail that came back
        case header

        static func < (a: Layout, b: Layout) -> Bool { a.rawValue < b.rawValue }
    }

    private let lines: [String]
    /// Addresses that a report names for other reasons: its own, that of the help desk.
    private let strangers: Set<String>

    /// A report about more addresses than these is read no further.
    private static let mostRecipients = 100
    /// Lines and paragraphs behind an address that may speak of it.
    private static let mostWordLines = 24
    private static let mostParagraphs = 4

    init(lines: [String], strangers: Set<String>) {
        self.lines = lines
        self.strangers = strangers
    }

    func recipients() -> [Found] {
        var found: [Found] = []
        for (index, line) in lines.enumerated() where line.utf8.contains(UInt8(ascii: "@")) {
            if found.count >= Self.mostRecipients { break }
            guard line.utf8.count < 1_000, !isAboutOthers(index),
                let one = address(in: line, at: index)
            else { continue }
            found.append(one)
        }
        guard let best = found.map(\.layout).min() else { return [] }
        // A transcript names again what a list names; of two kinds of lists both count.
        let counted = found.filter {
            $0.layout == best || best < .labelled && $0.layout < .labelled
        }
        var order: [String] = []
        var words: [String: String] = [:]
        let starts = Set(counted.map(\.line))
        for one in counted {
            let key = one.address.lowercased()
            if words[key] == nil { order.append(one.address) }
            let more = wordsAbout(one, starts: starts)
            if words[key, default: ""].isEmpty || !Self.saysSomething(words[key, default: ""]) {
                words[key] = [words[key, default: ""], more].filter { !$0.isEmpty }
                    .joined(separator: " ")
            }
        }
        return order.map { address in
            Found(address: address, words: words[address.lowercased()] ?? "", line: 0, layout: best)
        }
    }

    /// Names without a domain, each alone on an indented line below one that ends with a colon: AOL and
    /// old gateways speak of their own users so.
    func bareNames(at domain: String) -> [String] {
        guard let colon = lines.firstIndex(where: { $0.hasSuffix(":") && Self.saysFailed($0) })
        else { return [] }
        var names: [String] = []
        for line in lines[(colon + 1)...].prefix(Self.mostRecipients) {
            let name = line.trimmed
            if name.isEmpty {
                if names.isEmpty { continue } else { break }
            }
            guard line.first?.isWhitespace == true, name.utf8.count <= 64,
                name.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f && !"@<>:".utf8.contains($0) })
            else { break }
            names.append("\(name)@\(domain.lowercased())")
        }
        return names
    }

    private static func saysFailed(_ line: String) -> Bool {
        let lower = line.lowercased()
        return lower.contains("deliver") || lower.contains("recipient")
            || lower.contains("embedded images")
            || lower.contains("mail from")
    }

    /// All words, for reports that say first why and then whom.
    var allWords: String {
        lines.lazy.filter { !$0.isEmpty }.prefix(60).joined(separator: " ")
    }

    // MARK: Where an address stands

    private func address(in line: String, at index: Int) -> Found? {
        func found(_ word: Substring, _ layout: Layout) -> Found? {
            guard let address = ReportAddress.read(word), !strangers.contains(address.lowercased())
            else { return nil }
            return Found(address: address, words: "", line: index, layout: layout)
        }
        let isMarked = line.first.map { "*>-•".contains($0) || $0.isWhitespace } ?? false
        let text = (isMarked ? line.drop { "*>-• \t".contains($0) } : line[...])
        let isTranscript = line.hasPrefix(">>>") || line.hasPrefix("<<<")
        if !isTranscript || text.first == "<" || !text.lowercased().hasPrefix("rcpt") {
            let word = text.prefix { !" \t:,;(".contains($0) || false }
            let rest = text[word.endIndex...].drop { $0 == " " || $0 == "\t" }
            if ReportAddress.read(word) != nil {
                if rest.isEmpty { return found(word, .alone) }
                if rest.first == ":" || text.hasPrefix("<") && rest.first == "(" {
                    return found(word, .colon)
                }
                if rest.allSatisfy({ ",;.".contains($0) }) { return found(word, .alone) }
                // The name of the recipient again, or the expansion of an alias.
                if rest.hasPrefix("<") && rest.hasSuffix(">") { return found(word, .alone) }
                if rest.hasPrefix("[") || rest.hasPrefix("(") || rest.hasPrefix("on ")
                    || rest.hasPrefix("Invalid") || rest.lowercased().hasPrefix("error")
                    || rest.hasPrefix("-") || rest.hasPrefix("...")
                    || isMarked && rest.hasPrefix("<")
                {
                    return found(word, .leading)
                }
            }
        }
        let lower = line.lowercased()
        for label in Self.labels {
            guard let place = lower.range(of: label) else { continue }
            let rest = line.utf8.dropFirst(place).drop { " \t<:\"'(".utf8.contains($0) }
            let word = rest.prefix { !" \t>,;\"')".utf8.contains($0) }
            if let one = found(Substring(word), .labelled) { return one }
        }
        if lower.drop(while: { " \t".contains($0) }).hasPrefix("to:") {
            let rest = line.utf8.drop { $0 != UInt8(ascii: ":") }.drop { ": \t<".utf8.contains($0) }
            return found(Substring(rest.prefix { !" >,;".utf8.contains($0) }), .header)
        }
        if isTranscript || line.contains("...") || BounceCodes.reply(in: line) != nil
            || BounceCodes.status(in: line) != nil
        {
            if let open = line.firstIndex(of: "<") {
                return found(line[open...].prefix { $0 != ">" }, .transcript)
            }
        }
        return nil
    }

    /// Words in front of an address, lower case.
    private static let labels = [
        "rcpt to:", "rcpt to ", "recipient address:", "original address:",
        "final-recipient: rfc822;",
        "original-recipient: rfc822;", "final recipient:", "recipient:", "recipients:",
        "recipient <",
        "unknown user:", "user unknown:", "unknown recipient:", "delivering your mail to <",
        "unable to deliver message to <", "unable to deliver message to:", "unable to deliver to <",
        "unable to deliver to:", "could not deliver mail to ", "could not be delivered to:",
        "could not be delivered to ", "cannot be delivered to ", "was not delivered to:",
        "delivered to:",
        "rejected recipient <", "failed recipient:", "delivery to ", "deliver to ", "attempts:",
        "addressed to ", "address to which your message was addressed, ", "message to <",
        "mail to <",
        "mail to ", "message to ", "user:", "mailbox:", "account:", "invalid recipient",
        "destinataire :", "empfänger:", "destinatario:", "adressat:", "smtp=", "undeliverable to ",
        "undeliverable  to ", "userid:", "mail address:", "not accept mail for ",
    ]

    /// Whether a line speaks of help, of the sender, or of the mail's header.
    private func isAboutOthers(_ index: Int) -> Bool {
        let line = lines[index].lowercased()
        if Self.othersStarts.contains(where: { line.drop { " \t".contains($0) }.hasPrefix($0) }) {
            return true
        }
        if Self.others.contains(where: { line.contains($0) }) { return true }
        // An address on a line of its own below "A message sent by".
        var above = index - 1
        while above >= 0, lines[above].isEmpty { above -= 1 }
        guard above >= 0 else { return false }
        let before = lines[above].lowercased()
        return Self.introducesSender.contains { before.hasSuffix($0) }
    }

    private static let othersStarts = [
        "from:", "sender:", "return-path:", "reply-to:", "message-id:", "subject:", "date:", "cc:",
        "x-", "mail from:", "original sender", "mail from", "hi ", "hello ", "dear ", "references:",
        "in-reply-to:", ">>> mail from", "reporting-mta:", "received:", "delivered-to:", "list-",
    ]

    private static let others = [
        "please contact", "further assistance", "for assistance", "send mail to <postmaster",
        "contact <", "contact your", "originator", "envelope-from", "envelope sender", "abuse@",
        "http://", "https://", "if you have", "ご連絡", "お問い合わせ", "questions",
    ]

    private static let introducesSender = [
        "sent by", "message from", "received from", "sender", "mail from", "from:", "sent from",
    ]

    // MARK: What is said about it

    private func wordsAbout(_ one: Found, starts: Set<Int>) -> String {
        var words: [Substring] = []
        let own = lines[one.line]
        if let end = own.range(of: one.address) {
            let rest = own.utf8.dropFirst(end).drop { ">:\") \t".utf8.contains($0) }
            words.append(Substring(rest))
            if one.layout == .transcript || one.layout == .labelled { words = [own[...]] }
        }
        var paragraphs = 0
        var index = one.line + 1
        while index < lines.count, words.count < Self.mostWordLines {
            if starts.contains(index) {
                // Several addresses one below the other share what follows them.
                if words.contains(where: { !$0.isEmpty }) { break }
                index += 1
                continue
            }
            let line = lines[index]
            if line.isEmpty || ReplyTextLines.bare(line[...]).isEmpty {
                let said = words.joined(separator: " ")
                if Self.saysSomething(said) { break }
                if !said.isEmpty { paragraphs += 1 }
                if paragraphs >= Self.mostParagraphs { break }
            } else {
                words.append(line.drop { $0 == " " || $0 == "\t" })
            }
            index += 1
        }
        let said = words.filter { !$0.isEmpty }.joined(separator: " ")
        if Self.saysSomething(said) { return said }
        // Another line that has the address and a code, as in a transcript.
        let key = one.address.lowercased()
        let elsewhere = lines.indices.first { index in
            !starts.contains(index) && lines[index].lowercased().contains(key)
                && (BounceCodes.reply(in: lines[index]) != nil
                    || BounceCodes.status(in: lines[index]) != nil)
        }
        return elsewhere.map { said + " " + lines[$0] } ?? said
    }

    /// Whether there is a code or a known phrase in the words.
    static func saysSomething(_ words: String) -> Bool {
        if words.isEmpty { return false }
        if BounceCodes.status(in: words) != nil || BounceCodes.reply(in: words) != nil {
            return true
        }
        return BouncePhrases.match(BounceText(words)) != nil
    }
}

extension String {
    /// The offset, in UTF-8, behind the first occurrence of an ASCII word, without regard to case.
    func range(of word: String) -> Int? {
        let text = Array(lowercased().utf8)
        // Lower-casing may change the length of other scripts: then offsets mean nothing.
        guard text.count == utf8.count else { return nil }
        let word = Array(word.lowercased().utf8)
        guard let first = word.first, text.count >= word.count else { return nil }
        for start in 0...(text.count - word.count)
        where text[start] == first && text[start..<(start + word.count)].elementsEqual(word) {
            return start + word.count
        }
        return nil
    }
}

/// An address in a report: `a@example.com`, `<a@example.com>`, `"a@example.com"`, `SMTP:a@example.com`,
/// `a@example.com<mailto:a@example.com>`, `rfc822;a@example.com`.
enum ReportAddress {
    /// RFC 5321 §4.5.3.1
    private static let longest = 320

    static func read(_ word: Substring) -> String? {
        var text = word
        for start in ["rfc822;", "RFC822;", "smtp:", "SMTP:", "mailto:"] where text.hasPrefix(start)
        {
            text = text.dropFirst(start.count)
        }
        while let first = text.first, "<\"'([".contains(first) { text.removeFirst() }
        if let end = text.firstIndex(where: { "<>\"".contains($0) }) { text = text[..<end] }
        while let last = text.last, ">\"')].,:;".contains(last) { text.removeLast() }
        guard text.utf8.count <= longest, let at = text.lastIndex(of: "@") else { return nil }
        let local = text[..<at]
        let domain = text[text.index(after: at)...]
        guard !local.isEmpty, !domain.isEmpty, !local.contains(" "),
            domain.allSatisfy({ $0.isLetter || $0.isNumber || "-._[]:".contains($0) }),
            !domain.hasPrefix("."), !domain.hasPrefix("-")
        else { return nil }
        return String(text)
    }
}
