import Desk
import Testing

/// A reply as one mail program writes it in HTML, the history below it.
struct HTMLReplyCase: Sendable, CustomStringConvertible {
    var program: String
    var html: String
    var visible = "Thank you!"
    /// What must be folded, not lost.
    var quoted = "It burns."

    var description: String { program }
}

@Suite("A reply in HTML")
struct ReplyHTMLTests {
    /// The introductions of Gmail in its languages.
    static let gmailIntroductions = [
        "On Fri, May 3, 2024 at 10:12 AM Bob &lt;<a href=\"mailto:bob@x.example\">bob@x.example</a>&gt; wrote:",
        "Am Fr., 3. Mai 2024 um 10:12 Uhr schrieb Bob &lt;bob@x.example&gt;:",
        "Le ven. 3 mai 2024 à 10:12, Bob &lt;bob@x.example&gt; a écrit :",
        "El vie, 3 may 2024 a las 10:12, Bob (&lt;bob@x.example&gt;) escribió:",
        "Em sex., 3 de mai. de 2024 às 10:12, Bob &lt;bob@x.example&gt; escreveu:",
        "Il giorno ven 3 mag 2024 alle ore 10:12 Bob &lt;bob@x.example&gt; ha scritto:",
        "Op vr 3 mei 2024 om 10:12 schreef Bob &lt;bob@x.example&gt;:",
        "Den fre 3 maj 2024 kl 10:12 skrev Bob &lt;bob@x.example&gt;:",
        "fre. 3. maj 2024 kl. 10.12 skrev Bob &lt;bob@x.example&gt;:",
        "pe 3. toukok. 2024 klo 10.12 Bob (bob@x.example) kirjoitti:",
        "pt., 3 maj 2024 o 10:12 Bob &lt;bob@x.example&gt; napisał(a):",
        "pá 3. 5. 2024 v 10:12 odesílatel Bob &lt;bob@x.example&gt; napsal:",
        "пт, 3 мая 2024 г. в 10:12, Bob &lt;bob@x.example&gt;:",
        "Στις Παρ 3 Μαΐ 2024 στις 10:12 π.μ., ο χρήστης Bob &lt;bob@x.example&gt; έγραψε:",
        "Bob &lt;bob@x.example&gt;, 3 May 2024 Cum, 10:12 tarihinde şunu yazdı:",
        "2024年5月3日(金) 10:12 Bob &lt;bob@x.example&gt;:",
        "Bob &lt;bob@x.example&gt; 于2024年5月3日周五 10:12写道：",
        "2024년 5월 3일 (금) 오전 10:12, Bob &lt;bob@x.example&gt;님이 작성:",
        "‫בתאריך יום ו׳, 3 במאי 2024 ב-10:12 מאת ‪Bob‬‏ &lt;‪bob@x.example‬‏&gt;:‬",
        "Xin 3-Y 2024, Bob, in words that nobody knows",
    ]

    @Test("of Gmail shows the answer alone, in every language", arguments: gmailIntroductions)
    func gmail(_ introduction: String) {
        let reply = ReplyText(
            html: """
                <div dir="ltr">Thank you!</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">\
                \(introduction)<br></div><blockquote class="gmail_quote" style="margin:0 0 0 .8ex">\
                <div dir="ltr">It burns.</div></blockquote></div>
                """)
        #expect(reply.visible == "Thank you!")
        #expect(reply.quoted.contains("It burns."))
    }

