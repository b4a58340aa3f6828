/// That an answer did not reach one of its recipients, or not yet.
public struct Undelivered: Hashable, Sendable, Codable, Identifiable {
    /// What is behind it, as far as it matters for what to do.
    public enum Cause: String, Hashable, Sendable, Codable, CaseIterable {
        /// The address does not exist, or not any more.
        case noSuchAddress
        case mailboxFull
        case tooLarge
        /// The other side does not want it: policy, spam filter, missing SPF or DKIM.
        case refused
        /// Its mail server can't be found or reached.
        case unreachable
        /// It goes round between mail servers.
        case loop
        case other
    }

    public var id: UndeliveredID
    public var message: TicketMessageID
    public var ticket: TicketID
    public var recipient: String
    /// False: a warning; the mail system still tries.
    public var isFinal: Bool
    /// `5.1.1` (RFC 3463).
    public var status: String?
    public var cause: Cause
    /// The mail system's own words.
    public var diagnostic: String
    public var notedAt: Instant
    /// The report.
    public var ledger: LedgerID?
    /// When the answer reached the recipient after all, or was sent again with success.
    public var clearedAt: Instant?

    public init(
        id: UndeliveredID, message: TicketMessageID, ticket: TicketID, recipient: String,
        isFinal: Bool, status: String? = nil, cause: Cause, diagnostic: String = "",
        notedAt: Instant, ledger: LedgerID? = nil, clearedAt: Instant? = nil
    ) {
        self.id = id
        self.message = message
        self.ticket = ticket
        self.recipient = recipient
        self.isFinal = isFinal
        self.status = status
        self.cause = cause
        self.diagnostic = diagnostic
        self.notedAt = notedAt
        self.ledger = ledger
        self.clearedAt = clearedAt
    }

    /// Whether it still is so.
    public var isOpen: Bool { clearedAt == nil }
}

extension Undelivered.Cause {
    /// What the report says, or what its codes and words mean.
    ///
    /// - Parameters:
    ///   - status: `5.1.1` (RFC 3463).
    ///   - diagnostic: the mail system's words.
    ///   - reason: where the report was read already.
    public init(status: String?, diagnostic: String, reason: BounceReason? = nil) {
        // X.4.6 (RFC 3463 §3.5) has no word among the reasons.
        if let status, status.hasSuffix(".4.6") {
            self = .loop
            return
        }
        let code = diagnostic.split { !$0.isNumber }.map(String.init).first {
            $0.count == 3 && ($0.hasPrefix("5") || $0.hasPrefix("4"))
        }
        let known =
            reason
            ?? BounceReason.decide(diagnostic: diagnostic, status: status, replyCode: code)
        self = Self.of(known)
    }

    private static func of(_ reason: BounceReason) -> Self {
        switch reason {
        case .userUnknown, .hasMoved, .suspended: .noSuchAddress
        case .mailboxFull, .systemFull: .mailboxFull
        case .exceedsLimit, .messageTooBig: .tooLarge
        case .authenticationFailed, .badReputation, .blocked, .contentError, .filtered,
            .notCompliant, .policyViolation, .rejected, .requiresPTR, .securityError, .spamDetected,
            .speeding, .suppressed, .tooManyConnections, .virusDetected, .noRelaying:
            .refused
        case .expired, .failedSTARTTLS, .hostUnknown, .networkError, .notAccepted: .unreachable
        case .mailerError, .onHold, .syntaxError, .systemError, .undefined: .other
        }
    }
}
