import Desk

extension IntakeRows {
    private typealias T = IntakeTable

    private static let olga = "Olga <olga@desk.example>"
    private static let vouched =
        "Authentication-Results: mx.desk.example; dmarc=pass header.from=desk.example"

    /// What Gmail puts above a mail that is passed on.
    private static let gmail = """
        Please have a look.

        ---------- Forwarded message ---------
        From: Bob Client <bob@client.example>
        Date: Mon, 21 Sep 2026 at 10:00
        Subject: Broken door
        To: <olga@desk.example>

        The door does not close.
        """
    /// Outlook's lines, in German.
    private static let outlook = """
        Von: Bob Client <bob@client.example>
        Gesendet: Montag, 21. September 2026 10:00
        An: Olga <olga@desk.example>
        Betreff: Kaputte Tür

        Die Tür schließt nicht.
        """
    private static let attached = """
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary=b
        """
    private static let attachedBody = """
        --b
        Content-Type: text/plain

        See attached.
        --b
        Content-Type: message/rfc822

        From: Bob Client <bob@client.example>
        To: olga@desk.example
        Subject: Broken door
        Message-ID: <door@client.example>

        The door does not close.
        --b--
        """

    static let forwarded: [IntakeRow] = [
        newTicket(
            "a mail that an authenticated operator passes on is its author's",
            "Zammad #1596, open since 2017: the ticket belongs to who wrote, not to who clicked (P21).",
            T.letter(vouched, from: olga, subject: "Fwd: Broken door", body: gmail),
            says: "passed on a mail of bob@client.example", author: "bob@client.example"
        ) { $0.isSenderStaff = true },
        newTicket(
            "Outlook's lines in German are unwrapped too",
            "FreeScout #1177: agents use Outlook, and not in English.",
            T.letter(vouched, from: olga, subject: "WG: Kaputte Tür", body: outlook),
            author: "bob@client.example"
        ) { $0.isSenderStaff = true },
        newTicket(
            "an attached message is unwrapped",
            "message/rfc822 comes first: it is the mail itself (P21).",
            T.letter(
                "\(vouched)\n\(attached)", from: olga, subject: "Fwd: Broken door",
                body: attachedBody), author: "bob@client.example"
        ) { $0.isSenderStaff = true },
        newTicket(
            "an operator whose mail nobody vouches for keeps the ticket",
            "From and the quoted author are both only words (osTicket #3488).",
            T.letter(from: olga, subject: "Fwd: Broken door", body: gmail),
            says: "no trusted server says"
        ) { $0.isSenderStaff = true },
        newTicket(
            "an operator whom DMARC disproves keeps the ticket",
            "A forger writes a colleague into From and a victim into the text.",
            T.letter(
                "Authentication-Results: mx.desk.example; dmarc=fail header.from=desk.example",
                from: olga, subject: "Fwd: Broken door", body: gmail), says: "no trusted server"
        ) { $0.isSenderStaff = true },
        newTicket(
            "a verdict of a server that nobody trusts unwraps nothing",
            "The sender can write the header themselves.",
            T.letter(
                "Authentication-Results: mx.evil.example; dmarc=pass header.from=desk.example",
                from: olga, subject: "Fwd: Broken door", body: gmail), says: "no trusted server"
        ) { $0.isSenderStaff = true },
        newTicket(
            "a passing verdict about another domain unwraps nothing",
            "dkim=pass of a mailing service proves nothing about the operator's domain.",
            T.letter(
                "Authentication-Results: mx.desk.example; dkim=pass header.d=bulk.example",
                from: olga, subject: "Fwd: Broken door", body: gmail), says: "no trusted server"
        ) { $0.isSenderStaff = true },
        newTicket(
            "a DKIM signature of the operator's domain is enough",
            "Not every server writes DMARC; an aligned signature says the same.",
            T.letter(
                "Authentication-Results: mx.desk.example; dkim=pass header.d=desk.example",
                from: olga, subject: "Fwd: Broken door", body: gmail), author: "bob@client.example"
        ) { $0.isSenderStaff = true },
        newTicket(
            "a client who passes a mail on stays the requester",
            "Only operators are unwrapped; a client's forward is the client's matter (P21).",
            T.letter(
                "Authentication-Results: mx.desk.example; dmarc=pass header.from=customer.example",
                subject: "Fwd: Broken door", body: gmail), says: "is no operator"),
        newTicket(
            "where unwrapping is off, the operator keeps the ticket",
            "Some desks want the forwarder; it is a setting.",
            T.letter(vouched, from: olga, subject: "Fwd: Broken door", body: gmail),
            says: "switched off",
            rules: IntakeRules(
                projects: [T.support], defaultProject: 1, unwrapsForwards: false)
        ) { $0.isSenderStaff = true },
        newTicket(
            "an operator who passes on the desk's own mail keeps the ticket",
            "The desk as requester of its own ticket would answer itself.",
            T.letter(
                vouched, from: olga, subject: "Fwd: Your request",
                body: gmail.replacing("bob@client.example", with: "support@desk.example")),
            says: "was written by"
        ) { $0.isSenderStaff = true },
        newTicket(
            "an operator who passes on their own mail keeps the ticket",
            "The author and the forwarder are one person; there is nothing to change.",
            T.letter(
                vouched, from: olga, subject: "Fwd: note to self",
                body: gmail.replacing("bob@client.example", with: "olga@desk.example")),
            says: "was written by"
        ) { $0.isSenderStaff = true },
        row(
            "a passed-on mail is routed by its author",
            "The operator's domain says nothing about where the client's mail belongs.",
            T.letter(
                vouched, from: olga, subject: "Fwd: Broken door",
                body: gmail.replacing("bob@client.example", with: "bob@shop.example.com")),
            .newTicket(3, possibleMatch: nil), by: "routing: sender domain",
            author: "bob@shop.example.com"
        ) { $0.isSenderStaff = true },
        row(
            "an operator's forward with a ticket's tag is a reply there",
            "Zammad #4965: who writes the number means the ticket; it is not unwrapped into another.",
            T.letter(vouched, from: olga, subject: "Fwd: Broken door [#7]", body: gmail), .reply(7),
            by: "reply: subject tag"
        ) {
            T.knows7(&$0)
            $0.isSenderStaff = true
        },
        newTicket(
            "an operator who answers a client directly passes nothing on",
            "“On … wrote:” is a quote, not a forward.",
            T.letter(
                vouched, from: olga, subject: "Re: Broken door",
                body:
                    "Done.\n\nOn Mon, 21 Sep 2026, Bob <bob@client.example> wrote:\n> It is broken."
            )
        ) { $0.isSenderStaff = true },
        newTicket(
            "a forward prefix without a mail in it passes nothing on",
            "“Fwd:” alone is only a word.",
            T.letter(vouched, from: olga, subject: "Fwd: hello", body: "Nothing below."),
            says: "passes no other mail on"
        ) { $0.isSenderStaff = true },
        row(
            "automatic mail is not unwrapped",
            "A rule that forwards every newsletter must not make its sender a client.",
            T.letter(
                "\(vouched)\nAuto-Submitted: auto-generated", from: olga,
                subject: "Fwd: Broken door", body: gmail), .ignored, by: "autogenerated"
        ) { $0.isSenderStaff = true },
    ]

