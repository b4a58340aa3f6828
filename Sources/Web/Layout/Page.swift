internal import Desk
internal import HTTPTypes
internal import Hummingbird
internal import Markup
internal import NIOCore

/// One page inside the frame: its title, where it stands, and its content.
struct Page {
    /// The words in the browser's tab and, unless ``heading`` is set, in the page's heading.
    var title: String
    var heading: HTML?
    var crumbs: [Crumb] = []
    /// The sidebar's entry that the page belongs to.
    var place: Place = .none
    /// Below the heading, one sentence.
    var lead: HTML?
    /// At the right of the heading.
    var actions: HTML?
    var isNarrow = false
    var body: HTML

    struct Crumb {
        var title: String
        var path: Path?

        init(_ title: String, _ path: Path? = nil) {
            self.title = title
            self.path = path
        }
    }

    enum Place: Hashable {
        case none, dashboard, inbound, mailboxes, tasks, incoming, outgoing, projects, blocks,
            people
        case hours, workload
        case view(DeskView)
        case project(ProjectID)
    }

    func html(_ visit: Visit, _ frame: Frame) -> HTML {
        let t = visit.language
        let crumbs = Crumbs(items: self.crumbs, label: t("You are here")).html
        let body: HTML = """
            <a class="skip" href="#main">\(t("Skip to the content"))</a>
            <div class="frame">
            \(TopBar(visit: visit).html)
            <details class="sidebar-toggle"><summary>\(Icon.tray) \(t("Views and administration"))</summary>
            \(Sidebar(visit: visit, frame: frame, place: place, id: "sidebar-narrow").html)</details>
            \(Sidebar(visit: visit, frame: frame, place: place, id: "sidebar").html)
            <main id="main" class="main\(" is-narrow", if: isNarrow)" tabindex="-1">
            \(place == .incoming ? nil : BreakerBanner(breakers: frame.breakers, visit: visit).html)
            \(crumbs)
            <div class="page-head"><div><h1>\(heading ?? HTML(text: title))</h1>\(lead.map { "<p>\($0)</p>" as HTML })</div>
            \(actions.map { "<div class=\"actions\">\($0)</div>" as HTML })</div>
            \(visit.notice.map { Callout($0 == .busy || $0 == .noTime ? .needs : .good, HTML(text: $0.sentence(t))).html })
            \(self.body)
            </main></div>
            \(KeysHelp(language: t).html)
            """
        return Document(title: title, visit: visit, isLive: true, body: body).html
    }

    func response(_ visit: Visit, _ frame: Frame, status: HTTPResponse.Status = .ok) -> Response {
        html(visit, frame).response(status: status)
    }
}

/// A page that stands alone, in the middle of the window: sign-in, first start, errors.
struct LonePage {
    var title: String
    var body: HTML

    func html(_ visit: Visit) -> HTML {
        let mark = Assets.shared.path("martlet.svg")
        let body: HTML = """
            <main class="alone" id="main">
            <a class="brand" href="\(Site.dashboard)"><img src="\(mark)" alt="" width="28" height="28"><span>Martlet</span></a>
            <div class="card">\(self.body)</div>
            </main>
            """
        return Document(title: title, visit: visit, isLive: false, body: body).html
    }
}

/// The HTML document around everything.
struct Document {
    var title: String
    var visit: Visit
    /// Whether the page follows changes.
    var isLive: Bool
    var body: HTML

    var html: HTML {
        let assets = Assets.shared
        let live: HTML = isLive ? " data-live-url=\"\(Site.live)\"" : ""
        let theme: HTML = visit.theme == .system ? "" : " data-theme=\"\(visit.theme.rawValue)\""
        return """
            <!DOCTYPE html>
            <html lang="\(visit.language.rawValue)"\(theme)>
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>\(title) · Martlet</title>
            <link rel="icon" href="\(assets.path("martlet.svg"))" type="image/svg+xml">
            <link rel="stylesheet" href="\(assets.path("style.css"))">
            <script src="\(assets.path("early.js"))"></script>
            <script type="module" src="\(assets.path("app.js"))"></script>
            </head>
            <body\(live)\(" data-is-answer=\"yes\"", if: visit.isAnswer)>
            \(body)
            </body>
            </html>
            """
    }
}

extension HTML {
    func response(
        status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]
    ) -> Response {
        var headers = headers
        headers[.contentType] = "text/html; charset=utf-8"
        // What a page shows depends on who asks, and is old the next moment.
        headers[.cacheControl] = "private, no-cache"
        return Response(
            status: status, headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}

extension Response {
    /// After a POST: the browser gets the page with a GET, so a reload does nothing twice.
    static func see(_ path: Path) -> Response {
        Response(status: .seeOther, headers: [.location: path.text])
    }
}
