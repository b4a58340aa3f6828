public import MIME

/// A mail that somebody passed on: who wrote the original, when, about what, and its text.
///
/// A pure reading of one mail; it decides nothing. Only for an operator whose own mail is
/// authenticated may a desk believe it and make a ticket of the original sender: everybody can type
/// `From: the-boss@example.com` into a body.
///
/// An attached message (RFC 2046 §5.2.1) is believed before lines in the text, for it is complete.
/// In the text the header blocks of Outlook, Gmail, Apple Mail, Thunderbird, Yahoo, GMX, Lotus
/// Notes and their like are understood, in the languages of `ReplyTextHeader`.
public struct ForwardedMail: Hashable, Sendable, Codable {
    public enum Form: String, Hashable, Sendable, Codable {
        /// As a message/rfc822 part.
        case attachment
        /// As lines in the text.
        case inline
    }

    public var form: Form
    /// Who wrote the original. Always with an address.
    public var from: Contact
    /// Where the original asks answers to go; only attached messages say so.
    public var replyTo: Contact?
    public var to: [Contact]
    public var cc: [Contact]
    /// Without the `Fwd:` of the mail around it.
    public var subject: String
    /// Nil where it could not be read; see `dateText`.
    public var date: Instant?
    /// The date as it was written, in whatever language.
    public var dateText: String
    /// Without angle brackets. Only attached messages have one.
    public var messageID: String?
    /// The Message-IDs that the original refers to. Only attached messages have them.
    public var references: [String]
    /// What the original's sender wrote, and what was quoted below it.
    public var text: String
    public var quotedText: String
    /// What the forwarder wrote above.
    public var comment: String
    /// The parts (`MIME.PartID.index` in the outer mail) that are the original's attachments.
    public var attachments: [Int]
    /// The part whose content is the original, where it is attached.
    public var part: Int?

    /// Reads the mail that `message` passes on; nil where it passes on none.
    public init?(_ message: MIME.Message) {
        self.init(message, reading: nil)
    }

    /// - Parameter reply: the body as it was read already, to spare reading it twice.
    init?(_ message: MIME.Message, reading reply: ReplyText?) {
        if let attached = Self.attached(in: message, reading: reply) {
            self = attached
        } else if let inline = Self.inline(in: message, reading: reply) {
            self = inline
        } else {
            return nil
        }
    }

    private init(form: Form, from: Contact, subject: String) {
        self.form = form
        self.from = from
        self.subject = String(subject.prefix(MailText.longestSubject))
        to = []
        cc = []
        dateText = ""
        references = []
        text = ""
        quotedText = ""
        comment = ""
        attachments = []
    }

    // MARK: An attached message

    /// More words above an attached message are a mail of their own that has an enclosure.
    private static let longestComment = 120

    private static func attached(
        in message: MIME.Message, reading reply: ReplyText?
    ) -> ForwardedMail? {
        let top = message.parts[0].contentType
        guard top.subtype != "report", top.subtype != "digest",
            let part = message.attachments.lazy.compactMap({ message[$0] })
                .first(where: { $0.isMessage }),
            let child = part.children.first,
            let header = message[child]?.header, let sender = header.from.first,
            sender.isPlausible
        else { return nil }
        let subject = message.subject ?? ""
        let reply = reply ?? ReceivedMail.replyText(of: message)
        let words = reply.visible.split { $0.isWhitespace }.prefix(longestComment + 1).count
        let isAnswer = !message.inReplyTo.isEmpty && !ForwardPrefix.leads(subject)
        guard !isAnswer, words <= longestComment || ForwardPrefix.leads(subject) else { return nil }

        let inner = MIME.Message(message.content(of: part.id))
        var mail = ForwardedMail(
            form: .attachment, from: Contact(sender), subject: MailText.subject(inner))
        mail.replyTo = inner.replyTo.first { $0.isPlausible }.map(Contact.init)
        mail.to = inner.to.map(Contact.init)
        mail.cc = inner.cc.map(Contact.init)
        mail.date = inner.date.map { Instant(seconds: $0.unixSeconds) }
        mail.dateText = inner.header.first("Date")?.text ?? ""
        mail.messageID = inner.messageID
        mail.references = inner.references + inner.inReplyTo
        let body = ReceivedMail.replyText(of: inner)
        mail.text = body.visible
        mail.quotedText = body.quoted
        mail.comment = reply.visible
        // Both trees are in preorder and of the same bytes.
        mail.attachments = inner.attachments.map { child.index + $0.index }
            .filter { $0 < message.parts.count }
        mail.part = part.id.index
        return mail
    }

