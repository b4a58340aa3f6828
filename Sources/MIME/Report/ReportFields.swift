/// The machine-readable part of a multipart/report (RFC 6522) and what came back with it.
struct ReportFields {
    /// The blocks of fields, in their order; empty lines divide them.
    private(set) var groups: [Header] = []
    /// The header of the mail that is reported about, if it or its header came back.
    private(set) var originalHeader: Header?

    /// Nil when the mail has no part message/`subtype` of its own; those of forwarded mails do not count.
    init?(_ message: Message, named subtypes: Set<String>, limits: Limits) {
        var found: [PartID] = []
        for part in message.parts where Self.isOwn(part, of: message) {
            let type = part.contentType
            if type.type == "message", subtypes.contains(type.subtype) {
                found.append(part.id)
            } else if originalHeader == nil, part.parent != nil, part.isMessage {
                originalHeader = part.children.first.flatMap { message[$0]?.header }
            } else if originalHeader == nil,
                type.subtype == "rfc822-headers" || type.subtype == "global-headers"
            {
                originalHeader = Header(message.content(of: part.id), limits: limits)
            }
        }
        guard !found.isEmpty else { return nil }
        for id in found { read(message.content(of: id), limits: limits) }
    }

    /// Whether no nested message stands between the part and the mail.
    private static func isOwn(_ part: Part, of message: Message) -> Bool {
        var parent = part.parent
        while let id = parent, let found = message[id] {
            if found.isMessage { return false }
            parent = found.parent
        }
        return true
    }

    /// per-message-fields 1*( CRLF per-recipient-fields ) (RFC 3464 §2.1)
    private mutating func read(_ bytes: [UInt8], limits: Limits) {
        let lines = Lines(bytes)
        var position = 0
        while position < bytes.count, groups.count <= limits.reportRecipients {
            var scanner = HeaderScanner(lines: lines, limits: limits)
            let scanned = scanner.scan(from: position, limit: bytes.count, isFirst: true) { _ in
                false
            }
            if !scanned.header.fields.isEmpty { groups.append(scanned.header) }
            // A line that is no field begins no group: it is passed over.
            position =
                scanned.bodyStart > position
                ? scanned.bodyStart : lines.line(at: position, limit: bytes.count).next
        }
    }

    /// The first field of that name in any group.
    func first(_ name: String) -> Header.Field? {
        for group in groups {
            if let field = group.first(name) { return field }
        }
        return nil
    }

    /// All fields of that name in all groups.
    func all(_ name: String) -> [Header.Field] { groups.flatMap { $0.all(name) } }
}

extension Header.Field {
    /// address-type ";" generic-address (RFC 3464 §2.3.2); also without the type.
    var reportAddress: String? {
        guard let text = reportValue else { return nil }
        let address = AddressList.parse(Array(text.utf8), limit: 1).first?.address ?? text
        return address.isEmpty ? nil : address
    }

    /// What stands after a type such as `rfc822;`; a value without one is taken whole.
    var reportValue: String? {
        let text = text
        var value = text[...]
        if let semicolon = text.utf8.firstIndex(of: ASCII.semicolon),
            text.utf8[..<semicolon].allSatisfy({
                $0.isLetter || $0.isDigit || $0 == ASCII.dash || $0.isBlank
            })
        {
            value = text[text.utf8.index(after: semicolon)...]
        }
        let trimmed = ASCII.trimmed(String(value))
        return trimmed.isEmpty ? nil : trimmed
    }
}
