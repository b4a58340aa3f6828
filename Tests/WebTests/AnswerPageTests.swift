import Desk
import Store
import Testing

@testable import Web

@Suite("First answer, brakes, tags and time")
struct AnswerPageTests {
    @Test("a first answer is saved, shown again, and previewed with sample values")
    func firstAnswer() async throws {
        try await DeskInTest.run { desk in
            let project = try await desk.project()
            let browser = try await desk.signedIn(.administrator)
            let path = "/administration/projects/\(project)/first-answer"
            let empty = try await browser.get(path)
            #expect(empty.status == 200)
            #expect(empty.text.contains("{{requester.name}}"))
            #expect(empty.text.contains("ann@example.com"))

            let fields = [
                ("on", "yes"), ("subject", "Got {{ticket.subject}}"),
                ("text", "Hello **{{requester.name}}** <b>x</b>"),
            ]
            let preview = try await browser.post(path, fields + [("preview", "yes")])
            #expect(preview.status == 200)
            #expect(preview.text.contains("<strong>Ann Example</strong> &lt;b&gt;x&lt;/b&gt;"))
            let nothing = try await desk.store.read { t in try t.firstAnswer.of(project) }
            #expect(nothing == nil)

            let saved = try await browser.post(path, fields)
            #expect(saved.status == 303)
            let stored = try await desk.store.read { t in try t.firstAnswer.of(project) }
            #expect(stored?.isOn == true && stored?.subject == "Got {{ticket.subject}}")
        }
    }

    @Test(
        "a template that can't work is refused with words that help",
        arguments: [
            ("Hi {{requester.nmae}}", "There is no token “requester.nmae”"),
            ("Hi {{requester.name", "is not closed"), ("", "There is no text yet."),
        ])
    func wrongTemplate(_ text: String, _ words: String) async throws {
        try await DeskInTest.run { desk in
            let project = try await desk.project()
            let browser = try await desk.signedIn(.administrator)
            let page = try await browser.post(
                "/administration/projects/\(project)/first-answer",
                [("subject", "Hello"), ("text", text)])
            #expect(page.status == 422)
            #expect(page.text.contains(words))
            let stored = try await desk.store.read { t in try t.firstAnswer.of(project) }
            #expect(stored == nil)
        }
    }

