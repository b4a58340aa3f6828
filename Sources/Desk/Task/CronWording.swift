/// A schedule for people: `every weekday at 08:30`, `every 5 minutes from 08:00 to 17:55`.
extension CronSchedule {
    /// More times of day than these are not listed one by one.
    private static let mostTimes = 6

    /// In English and, by ``Wording/german``, in German. The zone is named where it is not UTC.
    public var wording: Wording {
        var wording = dayAndTime
        if months != 0x1FFE {
            wording = Wording(
                "%1, in %2", .wording(wording),
                .wording(.list(ranges(Int64(months), 1...12).map { range in monthRange(range) })))
        }
        guard zoneName != "UTC" else { return wording }
        return Wording("%1 (%2)", .wording(wording), .text(zoneName))
    }

    private var dayAndTime: Wording {
        let times = minutesOfDay
        if rhythm == nil, times.count <= Self.mostTimes {
            let list = Wording.list(times.map { Wording("%1", .text(clock($0))) })
            return Wording("%1 at %2", .wording(day ?? Wording("every day")), .wording(list))
        }
        let time = rhythm ?? minutesAndHours
        guard let day else { return time }
        return Wording("%1, %2", .wording(day), .wording(time))
    }

    /// A rhythm that goes on all day: every minute, every 15 minutes, every hour, every 6 hours.
    private var rhythm: Wording? {
        if isEveryHour, let step = step(minutes, below: 60), step < 60 {
            return step == 1 ? Wording("every minute") : every(step, "minutes")
        }
        guard minutes.nonzeroBitCount == 1 else { return nil }
        let minute = minutes.trailingZeroBitCount
        if isEveryHour {
            return minute == 0
                ? Wording("every hour") : Wording("every hour at minute %1", .text("\(minute)"))
        }
        guard let step = step(UInt64(hours), below: 24), step <= 8 else { return nil }
        return minute == 0
            ? every(step, "hours")
            : Wording("every %1 hours at minute %2", .text("\(step)"), .text("\(minute)"))
    }

    private func every(_ count: Int, _ unit: String) -> Wording {
        Wording("every %1 \(unit)", .text("\(count)"))
    }

    /// The distance of bits that begin at 0 and go on evenly into the next round.
    private func step(_ bits: UInt64, below length: Int) -> Int? {
        let rest = bits & ~1
        guard bits & 1 == 1 else { return nil }
        let step = rest == 0 ? length : rest.trailingZeroBitCount
        guard length % step == 0 else { return nil }
        let even = stride(from: 0, to: length, by: step).reduce(UInt64(0)) { $0 | 1 << $1 }
        return even == bits ? step : nil
    }

    /// What is neither a rhythm nor a short list: minutes, and the hours in which they count.
    private var minutesAndHours: Wording {
        let inHour: Wording
        switch step(minutes, below: 60) {
        case 1?: inHour = Wording("every minute")
        case 60?: inHour = Wording("every hour")
        case let step?: inHour = every(step, "minutes")
        case nil:
            inHour = Wording(
                "every hour at minute %1",
                .wording(.list(ranges(Int64(bitPattern: minutes), 0...59).map(numberRange))))
        }
        if isEveryHour { return inHour }
        let spans = ranges(Int64(hours), 0...23)
        if spans.count == 1, let span = spans.first {
            let first = span.lowerBound * 60 + minutes.trailingZeroBitCount
            let last = span.upperBound * 60 + 63 - minutes.leadingZeroBitCount
            return Wording(
                "%1 from %2 to %3", .wording(inHour), .text(clock(first)), .text(clock(last)))
        }
        return Wording(
            "%1 in the hours %2", .wording(inHour), .wording(.list(spans.map(numberRange))))
    }

    /// Which days; nil for all.
    private var day: Wording? {
        let isEveryDate = daysOfMonth == 0xFFFF_FFFE
        let isEveryWeekday = weekdays == 0x7F
        // With a star in one of the fields both must hold, without one either will do.
        switch (isEveryDate, isEveryWeekday) {
        case (true, true): return nil
        case (true, false) where needsBothDays: return byWeekday
        case (false, true) where needsBothDays: return onDates
        case (false, false) where needsBothDays:
            return Wording(
                "%1, but only on the %2 of the month", .wording(byWeekday), .wording(dates))
        case (false, false): return Wording("%1 or %2", .wording(onDates), .wording(byWeekday))
        default: return nil
        }
    }

