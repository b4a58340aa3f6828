import Desk
import Testing

@Suite("Automatic updating rules")
struct UpdateRuleTests {
    static let start = Instant(utc: "2026-11-23T08:00")
    static func at(_ hour: Int) -> Instant { start + .seconds(hour * 3600) }

    static func rule(_ change: (inout UpdateRule) -> Void = { _ in }) -> UpdateRule {
        var rule = UpdateRule(
            id: 1, project: 1, name: "Close what waits", status: .waiting,
            noUpdateWithin: .seconds(48 * 3600), template: 3,
            changes: UpdateRule.Changes(status: .closed))
        change(&rule)
        return rule
    }

    static func facts(_ change: (inout UpdateRule.Facts) -> Void = { _ in }) -> UpdateRule.Facts {
        var facts = UpdateRule.Facts(
            project: 1, status: .waiting, statusSince: at(0), stayBegan: at(0), updatedAt: at(0))
        change(&facts)
        return facts
    }

    /// What is changed in the facts, what in the rule, hours since the start, and the verdict.
    nonisolated(unsafe) static let table:
        [(
            String, (inout UpdateRule.Facts) -> Void, (inout UpdateRule) -> Void, Int,
            UpdateRule.Verdict
        )] = [
            ("in time", { _ in }, { _ in }, 47, .waits(until: at(48))),
            ("at the moment", { _ in }, { _ in }, 48, .fires),
            ("another status", { $0.status = .open }, { _ in }, 99, .isNotMeant),
            ("another project", { $0.project = 2 }, { _ in }, 99, .isNotMeant),
            ("not active", { _ in }, { $0.isActive = false }, 99, .isNotMeant),
            ("updated since", { $0.updatedAt = at(10) }, { _ in }, 48, .waits(until: at(58))),
            ("updated before the status", { $0.updatedAt = at(-10) }, { _ in }, 48, .fires),
            ("a note does not count", { $0.notedAt = at(40) }, { _ in }, 48, .fires),
            (
                "a note counts when asked", { $0.notedAt = at(40) }, { $0.notesCount = true }, 48,
                .waits(until: at(88))
            ),
            ("an old note", { $0.notedAt = at(-40) }, { $0.notesCount = true }, 48, .fires),
            ("fired in this stay", { $0.fired = [1: at(0)] }, { _ in }, 99, .firedInThisStay),
            ("fired in an earlier stay", { $0.fired = [1: at(-90)] }, { _ in }, 48, .fires),
            ("another rule fired", { $0.fired = [2: at(0)] }, { _ in }, 48, .fires),
            (
                "fired, and updated since in the same stay",
                {
                    $0.fired = [1: at(0)]; $0.updatedAt = at(60)
                }, { _ in }, 200, .firedInThisStay
            ),
            (
                "brought back by a rule in the same stay",
                {
                    $0.fired = [1: at(0)]; $0.statusSince = at(50)
                }, { _ in }, 200, .firedInThisStay
            ),
        ]

    @Test(
        "a rule fires once in a stay, when nothing happened for its time", arguments: table.indices)
    func verdicts(_ index: Int) {
        let (name, changeFacts, changeRule, hour, expected) = Self.table[index]
        let rule = Self.rule(changeRule)
        let facts = Self.facts(changeFacts)
        #expect(rule.verdict(on: facts, now: Self.at(hour), hours: [:]) == expected, "\(name)")
    }

