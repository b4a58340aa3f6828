import Desk
import Foundation
import HTTPTypes
import Store
import Testing

@testable import Web

@Suite("Working on tickets")
struct TicketTests {
    @Test("an answer is message, event, status, reference and outbox row at once, and threads")
    func reply() async throws {
        try await DeskInTest.run { desk in
            let (id, message, _) = try await desk.withTicket()
            let op = try await desk.signedIn(.operator)
            let answer = try await op.post(
                "/tickets/\(id)/messages",
                [
                    ("kind", "reply"), ("text", "Use **water**."), ("after", "waiting"),
                    ("seen", "1"), ("offersCopies", "yes"), ("copies", "yes"),
                ])
            #expect(answer.location == "/tickets/\(id)?done=sent")
            try await desk.store.read { tables in
                let ticket = try #require(try tables.ticket.find(id))
                #expect(ticket.status == .waiting)
                #expect(!ticket.needsReaction)
                #expect(ticket.assignee != nil)
                let reply = try #require(try tables.message.of(id).last)
                #expect(reply.kind == .reply)
                #expect(reply.cc.map(\.address) == ["carla@client.test"])
                let mail = try #require(try tables.outbox.of(id).first)
                #expect(mail.message == reply.id)
                #expect(mail.recipients == ["ann@client.test", "carla@client.test"])
                #expect(mail.envelopeFrom == "support@desk.test")
                #expect(mail.state == .queued)
                #expect(mail.messageID == reply.messageID)
                #expect(OwnMessageID.claim(in: mail.messageID)?.ticket == id)
                #expect(try tables.messageReference.isOwn(mail.messageID))
                let changes = try tables.event.of(id).map(\.change)
                #expect(changes.contains(.replied(reply.id)))
                #expect(changes.contains(.statusChanged(from: .new, to: .waiting)))
                let raw = String(
                    decoding: try tables.rawMail.bytes(of: mail.raw) ?? [], as: UTF8.self)
                #expect(raw.contains("\r\nIn-Reply-To: <one@client.test>\r\n"))
                #expect(raw.contains("\r\nReferences: <one@client.test>\r\n"))
                #expect(raw.contains("Subject: Re: The printer is on fire [#\(id)]\r\n"))
                // Soft line breaks aside (RFC 2045 §6.7).
                let unbroken = raw.replacing("=\r\n", with: "")
                #expect(unbroken.contains("<strong>water</strong>"))
                #expect(message != reply.id)
            }
            let page = try await op.get("/tickets/\(id)")
            #expect(page.text.contains("Queued"))
            #expect(page.text.contains("<strong>water</strong>"))
        }
    }

    @Test("an answer past a message that was not seen is held back with its text kept")
    func staleReply() async throws {
        try await DeskInTest.run { desk in
            let (id, _, _) = try await desk.withTicket()
            let op = try await desk.signedIn(.operator)
            let stale = try await op.post(
                "/tickets/\(id)/messages",
                [("kind", "reply"), ("text", "My long answer"), ("after", "closed"), ("seen", "0")])
            #expect(stale.status == 409)
            #expect(stale.text.contains("My long answer"))
            #expect(stale.text.contains("Something new was written"))
            #expect(try await desk.store.read { try $0.outbox.of(id).count } == 0)
            #expect(try await desk.store.read { try $0.ticket.find(id)?.status } == .new)
        }
    }

    @Test("a note stays in the desk")
    func note() async throws {
        try await DeskInTest.run { desk in
            let (id, _, _) = try await desk.withTicket()
            let op = try await desk.signedIn(.operator)
            let empty = try await op.post(
                "/tickets/\(id)/messages", [("kind", "note"), ("text", "  ")])
            #expect(empty.status == 422)
            _ = try await op.post(
                "/tickets/\(id)/messages", [("kind", "note"), ("text", "Psst."), ("seen", "1")])
            try await desk.store.read { tables in
                let last = try tables.message.of(id).last
                #expect(last?.kind == .note)
                #expect(try tables.outbox.of(id).isEmpty)
                #expect(try tables.ticket.find(id)?.needsReaction == true)
            }
        }
    }

