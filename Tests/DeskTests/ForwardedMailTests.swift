import Desk
import MIME
import Testing

/// One way in which a program passes a mail on: the mail's own text, and what must be read from it.
struct ForwardedCase: Sendable, CustomStringConvertible {
    var program: String
    var subject: String
    var text: String
    var from = Contact(name: "Bob Example", address: "bob@client.example")
    var title = "The roof leaks"
    var body = "Water everywhere.\nBob"
    var comment = ""

    var description: String { program }

    var message: MIME.Message {
        MIME.Message(
            Array(
                """
                From: Ann <ann@desk.example>
                To: support@desk.example
                Subject: \(subject)
                MIME-Version: 1.0
                Content-Type: text/plain; charset=utf-8
                Content-Transfer-Encoding: 8bit

                \(text)
                """.utf8))
    }
}

@Suite("A forwarded mail")
struct ForwardedMailTests {
    static let cases: [ForwardedCase] = [
        ForwardedCase(
            program: "Gmail", subject: "Fwd: The roof leaks",
            text: """
                ---------- Forwarded message ---------
                From: Bob Example <bob@client.example>
                Date: Fri, May 3, 2024 at 10:12 AM
                Subject: The roof leaks
                To: <ann@desk.example>


                Water everywhere.
                Bob
                """),
        ForwardedCase(
            program: "Gmail with a comment", subject: "Fwd: The roof leaks",
            text: """
                Can somebody look at this?

                ---------- Forwarded message ---------
                From: Bob Example <bob@client.example>
                Date: Fri, May 3, 2024 at 10:12 AM
                Subject: The roof leaks
                To: <ann@desk.example>

                Water everywhere.
                Bob
                """, comment: "Can somebody look at this?"),
        ForwardedCase(
            program: "Gmail, German", subject: "Fwd: The roof leaks",
            text: """
                ---------- Weitergeleitete Nachricht ---------
                Von: Bob Example <bob@client.example>
                Datum: Fr., 3. Mai 2024 um 10:12 Uhr
                Betreff: The roof leaks
                An: <ann@desk.example>

                Water everywhere.
                Bob
                """),
        ForwardedCase(
            program: "Outlook", subject: "FW: The roof leaks",
            text: """
                See below.

                From: Bob Example <bob@client.example>
                Sent: Friday, May 3, 2024 10:12 AM
                To: Ann <ann@desk.example>; Carol <carol@desk.example>
                Subject: The roof leaks

                Water everywhere.
                Bob
                """, comment: "See below."),
        ForwardedCase(
            program: "Outlook with square brackets", subject: "FW: The roof leaks",
            text: """

                -----Original Message-----
                From: Bob Example [mailto:bob@client.example]
                Sent: Friday, May 3, 2024 10:12 AM
                To: Ann
                Subject: The roof leaks

                Water everywhere.
                Bob
                """),
        ForwardedCase(
            program: "Outlook, German", subject: "WG: The roof leaks",
            text: """
                Von: Bob Example <bob@client.example>
                Gesendet: Freitag, 3. Mai 2024 10:12
                An: Ann <ann@desk.example>
                Betreff: The roof leaks

                Water everywhere.
                Bob
                """),
        ForwardedCase(
            program: "Outlook on the web, French", subject: "TR: The roof leaks",
            text: """
                ________________________________
                De : Bob Example <bob@client.example>
                Envoyé : vendredi 3 mai 2024 10:12
                À : Ann <ann@desk.example>
                Objet : The roof leaks

                Water everywhere.
                Bob
                """),
        ForwardedCase(
            program: "Outlook for phones", subject: "Fwd: The roof leaks",
            text: """
                Get Outlook for iOS<https://aka.example/o0ukef>
                ________________________________
                From: Bob Example <bob@client.example<mailto:bob@client.example>>
                Sent: Friday, May 3, 2024 10:12:44 AM
                To: Ann <ann@desk.example>
                Subject: The roof leaks

                Water everywhere.
                Bob
                """),
        ForwardedCase(
            program: "Outlook, Spanish", subject: "RV: The roof leaks",
            text: """
                De: Bob Example <bob@client.example>
                Enviado el: viernes, 3 de mayo de 2024 10:12
                Para: Ann <ann@desk.example>
                Asunto: The roof leaks

                Water everywhere.
                Bob
                """),
        ForwardedCase(
            program: "Outlook, Italian", subject: "I: The roof leaks",
            text: """
                Da: Bob Example <bob@client.example>
                Inviato: venerdì 3 maggio 2024 10:12
                A: Ann <ann@desk.example>
                Oggetto: The roof leaks

                Water everywhere.
                Bob
                """),
        ForwardedCase(
            program: "Outlook, Portuguese", subject: "ENC: The roof leaks",
            text: """
                De: Bob Example <bob@client.example>
                Enviada em: sexta-feira, 3 de maio de 2024 10:12
                Para: Ann <ann@desk.example>
                Assunto: The roof leaks

                Water everywhere.
                Bob
                """),
        ForwardedCase(
            program: "Outlook, Polish", subject: "PD: The roof leaks",
            text: """
                Od: Bob Example <bob@client.example>
                Wysłano: piątek, 3 maja 2024 10:12
                Do: Ann <ann@desk.example>
                Temat: The roof leaks

                Water everywhere.
                Bob
                """),
        ForwardedCase(
            program: "Outlook, Dutch", subject: "FW: The roof leaks",
            text: """
                Van: Bob Example <bob@client.example>
                Verzonden: vrijdag 3 mei 2024 10:12
                Aan: Ann <ann@desk.example>
                Onderwerp: The roof leaks

                Water everywhere.
                Bob
                """),
        ForwardedCase(
            program: "Apple Mail", subject: "Fwd: The roof leaks",
            text: """
                Please answer him.

                > Begin forwarded message:
                > 
                > From: Bob Example <bob@client.example>
                > Subject: The roof leaks
                > Date: 3 May 2024 at 10:12:44 CEST
                > To: ann@desk.example
                > 
                > Water everywhere.
                > Bob
                """, comment: "Please answer him."),
        ForwardedCase(
            program: "Apple Mail, French, unquoted", subject: "Fwd: The roof leaks",
            text: """
                Début du message réexpédié :

                De: Bob Example <bob@client.example>
                Objet: The roof leaks
                Date: 3 mai 2024 à 10:12:44 UTC+2
                À: ann@desk.example

                Water everywhere.
                Bob
                """),
        ForwardedCase(
            program: "Thunderbird", subject: "Fwd: The roof leaks",
            text: """


                -------- Forwarded Message --------
                Subject: \tThe roof leaks
                Date: \tFri, 3 May 2024 10:12:44 +0200
                From: \tBob Example <bob@client.example>
                To: \tann@desk.example

                Water everywhere.
                Bob
                """),
        ForwardedCase(
            program: "Thunderbird, German", subject: "Fwd: The roof leaks",
            text: """
                -------- Weitergeleitete Nachricht --------
                Betreff: \tThe roof leaks
                Datum: \tFri, 3 May 2024 10:12:44 +0200
                Von: \tBob Example <bob@client.example>
                An: \tann@desk.example

                Water everywhere.
                Bob
                """),
        ForwardedCase(
            program: "Yahoo", subject: "Fw: The roof leaks",
            text: """
                ----- Forwarded Message -----
                From: Bob Example <bob@client.example>
                To: "ann@desk.example" <ann@desk.example>
                Sent: Friday, May 3, 2024 at 10:12:44 AM GMT+2
                Subject: The roof leaks

                Water everywhere.
                Bob
                """),
        ForwardedCase(
            program: "GMX", subject: "Fwd: The roof leaks",
            text: """
                Gesendet: Freitag, 03. Mai 2024 um 10:12 Uhr
                Von: "Bob Example" <bob@client.example>
                An: ann@desk.example
                Betreff: The roof leaks

                Water everywhere.
                Bob
                """),
        ForwardedCase(
            program: "Lotus Notes", subject: "Fw: The roof leaks",
            text: """
                Ann, what is this?

                ----- Forwarded by Ann/Desk on 05/03/2024 10:30 AM -----

                From:\tBob Example <bob@client.example>
                To:\tann@desk.example
                Date:\t05/03/2024 10:12 AM
                Subject:\tThe roof leaks



                Water everywhere.
                Bob
                """, comment: "Ann, what is this?"),
        ForwardedCase(
            program: "Lotus Notes of old", subject: "The roof leaks",
            text: """
                ---------------------- Forwarded by Ann/Desk on 05/03/99 10:30 AM ----------------------

                Bob Example <bob@client.example> on 05/03/99 10:12:44 AM

                To:   ann@desk.example
                cc:
                Subject:  The roof leaks

                Water everywhere.
                Bob
                """),
        ForwardedCase(
            program: "Mail.ru", subject: "Fwd: The roof leaks",
            text: """
                -------- Пересылаемое сообщение --------
                От кого: Bob Example <bob@client.example>
                Кому: ann@desk.example
                Дата: Пятница, 3 мая 2024, 10:12 +03:00
                Тема: The roof leaks

                Water everywhere.
                Bob
                """),
        ForwardedCase(
            program: "QQ", subject: "转发：The roof leaks",
            text: """
                ------------------ 原始邮件 ------------------
                发件人: "Bob Example" <bob@client.example>;
                发送时间: 2024年5月3日(星期五) 上午10:12
                收件人: "Ann"<ann@desk.example>;
                主题: The roof leaks

                Water everywhere.
                Bob
                """),
        ForwardedCase(
            program: "Outlook with bold labels", subject: "FW: The roof leaks",
            text: """
                *From:* Bob Example <bob@client.example>
                *Sent:* Friday, May 3, 2024 10:12 AM
                *To:* Ann <ann@desk.example>
                *Subject:* The roof leaks

                Water everywhere.
                Bob
                """),
        ForwardedCase(
            program: "a long list of recipients", subject: "FW: The roof leaks",
            text: """
                From: Bob Example <bob@client.example>
                Sent: Friday, May 3, 2024 10:12 AM
                To: Ann <ann@desk.example>; Carol Example <carol@desk.example>;
                Dave Example <dave@desk.example>
                Subject: The roof leaks

                Water everywhere.
                Bob
                """),
    ]

