/// A working calendar on the clocks of its zone: arithmetic with working time.
///
/// A moment is working time when the zone's clock shows one of the day's hours and the day is no holiday.
/// So of an hour that the clocks skip nothing counts, and an hour that they show twice counts twice.
/// Every answer costs a step for each day between, at most ``mostDays``.
public struct WorkingHours: Sendable {
    public let zone: TimeZoneRules
    /// From Monday on.
    private let week: [[DaySpan]]
    private let closed: [CalendarDay: [DaySpan]]
    private let isEmpty: Bool

    /// 100 years. What lies further away is not found: a deadline of no use to anybody.
    public static let mostDays = 36_600

    public static let aroundTheClock = WorkingHours(.aroundTheClock, in: .utc)

    /// - Parameter zone: the rules of the calendar's ``WorkingCalendar/zoneName``.
    public init(_ calendar: WorkingCalendar, in zone: TimeZoneRules) {
        self.zone = zone
        week = Weekday.allCases.map { calendar[$0] }
        closed = Dictionary(grouping: calendar.holidays, by: \.day)
            .mapValues { DaySpan.merged($0.map(\.closed)) }
        isEmpty = week.allSatisfy(\.isEmpty)
    }

    /// The working hours of one day, in order; holidays are taken away.
    public func spans(on day: CalendarDay) -> [DaySpan] {
        let usual = week[day.weekday.rawValue - 1]
        guard !usual.isEmpty, let closed = closed[day] else { return usual }
        return DaySpan.subtracting(closed, from: usual)
    }

    public func isWorking(at instant: Instant) -> Bool {
        let local = zone.local(at: instant)
        return spans(on: local.day).contains {
            $0.start <= local.minuteOfDay && local.minuteOfDay < $0.end
        }
    }

    /// The first moment at which so much working time has passed since another.
    ///
    /// - Parameter time: zero or less gives the moment itself.
    /// - Returns: nil where it is further away than ``mostDays``.
    public func adding(_ time: Duration, to start: Instant) -> Instant? {
        var left = time.inMilliseconds
        guard left > 0 else { return start }
        var found: Instant?
        walk(from: start) { from, to in
            if to - from >= left {
                found = Instant(milliseconds: from + left)
                return false
            }
            left -= to - from
            return true
        }
        return found
    }

    /// The last moment from which so much working time passes until another. A ticket that has waited
    /// since then or longer has waited so much working time.
    ///
    /// - Parameter time: zero or less gives the moment itself.
    /// - Returns: nil where it is further away than ``mostDays``.
    public func subtracting(_ time: Duration, from end: Instant) -> Instant? {
        var left = time.inMilliseconds
        guard left > 0 else { return end }
        var found: Instant?
        walkBack(from: end) { from, to in
            if to - from >= left {
                found = Instant(milliseconds: to - left)
                return false
            }
            left -= to - from
            return true
        }
        return found
    }

    /// The working time from one moment to another; zero where the other is not later. Counting ends
    /// after ``mostDays``.
    public func time(from start: Instant, to end: Instant) -> Duration {
        guard end > start else { return .zero }
        var sum: Int64 = 0
        walk(from: start) { from, to in
            guard from < end.milliseconds else { return false }
            sum += min(to, end.milliseconds) - from
            return to < end.milliseconds
        }
        return .milliseconds(sum)
    }

    /// The moment itself where it is working time, else when work begins next; nil where it never does.
    public func nextWorkingMoment(from start: Instant) -> Instant? {
        var found: Instant?
        walk(from: start) { from, _ in
            found = Instant(milliseconds: from)
            return false
        }
        return found
    }

    /// Shows the stretches of working time after a moment, in order, in milliseconds since 1970, until
    /// the visitor says false. Within one stretch of unchanged offset a clock runs evenly, so these are
    /// gone through one after the other.
    private func walk(from start: Instant, _ visit: (Int64, Int64) -> Bool) {
        guard !isEmpty else { return }
        var span = zone.span(at: start.seconds)
        var clock = start.seconds + span.offset
        var steps = 0
        while true {
            let offset = span.offset
            let clockEnd = span.end.map { $0 + offset } ?? .max
            var day = CalendarDay(days: floorDiv(clock, 86_400))
            while day.days * 86_400 < clockEnd {
                for hours in spans(on: day) {
                    let from = max(day.days * 86_400 + Int64(hours.start) * 60, clock)
                    let to = min(day.days * 86_400 + Int64(hours.end) * 60, clockEnd)
                    guard from < to else { continue }
                    // Only the first stretch can begin within a second.
                    let begin = max((from - offset) * 1000, start.milliseconds)
                    if !visit(begin, (to - offset) * 1000) { return }
                }
                day = day.adding(days: 1)
                steps += 1
                if steps > Self.mostDays { return }
            }
            guard let end = span.end else { return }
            span = zone.span(at: end)
            clock = end + span.offset
        }
    }

    /// As ``walk``, from a moment backwards; each stretch is still told from its start to its end.
    private func walkBack(from end: Instant, _ visit: (Int64, Int64) -> Bool) {
        guard !isEmpty, end.milliseconds > .min else { return }
        let last = Instant(milliseconds: end.milliseconds - 1).seconds
        var span = zone.span(at: last)
        var clock = last + span.offset + 1
        var steps = 0
        while true {
            let offset = span.offset
            let clockStart = span.start.map { $0 + offset } ?? .min
            var day = CalendarDay(days: floorDiv(clock - 1, 86_400))
            while (day.days + 1) * 86_400 > clockStart {
                for hours in spans(on: day).reversed() {
                    let from = max(day.days * 86_400 + Int64(hours.start) * 60, clockStart)
                    let to = min(day.days * 86_400 + Int64(hours.end) * 60, clock)
                    guard from < to else { continue }
                    let finish = min((to - offset) * 1000, end.milliseconds)
                    if !visit((from - offset) * 1000, finish) { return }
                }
                day = day.adding(days: -1)
                steps += 1
                if steps > Self.mostDays { return }
            }
            guard let start = span.start else { return }
            span = zone.span(at: start - 1)
            clock = start + span.offset
        }
    }
}
