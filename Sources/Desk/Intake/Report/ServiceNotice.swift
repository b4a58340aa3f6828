/// A notice of Amazon SES, as its notification service mails it: JSON in the text.
///
/// Only the few values that matter are picked out, wherever they stand; the notice is folded over lines and may be
/// quoted inside of another JSON string.
struct ServiceNotice {
    private(set) var kind: MailReport.Kind
    private(set) var recipients: [MailReport.Recipient] = []
    private(set) var messageIDs: [String] = []

    /// Notices are about 3 KB.
    private static let longest = 60_000
    private static let mostRecipients = 100

    init?(_ text: ReportText) {
        guard text.lines.first(where: { !$0.isEmpty })?.hasPrefix("{") == true else { return nil }
        let lines = text.lines + text.returned
        var bytes: [UInt8] = []
        for line in lines {
            // A "!" at the end of a line was put there to break it.
            let part = line.utf8.drop { $0 == 0x20 }
            bytes += part.last == UInt8(ascii: "!") ? part.dropLast() : part
            if bytes.count > Self.longest { break }
        }
        let json = String(decoding: bytes.lazy.filter { $0 != UInt8(ascii: "\\") }, as: UTF8.self)
        guard
            let type = Self.values(of: "notificationType", in: json).first
                ?? Self.values(of: "eventType", in: json).first
        else { return nil }
        messageIDs = Self.headerValues(of: "Message-ID", in: json)
        switch type {
        case "Bounce": kind = .bounce
        case "Complaint": kind = .feedback
        case "Delivery": kind = .deliveryReceipt
        default: return nil
        }
        let bounceType = Self.values(of: "bounceType", in: json).first ?? ""
        let subtype = Self.values(of: "bounceSubType", in: json).first ?? ""
        let reply = Self.values(of: "smtpResponse", in: json).first ?? ""
        if kind == .deliveryReceipt {
            let start = json.range(of: "\"recipients\":[").map { json.utf8.dropFirst($0) }
            let list = start.map { String(Substring($0.prefix { $0 != UInt8(ascii: "]") })) } ?? ""
            recipients = list.split(separator: "\"").map(String.init).filter { $0.contains("@") }
                .prefix(Self.mostRecipients).map {
                    MailReport.Recipient(address: $0, action: "delivered", diagnostic: reply)
                }
            return
        }
        for piece in Self.objects(
            named: kind == .bounce ? "bouncedRecipients" : "complainedRecipients", in: json)
        {
            guard let address = Self.values(of: "emailAddress", in: piece).first else { continue }
            let diagnostic = Self.values(of: "diagnosticCode", in: piece).first ?? ""
            let status =
                Self.values(of: "status", in: piece).first ?? BounceCodes.status(in: diagnostic)
            let code = BounceCodes.reply(in: diagnostic)
            let action =
                Self.values(of: "action", in: piece).first
                ?? (bounceType == "Transient" ? "delayed" : "failed")
            recipients.append(
                MailReport.Recipient(
                    address: address, status: status, replyCode: code, action: action,
                    diagnostic: diagnostic,
                    reason: kind == .feedback
                        ? nil
                        : Self.reasons[subtype]
                            ?? BounceReason.decide(
                                diagnostic: diagnostic, status: status, replyCode: code,
                                action: action)))
            if recipients.count >= Self.mostRecipients { break }
        }
    }

    /// What the service decided itself; `General` says nothing.
    private static let reasons: [String: BounceReason] = [
        "MailboxFull": .mailboxFull, "MessageTooLarge": .messageTooBig,
        "ContentRejected": .contentError,
        "AttachmentRejected": .securityError, "Suppressed": .suppressed,
        "OnAccountSuppressionList": .suppressed,
    ]

    /// `"name":"value"`
    private static func values(of name: String, in json: String) -> [String] {
        var found: [String] = []
        var rest = json[...]
        let key = "\"\(name)\""
        while found.count < 100, let end = String(rest).range(of: key) {
            let after = rest.utf8.dropFirst(end).drop { $0 == 0x20 || $0 == UInt8(ascii: ":") }
            rest = Substring(after)
            guard after.first == UInt8(ascii: "\"") else { continue }
            found.append(String(Substring(after.dropFirst().prefix { $0 != UInt8(ascii: "\"") })))
        }
        return found
    }

    /// `{"name":"Message-ID","value":"…"}`
    private static func headerValues(of name: String, in json: String) -> [String] {
        guard let end = json.range(of: "\"name\":\"\(name)\"") else { return [] }
        let rest = String(Substring(json.utf8.dropFirst(end).prefix(1_000)))
        return values(of: "value", in: rest).prefix(1).map { $0.filter { $0 != "<" && $0 != ">" } }
    }

    /// The objects of an array, as text.
    private static func objects(named name: String, in json: String) -> [String] {
        guard let end = json.range(of: "\"\(name)\":[") else { return [] }
        let list = json.utf8.dropFirst(end).prefix { $0 != UInt8(ascii: "]") }
        return list.split(separator: UInt8(ascii: "}")).map { String(Substring($0)) }
    }
}
