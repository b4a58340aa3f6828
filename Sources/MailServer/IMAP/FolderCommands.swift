/// LIST, SELECT, CREATE, DELETE, SUBSCRIBE, STATUS and APPEND (RFC 3501 §6.3).
extension IMAPSession {
    // select = "SELECT" SP mailbox
    mutating func select(
        _ word: String, _ tag: String, _ arguments: inout IMAPArguments, account: String
    ) throws(IMAPArguments.Malformed) {
        let name = try folderName(&arguments)
        selected = nil
        guard let folder = office.folder(name, of: account) else {
            return send("\(tag) NO [NONEXISTENT] No such folder")
        }
        let flags = #"\Answered \Flagged \Deleted \Seen \Draft"#
        let isReadOnly = word == "EXAMINE"
        send("* FLAGS (\(flags))")
        send("* OK [PERMANENTFLAGS (\(isReadOnly ? "" : flags + #" \*"#))] Flags permitted")
        send("* \(folder.mails.count) EXISTS")
        send("* 0 RECENT")
        if let unseen = folder.mails.firstIndex(where: { !$0.has("\\Seen") }) {
            send("* OK [UNSEEN \(unseen + 1)] First unseen")
        }
        send("* OK [UIDVALIDITY \(folder.uidValidity)] UIDs valid")
        send("* OK [UIDNEXT \(folder.uidNext)] Predicted next UID")
        selected = Selected(
            name: name, uidValidity: folder.uidValidity, isReadOnly: isReadOnly,
            uids: folder.mails.map(\.uid), changes: folder.changes)
        send("\(tag) OK [\(isReadOnly ? "READ-ONLY" : "READ-WRITE")] \(word) completed")
    }

    // list = "LIST" [SP select-opts] SP mailbox SP list-mailbox [SP "RETURN" options] (RFC 5258)
    mutating func list(
        _ word: String, _ tag: String, _ arguments: inout IMAPArguments, account: String
    ) throws(IMAPArguments.Malformed) {
        try arguments.space()
        var options: [String] = []
        if arguments.next == "(" {
            options = try arguments.list().map { $0.uppercased() }
            try arguments.space()
        }
        let reference = try arguments.astring()
        try arguments.space()
        let pattern = reference + (try arguments.astring())
        if arguments.skip(" ") {
            _ = try arguments.atom()
            try arguments.space()
            _ = try arguments.list()
        }
        try arguments.end()
        let delimiter = office.delimiter
        let quotedDelimiter = "\"\(office.configuration.delimiter)\""
        guard !pattern.isEmpty else {
            send("* \(word) (\\Noselect) \(quotedDelimiter) \"\"")
            return finish(tag, "OK Done")
        }
        let folders = office.folders(of: account)
        let names = Set(folders.map(\.name.bytes))
        let wantsSubscribed = word == "LSUB" || options.contains("SUBSCRIBED")
        var lines: [(name: [UInt8], attributes: [String])] = folders.compactMap { folder in
            if wantsSubscribed, !folder.isSubscribed { return nil }
            if options.contains("SPECIAL-USE"), folder.specialUse == nil { return nil }
            return (folder.name.bytes, [folder.specialUse].compactMap { $0 })
        }
        // A parent that was never created can be seen but not selected.
        for parent in Set(names.flatMap { Self.parents(of: $0, delimiter) }).subtracting(names)
        where options.isEmpty && word == "LIST" {
            lines.append((parent, ["\\Noselect"]))
        }
        lines.sort { $0.name.lexicographicallyPrecedes($1.name) }
        for (name, attributes) in lines
        where Self.matches(name[...], pattern[...], delimiter: delimiter) {
            let hasChildren = names.contains { $0.starts(with: name + [delimiter]) }
            let all = attributes + [hasChildren ? "\\HasChildren" : "\\HasNoChildren"]
            let head = "* \(word) (\(all.joined(separator: " "))) \(quotedDelimiter) "
            send(Array(head.utf8) + Self.spell(name) + [13, 10])
        }
        finish(tag, "OK Done")
    }

