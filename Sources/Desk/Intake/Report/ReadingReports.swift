internal import MIME

extension MailReport {
    /// Recognises a report by a mail system, or answers nil.
    ///
    /// Standard reports first (RFC 3464, RFC 8098, RFC 5965, RFC 7489, RFC 8460), then the notices of mail
    /// services, then prose.
    init?(_ message: MIME.Message) {
        if let standard = Self.standard(message) {
            self = standard
        } else if let report = Self.delivery(message) {
            self = report
        } else {
            return nil
        }
    }

    // MARK: Reports that are not about delivery

    private static func standard(_ message: MIME.Message) -> MailReport? {
        let root = message.parts[0].contentType
        let type =
            root.subtype == "report" ? root.parameters["report-type"]?.lowercased() ?? "" : ""
        if type.contains("disposition-notification")
            || root.subtype == "report" && holds(message, "disposition-notification")
        {
            return MailReport(kind: .readReceipt, originalIDs: ReturnedMail(message).ids)
        }
        if type.contains("feedback-report")
            || root.subtype == "report" && holds(message, "feedback-report")
        {
            return MailReport(kind: .feedback, originalIDs: ReturnedMail(message).ids)
        }
        if type.contains("tlsrpt") || message.header.first("TLS-Report-Domain") != nil
            || isAggregate(message)
        {
            return MailReport(kind: .aggregate)
        }
        return nil
    }

    private static func holds(_ message: MIME.Message, _ subtype: String) -> Bool {
        message.parts.prefix(20).contains {
            $0.contentType.type == "message" && $0.contentType.subtype == subtype
        }
    }

    /// RFC 7489 §7.2.1.1: `Report Domain: example.org Submitter: mail.example Report-ID: <…>`, with an
    /// archive.
    private static func isAggregate(_ message: MIME.Message) -> Bool {
        guard let subject = message.subject?.lowercased() else { return false }
        let text = BounceText(subject)
        let isNamed =
            text.contains([Array("report domain:".utf8), Array("submitter:".utf8)])
            || text.contains([Array("report domain:".utf8), Array("report-id:".utf8)])
        guard isNamed else { return false }
        return message.parts.prefix(20).contains {
            ["zip", "gzip", "x-gzip", "x-zip-compressed", "xml", "octet-stream"]
                .contains($0.contentType.subtype)
                || ["gz", "zip", "xml", "json"].contains(
                    $0.filename?.split(separator: ".").last.map { $0.lowercased() } ?? "")
        }
    }

    // MARK: Delivery

    private static func delivery(_ message: MIME.Message) -> MailReport? {
        let standard = message.deliveryReport
        // Most mail is no report: look at the few words that tell before reading all.
        guard standard != nil || mayBeReport(message) else {
            return ReportRecognition.isPersonalChallenge(message)
                ? MailReport(kind: .challenge, originalIDs: ReturnedMail(message).ids) : nil
        }
        let text = ReportText(message)
        let recognised = ReportRecognition(message, text: text)
        if standard == nil, recognised.isDaemon, let inner = Self.innerReport(message) {
            return inner
        }
        let returned = ReturnedMail(message, text: text)
        if let notice = ServiceNotice(text) {
            return MailReport(
                kind: notice.kind, recipients: notice.recipients,
                originalIDs: notice.messageIDs + returned.ids,
                originalAddresses: returned.addresses)
        }
        if standard != nil || recognised.kind != nil, recognised.isChallenge {
            return MailReport(
                kind: .challenge, originalIDs: returned.ids, originalAddresses: returned.addresses)
        }
        let reader = FreeFormReader(
            lines: text.lines, strangers: strangers(message))
        var recipients: [Recipient] = []
        var kind: Kind
        let reported = standard?.recipients ?? []
        let fields =
            reported.isEmpty
            ? StatusFields.recipients(in: text.lines + [""] + text.returned) : reported
        if !fields.isEmpty, standard != nil || recognised.kind != nil {
            recipients = RecipientReading.recipients(of: fields, prose: reader)
            kind = Self.kind(of: recipients, prose: recognised.kind)
        } else {
            guard let found = recognised.kind ?? (standard != nil ? .bounce : nil) else {
                return recognised.isDaemon && recognised.isChallenge
                    ? MailReport(kind: .challenge, originalIDs: returned.ids) : nil
            }
            kind = found
            let domain = message.from.first?.address.split(separator: "@").last.map(String.init)
            let failed = message.header.all("X-Failed-Recipients").map(\.text)
                .flatMap { $0.split(separator: ",").map { String($0).trimmed } }
            recipients = RecipientReading.recipients(
                prose: reader, failedHeader: failed, returned: returned, domain: domain,
                isDelay: kind == .delayWarning)
        }
        return MailReport(
            kind: kind, recipients: recipients, originalIDs: returned.ids,
            originalAddresses: returned.addresses)
    }

    /// Gateways wrap a report into a notice of their own.
    private static func innerReport(_ message: MIME.Message) -> MailReport? {
        guard
            let part = message.attachments.lazy.compactMap({ message[$0] }).first(
                where: \.isMessage),
            let child = part.children.first,
            message[child]?.contentType.subtype == "report"
        else { return nil }
        let inner = MIME.Message(message.content(of: part.id))
        // No deeper: a report inside of a report inside of a report is a trick.
        guard inner.deliveryReport != nil else { return nil }
        return delivery(inner)
    }

    /// A cheap look before the report is read as one: a sender, a header or a subject that reports have.
    private static func mayBeReport(_ message: MIME.Message) -> Bool {
        let root = message.parts[0].contentType
        if root.subtype == "report" { return true }
        for field in message.header.fields.prefix(200) {
            switch field.name.utf8.count {
            case 11 where field.isNamed("Return-Path"):
                let path = field.text.filter { !$0.isWhitespace }.lowercased()
                if path == "<>" || path.contains("mailer-daemon") { return true }
            case 19 where field.isNamed("X-Failed-Recipients"): return true
            case 20 where field.isNamed("X-MS-Embedded-Report"): return true
            default: break
            }
        }
        return ReportRecognition.mayBeReport(message)
    }

    private static func kind(of recipients: [Recipient], prose: Kind?) -> Kind {
        let actions = recipients.compactMap(\.action)
        if actions.contains(where: { $0.hasPrefix("fail") }) { return .bounce }
        if actions.contains(where: { $0.hasPrefix("delay") }) { return .delayWarning }
        let good = ["delivered", "relayed", "expanded"]
        if !actions.isEmpty, actions.allSatisfy({ good.contains($0) }) { return .deliveryReceipt }
        if recipients.contains(where: { $0.status?.hasPrefix("5") == true }) { return .bounce }
        if !recipients.isEmpty, recipients.allSatisfy({ $0.status?.hasPrefix("2") == true }) {
            return .deliveryReceipt
        }
        return prose ?? .bounce
    }

    /// Addresses of the report itself: who wrote it, and who gets it.
    private static func strangers(_ message: MIME.Message) -> Set<String> {
        Set((message.from + message.to + message.replyTo + message.sender).map(\.folded))
    }
}