    static let firstAnswers: [IntakeRow] = [
        newTicket(
            "a person's mail gets the project's first answer",
            "PRODUCT §6: automatic first answer per project.", T.letter(),
            answer: .sent("ann@customer.example"), rules: T.answering),
        row(
            "another project's tickets get none",
            "The first answer is a setting of a project; Billing has none.",
            T.letter(subject: "invoice 5"), .newTicket(2, possibleMatch: nil),
            by: "routing: keyword",
            rules: T.answering),
        newTicket(
            "where it is off there is nothing to decide",
            "No verdict, no line in the trace, no event on the ticket.", T.letter(),
            rules: T.rules),
        newTicket(
            "the first answer goes where the mail asks answers to go",
            "Reply-To is whom a person would answer too.",
            T.letter("Reply-To: Office <office@customer.example>"),
            answer: .sent("office@customer.example"), rules: T.answering),
        newTicket(
            "a web form's visitor gets it, not the form",
            "The visitor waits for an answer; the form's address is ours.",
            T.mail(from: T.desk) { $0.replyTo = [T.ann] }, answer: .sent("ann@customer.example"),
            rules: T.answering),
        newTicket(
            "a form that asks to answer another of our mailboxes gets none",
            "An answer to ourselves is the shortest loop.",
            T.mail { $0.replyTo = [Contact(address: "sales@desk.example")] },
            answer: .none("an address of this desk"), rules: T.answering),
        newTicket(
            "accepted automatic mail gets none",
            "PRODUCT §2: on, it becomes a ticket, but is never answered automatically.",
            T.letter("Auto-Submitted: auto-generated"), answer: .none("auto-generated"),
            rules: T.acceptingAndAnswering),
        newTicket(
            "one weak sign is enough against it",
            "An answer too few is a trifle, a loop is not (P23, brake 2).",
            T.letter("X-Auto-Response-Suppress: All"), answer: .none("X-Auto-Response-Suppress"),
            rules: T.answering),
        newTicket(
            "a no-reply sender gets none",
            "Nobody reads it, and some answer from there by machine.",
            T.letter(from: "no-reply@shop.example"), answer: .none("no-reply"), rules: T.answering),
        newTicket(
            "a vacation subject alone is enough against it",
            "An autoresponder without any header is known by nothing else (cPanel).",
            T.letter(subject: "Out of office: back on Monday"),
            answer: .none("Out of office".lowercased()),
            rules: T.answering),
        newTicket(
            "mail through a list gets none",
            "The answer would go to the list's author or, worse, to the list (RFC 3834 §2).",
            T.letter("List-Id: <all.customer.example>"), answer: .none("mailing list"),
            rules: T.answering),
        newTicket(
            "a Precedence: list mail gets none",
            "Older list programs write only this.", T.letter("Precedence: list"),
            answer: .none("mailing list"), rules: T.answering),
        newTicket(
            "a mail with List-Post alone gets none",
            "Yahoo Groups and others leave List-Id out.",
            T.letter("List-Post: <mailto:all@customer.example>"), answer: .none("mailing list"),
            rules: T.answering),
        newTicket(
            "a complaint report gets none",
            "A spam complaint must not get more mail.",
            T.mail { $0.report = MailReport(kind: .feedback) }, answer: .none("report"),
            rules: T.acceptingAndAnswering),
        newTicket(
            "mail that arrived more than a day ago gets none",
            "PRODUCT §2: nothing is answered automatically for mail older than a day (Zammad #539).",
            T.mail { $0.date = nil }, answer: .none("arrived more than a day ago"),
            rules: T.answering
        ) { $0.receivedAt = T.now - .seconds(86_401) },
        newTicket(
            "mail that arrived a day ago to the second still gets it",
            "After a night's outage people still wait; the limit is a day.",
            T.mail { $0.date = nil }, answer: .sent("ann@customer.example"), rules: T.answering
        ) { $0.receivedAt = T.now - .seconds(86_400) },
        newTicket(
            "old mail that was copied into the folder today gets none",
            "An import sets today's arrival; the Date field knows better (acceptance list: 0 mails).",
            T.mail { $0.date = T.now - .seconds(30 * 86_400) },
            answer: .none("written more than a day ago"), rules: T.answering),
        newTicket(
            "a mail from the future gets it",
            "A sender's clock that goes ahead does not make the mail old.",
            T.mail { $0.date = T.now + .seconds(7200) }, answer: .sent("ann@customer.example"),
            rules: T.answering),
        newTicket(
            "a mail without a date gets it",
            "Small programs leave the Date out; the arrival is enough.", T.mail { $0.date = nil },
            answer: .sent("ann@customer.example"), rules: T.answering),
        newTicket(
            "a mail without a sender gets none", "There is nobody to answer.",
            ReceivedMail(from: nil, date: T.now), answer: .none("no address"), rules: T.answering),
        newTicket(
            "a broken address gets none",
            "What is no address must not reach the outbox.",
            T.mail(from: Contact(address: "ann")), answer: .none("no address"), rules: T.answering),
        newTicket(
            "an address of a domain that can't exist gets none",
            ".invalid (RFC 2606) is what desks and importers put in for a missing sender.",
            T.mail(from: Contact(address: "unknown@host.invalid")), answer: .none("no address"),
            rules: T.answering),
        newTicket(
            "mailer-daemon gets none, whatever it writes",
            "A mailer-daemon that writes no report is still a machine.",
            T.mail(from: Contact(address: "mailer-daemon@mx.example")),
            answer: .none("mailer-daemon"), rules: T.answering),
        newTicket(
            "a list's administrative address gets none",
            "owner-list@ and list-request@ are programs (RFC 2142 §6).",
            T.mail(from: Contact(address: "list-request@lists.example")),
            answer: .none("Nobody reads"), rules: T.answering),
        newTicket(
            "a bounce-handling address gets none",
            "bounces@ takes reports and nothing else.",
            T.mail(from: Contact(address: "news-bounces@lists.example")),
            answer: .none("Nobody reads"), rules: T.answering),
        newTicket(
            "a do-not-reply in another language gets none",
            "ne-pas-repondre@ means what it says.",
            T.mail(from: Contact(address: "ne-pas-repondre@shop.example")),
            answer: .none("Nobody reads"), rules: T.answering),
        newTicket(
            "a person whose name begins like a machine's gets it",
            "Nora Noreply does not exist, but bob.robotham@ does: whole names count.",
            T.mail(from: Contact(address: "robotham@customer.example")),
            answer: .sent("robotham@customer.example"), rules: T.answering),
        row(
            "a reply gets none",
            "At most one per ticket: only a mail that makes a ticket is answered.",
            T.mail { $0.inReplyTo = [T.ownID(7)] }, .reply(7), by: "reply: own Message-ID",
            rules: T.answering, T.signed7),
        row(
            "a duplicate gets none",
            "The first copy got it; the second must not get another.", T.letter(),
            .duplicate(of: 12), by: "seen before", rules: T.answering
        ) { $0.twin = 12 },
        row(
            "a follow-up of an old ticket gets it",
            "It is a new ticket to the client, with a new number.",
            T.mail { $0.inReplyTo = [T.ownID(7)] }, .newTicket(1, possibleMatch: nil),
            by: "routing: earlier ticket", answer: .sent("ann@customer.example"), follows: 7,
            rules: IntakeRules(
                projects: [Project(id: 1, name: "Support", reopenWithinDays: 30)],
                defaultProject: 1, firstAnswers: [1])
        ) {
            T.signed7(&$0)
            $0.candidates[7] = T.closed(days: 31)
        },
        newTicket(
            "the author of a passed-on mail gets none",
            "The author did not write to the desk and expects nothing from it.",
            T.letter(vouched, from: olga, subject: "Fwd: Broken door", body: gmail),
            answer: .none("passed on"), author: "bob@client.example", rules: T.answering
        ) { $0.isSenderStaff = true },
        newTicket(
            "the third automatic mail to an address within a day still leaves",
            "The bucket holds three; a busy morning is no loop.", T.letter(),
            answer: .sent("ann@customer.example"), rules: T.answering
        ) { $0.brakes.leftForAddress = 1 },
        newTicket(
            "the fourth to an address with different matters is quietly left out",
            "A client with many matters needs no alarm, only no more acknowledgements.", T.letter(),
            answer: .none("already today"), rules: T.answering
        ) {
            $0.brakes.leftForAddress = 0
            $0.brakes.recentSubjects = ["Invoice", "Door", "Lamp"]
        },
        newTicket(
            "the fourth to an address whose mails are all alike makes the breaker catch",
            "An autoresponder without headers writes the same again and again (P23, brake 4).",
            T.letter(subject: "Thank you for your mail"),
            answer: .held(.address("ann@customer.example")), rules: T.answering
        ) {
            $0.brakes.leftForAddress = 0
            $0.brakes.recentSubjects = Array(repeating: "Thank you for your mail", count: 3)
        },
        newTicket(
            "numbers and prefixes do not hide that mails are alike",
            "Ticket systems count up in their subjects: [Ticket 17], [Ticket 18].",
            T.letter(subject: "[Ticket 19] Your request was received"),
            answer: .held(.address("ann@customer.example")), rules: T.answering
        ) {
            $0.brakes.leftForAddress = 0
            $0.brakes.recentSubjects = [
                "[Ticket 18] Your request was received",
                "Re: [Ticket 17] Your request was received",
            ]
        },
        newTicket(
            "while an address is stopped it gets none",
            "The breaker stays until somebody releases it or a day of rest has passed.", T.letter(),
            answer: .held(.address("ann@customer.example")), rules: T.answering
        ) { $0.brakes.isAddressStopped = true },
        newTicket(
            "while everything is stopped nobody gets one",
            "The global circuit breaker (P23, brake 5).", T.letter(), answer: .held(.everything),
            rules: T.answering
        ) { $0.brakes.isEverythingStopped = true },
        newTicket(
            "one too many of the whole desk makes everything stop",
            "A loop over many addresses is seen by nobody but the sum.", T.letter(),
            answer: .held(.everything), rules: T.answering
        ) { $0.brakes.leftOverall = 0 },
        newTicket(
            "what would get none anyway does not make a breaker catch",
            "Automatic mail asks for nothing, so it uses up nothing.",
            T.letter("Auto-Submitted: auto-generated"), answer: .none("automatic"),
            rules: T.acceptingAndAnswering
        ) { $0.brakes.leftOverall = 0 },
        row(
            "a mail that fails for want of a project gets none",
            "There is no ticket whose number could be told.", T.letter(), .failed,
            by: "routing: mailbox default",
            rules: IntakeRules(projects: [T.billing], firstAnswers: [1, 2])),
    ]
}
