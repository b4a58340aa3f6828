extension SampleLetter {
    /// Letters in other languages, scripts and charsets.
    static let languages: [SampleLetter] = [
        SampleLetter(
            "moji", to: .support, from: .misaki, "請求書のPDFが文字化けします", zone: 540,
            write: { paper, letter in japanese(paper, letter) }),
        SampleLetter(
            "wachtwoord", to: .support, from: .sanne, "Link voor nieuw wachtwoord werkt niet",
            .raw(
                """
                Content-Type: text/plain; charset=utf-8; format=flowed; delsp=no
                Content-Transfer-Encoding: 8bit
                """,
                """
                Hallo,

                De link in de mail "nieuw wachtwoord" zegt dat hij verlopen is, ook als ik \

                hem meteen aanklik. Ik heb het drie keer geprobeerd, met Edge en met Chrome.

                > U kunt uw wachtwoord binnen 30 minuten wijzigen.
                Dat doe ik dus, binnen één minuut. :-)

                Groetjes, Sanne
                """)),
        SampleLetter(
            "exportar", to: .support, from: .rafael, "Não consigo exportar o relatório de março",
            zone: -180,
            .mixed([
                .text(
                    """
                    Olá,

                    quando exporto o relatório de março, as vírgulas viram ponto e vírgula e o
                    total sai em duas colunas. Segue o arquivo que recebi.

                    Abraço,
                    Rafael Nogueira
                    Padaria Nogueira
                    """),
                .file(
                    "relatório março.csv", type: "text/csv",
                    Array("dia;total\r\n01/03;1;204;50\r\n02/03;987;10\r\n".utf8)),
            ])),
        SampleLetter(
            "garantiya", to: .support, from: .irina, "Вопрос о гарантии на роутер", zone: 180,
            .bytes(
                SampleEncoding.koi8r(
                    """
                    Здравствуйте!

                    Я купила роутер Fjord в прошлом году. Уже вторую неделю он сам перезагружается
                    каждые два часа. Подскажите, пожалуйста, распространяется ли на это гарантия
                    и куда его отправить?

                    С уважением,
                    Ирина Соколова
                    """), charset: "koi8-r", .base64)),
        SampleLetter(
            "guanjian", to: .support, from: .chen, "路由器固件升级失败", zone: 480,
            write: { paper, letter in chinese(paper, letter) }),
        SampleLetter(
            "segeum", to: .support, from: .haneul, "세금계산서 발행일 변경 문의", zone: 540,
            .text(
                """
                안녕하세요.

                이미 발행한 세금계산서의 날짜를 바꿀 수 있을까요? 지난달 31일로 해야 하는데
                실수로 이번 달 1일로 발행했습니다.

                감사합니다.
                김하늘 드림
                """, .base64)),
        SampleLetter(
            "istirdad", to: .sales, from: .layla, "طلب استرداد مبلغ الاشتراك", zone: 180,
            .alternative([
                .text(
                    """
                    مرحباً،

                    دفعت ثمن الاشتراك السنوي مرتين بالخطأ. أرجو إعادة أحد المبلغين.
                    رقم الفاتورة: PA-5517

                    شكراً لكم
                    ليلى حداد
                    """, .base64),
                .text(
                    """
                    <div dir="rtl"><p>مرحباً،</p>
                    <p>دفعت ثمن الاشتراك السنوي <b>مرتين</b> بالخطأ. أرجو إعادة أحد المبلغين.<br>
                    رقم الفاتورة: <span dir="ltr">PA-5517</span></p>
                    <p>شكراً لكم<br>ليلى حداد</p></div>
                    """, .base64, subtype: "html"),
            ])),
        SampleLetter(
            "apodeixi", to: .support, from: .nikos, "Δεν βρίσκω την απόδειξη Φεβρουαρίου",
            zone: 120,
            .text(
                """
                Καλησπέρα,

                στη λίστα υπάρχουν όλες οι αποδείξεις εκτός από του Φεβρουαρίου. Την έχω πληρώσει
                κανονικά. Μπορείτε να μου τη στείλετε;

                Ευχαριστώ,
                Νίκος Παππάς
                """)),
        SampleLetter(
            "fornyelse", to: .sales, from: .soeren, "Spørgsmål om fornyelse",
            write: { paper, letter in brokenCharset(paper, letter) }),
        SampleLetter(
            "moji-2", to: .support, from: .misaki, "Re: 請求書のPDFが文字化けします",
            answers: ("moji", .misaki), zone: 540,
            .text(
                """
                お世話になっております。佐藤です。

                別のパソコンでも試しましたが、同じ結果でした。
                フォントを「明朝」に変えると正しく出るようです。

                よろしくお願いいたします。
                """, .base64)),
    ]

    /// ISO-2022-JP (RFC 1468), in the header too, as Japanese mail programs still write it.
    private static func japanese(_ paper: SamplePaper, _ letter: SampleLetter) -> [UInt8] {
        let esc = "\u{1B}"
        let head = """
            Date: \(paper.date(letter))
            From: =?ISO-2022-JP?B?GyRCOjRGIxsoQiAbJEJIfjppGyhC?= <\(letter.from.address)>
            To: support@\(paper.domain)
            Subject: =?ISO-2022-JP?B?GyRCQEE1YT1xJE4bKEJQREYbJEIkLEo4O3oyPSQxJDckXiQ5GyhC?=
            Message-ID: \(paper.id(letter.key, letter.from))
            MIME-Version: 1.0
            Content-Type: text/plain; charset="ISO-2022-JP"
            Content-Transfer-Encoding: 7bit


            """
        let body = """
            \(esc)$B%5%]!<%H$4C4Ev<TMM\(esc)(B

            \(esc)$B$$$D$b$*@$OC$K$J$C$F$*$j$^$9!#:4F#>&E9$N:4F#$G$9!#\(esc)(B

            Papaya\(esc)$B$G:n@.$7$?@A5a=q$r\(esc)(BPDF\(esc)$B$GJ]B8$9$k$H!"\(esc)(B
            \(esc)$B$*5RMM$N$*L>A0$N!V9b!W$N;z$,!V""!W$K$J$C$F$7$^$$$^$9!#\(esc)(B
            \(esc)$B2hLL$N>e$G$O@5$7$/I=<($5$l$F$$$^$9!#\(esc)(B

            \(esc)$B0u:~$N@_Dj$rJQ$($F$bF1$8$G$7$?!#\(esc)(B
            \(esc)$B7nKv$^$G$K==FsDL$*Aw$j$9$kI,MW$,$"$j$^$9$N$G!"\(esc)(B
            \(esc)$B$43NG'$r$*4j$$$$$?$7$^$9!#\(esc)(B

            \(esc)$B:4F#\(esc)(B \(esc)$BH~:i\(esc)(B
            \(esc)$B:4F#>&E9\(esc)(B

            """
        return SamplePart.withCRLF(Array((head + body).utf8))
    }

    /// GB 18030, labelled as the smaller gb2312 that it is a superset of.
    private static func chinese(_ paper: SamplePaper, _ letter: SampleLetter) -> [UInt8] {
        let mail = """
            Date: \(paper.date(letter))
            From: =?gb2312?B?s8LOsA==?= <\(letter.from.address)>
            To: support@\(paper.domain)
            Subject: =?gb2312?B?wrfTycb3ucy8/sn9vLbKp7Dc?=
            Message-ID: \(paper.id(letter.key, letter.from))
            MIME-Version: 1.0
            Content-Type: text/plain; charset=gb2312
            Content-Transfer-Encoding: base64

            xPq6w6OsDQoNCs7Sw8e5q8u+09DI/cyoIEZqb3JkIMK308nG96Gj1/LM7Mn9vLa5zLz+tb0gNC4y
            LjEg0tS686OsDQrG5NbQ0rvMqNK71rHJwbrstcajrM7et6jBrL3TzfjC56GjDQoNCtLRvq2zosrU
            uf2wtNehuLTOu7z8IDIwIMPro6zDu9PQ0Ke5+6GjDQrQ8sHQusXKxyBGSi0yMDkzMS1DoaPH687K
            v8nS1LGj0N7C8KO/DQoNCrPCzrANCs37va2y6NK1DQo=

            """
        return SamplePart.withCRLF(Array(mail.utf8))
    }

    /// Bytes of windows-1252 in header and body, under a label that says UTF-8.
    private static func brokenCharset(_ paper: SamplePaper, _ letter: SampleLetter) -> [UInt8] {
        let mail = """
            Date: \(paper.date(letter))
            From: Søren Østergaard <\(letter.from.address)>
            To: sales@\(paper.domain)
            Subject: \(letter.subject)
            Message-ID: \(paper.id(letter.key, letter.from))
            MIME-Version: 1.0
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: 8bit

            Hej,

            vores aftale udløber til påske – kan vi forny den på samme vilkår som sidste år?
            Vi er blevet to mere, så det bliver 7 brugere à 12 €.

            Venlig hilsen
            Søren Østergaard

            """
        return SamplePart.withCRLF(SampleEncoding.windows1252(mail))
    }
}
