import Desk
import MIME
import Testing

/// A report as one mail system writes it, and what must be read from it.
struct BounceCase: Sendable, CustomStringConvertible {
    var system: String
    var from: String
    var subject: String
    var text: String
    var kind = MailReport.Kind.bounce
    var recipient = "ann@client.example"
    var status: String?
    var code: String?
    var reason: BounceReason

    var description: String { system }

    var message: MIME.Message {
        MIME.Message(
            Array(
                """
                Return-Path: <>
                From: \(from)
                To: support@desk.example
                Subject: \(subject)
                MIME-Version: 1.0
                Content-Type: text/plain; charset=utf-8
                Content-Transfer-Encoding: 8bit

                \(text)
                """.utf8))
    }
}

@Suite("A bounce")
struct BounceTests {
    static let returned = """
        Return-Path: <support@desk.example>
        Message-ID: <t7.abc@desk.example>
        From: support@desk.example
        To: ann@client.example
        Subject: Your ticket
        """

    static let cases: [BounceCase] = [
        BounceCase(
            system: "qmail", from: "MAILER-DAEMON@mx.example", subject: "failure notice",
            text: """
                Hi. This is the qmail-send program at mx.example.
                I'm afraid I wasn't able to deliver your message to the following addresses.
                This is a permanent error; I've given up. Sorry it didn't work out.

                <ann@client.example>:
                192.0.2.1 does not like recipient.
                Remote host said: 550 5.1.1 <ann@client.example>: User unknown
                Giving up on 192.0.2.1.

                --- Below this line is a copy of the message.

                \(returned)
                """, status: "5.1.1", code: "550", reason: .userUnknown),
        BounceCase(
            system: "Exim", from: "Mail Delivery System <Mailer-Daemon@mx.example>",
            subject: "Mail delivery failed: returning message to sender",
            text: """
                This message was created automatically by mail delivery software.

                A message that you sent could not be delivered to one or more of its
                recipients. This is a permanent error. The following address(es) failed:

                  ann@client.example
                    SMTP error from remote mail server after RCPT TO:<ann@client.example>:
                    host mx.client.example [192.0.2.1]: 552 5.2.2 Mailbox size limit exceeded

                ------ This is a copy of the message, including all the headers. ------

                \(returned)
                """, status: "5.2.2", code: "552", reason: .mailboxFull),
        BounceCase(
            system: "Exim, names nobody's domain",
            from: "Mail Delivery System <Mailer-Daemon@mx.example>",
            subject: "Mail delivery failed: returning message to sender",
            text: """
                This message was created automatically by mail delivery software.
                A message that you sent could not be delivered to one or more of its
                recipients. The following address(es) failed:

                  ann@client.example
                    all relevant MX records point to non-existent hosts
                """, reason: .hostUnknown),
        BounceCase(
            system: "Exim's warning", from: "Mail Delivery System <Mailer-Daemon@mx.example>",
            subject: "Warning: message 1abc-def delayed 24 hours",
            text: """
                This message was created automatically by mail delivery software.
                A message that you sent has not yet been delivered to one or more of its
                recipients after more than 24 hours on the queue.

                The address to which the message has not yet been delivered is:

                  ann@client.example
                    Delay reason: Connection timed out

                No action is required on your part.
                """, kind: .delayWarning, reason: .expired),
        BounceCase(
            system: "sendmail", from: "Mail Delivery Subsystem <MAILER-DAEMON@mx.example>",
            subject: "Returned mail: see transcript for details",
            text: """
                The original message was received at Fri, 3 May 2024 10:12:44 +0200
                from desk.example [192.0.2.9]

                   ----- The following addresses had permanent fatal errors -----
                <ann@client.example>
                    (reason: 550 5.7.1 Message rejected as spam by Content Filtering.)

                   ----- Transcript of session follows -----
                ... while talking to mx.client.example.:
                >>> DATA
                <<< 550 5.7.1 Message rejected as spam by Content Filtering.
                554 5.0.0 Service unavailable
                """, status: "5.7.1", code: "550", reason: .spamDetected),
        BounceCase(
            system: "sendmail of old", from: "Mail Delivery Subsystem <MAILER-DAEMON@mx.example>",
            subject: "Returned mail: User unknown",
            text: """
                   ----- Transcript of session follows -----
                While talking to mx.client.example:
                >>> RCPT To:<ann@client.example>
                <<< 550 <ann@client.example>... User unknown
                550 <ann@client.example>... User unknown

                   ----- Unsent message follows -----
                \(returned)
                """, code: "550", reason: .userUnknown),
        BounceCase(
            system: "Exchange 5.5", from: "System Administrator <postmaster@client.example>",
            subject: "Undeliverable: Your ticket",
            text: """
                Your message

                  To:      Ann
                  Subject: Your ticket
                  Sent:    Fri, 3 May 2002 10:12:44 +0200

                did not reach the following recipient(s):

                ann@client.example on Fri, 3 May 2002 10:13:01 +0200
                    The recipient name is not recognized
                    The MTS-ID of the original message is: c=us;a= ;p=client;l=MX0205030813
                    MSEXCH:IMS:CLIENT:SITE:MX 0 (000C05A6) Unknown Recipient
                """, reason: .userUnknown),
        BounceCase(
            system: "Domino", from: "Postmaster@client.example",
            subject:
                "DELIVERY FAILURE: User ann (ann@client.example) not listed in Domino Directory",
            text: """
                Your message

                  Subject: Your ticket

                was not delivered to:

                  ann@client.example

                because:

                  User ann (ann@client.example) not listed in Domino Directory
                """, reason: .userUnknown),
        BounceCase(
            system: "GroupWise", from: "Mailer-Daemon@gw.client.example",
            subject: "Message status - undeliverable",
            text: """
                The message that you sent was undeliverable to the following:
                \tann@client.example (user not found)
                """, reason: .userUnknown),
        BounceCase(
            system: "Gmail of old", from: "Mail Delivery Subsystem <mailer-daemon@googlemail.com>",
            subject: "Delivery Status Notification (Failure)",
            text: """
                Delivery to the following recipient failed permanently:

                     ann@client.example

                Technical details of permanent failure:
                Google tried to deliver your message, but it was rejected by the recipient domain. The error that
                the other server returned was: 550 550 5.7.26 Unauthenticated email is not accepted due to
                domain's DMARC policy (state 18).

                ----- Original message -----
                \(returned)
                """, status: "5.7.26", code: "550", reason: .filtered),
        BounceCase(
            system: "Yahoo", from: "MAILER-DAEMON@yahoo.example", subject: "Failure Notice",
            text: """
                Sorry, we were unable to deliver your message to the following address.

                <ann@client.example>:
                Remote host said: 554 5.7.1 Client host [192.0.2.9] blocked using a list [RCPT_TO]

                --- Below this line is a copy of the message.
                \(returned)
                """, status: "5.7.1", code: "554", reason: .blocked),
        BounceCase(
            system: "GMX", from: "MAILER-DAEMON@gmx.example",
            subject: "Mail delivery failed: returning message to sender",
            text: """
                This message was created automatically by mail delivery software.

                A message that you sent could not be delivered to one or more of
                its recipients. This is a permanent error. The following address
                failed:

                "ann@client.example":
                SMTP error from remote server after RCPT command:
                host: mx.client.example
                5.2.1 Account has been suspended

                --- The header of the original message is following. ---
                \(returned)
                """, status: "5.2.1", reason: .suspended),
        BounceCase(
            system: "OpenSMTPD", from: "Mailer Daemon <MAILER-DAEMON@mx.example>",
            subject: "Delivery status notification: error",
            text: """
                    Hi!

                    This is the MAILER-DAEMON, please DO NOT REPLY to this e-mail.

                    An error has occurred while attempting to deliver a message for
                    the following list of recipients:

                ann@client.example: 554 5.4.6 Too many hops

                    Below is a copy of the original message:

                \(returned)
                """, status: "5.4.6", code: "554", reason: .networkError),
        BounceCase(
            system: "DragonFly", from: "MAILER-DAEMON <>", subject: "Mail delivery failed",
            text: """
                This is the DragonFly Mail Agent v0.13 at mx.example.

                There was an error delivering your mail to <ann@client.example>.

                mx.client.example [192.0.2.1] did not like our RCPT TO:
                550 5.7.25 The sending IP address has no PTR record

                Message headers follow.

                \(returned)
                """, status: "5.7.25", code: "550", reason: .requiresPTR),
        BounceCase(
            system: "IMail", from: "Postmaster <postmaster@client.example>",
            subject: "Undeliverable Mail",
            text: """
                Unknown user: ann@client.example

                Original message follows.

                \(returned)
                """, reason: .userUnknown),
        BounceCase(
            system: "MailMarshal", from: "postmaster@client.example",
            subject: "Undeliverable Mail: \"Your ticket\"",
            text: """
                Your message:
                   From:    support@desk.example
                   Subject: Your ticket

                Could not be delivered because of

                552 5.3.4 Message size exceeds fixed limit

                The following recipients were affected:
                    ann@client.example
                """, status: "5.3.4", code: "552", reason: .messageTooBig),
        BounceCase(
            system: "m-FILTER", from: "POSTMASTER <postmaster@client.example>",
            subject: "failure notice",
            text: """
                このメールは自動的に生成して送信しています。
                以下のメールアドレスへの送信に失敗しました。

                ann@client.example

                -------server message
                550 5.1.1 <ann@client.example>: Recipient address rejected: User unknown in local recipient table
                -------SMTP command
                DATA
                -------original message
                \(returned)
                """, status: "5.1.1", code: "550", reason: .userUnknown),
        BounceCase(
            system: "Sun Messaging Server", from: "Internet Mail Delivery <postmaster@mx.example>",
            subject: "Delivery Notification: Delivery has failed",
            text: """
                This report relates to a message you sent with the following header fields:

                  Message-id: <t7.abc@desk.example>
                  Subject: Your ticket

                Your message cannot be delivered to the following recipients:

                  Recipient address: ann@client.example
                  Reason: Illegal host/domain name found
                """, reason: .hostUnknown),
        BounceCase(
            system: "Zoho", from: "mailer-daemon@zoho.example",
            subject: "Undelivered Mail Returned to Sender",
            text: """
                This message was created automatically by mail delivery software.
                A message that you sent could not be delivered to one or more of its recipients. This is a permanent error.

                ann@client.example Invalid Address, ERROR_CODE :550, ERROR_CODE :5.1.1 User unknown
                """, status: "5.1.1", code: "550", reason: .userUnknown),
        BounceCase(
            system: "AOL, names without a domain", from: "MAILER-DAEMON@client.example",
            subject: "Mail Delivery Problem",
            text: """
                Your mail to the following recipients could not be delivered because they are not accepting mail from desk.example:
                \tann
                """, reason: .filtered),
        BounceCase(
            system: "MDaemon", from: "MDaemon@client.example",
            subject: "Permanent Delivery Failure",
            text: """
                The attached message had PERMANENT fatal delivery errors!

                YOUR MESSAGE WAS NOT DELIVERED!

                The following addresses did NOT receive a copy of your message:

                > ann@client.example

                --- Session Transcript ---
                 RCPT To:<ann@client.example>
                 550 Requested action not taken: mailbox unavailable
                """, code: "550", reason: .userUnknown),
        BounceCase(
            system: "fields in a text", from: "postmaster@mx.example",
            subject: "Undelivered Mail Returned to Sender",
            text: """
                An error occurred while trying to deliver the mail to the following recipients:
                ann@client.example

                Reporting-MTA: dns; mx.example
                Action: failed
                Final-Recipient: rfc822; ann@client.example
                Diagnostic-Code: smtp; 550 5.4.1 All recipient addresses rejected : Access denied
                Status: 5.4.1
                """, status: "5.4.1", code: "550", reason: .rejected),
        BounceCase(
            system: "Amazon SES", from: "SES <no-reply@sns.amazonaws.com>",
            subject: "AWS Notification Message",
            text: """
                {"notificationType":"Bounce","bounce":{"bounceType":"Permanent","bounceSubType":"General",\
                "bouncedRecipients":[{"emailAddress":"ann@client.example","action":"failed","status":"5.1.1",\
                "diagnosticCode":"smtp; 550 5.1.1 user unknown"}]},"mail":{"messageId":"1"}}

                --
                If you wish to stop receiving notifications from this topic, please click or visit the link
                """, status: "5.1.1", code: "550", reason: .userUnknown),
    ]

