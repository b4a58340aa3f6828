/// What mail servers say when they refuse a mail, by reason.
///
/// One phrase a line, lower case; `*` stands for anything between. The list is read from top to
/// bottom and the first hit decides, so what is special stands above what is general. A phrase
/// is here because servers of several makes say it or because a large provider does.
enum BouncePhrases {
    struct Group: Sendable {
        var reason: BounceReason
        /// Each phrase as the pieces between its stars.
        var phrases: [[[UInt8]]]

        init(_ reason: BounceReason, _ lines: String) {
            self.reason = reason
            phrases = lines.split(separator: "\n").map { line in
                line.split(separator: "*").map { Array($0.utf8) }
            }
        }
    }

    /// What the words mean beyond doubt.
    static func match(_ text: BounceText) -> BounceReason? {
        match(text, in: BouncePhraseList.groups)
    }

    /// What the words mean where no code says more: "address rejected" has many reasons.
    static func matchWeak(_ text: BounceText) -> BounceReason? {
        match(text, in: BouncePhraseList.weak)
    }

    private static func match(_ text: BounceText, in groups: [Group]) -> BounceReason? {
        groups.first { $0.phrases.contains(where: text.contains) }?.reason
    }

    /// Reasons that a code gives for want of a better one.
    static func isWeak(_ reason: BounceReason) -> Bool {
        reason == .securityError || reason == .systemError || reason == .networkError
    }
}
