import Desk
import Testing

@Suite struct ReplyTextTests {
    @Test(
        "an introduction and all below it is quoted, in every language",
        arguments: [
            "On Fri, 3 May 2024 at 10:12, Ann Example <ann@example.org> wrote:",
            "On May 3, 2024, at 10:12 AM, Ann Example wrote:",
            "On Fri, May 3, 2024 at 10:12 AM Ann Example <\nann.of.a.long.name@example.org> wrote:",
            "On 03/05/2024 10:12, Ann Example wrote:", "*On 3 May 2024, Ann Example wrote:*",
            "Am 03.05.24 um 10:12 schrieb Ann Example:",
            "Am Fr., 3. Mai 2024 um 10:12 Uhr schrieb Ann <ann@example.org>:",
            "Ann Example schrieb am 03.05.24 um 10:12:",
            "Le 03/05/2024 à 10:12, Ann Example a écrit :",
            "Le ven. 3 mai 2024 à 10:12, Ann Example <ann@example.org> a\nécrit :",
            "El vie, 3 may 2024 a las 10:12, Ann Example (<ann@example.org>) escribió:",
            "Em sex., 3 de mai. de 2024 às 10:12, Ann Example <ann@example.org> escreveu:",
            "Il giorno ven 3 mag 2024 alle ore 10:12 Ann Example <ann@example.org> ha scritto:",
            "Op vr 3 mei 2024 om 10:12 schreef Ann Example <ann@example.org>:",
            "Den fre 3 maj 2024 kl 10:12 skrev Ann Example <ann@example.org>:",
            "fre. 3. mai 2024 kl. 10:12 skrev Ann Example <ann@example.org>:",
            "pe 3. toukok. 2024 klo 10.12 Ann Example (ann@example.org) kirjoitti:",
            "pt., 3 maj 2024 o 10:12 Ann Example <ann@example.org> napisał(a):",
            "W dniu 3.05.2024 o 10:12, Ann Example pisze:",
            "pá 3. 5. 2024 v 10:12 odesílatel Ann Example <ann@example.org> napsal:",
            "пт, 3 мая 2024 г. в 10:12, Ann Example <ann@example.org>:",
            "3 мая 2024 г., в 10:12, Ann Example написал(а):",
            "пт, 3 трав. 2024 р. о 10:12 Ann Example <ann@example.org> пише:",
            "Στις Παρ 3 Μαΐ 2024 στις 10:12 π.μ., ο χρήστης Ann Example <ann@example.org> έγραψε:",
            "Ann Example <ann@example.org>, 3 May 2024 Cum, 10:12 tarihinde şunu yazdı:",
            "Ann Example <ann@example.org> ezt írta (időpont: 2024. máj. 3., P, 10:12):",
            "În vin., 3 mai 2024 la 10:12, Ann Example <ann@example.org> a scris:",
            "Vào Th 6, 3 thg 5, 2024 vào lúc 10:12 Ann Example <ann@example.org> đã viết:",
            "Pada tanggal Jum, 3 Mei 2024 pukul 10.12 Ann Example <ann@example.org> menulis:",
            "2024年5月3日(金) 10:12 Ann Example <ann@example.org>:",
            "2024年5月3日 10:12、Ann Exampleのメッセージ:",
            "在 2024年5月3日，上午10:12，Ann Example <ann@example.org> 写道：",
            "2024년 5월 3일 (금) 오전 10:12, Ann Example <ann@example.org>님이 작성:",
            "في الجمعة، 3 مايو 2024 في 10:12 ص تمت كتابة ما يلي بواسطة Ann Example <ann@example.org>:",
            "בתאריך יום ו׳, 3 במאי 2024 ב-10:12 מאת Ann Example <ann@example.org>:",
            "2024-05-03 10:12 GMT+02:00 Ann Example <ann@example.org>:", "ann@example.org wrote:",
        ])
    func introductions(_ line: String) {
        for history in ["> The printer is on fire.", "The printer is on fire."] {
            let reply = ReplyText(plain: "Thank you!\n\n\(line)\n\n\(history)\n")
            #expect(reply.visible == "Thank you!")
            #expect(reply.quoted == "\(line)\n\n\(history)")
        }
    }

