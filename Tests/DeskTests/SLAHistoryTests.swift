import Desk
import Testing

@Suite("The SLA clock of a ticket's events")
struct SLAHistoryTests {
    private static func ticket(_ status: Ticket.Status, priority: Ticket.Priority = .normal)
        -> Ticket
    {
        Ticket(
            id: 1, project: 1, subject: "New subject", status: status, priority: priority,
            requester: 2, createdAt: SLATests.at(5), updatedAt: SLATests.at(5))
    }

    private static func events(_ changes: [(Int, PersonID?, TicketEvent.Change)]) -> [TicketEvent] {
        changes.enumerated().map { index, change in
            TicketEvent(
                id: Int64(index), ticket: 1, at: SLATests.at(change.0), actor: change.1,
                change: change.2)
        }
    }

    @Test(
        "the clock starts at the arrival, mails count from theirs, automatic answers do not count")
    func arrivals() {
        let history = SLAHistory(
            ticket: Self.ticket(.open),
            events: Self.events([
                (5, nil, .created(byMail: 1)), (6, nil, .replied(1)), (30, 9, .replied(2)),
                (30, 9, .statusChanged(from: .new, to: .waiting)), (110, 2, .clientReplied(3)),
                (110, 2, .statusChanged(from: .waiting, to: .open)),
            ]), arrivals: [3: SLATests.at(100)], arrivedAt: SLATests.at(0))
        #expect(history.status == .new)
        let record = history.record(rules: [SLATests.rule()], hours: [:])
        #expect(record.events.map(\.at) == [SLATests.at(30)])
        #expect(record.events.map(\.took) == [SLATests.minutes(30)])
        // Waiting from 30 to 100, when the mail arrived; taken in at 110.
        #expect(record.response?.dueAt == SLATests.at(160))
        #expect(record.solution?.dueAt == SLATests.at(550))
    }

    @Test("what the ticket was at first is read from its changes")
    func first() {
        let history = SLAHistory(
            ticket: Self.ticket(.open, priority: .urgent),
            events: Self.events([
                (10, 9, .priorityChanged(from: .low, to: .high)),
                (11, 9, .priorityChanged(from: .high, to: .urgent)),
                (12, 9, .subjectChanged(from: "Old subject", to: "New subject")),
                (13, 9, .moved(from: 7, to: 1)), (14, 9, .statusChanged(from: .new, to: .closed)),
                (20, 2, .clientReplied(4)), (20, 2, .reopened),
            ]), arrivals: [:])
        #expect(history.subject == SLASubject(project: 7, subject: "Old subject", priority: .low))
        #expect(history.facts.last?.change == .status(.open))
        #expect(history.arrivedAt == SLATests.at(5))
    }

    @Test("a mail that was taken in after an answer waits for the next one")
    func overtaken() {
        let history = SLAHistory(
            ticket: Self.ticket(.open),
            events: Self.events([
                (30, 9, .replied(2)), (40, 2, .clientReplied(3)),
            ]), arrivals: [3: SLATests.at(25)], arrivedAt: SLATests.at(0))
        let record = history.record(rules: [SLATests.rule()], hours: [:])
        #expect(record.response?.dueAt == SLATests.at(90))
    }
}