    mutating func create(
        _ tag: String, _ arguments: inout IMAPArguments, account: String
    ) throws(IMAPArguments.Malformed) {
        var name = try folderName(&arguments)
        if name.bytes.last == office.delimiter {
            name = FolderName(bytes: Array(name.bytes.dropLast()))
        }
        guard !name.bytes.isEmpty, name.bytes.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
            return finish(tag, "NO [CANNOT] That is no folder name")
        }
        let isNew = office.change(account) { state, numbers in
            guard state.folders[name] == nil else { return false }
            var folder = Folder(name: name, uidValidity: numbers.nextValidity())
            // Only accounts' first folders come subscribed; clients subscribe to what they make.
            folder.isSubscribed = false
            state.folders[name] = folder
            return true
        }
        finish(tag, isNew == true ? "OK Created" : "NO [ALREADYEXISTS] There is such a folder")
    }

    mutating func delete(
        _ tag: String, _ arguments: inout IMAPArguments, account: String
    ) throws(IMAPArguments.Malformed) {
        let name = try folderName(&arguments)
        guard name != .inbox else { return finish(tag, "NO [CANNOT] INBOX stays") }
        let folder = office.change(account) { state, _ in state.folders.removeValue(forKey: name) }
        finish(tag, (folder ?? nil) == nil ? "NO [NONEXISTENT] No such folder" : "OK Deleted")
    }

    mutating func subscribe(
        _ wants: Bool, _ tag: String, _ arguments: inout IMAPArguments, account: String
    ) throws(IMAPArguments.Malformed) {
        let name = try folderName(&arguments)
        let done: Void? = office.change(name, of: account) { folder, _ in
            folder.isSubscribed = wants
        }
        finish(tag, done == nil ? "NO [NONEXISTENT] No such folder" : "OK Done")
    }

    // status = "STATUS" SP mailbox SP "(" status-att *(SP status-att) ")"
    mutating func status(
        _ tag: String, _ arguments: inout IMAPArguments, account: String
    ) throws(IMAPArguments.Malformed) {
        try arguments.space()
        let name = FolderName(bytes: try arguments.astring())
        try arguments.space()
        let wanted = try arguments.list().map { $0.uppercased() }
        try arguments.end()
        guard let folder = office.folder(name, of: account) else {
            return finish(tag, "NO [NONEXISTENT] No such folder")
        }
        var facts: [String] = []
        for item in wanted {
            switch item {
            case "MESSAGES": facts.append("MESSAGES \(folder.mails.count)")
            case "RECENT": facts.append("RECENT 0")
            case "UIDNEXT": facts.append("UIDNEXT \(folder.uidNext)")
            case "UIDVALIDITY": facts.append("UIDVALIDITY \(folder.uidValidity)")
            case "UNSEEN":
                facts.append("UNSEEN \(folder.mails.count { !$0.has("\\Seen") })")
            default: throw IMAPArguments.Malformed(text: "Unknown status item \(item)")
            }
        }
        let tail = " (\(facts.joined(separator: " ")))\r\n"
        send(Array("* STATUS ".utf8) + Self.spell(name.bytes) + Array(tail.utf8))
        finish(tag, "OK Done")
    }

    // append = "APPEND" SP mailbox [SP flag-list] [SP date-time] SP literal
    mutating func append(
        _ tag: String, _ arguments: inout IMAPArguments, account: String
    ) throws(IMAPArguments.Malformed) {
        try arguments.space()
        let name = FolderName(bytes: try arguments.astring())
        try arguments.space()
        var flags: [String] = []
        if arguments.next == "(" {
            flags = try arguments.list()
            try arguments.space()
        }
        var date = office.now
        if arguments.next == "\"" {
            let text = String(decoding: try arguments.astring(), as: UTF8.self)
            guard let given = CivilDate.unixSeconds(dateTime: text) else {
                throw IMAPArguments.Malformed(text: "Malformed date")
            }
            date = given
            try arguments.space()
        }
        let mail = try arguments.literal()
        try arguments.end()
        let result = office.change(name, of: account) { folder, numbers in
            let uid = folder.add(
                mail, flags: flags, internalDate: date, serial: numbers.nextSerial())
            return (uid, folder.uidValidity)
        }
        guard let (uid, validity) = result else {
            return finish(tag, "NO [TRYCREATE] No such folder")
        }
        finish(tag, offers("UIDPLUS") ? "OK [APPENDUID \(validity) \(uid)] Done" : "OK Done")
    }

    // Names

    private func folderName(
        _ arguments: inout IMAPArguments
    ) throws(IMAPArguments.Malformed) -> FolderName {
        try arguments.space()
        let name = FolderName(bytes: try arguments.astring())
        try arguments.end()
        return name
    }

    private static func parents(of name: [UInt8], _ delimiter: UInt8) -> [[UInt8]] {
        name.indices.filter { name[$0] == delimiter && $0 > 0 }.map { Array(name[..<$0]) }
    }

    /// "*" stands for anything, "%" for anything within one level (RFC 3501 §6.3.8).
    static func matches(
        _ name: ArraySlice<UInt8>, _ pattern: ArraySlice<UInt8>, delimiter: UInt8
    ) -> Bool {
        // Positions in the name that the pattern so far can have reached; no backtracking.
        var reached: Set<Int> = [name.startIndex]
        for wanted in pattern {
            var next: Set<Int> = []
            for position in reached {
                switch wanted {
                case UInt8(ascii: "*"), UInt8(ascii: "%"):
                    var end = position
                    next.insert(end)
                    while end < name.endIndex, wanted == UInt8(ascii: "*") || name[end] != delimiter
                    {
                        end += 1
                        next.insert(end)
                    }
                default:
                    if position < name.endIndex, name[position] == wanted {
                        next.insert(position + 1)
                    }
                }
            }
            reached = next
        }
        return reached.contains(name.endIndex)
    }

    /// A name as a quoted string, or as a literal when it has bytes that a quoted one must not have.
    static func spell(_ name: [UInt8]) -> [UInt8] {
        guard name.allSatisfy({ (0x20...0x7E).contains($0) }) else {
            return Array("{\(name.count)}\r\n".utf8) + name
        }
        var out: [UInt8] = [UInt8(ascii: "\"")]
        for byte in name {
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
                out.append(UInt8(ascii: "\\"))
            }
            out.append(byte)
        }
        return out + [UInt8(ascii: "\"")]
    }
}
