internal import AsyncHTTPClient
internal import NIOCore
internal import NIOHTTP1

/// Talks to token endpoints: no redirects, short deadlines, small answers.
///
/// It holds connections of its own; call ``close()`` before letting go of it.
public final class Client: Sendable {
    /// Token endpoints answer in well under a second; a mailbox's turn must not wait for a dead one.
    public static let connectDeadline = Duration.seconds(10)
    /// From the first byte to the last.
    public static let deadline = Duration.seconds(30)
    /// Two tokens of the largest size and the rest of the answer.
    public static let largestAnswer = 65536

    private let http: HTTPClient
    private let deadline: Duration

    /// Takes another deadline for tests.
    public init(deadline: Duration = Client.deadline) {
        var configuration = HTTPClient.Configuration()
        // A redirect would send the credentials to whoever the answer names.
        configuration.redirectConfiguration = .disallow
        configuration.timeout.connect = .init(Self.connectDeadline)
        configuration.timeout.read = .init(deadline)
        // The library would go on trying until the deadline; the mailbox's next turn is soon enough.
        configuration.connectionPool.retryConnectionEstablishment = false
        http = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        self.deadline = deadline
    }

    /// Ends its connections. Throws when it was closed before.
    public func close() async throws { try await http.shutdown() }

    /// Asks for tokens. Now is in seconds since 1970, and decides when they expire.
    ///
    /// A refresh must be alone for its mailbox: providers that rotate refresh tokens take a second
    /// one at the same time for theft. Store what comes back before using it.
    public func tokens(
        _ request: TokenRequest, from provider: Provider, at now: Int64
    ) async throws(OAuthError) -> TokenSet {
        let response = try await post(request, to: provider)
        return try response.tokens(for: request, provider: provider, at: now)
    }

    private func post(
        _ request: TokenRequest, to provider: Provider
    ) async throws(OAuthError) -> TokenResponse {
        var post = HTTPClientRequest(url: provider.tokenURL)
        post.method = .POST
        post.headers.add(name: "content-type", value: "application/x-www-form-urlencoded")
        post.headers.add(name: "accept", value: "application/json")
        post.headers.add(name: "user-agent", value: "Martlet")
        post.body = .bytes(ByteBuffer(string: request.body))
        do {
            let answer = try await http.execute(post, timeout: .init(deadline))
            let body = try await answer.body.collect(upTo: Self.largestAnswer)
            return TokenResponse(
                status: Int(answer.status.code), body: Array(body.readableBytesView),
                retryAfter: answer.headers.first(name: "retry-after").flatMap { Int($0) })
        } catch let error as HTTPClientError {
            throw Self.explain(error, provider)
        } catch is NIOTooManyBytesError {
            throw .notUnderstood(
                Explanation("The answer of \(provider.name) is far too large. Check the token URL.")
            )
        } catch {
            throw .tryAgain(
                Explanation(
                    "\(provider.name) could not be reached. Check the token URL and this server's "
                        + "way to the internet; Martlet tries again by itself."), afterSeconds: nil)
        }
    }

    private static func explain(_ error: HTTPClientError, _ provider: Provider) -> OAuthError {
        switch error {
        case .invalidURL, .emptyHost, .emptyScheme:
            .fixSettings(Explanation("The token URL must be a complete https:// address."))
        case .connectTimeout, .readTimeout, .writeTimeout, .deadlineExceeded,
            .tlsHandshakeTimeout, .getConnectionFromPoolTimeout:
            .tryAgain(
                Explanation("\(provider.name) took too long. Martlet tries again by itself."),
                afterSeconds: nil)
        default:
            .tryAgain(
                Explanation(
                    "The connection to \(provider.name) broke. Martlet tries again by itself."),
                afterSeconds: nil)
        }
    }
}
