internal import Desk
internal import Markup
internal import Store

/// What the sidebar counts. Loaded with each page, in the same read.
struct Frame: Sendable {
    var counts: [DeskView: Int] = [:]
    var projects: [(project: Project, open: Int)] = []
    /// Mails that could not be processed and wait for a person.
    var failures = 0
    /// Brakes that have caught.
    var breakers: [Breaker] = []
    /// The person's own clock, wherever it runs.
    var timer: WorkTimer?

    init() {}

    init(_ tables: Tables, _ person: PersonID) throws {
        for (view, count) in try tables.ticket.counts(for: person) {
            counts[DeskView(view)] = count
        }
        let open = try tables.ticket.countsByProject()
        projects = try tables.project.all().filter(\.isActive).map { ($0, open[$0.id] ?? 0) }
        failures = try tables.ledger.count(LedgerFilter(outcome: .failed))
        breakers = try tables.brake.open()
        timer = try tables.timer.of(person)
    }
}

/// Views, projects, inbound mail and administration, with live counts.
struct Sidebar {
    var visit: Visit
    var frame: Frame
    var place: Page.Place
    var id: String

    var html: HTML {
        let t = visit.language
        let views: [HTML] = DeskView.inSidebar.map { view in
            entry(
                Site.tickets(view), view.icon, view.name(t), .view(view),
                count: frame.counts[view] ?? 0, heat: view == .needReaction ? "is-hot" : "")
        }
        let projects: [HTML] = frame.projects.map {
            entry(
                Site.tickets(project: $0.project.id), .folder, $0.project.name,
                .project($0.project.id), count: $0.open)
        }
        let projectSection: HTML? =
            projects.isEmpty ? nil : "<div><h2>\(t("Projects"))</h2>\(projects)</div>"
        let administration: HTML? =
            isAdministrator
            ? """
            <div><h2>\(t("Administration"))</h2>
            \(entry(Site.mailboxes, .server, t("All mailboxes"), .mailboxes))
            \(entry(Site.tasks, .clock, t("Scheduled tasks"), .tasks))
            \(entry(Site.incoming, .tray, t("Incoming mail"), .incoming))
            \(entry(Site.outgoing, .rise, t("Outgoing mail"), .outgoing))
            \(entry(Site.projects, .gear, t("Help-desk projects"), .projects))
            \(entry(Site.blocks, .circleMinus, t("Blocked senders"), .blocks))
            \(entry(Site.people, .people, t("People"), .people))</div>
            """ : nil
        return """
            <nav class="sidebar" id="\(id)" data-live="ticket ledger" aria-label="\(t("Main"))">
            <div>\(entry(Site.dashboard, .dashboard, t("Dashboard"), .dashboard))\(frame.timer.map { entry(Site.ticket($0.ticket), .clock, t("Timer runs: #\($0.ticket)"), .none) })</div>
            <div><h2>\(t("Tickets"))</h2>\(views)</div>
            \(projectSection)
            <div><h2>\(t("Time"))</h2>\(entry(Site.hours, .clock, t("Prepaid hours"), .hours))\(entry(Site.workload, .people, t("Workload"), .workload))</div>
            <div><h2>\(t("Mail"))</h2>\(entry(Site.inbound, .mail, t("Inbound mail"), .inbound, count: frame.failures, heat: "is-wrong"))</div>
            \(administration)
            </nav>
            """
    }

    private var isAdministrator: Bool { visit.person?.role == .administrator }

    private func entry(
        _ path: Path, _ icon: Icon, _ name: String, _ place: Page.Place, count: Int = 0,
        heat: String = ""
    ) -> HTML {
        let count: HTML? = count == 0 ? nil : "<span class=\"count \(heat)\">\(count)</span>"
        let current: HTML = place == self.place ? " aria-current=\"page\"" : ""
        return "<a href=\"\(path)\"\(current)>\(icon)<span>\(name)</span>\(count)</a>"
    }
}

/// Mark, search, *New ticket* and the person's menu.
struct TopBar {
    var visit: Visit

    var html: HTML {
        let t = visit.language
        let mark = Assets.shared.path("martlet.svg")
        return """
            <header class="topbar">
            <a class="brand" href="\(Site.dashboard)"><img src="\(mark)" alt="" width="22" height="22"><span>Martlet</span></a>
            <form class="search" role="search" action="\(Site.tickets)" method="get">
            \(Icon.search)<input type="search" name="q" maxlength="200" placeholder="\(t("Search tickets"))" aria-label="\(t("Search tickets"))" autocomplete="off"><kbd>/</kbd>
            <input type="hidden" name="view" value="\(DeskView.everything.rawValue)"></form>
            <div class="topbar-end"><a class="button" href="\(Site.newTicket)" data-key="c">\(Icon.plus)<span class="wide">\(t("New ticket"))</span></a>
            \(account)</div>
            </header>
            """
    }

    private var account: HTML? {
        guard let person = visit.person else { return nil }
        let t = visit.language
        let themes: [HTML] = Visit.Theme.allCases.map { theme in
            "<button name=\"theme\" value=\"\(theme)\" aria-pressed=\"\(String(theme == visit.theme))\">\(name(theme))</button>"
        }
        let languages: [HTML] = Language.allCases.map { language in
            "<button name=\"language\" value=\"\(language)\" lang=\"\(language)\" aria-pressed=\"\(String(language == visit.language))\">\(language.ownName)</button>"
        }
        return """
            <details class="menu account"><summary aria-label="\(t("Your menu"))">\(Avatar(name: person.displayName, kind: .staff).html)</summary>
            <div class="menu-items">
            <p><strong>\(person.displayName)</strong><br>\(person.email)<br>\(t.name(person.role))</p><hr>
            <form method="post" action="\(Site.preferences)">\(visit.token)<input type="hidden" name="back" value="\(visit.target)">
            <div class="split">\(themes)</div><div class="split">\(languages)</div></form><hr>
            <a href="\(Site.tokens)">\(Icon.plug)\(t("API tokens"))</a>
            <button data-opens="keys-help" type="button">\(Icon.info)\(t("Keyboard shortcuts"))</button>
            <form method="post" action="\(Site.signOut)">\(visit.token)<button>\(Icon.logOut)\(t("Sign out"))</button></form>
            </div></details>
            """
    }

    private func name(_ theme: Visit.Theme) -> String {
        let t = visit.language
        return switch theme {
        case .system: t("System")
        case .light: t("Light")
        case .dark: t("Dark")
        }
    }
}

/// What `?` shows.
struct KeysHelp {
    var language: Language

    var html: HTML {
        let t = language
        let keys: [(String, String)] = [
            ("j k", t("down and up in a list")), ("Enter", t("open")), ("x", t("select")),
            ("/", t("search")), ("c", t("new ticket")), ("r", t("reply")), ("n", t("note")),
            ("Ctrl Enter", t("send")), ("?", t("this help")),
        ]
        let rows: [HTML] = keys.map { key, meaning in
            let caps: [HTML] = key.split(separator: " ").map { "<kbd>\($0)</kbd> " }
            return "<dt>\(caps)</dt><dd>\(meaning)</dd>"
        }
        return """
            <dialog id="keys-help" aria-labelledby="keys-title"><h2 id="keys-title">\(t("Keyboard shortcuts"))</h2><dl>\(rows)</dl>
            <form method="dialog" class="actions"><button class="button">\(t("Close"))</button></form></dialog>
            """
    }
}
