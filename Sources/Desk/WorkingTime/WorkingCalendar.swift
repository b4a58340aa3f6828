/// When a desk works: hours for each day of the week, holidays, and the time zone of both.
public struct WorkingCalendar: Hashable, Sendable, Codable {
    /// A day, or a part of it, on which nobody works.
    public struct Holiday: Hashable, Comparable, Sendable, Codable {
        public var day: CalendarDay
        /// The whole day, or the hours that are closed (Christmas Eve from 14:00).
        public var closed: DaySpan
        public var name: String

        public init(day: CalendarDay, closed: DaySpan = .wholeDay, name: String) {
            self.day = day
            self.closed = closed
            self.name = name
        }

        public static func < (a: Holiday, b: Holiday) -> Bool {
            (a.day, a.closed, a.name) < (b.day, b.closed, b.name)
        }
    }

    /// More holidays are refused when they are saved; 50 years of a country have about 600.
    public static let mostHolidays = 20_000

    public var name: String
    /// The zone on whose clocks hours and holidays are meant: `Europe/Berlin`.
    public var zoneName: String
    public var holidays: [Holiday]
    /// From Monday on; seven of them.
    private var week: [[DaySpan]]

    /// - Parameter hours: what is missing is a day off.
    public init(
        name: String, zoneName: String = "UTC", hours: [Weekday: [DaySpan]],
        holidays: [Holiday] = []
    ) {
        self.name = name
        self.zoneName = zoneName
        self.holidays = holidays
        week = Weekday.allCases.map { DaySpan.merged(hours[$0] ?? []) }
    }

    /// The working hours of a day of the week, in order, without overlaps.
    public subscript(weekday: Weekday) -> [DaySpan] {
        get { week.count == 7 ? week[weekday.rawValue - 1] : [] }
        set {
            while week.count < 7 { week.append([]) }
            week[weekday.rawValue - 1] = DaySpan.merged(newValue)
        }
    }

    /// Every hour of every day.
    public static let aroundTheClock = WorkingCalendar(
        name: "24/7",
        hours: Dictionary(uniqueKeysWithValues: Weekday.allCases.map { ($0, [.wholeDay]) }))

    /// Working time in a usual week.
    public var weekLength: Duration {
        week.joined().reduce(.zero) { $0 + $1.length }
    }

    /// Why it can't be used; nil where it can.
    ///
    /// - Parameter zones: the zones that exist here.
    public func refusal(zones: TimeZones) -> Refusal? {
        if weekLength == .zero {
            return Refusal(
                "The calendar “%1” has no working hours, so no deadline would ever come. Enter hours for at least one day.",
                .text(name))
        }
        if zones[zoneName] == nil {
            return Refusal(
                "The time zone “%1” is not known here. Use for instance Europe/Berlin or UTC.",
                .text(zoneName))
        }
        if holidays.count > Self.mostHolidays {
            return Refusal(
                "These are more than %1 holidays. Remove those of past years.",
                .text("\(Self.mostHolidays)"))
        }
        return nil
    }
}