    @Test("working time passes over nights and weekends")
    func workingTime() throws {
        let hours: [WorkingCalendarID: WorkingHours] = [4: try WorkingTimeTests.office()]
        let rule = Self.rule {
            $0.timing = .workingTime(4)
            $0.noUpdateWithin = .seconds(10 * 3600)
        }
        // Monday 09:00 in Berlin and ten working hours: Tuesday 11:00.
        let due = Instant(utc: "2026-11-24T10:00")
        #expect(
            rule.verdict(on: Self.facts(), now: Self.at(12), hours: hours) == .waits(until: due))
        #expect(rule.verdict(on: Self.facts(), now: due, hours: hours) == .fires)
        #expect(rule.cutoff(now: due, hours: hours) == Self.start)
        // A calendar that is gone counts around the clock instead of never.
        #expect(rule.verdict(on: Self.facts(), now: Self.at(10), hours: [:]) == .fires)
    }

    @Test("two rules that push a ticket to and fro come to rest")
    func noLoop() {
        let there = Self.rule { $0.changes.status = .open }
        let back = Self.rule {
            $0.id = 2
            $0.status = .open
            $0.changes.status = .waiting
        }
        var facts = Self.facts()
        var fired: [UpdateRuleID] = []
        for hour in 0..<1000 {
            for rule in facts.firing([there, back], now: Self.at(hour), hours: [:]) {
                fired.append(rule.id)
                facts = facts.after(rule, at: Self.at(hour))
            }
        }
        #expect(fired == [1, 2])
        // A person begins a new stay: armed again.
        facts.status = .waiting
        (facts.statusSince, facts.stayBegan, facts.updatedAt) = (
            Self.at(1000), Self.at(1000), Self.at(1000)
        )
        #expect(facts.firing([there, back], now: Self.at(1048), hours: [:]).map(\.id) == [1])
    }

    @Test("rules fire in their order, and a change of status holds for those behind")
    func order() {
        let remind = Self.rule {
            $0.id = 5
            $0.order = 1
            $0.changes = UpdateRule.Changes()
        }
        let close = Self.rule {
            $0.id = 4; $0.order = 2
        }
        let again = Self.rule {
            $0.id = 3; $0.order = 3; $0.changes = .init(priority: .high)
        }
        let firing = Self.facts().firing([again, close, remind], now: Self.at(50), hours: [:])
        #expect(firing.map(\.id) == [5, 4])
    }

    @Test("the cut-off of a query finds exactly the tickets that are over their time")
    func cutoff() throws {
        var random = SeededRandom(seed: 41)
        let hours: [WorkingCalendarID: WorkingHours] = [4: try WorkingTimeTests.office()]
        var fires = 0
        for _ in 0..<3000 {
            let rule = Self.rule {
                $0.timing = random.bool() ? .calendarTime : .workingTime(random.bool() ? 4 : nil)
                $0.noUpdateWithin = .seconds(random.number(1...3000) * 60)
                $0.notesCount = random.bool()
            }
            func moment() -> Instant {
                Self.start + .milliseconds(random.below(14 * 1440) * 60_000 + random.below(2))
            }
            let facts = Self.facts {
                $0.statusSince = moment()
                $0.updatedAt = moment()
                $0.notedAt = random.bool() ? moment() : nil
            }
            let now = moment()
            let cutoff = rule.cutoff(now: now, hours: hours)
            let isCandidate = cutoff.map { rule.countsSince(facts) <= $0 } ?? false
            let verdict = rule.verdict(on: facts, now: now, hours: hours)
            #expect(isCandidate == (verdict == .fires))
            if case .waits(let until?) = verdict {
                #expect(rule.verdict(on: facts, now: until, hours: hours) == .fires)
                #expect(
                    rule.verdict(on: facts, now: until - .milliseconds(1), hours: hours) == verdict)
            }
            if verdict == .fires { fires += 1 }
        }
        #expect(fires > 300)
    }

    @Test("a rule that can't work is refused")
    func refusals() {
        #expect(Self.rule().refusal == nil)
        let bad: [(inout UpdateRule) -> Void] = [
            {
                $0.template = nil; $0.changes = .init()
            }, { $0.noUpdateWithin = .seconds(59) },
            { $0.noUpdateWithin = .seconds(367 * 86_400) },
            {
                $0.template = nil; $0.changes = .init(status: .waiting)
            },
            { $0.changes = .init(addTags: ["a"], removeTags: ["a", "b"]) },
        ]
        for change in bad {
            let refusal = Self.rule(change).refusal
            #expect(refusal.map { Wording.german[$0.wording.key] != nil } == true)
        }
    }
}
