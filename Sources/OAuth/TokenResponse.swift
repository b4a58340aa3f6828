#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// What a token endpoint answered, before anyone has judged it (RFC 6749 §5).
public struct TokenResponse: Sendable, Hashable {
    public var status: Int
    public var body: [UInt8]
    /// The Retry-After header, if it is a number of seconds.
    public var retryAfter: Int?

    public init(status: Int, body: [UInt8], retryAfter: Int? = nil) {
        self.status = status
        self.body = body
        self.retryAfter = retryAfter
    }

    /// The tokens, or the reason why there are none. Now is in seconds since 1970.
    public func tokens(
        for request: TokenRequest, provider: Provider, at now: Int64
    ) throws(OAuthError) -> TokenSet {
        if status == 200, let tokens = TokenSet(json: body, for: request, at: now) { return tokens }
        let refusal = Refusal(json: body)
        if status == 429 || status >= 500 {
            throw .tryAgain(
                Explanation(
                    "\(provider.name) is busy or in trouble (status \(status)). Martlet tries again "
                        + "by itself.", code: refusal?.error), afterSeconds: waitingTime)
        }
        if let refusal {
            throw ErrorBook.explain(
                error: refusal.error, description: refusal.error_description,
                codes: refusal.error_codes ?? [], grant: request.grant, provider: provider.name)
        }
        switch status {
        case 300..<400:
            throw .fixSettings(
                Explanation(
                    "The token URL leads elsewhere (status \(status)). Enter the final one."))
        case 404, 405:
            throw .fixSettings(
                Explanation(
                    "There is no token endpoint at the token URL (status \(status)). Check it."))
        default:
            throw .notUnderstood(
                Explanation(
                    "The answer of \(provider.name) (status \(status)) holds neither a token nor an "
                        + "error that OAuth knows. Check the token URL."))
        }
    }

    /// Nobody waits longer than a day for a provider; it might as well have lost its clock.
    private static let longestWait = 86400

    private var waitingTime: Int? { retryAfter.map { min(max($0, 0), Self.longestWait) } }

    private struct Refusal: Decodable {
        var error: String
        var error_description: String?
        var error_codes: [Int]?

        init?(json: [UInt8]) {
            do {
                self = try JSONDecoder().decode(Refusal.self, from: Data(json))
            } catch {
                return nil
            }
        }
    }
}
