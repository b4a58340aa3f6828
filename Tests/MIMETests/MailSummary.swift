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
        // Of a nested mail.
        if part.id.index > 0, part.header.first("Date") != nil {
            let said = part.header.first("Date")?.text ?? ""
            lines.append("  dated \(part.header.date?.iso8601 ?? "-") for \(said)")
        }
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
    lines += typedValues(of: message)
    lines.append("defects: \(message.defects.map(\.kind.rawValue))")
    if let text = message.plainText { lines.append("text:\n\(text)") }
    if let text = message.readableText, text != message.plainText {
        lines.append("readable:\n\(text)")
    }
    if let html = message.html { lines.append("html:\n\(html)") }
    return lines.joined(separator: "\n") + "\n"
}

/// What else the library makes of a mail, each only where it is.
private func typedValues(of message: Message) -> [String] {
    var lines: [String] = []
    if let protection = message.protection { lines.append("protection: \(word(protection))") }
    if let partial = message.partial {
        lines.append(
            "partial: \(partial.number) of \(partial.total.map(String.init) ?? "?") of \(partial.id)"
        )
    }
    if let report = message.dispositionReport {
        lines.append(
            "disposition: \(report.outcome?.rawValue ?? "-") \(report.modifiers), "
                + "\(report.isAutomatic ? "automatic" : "manual"), "
                + "\(report.originalRecipient ?? "-"), \(report.finalRecipient ?? "-"), "
                + "\(report.originalMessageID ?? "-"), \(report.reportingAgent ?? "-"), \(report.errors)"
        )
    }
    if let report = message.feedbackReport {
        lines.append(
            "feedback: \(report.kind), \(report.originalSender ?? "-"), \(report.originalRecipients), "
                + "\(report.arrival?.iso8601 ?? "-"), \(report.sourceAddress ?? "-"), "
                + "\(report.reportedDomains), \(report.reportedURIs), \(report.incidents), "
                + "\(report.userAgent ?? "-"), \(report.originalMessageID ?? "-")")
    }
    for calendar in message.calendars {
        lines.append("calendar: \(calendar.method?.rawValue ?? "-")")
        for event in calendar.events {
            lines.append(
                "event: \(event.uid), \(event.summary ?? "-"), \(time(event.start)) to \(time(event.end)), "
                    + "\(event.location ?? "-"), \(event.status ?? "-"), \(event.sequence)"
                    + (event.repeats ? ", repeats" : ""))
            if let recurrence = event.recurrence { lines.append("of: \(time(recurrence))") }
            for person in [event.organizer].compactMap(\.self) + event.attendees {
                lines.append(
                    "with: \(person.name ?? "-") <\(person.address)> \(person.answer ?? "-")")
            }
        }
    }
    for part in message.parts {
        for file in message.enclosedFiles(of: part.id) {
            lines.append(
                "inside \(part.id.index): \(file.name ?? "-"), \(file.contentType), "
                    + "\(file.contentID ?? "-"), \(file.bytes.count) bytes")
        }
        if let archive = message.tnef(of: part.id) { lines += bodies(of: archive) }
    }
    return lines
}

private func word(_ protection: Protection) -> String {
    switch protection {
    case .encrypted(let scheme): "encrypted, \(word(scheme))"
    case .signed(let scheme): "signed, \(word(scheme))"
    case .signedOpaque(let scheme): "signed and packed, \(word(scheme))"
    }
}

private func word(_ scheme: Protection.Scheme) -> String {
    switch scheme {
    case .smime: "S/MIME"
    case .pgpMIME: "PGP/MIME"
    case .pgpInline: "PGP inline"
    case .other(let name): "other \(name)"
    }
}

private func time(_ time: CalendarTime?) -> String {
    guard let time else { return "-" }
    if case .named(let zone) = time.zone { return "\(time.iso8601) \(zone)" }
    return time.iso8601
}

private func bodies(of archive: TNEFArchive) -> [String] {
    [
        "archive: \(archive.subject ?? "-"), text \(archive.plainText ?? "-"), html \(archive.html ?? "-")"
    ]
        + archive.messages.flatMap(bodies)
}
