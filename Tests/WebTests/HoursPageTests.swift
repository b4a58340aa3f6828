import Desk
import Store
import Testing

@testable import Web

@Suite("Prepaid hours pages")
struct HoursPageTests {
    @Test("hours are set, spent, corrected and traced from the ledger to their ticket")
    func ledger() async throws {
        try await DeskInTest.run { desk in
            try await desk.withTicket()
            let boss = try await desk.signedIn(.administrator)
            let empty = try await boss.get("/hours/1")
            #expect(empty.text.contains("No prepaid hours yet"))
            let saved = try await boss.post(
                "/administration/projects/1/hours",
                [
                    ("start", "2026-11-01"), ("period", "monthly"), ("hours", "2"),
                    ("unused", "carryFor"), ("carriedPeriods", "2"),
                ])
            #expect(saved.status == 303)
            _ = try await boss.post(
                "/administration/projects/1/hours/corrections",
                [("day", "2026-11-05"), ("amount", "-0.5"), ("reason", "an <i>invoice</i>")])
            _ = try await boss.post(
                "/tickets/1/time", [("spent", "2h"), ("day", "2026-11-20"), ("note", "on site")])
            let page = try await boss.get("/hours/1")
            #expect(page.status == 200)
            #expect(page.text.contains("an &lt;i&gt;invoice&lt;/i&gt;"))
            #expect(page.text.contains("/tickets/1#time-1"))
            #expect(page.text.contains("−30 min"))
            let list = try await boss.get("/hours")
            #expect(list.text.contains("1 h 30 min"))
            let ticket = try await boss.get("/tickets/1")
            #expect(ticket.text.contains("overdrawn by 30 min"))
            let settings = try await boss.get("/administration/projects/1/hours")
            #expect(settings.text.contains("unused hours carry over for 2 periods"))
        }
    }

