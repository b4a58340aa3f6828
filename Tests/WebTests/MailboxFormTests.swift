import Desk
import HTTPTypes
import Store
import Testing

@testable import Web

@Suite("The mailbox form")
struct MailboxFormTests {
    static let complete: [(String, String)] = [
        ("name", "Support"), ("active", "yes"), ("protocol", "imap"), ("host", "imap.desk.test"),
        ("security", "tls"), ("user", "support@desk.test"), ("password", "hunter2 secret"),
        ("folders", "INBOX\r\nAnfragen/Büro\r\n INBOX \r\n"), ("successFolder", "INBOX/done"),
        ("failureFolder", "INBOX/errors"), ("largestMail", "30"), ("start", "days"),
        ("startDays", "3"), ("outgoingSecurity", "starttls"), ("oauthProvider", "google"),
    ]

    private func form(_ changes: [String: String?] = [:]) throws -> MailboxForm {
        var fields = Self.complete.filter { changes[$0.0] == nil }
        for (name, value) in changes { if let value { fields.append((name, value)) } }
        return try MailboxForm(Form(fields)) { text, _ in SealedSecret(bytes: Array(text.utf8)) }
    }

    @Test("a stored password stays for its server and user only, and never with weaker protection")
    func storedPassword() throws {
        let base = try form().mailbox(base: nil, now: DeskInTest.now)
        func kept(_ changes: [String: String?]) throws -> SealedSecret? {
            var edited = try form(changes.merging(["password": nil]) { $1 })
            edited.keepSecrets(of: base)
            #expect(
                edited.password.isThere
                    == (edited.mailbox(base: base, now: DeskInTest.now).password != nil))
            return edited.mailbox(base: base, now: DeskInTest.now).password
        }
        #expect(try kept([:]) == base.password)
        #expect(try kept(["host": "evil.test"]) == nil)
        #expect(try kept(["user": "other@desk.test"]) == nil)
        #expect(try kept(["security": "none"]) == nil)
        #expect(try kept(["doesNotVerify": "yes"]) == nil)
    }

    @Test("a complete form has no errors and becomes the mailbox that it describes")
    func becomesMailbox() throws {
        let form = try form()
        #expect(form.errors(.english).isEmpty)
        let now = DeskInTest.now
        let mailbox = form.mailbox(base: nil, now: now)
        #expect(mailbox.port == 993)
        #expect(mailbox.folders == ["INBOX", "Anfragen/Büro"])
        #expect(mailbox.largestMail == 30 * 1024 * 1024)
        #expect(mailbox.start == .days(3))
        #expect(mailbox.readsMailSince == now - .seconds(3 * 86_400))
        #expect(mailbox.password?.bytes == Array("hunter2 secret".utf8))
        #expect(mailbox.verifiesCertificates)
        #expect(mailbox.oauth == nil && mailbox.sender == nil && mailbox.outgoing == nil)
    }

    @Test(
        "each setting that can't work is refused at its field",
        arguments: [
            ("name", "", "name"), ("host", "https://imap.desk.test", "host"), ("host", "", "host"),
            ("host", "imap.desk.test:993", "host"), ("port", "99999", "port"),
            ("port", "x", "port"),
            ("user", "", "user"), ("password", "", "password"), ("folders", "\n", "folders"),
            ("successFolder", "inbox", "successFolder"),
            ("failureFolder", "Anfragen/Büro", "failureFolder"),
            ("privateCA", "not a certificate", "privateCA"), ("largestMail", "0", "largestMail"),
            ("startDays", "", "startDays"),
        ])
    func refusals(_ field: String, _ value: String, _ at: String) throws {
        #expect(try form([field: value]).errors(.english).fields == [at])
    }

    @Test("the port follows protocol and security while it is empty")
    func usualPorts() throws {
        #expect(try form(["protocol": "pop3", "security": "starttls"]).portNumber == 110)
        #expect(try form(["security": "none"]).portNumber == 143)
        #expect(try form(["port": "1993"]).portNumber == 1993)
        #expect(MailboxForm.isHost("2001:db8::1") && MailboxForm.isHost("127.0.0.1"))
    }

    @Test("an edited mailbox keeps its password and the line between old and new mail")
    func edits() throws {
        let first = try form().mailbox(base: nil, now: DeskInTest.now)
        var again = MailboxForm(first)
        #expect(again.password.isStored && again.password.typed == nil)
        again.name = "Renamed"
        let edited = again.mailbox(base: first, now: DeskInTest.now + .seconds(9999))
        #expect(edited.password == first.password)
        #expect(edited.readsMailSince == first.readsMailSince)
        #expect(edited.name == "Renamed")
        var unchanged = edited
        unchanged.name = first.name
        #expect(unchanged == first)
    }

    @Test("a form with a mistake comes back with everything typed, and never with a password")
    func keepsInput() async throws {
        try await DeskInTest.run { desk in
            let admin = try await desk.signedIn(.administrator)
            let fields = Self.complete.map { $0.0 == "name" ? ($0.0, "") : $0 }
            let page = try await admin.post("/administration/mailboxes", fields)
            #expect(page.status == 422)
            #expect(page.text.contains("value=\"imap.desk.test\""))
            #expect(page.text.contains("Anfragen/Büro"))
            #expect(page.text.contains("href=\"#f-name\""))
            #expect(!page.text.contains("hunter2"))
            let sealed = try #require(
                page.text.split(separator: "name=\"passwordSealed\" value=\"").dropFirst().first?
                    .prefix { $0 != "\"" })
            let second =
                Self.complete.filter { $0.0 != "password" } + [("passwordSealed", String(sealed))]
            let saved = try await admin.post("/administration/mailboxes", second)
            #expect(saved.location == "/administration/mailboxes?done=saved")
            let mailbox = try #require(
                try await desk.store.read { try $0.mailbox.find(name: "Support") })
            let secret = try #require(mailbox.password)
            #expect(try desk.store.vault.open(secret, for: .mailboxPassword) == "hunter2 secret")
            let taken = try await admin.post("/administration/mailboxes", Self.complete)
            #expect(taken.status == 422)
            #expect(taken.text.contains("Another mailbox has this name."))
        }
    }

    @Test("every option of the specification stands on the form under its name")
    func labels() async throws {
        try await DeskInTest.run { desk in
            let admin = try await desk.signedIn(.administrator)
            let text = try await admin.get("/administration/mailboxes/new").text
            let labels = [
                "Active", "Accept autogenerated mails", "IMAP", "POP3",
                "Leave a copy on the server",
                "Host", "Port", "User", "Password", "Use a different sender",
                "Use SSL authentication",
                "None", "STARTTLS", "SSL/TLS", "Private certificate authority",
                "Do not verify certificates",
                "Enable OAuth", "Client ID", "Client secret", "Authorize endpoint",
                "Token endpoint", "Scope",
                "Redirect URI", "Folders to read", "In success move to", "In failure move to",
                "Default project", "SMTP host", "SMTP port", "SMTP security", "SMTP user",
                "SMTP password",
                "Largest mail (MB)", "Start with", "Overview of scheduled tasks", "Test connection",
            ]
            for label in labels { #expect(text.contains(label), "\(label)") }
            for group in [
                "General", "Protocol", "Connection", "Folders", "Routing", "Outgoing", "Limits",
            ] {
                #expect(text.contains("<legend>\(group)</legend>"), "\(group)")
            }
        }
    }

    @Test("a connection test is a job with what was typed, its secrets sealed")
    func connectionTest() async throws {
        try await DeskInTest.run { desk in
            let admin = try await desk.signedIn(.administrator)
            let page = try await admin.post(
                "/administration/mailboxes/connection-test", Self.complete)
            #expect(page.status == 200)
            #expect(page.text.contains("data-from=\"/administration/jobs/1\""))
            #expect(page.text.contains("value=\"imap.desk.test\""))
            let job = try #require(try await desk.store.read { try $0.job.find(1) })
            #expect(job.kind == .testConnection && job.state == .queued)
            #expect(job.draft?.host == "imap.desk.test")
            #expect(try await desk.store.read { try $0.mailbox.all().isEmpty })
            #expect(
                try await admin.get("/administration/jobs/1").text.contains("Waits for a worker"))
        }
    }

    @Test("a mailbox is checked, previewed, paused, copied and deleted by rows alone")
    func actions() async throws {
        try await DeskInTest.run { desk in
            try await desk.withTicket()
            let admin = try await desk.signedIn(.administrator)
            let base = "/administration/mailboxes/1"
            #expect(try await admin.post("\(base)/check", []).location == "/administration/jobs/1")
            #expect(
                try await admin.post("\(base)/preview", []).location == "/administration/jobs/2")
            _ = try await admin.post("\(base)/pause", [])
            #expect(try await desk.store.read { try $0.mailbox.find(1)?.isActive } == false)
            #expect(try await admin.get("/administration/mailboxes").text.contains("Paused"))
            _ = try await admin.post("\(base)/resumption", [])
            #expect(try await desk.store.read { try $0.mailbox.find(1)?.isActive } == true)
            _ = try await admin.post("\(base)/copy", [])
            _ = try await admin.post("\(base)/copy", [])
            let names = try await desk.store.read {
                try $0.mailbox.all().map { "\($0.name) \($0.isActive)" }
            }
            #expect(
                Set(names) == ["Support true", "Support (copy) false", "Support (copy) 2 false"])
            let lease = try await desk.store.write {
                try $0.lease.take(
                    name: "mailbox:1", holder: "n", now: DeskInTest.now, for: .seconds(9))
            }
            let busy = try await admin.post("\(base)/deletion", [])
            #expect(busy.location == "/administration/mailboxes?done=busy")
            try await desk.store.write {
                try $0.lease.release(name: "mailbox:1", token: lease ?? 0)
            }
            #expect(try await admin.get("\(base)/deletion").text.contains("undone"))
            _ = try await admin.post("\(base)/deletion", [])
            #expect(try await admin.get(base).status == 404)
        }
    }
}
