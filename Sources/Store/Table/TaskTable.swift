internal import Database
public import Desk

/// The scheduled tasks as they are set.
public struct TaskTable {
    let connection: any SQLConnection

    /// Every task in the product's order, each with its newest run.
    public func all() throws -> [ScheduledTask] {
        var tasks: [TaskName: ScheduledTask] = [:]
        for row in try connection.rows("SELECT name, frequency, next_run_at, is_active FROM task") {
            // A newer version's task may be there; it is not ours to run.
            guard let name = TaskName(rawValue: try row.get("name")) else { continue }
            tasks[name] = try Self.task(row, name)
        }
        let runs = try TaskRunTable(connection: connection).newest()
        return TaskName.allCases.compactMap { name in
            guard var task = tasks[name] else { return nil }
            task.lastRun = runs[name]
            return task
        }
    }

    public func find(_ name: TaskName) throws -> ScheduledTask? {
        let row = try connection.row(
            "SELECT name, frequency, next_run_at, is_active FROM task WHERE name = \(name)")
        guard let row else { return nil }
        var task = try Self.task(row, name)
        task.lastRun = try TaskRunTable(connection: connection).history(of: name, limit: 1).first
        return task
    }

    /// Saves frequency, next run and whether it is active.
    public func update(_ task: ScheduledTask) throws {
        try connection.execute(
            """
            UPDATE task SET frequency = \(task.frequency.text), next_run_at = \(task.nextRunAt),
                is_active = \(task.isActive)
            WHERE name = \(task.name)
            """)
    }

    public func setNextRun(_ name: TaskName, _ at: Instant) throws {
        try connection.execute("UPDATE task SET next_run_at = \(at) WHERE name = \(name)")
    }

    /// Makes the tasks that are not there yet, with their usual frequency, due at once.
    func addMissing(now: Instant) throws {
        for name in TaskName.allCases {
            try connection.execute(
                """
                INSERT INTO task (name, frequency, next_run_at, is_active)
                VALUES (\(name), \(name.defaultFrequency.text), \(now), 1) ON CONFLICT DO NOTHING
                """)
        }
    }

    private static func task(_ row: SQLRow, _ name: TaskName) throws -> ScheduledTask {
        guard let frequency = Frequency(try row.get("frequency")) else {
            throw StoreError.damaged("The frequency of the task \(name.rawValue)")
        }
        return ScheduledTask(
            name: name, frequency: frequency, nextRunAt: try row.get("next_run_at"),
            isActive: try row.get("is_active"))
    }
}
