import Desk
import HTTPTypes
import Store
import Testing

@testable import Web

@Suite("Pages")
struct PageTests {
    @Test("the first step that is not done has the main button")
    func firstSteps() async throws {
        try await DeskInTest.run { desk in
            let admin = try await desk.signedIn(.administrator)
            let main = "class=\"button is-small is-primary\" href="
            let empty = try await admin.get("/").text
            #expect(empty.contains(main + "\"\(Site.newProject.text)\""))
            #expect(!empty.contains(main + "\"\(Site.newMailbox.text)\""))
            #expect(
                try await admin.get("/tickets/new").text.contains(
                    "href=\"\(Site.newProject.text)\""))
            _ = try await desk.store.write { try $0.project.add(name: "Support") }
            #expect(
                try await admin.get("/").text.contains(main + "\"\(Site.newMailbox.text)\""))
            let one = try await admin.get("\(Site.newMailbox.text)").text
            #expect(one.contains("<option value=\"1\" selected>"))
            _ = try await desk.store.write { try $0.project.add(name: "Website") }
            let two = try await admin.get("\(Site.newMailbox.text)").text
            #expect(!two.contains("<option value=\"1\" selected>"))
        }
    }

    @Test("mail that waits is counted and listed with its error and its ticket")
    func waitingMail() async throws {
        try await DeskInTest.run { desk in
            let (id, _, _) = try await desk.withTicket()
            let admin = try await desk.signedIn(.administrator)
            _ = try await admin.post(
                "/tickets/\(id)/messages", [("kind", "reply"), ("text", "Hello")])
            let mail = try #require(try await desk.store.read { try $0.outbox.of(id).first })
            try await desk.store.write {
                try $0.outbox.setState(
                    mail.id, .deferred, response: "451 <later>",
                    nextAttemptAt: DeskInTest.now + .seconds(86_400), at: DeskInTest.now)
            }
            #expect(
                try await admin.get("/").text.contains("is-wrong\" href=\"\(Site.outgoing.text)\""))
            let page = try await admin.get("\(Site.outgoing.text)").text
            #expect(page.contains("451 &lt;later&gt;"))
            #expect(page.contains("href=\"\(Site.message(mail.message, on: id).text)\""))
        }
    }

    @Test("every page of the desk opens, empty and with rows", arguments: [false, true])
    func everyPage(hasRows: Bool) async throws {
        try await DeskInTest.run { desk in
            let admin = try await desk.signedIn(.administrator)
            var paths = [
                "/", "/tickets", "/tickets?view=all&q=x&sort=status&order=up",
                "/tickets?view=closed",
                "/tickets/new", "/inbound", "/inbound?outcome=pending&q=ann",
                "/inbound?outcome=failed", "/inbound/where", "/inbound/where?sender=nobody",
                "/inbound?sender=ann&from=2026-11-01&to=2026-11-30&ticket=%231&mailbox=1",
                "/account/tokens", "/administration/blocks", "/administration/projects/trial",
                "/administration/projects/trial?from=a@b.example&to=c@d.example&subject=x",
                "/administration/mailboxes", "/administration/mailboxes/new",
                "/administration/tasks", "/easy_rake_tasks",
                "/administration/projects", "/administration/projects/new",
                "/administration/people", "/administration/people/new", "/administration/outgoing",
            ]
            for task in TaskName.allCases {
                paths += [
                    "/administration/tasks/\(task.rawValue)",
                    "/administration/tasks/\(task.rawValue)/history",
                ]
            }
            if hasRows {
                let (ticket, message, ledger) = try await desk.withTicket()
                paths += [
                    "/tickets/\(ticket)", "/tickets?project=1", "/messages/\(message)/html",
                    "/inbound/\(ledger)", "/inbound/\(ledger)/raw", "/administration/mailboxes/1",
                    "/administration/mailboxes/1/deletion", "/administration/projects/1",
                    "/administration/people/1", "/tickets/\(ticket)/deletion",
                    "/inbound/where?sender=ann",
                ]
            }
            for path in paths {
                let page = try await admin.get(path)
                #expect(page.status == 200, "\(path) answers \(page.status)")
                try assertHarmless(page, path)
            }
            for path in [
                "/tickets/999", "/tickets/x", "/inbound/999", "/administration/tasks/none",
                "/no/such",
            ] {
                #expect(try await admin.get(path).status == 404, "\(path)")
            }
        }
    }

    /// What no page may have: inline scripts, handlers or styles, which the content policy would refuse.
    private func assertHarmless(_ page: TestPage, _ path: String) throws {
        guard page.headers[.contentType]?.hasPrefix("text/html") == true,
            !path.contains("/html")
        else { return }
        #expect(!page.text.contains(" style=\""), "\(path) has an inline style")
        #expect(!page.text.contains(" onclick="), "\(path) has an inline handler")
        #expect(!page.text.contains("<script>"), "\(path) has an inline script")
        let ids = page.text.split(separator: " id=\"").dropFirst().map { $0.prefix { $0 != "\"" } }
        #expect(Set(ids).count == ids.count, "\(path) has an id twice")
        #expect(page.text.contains("<h1>"), "\(path) has no heading")
    }

    @Test("every answer has the security headers, errors and probes too")
    func securityHeaders() async throws {
        try await DeskInTest.run(baseURL: "https://desk.test") { desk in
            let paths = ["/sign-in", "/no/such", "/", "/healthz", "/assets/x/y", "/tickets/1"]
            for path in paths {
                let page = try await desk.browser.get(path)
                let policy = try #require(page.headers[.contentSecurityPolicy], "\(path)")
                #expect(!policy.contains("unsafe"))
                #expect(policy.contains("frame-ancestors 'none'"))
                #expect(page.headers[.xContentTypeOptions] == "nosniff")
                #expect(page.header("Referrer-Policy") == "same-origin")
                #expect(page.headers[.strictTransportSecurity] != nil)
            }
        }
    }

    @Test("the probes answer without a person, and metrics have no names in them")
    func probes() async throws {
        try await DeskInTest.run { desk in
            try await desk.withTicket()
            #expect(try await desk.browser.get("/healthz").text == "ok\n")
            #expect(try await desk.browser.get("/readyz").text == "ready\n")
            let metrics = try await desk.browser.get("/metrics")
            #expect(metrics.text.contains("martlet_tickets{view=\"need_reaction\"} 1\n"))
            #expect(!metrics.text.contains("client.test"))
        }
    }

    @Test("assets are kept by browsers for good, under a path that changes with them")
    func assets() async throws {
        try await DeskInTest.run { desk in
            let style = try await desk.browser.get(Assets.shared.path("style.css").text)
            #expect(style.status == 200)
            #expect(style.headers[.contentType] == "text/css; charset=utf-8")
            #expect(style.headers[.cacheControl] == "public, max-age=31536000, immutable")
            #expect(style.text.contains("light-dark("))
            #expect(try await desk.browser.get("/assets/0/style.css").status == 404)
        }
    }

    @Test("hostile subjects and names are text wherever they stand")
    func escaping() async throws {
        let hostile = "<script>alert(1)</script>\"\u{301} onmouseover=\"alert(2)\" '</title>"
        try await DeskInTest.run { desk in
            let (ticket, _, ledger) = try await desk.withTicket(subject: hostile, name: hostile)
            let admin = try await desk.signedIn(.administrator)
            let pages = [
                "/", "/tickets?view=all", "/tickets/\(ticket)", "/inbound", "/inbound/\(ledger)",
                "/tickets?view=all&q=%3Cscript%3Ealert(1)%3C%2Fscript%3E",
            ]
            for path in pages {
                let text = try await admin.get(path).text
                #expect(!text.contains("<script>alert"), "\(path)")
                #expect(!text.contains(" onmouseover=\"alert"), "\(path)")
                #expect(text.contains("&lt;script&gt;alert(1)"), "\(path)")
            }
        }
    }

    @Test("the interface follows the browser's language, and the choice of a person")
    func languages() async throws {
        try await DeskInTest.run { desk in
            var admin = try await desk.signedIn(.administrator)
            #expect(try await admin.get("/").text.contains("<html lang=\"en\">"))
            admin.headers = ["Accept-Language": "fr-FR, de-AT;q=0.8, en;q=0.5"]
            let german = try await admin.get("/administration/mailboxes")
            #expect(german.text.contains("Alle Postfächer"))
            #expect(german.text.contains("<html lang=\"de\">"))
            let chosen = try await admin.post(
                "/preferences", [("language", "en"), ("theme", "dark"), ("back", "/tickets")])
            #expect(chosen.location == "/tickets")
            admin.cookies["martlet_language"] = chosen.cookie("martlet_language")
            admin.cookies["martlet_theme"] = try await admin.post(
                "/preferences", [("theme", "dark")]
            )
            .cookie("martlet_theme")
            let english = try await admin.get("/administration/mailboxes")
            #expect(english.text.contains("<html lang=\"en\" data-theme=\"dark\">"))
            #expect(english.text.contains("All mailboxes"))
        }
    }

    @Test("a form that is too large or of another type is refused")
    func bodies() async throws {
        try await DeskInTest.run { desk in
            let op = try await desk.signedIn(.operator)
            let huge = String(repeating: "x", count: FormGuard.largestBody + 1)
            #expect(try await op.post("/tickets", [("text", huge)]).status == 413)
        }
    }
}
