public import Desk

/// A statement of prepaid hours with the names that stand in it: for one project, or one client of it.
public struct HoursReport: Sendable {
    public var project: Project
    /// All periods until now, the oldest first.
    public var periods: [HoursLedger.Period]
    public var statement: HoursStatement
    /// Nil for the whole project.
    public var client: Person?
    /// Subjects of the tickets in it; a deleted ticket has none.
    public var subjects: [TicketID: String]
    public var people: [PersonID: Person]

    /// - Parameters:
    ///   - period: its number; nil is the one of today.
    ///   - client: only what was spent for this person.
    /// - Returns: nil where there is no such project, no plan, or no such period.
    public init?(
        _ id: ProjectID, period: Int? = nil, client: PersonID? = nil, today: CalendarDay,
        _ tables: Tables
    ) throws {
        guard let project = try tables.project.find(id) else { return nil }
        let entries = try tables.hours.entries(of: id)
        let corrections = try tables.hours.corrections(of: id)
        let ledger = HoursLedger(
            plans: try tables.hours.plans(of: id), entries: entries, corrections: corrections,
            through: today)
        guard
            let chosen = period.map({ number in ledger.periods.first { $0.number == number } })
                ?? ledger.periods.last
        else { return nil }
        self.project = project
        periods = ledger.periods
        let clients = try tables.hours.clients(of: id)
        statement = HoursStatement(
            chosen, entries: entries, corrections: corrections, clients: clients, client: client)
        self.client = try client.flatMap { try tables.person.find($0) }
        if client != nil, self.client == nil { return nil }
        let lines = statement.lines
        subjects = [:]
        for ticket in Set(lines.compactMap(\.entry?.ticket)).sorted() {
            subjects[ticket] = try tables.ticket.find(ticket)?.subject
        }
        let named = lines.flatMap { [$0.entry?.person, $0.client, $0.correction?.by] }
        people = [:]
        for person in Set(named.compactMap(\.self)).sorted() {
            people[person] = try tables.person.find(person)
        }
    }

    /// The statement as CSV, one row for each line of the ledger. Durations are whole minutes.
    public var csv: String {
        var csv = CSV([
            "day", "kind", "minutes", "balance_minutes", "ticket", "subject", "client", "person",
            "note",
        ])
        for line in statement.lines {
            let note = line.entry?.note ?? line.correction?.reason ?? ""
            let person = line.entry?.person ?? line.correction?.by
            csv.add([
                line.row.day.iso8601, line.row.kind.word, String(line.row.amount.wholeMinutes),
                client == nil ? String(line.row.balance.wholeMinutes) : "",
                line.entry.map { $0.ticket.description } ?? "",
                line.entry.flatMap { subjects[$0.ticket] } ?? "",
                line.client.flatMap { people[$0]?.email } ?? "",
                person.flatMap { people[$0]?.email } ?? "", note,
            ])
        }
        return csv.text
    }
}

extension HoursLedger.Row.Kind {
    /// The word of scripts and files.
    public var word: String {
        switch self {
        case .carry: "carry"
        case .grant: "grant"
        case .correction: "correction"
        case .spend: "spend"
        case .expire: "expire"
        }
    }
}

/// What a list of projects says about prepaid hours.
public struct HoursOverview: Hashable, Sendable {
    public var project: Project
    public var period: HoursLedger.Period

    /// The projects with prepaid hours that have a period today, in their own order.
    public static func all(today: CalendarDay, _ tables: Tables) throws -> [HoursOverview] {
        try tables.hours.projects().compactMap { id in
            guard let project = try tables.project.find(id),
                let period = try tables.hours.current(of: id, today: today)
            else { return nil }
            return HoursOverview(project: project, period: period)
        }
    }
}
