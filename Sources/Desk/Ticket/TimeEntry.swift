/// Time that somebody spent on a ticket, by the day on which it was spent.
public struct TimeEntry: Hashable, Sendable, Codable, Identifiable {
    public var id: TimeEntryID
    public var ticket: TicketID
    public var person: PersonID
    /// From 1 to ``mostMinutes``.
    public var minutes: Int
    /// The day on which the work was done; it counts there, however late it was written.
    public var day: CalendarDay
    public var note: String
    /// The mail that it was written in; nil where it was entered on the page.
    public var source: LedgerID?
    public var createdAt: Instant

    /// A day has no more.
    public static let mostMinutes = 24 * 60
    /// In characters.
    public static let longestNote = 500

    public init(
        id: TimeEntryID, ticket: TicketID, person: PersonID, minutes: Int, day: CalendarDay,
        note: String = "", source: LedgerID? = nil, createdAt: Instant
    ) {
        self.id = id
        self.ticket = ticket
        self.person = person
        self.minutes = minutes
        self.day = day
        self.note = note
        self.source = source
        self.createdAt = createdAt
    }
}

extension TimeEntry {
    public var spent: Duration { .seconds(minutes * 60) }
}

/// Spans of time as people type them.
public enum SpentTime {
    /// Reads `1h30m`, `1h 30min`, `90m`, `1:30`, `1.5h`, `1,5 Std.`, `2h` at the start of a text.
    ///
    /// - Returns: whole minutes and what stands behind; nil where no time stands at the start. A number
    ///   without a unit is none: it could be minutes or hours.
    public static func read(_ text: String) -> (minutes: Int, rest: String)? {
        var rest = text.trimmed[...]
        if let clock = clockTime(&rest) { return (clock, String(rest).trimmed) }
        var minutes = 0
        var isThere = false
        while let (part, after) = part(of: rest) {
            minutes += part
            rest = after
            isThere = true
            guard minutes < 10_000_000 else { return nil }
        }
        return isThere ? (minutes, String(rest).trimmed) : nil
    }

    /// Hours as they are typed in a form: `10`, `7.5`, `7,5`, `7h30m`; a number alone is hours.
    ///
    /// - Returns: whole minutes; nil where it is something else.
    public static func hours(_ text: String) -> Int? {
        for candidate in [text, text + "h"] {
            if let (minutes, rest) = read(candidate), rest.isEmpty { return minutes }
        }
        return nil
    }

    /// As ``read(_:)`` reads it: `1h30m`, `45m`, `2h`.
    public static func text(_ minutes: Int) -> String {
        let (hours, rest) = (minutes / 60, minutes % 60)
        if hours == 0 { return "\(rest)m" }
        return rest == 0 ? "\(hours)h" : "\(hours)h\(rest)m"
    }

    /// `1:30`
    private static func clockTime(_ rest: inout Substring) -> Int? {
        let hours = rest.prefix { $0.isASCII && $0.isNumber }
        let after = rest[hours.endIndex...]
        guard hours.count <= 3, let h = Int(hours), after.first == ":" else { return nil }
        let digits = after.dropFirst().prefix { $0.isASCII && $0.isNumber }
        guard digits.count == 2, let m = Int(digits), m < 60 else { return nil }
        let tail = after[digits.endIndex...]
        // "1:30 h" and "1:30 Std." say what it is once more.
        let word = tail.drop { $0 == " " }.prefix { $0.isLetter || $0 == "." }
        rest =
            hourWords.contains(word.lowercased()) ? tail.drop { $0 == " " }[word.endIndex...] : tail
        return h * 60 + m
    }

    private static let hourWords: Set<String> = [
        "h", "h.", "hr", "hrs", "hour", "hours", "std", "std.", "stunde", "stunden",
    ]
    private static let minuteWords: Set<String> = [
        "m", "m.", "min", "min.", "mins", "minute", "minutes", "minuten",
    ]

    /// A number and its unit.
    private static func part(of text: Substring) -> (minutes: Int, rest: Substring)? {
        let start = text.drop { $0 == " " }
        let number = start.prefix { $0.isASCII && ($0.isNumber || $0 == "." || $0 == ",") }
        guard !number.isEmpty, number.utf8.count <= 8 else { return nil }
        let behind = start[number.endIndex...].drop { $0 == " " }
        let word = behind.prefix { $0.isLetter || $0 == "." }
        let unit = word.lowercased()
        let isHours = hourWords.contains(unit)
        guard isHours || minuteWords.contains(unit),
            let thousandths = thousandths(number)
        else { return nil }
        let factor = isHours ? 60 : 1
        return ((thousandths * factor + 500) / 1000, behind[word.endIndex...])
    }

    /// `1.5` and `1,5` without a floating-point number in between.
    private static func thousandths(_ text: Substring) -> Int? {
        let halves = text.split(omittingEmptySubsequences: false) { $0 == "." || $0 == "," }
        guard halves.count <= 2, let whole = Int(halves[0].isEmpty ? "0" : halves[0]) else {
            return nil
        }
        guard halves.count == 2 else { return whole * 1000 }
        let digits = String(halves[1].prefix(3))
        guard !digits.isEmpty, let fraction = Int(digits) else { return nil }
        return whole * 1000 + fraction * [100, 10, 1][digits.count - 1]
    }
}
