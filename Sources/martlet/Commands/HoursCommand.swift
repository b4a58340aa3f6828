public import ArgumentParser
public import Desk
internal import Store

extension HoursPlan.Period: ExpressibleByArgument {}

struct HoursCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hours",
        abstract: "Prepaid hours: balances, statements, plans, corrections, workload.",
        subcommands: [
            List.self, Show.self, Plan.self, Correct.self, Workload.self,
        ])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists the projects with prepaid hours and their balance today.",
            discussion: "Example: martlet hours list --json")
        @OptionGroup var options: StoreOptions
        @Flag(help: "Print JSON lines.") var json = false

        private struct Row: Encodable, Sendable {
            let project, period_start, period_end: String
            let available_minutes, spent_minutes, remaining_minutes: Int64
        }

        func run() async throws {
            let today = CalendarDay(Clock.now())
            let rows = try await options.with { store in
                try await store.read { t in try HoursOverview.all(today: today, t) }
            }
            if json {
                for row in rows {
                    try Output.json(
                        Row(
                            project: row.project.name, period_start: row.period.start.iso8601,
                            period_end: row.period.end.adding(days: -1).iso8601,
                            available_minutes: row.period.available.wholeMinutes,
                            spent_minutes: row.period.spent.wholeMinutes,
                            remaining_minutes: row.period.remaining.wholeMinutes))
                }
                return
            }
            Output.table(
                ["PROJECT", "PERIOD", "AVAILABLE", "SPENT", "LEFT"],
                rows.map { row in
                    [
                        row.project.name,
                        "\(row.period.start.iso8601) to \(row.period.end.adding(days: -1).iso8601)",
                        HoursText.of(row.period.available), HoursText.of(row.period.spent),
                        HoursText.of(row.period.remaining),
                    ]
                })
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Prints a project's ledger of a period, or one client's part of it.",
            discussion: "Example: martlet hours show Support --client ann@example.com --csv")
        @OptionGroup var options: StoreOptions
        @Argument(help: "The project's name.") var project: String
        @Option(help: "A day of the period; today's where it is left out.") var day: CalendarDay?
        @Option(help: "Only what was spent for the client with this address.") var client: String?
        @Flag(help: "Print CSV.") var csv = false
        @Flag(help: "Print JSON lines.") var json = false

        private struct Row: Encodable, Sendable {
            let day, kind, note: String
            let minutes, balance_minutes: Int64
            let ticket: Nullable<Int64>
            let client: Nullable<String>
        }

        func run() async throws {
            let report = try await options.with { store in
                try await store.read { t in try loaded(t) }
            }
            if csv { return print(report.csv, terminator: "") }
            for line in report.statement.lines {
                let client = line.client.flatMap { report.people[$0]?.email }
                let note = line.entry?.note ?? line.correction?.reason ?? ""
                if json {
                    try Output.json(
                        Row(
                            day: line.row.day.iso8601, kind: line.row.kind.word, note: note,
                            minutes: line.row.amount.wholeMinutes,
                            balance_minutes: line.row.balance.wholeMinutes,
                            ticket: Nullable(line.entry?.ticket.rawValue), client: Nullable(client))
                    )
                } else {
                    let ticket = line.entry.map { "#\($0.ticket) " } ?? ""
                    print(
                        "\(line.row.day.iso8601)  \(line.row.kind.word)  "
                            + "\(HoursText.of(line.row.amount))  \(ticket)\(client ?? "")  \(note)")
                }
            }
            if !json {
                let period = report.statement.period
                print(
                    report.client == nil
                        ? "Spent \(HoursText.of(period.spent)) of "
                            + "\(HoursText.of(period.available)), left \(HoursText.of(period.remaining))."
                        : "Spent \(HoursText.of(report.statement.spent)).")
            }
        }

        private func loaded(_ t: Tables) throws -> HoursReport {
            let found = try HoursCommand.project(project, t)
            let today = CalendarDay(Clock.now())
            let person = try client.map { address -> PersonID in
                guard let person = try t.person.find(email: address) else {
                    throw Failing("Nobody has the address \(address).")
                }
                return person.id
            }
            let ledger = try t.hours.ledger(of: found.id, through: max(today, day ?? today))
            let number = day.flatMap { ledger.period(on: $0)?.number }
            if let day, number == nil {
                throw Failing("No period of “\(found.name)” has the day \(day.iso8601).")
            }
            guard
                let report = try HoursReport(
                    found.id, period: number, client: person, today: max(today, day ?? today), t)
            else { throw Failing("“\(found.name)” has no prepaid hours. Set them with “plan”.") }
            return report
        }
    }

    struct Plan: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Sets what a project has paid for from a day on.",
            discussion: """
                Example: martlet hours plan Support --hours 10 --each monthly --from 2026-11-01 --carry-over
                A plan of the same first day takes the other's place; 0 hours end the prepayment.
                """)
        @OptionGroup var options: StoreOptions
        @Argument(help: "The project's name.") var project: String
        @Option(help: "Hours of a period: 10, 7.5 or 7h30m.") var hours: String
        @Option(help: "monthly, quarterly, halfYearly or yearly.") var each: HoursPlan.Period =
            .monthly
        @Option(help: "The first day, for instance 2026-11-01.") var from: CalendarDay
        @Flag(help: "Unused hours carry over; else they expire.") var carryOver = false
        @Option(help: "They carry over for so many periods only.") var carryPeriods: Int?
        @Flag(help: "Remove the plan that begins on this day.") var remove = false

        func run() async throws {
            guard let minutes = SpentTime.hours(hours) else {
                throw Failing(
                    "“\(hours)” is no number of hours. Use for instance 10, 7.5 or 7h30m.")
            }
            let carries = carryOver || carryPeriods != nil
            let plan = HoursPlan(
                start: from, period: each, hours: .seconds(minutes * 60),
                unused: carries ? .carryOver(periods: carryPeriods) : .expire)
            if let refusal = plan.refusal { throw Failing("\(refusal)") }
            try await options.with { store in
                try await store.write { t in
                    let id = try HoursCommand.project(project, t).id
                    let now = Clock.now()
                    if remove {
                        try t.hours.removePlan(of: id, start: from, at: now)
                    } else {
                        try t.hours.set(plan, of: id, at: now)
                    }
                }
            }
        }
    }

    struct Correct: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Gives hours, or takes them with a minus, for a reason.",
            discussion:
                "Example: martlet hours correct Support --hours=-1h30m --reason \"invoiced\"")
        @OptionGroup var options: StoreOptions
        @Argument(help: "The project's name.") var project: String
        @Option(help: "2, -1.5 or 1h30m.") var hours: String
        @Option(help: "Why.") var reason: String
        @Option(help: "The day; today where it is left out.") var day: CalendarDay?

        func run() async throws {
            let isTaken = hours.hasPrefix("-")
            guard let minutes = SpentTime.hours(String(hours.drop { "+-".contains($0) })),
                minutes > 0
            else {
                throw Failing(
                    "“\(hours)” is no number of hours. Use for instance 2, -1.5 or 1h30m.")
            }
            try await options.with { store in
                try await store.write { t in
                    let now = Clock.now()
                    _ = try t.hours.add(
                        HoursCorrection(
                            id: 0, project: try HoursCommand.project(project, t).id,
                            day: day ?? CalendarDay(now),
                            amount: .seconds((isTaken ? -minutes : minutes) * 60), reason: reason),
                        at: now)
                }
            }
        }
    }

    struct Workload: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Open tickets and hours of each operator, as the task last counted them.",
            discussion: "Example: martlet hours workload --json")
        @OptionGroup var options: StoreOptions
        @Flag(help: "Print JSON lines.") var json = false

        private struct Row: Encodable, Sendable {
            let person, address: String
            let open, needs_reaction: Int
            let minutes_7_days, minutes_30_days: Int64
        }

        func run() async throws {
            let workload = try await options.with { store in
                try await store.read { t in try t.hours.workload() }
            }
            if json {
                for line in workload.operators {
                    try Output.json(
                        Row(
                            person: line.person.displayName, address: line.person.email,
                            open: line.open, needs_reaction: line.needsReaction,
                            minutes_7_days: line.week.wholeMinutes,
                            minutes_30_days: line.month.wholeMinutes))
                }
                return
            }
            Output.table(
                ["OPERATOR", "OPEN", "NEED REACTION", "7 DAYS", "30 DAYS"],
                workload.operators.map { line in
                    [
                        line.person.displayName, String(line.open), String(line.needsReaction),
                        HoursText.of(line.week), HoursText.of(line.month),
                    ]
                })
        }
    }

    static func project(_ name: String, _ t: Tables) throws -> Project {
        guard let project = try t.project.find(name: name) else {
            throw Failing("There is no project “\(name)”.")
        }
        return project
    }
}

/// `7h30m`, with a minus below zero.
enum HoursText {
    static func of(_ duration: Duration) -> String {
        let minutes = Int(duration.wholeMinutes)
        return minutes < 0 ? "-\(SpentTime.text(-minutes))" : SpentTime.text(minutes)
    }
}

extension CalendarDay: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }
}
