/// Explains what providers answer instead of a token: each known code has a remedy and a sentence.
enum ErrorBook {
    enum Remedy: Sendable { case tryAgain, signInAgain, fixSettings }

    struct Entry: Sendable {
        var remedy: Remedy
        var sentence: String
    }

    /// Provider texts are shown whole up to here; Microsoft's have about 300 characters.
    static let longestText = 500

    /// The most telling entry for an error answer: Microsoft's number, then a known text, then the
    /// standard's word (RFC 6749 §4.1.2.1 and §5.2).
    static func explain(
        error: String, description: String?, codes: [Int], grant: TokenRequest.Grant,
        provider: String
    ) -> OAuthError {
        let text = description.map(oneLine)
        let numbers = codes + (text.map(microsoftCodes) ?? [])
        if let number = numbers.first(where: { microsoft[$0] != nil }),
            let entry = microsoft[number]
        {
            return result(entry, "AADSTS\(number)", text)
        }
        let word = String(oneLine(error).prefix(60))
        if word == "invalid_grant" {
            return result(invalidGrant(grant, provider, text), word, text)
        }
        if let entry = words[word] { return result(entry, word, text) }
        return result(
            Entry(
                remedy: .fixSettings,
                sentence:
                    "\(provider) refused with a code that Martlet doesn't know. Its own words "
                    + "may say what to change."), word, text)
    }

    private static func result(_ entry: Entry, _ code: String, _ text: String?) -> OAuthError {
        let explanation = Explanation(entry.sentence, code: code, providerText: text)
        return switch entry.remedy {
        case .tryAgain: .tryAgain(explanation, afterSeconds: nil)
        case .signInAgain: .signInAgain(explanation)
        case .fixSettings: .fixSettings(explanation)
        }
    }

    private static func invalidGrant(
        _ grant: TokenRequest.Grant, _ provider: String, _ text: String?
    ) -> Entry {
        switch grant {
        case .authorizationCode:
            return Entry(
                remedy: .signInAgain,
                sentence: "The sign-in took too long, was used twice, or the redirect URI differs "
                    + "from the registered one. Start the sign-in again.")
        case .clientCredentials:
            return Entry(
                remedy: .fixSettings,
                sentence:
                    "\(provider) doesn't accept this app for app-only access. Check the client "
                    + "id, the secret and that an administrator has granted consent.")
        case .refreshToken where text?.contains("expired or revoked") == true:
            return Entry(
                remedy: .signInAgain,
                sentence:
                    "The consent was withdrawn, the password was changed, or the Google app is "
                    + "still in testing, where consent ends after 7 days: publish the app in the "
                    + "Google console. Then sign in again on the mailbox's page.")
        case .refreshToken:
            return Entry(
                remedy: .signInAgain,
                sentence: "\(provider) no longer accepts the stored consent. Sign in again on the "
                    + "mailbox's page.")
        }
    }

    /// `AADSTS7000222: The provided client secret keys … are expired.` → 7000222
    private static func microsoftCodes(_ text: String) -> [Int] {
        var codes: [Int] = []
        var rest = text[...]
        while let found = rest.firstRange(of: "AADSTS") {
            rest = rest[found.upperBound...]
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            if let code = Int(digits) { codes.append(code) }
        }
        return codes
    }

    /// Text from outside as one bounded line without control characters.
    static func oneLine(_ text: String) -> String {
        var out = String.UnicodeScalarView()
        for scalar in text.unicodeScalars.prefix(longestText) {
            out.append(scalar.properties.generalCategory == .control ? " " : scalar)
        }
        return String(out)
    }
}