    @Test("of every mail system names whom, why and by which codes", arguments: cases)
    func prose(_ example: BounceCase) throws {
        let report = try #require(ReceivedMail(example.message).report)
        #expect(report.kind == example.kind)
        #expect(report.recipients.map(\.address) == [example.recipient])
        let recipient = try #require(report.recipients.first)
        #expect(recipient.status == example.status)
        #expect(recipient.replyCode == example.code)
        #expect(recipient.reason == example.reason, "\(recipient.diagnostic)")
        if example.text.contains("Message-ID") {
            #expect(report.originalIDs == ["t7.abc@desk.example"])
            #expect(report.originalAddresses.contains("support@desk.example"))
        }
    }

    @Test("of the standard kind takes the sharper of field and answer")
    func standard() throws {
        let message = MIME.Message(
            Array(
                """
                Return-Path: <>
                From: MAILER-DAEMON@mx.example
                To: support@desk.example
                Subject: Undelivered Mail Returned to Sender
                MIME-Version: 1.0
                Content-Type: multipart/report; report-type=delivery-status; boundary=b

                --b
                Content-Type: text/plain

                I'm sorry to have to inform you that your message could not be delivered.

                <ann@client.example>: host mx.client.example[192.0.2.1] said: 550 No such user
                --b
                Content-Type: message/delivery-status

                Reporting-MTA: dns; mx.example

                Final-Recipient: rfc822; ann@client.example
                Action: failed
                Status: 5.0.0
                Diagnostic-Code: smtp; 550-5.2.2 The email account is over quota

                Final-Recipient: rfc822; bob@client.example
                Action: delayed
                Status: 4.4.1

                Final-Recipient: rfc822; carol@client.example
                Action: relayed
                Status: 2.0.0
                --b
                Content-Type: text/rfc822-headers

                \(Self.returned)
                --b--
                """.utf8))
        let report = try #require(ReceivedMail(message).report)
        #expect(report.kind == .bounce)
        #expect(report.recipients.map(\.status) == ["5.2.2", "4.4.1", "2.0.0"])
        #expect(report.recipients.map(\.replyCode) == ["550", nil, nil])
        #expect(report.recipients.map(\.reason) == [.mailboxFull, .expired, nil])
        #expect(report.recipients.map(\.isPermanent) == [true, false, false])
        #expect(report.originalIDs == ["t7.abc@desk.example"])
        #expect(report.sentence.contains("mailbox is full"))
    }

