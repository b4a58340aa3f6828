internal import MIME

/// The words of a report: what its author says, and the mail that came back behind it.
struct ReportText {
    /// What the reporting system says, line by line, trailing blanks removed.
    private(set) var lines: [String] = []
    /// What came back as text: header lines, and the start of the body.
    private(set) var returned: [String] = []

    /// Reports say what happened at their start; what is below is usually the returned mail.
    private static let mostLines = 400
    private static let mostReturnedLines = 200
    private static let mostBytes = 100_000

    init(_ message: MIME.Message) {
        var isCut = false
        for part in message.parts where Self.isWords(part, of: message) {
            var text = message.text(of: part.id)
            if part.contentType.isHTML {
                if !lines.isEmpty { continue }
                text = ReplyText.plain(html: text)
            }
            if !lines.isEmpty {
                lines.append("")
                if Self.isHeaderBlock(text) { isCut = true }
            }
            for line in text.utf8.prefix(Self.mostBytes).split(
                separator: 0x0a, omittingEmptySubsequences: false)
            {
                var bytes = Array(line)
                while let last = bytes.last, last == 0x20 || last == 0x0d || last == 0x09 {
                    bytes.removeLast()
                }
                let line = String(decoding: bytes, as: UTF8.self)
                if !isCut, Self.beginsReturned(line) { isCut = true }
                if isCut {
                    if returned.count < Self.mostReturnedLines { returned.append(line) }
                } else if lines.count < Self.mostLines {
                    lines.append(line)
                }
            }
        }
    }

    /// Whether a text after the first is the header of the mail that came back.
    private static func isHeaderBlock(_ text: String) -> Bool {
        let names = [
            "Received", "Return-Path", "From", "To", "Subject", "Date", "Message-ID",
            "MIME-Version",
            "X-Mailer", "Message-Id",
        ]
        var seen = 0
        for line in text.utf8.prefix(4_000).split(separator: 0x0a).prefix(12) {
            let line = Substring(line)
            if names.contains(where: { line.hasPrefix($0 + ":") }) { seen += 1 }
        }
        return seen >= 3
    }

    /// Texts of the mail itself; names of files don't matter, for some attach their words.
    private static func isWords(_ part: MIME.Part, of message: MIME.Message) -> Bool {
        let type = part.contentType
        // QUIRK: a report that promises parts and has none is its text.
        if part.parent == nil, part.children.isEmpty, type.type == "multipart" { return true }
        guard
            type.type == "text" && (type.subtype == "plain" || type.isHTML || type.subtype == "")
                || type.type == "message" && type.subtype == "delivery-status" && part.parent == nil
        else { return false }
        var parent = part.parent
        while let id = parent, let found = message[id] {
            if found.isMessage { return false }
            parent = found.parent
        }
        return true
    }

    /// Whether the returned mail begins at this line.
    private static func beginsReturned(_ line: String) -> Bool {
        guard line.utf8.count < 200 else { return false }
        if ReportMarks.returnedStarts.contains(where: { line.hasPrefix($0) }) { return true }
        return ReportMarks.returned.isFound(in: BounceText(line))
    }
}

/// Words by which the parts of reports are known.
enum ReportMarks {
    static let returnedStarts = [
        "Received: ", "Received:from", "Return-Path: ", "Return-path: ", ">Return-Path: ",
        ">Received: ",
    ]

    /// Lines above the mail that came back.
    static let returned = PhraseTable(
        """
        is a copy of
        copy of the message, including
        copy of the message's header
        copy of the original message
        original message follows
        original message headers
        bounced e-mail:
        old message:
        original message info
        original message header:
        original message:
        original message -----
        original message--
        original message as received
        original mail as follows
        original mail header
        -original mail info
        mail header follows
        message header follows
        message headers follow
        header of the original
        headers of the original
        header of the source mail
        copy of the message header
        unsent message follows
        unsent message below
        returned message ---
        text of your message
        start of returned message
        mensaje original adjunto
        mensagem original
        tes de message d'origine
        tes d'origine
        cabeceras de mensaje original
        intestazioni originali del messaggio
        ursprungshuvuden
        ursprüngliche nachrichtenkopfzeilen
        no message was collected
        contents of your message
        """)
}
