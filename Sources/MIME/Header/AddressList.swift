/// Reads address lists (RFC 5322 §3.4 with its obsolete forms, and what is sent instead).
public enum AddressList {
    /// The addresses of one unfolded field value, groups flattened. `limit` bounds how many.
    public static func parse(_ value: [UInt8], limit: Int = Limits().addresses) -> [Address] {
        parse(value[...], limit: limit)
    }

    static func parse(_ value: ArraySlice<UInt8>, limit: Int) -> [Address] {
        PlainAddresses.read(value, limit: limit) ?? parseAnything(Array(value), limit: limit)
    }

    static func parseAnything(_ value: [UInt8], limit: Int) -> [Address] {
        read(readable(value), limit: limit, mayDecode: true)
    }

    /// The addresses in a text that a person typed, such as a form's To line.
    public static func parse(_ text: String) -> [Address] { parse(Array(text.utf8)) }

    /// Multi-byte charsets other than UTF-8 may have brackets and quotes inside of characters.
    private static func readable(_ value: [UInt8]) -> [UInt8] {
        guard value.contains(where: { $0 >= 0x80 || $0 == 0x1B }) else { return value }
        var readable: [UInt8] = []
        var plain: [UInt8] = []
        var i = 0
        while i < value.count {
            // Bytes inside of encoded words are of the charset that the word says.
            if value[i] == ASCII.equals, let word = EncodedWords.word(in: value[...], at: i) {
                readable += TextDecoder.undeclared(plain).utf8
                readable += value[i..<word.end]
                plain = []
                i = word.end
            } else {
                plain.append(value[i])
                i += 1
            }
        }
        return readable + TextDecoder.undeclared(plain).utf8
    }

    /// A name of some words, an address, a comma and the blanks between them.
    private static let tokensPerAddress = 10

    private static func read(_ value: [UInt8], limit: Int, mayDecode: Bool) -> [Address] {
        var found: [Address] = []
        var entry = Entry()
        var group: String?

        func finish() {
            guard let address = entry.address(mayDecode: mayDecode) else {
                entry = Entry()
                return
            }
            entry = Entry()
            if found.count < limit {
                found += address.prefix(limit - found.count).map {
                    // What was decoded may hold control characters that the field had not.
                    var member = $0
                    member.address = EncodedWords.cleaned(member.address)
                    member.group = group
                    return member
                }
            }
        }
        for token in AddressToken.split(value, most: max(1_000, limit * tokensPerAddress)) {
            if found.count >= limit { return found }
            switch token {
            case .comma:
                finish()
            case .semicolon:
                finish()
                group = nil
            case .colon:
                if group == nil, entry.canNameGroup {
                    let name = entry.nameText
                    group = name
                    entry = Entry()
                } else {
                    entry.append(.word([ASCII.colon]))
                }
            case .angle:
                // QUIRK: `a@b.c <a@b.c> d@e.f <d@e.f>` without a comma.
                if entry.hasAngle { finish() }
                entry.append(token)
            case .word, .quoted:
                if entry.endsWithAngle {
                    // QUIRK: `<ann@example.org>ben@example.org` is one address and some garbage.
                    continue
                }
                if entry.hasAngle { finish() }
                entry.append(token)
            case .comment, .blank:
                entry.append(token)
            }
        }
        finish()
        return found
    }

    /// What stands between two commas.
    private struct Entry {
        var tokens: [AddressToken] = []
        var hasAngle = false
        var hasAt = false

        mutating func append(_ token: AddressToken) {
            if tokens.isEmpty, token == .blank { return }
            if case .angle = token { hasAngle = true }
            if case .word(let bytes) = token, bytes.contains(ASCII.at) { hasAt = true }
            tokens.append(token)
        }

        var endsWithAngle: Bool {
            if case .angle = tokens.last { return true }
            return false
        }

        var canNameGroup: Bool {
            !hasAngle && !hasAt
                && tokens.contains {
                    if case .word = $0 { return true }
                    if case .quoted = $0 { return true }
                    return false
                }
        }

        /// Words and quoted strings with the blanks between them.
        var nameBytes: [UInt8] {
            var name: [UInt8] = []
            for token in tokens {
                switch token {
                case .word(let bytes), .quoted(let bytes): name += bytes
                case .blank:
                    // One between two words, whatever comments stand there.
                    if !name.isEmpty, name.last != ASCII.space { name.append(ASCII.space) }
                case .comment, .angle, .comma, .semicolon, .colon: break
                }
            }
            return Array(ASCII.trimmed(name[...]))
        }

        var nameText: String? { AddressList.nameText(nameBytes) }

        var commentText: String? {
            for case .comment(let bytes) in tokens {
                if let text = AddressList.nameText(bytes) { return text }
            }
            return nil
        }

        func address(mayDecode: Bool) -> [Address]? {
            if tokens.isEmpty { return nil }
            if hasAngle {
                for case .angle(let content) in tokens {
                    let address = AddressList.cleaned(content)
                    let name = nameText ?? commentText
                    if address.isEmpty, name == nil { return nil }
                    if !address.contains("@"), let inner = name, inner.utf8.contains(ASCII.at),
                        !inner.utf8.contains(ASCII.space)
                    {
                        // QUIRK: `ann@example.org <>`.
                        return [Address(name: nil, address: inner)]
                    }
                    return [Address(name: name, address: address)]
                }
            }
            return bare(mayDecode: mayDecode)
        }

