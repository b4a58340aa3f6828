internal import Desk
internal import HTTPTypes
internal import Hummingbird
internal import MIME
internal import Markup
internal import NIOCore
internal import NIOPosix
internal import Store

extension WebServer {
    /// A mail's own HTML, sanitised, for the sandboxed frame on the ticket page.
    func messageHTML(_ request: Request, _ context: StaffContext) async throws -> Response {
        try await showMail(try context.id(), withImages: false, context)
    }

    /// *Show images*, once or always for this sender. By a form with its token, never by an address: a link
    /// in a mail must not be able to ask for it.
    func showImages(_ request: Request, _ context: StaffContext) async throws -> Response {
        let id: TicketMessageID = try context.id()
        let choice = context.form["images"]
        if choice == "once" { return try await showMail(id, withImages: true, context) }
        guard choice == "always" || choice == "never" else { throw HTTPError(.badRequest) }
        let (now, me) = (context.visit.now, context.person.id)
        let ticket = try await store.write { tables -> TicketID in
            guard let message = try tables.message.find(id), !message.from.address.isEmpty,
                try tables.ticket.find(message.ticket) != nil
            else { throw HTTPError(.notFound) }
            if choice == "always" {
                try tables.imageSender.allow(message.from.address, at: now, by: me)
            } else {
                try tables.imageSender.forget(message.from.address)
            }
            return message.ticket
        }
        let back = Site.ticket(ticket).with(choice == "always" ? .showing : .hiding)
        return .see(Path(text: "\(back.text)#m\(id)"))
    }

    private func showMail(
        _ id: TicketMessageID, withImages: Bool, _ context: StaffContext
    ) async throws -> Response {
        let found = try await store.read { tables -> (TicketMessage, [UInt8], Set<String>?)? in
            guard let message = try tables.message.find(id), let raw = message.raw,
                try tables.ticket.find(message.ticket) != nil,
                let bytes = try tables.rawMail.bytes(of: raw)
            else { return nil }
            guard try tables.imageSender.isAllowed(message.from.address) else {
                return (message, bytes, nil)
            }
            let mailbox = try message.ledger.flatMap { try tables.ledger.find($0)?.mailbox }
            let host = try mailbox.flatMap { try tables.mailbox.find($0)?.host }
            return (message, bytes, try tables.setting.intake().trusted(forMailboxAt: host))
        }
        guard let (message, bytes, trusted) = found else { throw HTTPError(.notFound) }
        // Reading and cleaning a hostile mail may take seconds of a processor, which other pages must not
        // wait for.
        let visit = context.visit
        let (html, images) = try await NIOThreadPool.singleton.runIfActive {
            let mail = MIME.Message(bytes)
            // A mail of which the receiving server says that it is forged opens nothing by its sender's name.
            let isAllowed =
                trusted.map { !ReceivedMail(mail, trusting: $0).isSenderRefuted } ?? false
            let images = withImages || isAllowed
            let frame = MailFrame(message: message, allowsRemoteImages: images)
            return (frame.html(mail, visit), images)
        }
        return html.response(headers: MailFrame.headers(allowsRemoteImages: images))
    }

    func attachment(_ request: Request, _ context: StaffContext) async throws -> Response {
        let id: AttachmentID = try context.id("attachment")
        let message: TicketMessageID = try context.id()
        let found = try await store.read { tables -> (Attachment, [UInt8])? in
            guard let owner = try tables.message.find(message),
                try tables.ticket.find(owner.ticket) != nil,
                owner.attachments.contains(where: { $0.id == id }),
                let (attachment, raw) = try tables.message.attachment(id),
                let bytes = try tables.rawMail.bytes(of: raw)
            else { return nil }
            return (attachment, bytes)
        }
        guard let (attachment, bytes) = found else { throw HTTPError(.notFound) }
        let mail = MIME.Message(bytes)
        guard attachment.part >= 0, attachment.part < mail.parts.count else {
            throw HTTPError(.notFound)
        }
        let part = PartID(index: attachment.part)
        guard let member = attachment.member else {
            return Download(attachment).response(mail.content(of: part))
        }
        let files = mail.enclosedFiles(of: part)
        guard files.indices.contains(member) else { throw HTTPError(.notFound) }
        return Download(attachment).response(files[member].bytes)
    }
}

/// The document inside the frame. It has no scripts, no forms, and reaches nothing but its own pictures.
struct MailFrame {
    var message: TicketMessage
    var allowsRemoteImages: Bool

    /// Sandboxed by header too, so that the address opened alone is as harmless as inside the frame. The same
    /// origin is kept for the pictures' cookie and the frame's height; without scripts it gives a mail nothing.
    static func headers(allowsRemoteImages: Bool) -> HTTPFields {
        let images =
            allowsRemoteImages ? "img-src 'self' data: https: http:" : "img-src 'self' data:"
        return [
            .contentSecurityPolicy:
                "sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox; "
                + "default-src 'none'; \(images); style-src 'unsafe-inline'; form-action 'none'; "
                + "base-uri 'none'; frame-ancestors 'self'"
        ]
    }

