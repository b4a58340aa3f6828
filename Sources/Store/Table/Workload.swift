internal import Database
public import Desk

/// Open tickets of one project as the task *compute aggregated hours* last counted them.
public struct ProjectWorkload: Hashable, Sendable {
    /// The project's name.
    public var project: String
    public var projectID: ProjectID
    public var open: Int
    public var needsReaction: Int
    /// Open tickets by who has them; those that nobody has are not among them.
    public var openByAssignee: [PersonID: Int]

    public init(
        project: String, projectID: ProjectID, open: Int, needsReaction: Int,
        openByAssignee: [PersonID: Int]
    ) {
        self.project = project
        self.projectID = projectID
        self.open = open
        self.needsReaction = needsReaction
        self.openByAssignee = openByAssignee
    }
}

extension TicketTable {
    /// Counts the open tickets anew, by project and operator, and keeps the figures.
    ///
    /// - Returns: a line for each active project, in their order.
    public func recomputeWorkload(at: Instant) throws -> [ProjectWorkload] {
        try connection.execute("DELETE FROM workload")
        try connection.execute(
            """
            INSERT INTO workload (project_id, assignee_id, open_tickets, needing_reaction, counted_at)
            SELECT project_id, assignee_id, COUNT(*), SUM(needs_reaction), \(at)
            FROM ticket WHERE deleted_at IS NULL AND status <> 'closed'
            GROUP BY project_id, assignee_id
            """)
        return try workload()
    }

    /// The figures of the last count; a line for each active project, in their order.
    public func workload() throws -> [ProjectWorkload] {
        let rows = try connection.rows(
            """
            SELECT project.id, project.name, workload.assignee_id, workload.open_tickets,
                workload.needing_reaction
            FROM project LEFT JOIN workload ON workload.project_id = project.id
            WHERE project.is_active = 1
            ORDER BY project.sort_order, project.name_key, project.id
            """)
        var lines: [ProjectWorkload] = []
        for row in rows {
            let id: ProjectID = try row.get("id")
            if lines.last?.projectID != id {
                lines.append(
                    ProjectWorkload(
                        project: try row.get("name"), projectID: id, open: 0, needsReaction: 0,
                        openByAssignee: [:]))
            }
            let open: Int = try row.get("open_tickets") ?? 0
            lines[lines.count - 1].open += open
            lines[lines.count - 1].needsReaction += try row.get("needing_reaction") ?? 0
            if let assignee: PersonID = try row.get("assignee_id") {
                lines[lines.count - 1].openByAssignee[assignee] = open
            }
        }
        return lines
    }
}
