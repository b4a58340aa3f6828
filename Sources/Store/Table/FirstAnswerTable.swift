internal import Database
public import Desk

/// The automatic first answers of projects.
public struct FirstAnswerTable {
    let connection: any SQLConnection

    /// Nil where none was ever written.
    public func of(_ project: ProjectID) throws -> FirstAnswer? {
        try connection.row(
            "SELECT is_on, subject, body FROM first_answer WHERE project_id = \(project)"
        ).map { row in
            FirstAnswer(
                isOn: try row.get("is_on"), subject: try row.get("subject"),
                text: try row.get("body"))
        }
    }

    public func set(_ answer: FirstAnswer, of project: ProjectID) throws {
        try connection.execute(
            """
            INSERT INTO first_answer (project_id, is_on, subject, body)
            VALUES (\(project), \(answer.isOn), \(answer.subject), \(answer.text))
            ON CONFLICT (project_id) DO UPDATE SET is_on = excluded.is_on,
                subject = excluded.subject, body = excluded.body
            """)
    }

    /// The projects whose first answer is on.
    public func projects() throws -> Set<ProjectID> {
        Set(
            try connection.rows("SELECT project_id FROM first_answer WHERE is_on = 1")
                .map { try $0.get("project_id") })
    }
}
