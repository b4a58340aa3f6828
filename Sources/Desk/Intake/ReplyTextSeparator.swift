/// `-----Original Message-----` and the like.
enum ReplyTextSeparator {
    static func isOne(_ line: ReplyTextLines.Line) -> Bool {
        guard let words = ReplyTextWords(line.bare) else { return false }
        if replyAbove.contains(where: words.contains(word:)),
            words.bytes.count < 160, isFramed(line)
        {
            return true
        }
        if forwards.contains(where: { words.begins(with: $0) }) {
            return words.bytes.last == UInt8(ascii: ":")
        }
        return isFramed(line) && originals.contains(where: words.contains(word:))
    }

    /// Dashes, or the like, on both sides.
    private static func isFramed(_ line: ReplyTextLines.Line) -> Bool {
        func isMark(_ byte: UInt8) -> Bool { "-_=*#~".utf8.contains(byte) }
        let bytes = line.bare.utf8
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
        начало переадресованного
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
