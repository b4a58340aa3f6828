/// How often a task runs.
public enum Frequency: Hashable, Sendable {
    /// From a minute to a year; counted from the last time it was due.
    case every(Duration)

    public static let shortest = Duration.seconds(60)
    public static let longest = Duration.seconds(366 * 86_400)

    /// Reads `5m`, `3h` or `1d`. Nil where it is something else or out of bounds.
    public init?(_ text: String) {
        guard let unit = text.last, let count = Int64(text.dropLast()), count > 0, count < 1_000_000
        else { return nil }
        let seconds: Int64
        switch unit {
        case "m": seconds = 60
        case "h": seconds = 3600
        case "d": seconds = 86_400
        default: return nil
        }
        let interval = Duration.seconds(count * seconds)
        guard interval >= Self.shortest, interval <= Self.longest else { return nil }
        self = .every(interval)
    }

    public var interval: Duration {
        switch self {
        case .every(let interval): interval
        }
    }

    /// The form that is stored and that the command line takes: `5m`, `3h`, `1d`.
    public var text: String {
        let (count, unit) = parts
        return "\(count)\(unit)"
    }

    /// For people: `every 5 minutes`, `every day`.
    public var inWords: String {
        let (count, unit) = parts
        let name = unit == "m" ? "minute" : unit == "h" ? "hour" : "day"
        return count == 1 ? "every \(name)" : "every \(count) \(name)s"
    }

    private var parts: (Int64, String) {
        let minutes = interval.components.seconds / 60
        if minutes % 1440 == 0 { return (minutes / 1440, "d") }
        if minutes % 60 == 0 { return (minutes / 60, "h") }
        return (minutes, "m")
    }

    /// The next due time after a run: the schedule's own grid is kept, and slots that a downtime
    /// swallowed are not made up for.
    ///
    /// - Parameters:
    ///   - due: when the run that is over was due.
    ///   - now: the time; the answer is later.
    public func next(after due: Instant, now: Instant) -> Instant {
        let step = interval.inMilliseconds
        guard due <= now else { return due }
        let missed = (now.milliseconds - due.milliseconds) / step
        return Instant(milliseconds: due.milliseconds + (missed + 1) * step)
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
