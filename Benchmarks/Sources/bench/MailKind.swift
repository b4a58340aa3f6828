import Foundation

/// The shapes of mail that a help desk gets.
enum MailKind: String, CaseIterable {
    case plain, alternative, attachments, quotedPrintable = "quoted-printable", nested

    var title: String {
        switch self {
        case .plain: "plain text, 2 to 6 KB"
        case .alternative: "text and HTML, about 20 KB"
        case .attachments: "attachments in base64, about 210 KB"
        case .quotedPrintable: "long quoted-printable, about 70 KB"
        case .nested: "a forwarded mail inside, about 80 KB"
        }
    }

    /// One mail; the same for the same chance.
    func mail(_ number: Int, _ chance: inout Chance) -> [UInt8] {
        let header = MailText.header(number, &chance)
        switch self {
        case .plain:
            let isLatin = number % 2 == 0
            let text = chance.text(bytes: 1_000 + chance.below(4_000), isFar: !isLatin)
            let type = "text/plain; charset=\(isLatin ? "iso-8859-1" : "utf-8")"
            let part = "Content-Type: \(type)\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
            return Array((header + part).utf8) + (isLatin ? MailText.latin(text) : Array(text.utf8))
        case .alternative:
            return Array((header + MailText.alternative("alt\(number)", &chance)).utf8)
        case .attachments:
            let files = (0..<3).map { index in
                MailText.file("scan-\(index).pdf", chance.bytes(30_000 + chance.below(40_000)))
            }
            let text = MailText.quotedPart("plain", chance.text(bytes: 1_500, isFar: true))
            return Array(
                (header + MailText.multipart("mixed", "mix\(number)", [text] + files)).utf8)
        case .quotedPrintable:
            let text = chance.text(bytes: 50_000, isFar: number % 3 == 0)
            return Array((header + MailText.quotedPart("plain", text)).utf8)
        case .nested:
            let file = MailText.file("photo.jpg", chance.bytes(40_000))
            let inner =
                MailText.header(number + 10_000, &chance)
                + MailText.multipart(
                    "mixed", "in\(number)", [MailText.alternative("alt\(number)", &chance), file])
            let text = MailText.quotedPart("plain", chance.text(bytes: 800))
            let message = "Content-Type: message/rfc822\r\n\r\n" + inner
            return Array(
                (header + MailText.multipart("mixed", "out\(number)", [text, message])).utf8)
        }
    }
}

/// Some mails of one kind.
struct MailCorpus {
    static let size = 60

    let kind: MailKind
    let mails: [[UInt8]]

    init(_ kind: MailKind) {
        self.kind = kind
        var chance = Chance(seed: UInt64(kind.rawValue.utf8.count))
        mails = (0..<Self.size).map { kind.mail($0, &chance) }
    }

    var bytes: Int { mails.reduce(0) { $0 + $1.count } }
}
