internal import MIME

extension MailReport {
    /// The lines of a returned or free-form report that are looked at. Reports say what happened
    /// at their start; what is below is usually the returned mail.
    private static let mostLines = 400

    /// Recognises a report by a mail system, or answers nil.
    init?(_ message: MIME.Message) {
        let root = message.parts.first?.contentType
        let reportType = root?.parameters["report-type"]?.lowercased() ?? ""
        if root?.subtype == "report" && reportType.contains("disposition-notification") {
            self.init(kind: .readReceipt, originalIDs: Self.returnedIDs(message))
            return
        }
        if root?.subtype == "report" && reportType.contains("feedback-report") {
            self.init(kind: .feedback, originalIDs: Self.returnedIDs(message))
            return
        }
        if let report = message.deliveryReport {
            let recipients = report.recipients.map {
                Recipient(
                    address: $0.address ?? "", status: $0.status, action: $0.action?.rawValue,
                    diagnostic: $0.diagnostic ?? "")
            }
            let ids = report.originalMessageID.map { [$0] } ?? []
            self.init(
                kind: Self.kind(of: recipients), recipients: recipients,
                originalIDs: ids + Self.returnedIDs(message))
            return
        }
        guard let freeForm = Self.freeForm(message) else { return nil }
        self = freeForm
    }

    private static func kind(of recipients: [Recipient]) -> Kind {
        let actions = recipients.compactMap(\.action)
        if actions.contains(where: { $0.hasPrefix("fail") }) { return .bounce }
        if actions.contains(where: { $0.hasPrefix("delay") }) { return .delayWarning }
        let good = ["delivered", "relayed", "expanded"]
        if !actions.isEmpty, actions.allSatisfy({ good.contains($0) }) { return .deliveryReceipt }
        return .bounce
    }

    /// The Message-IDs of returned mails or header blocks, and the ids that the report refers to.
    private static func returnedIDs(_ message: MIME.Message) -> [String] {
        var ids: [String] = []
        for part in message.parts.dropFirst() {
            if let id = part.header.first("Message-ID")?.text { ids.append(bare(id)) }
            if part.contentType.type == "text", part.contentType.subtype == "rfc822-headers" {
                ids += idLines(in: message.text(of: part.id))
            }
        }
        ids += message.references + message.inReplyTo
        var seen: Set<String> = []
        return ids.filter { !$0.isEmpty && seen.insert($0).inserted }
    }

    private static func idLines(in text: String) -> [String] {
        text.split(separator: "\n", maxSplits: mostLines).compactMap { line in
            guard line.lowercased().hasPrefix("message-id:") else { return nil }
            return bare(String(line.dropFirst("message-id:".count)))
        }
    }

    private static func bare(_ id: String) -> String {
        id.trimmed.filter { $0 != "<" && $0 != ">" }
    }

    // MARK: Reports in no standard form

    private static let failureSubjects = [
        "undelivered mail", "undeliverable", "delivery status notification (failure)",
        "mail delivery failed", "mail delivery failure", "delivery failure", "failure notice",
        "returned mail", "delivery has failed", "message not delivered", "could not be delivered",
        "unzustellbar", "nicht zustellbar", "non remis", "no se puede entregar",
        "не доставлено", "недоставленное", "mail could not be delivered",
    ]
    private static let delaySubjects = [
        "delivery status notification (delay)", "delayed mail", "delivery delayed",
        "warning: message delayed", "warning: could not send", "still being retried",
    ]

    private static func freeForm(_ message: MIME.Message) -> MailReport? {
        let failed = message.header.all("X-Failed-Recipients").map(\.text)
            .flatMap { $0.split(separator: ",").map { String($0).trimmed } }
        let from = message.from.first?.address.lowercased() ?? ""
        let local = from.prefix { $0 != "@" }
        let isDaemon =
            local == "mailer-daemon" || local == "postmaster" || local == "mail-daemon"
            || message.from.first?.name?.lowercased().contains("mail delivery") == true
        let isNullSender = message.header.all("Return-Path").contains {
            $0.text.filter { !$0.isWhitespace } == "<>"
        }
        let subject = (message.subject ?? "").lowercased()
        let isDelay = delaySubjects.contains { subject.contains($0) }
        let isFailure = failureSubjects.contains { subject.contains($0) }
        // A person may write "returned mail" into a subject: the words need a mail system behind them.
        guard !failed.isEmpty || (isDaemon || isNullSender) && (isDelay || isFailure) else {
            return nil
        }
        let text = message.plainText ?? ""
        let recipients = failed.isEmpty ? addresses(in: text) : failed
        let diagnostic = diagnosticLine(in: text)
        return MailReport(
            kind: isDelay ? .delayWarning : .bounce,
            recipients: recipients.map { Recipient(address: $0, diagnostic: diagnostic) },
            originalIDs: returnedIDs(message) + idLines(in: text))
    }

    /// Addresses in angle brackets or alone on a line at the start of a free-form report.
    private static func addresses(in text: String) -> [String] {
        for line in text.split(separator: "\n", maxSplits: mostLines).prefix(60) {
            let word = String(line).trimmed.filter { $0 != "<" && $0 != ">" && $0 != ":" }
            if word.contains("@") && !word.contains(" ") && word.utf8.count < 255 { return [word] }
        }
        return []
    }

    /// The first line that looks like a mail server's answer.
    private static func diagnosticLine(in text: String) -> String {
        for line in text.split(separator: "\n", maxSplits: mostLines).prefix(80) {
            let digits = String(line).trimmed
            let words = digits.split { !$0.isNumber && $0 != "." }
            if words.contains(where: { isCode($0) }) { return String(digits.prefix(300)) }
        }
        return ""
    }

    private static func isCode(_ word: Substring) -> Bool {
        guard let first = word.first, first == "5" || first == "4" else { return false }
        return word.utf8.count == 3 && word.allSatisfy(\.isNumber)
            || word.split(separator: ".").count == 3 && word.utf8.count <= 8
    }
}
