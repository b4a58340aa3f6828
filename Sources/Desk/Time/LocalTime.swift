/// A date and a time as a clock on a wall shows them, without saying where: it names a moment only
/// together with a time zone (``TimeZoneRules/reading(of:)``).
public struct LocalTime: Hashable, Comparable, Sendable {
    /// Seconds from 1970-01-01T00:00:00 on the same wall clock, every day counted as 86,400.
    public let seconds: Int64

    /// What is further away than ``CalendarDay/farthest`` is pulled back to it.
    public init(seconds: Int64) {
        let farthest = CalendarDay.farthest * 86_400
        self.seconds = min(max(seconds, -farthest), farthest)
    }

    /// - Parameter second: of the day; from 0, 86,400 is the next day's midnight.
    public init(_ day: CalendarDay, second: Int = 0) {
        self.init(seconds: day.days * 86_400 + Int64(min(max(second, -1 << 40), 1 << 40)))
    }

    /// Nil where the calendar has no such day or the clock no such time.
    public init?(
        year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0
    ) {
        guard let date = CalendarDay(year: year, month: month, day: day),
            (0...23).contains(hour), (0...59).contains(minute), (0...59).contains(second)
        else { return nil }
        self.init(date, second: hour * 3600 + minute * 60 + second)
    }

    public var day: CalendarDay { CalendarDay(days: floorDiv(seconds, 86_400)) }
    /// 0..<86,400.
    public var secondOfDay: Int { Int(floorMod(seconds, 86_400)) }
    /// 0..<1440.
    public var minuteOfDay: Int { secondOfDay / 60 }
    public var hour: Int { secondOfDay / 3600 }
    public var minute: Int { secondOfDay / 60 % 60 }
    public var second: Int { secondOfDay % 60 }

    /// `2026-11-23T08:15:00`.
    public var text: String {
        "\(day.iso8601)T\(padded(hour, 2)):\(padded(minute, 2)):\(padded(second, 2))"
    }

    public static func < (a: LocalTime, b: LocalTime) -> Bool { a.seconds < b.seconds }
}
