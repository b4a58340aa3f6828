/// What mail servers say when they refuse a mail, by reason.
///
/// One phrase a line, lower case; `*` stands for anything between. Of the phrases that occur in an
/// answer the one of the topmost group decides, so what is special stands above what is general. A phrase is
/// here because servers of several makes say it or because a large provider does.
enum BouncePhrases {
    struct Group: Sendable {
        var reason: BounceReason
        var lines: String

        init(_ reason: BounceReason, _ lines: String) {
            self.reason = reason
            self.lines = lines
        }
    }

    private struct Table: Sendable {
        let reasons: [BounceReason]
        let phrases: PhraseTable

        init(_ groups: [Group]) {
            reasons = groups.map(\.reason)
            phrases = PhraseTable(
                groups.enumerated().map { (value: $0.offset, lines: $0.element.lines) })
        }

        func reason(in text: BounceText) -> BounceReason? {
            phrases.value(in: text).map { reasons[$0] }
        }
    }

    private static let certain = Table(BouncePhraseList.groups)
    private static let weak = Table(BouncePhraseList.weak)
    private static let last = Table(BouncePhraseList.last)

    /// What the words mean beyond doubt.
    static func match(_ text: BounceText) -> BounceReason? {
        ProviderCodes.reason(in: text) ?? certain.reason(in: text)
    }

    /// What the words mean where no code says more: "access denied" has many reasons.
    static func matchWeak(_ text: BounceText) -> BounceReason? { weak.reason(in: text) }

    /// What is better than nothing.
    static func matchLast(_ text: BounceText) -> BounceReason? { last.reason(in: text) }

    /// Reasons that a code gives for want of a better one.
    static func isWeak(_ reason: BounceReason) -> Bool {
        reason == .securityError || reason == .systemError || reason == .networkError
    }
}
