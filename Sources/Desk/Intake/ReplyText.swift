/// A mail body, split into what its sender wrote and what is quoted or a signature.
///
/// Every line of the body is in one of the two, in its order; nothing is lost. Answers between
/// quotes are kept. In doubt a line is visible: a quote shown is a nuisance, an answer hidden is a
/// fault. Takes time in proportion to the length of the body.
public struct ReplyText: Hashable, Sendable {
    /// What the sender wrote, without empty lines at its ends.
    public var visible: String

    /// Quoted mails with their introductions, signatures, "Sent from my phone".
    public var quoted: String

    /// Whether another mail, answered or forwarded, begins somewhere in the body.
    let holdsAnotherMail: Bool

    /// `body` is a decoded text body.
    public init(plain body: String) {
        var trimmer = ReplyTextTrimmer(body)
        trimmer.run()
        visible = trimmer.text(hidden: false)
        quoted = trimmer.text(hidden: true)
        holdsAnotherMail = trimmer.holdsAnotherMail
    }
}