    @Test("gives its first sender, subject, text and comment", arguments: cases)
    func inline(of example: ForwardedCase) throws {
        let mail = try #require(ForwardedMail(example.message), "\(example.program)")
        #expect(mail.form == .inline)
        #expect(mail.from == example.from)
        #expect(mail.subject == example.title)
        #expect(mail.text == example.body)
        #expect(mail.comment == example.comment || mail.comment.isEmpty)
        if !example.comment.isEmpty { #expect(mail.comment == example.comment) }
        #expect(!mail.dateText.isEmpty || example.program.contains("of old"))
    }

    static let answers: [(subject: String, text: String)] = [
        (
            "Re: The roof leaks",
            """
            We come tomorrow.

            From: Bob Example <bob@client.example>
            Sent: Friday, May 3, 2024 10:12 AM
            To: Ann <ann@desk.example>
            Subject: The roof leaks

            Water everywhere.
            """
        ),
        (
            "Re: Fwd: The roof leaks",
            """
            Thank you!

            On Fri, May 3, 2024 at 10:12 AM Ann <ann@desk.example> wrote:
            > ---------- Forwarded message ---------
            > From: Bob Example <bob@client.example>
            > Subject: The roof leaks
            """
        ),
        ("Fwd: a question", "Who may forward mails to you? Mine come from bob@client.example."),
        (
            "A journey",
            "From: Berlin\nTo: Munich\nDate: tomorrow\n\nPlease book it."
        ),
    ]

    @Test("is not seen where a mail was answered, or nothing passed on", arguments: answers)
    func answered(subject: String, text: String) {
        let example = ForwardedCase(program: "", subject: subject, text: text)
        #expect(ForwardedMail(example.message) == nil)
    }

    @Test("comes out of an attached message before the lines of the text")
    func attached() throws {
        let message = MIME.Message(
            Array(
                """
                From: Ann <ann@desk.example>
                Subject: Fwd: The roof leaks
                MIME-Version: 1.0
                Content-Type: multipart/mixed; boundary=outer

                --outer
                Content-Type: text/plain

                For you.
                --outer
                Content-Type: message/rfc822

                From: Bob Example <bob@client.example>
                To: ann@desk.example
                Reply-To: office@client.example
                Message-ID: <roof@client.example>
                Date: Fri, 3 May 2024 10:12:44 +0200
                Subject: The roof leaks
                MIME-Version: 1.0
                Content-Type: multipart/mixed; boundary=inner

                --inner
                Content-Type: text/plain

                Water everywhere.
                --inner
                Content-Type: image/png; name=roof.png
                Content-Disposition: attachment; filename=roof.png

                PNG
                --inner--

                --outer--
                """.utf8))
        let mail = try #require(ForwardedMail(message))
        #expect(mail.form == .attachment)
        #expect(mail.from.address == "bob@client.example")
        #expect(mail.replyTo?.address == "office@client.example")
        #expect(mail.messageID == "roof@client.example")
        #expect(mail.subject == "The roof leaks")
        #expect(mail.date == Instant(seconds: 1_714_723_964))
        #expect(mail.text == "Water everywhere.")
        #expect(mail.comment == "For you.")
        let file = try #require(mail.attachments.first)
        #expect(message[PartID(index: file)]?.filename == "roof.png")
        #expect(mail.part == 2)
    }

    @Test("is looked for in HTML too")
    func html() throws {
        let message = MIME.Message(
            Array(
                """
                From: Ann <ann@desk.example>
                Subject: Fwd: The roof leaks
                MIME-Version: 1.0
                Content-Type: text/html; charset=utf-8

                <div>Have a look.</div><div class="gmail_quote"><div>---------- Forwarded message ---------<br>
                From: <b>Bob Example</b> <span>&lt;<a href="mailto:bob@client.example">bob@client.example</a>&gt;</span><br>
                Date: Fri, May 3, 2024 at 10:12 AM<br>Subject: The roof leaks<br>To: &lt;ann@desk.example&gt;<br></div>
                <p>Water everywhere.</p></div>
                """.utf8))
        let mail = try #require(ForwardedMail(message))
        #expect(mail.from == Contact(name: "Bob Example", address: "bob@client.example"))
        #expect(mail.text == "Water everywhere.")
        #expect(mail.comment == "Have a look.")
    }
}
