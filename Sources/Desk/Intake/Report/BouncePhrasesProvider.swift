extension BouncePhraseList {
    // MARK: What single providers say

    /// Codes and words of single providers and programs that would be read wrongly below.
    static let provider: [BouncePhrases.Group] = [
        // Gmail's older reports name the state of their client.
        .init(.userUnknown, "(state 14)"), .init(.filtered, "(state 15)\n(state 17)\n(state 18)"),
        .init(.failedSTARTTLS, "(state 6)\n(state 9)"), .init(.noRelaying, "(state 12)"),
        .init(.blocked, "(state 13)"),
        .init(.rejected, "domain of sender\nsender domain must\nsender address rejected"),
        .init(.networkError, "wasn't able to establish an smtp connection"),
        .init(
            .notAccepted, "returned null mx\nnullmx\ncouldn't find a mail exchanger or ip address"),
        .init(
            .networkError, "malformed or unexpected name server reply\ndns type*lookup of*responded"
        ),
        .init(.networkError, "host name lookup failure"),
        // Postfix says so of a queue, not of a mailbox.
        .init(.blocked, "refused to talk to me\ndelivery temporarily suspended"),
        .init(
            .expired,
            "deferred: connection refused\ndeferred: connection timed out\ncould not be delivered for*days"
        ),
        .init(.rejected, "recipient addresses rejected\ngroup you tried to contact"),
        .init(.securityError, "please turn on smtp authentication"),
        .init(.systemError, "duplicated message-id\nloop back warning\nloop alert"),
        .init(.authenticationFailed, "does not have authentication information"),
        .init(.speeding, "receiving mail at a rate\nreceiving mail too quickly"),
    ]

    /// Words that have many reasons.
    static let weak: [BouncePhrases.Group] = [
        .init(
            .rejected,
            "access denied\naddress rejected\nmessage refused\ndelivery not authorized\nnot authorized\nnot permitted\nunauthorized"
        ),
        .init(
            .systemError,
            "service unavailable\ntransaction failed\nservice temporarily unavailable\ntemporary failure\ntemporarily unavailable"
        ),
        .init(.securityError, "verification failed"),
    ]

    /// Words that are asked last, where neither phrase nor code says anything.
    static let last: [BouncePhrases.Group] = [
        .init(.userUnknown, "recipient address rejected\nrecipient rejected\nuser rejected"),
        .init(.spamDetected, "spam"), .init(.virusDetected, "virus"),
        .init(.policyViolation, "policy"),
        .init(.rejected, "sender"), .init(.blocked, "blocked\nblacklist"),
        .init(.expired, "in the queue too long"),
        .init(.userUnknown, "unable to deliver message to"),
    ]
}