    @Test("without a mailbox an answer is refused with words, not lost")
    func noSender() async throws {
        try await DeskInTest.run { desk in
            let (id, _, _) = try await desk.withTicket()
            try await desk.store.write { tables in
                for mailbox in try tables.mailbox.all() {
                    try tables.mailbox.delete(mailbox.id, at: DeskInTest.now)
                }
            }
            let op = try await desk.signedIn(.operator)
            let page = try await op.post(
                "/tickets/\(id)/messages", [("kind", "reply"), ("text", "Hello"), ("seen", "1")])
            #expect(page.status == 409)
            #expect(page.text.contains("There is no mailbox to send from."))
            #expect(page.text.contains("\nHello</textarea>"))
        }
    }

    @Test("a failed answer can be sent again, and a queued one withdrawn")
    func outbox() async throws {
        try await DeskInTest.run { desk in
            let (id, _, _) = try await desk.withTicket()
            let op = try await desk.signedIn(.operator)
            for text in ["one", "two"] {
                _ = try await op.post(
                    "/tickets/\(id)/messages", [("kind", "reply"), ("text", text)])
            }
            let mails = try await desk.store.read { try $0.outbox.of(id) }
            try await desk.store.write {
                try $0.outbox.setState(mails[0].id, .failed, response: "550 no", at: DeskInTest.now)
            }
            #expect(try await op.get("/tickets/\(id)").text.contains("550 no"))
            _ = try await op.post("/outbox/\(mails[0].id)/resending", [])
            _ = try await op.post("/outbox/\(mails[1].id)/withdrawal", [])
            let left = try await desk.store.read { try $0.outbox.of(id) }
            #expect(left.map(\.state) == [.queued])
            #expect(try await op.get("/tickets/\(id)").text.contains("Withdrawn, not sent"))
        }
    }

    @Test("a withdrawn answer gives the ticket back as it was, and its text to the composer")
    func withdrawal() async throws {
        try await DeskInTest.run { desk in
            let (id, _, _) = try await desk.withTicket()
            let op = try await desk.signedIn(.operator)
            _ = try await op.post(
                "/tickets/\(id)/messages",
                [("kind", "reply"), ("text", "Too <early>"), ("after", "closed")])
            let mail = try #require(try await desk.store.read { try $0.outbox.of(id).first })
            let answer = try await op.post("/outbox/\(mail.id)/withdrawal", [])
            #expect(answer.location == "/tickets/\(id)?again=\(mail.message)&done=withdrawn")
            try await desk.store.read { tables in
                let ticket = try #require(try tables.ticket.find(id))
                #expect(ticket.needsReaction)
                #expect(ticket.status == .new)
                #expect(ticket.closedAt == nil)
                #expect(ticket.assignee == nil)
                #expect(ticket.snippet == "It burns.")
                let changes = try tables.event.of(id).map(\.change)
                #expect(changes.contains(.statusChanged(from: .closed, to: .new)))
            }
            let page = try await op.get(answer.location ?? "")
            #expect(page.text.contains("\nToo &lt;early&gt;</textarea>"))
            #expect(page.text.contains("<option value=\"closed\" selected>"))
            #expect(!(try await op.get("/tickets/\(id)")).text.contains("early&gt;</textarea>"))
            // Another ticket's composer takes no text from here.
            let (other, _, _) = try await desk.withTicket(subject: "Other")
            let elsewhere = try await op.get("/tickets/\(other)?again=\(mail.message)")
            #expect(!elsewhere.text.contains("early&gt;</textarea>"))
        }
    }

