import Desk
import Foundation
import HTTPTypes
import Store
import TestSupport
import Testing

@testable import Web

@Suite("Inbound mail")
struct InboundTests {
    @Test(
        "the list is narrowed by mailbox, outcome, sender, time and ticket",
        arguments: TestEngine.all)
    func filters(_ engine: TestEngine) async throws {
        try await DeskInTest.run(on: engine) { desk in
            let (ticket, _, _) = try await desk.withTicket(subject: "First matter")
            let (_, _, second) = try await desk.withTicket(
                subject: "Second matter", name: "Bo Baker")
            try await desk.fail(second)
            let op = try await desk.signedIn(.operator)
            func has(_ query: String) async throws -> (Bool, Bool) {
                let text = try await op.get("/inbound?\(query)").text
                return (
                    text.contains("First matter</strong>"), text.contains("Second matter</strong>")
                )
            }
            #expect(try await has("") == (true, true))
            #expect(try await has("outcome=failed") == (false, true))
            #expect(try await has("outcome=ticket&mailbox=1") == (true, false))
            #expect(try await has("mailbox=99") == (false, false))
            #expect(try await has("sender=baker") == (false, true))
            #expect(try await has("ticket=%23\(ticket)") == (true, false))
            #expect(try await has("waiting") == (true, true))
            #expect(try await has("outcome=waiting") == (false, false))
            let day = DeskInTest.now.iso8601.prefix(10)
            #expect(try await has("from=\(day)&to=\(day)") == (true, true))
            #expect(try await has("to=2020-01-01") == (false, false))
            let quarantine = try await op.get("/inbound?outcome=failed").text
            #expect(quarantine.contains("Process the 1 mail of this list again"))
            #expect(quarantine.contains("name=\"mail\" value=\"\(second)\""))
        }
    }

