/// Makes holidays of one event of an iCalendar file.
struct HolidayReader {
    let days: ClosedRange<CalendarDay>
    let zone: TimeZoneRules
    let zones: TimeZones

    /// More occurrences of one event are not followed.
    private static let mostOccurrences = 5_000

    func holidays(of event: HolidayFile.Event) -> (Set<WorkingCalendar.Holiday>, [Wording]) {
        guard let start = event.start else {
            return ([], [Wording("The event “%1” has no start and was left away.", name(event))])
        }
        var defects: [Wording] = []
        if case .local(_, let named?) = start, zones[named] == nil, named != zone.name {
            defects.append(
                Wording(
                    "The time zone “%1” is not known here; the calendar's own was used.",
                    .text(String(named.prefix(80)))))
        }
        guard let length = length(of: event, start: start, &defects) else { return ([], defects) }
        var holidays: Set<WorkingCalendar.Holiday> = []
        for occurrence in occurrences(of: event, start: start, length: length, &defects) {
            holidays.formUnion(closed(occurrence, length: length, name: event.summary))
        }
        return (holidays, defects)
    }

    private func name(_ event: HolidayFile.Event) -> Wording.Value {
        .text(String(event.summary.prefix(80)))
    }

    /// In seconds on the event's clock; nil where it closes nothing.
    private func length(
        of event: HolidayFile.Event, start: CalendarTime, _ defects: inout [Wording]
    ) -> Int64? {
        var length: Int64
        if let end = event.end {
            length = end.clock.seconds - start.clock.seconds
            if case .utc = end, case .local = start {
                length = (moment(end) - moment(start)).inMilliseconds / 1000
            } else if case .local = end, case .utc = start {
                length = (moment(end) - moment(start)).inMilliseconds / 1000
            }
        } else {
            length = event.duration ?? (start.isDate ? 86_400 : 0)
        }
        if start.isDate {
            // QUIRK: some calendars let a day end on itself; RFC 5545 §3.6.1 has the end excluded.
            length = max(86_400, (length + 86_399) / 86_400 * 86_400)
        }
        if length == 0, start.clock.secondOfDay == 0 {
            defects.append(
                Wording("The event “%1” has no end; the whole day was taken.", name(event)))
            length = 86_400
        }
        guard length > 0 else {
            defects.append(
                Wording("The event “%1” ends before it begins and was left away.", name(event)))
            return nil
        }
        guard length <= Int64(HolidayFile.longestEvent) * 86_400 else {
            defects.append(
                Wording("The event “%1” is longer than a year and was left away.", name(event)))
            return nil
        }
        return length
    }

    /// When the event takes place, as far as it touches the days asked for.
    private func occurrences(
        of event: HolidayFile.Event, start: CalendarTime, length: Int64,
        _ defects: inout [Wording]
    ) -> [CalendarTime] {
        var times: [CalendarTime] = [start]
        if let rule = event.rule {
            times += recurrences(rule, event, start: start, length: length, &defects)
        }
        times += event.more.map { time in
            // A date among times stands for the same hour on that day.
            if case .date(let day) = time, !start.isDate { return shifted(start, to: day) }
            return time
        }
        let exceptions = Set(event.exceptions)
        return Set(times).filter { time in
            !exceptions.contains { isSame($0, as: time) }
        }
    }

    private func recurrences(
        _ rule: YearlyRule, _ event: HolidayFile.Event, start: CalendarTime, length: Int64,
        _ defects: inout [Wording]
    ) -> [CalendarTime] {
        let first = start.clock.day
        // One more day to either side: another zone's day can reach in.
        let from = days.lowerBound.adding(days: -Int(length / 86_400) - 2)
        let to = days.upperBound.adding(days: 2)
        var year = first.year
        if rule.count == nil, from.year > year {
            year += (from.year - year) / rule.interval * rule.interval
        } else if to.year - year > HolidayFile.mostYears {
            defects.append(
                Wording(
                    "The event “%1” began too long ago to count its recurrences; only its first day was taken.",
                    name(event)))
            return []
        }
        var found: [CalendarTime] = []
        // The start is the first of the count, whatever the rule says (RFC 5545 §3.8.5.3).
        var left = (rule.count ?? .max) - 1
        while year <= to.year {
            for day in rule.days(in: year, start: first) where day > first {
                guard left > 0, found.count < Self.mostOccurrences else { return found }
                left -= 1
                let time = shifted(start, to: day)
                if let until = rule.until, !isNotAfter(time, until) { return found }
                if day >= from, day <= to { found.append(time) }
            }
            year += rule.interval
        }
        return found
    }

    private func isNotAfter(_ time: CalendarTime, _ until: CalendarTime) -> Bool {
        // UNTIL is a date for dates, a moment in UTC for times; some calendars mix them.
        if case .utc = until, !time.isDate { return moment(time) <= moment(until) }
        if time.isDate || until.isDate { return time.clock.day <= until.clock.day }
        return time.clock <= until.clock
    }

    private func isSame(_ exception: CalendarTime, as time: CalendarTime) -> Bool {
        if exception.isDate || time.isDate { return exception.clock.day == time.clock.day }
        return moment(exception) == moment(time)
    }

    private func shifted(_ time: CalendarTime, to day: CalendarDay) -> CalendarTime {
        let clock = LocalTime(day, second: time.clock.secondOfDay)
        return switch time {
        case .date: .date(day)
        case .local(_, let zone): .local(clock, zone: zone)
        case .utc: .utc(clock)
        }
    }

    private func moment(_ time: CalendarTime) -> Instant {
        switch time {
        case .date(let day): zone.start(of: day)
        case .local(let local, let name):
            (name.flatMap { zones[$0] } ?? zone).instant(of: local)
        case .utc(let local): Instant(seconds: local.seconds)
        }
    }

    /// The days and hours that one occurrence closes, on the calendar's own clock.
    private func closed(
        _ time: CalendarTime, length: Int64, name: String
    ) -> [WorkingCalendar.Holiday] {
        let start: LocalTime
        let end: LocalTime
        if time.isDate {
            start = time.clock
            end = LocalTime(seconds: start.seconds + length)
        } else {
            start = zone.local(at: moment(time))
            let last: CalendarTime =
                switch time {
                case .date(let day): .date(day)
                case .local(let local, let zone):
                    .local(LocalTime(seconds: local.seconds + length), zone: zone)
                case .utc(let local): .utc(LocalTime(seconds: local.seconds + length))
                }
            end = zone.local(at: moment(last))
        }
        var holidays: [WorkingCalendar.Holiday] = []
        var day = max(start.day, days.lowerBound)
        while day <= days.upperBound, LocalTime(day) < end {
            let midnight = day.days * 86_400
            let from = max(0, start.seconds - midnight) / 60
            let to = min(86_400, end.seconds - midnight + 59) / 60
            if let span = DaySpan(start: Int(from), end: Int(to)) {
                holidays.append(WorkingCalendar.Holiday(day: day, closed: span, name: name))
            }
            day = day.adding(days: 1)
        }
        return holidays
    }
}
