internal import Markup

extension ReplyText {
    /// Reads an HTML body: its words as `PlainText` lays them out, with the marks that mail programs
    /// set around quotes and signatures understood.
    public init(html body: String) {
        let marked = ReplyText(
            plain: PlainText.from(html: body, quotedClasses: Self.quotedClasses))
        // A forwarded mail is marked as a quote too, and then it is the content.
        self =
            marked.visible.isEmpty ? ReplyText(plain: PlainText.from(html: body)) : marked
    }

    /// The words of an HTML body without regard to marks around quotes.
    static func plain(html: String) -> String { PlainText.from(html: html) }

    /// Classes and ids around quoted mails and signatures.
    private static let quotedClasses: Set<String> = [
        "gmail_quote", "gmail_extra", "gmail_signature", "yahoo_quoted", "OLK_SRC_BODY_SECTION",
        "moz-signature", "ms-outlook-mobile-signature", "protonmail_quote",
        "protonmail_signature_block", "zmail_extra", "tutanota_quote",
    ]
}
