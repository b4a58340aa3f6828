#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// The tokens of one mailbox: seal it as a whole, and replace it as a whole after every refresh.
public struct TokenSet: Sendable, Hashable, Codable {
    public let accessToken: String
    /// Providers may send another one with every refresh, and the old one dies: always keep the last.
    public let refreshToken: String?
    /// Seconds since 1970.
    public let issuedAt: Int64
    /// Seconds since 1970; from then on the access token is refused.
    public let expiresAt: Int64
    /// The scopes given, if the provider says them.
    public let scope: String?

    /// When to refresh: at half of its life, so that a provider may be down for the other half.
    public var refreshAt: Int64 { issuedAt + (expiresAt - issuedAt) / 2 }

    /// RFC 6749 §5.1 lets providers leave the lifetime out; an hour is what nearly all use.
    static let assumedLifetime: Int64 = 3600
    /// Longer lives are cut to a year, so that no date overflows.
    static let longestLifetime: Int64 = 366 * 86400
    /// Microsoft's tokens reach 3 KB, with many group claims 10 KB; a mail server's line ends sooner.
    static let longestToken = 16384

    /// Reads a token endpoint's success (RFC 6749 §5.1). Nil when it isn't one.
    init?(json: [UInt8], for request: TokenRequest, at now: Int64) {
        let response: Response
        do {
            response = try JSONDecoder().decode(Response.self, from: Data(json))
        } catch {
            return nil
        }
        let kind = response.token_type?.lowercased() ?? "bearer"
        guard kind == "bearer", Self.isUsable(response.access_token) else { return nil }
        if let refresh = response.refresh_token, !refresh.isEmpty, !Self.isUsable(refresh) {
            return nil
        }
        accessToken = response.access_token
        let isNew = response.refresh_token?.isEmpty == false
        refreshToken = isNew ? response.refresh_token : request.refreshToken
        issuedAt = now
        let lifetime = response.expires_in?.seconds ?? Self.assumedLifetime
        expiresAt = now + min(max(lifetime, 1), Self.longestLifetime)
        scope = response.scope
    }

    /// Tokens go into SASL lines and forms: printable ASCII only, and bounded.
    private static func isUsable(_ token: String) -> Bool {
        !token.isEmpty && token.utf8.count <= longestToken
            && token.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
    }

    private struct Response: Decodable {
        var access_token: String
        var refresh_token: String?
        var token_type: String?
        var expires_in: Lifetime?
        var scope: String?
    }

    /// A number, or a number as text: Azure AD v1 and some home-made servers quote it.
    private struct Lifetime: Decodable {
        var seconds: Int64?

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            do {
                let number = try container.decode(Double.self)
                seconds = Int64(exactly: number.rounded(.down)) ?? TokenSet.longestLifetime
            } catch {
                seconds = Int64(try container.decode(String.self))
            }
        }
    }
}

// Tokens are passwords, so the value never prints them.
extension TokenSet: CustomStringConvertible, CustomReflectable {
    public var description: String { "TokenSet(expires at \(expiresAt))" }
    public var customMirror: Mirror { Mirror(self, children: [("expiresAt", expiresAt)]) }
}
