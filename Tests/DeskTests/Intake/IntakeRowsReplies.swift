import Desk

extension IntakeRows {
    private typealias T = IntakeTable

    private static let boss = Contact(address: "boss@customer.example")
    private static let mallory = Contact(name: "Mallory", address: "mallory@evil.example")
    private static let olga = Contact(name: "Olga", address: "olga@desk.example")
    private static let vouched = AuthenticationResults(
        checks: [.init(.dmarc, .pass, domain: "desk.example")], server: T.gate)
    private static let refuted = AuthenticationResults(
        checks: [.init(.dmarc, .fail, domain: "desk.example")], server: T.gate)
    private static let unproven = AuthenticationResults(
        checks: [.init(.spf, .none)], server: T.gate)

    static let replies: [IntakeRow] = [
        // MARK: Signed evidence
        row(
            "a signed reply address finds the ticket, whoever writes",
            "The strongest evidence: nobody but us can make it (P19).",
            T.mail(from: boss, to: [Contact(address: T.plus(7))]), .reply(7),
            by: "reply: signed address", T.signed7),
        row(
            "a signed reply address in Cc counts too",
            "Reply-all puts us into Cc as often as into To.",
            T.mail(from: boss) { $0.cc = [Contact(address: T.plus(7))] }, .reply(7),
            by: "reply: signed address", T.signed7),
        row(
            "a signed reply address that only the receiving server noted counts",
            "Bcc and aliases: Delivered-To has what To does not.",
            T.mail(from: boss) { $0.deliveredTo = [T.plus(7)] }, .reply(7),
            by: "reply: signed address", T.signed7),
        row(
            "a signed reply address in capitals is read",
            "Mail systems change the case of addresses on the way.",
            T.mail(from: boss, to: [Contact(address: T.plus(7).uppercased())]), .reply(7),
            by: "reply: signed address", T.signed7),
        newTicket(
            "a reply address that somebody made up finds nothing",
            "Zammad #5064: any stranger with a number could write into a ticket.",
            T.mail(to: [Contact(address: "support+t7-abcdef-k3v9x2ab@desk.example")]),
            says: "did not sign it", T.knows7),
        newTicket(
            "a reply address of another desk's instance finds nothing here",
            "FreeScout #4258: another installation's ids led into the wrong conversation.",
            T.mail(to: [Contact(address: "support+t7-sig1-otherone@other.example")]), T.knows7),
        row(
            "our signed Message-ID in In-Reply-To finds the ticket, whoever writes",
            "A colleague to whom the answer was forwarded may go on (FreeScout #2086).",
            T.mail(from: boss) { $0.inReplyTo = [T.ownID(7)] }, .reply(7),
            by: "reply: own Message-ID", T.signed7),
        row(
            "our signed Message-ID deep in References finds the ticket",
            "In-Reply-To is often the other client's; References keep ours.",
            T.mail(from: boss) {
                $0.inReplyTo = ["x@customer.example"]
                $0.references = [T.ownID(7), "y@customer.example", "x@customer.example"]
            }, .reply(7), by: "reply: own Message-ID", T.signed7),
        newTicket(
            "our Message-ID with another ticket's number is no evidence",
            "The signature covers the number; counting up must not open other tickets.",
            T.mail { $0.inReplyTo = [T.ownID(8)] }, says: "did not sign it"
        ) {
            T.signed7(&$0)
            $0.candidates[8] = T.open7
        },
        row(
            "the signed address is stronger than the references",
            "The order of §4.2(6): address, own id, other ids, tag.",
            T.mail(to: [Contact(address: T.plus(8))]) { $0.references = [T.ownID(7)] }, .reply(8),
            by: "reply: signed address"
        ) {
            T.signed7(&$0)
            $0.candidates[8] = T.open7
            $0.honouredClaims.append(T.claim(8, .plusAddress))
        },
        row(
            "our signed id is stronger than a subject tag",
            "People change subjects, also to another ticket's; the thread says where it belongs.",
            T.mail(subject: "Re: [#8] the other thing") { $0.inReplyTo = [T.ownID(7)] }, .reply(7),
            by: "reply: own Message-ID"
        ) {
            T.signed7(&$0)
            $0.candidates[8] = T.open7
        },
        row(
            "our signed id is stronger than another mail's id",
            "References mix threads; what we signed counts before what anybody has.",
            T.mail { $0.references = ["first@customer.example", T.ownID(7)] }, .reply(7),
            by: "reply: own Message-ID"
        ) {
            T.signed7(&$0)
            $0.candidates[8] = T.open7
            $0.ticketsByMessageID = ["first@customer.example": 8]
        },
        row(
            "of two signed ids the nearest decides",
            "A mail that answers the later of two tickets belongs to the later.",
            T.mail { $0.references = [T.ownID(8), T.ownID(7)] }, .reply(7),
            by: "reply: own Message-ID"
        ) {
            T.signed7(&$0)
            $0.candidates[8] = T.open7
            $0.honouredClaims.append(T.claim(8, .messageID))
        },
        row(
            "of two signed ids one whose ticket was deleted does not hide the other",
            "A deleted ticket's id in front once made a new ticket of every reply.",
            T.mail {
                $0.inReplyTo = [T.ownID(8)]
                $0.references = [T.ownID(7), T.ownID(8)]
            }, .reply(7), by: "reply: own Message-ID"
        ) {
            T.signed7(&$0)
            $0.candidates[8] = T.deleted
            $0.honouredClaims.append(T.claim(8, .messageID))
        },
        row(
            "a signed address of a deleted ticket does not hide a signed id of a living one",
            "Each kind of evidence is asked in turn; a dead end goes on to the next.",
            T.mail(to: [Contact(address: T.plus(8))]) { $0.inReplyTo = [T.ownID(7)] }, .reply(7),
            by: "reply: own Message-ID", says: "was deleted"
        ) {
            T.signed7(&$0)
            $0.candidates[8] = T.deleted
            $0.honouredClaims.append(T.claim(8, .plusAddress))
        },
        row(
            "a signed reply from a look-alike address lands on the ticket all the same",
            "Evidence is the signature; who wrote is shown and marked beside it (opening 7).",
            T.mail(from: Contact(address: "ann@custorner.example")) { $0.inReplyTo = [T.ownID(7)] },
            .reply(7), by: "reply: own Message-ID", T.signed7),
        row(
            "a signed reply with an empty subject lands on the ticket",
            "Mobile clients drop subjects; the header is enough.",
            T.mail(subject: "") { $0.inReplyTo = [T.ownID(7)] }, .reply(7),
            by: "reply: own Message-ID", T.signed7),
        row(
            "a reply in another mailbox than the ticket's lands on the ticket",
            "Matching is across mailboxes; the mailbox only routes new tickets (FreeScout #5590).",
            T.mail(to: [Contact(address: "sales@desk.example")]) { $0.inReplyTo = [T.ownID(7)] },
            .reply(7), by: "reply: own Message-ID", rules: T.noDefault, T.signed7),

        // MARK: Other Message-IDs
        row(
            "a participant who answers another participant lands on the same ticket",
            "CC people answer before us: FreeScout #2086, GitLab #337608 (P20).",
            T.mail { $0.references = ["first@customer.example"] }, .reply(7),
            by: "reply: References", says: "is on that ticket"
        ) {
            T.knows7(&$0)
            $0.ticketsByMessageID = ["first@customer.example": 7]
        },
        row(
            "an id that a stored mail only refers to leads to its ticket",
            "Every id in References is indexed, also those never received (P20).",
            T.mail { $0.inReplyTo = ["never-seen@customer.example"] }, .reply(7),
            by: "reply: References"
        ) {
            T.knows7(&$0)
            $0.ticketsByMessageID = ["never-seen@customer.example": 7]
        },
        newTicket(
            "a stranger who names a known Message-ID gets a new ticket with a possible match",
            "Ids are in every forwarded mail; they are no key (FreeScout #3231, P19).",
            T.mail(from: mallory) { $0.references = ["first@customer.example"] },
            says: "possible match", possibleMatch: 7
        ) {
            T.knows7(&$0)
            $0.ticketsByMessageID = ["first@customer.example": 7]
        },
        row(
            "an operator who answers a known mail lands on its ticket",
            "Operators are on every ticket; they write from their own mail program.",
            T.mail(from: olga) { $0.references = ["first@customer.example"] }, .reply(7),
            by: "reply: References", says: "is an operator"
        ) {
            T.knows7(&$0)
            $0.ticketsByMessageID = ["first@customer.example": 7]
            $0.isSenderStaff = true
        },
        newTicket(
            "an operator whom the receiving server does not vouch for is no operator",
            "Where senders are checked, a colleague's name in From is not enough (P19).",
            T.mail(from: olga) {
                $0.references = ["first@customer.example"]
                $0.authentication = unproven
            }, says: "possible match", possibleMatch: 7
        ) {
            T.knows7(&$0)
            $0.ticketsByMessageID = ["first@customer.example": 7]
            $0.isSenderStaff = true
        },
        row(
            "an operator whom the receiving server vouches for is one",
            "The same mail with a passing DMARC lands on the ticket.",
            T.mail(from: olga) {
                $0.references = ["first@customer.example"]
                $0.authentication = vouched
            }, .reply(7), by: "reply: References"
        ) {
            T.knows7(&$0)
            $0.ticketsByMessageID = ["first@customer.example": 7]
            $0.isSenderStaff = true
        },
        newTicket(
            "a participant whom DMARC disproves is a stranger",
            "GitLab #349329: spoofing a participant must not be enough to write into a ticket.",
            T.letter(
                "Authentication-Results: mx.desk.example; dmarc=fail header.from=customer.example\n"
                    + "References: <first@customer.example>"),
            says: "did not send it", possibleMatch: 7
        ) {
            T.knows7(&$0)
            $0.ticketsByMessageID = ["first@customer.example": 7]
        },
        row(
            "a participant of whom the receiving server says nothing is a participant",
            "Small domains have no DMARC; missing proof is no disproof.",
            T.letter(
                "Authentication-Results: mx.desk.example; spf=none\n"
                    + "References: <first@customer.example>"), .reply(7), by: "reply: References"
        ) {
            T.knows7(&$0)
            $0.ticketsByMessageID = ["first@customer.example": 7]
        },
        row(
            "a verdict that the sender wrote into their own mail disproves nothing",
            "Only servers that the administrator named are believed (RFC 8601 §7.1).",
            T.letter(
                "Authentication-Results: mx.evil.example; dmarc=fail header.from=customer.example\n"
                    + "References: <first@customer.example>"), .reply(7), by: "reply: References"
        ) {
            T.knows7(&$0)
            $0.ticketsByMessageID = ["first@customer.example": 7]
        },
        newTicket(
            "References to mail of a deleted ticket start a new one without a match",
            "A tombstone is no match: there is nothing to show (P17).",
            T.mail { $0.references = ["first@customer.example"] }
        ) {
            $0.candidates = [7: T.deleted]
            $0.ticketsByMessageID = ["first@customer.example": 7]
        },
        row(
            "of two known ids one on a living ticket counts",
            "References over a deleted and a living ticket belong to the living one.",
            T.mail { $0.references = ["a@customer.example", "b@customer.example"] }, .reply(7),
            by: "reply: References"
        ) {
            T.knows7(&$0)
            $0.candidates[8] = T.deleted
            $0.ticketsByMessageID = ["b@customer.example": 8, "a@customer.example": 7]
        },
        newTicket(
            "References to mail that nobody knows are a new matter",
            "A thread that began elsewhere is new here; no guess by subject.",
            T.mail(subject: "Re: My printer") { $0.references = ["other@customer.example"] },
            says: "No stored mail"),
        row(
            "a participant in another case of letters is the same",
            "Participants are compared lower-cased.",
            T.mail(from: Contact(address: "Ann@Customer.EXAMPLE")) {
                $0.references = ["first@customer.example"]
            }, .reply(7), by: "reply: References"
        ) {
            T.knows7(&$0)
            $0.ticketsByMessageID = ["first@customer.example": 7]
        },
        newTicket(
            "who is only named in Reply-To is no participant",
            "FreeScout #4287: Reply-To is the sender's own word; From decides who writes.",
            T.mail(from: mallory) {
                $0.replyTo = [T.ann]
                $0.references = ["first@customer.example"]
            }, possibleMatch: 7
        ) {
            T.knows7(&$0)
            $0.ticketsByMessageID = ["first@customer.example": 7]
        },
        newTicket(
            "who was blind-copied and answers is a stranger to the ticket",
            "FreeScout #2382: the Bcc replier became the customer; here a person decides.",
            T.mail(from: boss) { $0.references = ["first@customer.example"] }, possibleMatch: 7
        ) {
            T.knows7(&$0)
            $0.ticketsByMessageID = ["first@customer.example": 7]
        },

        // MARK: Subject tags
        row(
            "a participant's subject tag finds the ticket",
            "Mail programs that drop References keep the subject.",
            T.mail(subject: "Re: My printer [#7]"), .reply(7), by: "reply: subject tag", T.knows7),
        row(
            "a tag anywhere in the subject is found",
            "People put words behind the tag and in front of it.",
            T.mail(subject: "AW: [#7] printer (urgent)"), .reply(7), by: "reply: subject tag",
            T.knows7),
        newTicket(
            "a stranger with a ticket number gets a new ticket with a possible match",
            "The acceptance list; Zammad #5064 (P19).",
            T.mail(from: mallory, subject: "Re: My printer [#7]"), possibleMatch: 7, T.knows7),
        row(
            "an operator's subject tag finds the ticket",
            "Operators write the number by hand; they may.",
            T.mail(from: olga, subject: "Fwd: [#7] see below"), .reply(7), by: "reply: subject tag"
        ) {
            T.knows7(&$0)
            $0.isSenderStaff = true
        },
        newTicket(
            "a tag of a ticket that does not exist is only a subject",
            "Order numbers look like tags: [#99].", T.mail(subject: "Re: order [#99]")),
        newTicket(
            "a number without the tag's form is no tag",
            "“#7” and “[7]” stand in every second subject.",
            T.mail(subject: "Printer #7 on floor [7]"), T.knows7),
        newTicket(
            "a foreign tracker's tag is not ours",
            "Zammad #3022: other systems write [JIRA-7] and [Ticket#7].",
            T.mail(subject: "[JIRA-7] [Ticket#7] printer"), T.knows7),
        row(
            "of two tags the one of a living ticket counts",
            "Subjects collect tags over the years; dead ones are passed over.",
            T.mail(subject: "Re: x [#8] [#7]"), .reply(7), by: "reply: subject tag"
        ) {
            T.knows7(&$0)
            $0.candidates[8] = T.deleted
        },
        newTicket(
            "a tag of a deleted ticket starts a new one",
            "A deleted ticket does not come back by its number (P17).",
            T.mail(subject: "Re: x [#7]")
        ) { $0.candidates = [7: T.deleted] },
        newTicket(
            "an absurdly long number is no tag",
            "What no ticket can have must not reach the database.",
            T.mail(subject: "[#99999999999999999999]")),
        row(
            "weak evidence of two kinds for the same ticket is one reply",
            "References and tag agree; the stronger is named.",
            T.mail(subject: "Re: x [#7]") { $0.references = ["first@customer.example"] },
            .reply(7), by: "reply: References"
        ) {
            T.knows7(&$0)
            $0.ticketsByMessageID = ["first@customer.example": 7]
        },

        // MARK: Closed and deleted tickets
        row(
            "a reply to a closed ticket goes to it",
            "§4.5: it opens again, however old, unless an age is set.",
            T.mail { $0.inReplyTo = [T.ownID(7)] }, .reply(7), by: "reply: own Message-ID"
        ) {
            T.signed7(&$0)
            $0.candidates[7] = T.closed(days: 400)
        },
        row(
            "past the set age, a reply to a closed ticket starts a linked new one",
            "§4.5: a year-old ticket is another matter; the link keeps the history.",
            T.mail { $0.inReplyTo = [T.ownID(7)] }, .newTicket(1, possibleMatch: nil),
            by: "routing: earlier ticket", says: "more than 30 days ago", follows: 7,
            rules: T.reopening(within: 30)
        ) {
            T.signed7(&$0)
            $0.candidates[7] = T.closed(days: 31)
        },
        row(
            "on the last day of the set age a reply still opens the ticket",
            "The age itself is within it; off by one closes the door a day early.",
            T.mail { $0.inReplyTo = [T.ownID(7)] }, .reply(7), by: "reply: own Message-ID",
            rules: T.reopening(within: 30)
        ) {
            T.signed7(&$0)
            $0.candidates[7] = T.closed(days: 30)
        },
        row(
            "the age counts from the closing, not from the last mail",
            "An open ticket is never too old, whatever its history.",
            T.mail { $0.inReplyTo = [T.ownID(7)] }, .reply(7), by: "reply: own Message-ID",
            rules: T.reopening(within: 1), T.signed7),
        row(
            "a follow-up goes to the project of the earlier ticket",
            "The keyword would route it elsewhere, but it goes on from a ticket that has a project.",
            T.mail(subject: "Re: invoice") { $0.inReplyTo = [T.ownID(7)] },
            .newTicket(1, possibleMatch: nil), by: "routing: earlier ticket", follows: 7,
            rules: T.reopening(within: 30)
        ) {
            T.signed7(&$0)
            $0.candidates[7] = T.closed(days: 90)
        },
        row(
            "a follow-up works in a mailbox without a default project",
            "The earlier ticket says where it belongs; it must not fail for want of a default.",
            T.mail { $0.inReplyTo = [T.ownID(7)] }, .newTicket(1, possibleMatch: nil),
            by: "routing: earlier ticket", follows: 7,
            rules: IntakeRules(
                projects: [Project(id: 1, name: "Support", reopenWithinDays: 30)])
        ) {
            T.signed7(&$0)
            $0.candidates[7] = T.closed(days: 31)
        },
        row(
            "weaker evidence does not lead a follow-up to another ticket",
            "What is signed for a closed ticket must not land on the one whose number stands in the subject.",
            T.mail(subject: "Re: x [#8]") { $0.inReplyTo = [T.ownID(7)] },
            .newTicket(1, possibleMatch: nil), by: "routing: earlier ticket", follows: 7,
            rules: T.reopening(within: 30)
        ) {
            T.signed7(&$0)
            $0.candidates[7] = T.closed(days: 31)
            $0.candidates[8] = T.open7
        },
        row(
            "a participant's old reference past the age starts a linked ticket too",
            "The age holds for every kind of evidence, not only for signed ids.",
            T.mail { $0.references = ["first@customer.example"] },
            .newTicket(1, possibleMatch: nil), by: "routing: earlier ticket", follows: 7,
            rules: T.reopening(within: 30)
        ) {
            $0.candidates[7] = T.closed(days: 31)
            $0.ticketsByMessageID = ["first@customer.example": 7]
        },
        newTicket(
            "a stranger's old reference past the age is a possible match and no follow-up",
            "A stranger does not go on from a ticket either.",
            T.mail(from: mallory) { $0.references = ["first@customer.example"] }, possibleMatch: 7,
            rules: T.reopening(within: 30)
        ) {
            $0.candidates[7] = T.closed(days: 31)
            $0.ticketsByMessageID = ["first@customer.example": 7]
        },
        newTicket(
            "a reply to a deleted ticket starts a new one",
            "Chatwoot #12054: deleted conversations came back by their next mail.",
            T.mail { $0.inReplyTo = [T.ownID(7)] }, says: "was deleted"
        ) {
            $0.honouredClaims = [T.claim(7, .messageID)]
            $0.candidates = [7: T.deleted]
        },
        newTicket(
            "a reply to a ticket that never was starts a new one",
            "A signed claim of a database that was restored from before has no ticket.",
            T.mail { $0.inReplyTo = [T.ownID(7)] }
        ) { $0.honouredClaims = [T.claim(7, .messageID)] },
    ]

