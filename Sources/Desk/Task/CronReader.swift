/// Reading cron expressions.
extension CronSchedule {
    /// Longer texts are refused; every field written out in full has less.
    static let longestText = 500

    /// Reads `30 8 * * Mon-Fri`, `@daily`, and either with `CRON_TZ=Europe/Berlin` before it.
    ///
    /// Numbers, names of three letters or in full, lists, ranges, steps over `*` or a range; `L` and `L-2`
    /// as day of the month; `5#2` (the second Friday) and `5L` (the last) as day of the week; `?` for `*`.
    ///
    /// - Parameters:
    ///   - text: blanks around and between are free.
    ///   - zoneName: the zone where the text names none. That a zone exists is for the caller to check.
    public init(_ text: String, zoneName: String = "UTC") throws(Refusal) {
        guard text.utf8.count <= Self.longestText else {
            throw Refusal(
                "The cron expression is longer than %1 characters. Use ranges and steps instead of lists.",
                .text("\(Self.longestText)"))
        }
        var words = text.split(whereSeparator: \.isWhitespace).map(String.init)
        var zone = zoneName
        if let first = words.first, let sign = first.firstIndex(of: "="),
            ["CRON_TZ", "TZ"].contains(first[..<sign].uppercased())
        {
            zone = String(first[first.index(after: sign)...])
            words.removeFirst()
        }
        guard TimeZoneRules.isName(zone) else {
            throw Refusal(
                "“%1” is not the name of a time zone. Use for instance Europe/Berlin or UTC.",
                .text(zone))
        }
        if words.count == 1, words[0].hasPrefix("@") { words = try Self.fields(of: words[0]) }
        guard words.count == 5 else {
            throw words.count == 6
                ? Refusal(
                    "A cron expression has five fields, this one has six. Leave the seconds or the year away."
                )
                : Refusal(
                    "A cron expression has five fields (minute, hour, day of month, month, day of week), this one has %1. Use for instance 30 8 * * 1-5.",
                    .text("\(words.count)"))
        }
        let minute = try CronField.minute.read(words[0])
        let hour = try CronField.hour.read(words[1])
        let date = try CronField.dayOfMonth.read(words[2])
        let month = try CronField.month.read(words[3])
        let weekday = try CronField.dayOfWeek.read(words[4])
        fields = words.joined(separator: " ")
        self.zoneName = zone == "Etc/UTC" ? "UTC" : zone
        minutes = minute.bits
        hours = UInt32(truncatingIfNeeded: hour.bits)
        daysOfMonth = UInt32(truncatingIfNeeded: date.bits)
        daysBeforeEnd = UInt32(truncatingIfNeeded: date.fromEnd)
        months = UInt16(truncatingIfNeeded: month.bits)
        // 7 is Sunday too.
        weekdays = UInt8(truncatingIfNeeded: (weekday.bits | weekday.bits >> 7) & 0x7F)
        numberedWeekdays = weekday.numbered
        lastWeekdays = UInt8(truncatingIfNeeded: weekday.fromEnd)
        needsBothDays = date.beginsWithStar || weekday.beginsWithStar
        guard hasAnyDay else {
            throw Refusal(
                "No year has such a day, so it would never run. Change the day of month or the month."
            )
        }
    }

    /// The calendar repeats after 400 years; nearly always the first month settles it.
    private var hasAnyDay: Bool {
        (2000..<2400).contains { year in (1...12).contains { days(year, $0) != 0 } }
    }

    private static func fields(of nickname: String) throws(Refusal) -> [String] {
        let text: String
        switch nickname.lowercased() {
        case "@yearly", "@annually": text = "0 0 1 1 *"
        case "@monthly": text = "0 0 1 * *"
        case "@weekly": text = "0 0 * * 0"
        case "@daily", "@midnight": text = "0 0 * * *"
        case "@hourly": text = "0 * * * *"
        default:
            throw Refusal(
                "“%1” is not known. Use @hourly, @daily, @weekly, @monthly or @yearly.",
                .text(nickname))
        }
        return text.split(separator: " ").map(String.init)
    }
}

/// One field of a cron expression: its bounds, its names, and how it is read.
private enum CronField {
    case minute, hour, dayOfMonth, month, dayOfWeek

    /// What a field says.
    struct Meaning {
        var bits: UInt64 = 0
        var beginsWithStar = false
        /// Day of month: bit n is n days before the last. Day of week: the last of that weekday.
        var fromEnd: UInt64 = 0
        var numbered: UInt64 = 0
    }

    var name: Wording {
        switch self {
        case .minute: Wording("minute")
        case .hour: Wording("hour")
        case .dayOfMonth: Wording("day of month")
        case .month: Wording("month")
        case .dayOfWeek: Wording("day of week")
        }
    }

    var bounds: ClosedRange<Int> {
        switch self {
        case .minute: 0...59
        case .hour: 0...23
        case .dayOfMonth: 1...31
        case .month: 1...12
        case .dayOfWeek: 0...7
        }
    }

    /// In full, lower-cased, from the number `nameBase` on.
    var names: [String] {
        switch self {
        case .month:
            [
                "january", "february", "march", "april", "may", "june", "july", "august",
                "september", "october", "november", "december",
            ]
        case .dayOfWeek:
            ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"]
        default: []
        }
    }

