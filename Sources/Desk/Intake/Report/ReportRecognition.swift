internal import MIME

/// Tells whether a mail without a standard report is one all the same, by what several mail systems have in
/// common: who writes, with what subject, and how the text begins.
struct ReportRecognition {
    private let subject: String
    private let from: String
    private let name: String
    private let isNullSender: Bool
    private let hasFailedHeader: Bool
    private let hasMessage: Bool
    private let text: ReportText
    private let opening: BounceText

    /// Bytes of the text that may tell.
    private static let longestOpening = 3_000

    init(_ message: MIME.Message, text: ReportText) {
        subject = (message.subject ?? "").lowercased().trimmed
        from = message.from.first?.address.lowercased() ?? ""
        let raw = message.header.first("From")?.text.lowercased() ?? ""
        name = message.from.first?.name?.lowercased() ?? raw
        isNullSender = message.header.all("Return-Path").contains {
            let path = $0.text.filter { !$0.isWhitespace }.lowercased()
            return path == "<>" || path.contains("mailer-daemon")
        }
        hasFailedHeader =
            ["X-Failed-Recipients", "X-MS-Embedded-Report", "X-Ahmailid"]
            .contains { message.header.first($0) != nil }
            // fml tells the list's keeper about loops and strangers.
            || message.header.first("X-MLServer") != nil && from.contains("-admin@")
        hasMessage = message.parts.contains { $0.isMessage }
        self.text = text
        opening = BounceText(
            String(text.lines.joined(separator: " ").prefix(Self.longestOpening)))
    }

    /// Whether a mail came back with it: who writes about a problem seldom has it at hand.
    /// Nor do people put an address on a line of its own.
    private var holdsReturned: Bool {
        !text.returned.isEmpty || hasMessage
            || text.lines.prefix(40).contains { ReportAddress.read($0.trimmed[...]) != nil }
    }

    /// A mail system writes, and not a person.
    var isDaemon: Bool {
        let local = from.prefix { $0 != "@" }
        return Self.daemons.contains { local.hasPrefix($0) }
            || Self.daemonNames.contains { name.contains($0) }
            || Self.daemonParts.contains { local.contains($0) }
    }

    /// A look at sender and subject only: whether reading on is worth the while.
    static func mayBeReport(_ message: MIME.Message) -> Bool {
        let subject = (message.subject ?? "").prefix(300).lowercased()
        if ReportWords.failureSubjects.contains(where: { subject.contains($0) })
            || ReportWords.delaySubjects.contains(where: { subject.contains($0) })
        {
            return true
        }
        let from = message.from.first?.address.lowercased() ?? ""
        let local = from.prefix { $0 != "@" }
        let raw = message.header.first("From")?.text.prefix(300).lowercased() ?? ""
        return daemons.contains { local.hasPrefix($0) } || daemonNames.contains { raw.contains($0) }
            || from == "no-reply@sns.amazonaws.com" || message.header.first("X-MLServer") != nil
    }

    /// The kind of report, or nil for a mail that is none.
    var kind: MailReport.Kind? {
        // A person may write "returned mail" into a subject, or pass a report on: the words need a mail system behind them.
        let isSystem = isDaemon || isNullSender || hasFailedHeader
        let fails = ReportWords.failureSubjects.contains { subject.contains($0) }
        let delays = ReportWords.delaySubjects.contains { subject.contains($0) }
        let saysFailure = ReportWords.failureOpenings.isFound(in: opening)
        let saysDelay = ReportWords.delayOpenings.isFound(in: opening)
        let isPassedOn = subject.hasPrefix("fwd:") || subject.hasPrefix("fw:")
        guard
            isSystem && (fails || delays || saysFailure || saysDelay || hasFailedHeader)
                || !isPassedOn && fails && (saysFailure || saysDelay) && holdsReturned
                || !isPassedOn && Self.certainOpenings.isFound(in: opening)
        else { return nil }
        let isOnlyDelay = ReportWords.certainDelays.isFound(in: opening)
        if isOnlyDelay || saysDelay && !(saysFailure && fails && !delays) || delays && !saysFailure
        {
            return .delayWarning
        }
        return .bounce
    }

    /// Beginnings of the local part.
    private static let daemons = [
        "mailer-daemon", "mailerdaemon", "mailer_daemon", "mail-daemon", "maildaemon", "mdaemon",
        "postmaster",
        "post_master", "mail.delivery", "mail_delivery", "maildelivery", "mailsystem",
        "mail-system",
        "mailer.daemon", "bounce-handler", "delivery-daemon", "imss@", "imss", "inetgw",
        "interscan",
    ]
    private static let daemonParts = ["mail_service", "antivirus_for_smtp", "gateway"]
    private static let daemonNames = [
        "mail delivery", "mail deliver system", "mailer-daemon", "mailer daemon",
        "system administrator", "mail system",
        "delivery subsystem", "postmaster", "mdaemon", "jetmail system", "microsoft outlook",
        "ndr administrator",
        "mail administrator", "internet mail", "automated response from", "email delivery",
    ]

    /// What only mail systems write: enough without a sender that is one.
    private static let certainOpenings = PhraseTable(
        """
        this message was created automatically by mail delivery software
        this is the mail delivery agent at
        i'm afraid i wasn't able to deliver your message to the following addresses
        i'm sorry to have to inform you that*could not
        the following addresses had permanent fatal errors
        the following addresses had delivery errors
        the following addresses had delivery problems
        the attached message had permanent fatal delivery errors
        did not reach the following recipient(s)
        {"notificationtype":"bounce"
        error message below: 550
        """)

    // MARK: Demands for proof

    /// Whether the mail asks to prove that a person wrote (a challenge), instead of a delivery.
    var isChallenge: Bool { Self.challenges.isFound(in: opening) }

    /// Whether a mail in a person's name, an answer by its looks, is a demand for proof.
    static func isPersonalChallenge(_ message: MIME.Message) -> Bool {
        guard SubjectLine.looksLikeReply(message.subject ?? "") || !message.inReplyTo.isEmpty,
            let id = message.textBody.first
        else { return false }
        let opening = BounceText(String(message.text(of: id).prefix(1_000)))
        return personalChallenges.isFound(in: opening)
    }

    private static let personalChallenges = PhraseTable(
        """
        account is protected by*click
        your address added to*allowed list
        added to*list of approved senders
        email address is not on*approved*click
        prove that you are a human
        verify that you are a real person
        """)

    private static let challenges = PhraseTable(
        """
        account is protected by*click
        your address added to*allowed list
        added to the recipient's allowed list
        added to*guest list
        added to my list of approved senders
        verify that you are a real person
        verify that you're a person
        verify you are human
        prove that you are a human
        confirm that you are not a spammer
        please verify your email so
        please click*to confirm that you sent
        confirm*that*message*was sent by a human
        click*link*to verify*message
        one-time verification
        to release your message
        to ensure delivery of your email
        reply to this message to have your*delivered
        please confirm your message
        boxbe
        spam arrest
        bluebottle
        to confirm this mail server
        """)
}
