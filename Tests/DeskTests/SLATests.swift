import Desk
import Testing

@Suite("The SLA clock")
struct SLATests {
    static let project: ProjectID = 1
    static let start = Instant(utc: "2026-11-23T08:00")

    static func minutes(_ count: Int) -> Duration { .seconds(count * 60) }
    static func at(_ minute: Int) -> Instant { start + minutes(minute) }

    static func rule(_ change: (inout SLARule) -> Void = { _ in }) -> SLARule {
        var rule = SLARule(
            id: 1, project: project, name: "Standard", respondWithin: minutes(60),
            solveWithin: minutes(480))
        change(&rule)
        return rule
    }

    static func record(
        _ facts: [(Int, SLAClock.Fact.Change)], rules: [SLARule] = [rule()],
        priority: Ticket.Priority = .normal, hours: [WorkingCalendarID: WorkingHours] = [:]
    ) -> SLARecord {
        SLAClock.record(
            arrivedAt: start,
            subject: SLASubject(project: project, subject: "Printer down", priority: priority),
            facts: facts.map { SLAClock.Fact(at: at($0.0), change: $0.1) }, rules: rules,
            hours: hours)
    }

    @Test("a new ticket owes an answer and a solution from its arrival on")
    func fresh() {
        let record = Self.record([])
        #expect(record.rule == 1)
        #expect(record.response?.dueAt == Self.at(60))
        #expect(record.solution?.dueAt == Self.at(480))
        #expect(record.nextDueAt == Self.at(60))
        #expect(record.events.isEmpty)
    }

    @Test("an answer in time is met, one too late is missed, and says how long it took")
    func answers() {
        let met = Self.record([(60, .answered(7))])
        #expect(met.response == nil)
        #expect(met.events.map(\.outcome) == [.met])
        #expect(met.events.first?.message == 7)
        #expect(met.events.first?.took == Self.minutes(60))
        #expect(met.events.first?.isFirstResponse == true)
        #expect(met.firstResponseTime == Self.minutes(60))
        let missed = Self.record([(61, .answered(7)), (65, .answered(8))])
        #expect(missed.events.map(\.outcome) == [.missed, .noDeadline])
        #expect(missed.events.map(\.isFirstResponse) == [true, false])
        #expect(missed.events[0].dueAt == Self.at(60))
        #expect(missed.firstAnswerAt == Self.at(61))
    }

    @Test("a status that suspends stops the clock; what was left goes on later")
    func suspended() {
        let waiting = Self.record([(20, .status(.waiting))])
        #expect(waiting.response?.dueAt == nil)
        #expect(waiting.response?.left == Self.minutes(40))
        #expect(waiting.response?.suspendedSince == Self.at(20))
        #expect(waiting.alerts.isEmpty)
        let again = Self.record([(20, .status(.waiting)), (120, .status(.open))])
        #expect(again.response?.dueAt == Self.at(160))
        #expect(again.solution?.dueAt == Self.at(580))
        // Missed before it was suspended stays missed.
        let late = Self.record([(70, .status(.waiting))])
        #expect(late.response?.dueAt == Self.at(60))
        #expect(late.response?.isMissed(at: Self.at(71)) == true)
        // Answered while nothing runs is in time.
        let during = Self.record([(20, .status(.waiting)), (300, .answered(nil))])
        #expect(during.events.map(\.outcome) == [.met])
        #expect(during.events[0].took == Self.minutes(20))
    }

    @Test("a client who writes again has a new promise, if the rule says so")
    func clientReply() {
        let facts: [(Int, SLAClock.Fact.Change)] = [
            (10, .answered(1)), (100, .clientWrote), (130, .clientWrote),
        ]
        #expect(Self.record(facts).response?.dueAt == Self.at(160))
        #expect(Self.record(facts).solution?.dueAt == Self.at(480))
        let without = Self.rule { $0.restartsOnClientReply = false }
        #expect(Self.record(facts, rules: [without]).response == nil)
        let answered = Self.record(facts + [(150, .answered(2))], rules: [without])
        #expect(answered.events.map(\.outcome) == [.met, .noDeadline])
        #expect(answered.events[1].took == Self.minutes(50))
        // Two mails before the first answer do not push the deadline.
        #expect(Self.record([(30, .clientWrote)]).response?.dueAt == Self.at(60))
    }

