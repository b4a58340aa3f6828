extension Intake {
    /// Grows by one whenever the parser or the rules change so that a mail may be decided otherwise than
    /// before. Each row of the ledger keeps the version that decided it, and the first run after an upgrade
    /// decides anew what had failed before, and only that: what is a ticket stays one.
    public static let version = 1
}
