public import ArgumentParser
internal import Desk
internal import Jobs
internal import Store

extension TaskName: ExpressibleByArgument {}

struct TasksCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tasks", abstract: "Scheduled tasks: list, run, change, look back.",
        subcommands: [List.self, Run.self, RunDue.self, Edit.self, History.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists the scheduled tasks.", discussion: "Example: martlet tasks list --json"
        )
        @OptionGroup var options: StoreOptions
        @Flag(help: "Print JSON lines.") var json = false

        private struct Row: Encodable, Sendable {
            let name, title, frequency, next_run: String
            let active: Bool
            let last_run: Nullable<String>
            let last_result: Nullable<String>
        }

        func run() async throws {
            let tasks = try await options.with { store in
                try await store.write { t in try t.task.all() }
            }
            if json {
                for task in tasks {
                    try Output.json(
                        Row(
                            name: task.name.rawValue, title: task.name.title,
                            frequency: task.frequency.text, next_run: task.nextRunAt.iso8601,
                            active: task.isActive,
                            last_run: Nullable(task.lastRun?.startedAt.iso8601),
                            last_result: Nullable(task.lastRun?.result.rawValue)))
                }
                return
            }
            Output.table(
                ["NAME", "FREQUENCY", "NEXT RUN", "ACTIVE", "LAST RESULT"],
                tasks.map { task in
                    [
                        task.name.rawValue, task.frequency.inWords, task.nextRunAt.iso8601,
                        task.isActive ? "yes" : "no", task.lastRun?.summary ?? "never run",
                    ]
                })
        }
    }

    struct Run: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Runs one task now; works with and without a running server.",
            discussion: "Example: martlet tasks run receiving-mails")
        @OptionGroup var options: StoreOptions
        @Argument(help: "receiving-mails, updating-tickets, …") var name: TaskName
        @Flag(help: "Print the run as a JSON line.") var json = false

        func run() async throws {
            let run = try await options.with { store in
                try await runInTurn(TaskRunner(.command(store)))
            }
            try RunLine.show(run, json: json)
            if run.result != .ok { throw ExitCode.failure }
        }

        /// A running server may be at it right now; then it is this command's turn.
        private func runInTurn(_ runner: TaskRunner) async throws -> TaskRun {
            let clock = ContinuousClock()
            let deadline = clock.now + Self.patience
            while true {
                do {
                    return try await runner.run(name, trigger: .hand)
                } catch let running as TaskRunner.AlreadyRunning {
                    guard clock.now < deadline else { throw Failing("\(running)") }
                    try await Task.sleep(for: .milliseconds(100))
                }
            }
        }

        /// Longer than a lease, so that the work of a node that died is done by this command.
        private static let patience = Duration.seconds(180)
    }

    struct RunDue: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "run-due",
            abstract: "Runs what is due: for an external cron instead of the built-in clock.",
            discussion:
                "Example for a crontab: */5 * * * * martlet tasks run-due --data /var/lib/martlet")
        @OptionGroup var options: StoreOptions
        @Flag(help: "Print the runs as JSON lines.") var json = false

        func run() async throws {
            let runs = try await options.with { store in
                try await TaskRunner(.command(store)).runDue(trigger: .externalCron)
            }
            for run in runs { try RunLine.show(run, json: json) }
            if runs.contains(where: { $0.result != .ok }) { throw ExitCode.failure }
        }
    }

    struct Edit: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Changes frequency, next run or activity.",
            discussion: "Example: martlet tasks edit receiving-mails --every 10m")
        @OptionGroup var options: StoreOptions
        @Argument(help: "The task's name.") var name: TaskName
        @Option(help: "How often: 5m, 3h or 1d.") var every: String?
        @Option(
            help: ArgumentHelp(
                "When it runs next, for instance 2026-11-23T08:00:00Z.", valueName: "ISO8601"))
        var nextRun: String?
        @Flag(help: "Let it run by schedule.") var active = false
        @Flag(help: "Stop running it by schedule; nothing is lost, things wait.") var inactive =
            false

        func validate() throws {
            if active && inactive {
                throw ValidationError("Say either --active or --inactive, not both.")
            }
            // Cron expressions come with the page that shows them; until then they are refused.
            if let every, Frequency(every)?.zoneName != nil || Frequency(every) == nil {
                throw ValidationError(
                    "“\(every)” is not a frequency. Use for instance 5m, 3h or 1d: from a minute to a year."
                )
            }
            if let nextRun, Clock.parse(nextRun) == nil {
                throw ValidationError(
                    "“\(nextRun)” is not a time. Use for instance 2026-11-23T08:00:00Z.")
            }
        }

        func run() async throws {
            let frequency = every.flatMap { Frequency($0) }
            let next = nextRun.flatMap { Clock.parse($0) }
            try await options.with { store in
                try await store.write { t in
                    guard var task = try t.task.all().first(where: { $0.name == name }) else {
                        return
                    }
                    if let frequency {
                        task.frequency = frequency
                        let soonest = Clock.now() + frequency.interval
                        task.nextRunAt = min(task.nextRunAt, soonest)
                    }
                    if let next { task.nextRunAt = next }
                    if active { task.isActive = true }
                    if inactive { task.isActive = false }
                    try t.task.update(task)
                    try t.announce(.task)
                }
            }
        }
    }

    struct History: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists a task's runs, the newest first.",
            discussion: "Example: martlet tasks history receiving-mails --json")
        @OptionGroup var options: StoreOptions
        @Argument(help: "The task's name.") var name: TaskName
        @Flag(help: "Print JSON lines.") var json = false

        func run() async throws {
            let runs = try await options.with { store in
                try await store.read { t in try t.taskRun.history(of: name, limit: .max) }
            }
            for run in runs { try RunLine.show(run, json: json) }
        }
    }
}

/// One run, as a line.
enum RunLine {
    private struct Row: Encodable, Sendable {
        let task, trigger, started_at, result, summary, trace_id: String
        let finished_at, error: Nullable<String>
        let counts: TaskRun.Counts
    }

    static func show(_ run: TaskRun, json: Bool) throws {
        if json {
            return try Output.json(
                Row(
                    task: run.task.rawValue, trigger: run.trigger.rawValue,
                    started_at: run.startedAt.iso8601, result: run.result.rawValue,
                    summary: run.summary, trace_id: run.traceID,
                    finished_at: Nullable(run.finishedAt?.iso8601), error: Nullable(run.error),
                    counts: run.counts))
        }
        print(
            "\(run.startedAt.iso8601)  \(run.task.rawValue)  \(run.result.rawValue)  \(run.summary)"
        )
        if let error = run.error { print("    \(error)") }
    }
}
