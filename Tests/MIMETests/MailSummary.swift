import MIME

/// What a test mail was understood to be, as text that a person can check against the mail.
func summary(of message: Message) -> String {
    var lines: [String] = []
    func people(_ name: String, _ list: [Address]) {
        for person in list {
            let group = person.group.map { " in \($0)" } ?? ""
            lines.append("\(name): \(person.name ?? "-") <\(person.address)>\(group)")
        }
    }
    lines.append("subject: \(message.subject ?? "-")")
    people("from", message.from)
    people("sender", message.sender)
    people("reply-to", message.replyTo)
    people("to", message.to)
    people("cc", message.cc)
    if let date = message.date { lines.append("date: \(date.iso8601)") }
    if let id = message.messageID { lines.append("message-id: \(id)") }
    if !message.inReplyTo.isEmpty { lines.append("in-reply-to: \(message.inReplyTo)") }
    if !message.references.isEmpty { lines.append("references: \(message.references)") }
    for part in message.parts {
        var line = "part \(part.id.index): \(part.contentType.name)"
        if let parent = part.parent { line += " in \(parent.index)" }
        if let disposition = part.disposition { line += ", \(disposition)" }
        if let name = part.filename { line += ", named \(name)" }
        if let id = part.contentID { line += ", id \(id)" }
        // Without CR, so that it is the same for both kinds of line end.
        let isFile = part.transferEncoding == .base64
        let size = message.content(of: part.id).count { isFile || $0 != 0x0D }
        if part.children.isEmpty { line += ", \(size) bytes" }
        if part.source > 0 { line += ", decoded" }
        lines.append(line)
    }
    lines.append("attachments: \(message.attachments.map(\.index))")
    if let report = message.deliveryReport {
        for recipient in report.recipients {
            lines.append(
                "report: \(recipient.originalRecipient ?? "-"), \(recipient.finalRecipient ?? "-"), "
                    + "\(recipient.action?.rawValue ?? "-"), \(recipient.status ?? "-"), "
                    + "\(recipient.diagnostic ?? "-"), \(recipient.willRetryUntil?.iso8601 ?? "-")")
        }
        lines.append(
            "reported: \(report.originalMessageID ?? "-") by \(report.reportingServer ?? "-")")
    }
    lines.append("defects: \(message.defects.map(\.kind.rawValue))")
    if let text = message.plainText { lines.append("text:\n\(text)") }
    if let html = message.html { lines.append("html:\n\(html)") }
    return lines.joined(separator: "\n") + "\n"
}
