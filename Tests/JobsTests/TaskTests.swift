import Desk
import Jobs
import MailServer
import Store
import TestSupport
import Testing

@Suite("Scheduled tasks")
struct TaskTests {
    @Test("what is due runs once, and its next run keeps the grid", arguments: TestEngine.all)
    func due(_ engine: TestEngine) async throws {
        try await DeskWorld.with(engine) { world in
            try await world.addMailbox()
            let start = world.clock.now
            try await world.store.write { t in
                for var task in try t.task.all() {
                    task.isActive = task.name == .receivingMails
                    task.nextRunAt = start
                    try t.task.update(task)
                }
            }
            let runner = TaskRunner(world.context)
            #expect(
                try await runner.runDue(trigger: .externalCron).map(\.task) == [.receivingMails])
            #expect(try await runner.runDue(trigger: .externalCron).isEmpty)
            world.clock.advance(by: .seconds(3 * 3600))
            #expect(try await runner.runDue(trigger: .externalCron).count == 1)
            let (task, history) = try await world.store.read { t in
                (
                    try t.task.find(.receivingMails),
                    try t.taskRun.history(of: .receivingMails, limit: 10)
                )
            }
            #expect(task?.nextRunAt == start + .seconds(3 * 3600 + 300))
            #expect(history.map(\.trigger) == [.externalCron, .externalCron])
            #expect(history.allSatisfy { $0.result == .ok })
        }
    }

    @Test("a task never overlaps itself", arguments: TestEngine.all)
    func noOverlap(_ engine: TestEngine) async throws {
        try await DeskWorld.with(engine) { world in
            let now = world.clock.now
            let token = try await world.store.write { t in
                try t.lease.take(
                    name: "task:receiving-mails", holder: "another node", now: now,
                    for: .seconds(60))
            }
            #expect(token != nil)
            await #expect(throws: TaskRunner.AlreadyRunning.self) {
                try await world.receive()
            }
            // The other node died: its lease runs out and the work is free again.
            world.clock.advance(by: .seconds(61))
            #expect(try await world.receive().result == .ok)
        }
    }

    @Test(
        "a connection test says step by step what is well and what is not",
        arguments: TestEngine.all)
    func connectionTest(_ engine: TestEngine) async throws {
        try await DeskWorld.with(engine) { world in
            let mailbox = try await world.addMailbox { $0.folders = ["INBOX", "Nowhere"] }
            let job = try await JobDesk(world.context).work(
                Job(id: 0, kind: .testConnection, mailbox: mailbox.id, createdAt: world.clock.now))
            #expect(job.state == .failed)
            let states = Dictionary(
                job.steps.map { ($0.title, $0.state) }, uniquingKeysWith: { first, _ in first })
            #expect(states["Sign in"] == .ok)
            #expect(states["Folder INBOX"] == .ok)
            #expect(states["Folder Nowhere"] == .failed)
            #expect(states["Success folder Processed"] == .warning)
            #expect(states["Encryption"] == .warning)
            #expect(states["Outgoing mail"] == .ok)
        }
    }

    @Test("a preview decides and changes nothing", arguments: TestEngine.all)
    func preview(_ engine: TestEngine) async throws {
        try await DeskWorld.with(engine) { world in
            let mailbox = try await world.addMailbox()
            await world.deliver(SampleMail.plain("one@customer.example"))
            await world.deliver(SampleMail.vacation)
            let job = try await JobDesk(world.context).work(
                Job(id: 0, kind: .previewMailbox, mailbox: mailbox.id, createdAt: world.clock.now))
            #expect(job.state == .done)
            #expect(Set(job.preview.map(\.outcome)) == [.ticket, .ignored])
            #expect(await world.count("INBOX") == 2)
            #expect(await world.server.mails(of: DeskWorld.user).allSatisfy { $0.flags.isEmpty })
            #expect(try await world.ledger.isEmpty)
            #expect(try await world.tickets.isEmpty)
        }
    }
}
