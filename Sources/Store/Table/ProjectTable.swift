internal import Database
public import Desk

/// Help-desk projects and their members.
public struct ProjectTable {
    let connection: any SQLConnection

    private static let columns: SQL = """
        id, name, sort_order, is_active, keywords, keywords_match_case, keywords_whole_words,
        sender_addresses, sender_domains, default_assignee_id, default_priority, status_after_client_response,
        reopen_within_days
        """

    /// In their own order, then by name.
    public func all() throws -> [Project] {
        try connection.rows(
            "SELECT \(Self.columns) FROM project ORDER BY sort_order, name_key, id"
        ).map(Self.project)
    }

    public func find(_ id: ProjectID) throws -> Project? {
        try connection.row("SELECT \(Self.columns) FROM project WHERE id = \(id)").map(Self.project)
    }

    /// - Parameter name: in any case.
    public func find(name: String) throws -> Project? {
        try connection.row(
            "SELECT \(Self.columns) FROM project WHERE name_key = \(IndexKey.folded(name))"
        ).map(Self.project)
    }

    /// Adds it; the id that it has is not looked at.
    ///
    /// - Throws: ``StoreError/taken(_:)`` where another project has the name.
    public func add(_ project: Project) throws -> Project {
        let added = try connection.row(
            """
            INSERT INTO project (name, name_key, sort_order, is_active, keywords,
                keywords_match_case, keywords_whole_words, sender_addresses, sender_domains, default_assignee_id,
                default_priority, status_after_client_response, reopen_within_days)
            VALUES (\(project.name), \(IndexKey.folded(project.name)), \(project.order),
                \(project.isActive), \(try JSONText(project.keywords)),
                \(project.keywordsMatchCase), \(project.keywordsAreWholeWords),
                \(try JSONText(project.senderAddresses)),
                \(try JSONText(project.senderDomains)), \(project.defaultAssignee),
                \(project.defaultPriority), \(project.statusAfterClientResponse),
                \(project.reopenWithinDays))
            ON CONFLICT (name_key) DO NOTHING RETURNING \(Self.columns)
            """)
        guard let added else { throw StoreError.taken("A project named \(project.name)") }
        return try Self.project(added)
    }

    /// Adds a project with defaults.
    public func add(name: String) throws -> Project {
        try add(Project(id: 0, name: name))
    }

    /// - Throws: ``StoreError/taken(_:)`` where another project has the new name.
    public func update(_ project: Project) throws {
        if let other = try find(name: project.name), other.id != project.id {
            throw StoreError.taken("A project named \(project.name)")
        }
        let changed = try connection.execute(
            """
            UPDATE project SET name = \(project.name), name_key = \(IndexKey.folded(project.name)),
                sort_order = \(project.order), is_active = \(project.isActive),
                keywords = \(try JSONText(project.keywords)),
                keywords_match_case = \(project.keywordsMatchCase),
                keywords_whole_words = \(project.keywordsAreWholeWords),
                sender_addresses = \(try JSONText(project.senderAddresses)),
                sender_domains = \(try JSONText(project.senderDomains)),
                default_assignee_id = \(project.defaultAssignee),
                default_priority = \(project.defaultPriority),
                status_after_client_response = \(project.statusAfterClientResponse),
                reopen_within_days = \(project.reopenWithinDays)
            WHERE id = \(project.id)
            """)
        if changed == 0 { throw StoreError.missing("The project \(project.name)") }
    }

    /// Gives the projects the order that they are named in; those left out follow in the order they had.
    public func setOrder(_ ids: [ProjectID]) throws {
        let rest = try all().map(\.id).filter { !ids.contains($0) }
        for (index, id) in (ids + rest).enumerated() {
            try connection.execute(
                "UPDATE project SET sort_order = \(index + 1) WHERE id = \(id)")
        }
    }

    public func members(of project: ProjectID) throws -> [PersonID] {
        try connection.rows(
            "SELECT person_id FROM project_member WHERE project_id = \(project) ORDER BY person_id"
        ).map { try $0.get("person_id") }
    }

    /// Makes exactly these people members.
    public func setMembers(_ people: [PersonID], of project: ProjectID) throws {
        try connection.execute("DELETE FROM project_member WHERE project_id = \(project)")
        for person in Set(people).sorted() {
            try connection.execute(
                """
                INSERT INTO project_member (project_id, person_id) VALUES (\(project), \(person))
                """)
        }
    }

    private static func project(_ row: SQLRow) throws -> Project {
        Project(
            id: try row.get("id"), name: try row.get("name"), order: try row.get("sort_order"),
            isActive: try row.get("is_active"), keywords: try row.json("keywords"),
            keywordsMatchCase: try row.get("keywords_match_case"),
            keywordsAreWholeWords: try row.get("keywords_whole_words"),
            senderAddresses: try row.json("sender_addresses"),
            senderDomains: try row.json("sender_domains"),
            defaultAssignee: try row.get("default_assignee_id"),
            defaultPriority: try row.get("default_priority"),
            statusAfterClientResponse: try row.get("status_after_client_response"),
            reopenWithinDays: try row.get("reopen_within_days"))
    }
}