    @Test("closing settles the solution; opening again restarts or goes on, as the rule says")
    func reopening() {
        let closed: [(Int, SLAClock.Fact.Change)] = [(10, .answered(1)), (100, .status(.closed))]
        let done = Self.record(closed)
        #expect(done.events.map(\.kind) == [.response, .solution])
        #expect(done.events[1].outcome == .met)
        #expect(done.events[1].took == Self.minutes(100))
        #expect(done.solution == nil && done.response == nil)

        let reopened = closed + [(1000, .clientWrote), (1000, .status(.open))]
        let restarted = Self.record(reopened)
        #expect(restarted.solution?.dueAt == Self.at(1480))
        #expect(restarted.response?.dueAt == Self.at(1060))
        // The client's word behind the change of status gives the same.
        let swapped = closed + [(1000, .status(.open)), (1000, .clientWrote)]
        let onlyReopen = Self.rule { $0.restartsOnClientReply = false }
        #expect(Self.record(swapped, rules: [onlyReopen]).response?.dueAt == Self.at(1060))

        let goesOn = Self.rule {
            $0.restartsOnReopen = false
            $0.restartsOnClientReply = false
        }
        let continued = Self.record(reopened, rules: [goesOn])
        #expect(continued.solution?.dueAt == Self.at(1380))
        #expect(continued.response == nil)
        // Opened by an operator: nobody waits for an answer.
        #expect(Self.record(closed + [(1000, .status(.open))]).response == nil)
    }

    @Test(
        "closing without an answer that was overdue counts as missed; in time it counts as nothing")
    func closedWithoutAnswer() {
        let late = Self.record([(90, .status(.closed))])
        #expect(late.events.map(\.kind) == [.solution, .response])
        #expect(late.events.map(\.outcome) == [.met, .missed])
        let early = Self.record([(30, .status(.closed))])
        #expect(early.events.map(\.kind) == [.solution])
    }