    private var onDates: Wording { Wording("on the %1 of the month", .wording(dates)) }

    private var dates: Wording {
        var items = ranges(Int64(daysOfMonth), 1...31).map { range in
            let first = Self.ordinal(range.lowerBound)
            return range.count == 1
                ? first
                : Wording("%1 to %2", .wording(first), .wording(Self.ordinal(range.upperBound)))
        }
        for before in (1...30).reversed() where daysBeforeEnd >> UInt32(before) & 1 == 1 {
            items.append(Wording("%1 day before the last", .wording(Self.ordinal(before))))
        }
        if daysBeforeEnd & 1 == 1 { items.append(Wording("last day")) }
        return .list(items)
    }

    private var byWeekday: Wording {
        var parts: [Wording] = []
        let plain = Weekday.allCases.filter { weekdays >> UInt8($0.cronNumber) & 1 == 1 }
        if plain == Weekday.allCases.filter(\.isWorkday) {
            parts.append(Wording("every weekday"))
        } else if !plain.isEmpty {
            parts.append(Wording("every %1", .wording(.list(plain.map { Wording($0.name) }))))
        }
        var special: [Wording] = []
        for weekday in Weekday.allCases {
            for number in 1...5
            where numberedWeekdays >> UInt64(weekday.cronNumber * 5 + number - 1) & 1 == 1 {
                let order = ["first", "second", "third", "fourth", "fifth"][number - 1]
                special.append(Wording("\(order) %1", .wording(Wording(weekday.name))))
            }
        }
        for weekday in Weekday.allCases where lastWeekdays >> UInt8(weekday.cronNumber) & 1 == 1 {
            special.append(Wording("last %1", .wording(Wording(weekday.name))))
        }
        if !special.isEmpty {
            parts.append(Wording("on the %1 of the month", .wording(.list(special))))
        }
        return .list(parts)
    }

    static func ordinal(_ number: Int) -> Wording { Wording(ordinalText(number)) }

    static func ordinalText(_ number: Int) -> String {
        let end =
            switch (number / 10, number % 10) {
            case (1, _): "th"
            case (_, 1): "st"
            case (_, 2): "nd"
            case (_, 3): "rd"
            default: "th"
            }
        return "\(number)\(end)"
    }

    static let monthNames = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September",
        "October", "November", "December",
    ]

    private func monthRange(_ range: ClosedRange<Int>) -> Wording {
        let first = Wording(Self.monthNames[range.lowerBound - 1])
        guard range.count > 1 else { return first }
        return Wording(
            "%1 to %2", .wording(first), .wording(Wording(Self.monthNames[range.upperBound - 1])))
    }

    private func numberRange(_ range: ClosedRange<Int>) -> Wording {
        range.count == 1
            ? Wording("%1", .text("\(range.lowerBound)"))
            : Wording("%1 to %2", .text("\(range.lowerBound)"), .text("\(range.upperBound)"))
    }

    /// Neighbouring bits as ranges; two neighbours stay two.
    private func ranges(_ bits: Int64, _ bounds: ClosedRange<Int>) -> [ClosedRange<Int>] {
        var ranges: [ClosedRange<Int>] = []
        for number in bounds where bits >> Int64(number) & 1 == 1 {
            if let last = ranges.last, last.upperBound == number - 1 {
                ranges[ranges.count - 1] = last.lowerBound...number
            } else {
                ranges.append(number...number)
            }
        }
        return ranges.flatMap { range in
            range.count == 2
                ? [range.lowerBound...range.lowerBound, range.upperBound...range.upperBound]
                : [range]
        }
    }

    private func clock(_ minute: Int) -> String {
        "\(padded(minute / 60, 2)):\(padded(minute % 60, 2))"
    }
}
