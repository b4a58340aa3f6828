internal import Database
internal import Desk
internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import Markup
internal import Store

/// The outermost middleware: it starts the visit, turns every error into a page, and puts the security headers on every
/// answer, errors included (Hummingbird's own error answers pass by the middlewares' header code).
struct Envelope: RouterMiddleware {
    typealias Context = WebContext

    let site: SiteConfiguration
    let logger: Logger
    let now: @Sendable () -> Instant
    let meter: Meter

    func handle(
        _ request: Request, context: WebContext,
        next: (Request, WebContext) async throws -> Response
    ) async throws -> Response {
        let context = started(context, request)
        var response: Response
        do {
            response = try await next(request, context)
        } catch {
            response = answer(to: error, request, context.visit)
        }
        meter.noteResponse(status: response.status.code)
        SecurityHeaders.add(to: &response, isSecure: site.isSecure)
        return response
    }

    private func started(_ context: WebContext, _ request: Request) -> WebContext {
        var context = context
        context.visit.now = now()
        context.visit.traceID = Token.random(bytes: 4)
        context.visit.target = Self.withoutNotice(request.uri.string)
        context.visit.isAnswer = request.method == .post
        let chosen = request.cookies["martlet_language"].flatMap { Language(rawValue: $0.value) }
        context.visit.language = chosen ?? Language.accepted(request.headers[.acceptLanguage])
        context.visit.theme =
            request.cookies["martlet_theme"].flatMap { Visit.Theme(rawValue: $0.value) } ?? .system
        context.visit.notice = request.uri.queryParameters.get("done").flatMap(Notice.init)
        context.visit.address = context.peer
        if site.trustsProxy, let forwarded = HTTPField.Name("X-Forwarded-For"),
            let last = request.headers[forwarded]?.split(separator: ",").last
        {
            context.visit.address = String(last).withoutBlanksAround
        }
        return context
    }

    /// Trouble that passes by itself is told apart from what a person must mend.
    private static func status(of error: DatabaseError) -> HTTPResponse.Status {
        switch error {
        case .unavailable, .busy, .commitUnknown, .closed: .serviceUnavailable
        default: .internalServerError
        }
    }

    /// Coming back to a page must not tell again what was done before it.
    static func withoutNotice(_ target: String) -> String {
        let halves = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        guard halves.count == 2, let path = halves.first, let query = halves.last else {
            return target
        }
        let kept = query.split(separator: "&").filter { !$0.hasPrefix("done=") }
        return kept.isEmpty ? String(path) : "\(path)?\(kept.joined(separator: "&"))"
    }

    private func answer(to error: any Error, _ request: Request, _ visit: Visit) -> Response {
        switch error {
        case Detour.signIn:
            // Only a page can be returned to; what was to be sent is gone with the session.
            let isPage = request.method == .get || request.method == .head
            let back = isPage && request.uri.string != "/" ? visit.target : ""
            return .see(back.isEmpty ? Site.signIn : Site.signIn.with("next", back))
        case let error as any HTTPResponseError:
            return ErrorPage(status: error.status, visit: visit).response
        case let refusal as LedgerRefusal:
            return ErrorPage(
                status: .conflict, visit: visit, sentence: visit.language.sentence(refusal),
                title: visit.language("That can't be done")
            ).response
        case StoreError.missing:
            return ErrorPage(status: .notFound, visit: visit).response
        case let error as StoreError:
            return ErrorPage(status: .conflict, visit: visit, sentence: error.sentence).response
        case let error as DatabaseError:
            logger.error(
                "a page failed",
                metadata: ["trace": "\(visit.traceID)", "error": "\(error.sentence)"])
            return ErrorPage(status: Self.status(of: error), visit: visit).response
        default:
            // The path may hold a token, so the log names only the kind of error and the trace.
            logger.error(
                "a page failed",
                metadata: ["trace": "\(visit.traceID)", "error": "\(type(of: error))"])
            return ErrorPage(status: .internalServerError, visit: visit).response
        }
    }
}

/// The headers that every answer carries.
enum SecurityHeaders {
    /// Nothing inline, nothing from elsewhere; frames only of our own mail pages.
    static let contentPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        + "connect-src 'self'; frame-src 'self'; manifest-src 'self'; form-action 'self'; "
        + "base-uri 'none'; frame-ancestors 'none'"

    static func add(to response: inout Response, isSecure: Bool) {
        if response.headers[.contentSecurityPolicy] == nil {
            response.headers[.contentSecurityPolicy] = contentPolicy
        }
        response.headers[.xContentTypeOptions] = "nosniff"
        set("Referrer-Policy", "same-origin", &response)
        set("Cross-Origin-Opener-Policy", "same-origin", &response)
        set("Cross-Origin-Resource-Policy", "same-origin", &response)
        set("Permissions-Policy", "camera=(), microphone=(), geolocation=()", &response)
        if isSecure {
            response.headers[.strictTransportSecurity] = "max-age=31536000"
        }
    }

    private static func set(_ name: String, _ value: String, _ response: inout Response) {
        guard let name = HTTPField.Name(name) else { return }
        response.headers[name] = value
    }
}

/// A page that says what went wrong and what to do.
struct ErrorPage {
    var status: HTTPResponse.Status
    var visit: Visit
    var sentence: String?
    /// In place of the status' own.
    var title: String?

    var response: Response {
        let t = visit.language
        let (usual, text) = words
        let title = self.title ?? usual
        let page = LonePage(
            title: title,
            body: """
                <div><h1>\(title)</h1></div><p class="muted">\(sentence ?? text)</p>
                <p class="faint small">\(status.code) · \(t("Trace")) <code>\(visit.traceID)</code></p>
                <a class="button is-primary" href="\(Site.dashboard)">\(t("To the start page"))</a>
                """)
        return page.html(visit).response(status: status)
    }

    private var words: (title: String, text: String) {
        let t = visit.language
        switch status {
        case .notFound:
            return (
                t("Not found"),
                t("There is nothing at this address. It may have been deleted or moved.")
            )
        case .forbidden:
            return (
                t("Not allowed"),
                t(
                    "Your account may not do this, or the form was too old. Go back, load the page again and try once more."
                )
            )
        case .conflict:
            return (
                t("Changed in the meantime"),
                t("Somebody else was faster. Load the page again and look at it before you save.")
            )
        case .contentTooLarge:
            return (t("Too large"), t("What was sent is larger than this form takes."))
        case .serviceUnavailable:
            return (
                t("Not available right now"),
                t("The database does not answer. Nothing is lost; try again in a moment.")
            )
        case .tooManyRequests:
            return (t("Too many tries"), t("Wait a quarter of an hour and try again."))
        default:
            return status.code >= 500
                ? (
                    t("Something went wrong"),
                    t(
                        "The error was logged. If it happens again, tell the administrator the trace below."
                    )
                )
                : (
                    t("That did not work"),
                    t(
                        "The server did not understand this request. Go back, load the page again and try once more."
                    )
                )
        }
    }
}
