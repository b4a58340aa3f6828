/// A project's prepaid hours, period by period, each figure with the entries that it comes from.
///
/// Computed from nothing each time: the same plans, entries and corrections give the same ledger, in
/// whatever order they come. Hours that expire first are spent first. What is spent beyond them is an
/// overdraft, a negative balance that the next grant pays; a correction settles it where it was invoiced.
public struct HoursLedger: Hashable, Sendable {
    /// One line of the ledger.
    public struct Row: Hashable, Sendable {
        public enum Kind: Hashable, Sendable {
            /// What the period before left: hours, or an overdraft below zero. First in a period.
            case carry
            /// The plan's hours, at the period's start.
            case grant
            case spend(TimeEntryID)
            case correction(HoursCorrectionID)
            /// Unused hours that were granted in a period, at the end of their last. Below zero.
            case expire(fromPeriod: Int)
        }

        public var day: CalendarDay
        public var kind: Kind
        /// What it adds to the balance; spending and expiry are below zero.
        public var amount: Duration
        /// After this row.
        public var balance: Duration

        public init(day: CalendarDay, kind: Kind, amount: Duration, balance: Duration) {
            self.day = day
            self.kind = kind
            self.amount = amount
            self.balance = balance
        }
    }

    /// A period and its sums.
    public struct Period: Hashable, Sendable {
        /// From 0, through all plans.
        public var number: Int
        public var start: CalendarDay
        /// Excluded.
        public var end: CalendarDay
        /// What the period before left; below zero is an overdraft.
        public var carried: Duration = .zero
        public var granted: Duration = .zero
        public var corrected: Duration = .zero
        /// Above zero.
        public var spent: Duration = .zero
        /// Above zero; at the period's end.
        public var expired: Duration = .zero
        public var rows: [Row] = []

        public init(number: Int, start: CalendarDay, end: CalendarDay) {
            self.number = number
            self.start = start
            self.end = end
        }

        /// What there is to spend: carried, granted and corrected.
        public var available: Duration { carried + granted + corrected }
        /// What is left before anything expires; below zero is an overdraft.
        public var remaining: Duration { available - spent }
        /// What goes into the next period.
        public var closing: Duration { remaining - expired }

        /// Whether at least so much of what was available is spent. With nothing available anything
        /// spent or owed is more than all.
        public func hasUsed(percent: Int) -> Bool {
            guard available > .zero else { return spent > .zero || available < .zero }
            return spent * 100 >= available * percent
        }
    }

    /// In order, without gaps, from the first plan's start until the period that the last day asked for
    /// lies in.
    public private(set) var periods: [Period] = []
    /// Entries and corrections from before the first plan; they count nowhere.
    public private(set) var outside: [TimeEntryID] = []

    /// More periods are not computed: 200 years of months.
    public static let mostPeriods = 2_400

    /// - Parameters:
    ///   - plans: in any order; of two with the same start the later in the list holds.
    ///   - entries: of one project.
    ///   - through: normally today. Periods that begin later are left away, and so is what is dated there.
    public init(
        plans: [HoursPlan], entries: [TimeEntry], corrections: [HoursCorrection] = [],
        through: CalendarDay
    ) {
        let planned = Self.periods(of: plans, through: through)
        periods = planned.map(\.period)
        guard let first = periods.first else {
            outside = entries.map(\.id).sorted()
            return
        }
        outside = entries.filter { $0.day < first.start }.map(\.id).sorted()
        let movements =
            (entries.map(Movement.init) + corrections.map(Movement.init)).sorted()
        compute(movements, planned.map(\.plan))
    }

    /// The period that a day lies in; nil before the first and after the last.
    public func period(on day: CalendarDay) -> Period? {
        periods.last { $0.start <= day && day < $0.end }
    }

    /// What is left at the end of the ledger; nil without a plan.
    public var balance: Duration? { periods.last?.remaining }

