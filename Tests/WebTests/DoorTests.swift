import Desk
import HTTPTypes
import Store
import Testing

@testable import Web

@Suite("First start, sign-in and who may see what")
struct DoorTests {
    @Test("the first-start link makes the administrator once and signs in")
    func firstStart() async throws {
        try await DeskInTest.run { desk in
            let link = try #require(try await desk.server.firstStartLink())
            let path = String(link.dropFirst("http://desk.test".count))
            let page = try await desk.browser.get(path)
            #expect(page.status == 200)
            var browser = desk.browser
            let token = try #require(page.cookie("martlet_form"))
            browser.cookies["martlet_form"] = token
            browser.csrf = token

            let short = try await browser.post(
                path, [("name", "Ada"), ("email", "Ada@desk.test"), ("password", "short")])
            #expect(short.status == 422)
            #expect(short.text.contains("At least 10 characters."))
            #expect(short.text.contains("value=\"ada@desk.test\""))
            #expect(!short.text.contains("value=\"short\""))

            let made = try await browser.post(
                path, [("name", "Ada"), ("email", "ada@desk.test"), ("password", "correct horse")])
            #expect(made.status == 303)
            browser.cookies["martlet"] = made.cookie("martlet")
            #expect(try await browser.get("/").status == 200)
            #expect(try await browser.get("/administration/mailboxes").status == 200)

            #expect(try await desk.browser.get(path).status == 404)
            #expect(try await desk.server.firstStartLink() == nil)
            try await signsInWithPassword(desk)
        }
    }

