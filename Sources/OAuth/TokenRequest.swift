/// What is posted to a token endpoint, credentials in the body (RFC 6749 §2.3.1).
public struct TokenRequest: Sendable, Hashable {
    /// The way to a token, which decides what an `invalid_grant` means.
    public enum Grant: String, Sendable {
        case authorizationCode = "authorization_code"
        case clientCredentials = "client_credentials"
        case refreshToken = "refresh_token"
    }

    public let grant: Grant
    /// The refresh token that was sent; it stays good when the answer brings no other.
    let refreshToken: String?
    private let fields: [Form.Field]

    /// Exchanges the code of a sign-in (RFC 6749 §4.1.3, RFC 7636 §4.5).
    ///
    /// The redirect URI must be the one that the code was asked for with.
    public static func authorizationCode(
        _ code: String, redirectURI: String, proofKey: ProofKey, credentials: ClientCredentials
    ) -> TokenRequest {
        TokenRequest(
            .authorizationCode, credentials,
            [
                Form.Field("code", code), Form.Field("redirect_uri", redirectURI),
                Form.Field("code_verifier", proofKey.verifier),
            ])
    }

    /// Asks for a token of the app itself, without a person (RFC 6749 §4.4.2).
    ///
    /// Throws ``OAuthError/fixSettings(_:)`` when the provider has no such flow for mail, or when
    /// there is no client secret.
    public static func clientCredentials(
        _ credentials: ClientCredentials, provider: Provider
    ) throws(OAuthError) -> TokenRequest {
        guard let scope = provider.appScope else {
            throw .fixSettings(
                Explanation(
                    "\(provider.name) gives no app-only access to mail with these settings. Use the "
                        + "sign-in of a person, or name one tenant."))
        }
        guard credentials.secret != nil else {
            throw .fixSettings(Explanation("App-only access needs a client secret. Enter it."))
        }
        return TokenRequest(.clientCredentials, credentials, [Form.Field("scope", scope)])
    }

    /// Asks for a fresh access token (RFC 6749 §6); the scope stays what was consented to.
    public static func refresh(
        _ refreshToken: String, credentials: ClientCredentials
    ) -> TokenRequest {
        TokenRequest(
            .refreshToken, credentials, [Form.Field("refresh_token", refreshToken)],
            refreshToken: refreshToken)
    }

    private init(
        _ grant: Grant, _ credentials: ClientCredentials, _ fields: [Form.Field],
        refreshToken: String? = nil
    ) {
        self.grant = grant
        self.refreshToken = refreshToken
        var all = [
            Form.Field("grant_type", grant.rawValue), Form.Field("client_id", credentials.id),
        ]
        if let secret = credentials.secret { all.append(Form.Field("client_secret", secret)) }
        self.fields = all + fields
    }

    /// The form as it is posted.
    public var body: String { Form.encode(fields) }
}

/// Who the app is at the provider: the client id and, unless it is a public client, its secret.
public struct ClientCredentials: Sendable, Hashable {
    public var id: String
    public var secret: String?

    public init(id: String, secret: String? = nil) {
        self.id = id
        self.secret = secret
    }
}

// A form holds secrets, so it never prints itself.
extension TokenRequest: CustomStringConvertible, CustomReflectable {
    public var description: String { "TokenRequest(\(grant.rawValue))" }
    public var customMirror: Mirror { Mirror(self, children: [("grant", grant)]) }
}

extension ClientCredentials: CustomStringConvertible, CustomReflectable {
    public var description: String { "ClientCredentials(\(id))" }
    public var customMirror: Mirror { Mirror(self, children: [("id", id)]) }
}