    @Test(
        "mails are processed again by ticking them, and by the whole list",
        arguments: TestEngine.all)
    func bulk(_ engine: TestEngine) async throws {
        try await DeskInTest.run(on: engine) { desk in
            let (_, _, onTicket) = try await desk.withTicket()
            var made: [LedgerID] = []
            for number in 1...3 {
                let (_, _, mail) = try await desk.withTicket(subject: "Failed \(number)")
                try await desk.fail(mail)
                made.append(mail)
            }
            let failed = made
            let op = try await desk.signedIn(.operator)
            let picked = try await op.post(
                "/inbound/processing",
                [
                    ("do", "selected"), ("mail", "\(failed[0])"), ("mail", "\(onTicket)"),
                    ("outcome", "failed"),
                ])
            #expect(picked.location == "/inbound?outcome=failed&done=manyAgain")
            let outcomes = try await desk.store.read { tables in
                try (failed + [onTicket]).map { try tables.ledger.find($0)?.outcome }
            }
            #expect(outcomes == [nil, .failed, .failed, .ticket])
            let all = try await op.post(
                "/inbound/processing", [("do", "all"), ("outcome", "failed")])
            #expect(all.status == 303)
            let rest = try await desk.store.read { tables in
                (
                    try failed.map { try tables.ledger.find($0)?.outcome },
                    try failed.map { try tables.ledgerEvent.of($0).count }
                )
            }
            #expect(rest.0 == [nil, nil, nil] && rest.1 == [1, 1, 1])
            // Not the whole ledger by accident, and not what is on a ticket.
            #expect(try await op.post("/inbound/processing", [("do", "all")]).status == 400)
            let none = try await op.post(
                "/inbound/processing", [("do", "selected"), ("mail", "\(onTicket)")])
            #expect(none.location == "/inbound?done=noneAgain")
            #expect(
                try await op.get(none.location ?? "").text.contains("what is on a ticket stays"))
        }
    }

    @Test("one mail shows its trace, parts, defects, text and history", arguments: TestEngine.all)
    func onePage(_ engine: TestEngine) async throws {
        try await DeskInTest.run(on: engine) { desk in
            let (_, _, mail) = try await desk.withTicket(html: "<p>Hello <b>there</b></p>")
            let op = try await desk.signedIn(.operator)
            let text = try await op.get("/inbound/\(mail)").text
            for words in [
                "What happened", "Nothing fits.", "decided", "multipart/mixed", "image/png",
                "evil.html", "cid:dot@client", "base64", "the body",
                "Message-ID: &lt;one@client.test&gt;",
                "It arrived at the mail server.", "It was stored here",
                "Hello there",
            ] { #expect(text.contains(words), "\(words)") }
            let broken = try await desk.store.write { tables -> LedgerID in
                let bytes = Array(
                    "Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\nCut off".utf8)
                let raw = try tables.rawMail.add(bytes: bytes, digest: Digest.sha256Hex(bytes))
                var entry = try #require(try tables.ledger.find(mail))
                entry.place = .init(folder: "INBOX", uidValidity: 1, uid: 99)
                entry.raw = raw
                entry.outcome = .failed
                return try #require(try tables.ledger.add(entry)).id
            }
            let odd = try await op.get("/inbound/\(broken)").text
            #expect(odd.contains("The end of the parts is missing: the mail may be cut off."))
            var german = op
            german.cookies["martlet_language"] = "de"
            #expect(
                try await german.get("/inbound/\(broken)").text.contains("Das Ende der Teile fehlt")
            )
        }
    }

    @Test(
        "a ticket is made of a failed mail and undone from the mail's page",
        arguments: TestEngine.all)
    func makeAndUndo(_ engine: TestEngine) async throws {
        try await DeskInTest.run(on: engine) { desk in
            let (_, _, mail) = try await desk.withTicket(subject: "Lost matter")
            try await desk.fail(mail)
            let op = try await desk.signedIn(.operator)
            let page = try await op.get("/inbound/\(mail)").text
            for words in ["Make a ticket of it", "Attach to ticket…", "Ignore and block sender"] {
                #expect(page.contains(words), "\(words)")
            }
            let made = try await op.post("/inbound/\(mail)/ticket", [("project", "1")])
            #expect(made.location == "/inbound/\(mail)?done=madeTicket")
            let after = try await op.get("/inbound/\(mail)").text
            #expect(after.contains("Olga operator made ticket #"))
            #expect(after.contains("/inbound/\(mail)/undo"))
            let entry = try #require(try await desk.store.read { try $0.ledger.find(mail) })
            let ticket = try #require(entry.ticket)
            #expect(try await op.get("/tickets/\(ticket)").text.contains("put a mail here by hand"))
            #expect(try await op.post("/inbound/\(mail)/undo", []).status == 303)
            #expect(try await desk.store.read { try $0.ledger.find(mail)?.outcome } == .failed)
            let gone = try await op.get("/tickets/\(ticket)")
            #expect(gone.status == 200 && gone.text.contains("was deleted"))
            #expect(!gone.text.contains("Undo the deletion"))
            let twice = try await op.post("/inbound/\(mail)/undo", [])
            #expect(twice.status == 409 && twice.text.contains("There is nothing to undo"))
        }
    }

    @Test("what can't be done is said in words, in both languages")
    func refusals() async throws {
        try await DeskInTest.run { desk in
            let (ticket, _, mail) = try await desk.withTicket()
            let op = try await desk.signedIn(.operator)
            let again = try await op.post("/inbound/\(mail)/processing", [])
            #expect(again.status == 409)
            #expect(again.text.contains("The mail is on ticket #\(ticket) already"))
            let nowhere = try await op.post("/inbound/\(mail)/move", [("ticket", "#4711")])
            #expect(nowhere.text.contains("There is no ticket #4711"))
            #expect(
                try await op.post("/inbound/\(mail)/move", [("ticket", "abc")]).text
                    .contains("That is no ticket&#39;s number"))
            var german = op
            german.cookies["martlet_language"] = "de"
            #expect(
                try await german.post("/inbound/\(mail)/detachment", []).text
                    .contains("hat keine andere Nachricht"))
            #expect(try await op.post("/inbound/999/ticket", [("project", "1")]).status == 409)
        }
    }

    @Test("a reply is detached and moved from the ticket's page", arguments: TestEngine.all)
    func fromTheTicket(_ engine: TestEngine) async throws {
        try await DeskInTest.run(on: engine) { desk in
            let (first, _, one) = try await desk.withTicket(subject: "First")
            let (second, _, two) = try await desk.withTicket(subject: "Second")
            let op = try await desk.signedIn(.operator)
            let page = try await op.get("/tickets/\(first)").text
            #expect(page.contains("action=\"/inbound/\(one)/move\""))
            #expect(!page.contains("/detachment"))
            let moved = try await op.post(
                "/inbound/\(two)/move", [("ticket", "#\(first)"), ("fromTicket", "yes")])
            #expect(moved.location == "/tickets/\(first)?done=moved")
            let both = try await op.get("/tickets/\(first)").text
            #expect(both.contains("Olga operator moved it here from ticket #\(second)."))
            #expect(both.contains("action=\"/inbound/\(two)/detachment\""))
            let detached = try await op.post(
                "/inbound/\(two)/detachment", [("fromTicket", "yes")])
            let new = try #require(try await desk.store.read { try $0.ledger.find(two)?.ticket })
            #expect(detached.location == "/tickets/\(new)?done=detached")
            #expect(new != first && new != second)
            // Undone one after the other, the mail is where it was.
            _ = try await op.post("/inbound/\(two)/undo", [])
            _ = try await op.post("/inbound/\(two)/undo", [])
            #expect(try await desk.store.read { try $0.ledger.find(two)?.ticket } == second)
            #expect(try await op.get("/tickets/\(second)").text.contains("<h1>"))
        }
    }

    @Test("a sender is blocked from the mail, listed, and unblocked", arguments: TestEngine.all)
    func blocking(_ engine: TestEngine) async throws {
        try await DeskInTest.run(on: engine) { desk in
            let (ticket, _, mail) = try await desk.withTicket()
            let admin = try await desk.signedIn(.administrator)
            let blocked = try await admin.post("/inbound/\(mail)/block", [("by", "domain")])
            #expect(blocked.location == "/inbound/\(mail)?done=blocked")
            #expect(try await desk.store.read { try $0.ledger.find(mail)?.outcome } == .ignored)
            #expect(try await desk.store.read { try $0.ticket.find(ticket) } == nil)
            let list = try await admin.get("/administration/blocks").text
            #expect(list.contains("client.test") && list.contains("/inbound/\(mail)"))
            let wrong = try await admin.post(
                "/administration/blocks", [("kind", "subject"), ("text", "hi")])
            #expect(wrong.status == 422 && wrong.text.contains("half of all mail"))
            _ = try await admin.post(
                "/administration/blocks", [("kind", "address"), ("text", "Bob@x.test")])
            let rules = try await desk.store.read { try $0.block.all() }
            #expect(rules.map(\.rule) == [.address("bob@x.test"), .domain("client.test")])
            #expect(
                try await admin.post("/administration/blocks/\(rules[0].id)/removal", []).status
                    == 303)
            // Undo removes the block and decides the mail anew: a ticket again.
            _ = try await admin.post("/inbound/\(mail)/undo", [])
            #expect(try await desk.store.read { try $0.block.all().isEmpty })
            #expect(try await desk.store.read { try $0.ledger.find(mail)?.outcome } == .ticket)
            let op = try await desk.signedIn(.operator)
            #expect(try await op.get("/administration/blocks").status == 403)
        }
    }

    @Test(
        "“Where is my mail?” finds dropped mail too, and says where it looked when there is none",
        arguments: TestEngine.all)
    func whereIsMyMail(_ engine: TestEngine) async throws {
        try await DeskInTest.run(on: engine) { desk in
            let (_, _, mail) = try await desk.withTicket(subject: "Order 4711")
            try await desk.fail(mail)
            let mailbox = try #require(try await desk.store.read { try $0.mailbox.all().first })
            try await desk.store.write { tables in
                try tables.mailbox.noteCheck(
                    mailbox.id, at: DeskInTest.now - .seconds(3 * 3600), error: nil,
                    needsPerson: false)
                try tables.mailbox.noteCheck(
                    mailbox.id, at: DeskInTest.now, error: "The server hung up.", needsPerson: false
                )
            }
            let op = try await desk.signedIn(.operator)
            for query in [
                "sender=ann", "subject=4711", "id=%3Cone@client.test%3E",
                "from=\(DeskInTest.now.iso8601.prefix(16))",
            ] {
                let text = try await op.get("/inbound/where?\(query)").text
                #expect(text.contains("1 mail was found"), "\(query)")
                #expect(text.contains("No project.") && text.contains("/inbound/\(mail)"))
            }
            let none = try await op.get("/inbound/where?sender=zoe&subject=nothing").text
            #expect(none.contains("No mail like this was ever delivered"))
            #expect(none.contains("Where was looked") && none.contains("Support"))
            #expect(none.contains("3 h ago") && none.contains("The server hung up."))
            // Nothing asked: no answer, and no claim that there is none.
            let fresh = try await op.get("/inbound/where").text
            #expect(!fresh.contains("No mail like this"))
        }
    }
}

