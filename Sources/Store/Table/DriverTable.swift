internal import Database
public import Desk

/// How often what drives the tasks, the built-in clock or an external cron, really comes.
public struct DriverTable {
    let connection: any SQLConnection

    /// Ticks that are kept and looked at: enough that one late or extra tick does not move the median.
    public static let ticksKept = 20

    /// - Parameter source: `clock` or `cron`.
    public func noteTick(at: Instant, source: String) throws {
        try connection.execute(
            "INSERT INTO driver_tick (ticked_at, source) VALUES (\(at), \(source))")
        try connection.execute(
            """
            DELETE FROM driver_tick WHERE id NOT IN
                (SELECT id FROM driver_tick ORDER BY id DESC LIMIT \(Self.ticksKept))
            """)
    }

    /// The newest tick.
    public func lastTick() throws -> (at: Instant, source: String)? {
        let row = try connection.row(
            "SELECT ticked_at, source FROM driver_tick ORDER BY id DESC LIMIT 1")
        guard let row else { return nil }
        return (at: try row.get("ticked_at"), source: try row.get("source"))
    }

    /// The usual time between two ticks. Nil before there were three.
    public func medianTickInterval() throws -> Duration? {
        let ticks: [Int64] = try connection.rows(
            "SELECT ticked_at FROM driver_tick ORDER BY ticked_at"
        ).map { try $0.get("ticked_at") }
        guard ticks.count >= 3 else { return nil }
        let intervals = zip(ticks.dropFirst(), ticks).map { $0 - $1 }.sorted()
        return .milliseconds(intervals[intervals.count / 2])
    }
}