    /// The header labels of Outlook in its languages.
    static let outlookLabels: [[String]] = [
        ["From:", "Sent:", "To:", "Subject:"], ["Von:", "Gesendet:", "An:", "Betreff:"],
        ["De :", "Envoyé :", "À :", "Objet :"], ["De:", "Enviado el:", "Para:", "Asunto:"],
        ["De:", "Enviada em:", "Para:", "Assunto:"], ["Da:", "Inviato:", "A:", "Oggetto:"],
        ["Van:", "Verzonden:", "Aan:", "Onderwerp:"], ["Från:", "Skickat:", "Till:", "Ämne:"],
        ["Fra:", "Sendt:", "Til:", "Emne:"],
        ["Lähettäjä:", "Lähetetty:", "Vastaanottaja:", "Aihe:"],
        ["Od:", "Wysłano:", "Do:", "Temat:"], ["Od:", "Odesláno:", "Komu:", "Předmět:"],
        ["Feladó:", "Elküldve:", "Címzett:", "Tárgy:"], ["От:", "Отправлено:", "Кому:", "Тема:"],
        ["Kimden:", "Gönderilme:", "Kime:", "Konu:"], ["差出人:", "送信日時:", "宛先:", "件名:"],
        ["发件人:", "发送时间:", "收件人:", "主题:"], ["보낸 사람:", "보낸 날짜:", "받는 사람:", "제목:"],
        ["Aaa:", "Bbb:", "Ccc:", "Ddd:"],
    ]

    @Test(
        "of Outlook for Windows shows the answer alone, in every language", arguments: outlookLabels
    )
    func outlook(_ labels: [String]) {
        let reply = ReplyText(
            html: """
                <html><body lang="EN-US"><div class="WordSection1"><p class="MsoNormal">Thank you!<o:p></o:p></p>\
                <p class="MsoNormal"><o:p>&nbsp;</o:p></p><div><div style="border:none;border-top:solid #E1E1E1 1.0pt;\
                padding:3.0pt 0cm 0cm 0cm"><p class="MsoNormal"><b>\(labels[0])</b> Bob &lt;bob@x.example&gt; <br>\
                <b>\(labels[1])</b> 3.5.2024 10:12<br><b>\(labels[2])</b> Ann<br><b>\(labels[3])</b> Printer</p></div></div>\
                <p class="MsoNormal">It burns.</p></div></body></html>
                """)
        #expect(reply.visible == "Thank you!")
        #expect(reply.quoted.contains("It burns.") && reply.quoted.contains(labels[3]))
    }

