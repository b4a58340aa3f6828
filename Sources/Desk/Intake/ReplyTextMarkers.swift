/// The words by which mail programs mark quotes and signatures, in lower case.
enum ReplyTextMarkers {
    static func table(_ words: String) -> ReplyTextTable { ReplyTextTable(words) }

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
}
