/// STORE, COPY, MOVE and EXPUNGE (RFC 3501 §6.4, RFC 4315, RFC 6851).
extension IMAPSession {
    // store = "STORE" SP sequence-set SP ["+" / "-"] "FLAGS" [".SILENT"] SP flag-list
    mutating func store(
        _ word: String, _ tag: String, _ arguments: inout IMAPArguments, account: String
    ) throws(IMAPArguments.Malformed) {
        let byUID = word.hasPrefix("UID")
        try arguments.space()
        let set = try arguments.sequenceSet()
        try arguments.space()
        let operation = try arguments.atom().uppercased()
        try arguments.space()
        let flags = arguments.next == "(" ? try arguments.list() : [try arguments.atom()]
        try arguments.end()
        let isSilent = operation.hasSuffix(".SILENT")
        let kind = isSilent ? String(operation.dropLast(7)) : operation
        guard ["FLAGS", "+FLAGS", "-FLAGS"].contains(kind) else {
            throw IMAPArguments.Malformed(text: "Unknown store operation")
        }
        guard let view = selected, !view.isReadOnly else {
            return finish(tag, "NO [READ-ONLY] The folder is open for reading only")
        }
        let targets = chosen(set, byUID: byUID)
        let changed = office.change(view.name, of: account) { folder, _ in
            targets.compactMap { target -> (position: Int, uid: UInt32, flags: [String])? in
                guard let index = folder.index(of: target.uid) else { return nil }
                if kind == "FLAGS" { folder.mails[index].flags = [] }
                for flag in flags { folder.mails[index].set(flag, kind != "-FLAGS") }
                return (target.position, target.uid, folder.mails[index].flags)
            }
        }
        for mail in changed ?? [] where !isSilent {
            let uid = byUID ? " UID \(mail.uid)" : ""
            let flags = mail.flags.joined(separator: " ")
            send("* \(mail.position) FETCH (FLAGS (\(flags))\(uid))")
        }
        finish(tag, "OK Stored", expunges: byUID)
    }

    mutating func copy(
        _ word: String, _ tag: String, _ arguments: inout IMAPArguments, account: String
    ) throws(IMAPArguments.Malformed) {
        let uids = try copyTargets(word, &arguments)
        guard let code = copy(uids.uids, to: uids.folder, account: account) else {
            return finish(tag, "NO [TRYCREATE] No such folder")
        }
        finish(tag, "OK \(code)Copied")
    }

    mutating func move(
        _ word: String, _ tag: String, _ arguments: inout IMAPArguments, account: String
    ) throws(IMAPArguments.Malformed) {
        let uids = try copyTargets(word, &arguments)
        guard let view = selected, !view.isReadOnly else {
            return finish(tag, "NO [READ-ONLY] The folder is open for reading only")
        }
        guard let code = copy(uids.uids, to: uids.folder, account: account) else {
            return finish(tag, "NO [TRYCREATE] No such folder")
        }
        if office.takeDeathInMove() { return close() }
        _ = office.change(view.name, of: account) { folder, _ in folder.remove(Set(uids.uids)) }
        if !code.isEmpty { send("* OK \(code)Moved") }
        finish(tag, "OK Moved")
    }

    mutating func expunge(only set: SequenceSet?, _ tag: String, account: String) {
        guard let view = selected, !view.isReadOnly else {
            return finish(tag, "NO [READ-ONLY] The folder is open for reading only")
        }
        let allowed = set.map { Set(chosen($0, byUID: true).map(\.uid)) }
        _ = office.change(view.name, of: account) { folder, _ in
            let doomed = folder.mails.filter { $0.has("\\Deleted") }.map(\.uid)
            folder.remove(Set(doomed.filter { allowed?.contains($0) ?? true }))
        }
        finish(tag, "OK Expunged")
    }

    /// The mails that a set means, as the client knows the folder, in order.
    func chosen(_ set: SequenceSet, byUID: Bool) -> [(position: Int, uid: UInt32)] {
        let uids = selected?.uids ?? []
        let last = byUID ? uids.last ?? 0 : UInt32(uids.count)
        return uids.enumerated().compactMap { index, uid in
            let number = byUID ? uid : UInt32(index + 1)
            return set.contains(number, last: last) ? (index + 1, uid) : nil
        }
    }

    // copy = "COPY" SP sequence-set SP mailbox
    private func copyTargets(
        _ word: String, _ arguments: inout IMAPArguments
    ) throws(IMAPArguments.Malformed) -> (uids: [UInt32], folder: FolderName) {
        try arguments.space()
        let set = try arguments.sequenceSet()
        try arguments.space()
        let name = FolderName(bytes: try arguments.astring())
        try arguments.end()
        return (chosen(set, byUID: word.hasPrefix("UID")).map(\.uid), name)
    }

    /// Copies what is still there and says its COPYUID code; nil when the target doesn't exist.
    private func copy(
        _ uids: [UInt32], to target: FolderName, account: String
    ) -> String? {
        guard let source = selected?.name else { return nil }
        let copied = office.change(account) { state, numbers -> String? in
            guard let mails = state.folders[source]?.mails.filter({ uids.contains($0.uid) }),
                var folder = state.folders[target]
            else { return nil }
            let new = mails.map { mail in
                folder.add(
                    mail.bytes, flags: mail.flags, internalDate: mail.internalDate,
                    serial: numbers.nextSerial())
            }
            state.folders[target] = folder
            let old = SequenceSet.spell(mails.map(\.uid))
            guard !mails.isEmpty else { return "" }
            return "[COPYUID \(folder.uidValidity) \(old) \(SequenceSet.spell(new))] "
        }
        guard let code = copied ?? nil else { return nil }
        return offers("UIDPLUS") ? code : ""
    }
}