    @Test("withdrawing one of two answers leaves what the other did and what others changed")
    func withdrawalOfOne() async throws {
        try await DeskInTest.run { desk in
            let (id, _, _) = try await desk.withTicket()
            let op = try await desk.signedIn(.operator)
            for text in ["one", "two"] {
                _ = try await op.post(
                    "/tickets/\(id)/messages",
                    [("kind", "reply"), ("text", text), ("after", "waiting")])
            }
            let mails = try await desk.store.read { try $0.outbox.of(id) }
            _ = try await op.post("/outbox/\(mails[1].id)/withdrawal", [])
            let ticket = try await desk.store.read { try $0.ticket.find(id) }
            #expect(ticket?.needsReaction == false)
            #expect(ticket?.status == .waiting)
            #expect(ticket?.snippet == "one")
            _ = try await op.post("/tickets/\(id)/changes", [("status", "open")])
            _ = try await op.post("/outbox/\(mails[0].id)/withdrawal", [])
            let last = try await desk.store.read { try $0.ticket.find(id) }
            #expect(last?.needsReaction == true)
            #expect(last?.status == .open)
            #expect(last?.assignee == nil)
        }
    }

    @Test("fields change with an event each, and several tickets at once")
    func changes() async throws {
        try await DeskInTest.run { desk in
            let (first, _, _) = try await desk.withTicket()
            let (second, _, _) = try await desk.withTicket(subject: "Another one")
            let op = try await desk.signedIn(.operator)
            let me = try await desk.store.read {
                try $0.person.find(email: "operator@desk.test")?.id
            }
            _ = try await op.post(
                "/tickets/\(first)/changes",
                [("status", "open"), ("priority", "urgent"), ("assignee", "\(me ?? 0)")])
            let events = try await desk.store.read { try $0.event.of(first).map(\.change) }
            #expect(
                events == [
                    .statusChanged(from: .new, to: .open),
                    .priorityChanged(from: .normal, to: .urgent), .assigned(from: nil, to: me),
                ])
            #expect(
                try await op.post("/tickets/\(first)/changes", [("assignee", "1")]).status == 400)
            let bulk = try await op.post(
                "/tickets/changes",
                [
                    ("ticket", "\(first)"), ("ticket", "\(second)"), ("do", "close"),
                    ("back", "/tickets?view=open"),
                ])
            #expect(bulk.location == "/tickets?view=open&done=changed")
            #expect(
                try await desk.store.read { try $0.ticket.count(TicketFilter(view: .closed)) } == 2)
        }
    }

    @Test(
        "mail HTML is sanitised, framed by this site alone, and loads nothing from elsewhere unasked"
    )
    func mailFrame() async throws {
        try await DeskInTest.run { desk in
            let (id, message, _) = try await desk.withTicket()
            let op = try await desk.signedIn(.operator)
            let page = try await op.get("/messages/\(message)/html")
            let policy = try #require(page.headers[.contentSecurityPolicy])
            #expect(policy.hasPrefix("sandbox allow-same-origin allow-popups"))
            #expect(!policy.contains("allow-scripts"))
            #expect(policy.contains("default-src 'none'"))
            #expect(policy.contains("img-src 'self' data:;"))
            #expect(policy.contains("frame-ancestors 'self'"))
            #expect(page.text.contains("<b>burns</b>"))
            #expect(!page.text.contains("alert(1)"))
            #expect(!page.text.contains("tracker.test"))
            #expect(page.text.contains("/messages/\(message)/attachments/"))
            let asked = try await op.post("/messages/\(message)/images", [("images", "once")])
            #expect(asked.text.contains("https://tracker.test/x.png"))
            #expect(
                asked.headers[.contentSecurityPolicy]?.contains("img-src 'self' data: https: http:")
                    == true)
            let ticket = try await op.get("/tickets/\(id)")
            #expect(
                ticket.text.contains(
                    "sandbox=\"allow-same-origin allow-popups allow-popups-to-escape-sandbox\""))
        }
    }

    @Test("a file of a mail is downloaded, never shown, unless it is a picture of the mail itself")
    func attachments() async throws {
        try await DeskInTest.run { desk in
            let (_, message, _) = try await desk.withTicket()
            let (_, other, _) = try await desk.withTicket(subject: "Other")
            let files = try await desk.store.read {
                try $0.message.find(message)?.attachments ?? []
            }
            let op = try await desk.signedIn(.operator)
            let picture = try await op.get("/messages/\(message)/attachments/\(files[0].id)")
            #expect(picture.headers[.contentType] == "image/png")
            #expect(picture.headers[.contentDisposition]?.hasPrefix("inline;") == true)
            let evil = try await op.get("/messages/\(message)/attachments/\(files[1].id)")
            #expect(evil.text.contains("<b>evil</b>"))
            #expect(evil.headers[.contentType] == "application/octet-stream")
            #expect(evil.headers[.xContentTypeOptions] == "nosniff")
            #expect(evil.headers[.contentSecurityPolicy]?.hasPrefix("sandbox;") == true)
            #expect(
                evil.headers[.contentDisposition]
                    == "attachment; filename=\"_evil_name.html\"; filename*=UTF-8''_evil%22name.html"
            )
            let within = try await op.get("/messages/\(message)/attachments/\(files[2].id)")
            #expect(within.text == "Cat")
            #expect(try await op.get("/messages/\(other)/attachments/\(files[0].id)").status == 404)
        }
    }

    @Test("a ticket made by hand asks for what it needs and keeps what was typed")
    func newTicket() async throws {
        try await DeskInTest.run { desk in
            try await desk.withTicket()
            let op = try await desk.signedIn(.operator)
            let wrong = try await op.post(
                "/tickets", [("email", "nobody"), ("subject", "Hello there"), ("text", "")])
            #expect(wrong.status == 422)
            #expect(wrong.text.contains("value=\"Hello there\""))
            #expect(wrong.text.contains("href=\"#f-email\""))
            let made = try await op.post(
                "/tickets",
                [
                    ("project", "1"), ("name", "Bo"), ("email", "Bo@x.test"),
                    ("subject", "By phone"), ("text", "Rang."),
                ])
            #expect(made.location?.hasPrefix("/tickets/") == true)
            #expect(try await op.get(made.location ?? "").text.contains("made the ticket by hand"))
        }
    }

    @Test("a mail that failed is decided again, one that is on a ticket is not")
    func processAgain() async throws {
        try await DeskInTest.run { desk in
            let (_, _, onTicket) = try await desk.withTicket()
            let (_, _, failed) = try await desk.withTicket(subject: "Second")
            try await desk.store.write { tables in
                try tables.ledger.record(
                    failed, decision: Decision(fate: .failed, reason: "No project.", trace: []),
                    ticket: nil, message: nil, waitingForUpdate: false, filing: .toFailure,
                    at: DeskInTest.now)
            }
            let op = try await desk.signedIn(.operator)
            #expect(try await op.post("/inbound/\(onTicket)/processing", []).status == 409)
            #expect(try await op.post("/inbound/\(failed)/processing", []).status == 303)
            // The same bytes came before: decided at once, by today's rules.
            let entry = try await desk.store.read { try $0.ledger.find(failed) }
            #expect(entry?.outcome == .duplicate)
        }
    }

    @Test(
        "what is folded away is a signature when nothing of it is quoted",
        arguments: [
            ("-- \nAnn\nACME", true), ("Sent from my phone", true), ("> earlier", false),
            ("Am Montag schrieb Ann:\nHallo", false), ("-----Original Message-----\nHi", false),
            ("From: Ann\nHi", false),
        ])
    func signature(_ text: String, _ isSignature: Bool) {
        #expect(ConversationView.isSignature(text) == isSignature)
    }

    @Test("names of files lose paths and marks that turn the reading direction")
    func safeNames() {
        #expect(Download.safeName("../../etc/passwd") == "_.._etc_passwd")
        #expect(Download.safeName("a\u{202E}gpj.exe") == "agpj.exe")
        #expect(Download.safeName("\r\n\t") == "file")
        #expect(Download.safeName("Bericht für Müller.pdf") == "Bericht für Müller.pdf")
    }
}