    @Test("administrators see what is stopped on every page, and let it through again")
    func breaker() async throws {
        try await DeskInTest.run { desk in
            try await desk.withTicket()
            try await desk.store.write { t in
                for _ in 0..<5 { _ = try t.brake.hold(.everything, at: DeskInTest.now) }
                _ = try t.brake.hold(.address("<b>x</b>@evil.test"), at: DeskInTest.now)
                _ = try t.brake.hold(.ticket(1), at: DeskInTest.now)
            }
            let browser = try await desk.signedIn(.administrator)
            for path in ["/", "/tickets/1", "/administration/incoming"] {
                let page = try await browser.get(path)
                #expect(page.text.contains("All automatic mail is stopped."))
                #expect(page.text.contains("5 held back"))
                #expect(page.text.contains("&lt;b&gt;x&lt;/b&gt;@evil.test"))
            }
            let operators = try await desk.signedIn(.operator)
            #expect(try await !operators.get("/").text.contains("All automatic mail is stopped."))
            #expect(
                try await operators.post("/administration/breakers/1/release", []).status == 403)
            let metrics = try await desk.browser.get("/metrics").text
            #expect(metrics.contains("martlet_breakers_open{scope=\"everything\"} 1"))

            let answer = try await browser.post(
                "/administration/breakers/1/release", [("back", "/tickets/1")])
            #expect(answer.location?.hasPrefix("/tickets/1") == true)
            #expect(try await !browser.get("/").text.contains("All automatic mail is stopped."))
            let listed = try await browser.get("/administration/incoming")
            #expect(listed.text.contains("let through"))
        }
    }

    @Test("the settings for incoming mail are saved, and what can't work is refused")
    func incoming() async throws {
        try await DeskInTest.run { desk in
            let browser = try await desk.signedIn(.administrator)
            let wrong = try await browser.post(
                "/administration/incoming",
                [("trustedServers", "mx.example.com\nnot a server"), ("automaticPerHour", "0")])
            #expect(wrong.status == 422)
            #expect(wrong.text.contains("“not a server” is no server name"))
            #expect(wrong.text.contains("A number from 1 to"))
            let saved = try await browser.post(
                "/administration/incoming",
                [
                    ("ignoresCopies", "yes"), ("obeysCommands", "yes"),
                    ("trustedServers", "MX.example.com"), ("automaticPerHour", "50"),
                ])
            #expect(saved.status == 303)
            let settings = try await desk.store.read { t in try t.setting.intake() }
            #expect(settings.ignoresCopies && settings.obeysCommands && !settings.unwrapsForwards)
            #expect(settings.trustedServers == ["mx.example.com"])
            #expect(settings.automaticPerHour == 50)
        }
    }

    @Test("tags and time are added and taken away, and each leaves a line")
    func tagsAndTime() async throws {
        try await DeskInTest.run { desk in
            try await desk.withTicket()
            let browser = try await desk.signedIn(.operator)
            _ = try await browser.post("/tickets/1/tags", [("add", "billing, #Door <i>")])
            _ = try await browser.post("/tickets/1/tags", [("remove", "billing")])
            let odd = try await browser.post("/tickets/1/time", [("spent", "soon")])
            #expect(odd.location?.contains("no-time") == true)
            _ = try await browser.post(
                "/tickets/1/time",
                [("spent", "1h30m"), ("day", "2026-11-20"), ("note", "on site <b>")])
            let page = try await browser.get("/tickets/1")
            #expect(page.text.contains("Door &lt;i&gt;"))
            #expect(page.text.contains("1 h 30 min"))
            #expect(page.text.contains("20 Nov 2026"))
            #expect(page.text.contains("on site &lt;b&gt;"))
            #expect(page.text.contains("changed the tags: −billing"))
            _ = try await browser.post("/tickets/1/time/1/removal", [])
            let time = try await desk.store.read { t in try t.timeEntry.of(1) }
            #expect(time.isEmpty)
        }
    }

    @Test("nobody takes back a colleague's time but an administrator")
    func othersTime() async throws {
        try await DeskInTest.run { desk in
            try await desk.withTicket()
            let one = try await desk.signedIn(.operator, email: "one@desk.test")
            _ = try await one.post("/tickets/1/time", [("spent", "10m")])
            let two = try await desk.signedIn(.operator, email: "two@desk.test")
            #expect(try await two.post("/tickets/1/time/1/removal", []).status == 403)
            let boss = try await desk.signedIn(.administrator)
            #expect(try await boss.post("/tickets/1/time/1/removal", []).status == 303)
        }
    }

    @Test("one click makes the forwarder the requester, and one more its author again")
    func requester() async throws {
        try await DeskInTest.run { desk in
            try await desk.withTicket()
            let browser = try await desk.signedIn(.operator)
            let (olga, ann) = try await desk.store.write { t in
                let olga = try #require(try t.person.find(email: "operator@desk.test"))
                let ticket = try #require(try t.ticket.find(1))
                _ = try t.message.add(
                    TicketMessage(
                        id: 0, ticket: 1, kind: .client, author: ticket.requester,
                        from: Contact(address: "ann@client.test"), text: "x", at: DeskInTest.now,
                        forwardedBy: olga.id))
                return (olga.id, ticket.requester)
            }
            let page = try await browser.get("/tickets/1")
            #expect(page.text.contains("forwarded by Olga operator"))
            #expect(page.text.contains("Make Olga operator the requester"))
            _ = try await browser.post("/tickets/1/requester", [("requester", "\(olga)")])
            #expect(try await desk.store.read { t in try t.ticket.find(1)?.requester } == olga)
            #expect(
                try await browser.get("/tickets/1").text.contains("Make Ann Client the requester"))
            _ = try await browser.post("/tickets/1/requester", [("requester", "\(ann)")])
            #expect(try await desk.store.read { t in try t.ticket.find(1)?.requester } == ann)
            // Not just anybody.
            #expect(
                try await browser.post("/tickets/1/requester", [("requester", "99")]).status == 400)
        }
    }

    @Test("an answer that did not arrive says whom it missed, why, and what to do")
    func undelivered() async throws {
        try await DeskInTest.run { desk in
            let (ticket, message, _) = try await desk.withTicket()
            try await desk.store.write { t in
                for (who, isFinal) in [("bob@x.test", true), ("carla@x.test", false)] {
                    _ = try t.undelivered.add(
                        Undelivered(
                            id: 0, message: message, ticket: ticket, recipient: who,
                            isFinal: isFinal, status: "5.2.2", cause: .mailboxFull,
                            diagnostic: "552 <b>full</b>", notedAt: DeskInTest.now))
                }
            }
            let page = try await desk.signedIn(.operator).get("/tickets/1").text
            #expect(page.contains("Not delivered to bob@x.test."))
            #expect(page.contains("The mailbox there is full."))
            #expect(page.contains("552 &lt;b&gt;full&lt;/b&gt;"))
            #expect(page.contains("Not delivered to carla@x.test yet"))
        }
    }
}

extension DeskInTest {
    func project() async throws -> ProjectID {
        try await store.write { t in
            try (t.project.find(name: "Support") ?? t.project.add(name: "Support")).id
        }
    }
}