    @Test(
        "a copied header and all below it is quoted",
        arguments: [
            "From: Ann <ann@example.org>\nSent: Friday, 3 May 2024 10:12\nTo: Help Desk\nSubject: RE: Printer",
            "-----Original Message-----\nFrom: Ann\nSent: Friday\nTo: Help\nSubject: Printer",
            "________________________________\nFrom: Ann\nDate: Friday\nTo: Help\nCc: Bob;\n Carl\nSubject: Printer",
            "*Von:* Ann [mailto:ann@example.org]\n*Gesendet:* Freitag, 3. Mai 2024 10:12\n*An:* Help\n*Betreff:* Drucker",
            "De : Ann\nEnvoyé : vendredi 3 mai 2024 10:12\nÀ : Help\nObjet : Imprimante",
            "De: Ann\nEnviado el: viernes, 3 de mayo de 2024\nPara: Help\nAsunto: Impresora",
            "Da: Ann\nInviato: venerdì 3 maggio 2024\nA: Help\nOggetto: Stampante",
            "Van: Ann\nVerzonden: vrijdag 3 mei 2024\nAan: Help\nOnderwerp: Printer",
            "Från: Ann\nSkickat: den 3 maj 2024\nTill: Help\nÄmne: Skrivare",
            "Fra: Ann\nSendt: fredag 3. mai 2024\nTil: Help\nEmne: Skriver",
            "Lähettäjä: Ann\nLähetetty: perjantai 3. toukokuuta 2024\nVastaanottaja: Help\nAihe: Tulostin",
            "Od: Ann\nWysłano: piątek, 3 maja 2024\nDo: Help\nTemat: Drukarka",
            "От: Ann\nОтправлено: 3 мая 2024\nКому: Help\nТема: Принтер",
            "发件人: Ann\n发送时间: 2024年5月3日\n收件人: Help\n主题: 打印机",
            "差出人: Ann\n送信日時: 2024年5月3日\n宛先: Help\n件名: プリンタ",
            "-------- Ursprüngliche Nachricht --------", "-----Mensaje original-----",
            "---- Message d'origine ----",
            "##- Please type your reply above this line -##", "Begin forwarded message:",
        ])
    func headers(_ header: String) {
        let reply = ReplyText(plain: "Thank you!\n\n\(header)\n\nThe printer is on fire.\n")
        #expect(reply.visible == "Thank you!")
        #expect(reply.quoted == "\(header)\n\nThe printer is on fire.")
    }

    @Test(
        "signatures and what phones add are quoted",
        arguments: [
            "-- \nAnn Example\nExample Ltd.", "--\nAnn", "Sent from my iPhone",
            "Sent from Mail for Windows",
            "Get Outlook for iOS<https://aka.example/x>", "Von meinem iPhone gesendet",
            "Gesendet mit der Example Mail App",
            "Envoyé de mon iPhone", "Enviado desde mi iPhone", "Enviado do meu iPhone",
            "Inviato da iPhone", "Verzonden vanaf mijn iPhone",
            "Skickat från min iPhone", "Sendt fra min iPhone", "Lähetetty iPhonesta",
            "Wysłane z iPhone'a", "Odesláno z iPhonu",
            "Отправлено с iPhone", "iPhoneから送信", "发自我的 iPhone", "أُرسلت من الـ iPhone",
            "_______________________________________________\nprinters mailing list\nprinters@example.org",
        ])
    func signatures(_ signature: String) {
        #expect(ReplyText(plain: "Thank you!\n\n\(signature)\n").visible == "Thank you!")
        let above = ReplyText(
            plain: "Thank you!\n\n\(signature)\n\nOn 3 May 2024, Bob wrote:\n> x\n")
        #expect(above.visible == "Thank you!")
        #expect(above.quoted.hasPrefix(signature))
    }