    static let answers: [(String, BounceReason)] = [
        ("550 5.1.1 <ann@client.example>... User unknown", .userUnknown),
        ("550 5.7.1 Relaying denied", .noRelaying),
        ("552 5.2.3 Message exceeds the maximum size", .messageTooBig),
        ("554 5.7.1 Message cannot be accepted, virus found", .virusDetected),
        ("550 SPF check failed", .authenticationFailed),
        ("421 4.7.0 Too many concurrent connections", .tooManyConnections),
        ("450 4.2.1 The user is receiving mail too quickly", .speeding),
        ("554 rejected due to spam content", .spamDetected),
        (
            "554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using a block list",
            .blocked
        ),
        (
            "553 5.1.8 <x@y.example>... Domain of sender address x@y.example does not exist",
            .rejected
        ),
        ("454 4.7.0 TLS not available: STARTTLS is required", .failedSTARTTLS),
        ("550 5.7.606 Access denied, banned sending IP", .blocked),
        ("550 5.1.1 RESOLVER.ADR.RecipNotFound; not found", .userUnknown),
        ("550 5.2.0 Mail rejected. OFR_506 [506]", .spamDetected),
        ("451 4.3.5 Server configuration error", .systemError),
        ("Command died with status 127: \"/usr/bin/procmail\"", .mailerError),
        ("550 5.7.1 Our policy reasons forbid this mail", .policyViolation),
        ("550 5.1.6 gone", .hasMoved),
        ("556 5.1.10 Recipient address has null MX", .notAccepted),
    ]