    func read(_ text: String) throws(Refusal) -> Meaning {
        var meaning = Meaning()
        meaning.beginsWithStar = text.first == "*" || text.first == "?"
        for item in text.split(separator: ",", omittingEmptySubsequences: false) {
            try read(item: String(item), into: &meaning)
        }
        return meaning
    }

    private func read(item: String, into meaning: inout Meaning) throws(Refusal) {
        if try readFromEnd(item, into: &meaning) { return }
        let halves = item.split(separator: "/", omittingEmptySubsequences: false)
        guard halves.count <= 2, let what = halves.first else { throw notUnderstood(item) }
        let ends = what.split(separator: "-", omittingEmptySubsequences: false)
        var first: Int
        var last: Int
        if what == "*" || what == "?" {
            (first, last) = (bounds.lowerBound, self == .dayOfWeek ? 6 : bounds.upperBound)
        } else if ends.count == 2 {
            first = try value(ends[0], of: item)
            last = try value(ends[1], of: item)
            // Sat-Sun: the Sunday at the week's end is meant.
            if self == .dayOfWeek, last == 0, first > 0, !ends[1].allSatisfy(\.isNumber) {
                last = 7
            }
        } else if ends.count == 1 {
            first = try value(ends[0], of: item)
            last = first
        } else {
            throw notUnderstood(item)
        }
        guard first <= last else {
            throw Refusal(
                "In the field %1, the range “%2” runs backwards. Write two ranges: “%3”.",
                .wording(name), .text(String(what)),
                .text(
                    "\(first)-\(self == .dayOfWeek ? 6 : bounds.upperBound),\(bounds.lowerBound)-\(last)"
                ))
        }
        var step = 1
        if halves.count == 2 {
            guard first < last else {
                throw Refusal(
                    "In the field %1, the step in “%2” needs a range before it. Write for instance “%3”.",
                    .wording(name), .text(item),
                    .text("\(first)-\(bounds.upperBound)/\(halves[1])"))
            }
            guard let number = Int(halves[1]), halves[1].allSatisfy(\.isNumber), number >= 1,
                number <= bounds.upperBound
            else {
                throw Refusal(
                    "In the field %1, the step in “%2” must be from 1 to %3.",
                    .wording(name), .text(item), .text("\(bounds.upperBound)"))
            }
            step = number
        }
        for value in stride(from: first, through: last, by: step) { meaning.bits |= 1 << value }
    }

    /// `L`, `L-2`, `5L`, `5#2`.
    private func readFromEnd(_ item: String, into meaning: inout Meaning) throws(Refusal)
        -> Bool
    {
        let upper = item.uppercased()
        if self == .dayOfMonth {
            if upper == "L" {
                meaning.fromEnd |= 1
                return true
            }
            if upper.hasPrefix("L-") {
                guard let before = Int(upper.dropFirst(2)), (1...30).contains(before) else {
                    throw notUnderstood(item)
                }
                meaning.fromEnd |= 1 << before
                return true
            }
            if upper.hasSuffix("W") {
                throw Refusal(
                    "“%1”, the weekday nearest to a day, can't be used. Write the days out, for instance 1-3 as day of month.",
                    .text(item))
            }
        }
        guard self == .dayOfWeek else { return false }
        if let sign = item.firstIndex(of: "#") {
            let weekday = try value(item[..<sign], of: item) % 7
            guard let number = Int(item[item.index(after: sign)...]), (1...5).contains(number)
            else {
                throw Refusal(
                    "In “%1”, the number after # must be from 1 to 5: the first to the fifth such day of the month.",
                    .text(item))
            }
            meaning.numbered |= 1 << (weekday * 5 + number - 1)
            return true
        }
        // The L of `5L` or `FriL`; no name of a weekday ends with one.
        if upper.hasSuffix("L"), upper.count > 1 {
            meaning.fromEnd |= try 1 << (value(item.dropLast(), of: item) % 7)
            return true
        }
        return false
    }

    private func value(_ text: Substring, of item: String) throws(Refusal) -> Int {
        if !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
            guard let number = Int(text), bounds.contains(number) else {
                throw Refusal(
                    "In the field %1, “%2” is out of bounds. Use %3 to %4.",
                    .wording(name), .text(String(text)), .text("\(bounds.lowerBound)"),
                    .text("\(bounds.upperBound)"))
            }
            return number
        }
        let word = text.lowercased()
        guard let index = names.firstIndex(where: { $0 == word || $0.prefix(3) == word }) else {
            throw notUnderstood(item)
        }
        return index + (self == .month ? 1 : 0)
    }

    private func notUnderstood(_ item: String) -> Refusal {
        switch self {
        case .month:
            Refusal(
                "In the field %1, “%2” is not understood. Use numbers from 1 to 12 or names such as Jan, ranges such as 3-5, lists, and steps such as */3.",
                .wording(name), .text(item))
        case .dayOfWeek:
            Refusal(
                "In the field %1, “%2” is not understood. Use numbers from 0 to 7 (0 and 7 are Sunday) or names such as Mon, ranges such as Mon-Fri, lists, 5#2 for the second Friday, and 5L for the last.",
                .wording(name), .text(item))
        default:
            Refusal(
                "In the field %1, “%2” is not understood. Use numbers from %3 to %4, ranges such as 3-5, lists such as 1,15, and steps such as */5.",
                .wording(name), .text(item), .text("\(bounds.lowerBound)"),
                .text("\(bounds.upperBound)"))
        }
    }
}
