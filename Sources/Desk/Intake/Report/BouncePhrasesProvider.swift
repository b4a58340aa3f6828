extension BouncePhraseList {
    // MARK: What single providers say

    /// Codes and words of single providers and programs that would be read wrongly below.
    static let provider: [BouncePhrases.Group] = [
        // Gmail's older reports name the state of their client.
        .init(.userUnknown, "(state 14)"), .init(.filtered, "(state 15)\n(state 17)\n(state 18)"),
        .init(.failedSTARTTLS, "(state 6)\n(state 9)"), .init(.noRelaying, "(state 12)"),
        .init(.blocked, "(state 13)"),
        // Orange, whose numbers stand in OFR_nnn and in brackets.
        .init(.userUnknown, "ofr_416\nofr_418"), .init(.mailboxFull, "ofr_417"),
        .init(.suspended, "ofr_426"), .init(.spamDetected, "ofr_506\nofr_999"),
        .init(.blocked, "ofr_102\nofr_103\nofr_105\nofr_510\nofr_511"),
        .init(.tooManyConnections, "ofr_104\nofr_109\nofr004"),
        .init(.securityError, "ofr_305\nofr_402"),
        // Cox
        .init(.blocked, "aup#*rbl\naup#blk"),
        .init(.rejected, "domain of sender\nsender domain must\nsender address rejected"),
        .init(.networkError, "wasn't able to establish an smtp connection"),
        .init(
            .notAccepted, "returned null mx\nnullmx\ncouldn't find a mail exchanger or ip address"),
        .init(
            .networkError, "malformed or unexpected name server reply\ndns type*lookup of*responded"
        ),
        .init(.networkError, "host name lookup failure"),
        .init(.authenticationFailed, "does not have authentication information"),
        .init(.speeding, "receiving mail at a rate\nreceiving mail too quickly"),
    ]

    /// Words that have many reasons.
    static let weak: [BouncePhrases.Group] = [
        .init(.userUnknown, "recipient address rejected"),
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
}