        /// No brackets: words with `@` are addresses, words before them a name.
        private func bare(mayDecode: Bool) -> [Address]? {
            var pieces: [[AddressToken]] = [[]]
            for token in joined {
                if token == .blank {
                    pieces.append([])
                } else {
                    pieces[pieces.count - 1].append(token)
                }
            }
            var found: [Address] = []
            var words: [UInt8] = []
            // Looked for once: an entry may have thousands of addresses.
            let comment = commentText
            for piece in pieces where !piece.isEmpty {
                var local: [UInt8] = []
                var isAddress = false
                for token in piece {
                    switch token {
                    case .word(let bytes):
                        local += bytes
                        if bytes.contains(ASCII.at),
                            !bytes.starts(with: [ASCII.equals, ASCII.question])
                        {
                            isAddress = true
                        }
                    case .quoted(let bytes): local += AddressList.quotedIfNeeded(bytes)
                    case .comment, .angle, .comma, .semicolon, .colon, .blank: break
                    }
                }
                if isAddress, local.count > 1 {
                    let name = AddressList.nameText(words) ?? comment
                    found.append(Address(name: name, address: AddressList.cleaned(local)))
                    words = []
                } else if !local.isEmpty {
                    if !words.isEmpty { words.append(ASCII.space) }
                    words += local
                }
            }
            if !found.isEmpty { return found }
            let all = nameBytes
            if mayDecode,
                Bytes.firstRange(of: [ASCII.equals, ASCII.question], in: all, from: 0) != nil
            {
                let decoded = EncodedWords.decode(all)
                // QUIRK: name and address together in one encoded word.
                if let pair = AddressList.nameAndAddress(decoded) { return [pair] }
                let inner = AddressList.read(Array(decoded.utf8), limit: 10, mayDecode: false)
                if inner.contains(where: { $0.address.utf8.contains(ASCII.at) }) { return inner }
                return decoded.isEmpty ? nil : [Address(name: nil, address: decoded)]
            }
            guard !all.isEmpty else { return nil }
            return [Address(name: comment, address: String(decoding: all, as: UTF8.self))]
        }

        /// Blanks around `@` and dots of an address do not divide it (RFC 5322 §4.4).
        private var joined: [AddressToken] {
            var kept: [AddressToken] = []
            for (i, token) in tokens.enumerated() {
                if token == .blank {
                    let before = kept.last.flatMap(Self.edge(last: true))
                    let after = i + 1 < tokens.count ? Self.edge(last: false)(tokens[i + 1]) : nil
                    if before == ASCII.at || before == ASCII.dot && hasAt && after?.isLetter == true
                        || after == ASCII.at || after == ASCII.dot
                    {
                        continue
                    }
                }
                if case .comment = token { continue }
                kept.append(token)
            }
            return kept
        }

        private static func edge(last: Bool) -> (AddressToken) -> UInt8? {
            { token in
                guard case .word(let bytes) = token else { return nil }
                return last ? bytes.last : bytes.first
            }
        }
    }

    /// `Lee, Ann <ann@example.org>`, whose comma was hidden in an encoded word and so divides nothing.
    private static func nameAndAddress(_ text: String) -> Address? {
        let pieces = text.utf8.split(separator: ASCII.less, omittingEmptySubsequences: false)
        guard pieces.count == 2, let inner = pieces.last, inner.last == ASCII.greater,
            inner.contains(ASCII.at), !pieces[0].contains(ASCII.at)
        else { return nil }
        return Address(
            name: nameText(Array(pieces[0])), address: cleaned(Array(inner.dropLast())))
    }

    /// A display name: encoded words decoded, quotes around it dropped, nil when nothing is left.
    static func nameText(_ bytes: [UInt8]) -> String? {
        var text = ASCII.trimmed(EncodedWords.decode(bytes))
        for mark in ["\"", "'"]
        where text.utf8.count >= 2 && text.hasPrefix(mark) && text.hasSuffix(mark) {
            text = ASCII.trimmed(String(text.dropFirst().dropLast()))
        }
        return text.isEmpty ? nil : text
    }

    /// The content of angle brackets as an address: route, comments, blanks and `mailto:` dropped,
    /// quotes kept only where they are needed.
    fileprivate static func cleaned(_ content: [UInt8]) -> String {
        var rest = content[...]
        // obs-route = "@" domain *("," "@" domain) ":"
        rest = ASCII.trimmed(rest)
        if rest.first == ASCII.at, let colon = rest.firstIndex(of: ASCII.colon) {
            rest = rest[(colon + 1)...]
        }
        var address: [UInt8] = []
        for token in AddressToken.split(Array(rest)) {
            switch token {
            case .word(let bytes): address += bytes
            case .quoted(let bytes): address += quotedIfNeeded(bytes)
            case .angle(let bytes): address += bytes
            case .comma: address.append(ASCII.comma)
            case .colon: address.append(ASCII.colon)
            case .semicolon: address.append(ASCII.semicolon)
            case .comment, .blank: break
            }
        }
        var text = EncodedWords.decode(address)
        if ASCII.lowercase(String(text.prefix(7))) == "mailto:" { text = String(text.dropFirst(7)) }
        return text.utf8.contains(ASCII.space) && !text.utf8.contains(ASCII.quote)
            ? String(decoding: text.utf8.filter { $0 != ASCII.space }, as: UTF8.self) : text
    }

    /// RFC 5322 §3.4.1: a quoted local part that is a dot-atom needs no quotes.
    fileprivate static func quotedIfNeeded(_ bytes: [UInt8]) -> [UInt8] {
        let isAtom =
            !bytes.isEmpty
            && bytes.allSatisfy {
                $0.isLetter || $0.isDigit || $0 >= 0x80 || "!#$%&'*+-/=?^_`{|}~.@".utf8.contains($0)
            }
        if isAtom { return bytes }
        var quoted: [UInt8] = [ASCII.quote]
        for byte in bytes {
            if byte == ASCII.quote || byte == ASCII.backslash { quoted.append(ASCII.backslash) }
            quoted.append(byte)
        }
        return quoted + [ASCII.quote]
    }
}
