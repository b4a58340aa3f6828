import MIME

/// The readers that strangers' bytes reach, and what must be true whatever the bytes are. The tests run
/// some thousand inputs through them; `Scripts/fuzz.sh` compiles this file for libFuzzer as well.
enum FuzzTarget: String, CaseIterable, Sendable {
    /// A whole mail, every body decoded.
    case mail
    /// A header and each value in it: text, parameters, ids.
    case header
    /// One address list.
    case address
    /// One date.
    case date
    /// A winmail.dat.
    case tnef
    /// A body under each transfer encoding and in many charsets.
    case body
    /// A draft whose every value comes from the input, built and read back.
    case draft

    /// The first rule that the bytes broke; nil when all is well.
    func complaint(about bytes: [UInt8]) -> String? {
        switch self {
        case .mail: Self.mail(bytes)
        case .header: Self.header(bytes)
        case .address: Self.address(bytes)
        case .date: Self.date(bytes)
        case .tnef: Self.tnef(bytes)
        case .body: Self.body(bytes)
        case .draft: FuzzDraft.complaint(about: bytes)
        }
    }

    private static func mail(_ bytes: [UInt8]) -> String? {
        let limits = Limits()
        let message = Message(bytes, limits: limits)
        guard message.bytes == bytes else { return "the bytes were changed" }
        guard !message.parts.isEmpty, message.parts.count <= limits.parts + 1 else {
            return "\(message.parts.count) parts"
        }
        for (index, part) in message.parts.enumerated() {
            if part.id.index != index { return "part \(index) has another id" }
            guard part.headerRange.upperBound <= part.bodyRange.lowerBound else {
                return "part \(index) begins its body within its header"
            }
            if let parent = part.parent {
                guard parent.index < index, message[parent]?.children.contains(part.id) == true
                else { return "part \(index) is no child of its parent" }
            } else if index > 0 {
                return "part \(index) has no parent"
            }
            guard message.rawContent(of: part.id).count == part.bodyRange.count else {
                return "part \(index) has a body of another length"
            }
            // No encoding makes a body larger, except that uuencoded lines may claim more than they have.
            let content = message.content(of: part.id)
            if content.count > part.bodyRange.count * 32 + 64 { return "part \(index) grew" }
            if let complaint = inspect(part.header) ?? oneLine(part.filename, "file name")
                ?? oneLine(part.contentID, "content id")
            {
                return complaint
            }
            if part.contentType.type == "text", hasReturns(message.text(of: part.id)) {
                return "the text of part \(index) has carriage returns"
            }
            if let archive = message.tnef(of: part.id), let complaint = inspect(archive) {
                return complaint
            }
        }
        let shown = message.textBody + message.htmlBody + message.richBody + message.attachments
        guard shown.allSatisfy({ message[$0] != nil }) else { return "a view has unknown parts" }
        if let text = message.plainText, hasReturns(text) { return "the text has carriage returns" }
        if let html = message.html, hasReturns(html) { return "the HTML has carriage returns" }
        if let report = message.deliveryReport,
            report.recipients.count > limits.reportRecipients + 1
        {
            return "\(report.recipients.count) recipients in a report"
        }
        return nil
    }

    private static func header(_ bytes: [UInt8]) -> String? {
        if let complaint = inspect(Header(bytes)) { return complaint }
        // The whole input as one value, line ends included.
        for name in ["Subject", "Content-Type", "Content-Disposition", "References", "To"] {
            let field = Header.Field(name: name, rawValue: bytes)
            if let complaint = inspect(Header(fields: [field])) { return complaint }
        }
        let mail = Array("Content-Type: application/x; name=".utf8) + bytes + Array("\n\nx".utf8)
        let part = Message(mail).parts[0]
        for name in part.contentType.parameters.names {
            guard let value = part.contentType.parameters[name] else { return "a name, no value" }
            if let complaint = oneLine(value, "parameter") { return complaint }
        }
        return nil
    }

