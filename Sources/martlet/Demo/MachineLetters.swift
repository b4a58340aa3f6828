extension SampleLetter {
    /// What programs write: newsletters, bounces, absence notes, scanners, forms, calendars.
    static let machines: [SampleLetter] = [
        SampleLetter(
            "packaging", to: .office,
            from: SampleSender("The Packaging Post", "news@packaging-post.example"),
            "Autumn issue: boxes that fold themselves",
            extra: [
                "List-Id: <news.packaging-post.example>",
                "List-Unsubscribe: <https://packaging-post.example/leave?u=office>",
                "List-Unsubscribe-Post: List-Unsubscribe=One-Click", "Precedence: bulk",
            ],
            .alternative([
                .text("Boxes that fold themselves, tape without noise, and a quiz.\n", .quoted),
                .text(
                    """
                    <html><body><table width="600" align="center"><tr><td>
                    <img src="https://packaging-post.example/head.png" alt="The Packaging Post">
                    <h2>Boxes that fold themselves</h2><p>Also: tape without noise, and a quiz.</p>
                    <p style="font-size:11px"><a href="https://packaging-post.example/leave?u=office">
                    Unsubscribe</a></p></td></tr></table></body></html>
                    """, .quoted, subtype: "html"),
            ])),
        SampleLetter(
            "away", to: .support, from: .chiara, "Risposta automatica: fuori sede",
            extra: [
                "Auto-Submitted: auto-replied", "X-Auto-Response-Suppress: All",
                "Precedence: auto_reply",
            ],
            .text(
                "Sono fuori sede fino a lunedì. Per le urgenze: +00 555 0188.\n\nChiara Bellini\n")),
        SampleLetter(
            "bounce", to: .support,
            from: SampleSender("Mail Delivery System", "MAILER-DAEMON@mx.example.net"),
            "Undelivered Mail Returned to Sender", extra: ["Auto-Submitted: auto-replied"],
            write: { paper, letter in bounce(paper, letter) }),
        SampleLetter(
            "scan", to: .office, from: SampleSender("scanner", "mfp2@scanner.example"),
            "Scan from MFP-2, ground floor",
            write: { paper, letter in scan(paper, letter) }),
        SampleLetter(
            "form", to: .sales, from: SampleSender("Website", "no-reply@forms.example"),
            "Contact form: Question about schools",
            extra: ["Reply-To: Hana Novak <hana.novak@example.org>", "Auto-Submitted: no"],
            .text(
                """
                Name:    Hana Novak
                E-mail:  hana.novak@example.org
                Topic:   Schools
                Message: We are a primary school with 14 class rooms. Is there a price for schools,
                         and does Fjord have a time switch per room?
                """)),
        SampleLetter(
            "invitation", to: .sales, from: .amelie, "Invitation : point sur le devis",
            write: { paper, letter in invitation(paper, letter) }),
        SampleLetter(
            "monitor", to: .office, from: SampleSender("disk watch", "root@nas.example"),
            "[nas] disk /dev/sdb is getting warm (51 C)",
            extra: ["Auto-Submitted: auto-generated"],
            .text(
                """
                host:  nas.example
                disk:  /dev/sdb
                state: 51 C, limit is 50 C

                This mail is sent once a day as long as the state lasts.
                """, .plain)),
    ]

    /// multipart/report (RFC 3464) about a newsletter that the company sent.
    private static func bounce(_ paper: SamplePaper, _ letter: SampleLetter) -> [UInt8] {
        let report = SamplePart.multipart(
            "report; report-type=delivery-status",
            [
                .text(
                    """
                    This is the mail system at host mx.example.net.

                    I'm sorry to have to inform you that your message could not be delivered to one
                    or more recipients.

                    <former.customer@example.net>: host mx.example.net said: 550 5.1.1 User unknown
                    """, .plain),
                .raw(
                    "Content-Type: message/delivery-status",
                    """
                    Reporting-MTA: dns; mx.example.net
                    Arrival-Date: \(paper.date(letter))

                    Final-Recipient: rfc822; former.customer@example.net
                    Action: failed
                    Status: 5.1.1
                    Diagnostic-Code: smtp; 550 5.1.1 User unknown
                    """),
                .raw(
                    "Content-Type: text/rfc822-headers",
                    """
                    From: Support <support@\(paper.domain)>
                    To: former.customer@example.net
                    Subject: Your invoice for last month
                    Message-ID: <invoice.\(paper.seed("old"))@\(paper.domain)>
                    """),
            ])
        return Array("Return-Path: <>\r\n".utf8) + paper.head(letter)
            + report.bytes(boundary: paper.seed(letter.key))
    }

    /// No Message-ID, no MIME-Version, and a date from before the device's clock was ever set.
    private static func scan(_ paper: SamplePaper, _ letter: SampleLetter) -> [UInt8] {
        let body = SamplePart.mixed([
            .text("Scan of 1 page, \(paper.round + 1)\n", .plain),
            .file(
                "SCAN\(1000 + paper.round).PDF", type: "application/octet-stream",
                SamplePicture.pdf("Scan \(paper.round + 1)")),
        ])
        let head =
            "Date: Thu, 01 Jan 1970 00:00:12 +0000\r\nFrom: <\(letter.from.address)>\r\n"
            + "To: <office@\(paper.domain)>\r\nSubject: \(letter.subject)\r\n"
        return Array(head.utf8) + body.bytes(boundary: paper.seed(letter.key))
    }

    /// A calendar entry, as calendars send it.
    private static func invitation(_ paper: SamplePaper, _ letter: SampleLetter) -> [UInt8] {
        let calendar = """
            BEGIN:VCALENDAR
            VERSION:2.0
            PRODID:-//Atelier Fournier//FR
            METHOD:REQUEST
            BEGIN:VEVENT
            UID:\(paper.seed("call"))@atelier-fournier.example
            DTSTAMP:20270301T080000Z
            DTSTART:20270308T090000Z
            DTEND:20270308T093000Z
            SUMMARY:Point sur le devis
            ORGANIZER:mailto:a.fournier@atelier-fournier.example
            END:VEVENT
            END:VCALENDAR
            """
        let body = SamplePart.alternative([
            .text("Je vous propose lundi à 10 h pour parler du devis.\nAmélie\n", .quoted),
            .raw(
                """
                Content-Type: text/calendar; charset=utf-8; method=REQUEST
                Content-Transfer-Encoding: 7bit
                """, calendar),
        ])
        return paper.head(letter) + body.bytes(boundary: paper.seed(letter.key))
    }
}
