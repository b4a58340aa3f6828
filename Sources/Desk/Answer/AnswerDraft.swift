internal import MIME
public import Markup

/// A mail of the desk on a ticket, by a person or by itself, as it is going to be sent.
public struct AnswerDraft: Sendable {
    public var ticket: TicketID
    public var sender: Contact
    public var to: Contact
    public var copies: [Contact] = []
    public var subject: String
    public var text: String
    public var html: HTML
    public var at: Instant
    /// Without angle brackets.
    public var messageID: String
    /// The desk that sends it, so that it knows its own mail when it comes back.
    public var instance: String
    /// Where answers go, if that is not the sender.
    public var replyTo: Contact?
    /// Whether no person wrote it: then no machine is to answer it.
    public var isAutomatic = false
    /// The conversation so far, the oldest first.
    public var thread: [TicketMessage] = []

    public init(
        ticket: TicketID, sender: Contact, to: Contact, copies: [Contact] = [], subject: String,
        text: String, html: HTML, at: Instant, messageID: String, instance: String,
        replyTo: Contact? = nil, isAutomatic: Bool = false, thread: [TicketMessage] = []
    ) {
        self.ticket = ticket
        self.sender = sender
        self.to = to
        self.copies = copies
        self.subject = subject
        self.text = text
        self.html = html
        self.at = at
        self.messageID = messageID
        self.instance = instance
        self.replyTo = replyTo
        self.isAutomatic = isAutomatic
        self.thread = thread
    }

    /// The domain of Message-IDs for mail from this address.
    public static func domain(of sender: Contact) -> String {
        String(sender.address.split(separator: "@").last ?? "localhost")
    }

    /// - Parameter boundary: letters and digits that occur in no other mail.
    public func bytes(boundary: String) -> [UInt8] { draft.build(boundary: boundary) }

    private var draft: MIME.Draft {
        // Messages from before a note or from a client are what the client's own mail program knows.
        let known = thread.filter { $0.kind != .note && $0.kind != .bounce }
        let ids = known.compactMap(\.messageID)
        let answered = known.last { $0.kind == .client && $0.messageID != nil }?.messageID
        let last = answered ?? ids.last
        var draft = MIME.Draft(
            from: [Self.address(sender)], to: [Self.address(to)], subject: subject,
            date: MailDate(unixSeconds: at.seconds), messageID: messageID, text: text)
        draft.cc = copies.map(Self.address)
        draft.inReplyTo = [last].compactMap(\.self)
        draft.references = ids.filter { $0 != last } + [last].compactMap(\.self)
        draft.replyTo = replyTo.map { [Self.address($0)] } ?? []
        draft.extraHeaders = headers
        draft.html =
            ("<!DOCTYPE html><html><head><meta charset=\"utf-8\"></head><body>\(html)</body></html>"
            as HTML).string
        return draft
    }

    private var headers: [(name: String, value: String)] {
        let mark = (name: ReceivedMail.instanceHeader, value: instance)
        guard isAutomatic else { return [mark] }
        return [
            mark,
            // RFC 3834 §5: in answer to a mail, by a machine.
            ("Auto-Submitted", "auto-replied"),
            // What Exchange and the older vacation programs look at instead ([MS-OXCMAIL] 2.2.3.2.14).
            ("X-Auto-Response-Suppress", "OOF, AutoReply"), ("Precedence", "bulk"),
        ]
    }

    private static func address(_ contact: Contact) -> Address {
        Address(name: contact.name.isEmpty ? nil : contact.name, address: contact.address)
    }
}
