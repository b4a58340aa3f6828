/// What became of a mail, as a mail server reports it (RFC 3464).
///
/// Only message/delivery-status parts are read; bounces written as prose have none.
public struct DeliveryReport: Sendable, Hashable {
    /// Action field (RFC 3464 §2.3.3).
    public enum Action: String, Sendable, Hashable {
        case failed, delayed, delivered, relayed, expanded
    }

    /// One group of per-recipient fields. Everything is as the sender wrote it, types such as `rfc822;`
    /// and comments removed.
    public struct Recipient: Sendable, Hashable {
        /// The address as the sender of the original mail wrote it, if the server says so.
        public var originalRecipient: String?
        public var finalRecipient: String?
        /// Nil when the field is missing or has an unknown word.
        public var action: Action?
        /// Such as `5.1.1` (RFC 3463).
        public var status: String?
        /// What the other server answered, such as `550 5.1.1 User unknown`.
        public var diagnostic: String?
        public var remoteServer: String?
        public var willRetryUntil: MailDate?

        /// The original recipient, else the final one.
        public var address: String? { originalRecipient ?? finalRecipient }

        public init(
            originalRecipient: String? = nil, finalRecipient: String? = nil, action: Action? = nil,
            status: String? = nil, diagnostic: String? = nil, remoteServer: String? = nil,
            willRetryUntil: MailDate? = nil
        ) {
            self.originalRecipient = originalRecipient
            self.finalRecipient = finalRecipient
            self.action = action
            self.status = status
            self.diagnostic = diagnostic
            self.remoteServer = remoteServer
            self.willRetryUntil = willRetryUntil
        }
    }

    public var recipients: [Recipient] = []
    public var reportingServer: String?
    /// ENVID of the original mail, if it had one.
    public var originalEnvelopeID: String?
    /// The header of the mail that is reported about, if it or its header came back.
    public var originalHeader: Header?
    /// Message-ID of that mail, without angle brackets.
    public var originalMessageID: String? { originalHeader?.messageID }

    /// Nil when the mail has no delivery-status part of its own (those of forwarded mails do not count).
    public init?(_ message: Message, limits: Limits = Limits()) {
        var statusParts: [PartID] = []
        var returned: Header?
        for part in message.parts where Self.isOwn(part, of: message) {
            let type = part.contentType
            if type.type == "message",
                type.subtype == "delivery-status" || type.subtype == "global-delivery-status"
            {
                statusParts.append(part.id)
            } else if returned == nil, part.parent != nil, part.isMessage {
                returned = part.children.first.flatMap { message[$0]?.header }
            } else if returned == nil,
                type.subtype == "rfc822-headers" || type.subtype == "global-headers"
            {
                returned = Header(message.content(of: part.id), limits: limits)
            }
        }
        guard !statusParts.isEmpty else { return nil }
        originalHeader = returned
        for id in statusParts {
            for group in Self.groups(message.content(of: id), limits: limits) { add(group) }
        }
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

    /// per-message-fields 1*( CRLF per-recipient-fields )
    private static func groups(_ bytes: [UInt8], limits: Limits) -> [Header] {
        var groups: [Header] = []
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
        return groups
    }

    private mutating func add(_ group: Header) {
        if let field = group.first("Reporting-MTA") { reportingServer = Self.value(field) }
        if let field = group.first("Original-Envelope-Id") { originalEnvelopeID = field.text }
        var recipient = Recipient()
        recipient.originalRecipient = group.first("Original-Recipient").flatMap(Self.address)
        recipient.finalRecipient = group.first("Final-Recipient").flatMap(Self.address)
        recipient.action = group.first("Action").flatMap {
            Action(rawValue: ASCII.lowercase(String($0.text.prefix { $0.isLetter })))
        }
        recipient.status = group.first("Status").flatMap { Self.status($0.text) }
        recipient.diagnostic = group.first("Diagnostic-Code").flatMap(Self.value)
        recipient.remoteServer = group.first("Remote-MTA").flatMap(Self.value)
        recipient.willRetryUntil = group.first("Will-Retry-Until").flatMap { MailDate($0.unfolded) }
        // QUIRK: groups split in two by an empty line.
        if recipient.address == nil, let last = recipients.indices.last {
            let known = recipients[last]
            recipients[last].action = known.action ?? recipient.action
            recipients[last].status = known.status ?? recipient.status
            recipients[last].diagnostic = known.diagnostic ?? recipient.diagnostic
            recipients[last].remoteServer = known.remoteServer ?? recipient.remoteServer
        } else if recipient.address != nil || recipient.action != nil || recipient.status != nil {
            recipients.append(recipient)
        }
    }

    /// address-type ";" generic-address; also without the type.
    private static func address(_ field: Header.Field) -> String? {
        guard let text = value(field) else { return nil }
        let address = AddressList.parse(Array(text.utf8), limit: 1).first?.address ?? text
        return address.isEmpty ? nil : address
    }

    /// What stands after the type; a value without a type is taken whole.
    private static func value(_ field: Header.Field) -> String? {
        let text = field.text
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

    /// status-code = DIGIT "." 1*3DIGIT "." 1*3DIGIT
    private static func status(_ text: String) -> String? {
        for word in text.utf8.split(whereSeparator: { $0.isWhitespace || $0 == ASCII.leftParen }) {
            let pieces = word.split(separator: ASCII.dot, omittingEmptySubsequences: false)
            if pieces.count == 3, pieces[0].count == 1,
                pieces.allSatisfy({ (1...3).contains($0.count) && $0.allSatisfy(\.isDigit) })
            {
                return String(decoding: word, as: UTF8.self)
            }
        }
        return nil
    }
}
