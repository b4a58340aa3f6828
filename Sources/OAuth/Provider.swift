/// Where an OAuth 2.0 provider hands out tokens, and what to ask it for so that mail can be read.
public struct Provider: Sendable, Hashable {
    /// How people call it, as it appears in sentences.
    public let name: String
    /// The page that asks the mailbox's owner for consent (RFC 6749 §3.1).
    public let authorizeURL: String
    /// Where codes and refresh tokens become access tokens (RFC 6749 §3.2).
    public let tokenURL: String
    /// Space-separated scopes of the authorization code flow, refresh tokens included.
    public let scope: String
    /// The scope of the client credentials flow; nil when the provider has no such flow for mail.
    public let appScope: String?
    /// Further parameters of the authorization URL, without which no refresh token comes.
    let extras: [Form.Field]

    /// Google: consent is always asked, since only then a refresh token is sent.
    public static let google = Provider(
        name: "Google", authorizeURL: "https://accounts.google.com/o/oauth2/v2/auth",
        tokenURL: "https://oauth2.googleapis.com/token", scope: "https://mail.google.com/",
        appScope: nil,
        extras: [Form.Field("access_type", "offline"), Form.Field("prompt", "consent")])

    /// Microsoft 365 for one tenant, given as its id or one of its domains.
    ///
    /// There is no default on purpose: with `/common`, single-tenant apps fail at the first sign-in
    /// (AADSTS50194) and app-only access can't work at all. Throws ``OAuthError/fixSettings(_:)`` for
    /// an empty or malformed tenant.
    public static func microsoft365(tenant: String) throws(OAuthError) -> Provider {
        let isWellFormed =
            !tenant.isEmpty && tenant.utf8.count <= Self.longestTenant
            && tenant.utf8.allSatisfy { Form.isUnreserved($0) } && !tenant.contains("..")
        guard isWellFormed, tenant != "." else {
            throw .fixSettings(
                Explanation(
                    "Enter the tenant: the directory (tenant) id of the app's overview page in "
                        + "Microsoft Entra, or the organisation's domain."))
        }
        let base = "https://login.microsoftonline.com/\(tenant)/oauth2/v2.0"
        let outlook = "https://outlook.office.com/"
        let isOneTenant = !["common", "organizations", "consumers"].contains(tenant.lowercased())
        return Provider(
            name: "Microsoft 365", authorizeURL: base + "/authorize", tokenURL: base + "/token",
            scope: ["IMAP.AccessAsUser.All", "POP.AccessAsUser.All", "SMTP.Send"]
                .map { outlook + $0 }.joined(separator: " ") + " offline_access",
            appScope: isOneTenant ? "https://outlook.office365.com/.default" : nil,
            extras: [Form.Field("prompt", "select_account")])
    }

    /// Any other provider, by its endpoints.
    ///
    /// They must be `https` URLs without user, fragment or spaces; plain `http` is taken for the
    /// loopback address only. Throws ``OAuthError/fixSettings(_:)`` naming the bad one.
    public static func other(
        name: String = "The OAuth provider", authorizeURL: String, tokenURL: String, scope: String
    ) throws(OAuthError) -> Provider {
        for (field, url) in [("authorize", authorizeURL), ("token", tokenURL)]
        where !isEndpoint(url) {
            throw .fixSettings(
                Explanation("The \(field) URL must be a complete https:// address."))
        }
        return Provider(
            name: name, authorizeURL: authorizeURL, tokenURL: tokenURL, scope: scope,
            appScope: scope, extras: [])
    }

    /// DNS names have 253 characters at most, and tenant ids have 36.
    private static let longestTenant = 253
    /// What browsers and proxies carry without trouble.
    private static let longestURL = 2000

    private static func isEndpoint(_ url: String) -> Bool {
        guard url.utf8.count <= longestURL,
            url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }), !url.contains("#"),
            // Parsers disagree about what a backslash separates, so none gets to see one.
            !url.contains("\\"),
            let colon = url.firstRange(of: "://")
        else { return false }
        let authority = url[colon.upperBound...].prefix { !"/?".contains($0) }
        guard !authority.isEmpty, !authority.contains("@") else { return false }
        switch url[..<colon.lowerBound].lowercased() {
        case "https": return true
        case "http":
            let loopback = ["127.0.0.1", "localhost", "[::1]"]
            return loopback.contains { authority == $0 || authority.hasPrefix($0 + ":") }
        default: return false
        }
    }
}