    // MARK: Routing

    static let routing: [IntakeRow] = [
        row(
            "a keyword routes, whatever its case",
            "§4.2(7): case-insensitive whole words by default.",
            T.mail(subject: "Wrong INVOICE 12"),
            .newTicket(2, possibleMatch: nil), by: "routing: keyword", says: "invoice"),
        newTicket(
            "a keyword inside a longer word does not route",
            "“invoices” is not “invoice”; substring matches route half the mail wrongly.",
            T.mail(subject: "All invoices")),
        row(
            "a keyword of several words routes", "A phrase is matched as it stands.",
            T.mail(subject: "mahnung nr. 5"), .newTicket(2, possibleMatch: nil),
            by: "routing: keyword"),
        row(
            "a case-sensitive keyword routes in its case", "The option of §4.2(7).",
            T.mail(subject: "RMA 17"), .newTicket(3, possibleMatch: nil), by: "routing: keyword"),
        newTicket(
            "a case-sensitive keyword in another case does not",
            "“rma” may be a name; the option says that case counts.", T.mail(subject: "rma 17")),
        row(
            "a keyword at the very end routes", "A word ends where the subject ends.",
            T.mail(subject: "Question about my invoice"), .newTicket(2, possibleMatch: nil),
            by: "routing: keyword"),
        row(
            "a keyword in brackets routes", "Punctuation ends a word.",
            T.mail(subject: "Re: [invoice] 5"), .newTicket(2, possibleMatch: nil),
            by: "routing: keyword"),
        row(
            "a keyword with a dash behind it routes", "“invoice-12” begins with the word.",
            T.mail(subject: "invoice-12"), .newTicket(2, possibleMatch: nil), by: "routing: keyword"
        ),
        newTicket(
            "a keyword with a digit glued to it does not route",
            "“invoice2” is another word: digits belong to words.", T.mail(subject: "invoice2")),
        row(
            "a keyword with an umlaut routes whole words",
            "Word edges are those of Unicode, not of ASCII.",
            T.mail(subject: "Frage zur Prüfung"), .newTicket(4, possibleMatch: nil),
            by: "routing: keyword", rules: umlaut),
        newTicket(
            "a keyword before an umlaut is inside a word",
            "“Prüf” must not match in “Prüfüng” by an ASCII edge.",
            T.mail(subject: "Prüfungsangst"),
            rules: umlaut),
        row(
            "a keyword in Chinese routes",
            "The simple case: the subject is the word.",
            T.mail(subject: "发票"), .newTicket(4, possibleMatch: nil), by: "routing: keyword",
            rules: umlaut),
        row(
            "a keyword within a Chinese sentence routes",
            "Scripts without spaces have no word edges; asking for them would never match.",
            T.mail(subject: "请给我开发票好吗"), .newTicket(4, possibleMatch: nil),
            by: "routing: keyword", rules: umlaut),
        row(
            "a keyword is stronger than a sender address", "The order of §4.2(7).",
            T.mail(from: Contact(address: "bank@example.net"), subject: "RMA 17"),
            .newTicket(3, possibleMatch: nil), by: "routing: keyword"),
        row(
            "two projects with keywords in one subject go by their order",
            "Ties go by explicit project order: Billing has the smaller number.",
            T.mail(subject: "RMA for invoice 12"), .newTicket(2, possibleMatch: nil),
            by: "routing: keyword"),
        row(
            "a sender address routes", "An exact address, in any case of letters.",
            T.mail(from: Contact(address: "Bank@Example.net")), .newTicket(2, possibleMatch: nil),
            by: "routing: sender address"),
        row(
            "a sender address is stronger than a domain",
            "An address says more than the domain that it is of.",
            T.mail(from: Contact(address: "ceo@example.com")), .newTicket(5, possibleMatch: nil),
            by: "routing: sender address",
            rules: IntakeRules(
                projects: [
                    T.support, T.hardware,
                    Project(id: 5, name: "VIP", order: 9, senderAddresses: ["ceo@example.com"]),
                ], defaultProject: 1)),
        row(
            "the longest domain wins over the order",
            "§4.2(7): longest suffix, though Hardware has example.com.",
            T.mail(from: Contact(address: "x@eu.pay.example.com")),
            .newTicket(2, possibleMatch: nil), by: "routing: sender domain"),
        row(
            "a shorter domain routes what is left", "Sub-domains are included.",
            T.mail(from: Contact(address: "x@shop.example.com")),
            .newTicket(3, possibleMatch: nil), by: "routing: sender domain"),
        row(
            "the domain itself routes", "Not only its sub-domains.",
            T.mail(from: Contact(address: "x@example.com")), .newTicket(3, possibleMatch: nil),
            by: "routing: sender domain"),
        newTicket(
            "a domain that only ends like a project's does not route",
            "notexample.com is somebody else's.", T.mail(from: Contact(address: "x@notexample.com"))
        ),
        row(
            "two projects of the same domain go by their order",
            "Equally long suffixes are a tie; the smaller number wins.",
            T.mail(from: Contact(address: "x@same.example")), .newTicket(7, possibleMatch: nil),
            by: "routing: sender domain",
            rules: IntakeRules(projects: [
                Project(id: 6, name: "B", order: 2, senderDomains: ["same.example"]),
                Project(id: 7, name: "A", order: 1, senderDomains: ["same.example"]),
            ])),
        row(
            "two projects of the same order go by their number",
            "A tie of ties still has one answer, the same every time.",
            T.mail(from: Contact(address: "x@same.example")), .newTicket(6, possibleMatch: nil),
            by: "routing: sender domain",
            rules: IntakeRules(projects: [
                Project(id: 7, name: "A", senderDomains: ["same.example"]),
                Project(id: 6, name: "B", senderDomains: ["same.example"]),
            ])),
        row(
            "the visitor of a web form routes, not the form",
            "Whom we answer is who the ticket is of; the form's own address says nothing.",
            T.mail(from: T.desk) { $0.replyTo = [Contact(address: "x@shop.example.com")] },
            .newTicket(3, possibleMatch: nil), by: "routing: sender domain"),
        row(
            "an inactive project's keyword routes nowhere",
            "§5: off means that no mail is routed there any more.",
            T.mail(subject: "invoice 5"), .newTicket(1, possibleMatch: nil),
            by: "routing: mailbox default",
            rules: IntakeRules(
                projects: [
                    T.support,
                    Project(id: 2, name: "Billing", isActive: false, keywords: ["invoice"]),
                ], defaultProject: 1)),
        row(
            "an inactive default project is none",
            "Mail must not vanish into a project that nobody looks at.", T.mail(), .failed,
            by: "routing: mailbox default",
            rules: IntakeRules(
                projects: [Project(id: 1, name: "Old", isActive: false)], defaultProject: 1)),
        row(
            "without a default project the mail is a failure with a reason",
            "§4.2(7): failure, for a person to look at; never a silent drop.", T.mail(), .failed,
            by: "routing: mailbox default", rules: T.noDefault),
        row(
            "without any project the mail is a failure",
            "The first mail may come before the first project is made.", T.mail(), .failed,
            by: "routing: mailbox default", rules: IntakeRules()),
        row(
            "a mail without a sender is routed by its subject",
            "Missing headers must not end routing early.",
            ReceivedMail(from: nil, subject: "invoice"), .newTicket(2, possibleMatch: nil),
            by: "routing: keyword"),
        row(
            "a mail without a subject is routed by its sender",
            "An empty subject has no keyword and no tag.",
            T.mail(from: Contact(address: "bank@example.net"), subject: ""),
            .newTicket(2, possibleMatch: nil), by: "routing: sender address"),
        newTicket(
            "an empty keyword routes nothing",
            "A blank line in the settings once routed every mail to one project.", T.mail(),
            rules: IntakeRules(
                projects: [T.support, Project(id: 2, name: "B", order: 0, keywords: ["", " "])],
                defaultProject: 1)),
        newTicket(
            "an empty domain routes nothing",
            "The same for domains: every address ends with nothing.", T.mail(),
            rules: IntakeRules(
                projects: [T.support, Project(id: 2, name: "B", order: 0, senderDomains: [""])],
                defaultProject: 1)),
        newTicket(
            "an address without an at-sign is of no domain",
            "Broken senders must not crash the matcher.",
            T.mail(from: Contact(address: "example.com"))),
    ]

    private static let umlaut = IntakeRules(
        projects: [
            T.support,
            Project(id: 4, name: "Prüfungen", order: 1, keywords: ["prüfung", "发票", "Prüf"]),
        ], defaultProject: 1)
}
