/// A project's prepaid hours are nearly or all used up.
public struct HoursAlert: Hashable, Sendable, Codable, Identifiable {
    /// Of what was available.
    public var percent: Int
    /// The first day of the period that it is about.
    public var periodStart: CalendarDay
    public var available: Duration
    public var spent: Duration

    /// The same threshold of the same period has the same id, so that it goes out once.
    public var id: String { "\(periodStart.iso8601)-\(percent)" }

    public static let thresholds = [80, 100]
}

extension HoursLedger {
    /// The alerts to send now. Where all is used up, only that is said.
    ///
    /// Looked at are the period of today and the one before: hours of the last days are often entered
    /// late. Older periods stay quiet, so that a correction of last year wakes nobody.
    ///
    /// - Parameter sent: the ``HoursAlert/id`` of what went out for this project. Once a period's higher
    ///   threshold went out, the lower one does not follow.
    public func alertsDue(today: CalendarDay, sent: Set<String>) -> [HoursAlert] {
        let current = periods.lastIndex { $0.start <= today }
        guard let current else { return [] }
        return periods[max(0, current - 1)...current].compactMap { period in
            let crossed = HoursAlert.thresholds.filter(period.hasUsed).max()
            guard let crossed else { return nil }
            let alerts = HoursAlert.thresholds.filter { $0 >= crossed }.map {
                HoursAlert(
                    percent: $0, periodStart: period.start, available: period.available,
                    spent: period.spent)
            }
            guard let alert = alerts.first, !alerts.contains(where: { sent.contains($0.id) })
            else { return nil }
            return alert
        }
    }
}

/// A ledger's period with what was worked on: the statement for a project, or for one client of it.
public struct HoursStatement: Hashable, Sendable {
    /// A line with the sum after it.
    public struct Line: Hashable, Sendable {
        public var row: HoursLedger.Row
        /// Of spending.
        public var entry: TimeEntry?
        /// Of spending: whose matter it was.
        public var client: PersonID?
        /// Of a correction.
        public var correction: HoursCorrection?
    }

    public var period: HoursLedger.Period
    /// All rows, or of a client's statement only that client's spending.
    public var lines: [Line]
    /// What these lines spent; above zero.
    public var spent: Duration
    /// Spent by each client in the period, the most first; entries without a client under nil.
    public var spentByClient: [(client: PersonID?, spent: Duration)] {
        let sums = Dictionary(grouping: lines.filter { $0.entry != nil }, by: \.client)
            .mapValues(Self.spent)
        return sums.map { (client: $0.key, spent: $0.value) }.sorted {
            ($1.spent, $0.client?.rawValue ?? .max) < ($0.spent, $1.client?.rawValue ?? .max)
        }
    }

    /// - Parameters:
    ///   - entries: those that the ledger was computed from.
    ///   - clients: the requester of each ticket.
    ///   - client: nil for the whole project.
    public init(
        _ period: HoursLedger.Period, entries: [TimeEntry], corrections: [HoursCorrection] = [],
        clients: [TicketID: PersonID] = [:], client: PersonID? = nil
    ) {
        let entries = Dictionary(entries.map { ($0.id, $0) }) { first, _ in first }
        let corrections = Dictionary(corrections.map { ($0.id, $0) }) { first, _ in first }
        let all = period.rows.map { row in
            var line = Line(row: row)
            switch row.kind {
            case .spend(let id):
                line.entry = entries[id]
                line.client = line.entry.flatMap { clients[$0.ticket] }
            case .correction(let id): line.correction = corrections[id]
            default: break
            }
            return line
        }
        self.period = period
        lines = client.map { client in all.filter { $0.client == client } } ?? all
        spent = Self.spent(lines)
    }

    private static func spent(_ lines: [Line]) -> Duration {
        lines.compactMap(\.entry).reduce(.zero) { $0 + $1.spent }
    }
}
