/// What a time zone's clocks show at any moment, past and future.
///
/// Read from the bytes of a TZif file (``init(name:file:)``), as `/usr/share/zoneinfo` has them; this
/// type opens no file itself.
public struct TimeZoneRules: Hashable, Sendable {
    /// How far the clocks are from UTC, and what people call that.
    public struct Offset: Hashable, Sendable {
        /// Seconds east of UTC; not always whole minutes (local mean time), at most 26 hours.
        public let seconds: Int
        /// `CEST`; for zones without an agreed one `+0545`.
        public let abbreviation: String
        public let isDaylightSaving: Bool
    }

    /// What a wall clock's time means in a zone.
    public enum Reading: Hashable, Sendable {
        case once(Instant)
        /// The clocks were set back: they show this time a first and a second time.
        case twice(first: Instant, second: Instant)
        /// The clocks were set forward past this time, at that moment.
        case skipped(at: Instant)

        /// One answer for all three, the rule of schedules: what exists twice counts the first time,
        /// what is skipped counts at the jump.
        public var instant: Instant {
            switch self {
            case .once(let instant), .twice(let instant, _), .skipped(let instant): instant
            }
        }
    }

    /// A stretch of time in which the offset stays the same. In seconds since 1970, end excluded; nil
    /// is for ever.
    struct Span: Hashable, Sendable {
        var start: Int64?
        var end: Int64?
        var offset: Int64

        func contains(_ seconds: Int64) -> Bool {
            seconds >= (start ?? .min) && (end.map { seconds < $0 } ?? true)
        }
    }

    /// The zone's name in the database: `Europe/Berlin`.
    public let name: String
    /// When the offset changes, strictly ascending, in seconds since 1970.
    let transitions: [Int64]
    /// For each transition the index in `types` of what is valid from then on.
    let kinds: [UInt8]
    /// At least one; the first is valid before all transitions.
    let types: [Offset]
    /// The rule for what comes after the last transition. Nil: it stays as it is.
    let future: PosixTimeZone?
    /// Whether the rule holds before the first transition too: the file had none of its own.
    var isRuleOnly = false

    public static let utc = TimeZoneRules(
        name: "UTC", transitions: [], kinds: [],
        types: [Offset(seconds: 0, abbreviation: "UTC", isDaylightSaving: false)], future: nil)

    /// The offset at a moment.
    public func offset(at instant: Instant) -> Offset {
        let seconds = instant.seconds
        let index = transitionCount(through: seconds)
        if let future, index == transitions.count || (index == 0 && isRuleOnly) {
            return future.offset(at: seconds)
        }
        return index == 0 ? types[0] : types[Int(kinds[index - 1])]
    }

    /// What the clocks of this zone show at a moment; parts of a second are dropped.
    public func local(at instant: Instant) -> LocalTime {
        let seconds = instant.seconds
        return LocalTime(seconds: seconds + span(at: seconds).offset)
    }

    /// The day that this zone's calendars show at a moment.
    public func day(at instant: Instant) -> CalendarDay { local(at: instant).day }

    /// Which moment a wall clock's time names here: one, two, or none.
    public func reading(of local: LocalTime) -> Reading {
        let clock = local.seconds
        var hits: [Int64] = []
        var jump: Int64?
        var span = span(at: clock - PosixTimeZone.farthestOffset)
        while true {
            let moment = clock - span.offset
            if span.contains(moment) { hits.append(moment) }
            guard let end = span.end, end <= clock + PosixTimeZone.farthestOffset else { break }
            let next = self.span(at: end)
            if end + span.offset <= clock, clock < end + next.offset { jump = end }
            span = next
        }
        if hits.count > 1 {
            return .twice(first: Instant(seconds: hits[0]), second: Instant(seconds: hits[1]))
        }
        if let hit = hits.first { return .once(Instant(seconds: hit)) }
        return .skipped(at: Instant(seconds: jump ?? clock - span.offset))
    }

    /// The moment of a wall clock's time by the rule of schedules; see ``Reading/instant``.
    public func instant(of local: LocalTime) -> Instant { reading(of: local).instant }

    /// The moment at which a day begins: midnight, or the first moment that the day has.
    public func start(of day: CalendarDay) -> Instant { instant(of: LocalTime(day)) }

    /// The stretch of unchanged offset that a moment lies in.
    func span(at seconds: Int64) -> Span {
        let index = transitionCount(through: seconds)
        let start = index == 0 ? nil : transitions[index - 1]
        let end = index < transitions.count ? transitions[index] : nil
        guard let future, end == nil || (index == 0 && isRuleOnly) else {
            let type = index == 0 ? types[0] : types[Int(kinds[index - 1])]
            return Span(start: start, end: end, offset: Int64(type.seconds))
        }
        var span = future.span(at: seconds)
        if let start { span.start = max(span.start ?? .min, start) }
        if let end { span.end = min(span.end ?? .max, end) }
        return span
    }

    /// The same zone with its rule written out as transitions until the year 2100, so that looking one
    /// up is a search in a table and no arithmetic.
    func writtenOut() -> TimeZoneRules {
        guard let future, let daylight = future.daylight, types.count <= 254 else { return self }
        var table = transitions
        var kinds = kinds
        let horizon: Int64 = 4_102_444_800
        var at = max(table.last ?? 0, 0)
        while at < horizon, let next = future.span(at: at).end, next > at {
            let isDaylight = future.offset(at: next).isDaylightSaving
            table.append(next)
            kinds.append(UInt8(types.count + (isDaylight ? 1 : 0)))
            at = next
        }
        var zone = TimeZoneRules(
            name: name, transitions: table, kinds: kinds,
            types: types + [future.standard, daylight.offset], future: future)
        zone.isRuleOnly = transitions.isEmpty
        return zone
    }

    /// How many transitions are not after a moment.
    private func transitionCount(through seconds: Int64) -> Int {
        var low = 0
        var high = transitions.count
        while low < high {
            let middle = (low + high) / 2
            if transitions[middle] <= seconds { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

extension TimeZoneRules {
    /// Whether a text can be the name of a zone, and so part of a path below the zone folder: words of
    /// letters, digits, `_`, `+` and `-`, parted by slashes; no dots, no empty word, at most 64 bytes.
    public static func isName(_ text: String) -> Bool {
        guard text.utf8.count <= 64 else { return false }
        let words = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        return words.allSatisfy { word in
            !word.isEmpty
                && word.allSatisfy { byte in
                    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte & 0xDF)
                        || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "+")
                        || byte == UInt8(ascii: "-")
                }
        }
    }
}

/// The time zones that a process has read, by name. `UTC` is always among them.
public struct TimeZones: Sendable {
    private var rules: [String: TimeZoneRules]

    /// Only UTC.
    public static let utc = TimeZones([])

    public init(_ zones: [TimeZoneRules]) {
        rules = ["UTC": .utc, "Etc/UTC": .utc]
        for zone in zones { rules[zone.name] = zone }
    }

    /// Nil where there is no such zone here.
    public subscript(name: String) -> TimeZoneRules? { rules[name] }

    public mutating func add(_ zone: TimeZoneRules) { rules[zone.name] = zone }

    /// The names, in alphabetical order.
    public var names: [String] { rules.keys.sorted() }
}