    static let programs: [HTMLReplyCase] = [
        HTMLReplyCase(
            program: "Outlook on the web",
            html: """
                <div class="elementToProof">Thank you!</div><div id="appendonsend"></div>\
                <hr style="display:inline-block;width:98%" tabindex="-1"><div id="divRplyFwdMsg" dir="ltr">\
                <font><b>Qqq:</b> Bob<br><b>Rrr:</b> today<br></font></div><div>It burns.</div>
                """),
        HTMLReplyCase(
            program: "Outlook on the web, seen twice",
            html: """
                <div>Thank you!</div><div id="x_x_appendonsend"></div><hr><div id="x_divRplyFwdMsg">Qqq: Bob</div>\
                <div>It burns.</div>
                """),
        HTMLReplyCase(
            program: "Outlook for phones",
            html: """
                <div>Thank you!</div><div id="ms-outlook-mobile-signature">Get <a href="https://a.example">Outlook</a></div>\
                <div id="mail-editor-reference-message-container"><div><b>From:</b> Bob</div><div>It burns.</div></div>
                """),
        HTMLReplyCase(
            program: "Apple Mail",
            html: """
                <html><body>Thank you!<br><div><br><blockquote type="cite"><div>On 3 May 2024, at 10:12, Bob \
                &lt;bob@x.example&gt; wrote:</div><br><div>It burns.</div></blockquote></div></body></html>
                """),
        HTMLReplyCase(
            program: "Thunderbird",
            html: """
                <p>Thank you!</p><div class="moz-signature">-- <br>Ann</div><div class="moz-cite-prefix">Zzz 3.5. Bob:<br></div>\
                <blockquote type="cite" cite="mid:1@x.example"><p>It burns.</p></blockquote>
                """),
        HTMLReplyCase(
            program: "Thunderbird, answer below",
            html: """
                <div class="moz-cite-prefix">On 03/05/2024 10:12, Bob wrote:<br></div>\
                <blockquote type="cite"><p>It burns.</p></blockquote><p>Thank you!</p>
                """),
        HTMLReplyCase(
            program: "Yahoo",
            html: """
                <div class="ydp1">Thank you!</div><div id="yahoo_quoted_12" class="yahoo_quoted"><div>On Friday, May 3, 2024 \
                at 10:12:44 AM, Bob wrote:</div><div>It burns.</div></div>
                """),
        HTMLReplyCase(
            program: "GMX",
            html: """
                <div>Thank you!</div><div name="quote" style="margin:10px 5px 5px 10px;border-left:2px solid #C3D9E5">\
                <div><b>Gesendet:</b> Freitag, 3. Mai 2024<br><b>Von:</b> Bob</div><div name="quoted-content">It burns.</div></div>
                """),
        HTMLReplyCase(
            program: "Lotus Notes",
            html: """
                <font size=2 face="sans-serif">Thank you!</font><br><br><font color="#990099">-----Bob/Org wrote: -----</font>\
                <div>To: Ann<br>From: Bob/Org<br>Date: 05/03/2024 10:12AM<br>Subject: Printer<br><br>It burns.</div>
                """),
        HTMLReplyCase(
            program: "Lotus Notes, with a table",
            html: """
                <font>Thank you!</font><br><br><table><tr><td>From:</td><td>Bob &lt;bob@x.example&gt;</td></tr>\
                <tr><td>To:</td><td>Ann</td></tr><tr><td>Date:</td><td>05/03/2024 10:12 AM</td></tr>\
                <tr><td>Subject:</td><td>Printer</td></tr></table><hr><br>It burns.
                """),
        HTMLReplyCase(
            program: "Proton",
            html: """
                <div>Thank you!</div><div class="protonmail_signature_block">Sent with Proton</div>\
                <div class="protonmail_quote">On Friday, Bob wrote:<br><blockquote type="cite">It burns.</blockquote></div>
                """),
        HTMLReplyCase(
            program: "Zimbra",
            html: """
                <div>Thank you!</div><hr id="zwchr" data-marker="__DIVIDER__"><div data-marker="__HEADERS__"><b>Aaa: </b>Bob</div>\
                <div>It burns.</div>
                """),
        HTMLReplyCase(
            program: "QQ",
            html: """
                <div>Thank you!</div><div style="font-size:12px">------------------&nbsp;原始邮件&nbsp;------------------</div>\
                <div><b>发件人:</b> Bob</div><div>It burns.</div>
                """),
        HTMLReplyCase(
            program: "Samsung",
            html: """
                <div>Thank you!</div><div id="composer_signature">Von meinem Galaxy gesendet</div>\
                <div>-------- Ursprüngliche Nachricht --------</div><div>Von: Bob</div><div>It burns.</div>
                """),
    ]

    @Test("shows the answer and folds what the program put around it", arguments: programs)
    func program(_ example: HTMLReplyCase) {
        let reply = ReplyText(html: example.html)
        #expect(reply.visible == example.visible)
        #expect(reply.quoted.contains(example.quoted))
    }

    @Test("between the quotes of Gmail stays")
    func between() {
        let reply = ReplyText(
            html: """
                <div class="gmail_quote"><div class="gmail_attr">On Fri, Bob wrote:<br></div>\
                <blockquote class="gmail_quote">Is it on?</blockquote><div>Yes.</div>\
                <blockquote class="gmail_quote">Does it burn?<blockquote>Old.</blockquote></blockquote>\
                <div>Only a little.</div></div>
                """)
        #expect(reply.visible == "Yes.\n\nOnly a little.")
        #expect(reply.quoted.contains("Is it on?") && reply.quoted.contains("Old."))
    }

    @Test(
        "loses no word, whatever marks it has",
        arguments: [
            "<div class=gmail_quote>", "<blockquote>", "<div id=divRplyFwdMsg>",
            "<div class=yahoo_quoted><blockquote>",
            "<div class=gmail_quote><blockquote>x</blockquote>", "<hr id=zwchr>", "</div>",
            "<div name=quote>",
        ])
    func nothingIsLost(_ tag: String) {
        let html = "start " + (0..<60).map { "\(tag)word\($0) " }.joined() + "end"
        let reply = ReplyText(html: html)
        let words = Set(
            (reply.visible + " " + reply.quoted).split { " >\n".contains($0) }.map(String.init))
        #expect(words.isSuperset(of: (0..<60).map { "word\($0)" }), "\(reply)")
        #expect(words.contains("start") && words.contains("end"))
    }
}