@Suite("Deleted tickets")
struct DeletionTests {
    @Test("an administrator deletes a ticket and brings it back", arguments: TestEngine.all)
    func deletion(_ engine: TestEngine) async throws {
        try await DeskInTest.run(on: engine) { desk in
            let (ticket, message, mail) = try await desk.withTicket()
            let op = try await desk.signedIn(.operator)
            #expect(try await op.post("/tickets/\(ticket)/deletion", []).status == 403)
            #expect(!(try await op.get("/tickets/\(ticket)").text.contains("/deletion")))
            let admin = try await desk.signedIn(.administrator)
            #expect(try await admin.get("/tickets/\(ticket)/deletion").text.contains("For 30 days"))
            #expect(try await admin.post("/tickets/\(ticket)/deletion", []).status == 303)
            #expect(try await admin.get("/messages/\(message)/html").status == 404)
            let stone = try await admin.get("/tickets/\(ticket)").text
            #expect(stone.contains("Deleted by Olga administrator"))
            #expect(stone.contains("Undo the deletion") && stone.contains("/inbound/\(mail)"))
            #expect(!(try await op.get("/tickets/\(ticket)").text.contains("Undo the deletion")))
            #expect(try await admin.post("/inbound/\(mail)/processing", []).status == 409)
            #expect(try await admin.post("/tickets/\(ticket)/restoration", []).status == 303)
            let back = try await admin.get("/tickets/\(ticket)").text
            #expect(back.contains("undid the deletion") && back.contains("deleted the ticket"))
            #expect(try await admin.post("/tickets/\(ticket)/restoration", []).status == 409)
        }
    }
}

