import Desk

/// The intake table. Threads are named as in the list of what other help desks do badly.
enum IntakeRows {
    private typealias T = IntakeTable

    static let seenAndOwn: [IntakeRow] = [
        row(
            "the same mail from a second mailbox is a duplicate",
            "A mail to support@ and sales@ makes one ticket, not two (osTicket #866, P22).",
            T.mail(), .duplicate(of: 12), by: "seen before"
        ) { $0.twin = 12 },
        row(
            "a duplicate of an ignored mail is a duplicate all the same",
            "What became of the first does not matter: the second is the same mail (P17).",
            T.letter("Auto-Submitted: auto-replied"), .duplicate(of: 3), by: "seen before"
        ) { $0.twin = 3 },
        row(
            "a duplicate of our own mail is a duplicate first",
            "The order of the rules is fixed: seen before is asked before own mail (§4.2).",
            T.mail { $0.sentByInstance = T.instance }, .duplicate(of: 4), by: "seen before"
        ) { $0.twin = 4 },
        row(
            "a duplicate bounce is not noted twice",
            "A report that two mailboxes got must not mark the answer twice.",
            T.report(about: T.ownID(7)), .duplicate(of: 5), by: "seen before"
        ) {
            T.signed7(&$0)
            $0.twin = 5
        },
        row(
            "a reply that came by two mailboxes is applied once",
            "Reply-all to two addresses of the desk must not show the text twice (P22).",
            T.mail { $0.inReplyTo = [T.ownID(7)] }, .duplicate(of: 6), by: "seen before"
        ) {
            T.signed7(&$0)
            $0.twin = 6
        },
        newTicket(
            "another mail that re-uses a Message-ID is no duplicate",
            "Scanners and shop systems send the same Message-ID for ever; dropping by it loses mail.",
            T.mail(), says: "the same Message-ID"
        ) { $0.isMessageIDReused = true },
        newTicket(
            "a mail without a Message-ID makes a ticket",
            "Chatwoot #9069 lost them (P32); only the same bytes are the same mail then.",
            T.mail { $0.messageID = nil }),
        newTicket(
            "a mail without From, Message-ID and date makes a ticket",
            "The acceptance list: nothing that can be read is lost for want of a header.",
            ReceivedMail(from: nil)),
        newTicket(
            "an empty mail makes a ticket",
            "A blank mail is somebody's mail; a person decides what it means.",
            T.letter(from: "", subject: "", body: "")),
        row(
            "our own mail come back is ignored by its instance header",
            "GitLab #458814 fetched its own mail back and answered it (P23, brake 1).",
            T.mail { $0.sentByInstance = T.instance }, .ignored, by: "own mail"),
        row(
            "our own mail come back is known by its header, whoever stands in From",
            "A mailing list rewrites From and keeps the header (P23, brake 1).",
            T.letter("X-Martlet-Instance: k3v9x2ab", from: "list@lists.example"), .ignored,
            by: "own mail"),
        newTicket(
            "a mail of another desk of the same make is not our own",
            "Two companies with Martlet write to each other; the header names the instance.",
            T.mail { $0.sentByInstance = "otherone" }),
        row(
            "our own Message-ID come back is ignored",
            "An alias that leads back into the mailbox returns every answer (Zammad #1131).",
            T.mail(), .ignored, by: "own mail"
        ) { $0.isOwnMessageID = true },
        row(
            "our own signed Message-ID is known even when it was forgotten",
            "After a withdrawn answer or a restored backup the id is in no table, but the signature is ours.",
            T.mail { $0.messageID = T.ownID(9) }, .ignored, by: "own mail", says: "signature"
        ) { $0.honouredClaims = [T.claim(9, .messageID)] },
        newTicket(
            "a Message-ID that only looks like ours is a stranger's",
            "Anybody can copy the form; without our signature it must not make mail vanish.",
            T.mail { $0.messageID = T.ownID(9) }),
        row(
            "mail from our own address is ignored",
            "A loop between two of the desk's own mailboxes is the commonest of all.",
            T.mail(from: T.desk), .ignored, by: "own mail"),
        row(
            "mail from another of our mailboxes is ignored",
            "support@ writing to sales@ is the desk talking to itself.",
            T.mail(from: Contact(address: "sales@desk.example")), .ignored, by: "own mail"),
        row(
            "mail from our own address with a tag is ignored",
            "A signed reply address is the desk's own too (RFC 5233).",
            T.mail(from: Contact(address: "Support+x@desk.example")), .ignored, by: "own mail"),
        row(
            "our own address in capitals is ours",
            "Outlook writes addresses as the directory has them; case means nothing in practice.",
            T.mail(from: Contact(address: "SUPPORT@DESK.EXAMPLE")), .ignored, by: "own mail"),
        newTicket(
            "an address of our domain that is no mailbox is a colleague",
            "Colleagues are clients too; only the desk's own mailboxes loop.",
            T.mail(from: Contact(address: "carla@desk.example"))),
        newTicket(
            "an address that only begins like ours is somebody else's",
            "support@desk.example.org is another domain; a prefix must not match.",
            T.mail(from: Contact(address: "support@desk.example.org"))),
        newTicket(
            "a web form that writes in our name and names the visitor makes a ticket",
            "Form plugins send as the desk with the visitor in Reply-To; Zendesk suspends them (P24).",
            T.mail(from: T.desk) { $0.replyTo = [T.ann] }, says: "asks to answer"),
        row(
            "mail in our name that asks to answer us is ignored",
            "A Reply-To of our own is no visitor; answering would write to ourselves.",
            T.mail(from: T.desk) { $0.replyTo = [Contact(address: "sales@desk.example")] },
            .ignored, by: "own mail"),
        newTicket(
            "a web form with our address and the visitor second in Reply-To makes a ticket",
            "Some forms put the site's address first and the visitor behind it.",
            T.mail(from: T.desk) { $0.replyTo = [T.desk, T.ann] }),
        row(
            "a mail that goes round in circles is ignored",
            "Two forwarding rules make a loop that no header marks but the hop count (RFC 5321 §6.3).",
            T.mail { $0.hops = 51 }, .ignored, by: "loop"),
        newTicket(
            "fifty servers are a long way and no loop",
            "The limit itself must still pass: big companies have a dozen hops inside.",
            T.mail { $0.hops = 50 }),
        newTicket(
            "a mail without any Received line makes a ticket",
            "Mail dropped into the folder by a script has none.", T.mail { $0.hops = 0 }),
        row(
            "a flood from one sender is stopped",
            "A monitoring system gone wild made 50,000 tickets; more than N in M minutes is a loop (§4.2).",
            T.mail(), .ignored, by: "loop"
        ) { $0.recentFromSender = 100 },
        newTicket(
            "a sender just below the limit of the flood rule still makes tickets",
            "An off-by-one here would drop a busy client's mail.", T.mail()
        ) { $0.recentFromSender = 99 },
        row(
            "the flood rule counts before anybody looks at references",
            "A loop of replies floods a ticket as well as new mail does.",
            T.mail { $0.inReplyTo = [T.ownID(7)] }, .ignored, by: "loop"
        ) {
            T.signed7(&$0)
            $0.recentFromSender = 500
        },
        newTicket(
            "a mail of a sender with a smaller limit set is measured by that limit",
            "The limits are rules that come in from outside, not constants of the decision.",
            T.mail(),
            rules: IntakeRules(projects: [T.support], defaultProject: 1, mostFromSender: 3)
        ) { $0.recentFromSender = 2 },
        row(
            "a smaller hop limit is honoured",
            "The same for hops: what the administrator sets is what holds.",
            T.mail { $0.hops = 6 }, .ignored, by: "loop",
            rules: IntakeRules(projects: [T.support], defaultProject: 1, mostHops: 5)),
    ]

