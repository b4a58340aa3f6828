internal import Desk
internal import Hummingbird
internal import Store

extension WebServer {
    /// `GET /api/v1/projects/find-by-email?from=…&to=…&subject=…`: where a new mail would go, and why.
    func findProjectByEmail(_ request: Request, _ context: WebContext) async throws -> Response {
        let form = Form(encoded: (request.uri.query ?? "").utf8)
        let question = RoutingQuestion(form)
        guard !question.isEmpty else {
            return JSONAnswer.error(
                .badRequest,
                "Say at least one of from, to and subject, for instance ?from=ann@example.com.")
        }
        let answer = try await store.read { try RoutingAnswer(question, $0) }
        return try JSONAnswer.value(FoundProject(answer))
    }
}

/// The answer as programs read it.
private struct FoundProject: Encodable {
    struct Named: Encodable {
        let id: Int64
        let name: String
    }

    struct Step: Encodable {
        let rule, finding, verdict: String
    }

    let project, mailbox: Named?
    let reason: String
    let trace: [Step]

    init(_ answer: RoutingAnswer) {
        project = answer.project.map { Named(id: $0.id.rawValue, name: $0.name) }
        mailbox = answer.mailbox.map { Named(id: $0.id.rawValue, name: $0.name) }
        reason = answer.reason
        trace = answer.trace.map {
            Step(rule: $0.rule, finding: $0.finding, verdict: $0.verdict.rawValue)
        }
    }

    private enum Key: CodingKey { case project, mailbox, reason, trace }

    /// What is not there is null, not left out.
    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(project, forKey: .project)
        try container.encode(mailbox, forKey: .mailbox)
        try container.encode(reason, forKey: .reason)
        try container.encode(trace, forKey: .trace)
    }
}
