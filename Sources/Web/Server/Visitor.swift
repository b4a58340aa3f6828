internal import Desk
internal import HTTPTypes
internal import Hummingbird
internal import Store

/// Finds out who asks: the session of a cookie, or a stranger with a form token of their own.
struct Visitor: RouterMiddleware {
    typealias Context = WebContext

    let store: DataStore
    let cookies: SessionCookies

    func handle(
        _ request: Request, context: WebContext,
        next: (Request, WebContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        let now = context.visit.now
        if let token = cookies.token(of: request) {
            let digest = Token.digest(token)
            if let session = try await store.read({
                try $0.session.find(tokenHash: digest, now: now)
            }) {
                context.visit.person = session.person
                context.visit.session = digest
                context.visit.csrf = session.csrf
                if now - session.seenAt > SessionCookies.touchEvery {
                    try await store.write {
                        try $0.session.touch(
                            tokenHash: digest, at: now, expires: now + SessionCookies.lifetime)
                    }
                }
                return try await next(request, context)
            }
        }
        // A form before sign-in is tied to the browser by a cookie that equals its token.
        let known = cookies.strangerToken(of: request)
        context.visit.csrf = known ?? Token.random()
        var response = try await next(request, context)
        if known == nil && request.method == .get {
            response.setCookie(cookies.stranger(context.visit.csrf))
        }
        return response
    }
}

/// The cookies of this site: the session's, and the one of forms before sign-in.
struct SessionCookies: Sendable {
    /// Two weeks without a visit, then one signs in again.
    static let lifetime = Duration.seconds(14 * 86_400)
    /// One write an hour keeps a session alive.
    static let touchEvery = Duration.seconds(3600)

    let isSecure: Bool

    /// With `__Host-` a browser takes it only over https and from this very host (RFC 6265bis §4.1.3.2).
    private var name: String { isSecure ? "__Host-martlet" : "martlet" }
    private var strangerName: String { isSecure ? "__Host-martlet_form" : "martlet_form" }

    func token(of request: Request) -> String? { hex(request.cookies[name]?.value) }
    func strangerToken(of request: Request) -> String? { hex(request.cookies[strangerName]?.value) }

    func session(_ token: String) -> Cookie {
        cookie(name, token, maxAge: Int(Self.lifetime.components.seconds))
    }
    func ended() -> Cookie { cookie(name, "", maxAge: 0) }
    func stranger(_ token: String) -> Cookie { cookie(strangerName, token, maxAge: nil) }
    func preference(_ name: String, _ value: String) -> Cookie {
        cookie(name, value, maxAge: 31_536_000)
    }

    private func cookie(_ name: String, _ value: String, maxAge: Int?) -> Cookie {
        if let maxAge {
            Cookie(
                name: name, value: value, maxAge: maxAge, path: "/", secure: isSecure,
                httpOnly: true, sameSite: .lax)
        } else {
            Cookie(
                name: name, value: value, path: "/", secure: isSecure, httpOnly: true,
                sameSite: .lax)
        }
    }

    /// A token as we make them; anything else is no token.
    private func hex(_ text: String?) -> String? {
        guard let text, text.utf8.count == Token.byteCount * 2,
            text.utf8.allSatisfy({ ($0 >= 0x30 && $0 <= 0x39) || ($0 >= 0x61 && $0 <= 0x66) })
        else { return nil }
        return text
    }
}

/// Reads the form of each POST, and refuses it unless this site's own page sent it.
struct FormGuard: RouterMiddleware {
    typealias Context = WebContext

    /// A long answer with quoted text stays far below this; attachments do not come this way.
    static let largestBody = 1024 * 1024

    let site: SiteConfiguration

    func handle(
        _ request: Request, context: WebContext,
        next: (Request, WebContext) async throws -> Response
    ) async throws -> Response {
        guard request.method != .get && request.method != .head else {
            return try await next(request, context)
        }
        guard request.method == .post else { throw HTTPError(.methodNotAllowed) }
        guard isFromThisSite(request) else { throw HTTPError(.forbidden) }
        guard request.headers[.contentType]?.hasPrefix("application/x-www-form-urlencoded") ?? false
        else { throw HTTPError(.unsupportedMediaType) }
        var context = context
        let body = try await request.body.collect(upTo: Self.largestBody)
        context.form = Form(encoded: body.readableBytesView)
        guard !context.visit.csrf.isEmpty, Token.isSame(context.form["csrf"], context.visit.csrf)
        else { throw HTTPError(.forbidden) }
        return try await next(request, context)
    }

    /// By the headers that scripts can't set (Fetch Metadata; RFC 6454 §7). A client without them is held by the token.
    private func isFromThisSite(_ request: Request) -> Bool {
        if let name = HTTPField.Name("Sec-Fetch-Site"), let from = request.headers[name],
            from != "same-origin", from != "none"
        {
            return false
        }
        guard let origin = request.headers[.origin], origin != "null" else { return true }
        guard let authority = SiteConfiguration.authority(of: origin) else { return false }
        return authority == site.authority || authority == request.head.authority?.lowercased()
    }
}
