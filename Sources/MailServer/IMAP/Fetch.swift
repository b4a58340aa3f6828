/// FETCH (RFC 3501 §6.4.5): the facts of a mail and any section of its bytes.
extension IMAPSession {
    private enum Item {
        case uid, flags, internalDate, size
        case body(section: Section, label: String, marksSeen: Bool, range: Range<Int>?)
    }

    private enum Section {
        case all, header, text
        case fields([String], isExclusion: Bool)
    }

    mutating func fetch(
        _ word: String, _ tag: String, _ arguments: inout IMAPArguments, account: String
    ) throws(IMAPArguments.Malformed) {
        let byUID = word.hasPrefix("UID")
        try arguments.space()
        let set = try arguments.sequenceSet()
        try arguments.space()
        var items = try Self.items(&arguments)
        try arguments.end()
        if byUID, !items.contains(where: { if case .uid = $0 { true } else { false } }) {
            items.insert(.uid, at: 0)
        }
        guard let view = selected, let folder = office.folder(view.name, of: account),
            folder.uidValidity == view.uidValidity
        else { return finish(tag, "NO The folder is gone") }
        let faults = office.faults
        let wantsBody = items.contains { if case .body = $0 { true } else { false } }
        let marks = !view.isReadOnly && Self.marksSeen(items)
        var refused = 0
        for (position, uid) in chosen(set, byUID: byUID) {
            guard var mail = folder.mail(uid) else { continue }
            if wantsBody, faults.refusedBodies.contains(uid) {
                refused += 1
                continue
            }
            let becomesSeen = marks && !mail.has("\\Seen")
            if becomesSeen {
                mail.set("\\Seen", true)
                _ = office.change(view.name, of: account) { folder, _ in
                    guard let index = folder.index(of: uid) else { return }
                    folder.mails[index].set("\\Seen", true)
                }
            }
            let all = becomesSeen ? items + [.flags] : items
            send(Self.response(position, mail, all, isEmpty: faults.emptyBodies.contains(uid)))
        }
        let outcome = refused > 0 ? "NO Some messages could not be fetched" : "OK Fetched"
        finish(tag, outcome, expunges: byUID)
    }

    private static func marksSeen(_ items: [Item]) -> Bool {
        items.contains { if case .body(_, _, true, _) = $0 { true } else { false } }
    }

    // fetch = "ALL" / "FULL" / "FAST" / fetch-att / "(" fetch-att *(SP fetch-att) ")"
    private static func items(
        _ arguments: inout IMAPArguments
    ) throws(IMAPArguments.Malformed) -> [Item] {
        guard arguments.skip("(") else {
            let word = try arguments.atom()
            if word.uppercased() == "FAST" { return [.flags, .internalDate, .size] }
            return [try item(word)]
        }
        var items: [Item] = []
        while !arguments.skip(")") {
            if !items.isEmpty { try arguments.space() }
            items.append(try item(try arguments.atom()))
        }
        return items
    }

    private static func item(_ word: String) throws(IMAPArguments.Malformed) -> Item {
        switch word.uppercased() {
        case "UID": return .uid
        case "FLAGS": return .flags
        case "INTERNALDATE": return .internalDate
        case "RFC822.SIZE": return .size
        case "RFC822": return .body(section: .all, label: "RFC822", marksSeen: true, range: nil)
        case "RFC822.HEADER":
            return .body(section: .header, label: "RFC822.HEADER", marksSeen: false, range: nil)
        default: return try body(word.uppercased())
        }
    }

    // "BODY" [".PEEK"] section ["<" number "." nz-number ">"]
    private static func body(_ word: String) throws(IMAPArguments.Malformed) -> Item {
        let unknown = IMAPArguments.Malformed(text: "Unknown fetch item")
        guard let open = word.firstIndex(of: "["), let end = word.lastIndex(of: "]"), open < end,
            ["BODY", "BODY.PEEK"].contains(word[..<open])
        else { throw unknown }
        let name = String(word[word.index(after: open)..<end])
        let section: Section
        switch name {
        case "": section = .all
        case "HEADER": section = .header
        case "TEXT": section = .text
        default:
            let words = name.split(whereSeparator: { " ()".contains($0) }).map(String.init)
            guard let kind = words.first, words.count > 1,
                ["HEADER.FIELDS", "HEADER.FIELDS.NOT"].contains(kind)
            else { throw unknown }
            section = .fields(Array(words.dropFirst()), isExclusion: kind.hasSuffix(".NOT"))
        }
        var range: Range<Int>?
        var label = "BODY[\(name)]"
        let rest = word[word.index(after: end)...]
        if !rest.isEmpty {
            let numbers = rest.dropFirst().dropLast().split(separator: ".").compactMap { Int($0) }
            guard rest.first == "<", rest.last == ">", numbers.count == 2, numbers[0] >= 0,
                numbers[0] <= Int(UInt32.max), (1...Int(UInt32.max)).contains(numbers[1])
            else { throw unknown }
            range = numbers[0]..<numbers[0] + numbers[1]
            label += "<\(numbers[0])>"
        }
        return .body(
            section: section, label: label, marksSeen: word.hasPrefix("BODY["), range: range)
    }

    private static func response(
        _ position: Int, _ mail: StoredMail, _ items: [Item], isEmpty: Bool
    ) -> [UInt8] {
        var out = Array("* \(position) FETCH (".utf8)
        for (index, item) in items.enumerated() {
            if index > 0 { out.append(UInt8(ascii: " ")) }
            switch item {
            case .uid: out += "UID \(mail.uid)".utf8
            case .flags: out += "FLAGS (\(mail.flags.joined(separator: " ")))".utf8
            case .internalDate:
                let date = CivilDate(unixSeconds: mail.internalDate).internalDate
                out += "INTERNALDATE \"\(date)\"".utf8
            case .size: out += "RFC822.SIZE \(mail.bytes.count)".utf8
            case .body(let section, let label, _, let range):
                var content = isEmpty ? [] : bytes(of: section, in: mail.bytes)
                if let range {
                    content = content[...].dropFirst(range.lowerBound).prefix(range.count)
                }
                out += "\(label) {\(content.count)}\r\n".utf8
                out += content
            }
        }
        return out + Array(")\r\n".utf8)
    }

    private static func bytes(of section: Section, in mail: [UInt8]) -> ArraySlice<UInt8> {
        let header = MailHeader(mail)
        switch section {
        case .all: return mail[...]
        case .header: return mail[..<header.end]
        case .text: return mail[header.end...]
        case .fields(let names, let isExclusion):
            let lines = header.fields.filter { names.contains($0.name.uppercased()) != isExclusion }
            return (lines.flatMap { mail[$0.range] } + [13, 10])[...]
        }
    }
}