    func html(_ mail: MIME.Message, _ visit: Visit) -> HTML {
        let message = message
        // Where each picture of the mail is served, by its Content-ID.
        let pictures = Dictionary(
            message.attachments.compactMap { file in
                file.contentID.map { ($0, Site.attachment(file.id, of: message.id).text) }
            }, uniquingKeysWith: { first, _ in first })
        let options = SanitizerOptions(allowsRemoteImages: allowsRemoteImages) { pictures[$0] }
        let clean = Sanitizer.sanitize(mail.readableHTML ?? "", options: options)
        let t = visit.language
        let notice: HTML? =
            clean.blockedImages > 0 && !allowsRemoteImages
            ? "<p style=\"font:12px system-ui;color:#666;border-bottom:1px solid #ddd;margin:0 0 8px;padding:0 0 6px\">\(t("Remote images were not loaded (\(clean.blockedImages)): they would tell the sender that the mail was read."))</p>"
            : nil
        return """
            <!DOCTYPE html>
            <html lang="und"><head><meta charset="utf-8"><meta name="color-scheme" content="light"><title>\(message.subject)</title>
            <base target="_blank"><style>body{font:14px/1.45 system-ui,sans-serif;color:#222;background:#fff;margin:12px;overflow-wrap:anywhere}img{max-width:100%;height:auto}table{max-width:100%}blockquote{margin-left:0;padding-left:12px;border-left:2px solid #ccc}pre{white-space:pre-wrap}a[data-host]::after{content:" ⚠ " attr(data-host);color:#8a1f11;background:#fff1ef;border:1px solid #e5b5ad;border-radius:3px;padding:0 3px;margin-left:3px;font-size:12px}</style></head>
            <body data-blocked="\(allowsRemoteImages ? 0 : clean.blockedImages)">\(notice)\(clean.html)</body></html>
            """
    }
}

/// A file of a mail on its way to the browser. What it says of itself is not believed.
struct Download {
    var name: String
    var contentType: String
    var isShown: Bool

    /// Types that a browser can only draw. Everything else, SVG and HTML above all, is downloaded.
    static let drawnTypes: Set<String> = ["image/png", "image/jpeg", "image/gif", "image/webp"]

    init(_ attachment: Attachment) {
        isShown = attachment.isInline && Self.drawnTypes.contains(attachment.contentType)
        contentType = isShown ? attachment.contentType : "application/octet-stream"
        name = attachment.name
    }

    init(name: String, contentType: String) {
        self.name = name
        self.contentType = contentType
        isShown = false
    }

    func response(_ content: [UInt8]) -> Response {
        Response(
            status: .ok,
            headers: [
                .contentType: contentType,
                .contentDisposition: disposition,
                .contentSecurityPolicy: "sandbox; default-src 'none'; frame-ancestors 'self'",
                .cacheControl: "private, no-cache",
            ],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: content)))
    }

    /// RFC 6266, with the name once in plain ASCII and once as RFC 8187 writes it.
    var disposition: String {
        let kind = isShown ? "inline" : "attachment"
        let name = Self.safeName(self.name)
        var plain = ""
        for scalar in name.unicodeScalars {
            let isPlain =
                scalar.value >= 0x20 && scalar.value < 0x7F
                && !"\"\\%;".unicodeScalars.contains(scalar)
            plain.unicodeScalars.append(isPlain ? scalar : "_")
        }
        return "\(kind); filename=\"\(plain)\"; filename*=UTF-8''\(Path.encoded(name))"
    }

    /// Without path, control characters, or marks that turn the reading direction and so hide an extension.
    static func safeName(_ name: String) -> String {
        let hidden: Set<Unicode.Scalar> = [
            "\u{200E}", "\u{200F}", "\u{202A}", "\u{202B}", "\u{202C}", "\u{202D}", "\u{202E}",
            "\u{2066}", "\u{2067}", "\u{2068}", "\u{2069}", "\u{FEFF}",
        ]
        var scalars = String.UnicodeScalarView()
        for scalar in name.unicodeScalars.prefix(200) {
            if scalar == "/" || scalar == "\\" || scalar == ":" {
                scalars.append("_")
            } else if scalar.value >= 0x20 && scalar.value != 0x7F && !hidden.contains(scalar)
                && scalar.properties.generalCategory != .control
            {
                scalars.append(scalar)
            }
        }
        var safe = String(scalars).withoutBlanksAround
        while safe.first == "." { safe.removeFirst() }
        return safe.isEmpty ? "file" : safe
    }
}