    static let bounces: [IntakeRow] = [
        row(
            "a bounce of our mail is noted on its ticket",
            "The acceptance list: a DSN marks the reply as bounced (P25).",
            T.report(about: T.ownID(7)), .bounce(7), by: "bounce", says: "no such user", T.signed7),
        row(
            "a bounce of somebody else's mail is kept without a ticket",
            "Backscatter: spammers use our address as sender; it must not make tickets.",
            T.report(about: "x@elsewhere.example"), .bounce(nil), by: "bounce"),
        row(
            "a report that names an id of ours without our signature does not reach a ticket",
            "Ids can be made up; only a signature or an id that we sent counts.",
            T.report(about: T.ownID(7)), .bounce(nil), by: "bounce", T.knows7),
        row(
            "a report about an id that we sent is believed without a signature",
            "Relays such as SES replace our Message-ID; the table knows the new one (FreeScout #567).",
            T.report(about: "ses-0001@email.example"), .bounce(7), by: "bounce"
        ) {
            T.knows7(&$0)
            $0.ticketsOfOwnMail = ["ses-0001@email.example": 7]
        },
        row(
            "a bounce that comes to the answer's own address needs no Message-ID",
            "Many systems return nothing of the mail; the envelope sender says which answer it was (VERP).",
            T.report("Delivered-To: \(T.bounceAddress(7, 70))", about: ""), .bounce(7),
            by: "bounce", T.signed7),
        row(
            "a bounce in no known words that comes to the answer's own address is one",
            "A mail system that writes to that address can only mean the answer, in whatever language.",
            T.letter(
                "Delivered-To: \(T.bounceAddress(7, 70))",
                from: "MAILER-DAEMON@mx.example", subject: "Ei onnistunut"), .bounce(7),
            by: "bounce", T.signed7),
        row(
            "a bounce address with a forged signature leads nowhere",
            "Otherwise anybody could mark any answer as lost.",
            T.report("Delivered-To: \(T.bounceAddress(7, 70))", about: ""), .bounce(nil),
            by: "bounce", T.knows7),
        row(
            "a person who writes to the answer's envelope sender lands on the ticket",
            "Some clients answer the Return-Path; it is as good an address as Reply-To.",
            T.mail(to: [Contact(address: T.bounceAddress(7, 70))]), .reply(7),
            by: "reply: signed address", T.signed7),
        row(
            "a bounce that comes to the ticket's signed address is noted there",
            "Where only the reply address is signed, it still names the ticket.",
            T.report("Delivered-To: \(T.plus(7))", about: ""), .bounce(7), by: "bounce", T.signed7),
        row(
            "the answer's own address is stronger than an id in the report",
            "A report may return a whole thread; the envelope names the one mail that bounced.",
            T.report("Delivered-To: \(T.bounceAddress(7, 70))", about: T.ownID(8)), .bounce(7),
            by: "bounce"
        ) {
            T.signed7(&$0)
            $0.candidates[8] = T.open7
            $0.honouredClaims.append(T.claim(8, .messageID))
        },
        row(
            "a bounce that returns our signed addresses is noted on their ticket",
            "Some systems cut the Message-ID and return From and Reply-To; these are signed too.",
            T.mail(from: Contact(address: "mailer-daemon@mx.example")) {
                $0.report = MailReport(kind: .bounce, originalAddresses: [T.plus(7)])
            }, .bounce(7), by: "bounce", T.signed7),
        row(
            "a bounce about a deleted ticket is kept without one",
            "Deleted tickets do not come back, not by their bounces either (P17).",
            T.report(about: T.ownID(7)), .bounce(nil), by: "bounce"
        ) {
            $0.honouredClaims = [T.claim(7, .messageID)]
            $0.candidates = [7: T.deleted]
        },
        row(
            "a bounce about a closed ticket is noted on it",
            "The last answer of a closed ticket is the one most often lost unseen (P25).",
            T.report(about: T.ownID(7)), .bounce(7), by: "bounce"
        ) {
            $0.honouredClaims = [T.claim(7, .messageID)]
            $0.candidates = [7: T.closed(days: 400)]
        },
        row(
            "a warning that delivery is delayed is noted, not taken for a failure",
            "Zammad turned warnings into tickets; the mail is still on its way (RFC 3464 §2.3.3).",
            T.report(about: T.ownID(7), action: "delayed", status: "4.4.1"), .bounce(7),
            by: "bounce", says: "still being tried", T.signed7),
        row(
            "a bounce is a bounce even where automatic mail is accepted",
            "The order of the rules: accepting automatic mail must not make tickets of bounces (§4.2).",
            T.report(about: "x@elsewhere.example"), .bounce(nil), by: "bounce", rules: T.accepting),
        row(
            "a bounce from a blocked domain is still a bounce",
            "Blocking a client's domain must not hide that our answers to it fail.",
            T.report(about: T.ownID(7)), .bounce(7), by: "bounce",
            rules: T.blocking(Blocklist(domains: ["mx.example"])), T.signed7),
        row(
            "a bounce with a ticket's tag in its subject is no reply",
            "Chatwoot showed bounces as the client's words; the tag only copies our subject.",
            T.report(about: "x@elsewhere.example").with { $0.subject = "failure notice [#7]" },
            .bounce(nil), by: "bounce", T.knows7),
        row(
            "a bounce that quotes References of a ticket is no reply",
            "A report's In-Reply-To points at our mail; it must not be shown as an answer.",
            T.report("In-Reply-To: <\(T.ownID(7))>", about: T.ownID(7)), .bounce(7), by: "bounce",
            T.signed7),
        row(
            "a report without the standard form is known by its failed recipients",
            "Exim writes X-Failed-Recipients and plain text (PEERS: bounces in no standard form).",
            T.letter(
                "Return-Path: <>\nX-Failed-Recipients: bob@customer.example",
                from: "Mail Delivery System <mailer-daemon@mx.example>",
                subject: "Mail delivery failed: returning message to sender"), .bounce(nil),
            by: "bounce"),
        row(
            "qmail's failure notice is a bounce",
            "qmail has a format of its own (QSBMF) and no multipart/report.",
            T.letter(
                "Return-Path: <>", from: "MAILER-DAEMON@mx.example", subject: "failure notice",
                body: "Hi. This is the qmail-send program at mx.example.\n"
                    + "<bob@customer.example>:\nSorry, no mailbox here by that name. (#5.1.1)"),
            .bounce(nil), by: "bounce"),
        newTicket(
            "a person who writes about undelivered mail makes a ticket",
            "“Undelivered Mail Returned to Sender, what now?” is the commonest question a desk gets.",
            T.letter(subject: "Undelivered Mail Returned to Sender, what does this mean?")),
        newTicket(
            "a person who forwards a bounce as text makes a ticket",
            "The words of a bounce in a person's mail make no report (P24).",
            T.letter(
                subject: "Fwd: failure notice",
                body: "What is this?\n\n> Hi. This is the qmail-send program.")),
        row(
            "a report that says it was delivered is no failure",
            "A delivery receipt (RFC 3461) with action delivered must not mark the answer as lost.",
            T.report(about: T.ownID(7), action: "delivered", status: "2.0.0"), .ignored,
            by: "autogenerated", says: "not of a failed delivery", T.signed7),
        row(
            "a read receipt is automatic and no bounce",
            "MDNs (RFC 8098) come back for every answer where clients send them.",
            T.mail { $0.report = MailReport(kind: .readReceipt) }, .ignored, by: "autogenerated"),
        row(
            "a read receipt makes no ticket for its own subject's tag",
            "“Read: Re: printer [#7]” would otherwise be a reply without words.",
            T.mail(subject: "Read: My printer [#7]") {
                $0.report = MailReport(kind: .readReceipt, originalIDs: [T.ownID(7)])
            }, .ignored, by: "autogenerated", T.signed7),
        newTicket(
            "a complaint by feedback loop makes a ticket",
            "A spam complaint (RFC 5965) needs a person: somebody pressed the button on our mail.",
            T.mail { $0.report = MailReport(kind: .feedback) }),
        row(
            "a bounce for our first ticket is not lost among several ids",
            "Reports return header blocks with several ids; the first that is ours decides.",
            T.mail(from: Contact(address: "mailer-daemon@mx.example")) {
                $0.report = MailReport(
                    kind: .bounce, originalIDs: ["a@x.example", T.ownID(7), "b@x.example"])
            }, .bounce(7), by: "bounce", T.signed7),
        row(
            "of two signed ids in a report the one whose ticket is there counts",
            "A merged or deleted ticket's id may stand first in the returned references.",
            T.mail(from: Contact(address: "mailer-daemon@mx.example")) {
                $0.report = MailReport(kind: .bounce, originalIDs: [T.ownID(8), T.ownID(7)])
            }, .bounce(7), by: "bounce"
        ) {
            T.signed7(&$0)
            $0.candidates[8] = T.deleted
            $0.honouredClaims.append(T.claim(8, .messageID))
        },
        row(
            "an operator's mail that could not be delivered is noted like any other",
            "Zammad #4941: a bounce to an agent looped; a bounce never answers anybody.",
            T.report(about: T.ownID(7), recipient: "olga@desk.example"), .bounce(7), by: "bounce"
        ) {
            T.signed7(&$0)
            $0.isSenderStaff = true
        },
        row(
            "a bounce of a bounce is kept without a ticket",
            "Double bounces (RFC 5321 §6.1) are about no mail of ours.",
            T.report(about: "bounce-1@mx.example"), .bounce(nil), by: "bounce", says: "not about"),
        row(
            "a bounce gets no first answer",
            "A machine that says it can't deliver can't read either (P23, brake 2).",
            T.report(about: T.ownID(7)), .bounce(7), by: "bounce", rules: T.answering, T.signed7),
        row(
            "a postmaster's report in another language is a bounce",
            "German servers write “nicht zustellbar”; the words are known in several languages.",
            T.letter(
                "Return-Path: <>", from: "postmaster@mx.example", subject: "Unzustellbar: Ihre Mail"
            ), .bounce(nil), by: "bounce"),
        newTicket(
            "a postmaster who writes as a person makes a ticket",
            "Administrators do write from postmaster@; a name alone is one weak sign.",
            T.letter(
                "Return-Path: <postmaster@customer.example>", from: "postmaster@customer.example",
                subject: "Your SPF record")),
    ]