    private static func inspect(_ header: Header) -> String? {
        let limits = Limits()
        if header.fields.count > limits.fields { return "\(header.fields.count) fields" }
        for field in header.fields {
            if let complaint = oneLine(field.text, "text of a field") { return complaint }
            if field.name.isEmpty { return "a field without a name" }
            if field.rawValue.count > limits.fieldBytes { return "a field of too many bytes" }
        }
        for name in ["From", "Sender", "Reply-To", "To", "Cc", "Bcc"] {
            if let complaint = inspect(header.addresses(name)) { return complaint }
        }
        let ids = header.references + header.inReplyTo + [header.messageID].compactMap(\.self)
        if ids.count > 2 * limits.references + 1 { return "\(ids.count) message ids" }
        for id in ids {
            if id.isEmpty { return "an empty message id" }
            if let complaint = oneLine(id, "message id") { return complaint }
        }
        if let date = header.date { return inspect(date) }
        return nil
    }

    private static func address(_ bytes: [UInt8]) -> String? {
        inspect(AddressList.parse(bytes)) ?? inspect(AddressList.parse(bytes, limit: 3), most: 3)
    }

    private static func inspect(_ list: [Address], most: Int = Limits().addresses) -> String? {
        if list.count > most { return "\(list.count) addresses" }
        for address in list {
            for text in [address.name, address.address, address.group] {
                if let complaint = oneLine(text, "address") { return complaint }
            }
            if address.name?.isEmpty == true { return "an empty name that is not nil" }
            _ = address.folded
            _ = address.isPlausible
        }
        return nil
    }

    private static func date(_ bytes: [UInt8]) -> String? {
        MailDate(bytes).flatMap(inspect)
    }

    private static func inspect(_ date: MailDate) -> String? {
        guard (-1439...1439).contains(date.offsetMinutes) else { return "a zone beyond a day" }
        guard MailDate(date.headerValue) == date else {
            return "\(date.headerValue) is not read back the same"
        }
        return MailDate(date.iso8601) == date ? nil : "\(date.iso8601) is not read back the same"
    }

    private static func tnef(_ bytes: [UInt8]) -> String? {
        let signature: [UInt8] = [0x78, 0x9F, 0x3E, 0x22]
        for input in [bytes, signature + bytes] {
            guard let archive = TNEFArchive(input) else { continue }
            if let complaint = inspect(archive) { return complaint }
        }
        return nil
    }

    private static func inspect(_ archive: TNEFArchive) -> String? {
        if archive.files.count > 500 { return "\(archive.files.count) files" }
        for file in archive.files {
            if let complaint = oneLine(file.name, "file name")
                ?? oneLine(file.contentType, "content type")
                ?? oneLine(file.contentID, "content id")
            {
                return complaint
            }
        }
        return nil
    }

    private static let charsets = [
        "utf-8", "us-ascii", "iso-8859-1", "iso-2022-jp", "shift_jis", "gb2312", "big5", "euc-kr",
        "hz-gb-2312", "utf-7", "utf-16", "koi8-r", "x-unknown", "",
    ]

    private static func body(_ bytes: [UInt8]) -> String? {
        let encodings = ["7bit", "base64", "quoted-printable", "x-uuencode", "x-yenc", "unknown"]
        for encoding in encodings {
            let fields = "Content-Type: text/plain\nContent-Transfer-Encoding: \(encoding)\n\n"
            if let complaint = mail(Array(fields.utf8) + bytes) { return complaint }
        }
        for charset in charsets {
            for type in ["plain; format=flowed; delsp=yes", "html"] {
                let fields = "Content-Type: text/\(type); charset=\"\(charset)\"\n\n"
                let message = Message(Array(fields.utf8) + bytes)
                if hasReturns(message.text(of: PartID(index: 0))) {
                    return "a text in \(charset) has carriage returns"
                }
            }
        }
        return nil
    }

    /// Nothing that was decoded may start a new line, or end a string early, where it is used.
    private static func oneLine(_ text: String?, _ what: String) -> String? {
        guard let text, text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else { return nil }
        return "control characters in a \(what)"
    }

    private static func hasReturns(_ text: String) -> Bool {
        text.utf8.contains { $0 == 0x0D || $0 == 0 }
    }
}