    @Test(
        "what only looks like a quote stays",
        arguments: [
            "As I wrote on 12.03.2024 at 10:12:\n\nThe printer is on fire.",
            "On your remote host you can run:\n\n    date\n\nThis prints 2024.",
            "On page 3 the author wrote:\n\nPrinters burn.", "I have a question:\n\nWhy?",
            "From: Berlin\nTo: Munich\nWe travel tomorrow.",
            "A new message from the contact form.\n\nFrom: Ann\nSubject: Printer\n\nIt burns.",
            "Sent from my desk, which is much easier than from the phone in my pocket.",
            "We sent the printer back.\n\n- it burns\n- it smokes",
            "Log:\n\n--------------------\n\(String(repeating: "line\n", count: 30))end",
            "Wie ich am 12.03.2024 um 10:12 geschrieben habe:\n\nEr brennt.",
            "Our customer says a lot. Bob wrote:\n\nIt burns.",
            "Order 1\n--\n\(String(repeating: "item\n", count: 20))end", "-- is how options begin",
            "Kind regards,\nAnn", "2 > 1 and 1 < 2",
        ])
    func innocent(_ body: String) {
        let reply = ReplyText(plain: body)
        #expect(reply.visible == body)
        #expect(reply.quoted == "")
    }

    @Test("answers between quotes and below them stay")
    func inline() {
        let reply = ReplyText(
            plain: """
                On 3 May 2024, Ann wrote:
                > Is it on?
                Yes.

                > Does it burn?
                Only a little.
                > Bye
                """)
        #expect(reply.visible == "Yes.\n\nOnly a little.")
        #expect(reply.quoted == "On 3 May 2024, Ann wrote:\n> Is it on?\n> Does it burn?\n> Bye")
    }

    @Test("a mail that begins with what it forwards is shown")
    func forward() {
        let body =
            "---------- Forwarded message ----------\nFrom: Ann\nDate: Friday\nSubject: Printer\nTo: Bob\n\nIt burns."
        #expect(ReplyText(plain: body).visible == body)
    }

    @Test("an answer below an unmarked quote's introduction is not hidden with it")
    func introductionFirst() {
        let reply = ReplyText(plain: "On 3 May 2024, Ann wrote:\n\nIt burns.\n\nNo, it smokes.")
        #expect(reply.visible == "It burns.\n\nNo, it smokes.")
    }

    @Test("empty and blank bodies are empty", arguments: ["", "\n", "\r\n \r\n", "\u{a0}"])
    func empty(_ body: String) {
        #expect(ReplyText(plain: body) == ReplyText(plain: ""))
        #expect(ReplyText(plain: body).visible == "")
    }

    @Test("a line end is one even with a combining mark behind it")
    func combiningMark() {
        #expect(ReplyText(plain: "a\n\u{301}\n> b").visible == "a\n\u{301}")
    }

    @Test("HTML: quotes, signatures and copied headers of mail programs")
    func html() {
        let gmail = ReplyText(
            html: """
                <div>Thank you!<br></div><div class="gmail_signature">Ann</div><br>\
                <div class="gmail_quote"><div>On 3 May 2024 Bob wrote:<br></div>\
                <blockquote>It burns.</blockquote></div>
                """)
        #expect(gmail.visible == "Thank you!")
        #expect(gmail.quoted.contains("It burns.") && gmail.quoted.contains("Ann"))
        let outlook = ReplyText(
            html: """
                <p>Thank you!</p><hr><p><b>From:</b> Bob<br><b>Sent:</b> Friday<br><b>To:</b> Ann<br>\
                <b>Subject:</b> Printer</p><p>It burns.</p>
                """)
        #expect(outlook.visible == "Thank you!")
        let forwarded = ReplyText(
            html: "<div class=\"gmail_quote\">---------- Forwarded message<br>It burns.</div>")
        #expect(forwarded.visible.contains("It burns."))
    }

    @Test(
        "every word of a body is visible or quoted, and long bodies take no longer",
        arguments: [
            "> ", "--\n", "On 3 May 2024\n", "From: x\n", "x wrote:\n", "Sent from my iPhone\n",
            "\n", "> a\nb\n", "---\n", "a: ",
        ])
    func nothingIsLost(_ pattern: String) {
        let body = "start\n" + String(repeating: pattern, count: 2_000) + "\nend"
        let reply = ReplyText(plain: body)
        func filled(_ text: String) -> Int { text.utf8.count { $0 > 0x20 } }
        #expect(filled(reply.visible) + filled(reply.quoted) == filled(body))
    }
}
