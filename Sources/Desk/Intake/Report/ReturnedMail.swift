internal import MIME

/// The mail that a report is about, as far as it came back: as a part, as a block of header lines, or as text.
struct ReturnedMail {
    /// Message-IDs without angle brackets: of the mail itself first, then those that the report refers to.
    private(set) var ids: [String] = []
    /// Whom it was sent to.
    private(set) var recipients: [String] = []
    /// Who sent it, and where answers to it go: reply addresses of ours among them (VERP).
    private(set) var addresses: [String] = []

    private static let mostLines = 400
    private static let most = 50

    init(_ message: MIME.Message, text: ReportText? = nil) {
        for part in message.parts.dropFirst() {
            if part.parent.flatMap({ message[$0] })?.isMessage == true { read(part.header) }
            if part.contentType.type == "text",
                part.contentType.subtype == "rfc822-headers"
                    || part.contentType.subtype == "global-headers"
            {
                read(MIME.Header(message.content(of: part.id)))
            }
        }
        if let text {
            read(lines: text.returned)
            if ids.isEmpty { read(lines: text.lines) }
        }
        ids += message.references + message.inReplyTo
        addresses += message.to.map(\.address)
        ids = Self.unique(ids)
        recipients = Self.unique(recipients)
        addresses = Self.unique(addresses)
    }

    private mutating func read(_ header: MIME.Header) {
        if let id = header.messageID { ids.append(id) }
        recipients += header.to.map(\.address).filter { $0.contains("@") }
        addresses +=
            (header.from + header.replyTo + header.addresses("Return-Path") + header.sender)
            .map(\.address).filter { $0.contains("@") }
    }

    /// Header lines that a system copied into its text, indented or quoted.
    private mutating func read(lines: [String]) {
        for line in lines.prefix(Self.mostLines) {
            let bare = line.drop { $0 == " " || $0 == "\t" || $0 == ">" }
            guard let colon = bare.prefix(24).firstIndex(of: ":") else { continue }
            let value = String(bare[bare.index(after: colon)...])
            switch bare[..<colon].lowercased() {
            case "message-id": ids.append(value.trimmed.filter { $0 != "<" && $0 != ">" })
            case "to" where recipients.isEmpty:
                recipients += MIME.AddressList.parse(value).map(\.address).filter {
                    $0.contains("@")
                }
            case "return-path", "from", "reply-to", "sender":
                addresses += MIME.AddressList.parse(value).map(\.address).filter {
                    $0.contains("@")
                }
            default: break
            }
        }
    }

    private static func unique(_ list: [String]) -> [String] {
        var seen: Set<String> = []
        return list.filter { !$0.isEmpty && seen.insert($0).inserted }.prefix(most).map { $0 }
    }
}
