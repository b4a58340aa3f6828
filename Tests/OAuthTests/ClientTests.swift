import OAuth
import Testing

@Suite(.timeLimit(.minutes(1)))
struct ClientTests {
    private static let good = TokenEndpoint.Answer(
        status: 200, headers: [("content-type", "application/json")],
        body:
            #"{"access_token":"acc-2","refresh_token":"ref-2","token_type":"Bearer","expires_in":3600}"#
    )

    private func with(
        _ answer: TokenEndpoint.Answer, deadline: Duration = .seconds(20),
        _ body: (Client, Provider, TokenEndpoint) async throws -> Void
    ) async throws {
        let endpoint = TokenEndpoint(answer)
        let url = try await endpoint.start()
        let client = Client(deadline: deadline)
        let provider = try Provider.other(
            name: "Example ID", authorizeURL: "https://id.example/authorize", tokenURL: url,
            scope: "mail")
        do {
            try await body(client, provider, endpoint)
        } catch {
            try await client.close()
            try await endpoint.stop()
            throw error
        }
        try await client.close()
        try await endpoint.stop()
    }

    private var refresh: TokenRequest {
        .refresh("ref-1", credentials: ClientCredentials(id: "app", secret: "s&cret"))
    }

    @Test("a refresh is posted as a form and its rotated token comes back")
    func success() async throws {
        try await with(Self.good) { client, provider, endpoint in
            let tokens = try await client.tokens(refresh, from: provider, at: 1000)
            #expect(tokens.accessToken == "acc-2")
            #expect(tokens.refreshToken == "ref-2")
            #expect(tokens.expiresAt == 4600)
            #expect(
                endpoint.seen == [
                    .init(
                        head: "POST /token", contentType: "application/x-www-form-urlencoded",
                        body:
                            "grant_type=refresh_token&client_id=app&client_secret=s%26cret&refresh_token=ref-1"
                    )
                ])
        }
    }

    @Test("a redirect is not followed, since it would carry the secret away")
    func redirect() async throws {
        let answer = TokenEndpoint.Answer(
            status: 307, headers: [("location", "/elsewhere")], body: "")
        try await with(answer) { client, provider, endpoint in
            await #expect {
                try await client.tokens(refresh, from: provider, at: 0)
            } throws: { error in
                if case OAuthError.fixSettings = error { true } else { false }
            }
            #expect(endpoint.seen.map(\.head) == ["POST /token"])
        }
    }

    @Test("an answer without end is cut off, and a silent endpoint given up")
    func limits() async throws {
        let large = TokenEndpoint.Answer(
            status: 200, body: String(repeating: "x", count: Client.largestAnswer + 1))
        try await with(large) { client, provider, _ in
            await #expect {
                try await client.tokens(refresh, from: provider, at: 0)
            } throws: { error in
                if case OAuthError.notUnderstood = error { true } else { false }
            }
        }
        let silent = TokenEndpoint.Answer(status: 200, body: "", isSilent: true)
        try await with(silent, deadline: .milliseconds(300)) { client, provider, _ in
            await #expect {
                try await client.tokens(refresh, from: provider, at: 0)
            } throws: { error in
                if case OAuthError.tryAgain(let why, _) = error {
                    why.sentence == "Example ID took too long. Martlet tries again by itself."
                } else {
                    false
                }
            }
        }
    }

    @Test("a refused refresh says that a person must sign in, a busy endpoint when to come back")
    func refusals() async throws {
        let refused = TokenEndpoint.Answer(status: 400, body: #"{"error":"invalid_grant"}"#)
        try await with(refused) { client, provider, endpoint in
            await #expect {
                try await client.tokens(refresh, from: provider, at: 0)
            } throws: { error in
                if case OAuthError.signInAgain(let why) = error {
                    why.code == "invalid_grant"
                } else {
                    false
                }
            }
            endpoint.answers(
                .init(status: 503, headers: [("retry-after", "120")], body: "<html>busy</html>"))
            await #expect {
                try await client.tokens(refresh, from: provider, at: 0)
            } throws: { error in
                if case OAuthError.tryAgain(_, afterSeconds: 120) = error { true } else { false }
            }
        }
    }

    @Test("an endpoint that nobody listens at is tried again later")
    func unreachable() async throws {
        try await with(Self.good) { client, provider, endpoint in
            try await endpoint.stop()
            await #expect {
                try await client.tokens(refresh, from: provider, at: 0)
            } throws: { error in
                if case OAuthError.tryAgain = error { true } else { false }
            }
            _ = try await endpoint.start()
        }
    }
}
