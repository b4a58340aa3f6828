internal import Desk
internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import Store

/// Lets in programs that show a person's token (RFC 6750 §2.1), and answers errors as JSON.
struct BearerToken: RouterMiddleware {
    typealias Context = WebContext

    /// What each token begins with, so that one which was published by mistake is recognised.
    static let prefix = "martlet_"
    /// One write a minute keeps the page that lists tokens true enough.
    private static let touchEvery = Duration.seconds(60)

    let store: DataStore

    func handle(
        _ request: Request, context: WebContext,
        next: (Request, WebContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        // A program's answer has one language.
        context.visit.language = .english
        guard let token = Self.token(of: request) else {
            return Self.refusal(
                "Send a token of yours: Authorization: Bearer \(Self.prefix)… See the menu, API tokens.",
                challenge: "Bearer realm=\"martlet\"")
        }
        let (digest, now) = (Token.digest(token), context.visit.now)
        let known = try await store.read { try $0.apiToken.find(tokenHash: digest) }
        guard let (found, owner) = known, owner.isActiveStaff else {
            return Self.refusal(
                "This token is unknown, revoked, or of somebody who may not sign in.",
                challenge: "Bearer realm=\"martlet\", error=\"invalid_token\"")
        }
        if found.usedAt.map({ now - $0 > Self.touchEvery }) ?? true {
            try await store.write { try $0.apiToken.noteUse(found.id, at: now) }
        }
        context.visit.person = owner
        do {
            return try await next(request, context)
        } catch let error as any HTTPResponseError {
            return JSONAnswer.error(error.status, "There is no such thing, or not in this form.")
        }
    }

    private static func token(of request: Request) -> String? {
        guard let header = request.headers[.authorization] else { return nil }
        let words = header.split(separator: " ", omittingEmptySubsequences: true)
        guard words.count == 2, words[0].lowercased() == "bearer", words[1].hasPrefix(prefix),
            words[1].utf8.count <= 200
        else { return nil }
        return String(words[1])
    }

    private static func refusal(_ sentence: String, challenge: String) -> Response {
        var response = JSONAnswer.error(.unauthorized, sentence)
        response.headers[.wwwAuthenticate] = challenge
        return response
    }
}
