/// When something is to run, as the five fields of a cron expression and a time zone.
///
/// The fields mean what they mean to Vixie's cron (crontab(5)): where both the day of the month and the
/// day of the week are restricted, either will do; where one of them begins with `*`, both must hold.
///
/// **Clock changes.** A time that the clocks skip runs at the jump, once, however many skipped times there
/// are. A time that they show twice runs once, the first time. The exception are expressions for every
/// hour of the day (`*/5 * * * *`): they say a rhythm and no time of day, so they go on in the repeated
/// hour too instead of pausing.
public struct CronSchedule: Hashable, Sendable {
    /// The five fields as they were typed, with one blank between.
    public let fields: String
    /// In whose time zone the fields are meant: `Europe/Berlin`.
    public let zoneName: String

    /// Bits 0...59.
    let minutes: UInt64
    /// Bits 0...23.
    let hours: UInt32
    /// Bits 1...31.
    let daysOfMonth: UInt32
    /// Bit n: the n-th day before the month's last; bit 0 is the last day itself (`L`).
    let daysBeforeEnd: UInt32
    /// Bits 1...12.
    let months: UInt16
    /// Bits 0...6 from Sunday.
    let weekdays: UInt8
    /// Bit 5 × weekday + n - 1: the n-th of that weekday in the month (`5#2`).
    let numberedWeekdays: UInt64
    /// Bits 0...6 from Sunday: the month's last of that weekday (`5L`).
    let lastWeekdays: UInt8
    /// Whether the day of the month and the day of the week must both hold.
    let needsBothDays: Bool

    /// The form that is stored and that the command line takes: `30 8 * * 1-5`, and with another zone
    /// than UTC `CRON_TZ=Europe/Berlin 30 8 * * 1-5`.
    public var text: String {
        zoneName == "UTC" ? fields : "CRON_TZ=\(zoneName) \(fields)"
    }

    /// Whether it runs in every hour of its days: a rhythm without a time of day.
    var isEveryHour: Bool { hours == 0xFF_FFFF }

    /// Whether the clock's time is one of those that the fields name; seconds are not looked at.
    public func matches(_ local: LocalTime) -> Bool {
        minutes >> UInt64(local.minute) & 1 == 1 && hours >> UInt32(local.hour) & 1 == 1
            && matches(local.day)
    }

    /// Whether it runs on that day of the calendar.
    public func matches(_ day: CalendarDay) -> Bool {
        let (year, month, date) = day.parts
        return days(year, month) >> UInt32(date) & 1 == 1
    }

    /// The days of a month on which it runs, as bits 1...31.
    func days(_ year: Int, _ month: Int) -> UInt32 {
        guard months >> UInt16(month) & 1 == 1 else { return 0 }
        let length = CalendarDay.days(inMonth: month, of: year)
        let all = (UInt32.max >> UInt32(31 - length)) & ~1
        var byDate = daysOfMonth & all
        for before in 0..<UInt32(length) where daysBeforeEnd >> before & 1 == 1 {
            byDate |= 1 << (UInt32(length) - before)
        }
        let byWeekday: UInt32
        if weekdays == 0x7F {
            byWeekday = all
        } else {
            let first = CivilDate.days(year: Int64(year), month: Int64(month), day: 1)
            // 1970-01-01 was a Thursday, which is 4 from Sunday.
            byWeekday = self.byWeekday(firstWeekday: Int(floorMod(first + 4, 7)), length: length)
        }
        return needsBothDays ? byDate & byWeekday : byDate | byWeekday
    }

    private func byWeekday(firstWeekday: Int, length: Int) -> UInt32 {
        var days: UInt32 = 0
        for day in 1...length {
            let weekday = (firstWeekday + day - 1) % 7
            let number = (day - 1) / 7
            let isMeant =
                weekdays >> UInt8(weekday) & 1 == 1
                || numberedWeekdays >> UInt64(weekday * 5 + number) & 1 == 1
                || (lastWeekdays >> UInt8(weekday) & 1 == 1 && day + 7 > length)
            if isMeant { days |= 1 << UInt32(day) }
        }
        return days
    }

    /// The shortest time between two runs, clock changes aside. What a driver must keep up with.
    public var shortestInterval: Duration {
        let times = minutesOfDay
        guard let first = times.first, let last = times.last else { return .seconds(86_400) }
        var shortest = zip(times, times.dropFirst()).map { $1 - $0 }.min() ?? .max
        if shortest > 1 {
            // From the last run of a day to the first of the next such day.
            shortest = min(shortest, closestDays * 1440 - (last - first))
        }
        return .seconds(shortest * 60)
    }

    /// The smallest distance between two days on which it runs.
    private var closestDays: Int {
        // 28 years have every kind of year in every order that matters.
        var closest = 366 * 8
        var before: Int64?
        for year in 2001...2028 {
            for month in 1...12 {
                let days = days(year, month)
                let start = CivilDate.days(year: Int64(year), month: Int64(month), day: 1) - 1
                for day in 1...31 where days >> UInt32(day) & 1 == 1 {
                    let number = start + Int64(day)
                    if let before { closest = min(closest, Int(number - before)) }
                    before = number
                }
                if closest == 1 { return 1 }
            }
        }
        return closest
    }

    /// Its times of day in minutes since midnight, ascending.
    var minutesOfDay: [Int] {
        (0..<24).filter { hours >> UInt32($0) & 1 == 1 }.flatMap { hour in
            (0..<60).filter { minutes >> UInt64($0) & 1 == 1 }.map { hour * 60 + $0 }
        }
    }
}
