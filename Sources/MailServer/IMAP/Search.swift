/// SEARCH (RFC 3501 §6.4.4) with the keys that mail programs use.
extension IMAPSession {
    /// NOT, OR and parentheses may nest so deep; nobody writes more.
    private static let deepestSearch = 20

    private indirect enum Key {
        case all
        case flag(String, Bool)
        case uids(SequenceSet)
        case positions(SequenceSet)
        case arrived(SearchDate, Int)
        case header(name: String, text: [UInt8])
        case anywhere([UInt8], bodyOnly: Bool)
        case larger(Int), smaller(Int)
        case not(Key)
        case or(Key, Key)
        case and([Key])
    }

    private enum SearchDate { case since, before, on }

    mutating func search(
        _ word: String, _ tag: String, _ arguments: inout IMAPArguments, account: String
    ) throws(IMAPArguments.Malformed) {
        let byUID = word.hasPrefix("UID")
        var keys: [Key] = []
        while arguments.skip(" ") {
            let key = try Self.key(&arguments, depth: 0)
            keys.append(key)
        }
        try arguments.end()
        guard !keys.isEmpty else { throw IMAPArguments.Malformed(text: "Expected a search key") }
        // What arrived by now is searched too, so it is announced first.
        announceChanges(expunges: byUID)
        guard !isOver, let view = selected, let folder = office.folder(view.name, of: account)
        else {
            return
        }
        var found: [String] = []
        let lastUID = view.uids.last ?? 0
        for (index, uid) in view.uids.enumerated() {
            guard let mail = folder.mail(uid) else { continue }
            let facts = (
                position: UInt32(index + 1), last: UInt32(view.uids.count), lastUID: lastUID
            )
            if Self.holds(.and(keys), mail, facts) {
                found.append("\(byUID ? uid : facts.position)")
            }
        }
        send((["* SEARCH"] + found).joined(separator: " "))
        finish(tag, "OK Searched", expunges: byUID)
    }

    private static func key(
        _ arguments: inout IMAPArguments, depth: Int
    ) throws(IMAPArguments.Malformed) -> Key {
        guard depth < deepestSearch else {
            throw IMAPArguments.Malformed(text: "Search nests too deep")
        }
        if arguments.skip("(") {
            var keys = [try key(&arguments, depth: depth + 1)]
            while arguments.skip(" ") { keys.append(try key(&arguments, depth: depth + 1)) }
            try arguments.expect(")")
            return .and(keys)
        }
        let word = try arguments.atom().uppercased()
        switch word {
        case "ALL", "OLD": return .all
        case "NEW", "RECENT": return .not(.all)
        case "ANSWERED", "DELETED", "DRAFT", "FLAGGED", "SEEN": return .flag("\\\(word)", true)
        case "UNANSWERED", "UNDELETED", "UNDRAFT", "UNFLAGGED", "UNSEEN":
            return .flag("\\\(word.dropFirst(2))", false)
        case "KEYWORD", "UNKEYWORD":
            try arguments.space()
            return .flag(try arguments.atom(), word == "KEYWORD")
        case "UID":
            try arguments.space()
            return .uids(try arguments.sequenceSet())
        case "SINCE": return .arrived(.since, try date(&arguments))
        case "BEFORE": return .arrived(.before, try date(&arguments))
        case "ON": return .arrived(.on, try date(&arguments))
        case "HEADER":
            try arguments.space()
            let name = String(decoding: try arguments.astring(), as: UTF8.self)
            return .header(name: name, text: try text(&arguments))
        case "SUBJECT", "FROM", "TO", "CC", "BCC":
            return .header(name: word, text: try text(&arguments))
        case "TEXT": return .anywhere(try text(&arguments), bodyOnly: false)
        case "BODY": return .anywhere(try text(&arguments), bodyOnly: true)
        case "LARGER", "SMALLER":
            try arguments.space()
            guard let size = Int(try arguments.atom()) else {
                throw IMAPArguments.Malformed(text: "Expected a size")
            }
            return word == "LARGER" ? .larger(size) : .smaller(size)
        case "NOT":
            try arguments.space()
            return .not(try key(&arguments, depth: depth + 1))
        case "OR":
            try arguments.space()
            let first = try key(&arguments, depth: depth + 1)
            try arguments.space()
            return .or(first, try key(&arguments, depth: depth + 1))
        case "CHARSET":
            _ = try text(&arguments)
            try arguments.space()
            return try key(&arguments, depth: depth + 1)
        default:
            guard let set = SequenceSet(word) else {
                throw IMAPArguments.Malformed(text: "Unknown search key \(word)")
            }
            return .positions(set)
        }
    }

    private static func date(
        _ arguments: inout IMAPArguments
    ) throws(IMAPArguments.Malformed) -> Int {
        let text = String(decoding: try text(&arguments), as: UTF8.self)
        guard let day = CivilDate.dayNumber(dateText: text) else {
            throw IMAPArguments.Malformed(text: "Malformed date")
        }
        return day
    }

    private static func text(
        _ arguments: inout IMAPArguments
    ) throws(IMAPArguments.Malformed) -> [UInt8] {
        try arguments.space()
        return try arguments.astring()
    }

    private static func holds(
        _ key: Key, _ mail: StoredMail, _ facts: (position: UInt32, last: UInt32, lastUID: UInt32)
    ) -> Bool {
        switch key {
        case .all: return true
        case .flag(let flag, let isOn): return mail.has(flag) == isOn
        case .uids(let set): return set.contains(mail.uid, last: facts.lastUID)
        case .positions(let set): return set.contains(facts.position, last: facts.last)
        case .arrived(let relation, let day):
            let arrived = CivilDate(unixSeconds: mail.internalDate).dayNumber
            switch relation {
            case .since: return arrived >= day
            case .before: return arrived < day
            case .on: return arrived == day
            }
        case .header(let name, let text):
            return MailHeader(mail.bytes).fields.contains { field in
                guard field.name.lowercased() == name.lowercased() else { return false }
                let value = mail.bytes[field.valueRange].filter { $0 != 13 && $0 != 10 }
                return contains(value[...], text)
            }
        case .anywhere(let text, let bodyOnly):
            let start = bodyOnly ? MailHeader(mail.bytes).end : 0
            return contains(mail.bytes[start...], text)
        case .larger(let size): return mail.bytes.count > size
        case .smaller(let size): return mail.bytes.count < size
        case .not(let key): return !holds(key, mail, facts)
        case .or(let a, let b): return holds(a, mail, facts) || holds(b, mail, facts)
        case .and(let keys): return keys.allSatisfy { holds($0, mail, facts) }
        }
    }

    /// Substring without regard to ASCII case; the empty text is in everything.
    private static func contains(_ bytes: ArraySlice<UInt8>, _ text: [UInt8]) -> Bool {
        func folded(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte + 32 : byte }
        let wanted = text.map(folded)
        guard !wanted.isEmpty else { return true }
        guard bytes.count >= wanted.count else { return false }
        for start in bytes.startIndex...(bytes.endIndex - wanted.count)
        where folded(bytes[start]) == wanted[0] {
            if wanted.indices.allSatisfy({ folded(bytes[start + $0]) == wanted[$0] }) {
                return true
            }
        }
        return false
    }
}