    static let blocked: [IntakeRow] = [
        row(
            "a blocked sender makes no ticket",
            "osTicket #6441: a banned sender must be one ignored mail, not the end of fetching (P9).",
            T.mail(), .ignored, by: "blocked",
            rules: T.blocking(Blocklist(senders: ["ann@customer.example"]))),
        row(
            "a blocked sender is blocked in any case of letters",
            "Addresses are compared lower-cased; a capital must not get round the block.",
            T.mail(from: Contact(address: "ANN@Customer.Example")), .ignored, by: "blocked",
            rules: T.blocking(Blocklist(senders: ["ann@customer.example"]))),
        newTicket(
            "a blocked sender does not block a colleague of theirs",
            "Blocking an address blocks that address only.",
            T.mail(from: Contact(address: "bob@customer.example")),
            rules: T.blocking(Blocklist(senders: ["ann@customer.example"]))),
        row(
            "a blocked domain blocks its sub-domains",
            "Spammers change the host; the administrator names the domain.",
            T.mail(from: Contact(address: "x@mail.spam.example")), .ignored, by: "blocked",
            rules: T.blocking(Blocklist(domains: ["spam.example"]))),
        newTicket(
            "a blocked domain does not block what only ends like it",
            "notspam.example is another domain; a suffix of letters must not match.",
            T.mail(from: Contact(address: "x@notspam.example")),
            rules: T.blocking(Blocklist(domains: ["spam.example"]))),
        row(
            "a blocked subject makes no ticket",
            "Subjects are matched anywhere and in any case.", T.mail(subject: "You WON a prize"),
            .ignored, by: "blocked", rules: T.blocking(Blocklist(subjects: ["you won"]))),
        newTicket(
            "an empty line among blocked subjects blocks nothing",
            "A stray blank line in the settings once matched every mail.", T.mail(),
            rules: T.blocking(Blocklist(subjects: [""]))),
        row(
            "a blocked sender's reply is blocked too",
            "Blocked comes before replies (§4.2); the trace says so, and the ledger keeps the mail.",
            T.mail { $0.inReplyTo = [T.ownID(7)] }, .ignored, by: "blocked",
            rules: T.blocking(Blocklist(senders: ["ann@customer.example"])), T.signed7),
        row(
            "a blocked sender is looked at where From is missing",
            "Without From the Sender field is who sent it.",
            T.mail(from: nil) { $0.sender = Contact(address: "spam@bulk.example") }, .ignored,
            by: "blocked", rules: T.blocking(Blocklist(domains: ["bulk.example"]))),
        newTicket(
            "a block list does not look at Reply-To",
            "A form's visitor of a blocked domain is the form's sender's business; From decides.",
            T.mail { $0.replyTo = [Contact(address: "x@spam.example")] },
            rules: T.blocking(Blocklist(domains: ["spam.example"]))),
        row(
            "automatic mail of a blocked sender is told by its own rule",
            "Autogenerated is asked first, so the ledger names the header that gave it away.",
            T.letter("Auto-Submitted: auto-generated"), .ignored, by: "autogenerated",
            rules: T.blocking(Blocklist(senders: ["ann@customer.example"]))),
        newTicket(
            "a mail without any sender is blocked by nothing",
            "No address, no match; it becomes a ticket that a person looks at.",
            T.mail(from: nil), rules: T.blocking(Blocklist(domains: ["example"]))),
    ]
}

extension ReceivedMail {
    func with(_ change: (inout ReceivedMail) -> Void) -> ReceivedMail {
        var mail = self
        change(&mail)
        return mail
    }
}
