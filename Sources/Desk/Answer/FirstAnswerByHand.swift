extension Intake {
    /// Whether a ticket that somebody makes of a mail by hand gets the project's first answer: by the same rules
    /// as one that was made by itself.
    ///
    /// - Returns: nil where the project has none.
    public static func firstAnswer(
        to mail: ReceivedMail, in project: ProjectID, facts: IntakeFacts, rules: IntakeRules,
        now: Instant
    ) -> (verdict: FirstAnswer.Verdict, step: TraceStep)? {
        guard rules.firstAnswers.contains(project) else { return nil }
        let verdict = FirstAnswer.verdict(
            on: mail, facts, receivedAt: facts.receivedAt ?? now, now: now)
        return (verdict, .noted(FirstAnswer.rule, verdict.reason))
    }
}

extension FirstAnswer {
    /// Its name in the trace.
    static let rule = "first answer"
}
