/// How often a task runs.
public enum Frequency: Hashable, Sendable {
    /// From a minute to a year; counted from the last time it was due.
    case every(Duration)
    /// By a cron expression in a time zone.
    case cron(CronSchedule)

    public static let shortest = Duration.seconds(60)
    public static let longest = Duration.seconds(366 * 86_400)

    /// Reads `5m`, `3h`, `1d` or a cron expression; nil where it is something else or out of bounds.
    public init?(_ text: String) {
        do { self = try Frequency.read(text) } catch { return nil }
    }

    /// Reads `5m`, `3h`, `1d`, or what ``CronSchedule/init(_:zoneName:)`` reads.
    ///
    /// - Throws: a sentence that says what to do.
    public static func read(_ text: String) throws(Refusal) -> Frequency {
        if text.hasPrefix("@") || text.contains("=")
            || text.split(whereSeparator: \.isWhitespace).count > 2
        {
            return .cron(try CronSchedule(text))
        }
        guard let unit = text.last, let count = Int64(text.dropLast()), count > 0,
            count < 1_000_000,
            let seconds = (["m": 60, "h": 3600, "d": 86_400] as [Character: Int64])[unit]
        else {
            throw Refusal(
                "“%1” is not a frequency. Use for instance 5m, 3h or 1d, from a minute to a year, or a cron expression such as 30 8 * * 1-5.",
                .text(String(text.prefix(100))))
        }
        let interval = Duration.seconds(count * seconds)
        guard interval >= shortest, interval <= longest else {
            throw Refusal(
                "“%1” is too long. Use at most 366d, or a cron expression such as 0 8 1 1 *.",
                .text(text))
        }
        return .every(interval)
    }

    /// How long it is between two runs; for a cron expression the shortest such time.
    public var interval: Duration {
        switch self {
        case .every(let interval): interval
        case .cron(let schedule): schedule.shortestInterval
        }
    }

    /// The form that is stored and that the command line takes: `5m`, `3h`, `1d`, `30 8 * * 1-5`.
    public var text: String {
        switch self {
        case .every(let interval):
            let (count, unit) = Self.parts(interval)
            return "\(count)\(unit)"
        case .cron(let schedule): return schedule.text
        }
    }

    /// The zone whose clocks it follows; nil where it follows none.
    public var zoneName: String? {
        switch self {
        case .every: nil
        case .cron(let schedule): schedule.zoneName
        }
    }

    /// For people, in English: `every 5 minutes`, `every weekday at 08:30`.
    public var inWords: String { wording.english }

    /// For people, in any language: `every 5 minutes`, `every weekday at 08:30`.
    public var wording: Wording {
        switch self {
        case .every(let interval):
            let (count, unit) = Self.parts(interval)
            let name = unit == "m" ? "minute" : unit == "h" ? "hour" : "day"
            return count == 1
                ? Wording("every \(name)") : Wording("every %1 \(name)s", .text("\(count)"))
        case .cron(let schedule): return schedule.wording
        }
    }

    private static func parts(_ interval: Duration) -> (Int64, String) {
        let minutes = interval.components.seconds / 60
        if minutes % 1440 == 0 { return (minutes / 1440, "d") }
        if minutes % 60 == 0 { return (minutes / 60, "h") }
        return (minutes, "m")
    }

    /// The next due time after a run: the schedule's own grid is kept, and slots that a downtime or a
    /// clock set forward swallowed are not made up for. A clock set back repeats nothing: what was due
    /// later stays due then.
    ///
    /// - Parameters:
    ///   - due: when the run that is over was due.
    ///   - now: the time; the answer is later.
    ///   - zones: where the zone of a cron expression is looked up. One that is not among them counts as
    ///     UTC, so that a task never stops for a missing file; whoever saves a frequency refuses a zone
    ///     that does not exist.
    public func next(after due: Instant, now: Instant, in zones: TimeZones = .utc) -> Instant {
        guard due <= now else { return due }
        switch self {
        case .every(let interval):
            let step = interval.inMilliseconds
            let missed = (now.milliseconds - due.milliseconds) / step
            return Instant(milliseconds: due.milliseconds + (missed + 1) * step)
        case .cron(let schedule):
            // Some day within 400 years there is one: the expression was refused else.
            return schedule.next(after: now, in: zones[schedule.zoneName] ?? .utc)
                ?? now + Self.longest
        }
    }

    /// The first run of a frequency that was set just now: one interval from now, or the expression's
    /// next time.
    public func first(after now: Instant, in zones: TimeZones = .utc) -> Instant {
        switch self {
        case .every(let interval): now + interval
        case .cron: next(after: now, now: now, in: zones)
        }
    }

    /// The due time before another one.
    public func previous(before due: Instant, in zones: TimeZones = .utc) -> Instant? {
        switch self {
        case .every(let interval): due - interval
        case .cron(let schedule):
            schedule.previous(before: due, in: zones[schedule.zoneName] ?? .utc)
        }
    }

    /// How many times it was due from a due time on, that one included, until now: 0 where it is still to
    /// come, 1 for a run that is due, more where runs were missed.
    ///
    /// - Parameter limit: counting ends there.
    public func timesDue(
        from due: Instant, now: Instant, in zones: TimeZones = .utc, limit: Int = 100_000
    ) -> Int {
        guard due <= now else { return 0 }
        switch self {
        case .every(let interval):
            let count = (now.milliseconds - due.milliseconds) / interval.inMilliseconds + 1
            return Int(min(count, Int64(limit)))
        case .cron(let schedule):
            let zone = zones[schedule.zoneName] ?? .utc
            return min(
                limit, 1 + schedule.runs(after: due, through: now, in: zone, limit: limit))
        }
    }
}

extension Frequency: Codable {
    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let frequency = Frequency(text) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "not a frequency: \(text)"))
        }
        self = frequency
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}