    @Test("another priority brings its own promise, as if it had held from the start")
    func priority() {
        let urgent = Self.rule {
            $0.id = 2
            $0.priority = .urgent
            $0.respondWithin = Self.minutes(15)
            $0.suspendedIn = []
        }
        let rules = [Self.rule(), urgent]
        let raised = Self.record([(10, .priority(.urgent))], rules: rules)
        #expect(raised.rule == 2)
        #expect(raised.response?.dueAt == Self.at(15))
        let back = Self.record([(10, .priority(.urgent)), (12, .priority(.low))], rules: rules)
        #expect(back.response?.dueAt == Self.at(60))
        // What was suspended for one rule ran for the other.
        let facts: [(Int, SLAClock.Fact.Change)] = [
            (5, .status(.waiting)), (11, .status(.open)), (12, .priority(.urgent)),
        ]
        #expect(Self.record(facts, rules: rules).response?.dueAt == Self.at(15))
        #expect(
            Self.record(Array(facts.prefix(2)), rules: rules).response?.dueAt == Self.at(66))
        #expect(Self.record([(10, .project(9))], rules: rules).response == nil)
    }

    @Test("a keyword comes before tracker and priority, these before the default")
    func choice() {
        let rules = [
            Self.rule { $0.id = 1 },
            Self.rule {
                $0.id = 2; $0.priority = .high
            },
            Self.rule {
                $0.id = 3; $0.tracker = "Bug"
            },
            Self.rule {
                $0.id = 4; $0.tracker = "Bug"; $0.priority = .high; $0.order = 9
            },
            Self.rule {
                $0.id = 5; $0.keyword = "outage"; $0.order = 9
            },
            Self.rule {
                $0.id = 6; $0.keyword = "outage"; $0.priority = .urgent; $0.order = 10
            },
            Self.rule {
                $0.id = 7; $0.keyword = "total"; $0.isActive = false
            },
            Self.rule {
                $0.id = 8; $0.project = 2; $0.keyword = "total"
            },
            Self.rule {
                $0.id = 9; $0.priority = .low; $0.order = 5
            },
            Self.rule {
                $0.id = 10; $0.priority = .low; $0.order = 4
            },
        ]
        let table: [(String, String?, Ticket.Priority, SLARuleID?)] = [
            ("Printer", nil, .normal, 1), ("Printer", nil, .high, 2),
            ("Printer", "bug", .normal, 3),
            ("Printer", "Bug", .high, 4), ("Total OUTAGE!", "Bug", .high, 5),
            ("outages", "Task", .normal, 1), ("outage", nil, .urgent, 6), ("total", nil, .low, 10),
        ]
        for (subject, tracker, priority, expected) in table {
            let facts = SLASubject(
                project: 1, subject: subject, tracker: tracker, priority: priority)
            #expect(facts.rule(among: rules)?.id == expected, "\(subject)")
            #expect(facts.rule(among: rules.reversed())?.id == expected, "\(subject)")
        }
    }

    @Test("alerts go out before the deadline, in working time, the last one only, and once")
    func alerts() throws {
        let rule = Self.rule {
            $0.alertBefore = [Self.minutes(30), Self.minutes(10), .zero]
            $0.solveWithin = nil
        }
        let record = Self.record([], rules: [rule])
        #expect(record.alerts.map(\.at) == [Self.at(30), Self.at(50), Self.at(60)])
        #expect(record.alertsDue(at: Self.at(29), sent: []).isEmpty)
        #expect(record.nextAlertAt(after: Self.at(29)) == Self.at(30))
        let first = record.alertsDue(at: Self.at(35), sent: [])
        #expect(first.map(\.lead) == [Self.minutes(30)])
        var sent = Set(first.map(\.id))
        #expect(record.alertsDue(at: Self.at(40), sent: sent).isEmpty)
        // Late by an outage: only the breach, and what came before is not made up for.
        let breach = record.alertsDue(at: Self.at(70), sent: [])
        #expect(breach.map(\.lead) == [.zero])
        sent = Set(breach.map(\.id))
        #expect(record.alertsDue(at: Self.at(500), sent: sent).isEmpty)
        #expect(record.nextAlertAt(after: Self.at(70)) == nil)

        // One hour before Monday 09:00 is Friday 13:00 in the office of the other tests.
        let office = try WorkingTimeTests.office()
        let inOffice = Self.rule {
            $0.calendar = 5
            $0.respondWithin = Self.minutes(43 * 60)
            $0.solveWithin = nil
            $0.alertBefore = [Self.minutes(120)]
        }
        let week = Self.record([], rules: [inOffice], hours: [5: office])
        #expect(week.response?.dueAt == Instant(utc: "2026-11-30T10:00"))
        #expect(week.alerts.first?.at == Instant(utc: "2026-11-30T08:00"))
    }

    @Test("a rule that can't work is refused")
    func refusals() {
        #expect(Self.rule().refusal == nil)
        let bad: [(inout SLARule) -> Void] = [
            {
                $0.respondWithin = nil; $0.solveWithin = nil
            },
            { $0.respondWithin = .seconds(1) }, { $0.solveWithin = .seconds(40_000 * 3600) },
            { $0.solveWithin = Self.minutes(30) }, { $0.alertBefore = [.seconds(-1)] },
            { $0.alertBefore = [Self.minutes(480)] },
            { $0.alertBefore = (0..<11).map { .seconds($0) } },
        ]
        for change in bad {
            let refusal = Self.rule(change).refusal
            #expect(refusal != nil)
            #expect(refusal.map { Wording.german[$0.wording.key] != nil } == true)
        }
    }

    @Test("the clock agrees with a count of every minute, and its events are never rewritten")
    func bruteForce() throws {
        let office = try WorkingTimeTests.office()
        var random = SeededRandom(seed: 21)
        var missed = 0
        for _ in 0..<60 {
            let rule = Self.rule {
                $0.calendar = random.bool() ? 5 : nil
                $0.respondWithin = Self.minutes(random.number(1...300))
                $0.solveWithin = Self.minutes(random.number(300...900))
                $0.suspendedIn = random.bool() ? [.waiting] : []
                $0.restartsOnReopen = random.bool()
                $0.restartsOnClientReply = random.bool()
            }
            var facts: [(Int, SLAClock.Fact.Change)] = []
            var minute = 0
            for _ in 0..<random.number(1...12) {
                minute += random.number(1...400)
                switch random.below(4) {
                case 0: facts.append((minute, .clientWrote))
                case 1: facts.append((minute, .answered(nil)))
                default: facts.append((minute, .status(random.pick(Ticket.Status.allCases))))
                }
            }
            let record = Self.record(facts, rules: [rule], hours: [5: office])
            #expect(record == Self.record(facts.reversed(), rules: [rule], hours: [5: office]))
            let slow = SlowClock(rule: rule, hours: rule.calendar == nil ? .aroundTheClock : office)
                .events(facts)
            let found = record.events.map { "\($0.kind) \($0.at.iso8601) \($0.outcome)" }
            #expect(found == slow)
            missed += record.events.filter { $0.outcome == .missed }.count
            for count in 0..<facts.count {
                let before = Self.record(
                    Array(facts.prefix(count)), rules: [rule], hours: [5: office])
                #expect(record.events.starts(with: before.events))
            }
        }
        #expect(missed > 20)
    }
}