    private func signsInWithPassword(_ desk: DeskInTest) async throws {
        var browser = desk.browser
        let page = try await browser.get("/sign-in?next=/tickets")
        browser.cookies["martlet_form"] = page.cookie("martlet_form")
        browser.csrf = try #require(page.cookie("martlet_form"))
        let wrong = try await browser.post(
            "/sign-in", [("email", "ada@desk.test"), ("password", "wrong horse")])
        #expect(wrong.status == 422)
        #expect(wrong.text.contains("value=\"ada@desk.test\""))
        let right = try await browser.post(
            "/sign-in",
            [("email", "ADA@desk.test"), ("password", "correct horse"), ("next", "/tickets")])
        #expect(right.location == "/tickets")
        let cookie = right.headers[values: .setCookie].first { $0.hasPrefix("martlet=") } ?? ""
        #expect(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"))

        browser.cookies["martlet"] = right.cookie("martlet")
        let home = try await browser.get("/")
        let csrf = try #require(
            home.text.split(separator: "name=\"csrf\" value=\"").dropFirst().first?.prefix {
                $0 != "\""
            })
        let out = try await browser.post("/sign-out", [], csrf: String(csrf))
        #expect(out.location == "/sign-in")
        #expect(try await browser.get("/").location == "/sign-in")
    }

    @Test("a stranger is sent to the sign-in page and comes back to where they wanted to go")
    func strangers() async throws {
        try await DeskInTest.run { desk in
            let home = try await desk.browser.get("/")
            #expect(home.location == "/sign-in")
            let ticket = try await desk.browser.get("/tickets/7?x=1")
            #expect(ticket.location == "/sign-in?next=%2Ftickets%2F7%3Fx%3D1")
            for path in ["/messages/1/html", "/live", "/inbound/1/raw", "/administration/people"] {
                let page = try await desk.browser.get(path)
                #expect(page.status == 303, "\(path)")
            }
        }
    }

    @Test(
        "the way back never leaves the site",
        arguments: [
            "//evil.test", "/\\evil.test", "https://evil.test", "javascript:alert(1)", "",
            "/a\r\nb",
            "/ä",
        ])
    func openRedirects(_ next: String) {
        #expect(SignInForm(email: "", next: next).destination == Site.dashboard)
    }

    @Test("operators can't administrate, clients can't see the desk")
    func roles() async throws {
        try await DeskInTest.run { desk in
            let op = try await desk.signedIn(.operator)
            #expect(try await op.get("/tickets").status == 200)
            for path in [
                "/administration/mailboxes", "/administration/mailboxes/new", "/easy_rake_tasks",
                "/administration/tasks/receiving-mails", "/administration/projects",
                "/administration/people", "/administration/outgoing",
            ] {
                #expect(try await op.get(path).status == 403, "\(path)")
            }
            #expect(try await op.post("/administration/people", [("name", "x")]).status == 403)
            #expect(!(try await op.get("/").text.contains("/administration/people")))
            let client = try await desk.signedIn(.client)
            #expect(try await client.get("/tickets").status == 403)
        }
    }

    @Test("a form without the page's token, or sent by another site, is refused")
    func forgedForms() async throws {
        try await DeskInTest.run { desk in
            let (ticket, _, _) = try await desk.withTicket()
            var op = try await desk.signedIn(.operator)
            let path = "/tickets/\(ticket)/changes"
            #expect(try await op.post(path, [("status", "closed")], csrf: "").status == 403)
            #expect(try await op.post(path, [("status", "closed")], csrf: "0123abce").status == 403)
            op.headers = ["Sec-Fetch-Site": "cross-site"]
            #expect(try await op.post(path, [("status", "closed")]).status == 403)
            op.headers = ["Origin": "https://evil.test"]
            #expect(try await op.post(path, [("status", "closed")]).status == 403)
            let status = try await desk.store.read { try $0.ticket.find(ticket)?.status }
            #expect(status == .new)
            op.headers = ["Origin": "http://desk.test", "Sec-Fetch-Site": "same-origin"]
            #expect(try await op.post(path, [("status", "closed")]).status == 303)
        }
    }

    @Test("an expired session is no session")
    func expiry() async throws {
        try await DeskInTest.run { desk in
            let op = try await desk.signedIn(.operator)
            try await desk.store.write { tables in
                _ = try tables.session.deleteExpired(now: DeskInTest.now + .seconds(4000))
            }
            #expect(try await op.get("/").status == 303)
        }
    }

    @Test("too many failures stop an account from one network, and a network, for a while")
    func attemptLimit() {
        let limit = AttemptLimit()
        let now = DeskInTest.now
        for _ in 0..<AttemptLimit.failuresPerAccountAndNetwork {
            #expect(limit.begin(address: "192.0.2.1", account: "Ann@x", now: now))
        }
        #expect(!limit.begin(address: "192.0.2.1", account: "ann@x", now: now))
        // A stranger's guesses do not lock out the person elsewhere.
        #expect(limit.begin(address: "192.0.2.9", account: "ann@x", now: now))
        limit.noteSuccess(address: "192.0.2.9", account: "ann@x")
        #expect(limit.begin(address: "192.0.2.1", account: "bob@x", now: now))
        for number in 0..<AttemptLimit.failuresPerNetwork {
            _ = limit.begin(address: "192.0.2.1", account: "p\(number)", now: now)
        }
        #expect(!limit.begin(address: "192.0.2.1", account: "carl@x", now: now))
        let later = now + AttemptLimit.window
        #expect(limit.begin(address: "192.0.2.1", account: "ann@x", now: later))
    }

    @Test("many networks together stop at an account's own bound")
    func spreadGuesses() {
        let limit = AttemptLimit()
        let allowed = (0..<500).filter { number in
            limit.begin(address: "198.51.100.\(number)", account: "ann@x", now: DeskInTest.now)
        }
        #expect(allowed.count == AttemptLimit.failuresPerAccount)
    }

    @Test(
        "an IPv6 line is one network",
        arguments: zip(
            ["192.0.2.1", "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::9", "2001:db8::1", "::1"],
            ["192.0.2.1", "2001:db8:1:2", "2001:db8:1:2", "2001:db8:0:0", "0:0:0:0"]))
    func networks(_ address: String, _ network: String) {
        #expect(AttemptLimit.network(of: address) == network)
    }

    @Test("the table of failures stays bounded")
    func attemptTable() {
        let limit = AttemptLimit()
        for number in 0..<(AttemptLimit.mostEntries + 500) {
            _ = limit.begin(
                address: "a\(number)", account: "p\(number)", now: DeskInTest.now)
        }
        #expect(limit.count <= AttemptLimit.mostEntries)
    }

    @Test("the sign-in page says no more after too many failures")
    func limitedSignIn() async throws {
        try await DeskInTest.run { desk in
            let now = DeskInTest.now
            for number in 0..<AttemptLimit.failuresPerAccount {
                _ = desk.server.attempts.begin(
                    address: "n\(number)", account: "ann@x.test", now: now)
            }
            var browser = desk.browser
            let token = Token.random()
            browser.cookies["martlet_form"] = token
            let page = try await browser.post(
                "/sign-in", [("email", "ann@x.test"), ("password", "whatever it is")], csrf: token)
            #expect(page.status == 429)
        }
    }
}
