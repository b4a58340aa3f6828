import Desk
import HTTPTypes
import Store
import Testing

@testable import Web

@Suite("Tasks, projects and people")
struct SettingsTests {
    @Test("a task's frequency, next run and activity are saved, and nonsense is refused")
    func taskSettings() async throws {
        try await DeskInTest.run { desk in
            let admin = try await desk.signedIn(.administrator)
            let path = "/administration/tasks/receiving-mails"
            let wrong = try await admin.post(
                path, [("count", "0"), ("unit", "m"), ("nextRun", "2026-02-31T10:00")])
            #expect(wrong.status == 422)
            #expect(
                wrong.text.contains("href=\"#f-count\"")
                    && wrong.text.contains("href=\"#f-nextRun\""))
            let saved = try await admin.post(
                path, [("count", "15"), ("unit", "m"), ("nextRun", "2026-12-01T10:30")])
            #expect(saved.status == 303)
            let task = try await desk.store.read { try $0.task.find(.receivingMails) }
            #expect(task?.frequency == .every(.seconds(900)))
            #expect(task?.nextRunAt.iso8601 == "2026-12-01T10:30:00Z")
            #expect(task?.isActive == false)
            _ = try await admin.post("\(path)/activity", [("active", "yes")])
            #expect(
                try await desk.store.read { try $0.task.find(.receivingMails)?.isActive } == true)
            _ = try await admin.post("\(path)/run", [])
            #expect(try await desk.store.read { try $0.job.find(1)?.task } == .receivingMails)
        }
    }

    @Test("a row warns when its task is overdue, and when its frequency can't be respected")
    func warnings() {
        let now = DeskInTest.now
        var task = ScheduledTask(
            name: .receivingMails, frequency: .every(.seconds(300)), nextRunAt: now - .seconds(3600)
        )
        let tick = Duration.seconds(900)
        #expect(
            TaskWarning.of(task, tick: tick, lastTick: now, now: now)
                == [.overdue(by: .seconds(3600)), .cannotBeRespected(driver: tick)])
        task.nextRunAt = now + .seconds(60)
        #expect(TaskWarning.of(task, tick: .seconds(60), lastTick: now, now: now).isEmpty)
        task.isActive = false
        task.nextRunAt = now - .seconds(3600)
        #expect(TaskWarning.of(task, tick: tick, lastTick: now, now: now).isEmpty)
    }

    @Test("the overview has the specification's sections, titles and menu")
    func overview() async throws {
        try await DeskInTest.run { desk in
            let admin = try await desk.signedIn(.administrator)
            let text = try await admin.get("/easy_rake_tasks").text
            for words in [
                "Help desk – receiving mails", "Help desk – automatically updating tickets",
                "Help desk – compute aggregated hours", "Run now", "Settings", "History",
                "every 5 minutes", "<h2>Help Desk</h2>",
            ] { #expect(text.contains(words), "\(words)") }
        }
    }

    @Test("a project is made, changed and refused with words")
    func projects() async throws {
        try await DeskInTest.run { desk in
            let admin = try await desk.signedIn(.administrator)
            let fields = [
                ("name", "Accounting"), ("active", "yes"), ("order", "2"),
                ("keywords", "invoice\nRechnung"),
                ("addresses", "Boss@x.test"), ("domains", "x.test"), ("priority", "high"),
                ("statusAfterResponse", "open"), ("reopenWithinDays", "30"), ("member", "1"),
            ]
            #expect(try await admin.post("/administration/projects", fields).status == 303)
            let project = try #require(
                try await desk.store.read { try $0.project.find(name: "accounting") })
            #expect(project.keywords == ["invoice", "Rechnung"])
            #expect(project.senderAddresses == ["boss@x.test"])
            #expect(project.reopenWithinDays == 30)
            #expect(try await desk.store.read { try $0.project.members(of: project.id) } == [1])
            let twice = try await admin.post("/administration/projects", fields)
            #expect(twice.status == 422)
            let wrong = try await admin.post(
                "/administration/projects/\(project.id)",
                [("name", ""), ("domains", "a@b"), ("order", "0")])
            #expect(wrong.text.contains("“a@b” is not a domain"))
        }
    }

    @Test("a person is added; an administrator can't take their own rights away")
    func people() async throws {
        try await DeskInTest.run { desk in
            let admin = try await desk.signedIn(.administrator)
            let weak = try await admin.post(
                "/administration/people",
                [
                    ("name", "Max"), ("email", "max@x.test"), ("role", "operator"),
                    ("active", "yes"), ("password", "123"),
                ])
            #expect(weak.status == 422)
            #expect(weak.text.contains("value=\"max@x.test\""))
            let own = try await admin.post(
                "/administration/people/1",
                [
                    ("name", "Olga"), ("email", "administrator@desk.test"), ("role", "operator"),
                    ("active", "yes"),
                ])
            #expect(own.status == 422)
            let op = try await desk.signedIn(.operator)
            _ = try await admin.post(
                "/administration/people/2",
                [("name", "Olga"), ("email", "operator@desk.test"), ("role", "operator")])
            #expect(
                try await op.get("/").status == 303, "a person who is switched off is signed out")
        }
    }

    @Test("the server-wide outgoing setting is stored with its password sealed")
    func outgoing() async throws {
        try await DeskInTest.run { desk in
            let admin = try await desk.signedIn(.administrator)
            _ = try await admin.post(
                "/administration/outgoing",
                [
                    ("host", "smtp.desk.test"), ("security", "tls"), ("user", "u"),
                    ("password", "pass-phrase"),
                ])
            let stored = try #require(try await desk.store.read { try OutgoingForm.stored($0) })
            #expect(stored.port == 465)
            #expect(
                try desk.store.vault.open(#require(stored.password), for: .serverOutgoingPassword)
                    == "pass-phrase")
            let page = try await admin.get("/administration/outgoing")
            #expect(!page.text.contains("pass-phrase"))
            _ = try await admin.post("/administration/outgoing", [("host", "")])
            #expect(try await desk.store.read { try OutgoingForm.stored($0) } == nil)
        }
    }
}