    @Test("has the reason that the other server's answer gives", arguments: answers)
    func reasons(answer: String, reason: BounceReason) throws {
        let example = BounceCase(
            system: "", from: "MAILER-DAEMON@mx.example", subject: "failure notice",
            text: "Unable to deliver.\n\n<ann@client.example>:\n\(answer)\n", reason: reason)
        let report = try #require(ReceivedMail(example.message).report)
        #expect(report.recipients.first?.reason == reason)
    }

    static let ordinary: [(from: String, subject: String, text: String)] = [
        (
            "Ann <ann@client.example>", "Undelivered mail?",
            "My mail to bob@desk.example could not be delivered, it said 550 5.1.1. What shall I do?"
        ),
        (
            "Ann <ann@client.example>", "Fwd: failure notice",
            "I got this:\n\nHi. This is the qmail-send program.\nI wasn't able to deliver your message.\n<x@y.example>:\n550 no"
        ),
        (
            "Ann <ann@client.example>", "Delivery of my parcel delayed",
            "Where is it? ann@client.example"
        ),
        ("shop@store.example", "Your delivery notification", "Your parcel arrives tomorrow."),
        ("Ann <ann@client.example>", "The mailbox is full", "Our letter box was full of leaflets."),
    ]

    @Test("is not what people write about mail", arguments: ordinary)
    func people(from: String, subject: String, text: String) {
        let message = MIME.Message(
            Array("From: \(from)\nTo: support@desk.example\nSubject: \(subject)\n\n\(text)".utf8))
        #expect(ReceivedMail(message).report == nil)
    }

    @Test("a demand for proof is no bounce, but automatic")
    func challenge() throws {
        let message = MIME.Message(
            Array(
                """
                From: ann@client.example
                To: support@desk.example
                Subject: Re: Your ticket

                This account is protected by a filter. Please click on the following link to have your
                address added to the recipient's allowed list.
                """.utf8))
        let mail = ReceivedMail(message)
        #expect(mail.report?.kind == .challenge)
        #expect(Autogenerated.isAutomatic(mail))
    }

    @Test("is read in time in proportion to its length, however it is made")
    func long() {
        for line in [
            "<ann@client.example>:\n", "550 5.1.1 ", "user ", "@", "<", "5.1.1.1.1.", "To: a@b.c\n",
        ] {
            let text = String(repeating: line, count: 60_000)
            let example = BounceCase(
                system: "", from: "MAILER-DAEMON@mx.example", subject: "failure notice", text: text,
                reason: .onHold)
            let report = ReceivedMail(example.message).report
            #expect((report?.recipients.count ?? 0) <= 100)
        }
    }
}
