/// The words by which mail programs mark quotes and signatures, in lower case.
enum ReplyTextMarkers {
    private static func table(_ words: String) -> [[UInt8]] {
        words.split(separator: "\n").map { Array($0.utf8) }
    }

    static let wideColon = Array("：".utf8)

    /// "wrote" of introductions.
    static let verbs = table(
        """
        wrote
        writes
        schrieb
        geschrieben
        a écrit
        escribió
        escribio
        ha escrit
        va escriure
        escreveu
        ha scritto
        scrisse
        schreef
        het volgende geschreven
        skrev
        skrifaði
        kirjoitti
        kirjutas
        napisał
        napisał(a)
        napisała
        pisze
        napsal
        napsal(a)
        napsala
        napísal
        napísala
        napísal(a)
        napisao
        napisao je
        wiadomość napisana
        je napisal
        je napisala
        írta
        a scris
        написал
        написал(а)
        написала
        написал(a)
        пишет
        пише
        написав
        написала(в)
        написа
        напиша
        έγραψε
        yazdı
        şunu yazdı
        viết
        đã viết
        menulis
        rakstīja
        rašė
        parašė
        כתב
        כתב/ה
        ‫כתב
        كتب
        写道
        寫道
        写到
        のメッセージ
        書きました
        작성
        님이 작성
        เขียนว่า
        ने लिखा
        """)

    /// Words of a person who speaks of an earlier mail; no program writes them.
    static let ownWords = table(
        """
        i wrote
        you wrote
        we wrote
        as wrote
        ich schrieb
        schrieb ich
        geschrieben habe
        geschrieben hatte
        geschrieben haben
        schrieben sie
        sie schrieben
        wir schrieben
        j'ai écrit
        j’ai écrit
        vous avez écrit
        tu as écrit
        ik schreef
        u schreef
        yo escribí
        usted escribió
        """)

    /// How introductions begin. A language is listed if its word is followed by a date.
    static let openings = table(
        """
        on\u{20}
        am\u{20}
        le\u{20}
        el\u{20}
        em\u{20}
        il\u{20}
        in data
        op\u{20}
        den\u{20}
        på\u{20}
        w dniu
        dnia
        dne\u{20}
        dňa\u{20}
        pe\u{20}
        la\u{20}
        în\u{20}
        vào\u{20}
        pada\u{20}
        στις
        το\u{20}
        at\u{20}
        ב-
        בתאריך
        في\u{20}
        在
        于
        le:
        mon,
        tue,
        wed,
        thu,
        fri,
        sat,
        sun,
        man.
        tir.
        ons.
        tor.
        tors.
        fre.
        lør.
        lör.
        søn.
        sön.
        mån.
        tis.
        ma\u{20}
        ti\u{20}
        ke\u{20}
        to\u{20}
        pn.,
        pon.,
        wt.,
        śr.,
        czw.,
        pt.,
        sob.,
        niedz.,
        po\u{20}
        út\u{20}
        st\u{20}
        čt\u{20}
        pá\u{20}
        so\u{20}
        ne\u{20}
        пн,
        вт,
        ср,
        чт,
        пт,
        сб,
        вс,
        нд,
        понедельник,
        вторник,
        среда,
        четверг,
        пятница,
        суббота,
        воскресенье,
        понеділок,
        вівторок,
        середа,
        четвер,
        п’ятниця,
        субота,
        неділя,
        """)

    /// Header fields as mail programs name them.
    static let labels: [String: ReplyTextHeader.Label] = {
        let table: [(ReplyTextHeader.Label, String)] = [
            (
                .from,
                """
                from,von,de,da,van,från,fra,od,от,від,από,mittente,remitente,expéditeur,expediteur,afzender,\
                lähettäjä,feladó,kimden,gönderen,отправитель,发件人,寄件者,寄件人,差出人,送信者,보낸 사람,\
                من,מאת,từ,dari,expeditor,saatja,nuo,no,od koga,absender
                """
            ),
            (
                .date,
                """
                sent,date,gesendet,datum,message du,envoyé,envoye,envoyé le,date d'envoi,enviado,enviado el,enviado em,\
                enviada em,enviada,fecha,data,inviato,inviata,verzonden,verzonden op,skickat,skickades,\
                sendt,dato,datum,odesláno,odoslané,dátum,wysłano,wysłane,data wysłania,дата,отправлено,\
                надіслано,ημερομηνία,στάλθηκε,lähetetty,päivämäärä,elküldve,küldve,tarih,gönderilme,\
                gönderilme tarihi,发送时间,发送日期,日期,時間,寄件日期,日時,送信日時,보낸 날짜,날짜,\
                تاريخ,التاريخ,نشر,נשלח,תאריך,đã gửi,ngày,tanggal,dikirim,trimis,saadetud,išsiųsta,nosūtīts
                """
            ),
            (
                .to,
                """
                to,an,à,a,para,aan,naar,till,til,do,komu,кому,προς,vastaanottaja,címzett,kime,alıcı,\
                收件人,收件者,宛先,받는 사람,إلى,אל,đến,kepada,către,destinataire,destinatario,destinatários,\
                vers,empfänger
                """
            ),
            (
                .subject,
                """
                subject,betreff,objet,sujet,asunto,assunto,oggetto,onderwerp,ämne,emne,temat,předmět,predmet,\
                тема,θέμα,aihe,tárgy,konu,主题,主旨,件名,제목,الموضوع,נושא,chủ đề,subjek,subiect,teema,\
                tema,betr.,onderwerp
                """
            ),
            (
                .copy,
                """
                cc,bcc,kopie,copie,cc:,kopia,kopi,kopio,copia,másolat,копия,копія,κοιν.,抄送,副本,참조,\
                reply-to,reply to,antwort an,répondre à,copie à,responder a,risposta,rispondi a,odpověď komu,\
                importance,priority,attachments,organization,organisation
                """
            ),
        ]
        var labels: [String: ReplyTextHeader.Label] = [:]
        for (label, names) in table {
            for name in names.split(separator: ",") where labels[String(name)] == nil {
                labels[String(name)] = label
            }
        }
        return labels
    }()

