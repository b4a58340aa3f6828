/// Why there is no token, by what helps.
public enum OAuthError: Error, Sendable, Hashable {
    /// The network or the provider failed; try again, not before so many seconds if it says when.
    case tryAgain(Explanation, afterSeconds: Int?)
    /// The consent is gone or was not given: a person must sign in at the provider again.
    case signInAgain(Explanation)
    /// The app's registration or the mailbox's settings are wrong: an administrator must change them.
    case fixSettings(Explanation)
    /// The answer is none that OAuth knows.
    case notUnderstood(Explanation)

    public var explanation: Explanation {
        switch self {
        case .tryAgain(let it, _), .signInAgain(let it), .fixSettings(let it),
            .notUnderstood(let it):
            it
        }
    }

    /// What happened and what to do, for people.
    public var sentence: String { explanation.sentence }
}

/// What happened and what to do, with the provider's own words for those who search for them.
public struct Explanation: Sendable, Hashable {
    public var sentence: String
    /// The provider's code, such as `AADSTS7000222` or `invalid_grant`.
    public var code: String?
    /// The provider's text: one line, bounded. It is from outside; escape it.
    public var providerText: String?

    public init(_ sentence: String, code: String? = nil, providerText: String? = nil) {
        self.sentence = sentence
        self.code = code
        self.providerText = providerText
    }
}
