extension SampleLetter {
    /// The first ones, which a newcomer sees: customers of Papaya and Fjord with everyday questions.
    static let beginning: [SampleLetter] = [
        SampleLetter(
            "grey-button", to: .support, from: .greta, "The Send button stays grey on invoice 1042",
            .text(
                """
                Hello,

                since this morning I can't send invoice 1042. I fill in everything, the total is
                right (1 240,00 kr), but the Send button stays grey. Older invoices are fine.

                I use Safari on an iPad. What am I doing wrong?

                Kind regards
                Greta Lindqvist
                --\u{20}
                Lindqvist Ceramics, Gothenburg
                """)),
        SampleLetter(
            "doppelt", to: .support, from: .juergen, "Rechnungen werden doppelt verschickt",
            .bytes(
                SampleEncoding.windows1252(
                    """
                    Guten Tag,

                    seit dem Update vom Wochenende bekommen unsere Kunden jede Rechnung zweimal.
                    Im Postausgang steht sie nur einmal. Betroffen sind bisher elf Rechnungen,
                    zum Beispiel RE-2231 über 318,50 €.

                    Können Sie das bitte prüfen? Es ist uns ziemlich peinlich.

                    Mit freundlichen Grüßen
                    Jürgen Weiß
                    Weiß Elektro GmbH
                    """), charset: "iso-8859-1", .quoted)),
        SampleLetter(
            "cae-de-noche", to: .support, from: .tomas,
            "El router pierde la conexión todas las noches",
            .mixed([
                .text(
                    """
                    Buenos días:

                    Tenemos dos Fjord en el hostal. El de la recepción se queda sin conexión todas
                    las noches, más o menos a las tres, y vuelve solo al cabo de diez minutos.
                    Los huéspedes no se enteran, pero las cerraduras electrónicas sí.

                    Les adjunto el registro de anoche.

                    Un saludo,
                    Tomás Herrera
                    """, .quoted),
                .file(
                    "registro-fjord.txt", type: "text/plain",
                    Array(
                        """
                        02:58:41 wan0 lease renewed 198.51.100.7 for 3600 s
                        03:00:00 cron nightly-check started
                        03:00:03 nightly-check wan0 down for line test
                        03:10:04 nightly-check gave up waiting for modem
                        03:10:05 wan0 up
                        """.utf8)),
            ])),
        SampleLetter(
            "devis", to: .sales, from: .amelie, "Demande de devis : 25 licences",
            .alternative([
                .text(
                    """
                    Bonjour,

                    Nous aimerions équiper nos cinq ateliers de Papaya, soit 25 personnes.
                    Pourriez-vous nous faire un devis pour un an et pour trois ans ?
                    Y a-t-il un tarif pour les associations ?

                    Bien à vous,
                    Amélie Fournier
                    """, .quoted),
                .text(
                    """
                    <html><body style="font-family: Georgia, serif">
                    <p>Bonjour,</p>
                    <p>Nous aimerions équiper nos <b>cinq ateliers</b> de Papaya, soit
                    <b>25 personnes</b>. Pourriez-vous nous faire un devis&nbsp;?</p>
                    <table border="1" cellpadding="4"><tr><th>Durée</th><th>Personnes</th></tr>
                    <tr><td>1 an</td><td>25</td></tr><tr><td>3 ans</td><td>25</td></tr></table>
                    <p>Y a-t-il un tarif pour les associations&nbsp;?</p>
                    <p>Bien à vous,<br>Amélie Fournier</p></body></html>
                    """, .quoted, subtype: "html"),
            ])),
        SampleLetter(
            "phone", to: .support, from: .priya, "Dashboard looks broken on my phone", zone: 330,
            .related([
                .text(
                    """
                    <div dir="ltr"><p>Hi team,</p>
                    <p>the red bar on the dashboard hangs over the edge since yesterday and I can't
                    reach the menu behind it:</p>
                    <p><img src="cid:page@example.org" alt="the dashboard" width="160"></p>
                    <p>Phone: Android 15, Firefox.<br>It is fine on my laptop.</p>
                    <p>Thanks!<br>Priya</p></div>
                    """, .quoted, subtype: "html"),
                .inline(
                    "screenshot.png", type: "image/png", SamplePicture.brokenPage,
                    contentID: "page@example.org"),
            ])),
        SampleLetter(
            "grey-button-2", to: .support, from: .greta,
            "Re: The Send button stays grey on invoice 1042", answers: ("grey-button", .greta),
            .text(
                """
                Hello again,

                I found something: in Firefox on the old computer the button works. So 1042 is
                sent now, but I would still like to use the iPad.

                Greta

                > since this morning I can't send invoice 1042. I fill in everything, the total is
                > right (1 240,00 kr), but the Send button stays grey. Older invoices are fine.
                """)),
        SampleLetter(
            "thanks", to: .support, from: .ollie, "🎉 It works now — thank you! 🙏",
            .text(
                """
                Just wanted to say that the export you fixed last week saved my afternoon 🚲💨

                Have a good one,
                Ollie
                """, .base64)),
        SampleLetter(
            "angebot-acht", to: .sales, from: .chiara, "Preventivo per 8 router (agriturismo)",
            .text(
                """
                Buongiorno,

                abbiamo un agriturismo con sei casette e vorremmo coprire tutto con otto router
                Fjord. I muri sono di pietra, spessi sessanta centimetri: bastano otto?

                Ci serve tutto entro Pasqua. Potete mandarci un preventivo, anche con
                l'installazione?

                Cordiali saluti
                Chiara Bellini
                """)),
        SampleLetter(
            "doppelt-2", to: .support, from: .juergen, "AW: Rechnungen werden doppelt verschickt",
            answers: ("doppelt", .juergen), extra: ["X-Priority: 1", "Importance: high"],
            .bytes(
                SampleEncoding.windows1252(
                    """
                    Guten Tag,

                    inzwischen sind es siebzehn. Ich habe den Versand jetzt angehalten und brauche
                    heute noch eine Antwort.

                    Jürgen Weiß

                    -----Ursprüngliche Nachricht-----
                    > seit dem Update vom Wochenende bekommen unsere Kunden jede Rechnung zweimal.
                    > Im Postausgang steht sie nur einmal.
                    """), charset: "windows-1252", .eightBit)),
        SampleLetter(
            "dented-box", to: .support, from: .beth, "Photos of the damaged box", zone: -300,
            .mixed([
                .text(
                    """
                    Hi,

                    the courier left the router like this. The box is dented and the green light
                    never comes on. Photos attached; order 88-1207.

                    Could you send another one to the same address?

                    Beth
                    Sent from my phone
                    """),
                .file("IMG_0412.png", type: "image/png", SamplePicture.box(shade: 1)),
                .file("IMG_0413.png", type: "image/png", SamplePicture.box(shade: 2)),
            ])),
    ]
}
