/// Marks of a signature, and the lines that phones add.
enum ReplyTextSignature {
    /// The longest of `reach(of:)`.
    static let maximumReach = 24

    /// How many lines below a mark are a signature, or nil where there is no mark. The surer the
    /// mark, the longer what it may hide: people draw lines between their paragraphs too.
    static func reach(of line: ReplyTextLines.Line) -> Int? {
        // RFC 3676 §4.3
        if line.raw == "-- " { return maximumReach }
        switch line.bare {
        case "--": return 16
        case "—", "––", "- --", "__", "---": return 6
        default: break
        }
        // Mailing lists sign below a long line of underscores.
        let isLong = line.bare.utf8.count >= 20
        return isLong && line.bare.utf8.allSatisfy { $0 == UInt8(ascii: "_") } ? 16 : nil
    }

    /// Words of such a line: more make a sentence, as in "Sent from my desk, which is …".
    private static let maximumWords = 9

    /// Words of one that has other text right above or below it.
    private static let maximumWordsAmongOthers = 6

    /// `Sent from my iPhone`, in many languages.
    static func isDeviceLine(_ line: ReplyTextLines.Line, isLast: Bool) -> Bool {
        guard !line.isBlank, line.bare.utf8.count <= 200 else { return false }
        let text = withoutAddresses(line.bare.drop { "*_[(<".contains($0) })
        guard let words = ReplyTextWords(text) else { return false }
        let count = text.split(separator: " ").count
        guard count <= (isLast ? maximumWords : maximumWordsAmongOthers) else { return false }
        if deviceEndings.occurs(in: words) { return true }
        return deviceOpenings.begins(words)
            && !text.contains(", ")
    }

    /// `Outlook<https://…>`: the address is no word.
    private static func withoutAddresses(_ text: Substring) -> String {
        var out = ""
        var isInside = false
        for character in text {
            if character == "<" { isInside = true }
            if !isInside { out.append(character) }
            if character == ">" { isInside = false }
        }
        return out
    }

    /// The beginnings of what phones and programs sign with.
    private static let deviceOpenings = ReplyTextMarkers.table(
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
    private static let deviceEndings = ReplyTextMarkers.table(
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