    // MARK: Lines in the text

    private static func inline(
        in message: MIME.Message, reading reply: ReplyText?
    ) -> ForwardedMail? {
        let subject = message.subject ?? ""
        let isForward = ForwardPrefix.leads(subject)
        let plain = message.plainText
        if let plain, !plain.trimmed.isEmpty {
            let reply = reply ?? ReplyText(plain: plain)
            // Where no mail begins in the text, none is passed on.
            guard isForward || reply.holdsAnotherMail else { return nil }
            return inline(
                in: plain, subject: subject, isForward: isForward,
                isAnswer: !message.inReplyTo.isEmpty, attachments: message.attachments)
        }
        guard let html = message.html, isForward || (reply?.holdsAnotherMail ?? true) else {
            return nil
        }
        return inline(
            in: ReplyText.plain(html: html), subject: subject, isForward: isForward,
            isAnswer: !message.inReplyTo.isEmpty, attachments: message.attachments)
    }

    private static func inline(
        in text: String, subject: String, isForward: Bool, isAnswer: Bool,
        attachments: [MIME.PartID]
    ) -> ForwardedMail? {
        guard
            let block = ForwardedBlock.first(in: text, isForward: isForward, isAnswer: isAnswer)
        else { return nil }
        let title =
            block.subject.isEmpty ? SubjectLine.withoutReplyPrefixes(subject) : block.subject
        var mail = ForwardedMail(form: .inline, from: block.from, subject: title)
        mail.to = block.to
        mail.cc = block.cc
        mail.dateText = String(block.date.prefix(MailText.longestSubject))
        mail.date = MailDate(mail.dateText).map { Instant(seconds: $0.unixSeconds) }
        let body = ReplyText(plain: block.body)
        mail.text = body.visible
        mail.quotedText = body.quoted
        mail.comment = ReplyText(plain: block.comment).visible
        mail.attachments = attachments.map(\.index)
        return mail
    }
}

/// `Fwd:` and its like in front of a subject.
enum ForwardPrefix {
    /// Of the common clients in the common languages. Danish `VS:` is left out: in Finnish it answers.
    private static let words: Set<String> = [
        "fwd", "fw", "forward", "wg", "wtr", "weitergeleitet", "tr", "rv", "reenv", "enc", "i",
        "inoltra", "doorst", "vb", "vl", "vidarebefordrat", "pd", "podaj dalej", "předat",
        "továbbítás", "továbbítva", "ynt", "i̇lt", "ilt", "ilet", "пересл", "переслать",
        "redirecionar", "转发", "轉寄", "转寄", "轉發", "転送", "전달", "prć", "prosl", "trs", "πρθ",
        "προωθ", "fŵ", "הועבר", "إعادة توجيه",
    ]

    /// Whether a subject begins so; an answer to a forwarded mail (`Re: Fwd:`) does not.
    static func leads(_ subject: String) -> Bool {
        let text = subject.drop { $0.isWhitespace || $0 == "[" || $0 == "(" }
        if text.prefix(6).lowercased().hasPrefix("[fwd:") { return true }
        guard let colon = text.prefix(24).firstIndex(where: { $0 == ":" || $0 == "：" }) else {
            return false
        }
        return words.contains(String(text[..<colon]).lowercased().trimmed)
    }
}
