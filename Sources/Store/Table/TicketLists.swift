internal import Database
public import Desk

/// The lists that tickets stand in.
public enum TicketView: Hashable, Sendable {
    /// The client spoke last.
    case needReaction
    /// Assigned to a person and not closed.
    case mine(PersonID)
    /// Nobody's, and not closed.
    case unassigned
    case waiting
    case allOpen
    case closed

    var condition: SQL {
        switch self {
        case .needReaction: "ticket.status <> 'closed' AND ticket.needs_reaction = 1"
        case .mine(let person): "ticket.status <> 'closed' AND ticket.assignee_id = \(person)"
        case .unassigned: "ticket.status <> 'closed' AND ticket.assignee_id IS NULL"
        case .waiting: "ticket.status = 'waiting'"
        case .allOpen: "ticket.status <> 'closed'"
        case .closed: "ticket.status = 'closed'"
        }
    }
}

/// What a list of tickets is narrowed to.
public struct TicketFilter: Hashable, Sendable {
    /// Nil: all tickets, open and closed.
    public var view: TicketView?
    public var project: ProjectID?
    /// Words that each stand in the subject, the requester's name or address, or a message, in any case;
    /// or a ticket's number, with `#` or without.
    public var search: String

    public init(view: TicketView? = .allOpen, project: ProjectID? = nil, search: String = "") {
        self.view = view
        self.project = project
        self.search = search
    }

    var conditions: [SQL] {
        var conditions: [SQL] = ["ticket.deleted_at IS NULL"]
        if let view { conditions.append(view.condition) }
        if let project { conditions.append("ticket.project_id = \(project)") }
        for word in SearchText.words(search) { conditions.append(Self.condition(for: word)) }
        return conditions
    }

    private static func condition(for word: String) -> SQL {
        let pattern = SearchText.pattern(word)
        let anywhere: SQL = """
            ticket.search_text LIKE \(pattern) ESCAPE '\\'
            OR requester.search_text LIKE \(pattern) ESCAPE '\\'
            OR EXISTS (SELECT 1 FROM ticket_message
                WHERE ticket_message.ticket_id = ticket.id
                    AND ticket_message.search_text LIKE \(pattern) ESCAPE '\\')
            """
        guard let number = Int64(word.hasPrefix("#") ? String(word.dropFirst()) : word) else {
            return "(\(anywhere))"
        }
        return "(ticket.id = \(number) OR \(anywhere))"
    }
}

/// What a list of tickets is ordered by; among equals the newest number comes first.
public struct TicketSort: Hashable, Sendable {
    /// The raw values stand in addresses.
    public enum Field: String, Sendable, CaseIterable {
        case updated, created, number, subject, requester, project, assignee, status, priority
    }

    public var field: Field
    public var isAscending: Bool

    public init(_ field: Field = .updated, isAscending: Bool = false) {
        self.field = field
        self.isAscending = isAscending
    }

    var terms: SQL {
        let column: SQL =
            switch field {
            case .updated: "ticket.updated_at"
            case .created: "ticket.created_at"
            case .number: "ticket.id"
            case .subject: "ticket.search_text"
            case .requester: "requester.search_text"
            case .project: "project.name_key"
            case .assignee: "COALESCE(assignee.search_text, '')"
            case .status: Self.rank("ticket.status", Ticket.Status.allCases)
            case .priority: Self.rank("ticket.priority", Ticket.Priority.allCases)
            }
        let direction: SQL = isAscending ? "ASC" : "DESC"
        return "\(column) \(direction), ticket.id DESC"
    }

    /// The place of a column's word among all words, so that `urgent` comes after `high`.
    private static func rank<Word: RawRepresentable<String> & SQLEncodable>(
        _ column: SQL, _ words: [Word]
    ) -> SQL {
        let cases = words.enumerated().map { number, word -> SQL in "WHEN \(word) THEN \(number)" }
        return "CASE \(column) \(cases.joined(separator: " ")) END"
    }
}

/// Which rows of a list are shown.
public struct Page: Hashable, Sendable {
    public var offset: Int
    public var limit: Int

    public init(offset: Int = 0, limit: Int = 50) {
        self.offset = offset
        self.limit = limit
    }
}

