/// `-----Original Message-----` and the like.
enum ReplyTextSeparator {
    static func isOne(_ line: ReplyTextLines.Line) -> Bool {
        let isFramed = isFramed(line.bare)
        // Most lines are neither between dashes nor do they end with a colon.
        guard isFramed || endsWithColon(line.bare),
            let words = ReplyTextWords(line.bare)
        else { return false }
        return isFramed
            && (replyAbove.occurs(in: words) && words.bytes.count < 160
                || originals.occurs(in: words) || forwarded.occurs(in: words)
                // Notes: `-----Bob Example/Company wrote: -----`
                || words.bytes.contains(UInt8(ascii: ":"))
                    && ReplyTextMarkers.verbs.occurs(in: words))
            || endsWithColon(line.bare) && forwards.begins(words)
    }

    /// Whether the line says that the mail below it was passed on, not answered.
    static func isForward(_ bare: Substring) -> Bool {
        let isFramed = isFramed(bare)
        guard bare.utf8.count <= 400, isFramed || endsWithColon(bare),
            let words = ReplyTextWords(bare)
        else { return false }
        return isFramed && forwarded.occurs(in: words)
            || endsWithColon(bare) && forwards.begins(words)
    }

    /// The colon of Chinese and Japanese is wider.
    private static func endsWithColon(_ bare: Substring) -> Bool {
        bare.utf8.last == UInt8(ascii: ":") || bare.utf8.last == 0x9a && bare.hasSuffix("：")
    }

    /// Dashes, or the like, on both sides.
    private static func isFramed(_ bare: Substring) -> Bool {
        func isMark(_ byte: UInt8) -> Bool { "-_=*#~".utf8.contains(byte) }
        let bytes = bare.utf8
        return bytes.prefix(while: isMark).count >= 2
            && (bytes.reversed().prefix(while: isMark).count >= 2
                || bytes.prefix(while: isMark).count >= 5)
    }

    /// Between dashes: "Original Message".
    private static let originals = ReplyTextMarkers.table(
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
        reply message
        """)

    /// Between dashes: "Forwarded message".
    private static let forwarded = ReplyTextMarkers.table(
        """
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
        пересылаемое сообщение
        переадресованное сообщение
        переслане повідомлення
        転送されたメッセージ
        转发的邮件
        转发邮件
        轉寄的郵件
        轉寄郵件
        전달된 메시지
        przekazana wiadomość
        přeposlaná zpráva
        preposlaná správa
        továbbított üzenet
        mesaj redirecționat
        mesaj redirectionat
        videresendt besked
        videresendt e-post
        vidarebefordrat mejl
        välitetty viesti
        edelleenlähetetty viesti
        iletilen mesaj
        yönlendirilmiş ileti
        προωθημένο μήνυμα
        הודעה שהועברה
        رسالة معاد توجيهها
        الرسالة المعاد توجيهها
        pesan terusan
        thư được chuyển tiếp
        препратено съобщение
        proslijeđena poruka
        prosleđena poruka
        posredovano sporočilo
        edastatud kiri
        persiųstas laiškas
        pārsūtīts ziņojums
        missatge reenviat
        weitergeleitet von
        weitergeleitet durch
        transféré par
        réexpédié par
        reenviado por
        encaminhado por
        inoltrato da
        doorgestuurd door
        beginning of forwarded message
        """)

    /// Apple Mail begins a forwarded mail so.
    private static let forwards = ReplyTextMarkers.table(
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
        vidarebefordrat meddelande
        videresendt meddelelse
        videresendt melding
        start på videresendt besked
        start på videresendt melding
        начало переадресованного
        початок листа
        początek przekazywanej wiadomości
        începutul mesajului redirecționat
        začátek přeposílané zprávy
        začátek přeposlané zprávy
        alkaa välitetty viesti
        välitetty viesti alkaa
        továbbított levél kezdete
        iletilen ileti başlangıcı
        下面是被转发的邮件
        开始转发的邮件
        以下是轉寄的郵件
        次のメッセージを転送します
        転送されたメッセージ
        전달된 메시지의 시작
        inici del missatge reenviat
        αρχή προωθημένου μηνύματος
        """)

    /// "Reply above this line", which help desks write.
    private static let replyAbove = ReplyTextMarkers.table(
        """
        reply above this line
        reply above
        type your reply above
        write above this line
        répondre au-dessus
        répondez au-dessus
        antworten sie oberhalb
        antwort oberhalb
        skriv ditt svar ovanför
        antwoord boven
        escriba su respuesta por encima
        oberhalb dieser linie
        responda por encima
        responda acima
        """)
}