@Suite("Remote images")
struct RemoteImageTests {
    @Test("images are shown once, always for a sender, and not any more", arguments: TestEngine.all)
    func images(_ engine: TestEngine) async throws {
        try await DeskInTest.run(on: engine) { desk in
            let (ticket, message, _) = try await desk.withTicket()
            let op = try await desk.signedIn(.operator)
            func loads() async throws -> Bool {
                try await op.get("/messages/\(message)/html").text.contains("tracker.test")
            }
            #expect(try await !loads())
            // Never by an address: a link in a mail could have it.
            #expect(
                try await !op.get("/messages/\(message)/html?images=yes").text.contains(
                    "tracker.test"))
            let once = try await op.post("/messages/\(message)/images", [("images", "once")])
            #expect(once.text.contains("https://tracker.test/x.png"))
            #expect(once.headers[.contentSecurityPolicy]?.contains("sandbox") == true)
            #expect(try await !loads())
            #expect(
                try await op.post("/messages/\(message)/images", [("images", "once")], csrf: "no")
                    .status
                    == 403)
            let always = try await op.post("/messages/\(message)/images", [("images", "always")])
            #expect(always.location == "/tickets/\(ticket)?done=showing#m\(message)")
            #expect(try await loads())
            let page = try await op.get("/tickets/\(ticket)").text
            #expect(page.contains("Remote images of ann@client.test are always shown."))
            _ = try await op.post("/messages/\(message)/images", [("images", "never")])
            #expect(try await !loads())
            #expect(try await op.get("/tickets/\(ticket)").text.contains("Always for this sender"))
        }
    }

    @Test("a link that shows another server than it leads to is marked")
    func links() async throws {
        try await DeskInTest.run { desk in
            let (_, message, _) = try await desk.withTicket(
                html: "<a href=\"https://evil.example/x\">https://bank.example/login</a>")
            let op = try await desk.signedIn(.operator)
            let text = try await op.get("/messages/\(message)/html").text
            #expect(text.contains("data-host=\"evil.example\""))
            #expect(text.contains("title=\"https://evil.example/x\""))
            #expect(text.contains("target=\"_blank\"") && text.contains("noopener"))
            #expect(text.contains("a[data-host]::after"))
        }
    }
}

extension DeskInTest {
    /// As if it had failed: off its ticket, which is gone.
    func fail(_ mail: LedgerID) async throws {
        try await store.write { tables in
            if let ticket = try tables.ledger.find(mail)?.ticket {
                try tables.ticket.erase(ticket, by: nil, at: Self.now)
            }
            try tables.ledger.record(
                mail, decision: Decision(fate: .failed, reason: "No project.", trace: []),
                ticket: nil, message: nil, waitingForUpdate: false, filing: .toFailure, at: Self.now
            )
        }
    }
}
