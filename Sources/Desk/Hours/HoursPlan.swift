/// What a project has paid for from a day on: so many hours in each period.
///
/// A project's plans are its settings over time. A plan holds until the next one begins; then its running
/// period ends early, with its whole grant, and the next plan's periods are counted from that plan's own
/// start. A plan of no hours ends the prepayment.
public struct HoursPlan: Hashable, Sendable, Codable {
    public enum Period: String, Sendable, Codable, CaseIterable {
        case monthly, quarterly, halfYearly, yearly

        /// Its length in months.
        public var months: Int {
            switch self {
            case .monthly: 1
            case .quarterly: 3
            case .halfYearly: 6
            case .yearly: 12
            }
        }
    }

    /// What becomes of hours that a period leaves over.
    public enum Unused: Hashable, Sendable, Codable {
        /// They are gone at the end of the period.
        case expire
        /// They can be used in so many further periods; nil is for ever.
        case carryOver(periods: Int?)
    }

    /// The first period begins on this day, the others on the same day of the month (or the month's last
    /// where it has no such day).
    public var start: CalendarDay
    public var period: Period
    /// For each period; zero is allowed.
    public var hours: Duration
    public var unused: Unused

    /// More hours in a period are refused.
    public static let mostHours = Duration.seconds(100_000 * 3600)
    /// More periods of carrying are refused; without a limit is another setting.
    public static let mostCarried = 120

    public init(start: CalendarDay, period: Period, hours: Duration, unused: Unused) {
        self.start = start
        self.period = period
        self.hours = hours
        self.unused = unused
    }

    /// The first day of the n-th period, counted from 0. 31 January is followed by 28 February and then
    /// by 31 March: each is counted from the start, not from the one before.
    public func start(ofPeriod number: Int) -> CalendarDay {
        start.adding(months: number * period.months)
    }

    /// Why it can't be saved; nil where it can.
    public var refusal: Refusal? {
        if hours < .zero || hours > Self.mostHours {
            return Refusal("Hours of a period are from 0 to 100,000.")
        }
        if case .carryOver(let periods?) = unused, !(1...Self.mostCarried).contains(periods) {
            return Refusal("Hours carry over for 1 to 120 periods, or without a limit.")
        }
        return nil
    }
}

/// Hours given or taken by hand, with the reason: goodwill, an overdraft that was invoiced.
public struct HoursCorrection: Hashable, Sendable, Codable, Identifiable {
    public var id: HoursCorrectionID
    public var project: ProjectID
    public var day: CalendarDay
    /// Positive gives hours, which expire as those of the day's period do; negative takes some.
    public var amount: Duration
    public var reason: String
    public var by: PersonID?

    public init(
        id: HoursCorrectionID, project: ProjectID, day: CalendarDay, amount: Duration,
        reason: String, by: PersonID? = nil
    ) {
        self.id = id
        self.project = project
        self.day = day
        self.amount = amount
        self.reason = reason
        self.by = by
    }
}

extension Duration {
    /// What is smaller is dropped; hours are entered in whole minutes.
    public var wholeMinutes: Int64 { components.seconds / 60 }
}