/// The clock as a counter that goes on with each minute of work.
private struct SlowClock {
    var rule: SLARule
    var hours: WorkingHours

    func events(_ facts: [(Int, SLAClock.Fact.Change)]) -> [String] {
        var events: [String] = []
        var status = Ticket.Status.new
        var response: Int? = 0
        var solution = 0
        var clientWaits = true
        var restarted = false
        let respond = Int((rule.respondWithin ?? .zero).components.seconds / 60)
        let solve = Int((rule.solveWithin ?? .zero).components.seconds / 60)
        func note(_ kind: String, _ minute: Int, _ outcome: String) {
            events.append("\(kind) \(SLATests.at(minute).iso8601) \(outcome)")
        }
        var minute = 0
        for (at, change) in facts {
            while minute < at {
                let runs = status != .closed && !rule.suspendedIn.contains(status)
                if runs, hours.isWorking(at: SLATests.at(minute)) {
                    response = response.map { $0 + 1 }
                    solution += 1
                }
                minute += 1
            }
            switch change {
            case .clientWrote:
                clientWaits = true
                if response == nil, rule.restartsOnClientReply || restarted { response = 0 }
                restarted = false
            case .answered:
                // The minute of the deadline itself is still in time.
                note(
                    "response", at,
                    response.map { $0 <= respond ? "met" : "missed" } ?? "noDeadline")
                response = nil
                clientWaits = false
                restarted = false
            case .status(let next):
                guard next != status else { continue }
                if next == .closed {
                    note("solution", at, solution <= solve ? "met" : "missed")
                    if let owed = response, owed > respond {
                        note("response", at, "missed")
                        response = nil
                    }
                }
                if status == .closed, rule.restartsOnReopen {
                    solution = 0
                    response = clientWaits ? 0 : nil
                    restarted = !clientWaits
                }
                status = next
            default: break
            }
        }
        return events
    }
}