    @Test("a plan and a correction that can't work are refused with a word at the field")
    func refused() async throws {
        try await DeskInTest.run { desk in
            _ = try await desk.project()
            let boss = try await desk.signedIn(.administrator)
            let wrong = try await boss.post(
                "/administration/projects/1/hours",
                [("start", "soon"), ("hours", "many"), ("unused", "carryFor")])
            #expect(wrong.status == 422)
            for words in [
                "A date, such as 2026-11-01.", "Hours such as 10, 7.5 or 7h30m.",
                "A whole number of periods.",
            ] { #expect(wrong.text.contains(words), "\(words)") }
            let far = try await boss.post(
                "/administration/projects/1/hours",
                [("start", "2026-11-01"), ("hours", "100001"), ("unused", "expire")])
            #expect(far.text.contains("Hours of a period are from 0 to 100,000."))
            let correction = try await boss.post(
                "/administration/projects/1/hours/corrections",
                [("day", "2026-11-05"), ("amount", "0"), ("reason", "")])
            #expect(correction.status == 422)
            #expect(correction.text.contains("Say why"))
            let staff = try await desk.signedIn(.operator)
            #expect(try await staff.get("/administration/projects/1/hours").status == 403)
        }
    }

    @Test("a statement can be had for one client, and as CSV that hides no formula")
    func statement() async throws {
        try await DeskInTest.run { desk in
            try await desk.withTicket(subject: "=cmd()")
            let boss = try await desk.signedIn(.administrator)
            try await desk.store.write { t in
                try t.hours.set(
                    HoursPlan(
                        start: CalendarDay(DeskInTest.now), period: .quarterly,
                        hours: .seconds(36_000), unused: .expire), of: 1, at: DeskInTest.now)
            }
            _ = try await boss.post("/tickets/1/time", [("spent", "45m"), ("note", "a, \"b\"")])
            let client = try await desk.store.read { t in try t.ticket.find(1)?.requester }
            let number = try #require(client)
            let own = try await boss.get("/hours/1?client=\(number)")
            #expect(own.text.contains("Together"))
            #expect(!own.text.contains("Granted</span>"))
            let file = try await boss.get("/hours/1/file?client=\(number)")
            #expect(file.header("Content-Disposition")?.contains("hours-1-") == true)
            #expect(file.text.contains("spend,-45,,1,'=cmd(),ann@client.test,"))
            #expect(file.text.contains("\"a, \"\"b\"\"\"\r\n"))
            #expect(try await boss.get("/hours/1?client=99").status == 404)
            #expect(try await boss.get("/hours/1?period=7").status == 404)
        }
    }

    @Test("the clock needs no script: it starts, moves to another ticket, and stops into an entry")
    func timer() async throws {
        try await DeskInTest.run { desk in
            try await desk.withTicket()
            try await desk.withTicket()
            let staff = try await desk.signedIn(.operator)
            _ = try await staff.post("/tickets/1/timer", [])
            #expect(try await staff.get("/tickets/1").text.contains("The timer runs:"))
            #expect(try await staff.get("/tickets/2").text.contains("Timer runs: #1"))
            let other = try await desk.signedIn(.administrator)
            #expect(
                try await other.get("/tickets/1").text.contains("Olga operator is at work on it"))
            _ = try await staff.post("/tickets/2/timer", [])
            _ = try await staff.post("/tickets/1/timer/end", [])
            let (first, running) = try await desk.store.read { t in
                (try t.timeEntry.of(1), try t.timer.on(2))
            }
            #expect(first.map(\.minutes) == [1])
            #expect(running.count == 1)
            _ = try await staff.post("/tickets/2/timer/end", [("note", "called back")])
            #expect(
                try await desk.store.read { t in try t.timeEntry.of(2) }.map(\.note) == [
                    "called back"
                ])
            _ = try await staff.post("/tickets/2/timer", [])
            _ = try await staff.post("/tickets/2/timer/end", [("discard", "yes")])
            #expect(try await desk.store.read { t in try t.timeEntry.of(2) }.count == 1)
        }
    }

    @Test("an entry is changed by who wrote it, and the change leaves a line")
    func change() async throws {
        try await DeskInTest.run { desk in
            try await desk.withTicket()
            let one = try await desk.signedIn(.operator, email: "one@desk.test")
            _ = try await one.post("/tickets/1/time", [("spent", "10m")])
            let two = try await desk.signedIn(.operator, email: "two@desk.test")
            let fields = [("spent", "1h5m"), ("day", "2026-11-19"), ("note", "longer")]
            #expect(try await two.post("/tickets/1/time/1", fields).status == 403)
            #expect(try await one.post("/tickets/1/time/1", fields).status == 303)
            #expect(
                try await one.post("/tickets/1/time/1", [("spent", "x")]).location?.contains(
                    "no-time") == true)
            let page = try await one.get("/tickets/1").text
            #expect(page.contains("changed spent time from 10 min to 1 h 5 min"))
            #expect(page.contains("19 Nov 2026"))
            #expect(page.contains("value=\"1h5m\""))
        }
    }

    @Test("the workload page says who has how much, in both languages")
    func workload() async throws {
        try await DeskInTest.run { desk in
            try await desk.withTicket()
            let staff = try await desk.signedIn(.operator)
            #expect(try await staff.get("/workload").text.contains("Not counted yet"))
            _ = try await staff.post("/tickets/1/time", [("spent", "3h")])
            try await desk.store.write { t in
                var ticket = try #require(try t.ticket.find(1))
                ticket.assignee = try t.person.find(email: "operator@desk.test")?.id
                try t.ticket.update(ticket)
                _ = try t.ticket.recomputeWorkload(at: DeskInTest.now)
                try t.hours.recomputeSpent(at: DeskInTest.now)
            }
            let page = try await staff.get("/workload").text
            #expect(page.contains("<td class=\"num\" data-label=\"Hours in 7 days\">3 h</td>"))
            #expect(page.contains("<td class=\"num\" data-label=\"Need reaction\">1</td>"))
            var german = staff
            german.cookies["martlet-language"] = "de"
            #expect(try await german.get("/workload").status == 200)
        }
    }
}
