/// A yearly recurrence as holiday calendars use it (RFC 5545 §3.3.10): every 25 December, the fourth
/// Thursday of November, the last Monday of May, the Tuesday from 2 to 8 November.
struct YearlyRule: Hashable, Sendable {
    /// `4TH` is the fourth Thursday, `-1MO` the last Monday, `SU` each Sunday.
    struct NumberedWeekday: Hashable, Sendable {
        var number: Int?
        var weekday: Weekday
    }

    var interval = 1
    var count: Int?
    var until: CalendarTime?
    var months: [Int] = []
    var monthDays: [Int] = []
    var yearDays: [Int] = []
    var weekdays: [NumberedWeekday] = []
    var positions: [Int] = []

    /// Nil where the rule is not yearly, or has a part that is not understood.
    init?(_ text: String) {
        var isYearly = false
        for part in text.split(separator: ";") {
            let halves = part.split(separator: "=", omittingEmptySubsequences: false)
            guard halves.count == 2 else { return nil }
            let values = halves[1].split(separator: ",")
            func numbers(_ bounds: ClosedRange<Int>) -> [Int]? {
                let numbers = values.compactMap { Int($0) }
                guard numbers.count == values.count, !numbers.isEmpty, numbers.count <= 400,
                    numbers.allSatisfy({ $0 != 0 && bounds.contains($0) })
                else { return nil }
                return numbers
            }
            switch halves[0].uppercased() {
            case "FREQ":
                guard halves[1].uppercased() == "YEARLY" else { return nil }
                isYearly = true
            case "INTERVAL":
                guard let number = numbers(1...1000)?.first else { return nil }
                interval = number
            case "COUNT":
                guard let number = numbers(1...100_000)?.first else { return nil }
                count = number
            case "UNTIL":
                guard let time = CalendarTime(halves[1], zone: nil) else { return nil }
                until = time
            case "BYMONTH":
                guard let numbers = numbers(1...12) else { return nil }
                months = numbers
            case "BYMONTHDAY":
                guard let numbers = numbers(-31...31) else { return nil }
                monthDays = numbers
            case "BYYEARDAY":
                guard let numbers = numbers(-366...366) else { return nil }
                yearDays = numbers
            case "BYSETPOS":
                guard let numbers = numbers(-366...366) else { return nil }
                positions = numbers
            case "BYDAY":
                for value in values.prefix(400) {
                    guard let weekday = Self.weekday(value) else { return nil }
                    weekdays.append(weekday)
                }
            case "WKST": continue
            default: return nil
            }
        }
        guard isYearly else { return nil }
    }

    private static func weekday(_ text: Substring) -> NumberedWeekday? {
        let names = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
        guard let index = names.firstIndex(of: text.suffix(2).uppercased()),
            let weekday = Weekday(rawValue: index + 1)
        else { return nil }
        let number = text.dropLast(2)
        if number.isEmpty { return NumberedWeekday(number: nil, weekday: weekday) }
        guard let number = Int(number), number != 0, (-53...53).contains(number) else { return nil }
        return NumberedWeekday(number: number, weekday: weekday)
    }

    /// The days of one year, ascending.
    ///
    /// - Parameter start: the first occurrence; it gives month and day where the rule names none.
    func days(in year: Int, start: CalendarDay) -> [CalendarDay] {
        guard let first = CalendarDay(year: year, month: 1, day: 1),
            let last = CalendarDay(year: year, month: 12, day: 31)
        else { return [] }
        var days: Set<CalendarDay> = []
        let usedMonths = months.isEmpty ? Array(1...12) : months
        if !yearDays.isEmpty {
            let length = last.dayOfYear
            for number in yearDays where abs(number) <= length {
                let day =
                    number > 0 ? first.adding(days: number - 1) : last.adding(days: number + 1)
                if usedMonths.contains(day.month) { days.insert(day) }
            }
            days = days.filter(isOnWeekday)
        } else if !monthDays.isEmpty {
            for month in usedMonths {
                let length = CalendarDay.days(inMonth: month, of: year)
                for number in monthDays {
                    let date = number > 0 ? number : length + 1 + number
                    if let day = CalendarDay(year: year, month: month, day: date) {
                        days.insert(day)
                    }
                }
            }
            days = days.filter(isOnWeekday)
        } else if !weekdays.isEmpty {
            if months.isEmpty {
                days.formUnion(numbered(from: first, to: last))
            } else {
                for month in months {
                    let length = CalendarDay.days(inMonth: month, of: year)
                    guard let from = CalendarDay(year: year, month: month, day: 1) else { continue }
                    days.formUnion(numbered(from: from, to: from.adding(days: length - 1)))
                }
            }
        } else {
            // 29 February comes only in leap years.
            for month in months.isEmpty ? [start.month] : months {
                if let day = CalendarDay(year: year, month: month, day: start.day) {
                    days.insert(day)
                }
            }
        }
        let all = days.sorted()
        guard !positions.isEmpty else { return all }
        let picked = positions.compactMap { position -> CalendarDay? in
            let index = position > 0 ? position - 1 : all.count + position
            return all.indices.contains(index) ? all[index] : nil
        }
        return Set(picked).sorted()
    }

    /// Beside days of the month a weekday only narrows down.
    private func isOnWeekday(_ day: CalendarDay) -> Bool {
        weekdays.isEmpty || weekdays.contains { $0.weekday == day.weekday }
    }

    private func numbered(from first: CalendarDay, to last: CalendarDay) -> [CalendarDay] {
        weekdays.flatMap { meant -> [CalendarDay] in
            let ahead = (meant.weekday.rawValue - first.weekday.rawValue + 7) % 7
            let all = stride(from: ahead, through: first.days(to: last), by: 7)
                .map { first.adding(days: $0) }
            guard let number = meant.number else { return all }
            let index = number > 0 ? number - 1 : all.count + number
            return all.indices.contains(index) ? [all[index]] : []
        }
    }
}
