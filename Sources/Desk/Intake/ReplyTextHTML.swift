internal import Markup

extension ReplyText {
    /// Reads an HTML body: its words as `PlainText` lays them out, with the marks that mail programs
    /// set around quotes and signatures understood.
    public init(html body: String) {
        let marked = ReplyText(plain: PlainText.from(html: body, marks: Self.marks))
        // A forwarded mail is marked as a quote too, and then it is the content.
        self =
            marked.visible.isEmpty ? ReplyText(plain: PlainText.from(html: body)) : marked
    }

    /// The words of an HTML body without regard to marks around quotes.
    static func plain(html: String) -> String { PlainText.from(html: html) }

    /// What mail programs write around quoted mails and signatures.
    private static let marks = QuoteMarks(
        quotes: [
            "gmail_signature", "yahoo_quoted", "OLK_SRC_BODY_SECTION", "moz-signature",
            "moz-forward-container", "moz-cite-prefix", "ms-outlook-mobile-signature", "Signature",
            "protonmail_quote", "protonmail_signature_block", "zmail_extra", "tutanota_quote",
            "AppleMailSignature", "name=quote", "front-blockquote", "sh-quoted-content",
            "sh-signature",
            "name=messageReplySection", "hey_quote", "freshdesk_quote", "zd_quoted", "airmail_on",
            "aolReplacedBody", "mailspring-signature", "qm_con_reply", "ntes-mailmaster-quote",
        ],
        containers: ["gmail_quote", "gmail_quote_container", "gmail_extra"],
        dividers: [
            "divRplyFwdMsg", "appendonsend", "mail-editor-reference-message-container", "zwchr",
            "__DIVIDER__",
        ])
}
