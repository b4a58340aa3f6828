/// How a mailbox is doing, and why, in one line.
public struct MailboxHealth: Hashable, Sendable, Codable {
    public enum Colour: String, Sendable, Codable { case green, amber, red, paused }

    public var colour: Colour
    /// A sentence for the administrator; empty when all is well.
    public var reason: String

    public init(_ colour: Colour, _ reason: String = "") {
        self.colour = colour
        self.reason = reason
    }

    /// What is known of the last checks.
    public struct Facts: Hashable, Sendable, Codable {
        public var lastCheckAt: Instant?
        public var lastSuccessAt: Instant?
        public var lastError: String?
        /// Checks in a row that failed.
        public var failuresInARow: Int
        /// Mails in the ledger that wait in the failure state.
        public var waitingFailures: Int
        /// Whether the trouble needs a person (wrong password, folder gone) rather than time.
        public var needsPerson: Bool

        public init(
            lastCheckAt: Instant? = nil, lastSuccessAt: Instant? = nil, lastError: String? = nil,
            failuresInARow: Int = 0, waitingFailures: Int = 0, needsPerson: Bool = false
        ) {
            self.lastCheckAt = lastCheckAt
            self.lastSuccessAt = lastSuccessAt
            self.lastError = lastError
            self.failuresInARow = failuresInARow
            self.waitingFailures = waitingFailures
            self.needsPerson = needsPerson
        }
    }

    public static func of(_ mailbox: Mailbox, _ facts: Facts, now: Instant) -> MailboxHealth {
        guard mailbox.isActive else {
            return MailboxHealth(.paused, "Paused: nothing connects to it.")
        }
        if let error = facts.lastError, facts.failuresInARow > 0 {
            let isRed = facts.needsPerson || facts.failuresInARow >= 3
            return MailboxHealth(isRed ? .red : .amber, error)
        }
        if facts.waitingFailures > 0 {
            let mails = facts.waitingFailures == 1 ? "1 mail" : "\(facts.waitingFailures) mails"
            return MailboxHealth(.amber, "\(mails) could not be processed and wait for review.")
        }
        if !mailbox.verifiesCertificates && mailbox.security != .none {
            return MailboxHealth(
                .amber, "Certificates are not verified: anyone on the way can read the password.")
        }
        if mailbox.security == .none && mailbox.host != "localhost" && mailbox.host != "127.0.0.1" {
            return MailboxHealth(.amber, "The connection is not encrypted.")
        }
        guard facts.lastCheckAt != nil else { return MailboxHealth(.amber, "Not checked yet.") }
        return MailboxHealth(.green)
    }
}