    /// Between dashes: "Original Message".
    static let originals = table(
        """
        original message
        original mail
        original e-mail
        original email
        original appointment
        original
        ursprüngliche nachricht
        ursprüngliche mail
        originalnachricht
        original-nachricht
        message original
        message d'origine
        message d’origine
        message initial
        mail original
        mensaje original
        mensagem original
        messaggio originale
        messaggio originario
        oorspronkelijk bericht
        oorspronkelijk
        origineel bericht
        ursprungligt meddelande
        originalmeddelande
        ursprungsmeddelande
        oprindelig meddelelse
        oprindelig besked
        opprinnelig melding
        alkuperäinen viesti
        wiadomość oryginalna
        oryginalna wiadomość
        oryginalny list
        původní zpráva
        původní e-mail
        pôvodná správa
        eredeti üzenet
        исходное сообщение
        пересылаемое сообщение
        оригинал сообщения
        вихідне повідомлення
        αρχικό μήνυμα
        özgün ileti
        orijinal mesaj
        原始邮件
        原始郵件
        邮件原件
        元のメッセージ
        원본 메시지
        الرسالة الأصلية
        הודעה מקורית
        antwort
        reply message
        forwarded message
        forwarded by
        forwarded
        weitergeleitete nachricht
        message transféré
        message transmis
        mensaje reenviado
        mensagem encaminhada
        messaggio inoltrato
        doorgestuurd bericht
        vidarebefordrat meddelande
        videresendt meddelelse
        videresendt melding
        wiadomość przekazana
        """)

    /// Apple Mail begins a forwarded mail so.
    static let forwards = table(
        """
        begin forwarded message
        anfang der weitergeleiteten
        début du message réexpédié
        début du message transféré
        inicio del mensaje reenviado
        início da mensagem encaminhada
        início da mensagem reencaminhada
        inizio messaggio inoltrato
        begin doorgestuurd bericht
        vidarebefordrat brev
        начало переадресованного
        """)

    /// "Reply above this line", which help desks write.
    static let replyAbove = table(
        """
        reply above this line
        reply above
        type your reply above
        write above this line
        répondre au-dessus
        répondez au-dessus
        antworten sie oberhalb
        oberhalb dieser linie
        responda por encima
        responda acima
        """)

    /// The beginnings of what phones and programs sign with.
    static let deviceOpenings = table(
        """
        sent from
        sent by
        sent on the go
        sent via
        sent with
        sent using
        get outlook for
        get [outlook for
        download outlook
        enviat des
        أُرسلت من
        أرسلت من
        مرسل من
        تم الإرسال من
        נשלח מה
        verzonden vanuit
        diese nachricht wurde von
        diese nachricht wurde mit
        ce message a été envoyé
        este mensaje ha sido enviado
        von meinem
        von unterwegs
        gesendet von
        gesendet mit
        gesendet über
        holen sie sich outlook
        envoyé de mon
        envoyé depuis
        envoyé à partir de
        envoyé de
        envoyé avec
        téléchargez outlook
        obtenir outlook
        enviado desde
        enviado de
        enviado do
        enviado a partir
        enviado con
        enviado com
        obter o outlook
        obtener outlook
        obtén outlook
        inviato da
        inviato dal
        scarica outlook
        ottieni outlook
        verzonden vanaf
        verzonden met
        verstuurd vanaf
        verstuurd met
        outlook voor
        download outlook voor
        skickat från
        skickades från
        sendt fra
        sendt med
        lähetetty
        wysłane z
        wysłano z
        wysłane przez
        odesláno z
        odoslané z
        отправлено с
        отправлено из
        надіслано з
        στάλθηκε από το
        gönderildi
        发自我的
        發自我的
        从我的
        從我的
        trimis de pe
        elküldve
        dikirim dari
        được gửi từ
        trimis din
        """)

    /// Where the words stand behind the device.
    static let deviceEndings = table(
        """
        iphone gesendet
        ipad gesendet
        handy gesendet
        smartphone gesendet
        mobiltelefon gesendet
        telefon gesendet
        blackberry gesendet
        blackberry® smartphone
        iphoneから送信
        ipadから送信
        iphone'umdan gönderildi
        iphone'dan gönderildi
        iphone에서 보냄
        wireless blackberry
        iphonesta
        """)
}
