/// When a schedule runs, on the clocks of a time zone.
///
/// Each answer goes through the stretches between two clock changes one by one, so it costs a few steps
/// for each month that is looked at, never one for each minute.
extension CronSchedule {
    /// After so many years the calendar repeats; what has not run until then never does.
    private static let horizon: Int64 = 400 * 366 * 86_400
    /// More changes of the clocks are not looked through (a real zone has two a year).
    private static let mostSpans = 2_000

    /// The first run later than a moment. Nil where there is none within 400 years.
    ///
    /// - Parameter zone: the rules of ``zoneName``.
    public func next(after instant: Instant, in zone: TimeZoneRules) -> Instant? {
        let seconds = instant.seconds
        var span = zone.span(at: seconds)
        var earliest = seconds + span.offset + 1
        if !isEveryHour, let start = span.start {
            // What the clocks have shown before they were set back has run.
            earliest = max(earliest, start + zone.span(at: start - 1).offset)
        }
        let limit = earliest + Self.horizon
        var candidate = nextClock(from: earliest, limit: limit)
        for _ in 0..<Self.mostSpans {
            guard let found = candidate else { return nil }
            guard let end = span.end, found >= end + span.offset else {
                return Instant(seconds: found - span.offset)
            }
            let after = zone.span(at: end)
            let lastShown = end + span.offset
            let firstShown = end + after.offset
            if found < firstShown {
                // The clocks jump over it.
                return Instant(seconds: end)
            }
            if firstShown < lastShown, isEveryHour {
                candidate = nextClock(from: firstShown, limit: limit)
            }
            span = after
        }
        return nil
    }

    /// The last run before a moment. Nil where there is none within 400 years.
    public func previous(before instant: Instant, in zone: TimeZoneRules) -> Instant? {
        guard instant.milliseconds > .min else { return nil }
        let seconds = Instant(milliseconds: instant.milliseconds - 1).seconds
        var span = zone.span(at: seconds)
        var latest = seconds + span.offset
        let limit = latest - Self.horizon
        for _ in 0..<Self.mostSpans {
            guard let found = previousClock(through: latest, limit: limit) else { return nil }
            guard let start = span.start else { return Instant(seconds: found - span.offset) }
            let before = zone.span(at: start - 1)
            let firstShown = start + span.offset
            let lastShown = start + before.offset
            if found >= (isEveryHour ? firstShown : max(firstShown, lastShown)) {
                return Instant(seconds: found - span.offset)
            }
            if lastShown < firstShown,
                let skipped = previousClock(through: firstShown - 1, limit: limit),
                skipped >= lastShown
            {
                return Instant(seconds: start)
            }
            latest = lastShown - 1
            span = before
        }
        return nil
    }

    /// How many runs there are after a moment, up to and with another.
    ///
    /// - Parameter limit: counting ends there; each run counted costs a step.
    public func runs(
        after start: Instant, through end: Instant, in zone: TimeZoneRules, limit: Int = 100_000
    ) -> Int {
        var count = 0
        var at = start
        while count < limit, let next = next(after: at, in: zone), next <= end {
            count += 1
            at = next
        }
        return count
    }

    /// The first time on the clock that is meant, from a second of it on.
    private func nextClock(from clock: Int64, limit: Int64) -> Int64? {
        let minute = -floorDiv(-clock, 60)
        let day = CalendarDay(days: floorDiv(minute, 1440))
        if matches(day), let time = minuteOfDay(from: Int(floorMod(minute, 1440))) {
            return day.days * 86_400 + Int64(time) * 60
        }
        guard let first = minuteOfDay(from: 0) else { return nil }
        var (year, month, date) = day.adding(days: 1).parts
        while true {
            let days = days(year, month) & (UInt32.max << UInt32(date))
            if days != 0 {
                let number = CivilDate.days(
                    year: Int64(year), month: Int64(month), day: Int64(days.trailingZeroBitCount))
                return number * 86_400 + Int64(first) * 60
            }
            (year, month, date) = month == 12 ? (year + 1, 1, 1) : (year, month + 1, 1)
            let start = CivilDate.days(year: Int64(year), month: Int64(month), day: 1)
            if start * 86_400 > limit { return nil }
        }
    }

    /// The last time on the clock that is meant, up to and with a second of it.
    private func previousClock(through clock: Int64, limit: Int64) -> Int64? {
        let minute = floorDiv(clock, 60)
        let day = CalendarDay(days: floorDiv(minute, 1440))
        if matches(day), let time = minuteOfDay(through: Int(floorMod(minute, 1440))) {
            return day.days * 86_400 + Int64(time) * 60
        }
        guard let last = minuteOfDay(through: 1439) else { return nil }
        var (year, month, date) = day.adding(days: -1).parts
        while true {
            let days = days(year, month) & (UInt32.max >> UInt32(31 - date))
            let start = CivilDate.days(year: Int64(year), month: Int64(month), day: 1)
            if days != 0 {
                let date = Int64(31 - days.leadingZeroBitCount)
                return (start + date - 1) * 86_400 + Int64(last) * 60
            }
            if start * 86_400 < limit { return nil }
            (year, month, date) = month == 1 ? (year - 1, 12, 31) : (year, month - 1, 31)
        }
    }

    private func minuteOfDay(from minute: Int) -> Int? {
        let hour = minute / 60
        if hours >> UInt32(hour) & 1 == 1 {
            let rest = minutes >> UInt64(minute % 60)
            if rest != 0 { return minute + rest.trailingZeroBitCount }
        }
        let later = hours & (UInt32.max << UInt32(hour + 1))
        guard later != 0, minutes != 0 else { return nil }
        return later.trailingZeroBitCount * 60 + minutes.trailingZeroBitCount
    }

    private func minuteOfDay(through minute: Int) -> Int? {
        let hour = minute / 60
        if hours >> UInt32(hour) & 1 == 1 {
            let rest = minutes & (UInt64.max >> UInt64(63 - minute % 60))
            if rest != 0 { return hour * 60 + 63 - rest.leadingZeroBitCount }
        }
        let earlier = hours & ((1 << UInt32(hour)) - 1)
        guard earlier != 0, minutes != 0 else { return nil }
        return (31 - earlier.leadingZeroBitCount) * 60 + 63 - minutes.leadingZeroBitCount
    }
}