/// A ticket as a list shows it.
public struct TicketRow: Hashable, Sendable, Identifiable {
    public var ticket: Ticket
    public var requesterName: String
    public var requesterEmail: String
    public var projectName: String
    /// Nil where nobody has it.
    public var assigneeName: String?

    public var id: TicketID { ticket.id }

    public init(
        ticket: Ticket, requesterName: String, requesterEmail: String, projectName: String,
        assigneeName: String?
    ) {
        self.ticket = ticket
        self.requesterName = requesterName
        self.requesterEmail = requesterEmail
        self.projectName = projectName
        self.assigneeName = assigneeName
    }
}

extension TicketTable {
    /// One page of a list, in one query.
    public func list(
        _ filter: TicketFilter = TicketFilter(), sort: TicketSort = TicketSort(),
        page: Page = Page()
    ) throws -> [TicketRow] {
        try connection.rows(
            """
            SELECT \(TicketRowColumns.ticket), requester.name AS requester_name,
                requester.email AS requester_email, project.name AS project_name,
                assignee.name AS assignee_name, assignee.email AS assignee_email
            FROM ticket
            JOIN person requester ON requester.id = ticket.requester_id
            JOIN project ON project.id = ticket.project_id
            LEFT JOIN person assignee ON assignee.id = ticket.assignee_id
            \(SQL.where(filter.conditions))
            ORDER BY \(sort.terms) LIMIT \(page.limit) OFFSET \(page.offset)
            """
        ).map { row in
            let name: String? = try row.get("assignee_name")
            let email: String? = try row.get("assignee_email")
            return TicketRow(
                ticket: try TicketRowColumns.ticket(row),
                requesterName: try row.get("requester_name"),
                requesterEmail: try row.get("requester_email"),
                projectName: try row.get("project_name"),
                assigneeName: name == "" ? email : name)
        }
    }

    /// How many tickets a list has on all its pages.
    public func count(_ filter: TicketFilter = TicketFilter()) throws -> Int {
        try connection.row(
            """
            SELECT COUNT(*) AS n FROM ticket
            JOIN person requester ON requester.id = ticket.requester_id
            \(SQL.where(filter.conditions))
            """)?.get("n") ?? 0
    }

    /// The numbers beside the views, in one query.
    ///
    /// - Parameter person: whose ``TicketView/mine(_:)`` is counted.
    public func counts(for person: PersonID) throws -> [TicketView: Int] {
        let row = try connection.row(
            """
            SELECT
                COUNT(*) FILTER (WHERE \(TicketView.needReaction.condition)) AS need_reaction,
                COUNT(*) FILTER (WHERE \(TicketView.mine(person).condition)) AS mine,
                COUNT(*) FILTER (WHERE \(TicketView.unassigned.condition)) AS unassigned,
                COUNT(*) FILTER (WHERE \(TicketView.waiting.condition)) AS waiting,
                COUNT(*) AS all_open,
                (SELECT COUNT(*) FROM ticket
                    WHERE deleted_at IS NULL AND \(TicketView.closed.condition)) AS closed
            FROM ticket WHERE deleted_at IS NULL AND \(TicketView.allOpen.condition)
            """)
        guard let row else { return [:] }
        return [
            .needReaction: try row.get("need_reaction"), .mine(person): try row.get("mine"),
            .unassigned: try row.get("unassigned"), .waiting: try row.get("waiting"),
            .allOpen: try row.get("all_open"), .closed: try row.get("closed"),
        ]
    }

    /// Open tickets of each project that has any.
    public func countsByProject() throws -> [ProjectID: Int] {
        var counts: [ProjectID: Int] = [:]
        let rows = try connection.rows(
            """
            SELECT project_id, COUNT(*) AS n FROM ticket
            WHERE deleted_at IS NULL AND status <> 'closed' GROUP BY project_id
            """)
        for row in rows { counts[try row.get("project_id")] = try row.get("n") }
        return counts
    }

    /// Hands out every ticket, the oldest first, in constant memory.
    public func all(
        _ filter: TicketFilter = TicketFilter(view: nil), each body: (TicketRow) throws -> Void
    ) throws {
        var page = Page(offset: 0, limit: 500)  // rows at a time: some hundred kilobytes
        while true {
            let rows = try list(filter, sort: TicketSort(.number, isAscending: true), page: page)
            for row in rows { try body(row) }
            guard rows.count == page.limit else { return }
            page.offset += page.limit
        }
    }
}
