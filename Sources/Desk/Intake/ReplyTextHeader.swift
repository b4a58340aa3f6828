/// The header of a mail copied above its text, as Outlook quotes: `From:`, `Sent:`, `To:`, `Subject:`.
enum ReplyTextHeader {
    enum Label: Hashable { case from, date, to, subject, copy, other }

    /// Lines that are looked at: five fields, some of them broken or blank lines between.
    private static let maximumLines = 16

    /// The last line of the header that begins at `start`, or nil.
    static func end(in lines: ReplyTextLines, from start: Int) -> Int? {
        guard label(of: lines[start]) != nil else { return nil }
        var labels: Set<Label> = []
        var misses = 0
        var last = start
        var index = start
        while index < lines.count, index < start + maximumLines {
            if let label = label(of: lines[index]) {
                labels.insert(label)
                misses = 0
                last = index
            } else {
                misses += 1
                // A long list of recipients goes on in the next line; more than that is text.
                if misses > 2 { break }
            }
            index += 1
        }
        // "From: Berlin, To: Munich" is a journey, and contact forms have fields as well; a mail's
        // header has its date.
        let isHeader =
            labels.contains(.date)
            && (labels.contains(.from)
                ? labels.contains(.to) || labels.contains(.subject)
                : labels.isSuperset(of: [.subject, .to]))
        return isHeader ? last : nil
    }

    static func label(of line: ReplyTextLines.Line) -> Label? { label(of: line.bare) }

    /// The label and what stands behind its colon.
    static func field(of bare: Substring) -> (Label, String)? {
        guard let label = label(of: bare),
            let colon = bare.firstIndex(where: { $0 == ":" || $0 == "：" })
        else { return nil }
        let marks: Set<Character> = ["*", "|", " ", "\t", "\u{a0}"]
        var value = bare[bare.index(after: colon)...].drop(while: marks.contains)
        while let last = value.last, marks.contains(last) { value.removeLast() }
        return (label, String(value))
    }

    static func label(of bare: Substring) -> Label? {
        // Labels are short: the colon comes early or the line is none.
        let start = bare.utf8.drop { $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "|") }
        let name = start.prefix(48).prefix { $0 != UInt8(ascii: ":") && $0 != 0xef }
        guard name.endIndex < start.endIndex, !name.isEmpty else { return nil }
        var bytes = Array(name)
        while let last = bytes.last,
            last == 0x20 || last == UInt8(ascii: "*") || last == 0xa0 || last == 0xc2
        {
            bytes.removeLast()
        }
        let word = String(decoding: bytes.drop { $0 == 0x20 }, as: UTF8.self).lowercased()
        return labels[word]
    }

    /// Header fields as mail programs name them.
    private static let labels: [String: Label] = {
        let table: [(Label, String)] = [
            (
                .from,
                """
                from,von,de,da,van,от кого,від кого,från,fra,od,от,від,από,mittente,remitente,expéditeur,expediteur,afzender,\
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
                cc,kopie,copie,cc:,kopia,kopi,kopio,copia,másolat,копия,копія,κοιν.,抄送,副本,참조,c.c.,cc²
                """
            ),
            (
                .other,
                """
                bcc,reply-to,reply to,antwort an,répondre à,copie à,responder a,risposta,rispondi a,odpověď komu,\
                importance,priority,attachments,organization,organisation
                """
            ),
        ]
        var labels: [String: Label] = [:]
        for (label, names) in table {
            for name in names.split(separator: ",") where labels[String(name)] == nil {
                labels[String(name)] = label
            }
        }
        return labels
    }()
}
