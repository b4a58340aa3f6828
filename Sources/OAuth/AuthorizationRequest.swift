/// One person's trip to the provider: where to send the browser, and what to check on its return
/// (RFC 6749 §4.1, with PKCE).
///
/// Keep ``state`` and the proof key's verifier, sealed, until the browser comes back; both are good
/// for one return only.
public struct AuthorizationRequest: Sendable, Hashable {
    /// Ties the return to this request and to the browser that started it.
    public let state: String
    public let proofKey: ProofKey
    /// Where the provider sends the browser back to; it must be registered there letter by letter.
    public let redirectURI: String
    /// Where to send the browser.
    public let url: String

    /// Takes a login hint, the mailbox's address, so that the right account is offered.
    public init(
        provider: Provider, clientID: String, redirectURI: String, loginHint: String? = nil,
        using generator: inout some RandomNumberGenerator
    ) {
        state = Base64URL.random(using: &generator)
        proofKey = ProofKey(using: &generator)
        self.redirectURI = redirectURI
        var fields = [
            Form.Field("response_type", "code"), Form.Field("client_id", clientID),
            Form.Field("redirect_uri", redirectURI), Form.Field("scope", provider.scope),
            Form.Field("state", state), Form.Field("code_challenge", proofKey.challenge),
            Form.Field("code_challenge_method", "S256"),
        ]
        if let loginHint { fields.append(Form.Field("login_hint", loginHint)) }
        fields += provider.extras
        let joint = provider.authorizeURL.contains("?") ? "&" : "?"
        url = provider.authorizeURL + joint + Form.encode(fields)
    }

    /// With the system's random numbers.
    public init(
        provider: Provider, clientID: String, redirectURI: String, loginHint: String? = nil
    ) {
        var generator = SystemRandomNumberGenerator()
        self.init(
            provider: provider, clientID: clientID, redirectURI: redirectURI, loginHint: loginHint,
            using: &generator)
    }

    /// Reads the query that the browser came back with and returns the code.
    ///
    /// Throws when the state is another one (somebody else's return, or an old one), when the
    /// provider reports an error, and when there is no code.
    public static func code(
        fromQuery query: String, expectedState: String, provider: Provider
    ) throws(OAuthError) -> String {
        func value(_ name: String) -> String? {
            Form.decode(query).first { $0.name == name }?.value
        }
        guard let state = value("state"), areEqual(state, expectedState) else {
            throw .signInAgain(
                Explanation(
                    "This sign-in was not started here or has been used already. Start it again "
                        + "from the mailbox's page."))
        }
        if let error = value("error") {
            throw ErrorBook.explain(
                error: error, description: value("error_description"), codes: [],
                grant: .authorizationCode, provider: provider.name)
        }
        guard let code = value("code"), !code.isEmpty, code.utf8.count <= longestCode else {
            throw .signInAgain(
                Explanation("\(provider.name) sent no code. Start the sign-in again."))
        }
        return code
    }

    /// Microsoft's codes have about 1,500 characters; anything far beyond is no code.
    private static let longestCode = 8192

    /// Takes the same time wherever the texts differ.
    private static func areEqual(_ a: String, _ b: String) -> Bool {
        let (a, b) = (Array(a.utf8), Array(b.utf8))
        guard a.count == b.count else { return false }
        return zip(a, b).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
