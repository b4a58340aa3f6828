internal import MIME

/// Puts together what a report says of each recipient: its standard fields, its prose, and what came back.
enum RecipientReading {
    /// Diagnostic text that is kept. In characters.
    private static let longestDiagnostic = 1_000

    /// The recipients of a standard report, with the words of its prose where the fields say little.
    static func recipients(
        of fields: [MIME.DeliveryReport.Recipient], prose: FreeFormReader
    ) -> [MailReport.Recipient] {
        let found = prose.recipients()
        var words: [String: String] = [:]
        for one in found where words[one.address.lowercased()] == nil {
            words[one.address.lowercased()] = one.words
        }
        // A report of one recipient is about that one, whatever the prose calls them.
        let only = fields.count == 1 && found.count <= 1
        return fields.map { recipient in
            let names = [recipient.originalRecipient, recipient.finalRecipient].compactMap {
                $0?.lowercased()
            }
            let said =
                names.lazy.compactMap { words[$0] }.first
                ?? (only ? found.first?.words ?? prose.allWords : "")
            return read(
                address: recipient.address ?? found.first?.address ?? "", status: recipient.status,
                action: recipient.action?.rawValue, diagnostic: recipient.diagnostic ?? "",
                prose: said)
        }
    }

    /// The recipients of a report in prose.
    static func recipients(
        prose: FreeFormReader, failedHeader: [String], returned: ReturnedMail, domain: String?,
        isDelay: Bool
    ) -> [MailReport.Recipient] {
        let found = prose.recipients()
        var words: [String: String] = [:]
        for one in found { words[one.address.lowercased()] = one.words }
        var addresses = failedHeader.isEmpty ? found.map(\.address) : failedHeader
        if addresses.isEmpty, let domain { addresses = prose.bareNames(at: domain) }
        if addresses.isEmpty { addresses = returned.recipients }
        if addresses.isEmpty { addresses = [""] }
        let all = prose.allWords
        return addresses.map { address in
            var said = words[address.lowercased()] ?? (found.count == 1 ? found[0].words : "")
            if !FreeFormReader.saysSomething(said) { said = said.isEmpty ? all : said + " " + all }
            return read(
                address: address, status: nil, action: isDelay ? "delayed" : nil, diagnostic: said,
                prose: "")
        }
    }

    private static func read(
        address: String, status field: String?, action: String?, diagnostic: String, prose: String
    ) -> MailReport.Recipient {
        var diagnostic = diagnostic
        if !FreeFormReader.saysSomething(diagnostic), FreeFormReader.saysSomething(prose) {
            diagnostic = diagnostic.isEmpty ? prose : diagnostic + " " + prose
        }
        var status = sharper(field, BounceCodes.status(in: diagnostic))
        if status.map({ BounceCodes.weight(of: $0) < 2 }) ?? true {
            status = sharper(
                status,
                BounceCodes.status(in: prose).flatMap { BounceCodes.weight(of: $0) == 2 ? $0 : nil }
            )
        }
        let code = BounceCodes.reply(in: diagnostic) ?? BounceCodes.reply(in: prose)
        let isGood =
            ["delivered", "relayed", "expanded"].contains(action ?? "")
            || field?.hasPrefix("2") == true
        var reason: BounceReason?
        if !isGood {
            reason = BounceReason.decide(
                diagnostic: diagnostic, status: status, replyCode: code, action: action)
            // Google writes these in every language, and always for one of a few reasons.
            if reason == .onHold, address.hasSuffix("@googlegroups.com") { reason = .rejected }
        }
        return MailReport.Recipient(
            address: address, status: status, replyCode: isGood ? nil : code, action: action,
            diagnostic: String(diagnostic.prefix(longestDiagnostic)), reason: reason)
    }

    /// The Status field, unless it says less than the answer of the other server.
    private static func sharper(_ field: String?, _ said: String?) -> String? {
        guard let field else { return said }
        guard let said else { return field }
        let weights = (BounceCodes.weight(of: field), BounceCodes.weight(of: said))
        return weights.1 > weights.0 || weights == (2, 2) ? said : field
    }
}