    private static func periods(
        of plans: [HoursPlan], through: CalendarDay
    ) -> [(period: Period, plan: HoursPlan)] {
        // Of plans that begin on one day the last given holds.
        let byStart = Dictionary(plans.map { ($0.start, $0) }) { _, later in later }
        let ordered = byStart.values.sorted { $0.start < $1.start }
        var periods: [(Period, HoursPlan)] = []
        for (index, plan) in ordered.enumerated() {
            let next = index + 1 < ordered.count ? ordered[index + 1].start : nil
            for number in 0... {
                let start = plan.start(ofPeriod: number)
                guard start <= through, next.map({ start < $0 }) ?? true,
                    periods.count < mostPeriods
                else { break }
                var end = plan.start(ofPeriod: number + 1)
                if let next { end = min(end, next) }
                // At the end of all days a period would be empty.
                guard start < end else { break }
                periods.append((Period(number: periods.count, start: start, end: end), plan))
            }
        }
        return periods
    }

    /// Hours that can be spent until a period is over.
    private struct Lot {
        var period: Int
        /// The last period in which they can be spent; nil for ever.
        var last: Int?
        var left: Duration
    }

    private mutating func compute(_ movements: [Movement], _ plans: [HoursPlan]) {
        var lots: [Lot] = []
        var debt = Duration.zero
        var next = 0
        while next < movements.count, movements[next].day < periods[0].start { next += 1 }

        /// Pays an overdraft first; what is left can be spent.
        func give(_ amount: Duration, _ period: Int) {
            let paid = min(amount, debt)
            debt -= paid
            guard amount > paid else { return }
            let last: Int? =
                switch plans[period].unused {
                case .expire: period
                case .carryOver(let periods): periods.map { period + $0 }
                }
            // What is given and expires together is one lot, and expires as one row.
            if let same = lots.firstIndex(where: { $0.period == period && $0.last == last }) {
                lots[same].left += amount - paid
                return
            }
            lots.append(Lot(period: period, last: last, left: amount - paid))
            // What expires first is spent first; what never does comes last.
            lots.sort { ($0.last ?? .max, $0.period) < ($1.last ?? .max, $1.period) }
        }
        func take(_ amount: Duration) {
            var amount = amount
            while amount > .zero, !lots.isEmpty {
                let used = min(amount, lots[0].left)
                lots[0].left -= used
                amount -= used
                if lots[0].left == .zero { lots.removeFirst() }
            }
            debt += amount
        }

        for index in periods.indices {
            var period = periods[index]
            var balance = Duration.zero
            func add(_ kind: Row.Kind, _ amount: Duration, _ day: CalendarDay) {
                balance += amount
                period.rows.append(Row(day: day, kind: kind, amount: amount, balance: balance))
            }
            if index > 0 {
                period.carried = periods[index - 1].closing
                if period.carried != .zero { add(.carry, period.carried, period.start) }
            }
            period.granted = plans[index].hours
            if period.granted > .zero {
                give(period.granted, index)
                add(.grant, period.granted, period.start)
            }
            while next < movements.count, movements[next].day < period.end {
                let movement = movements[next]
                if movement.amount > .zero { give(movement.amount, index) }
                if movement.amount < .zero { take(.zero - movement.amount) }
                add(movement.kind, movement.amount, movement.day)
                if case .spend = movement.kind {
                    period.spent -= movement.amount
                } else {
                    period.corrected += movement.amount
                }
                next += 1
            }
            // The period that is still open has lost nothing yet.
            if index + 1 < periods.count {
                let day = period.end.adding(days: -1)
                for lot in lots where lot.last.map({ $0 <= index }) ?? false {
                    period.expired += lot.left
                    add(.expire(fromPeriod: lot.period), .zero - lot.left, day)
                }
                lots.removeAll { lot in lot.last.map { $0 <= index } ?? false }
            }
            periods[index] = period
        }
    }

    /// An entry or a correction, in the order of the ledger: by day, corrections before spending, so that
    /// hours given on a day can be spent on it.
    private struct Movement: Comparable {
        var day: CalendarDay
        var kind: Row.Kind
        var amount: Duration

        init(_ entry: TimeEntry) {
            day = entry.day
            kind = .spend(entry.id)
            amount = .zero - entry.spent
        }

        init(_ correction: HoursCorrection) {
            day = correction.day
            kind = .correction(correction.id)
            amount = correction.amount
        }

        private var rank: (CalendarDay, Int, Int64) {
            switch kind {
            case .correction(let id): (day, 0, id.rawValue)
            case .spend(let id): (day, 1, id.rawValue)
            default: (day, 2, 0)
            }
        }

        static func < (a: Movement, b: Movement) -> Bool { a.rank < b.rank }
        static func == (a: Movement, b: Movement) -> Bool { a.rank == b.rank }
    }
}
