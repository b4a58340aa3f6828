import MIME
import Testing

/// What the articles of `Sources/MIME/MIME.docc` show, compiled and run. A tidy test holds each sample to
/// what stands here.
@Suite("samples of the articles")
struct ArticleTests {
    @Test("a mail is built and read as the articles say")
    func samples() {
        let logo: [UInt8] = [1, 2, 3]
        let pdf: [UInt8] = [4, 5]
        var draft = Draft(
            from: [Address(name: "Help Desk", address: "desk@example.org")],
            to: [Address(name: "Jörg", address: "joerg@example.org")],
            subject: "Grüße", date: MailDate(unixSeconds: 1_057_049_557, offsetMinutes: 120),
            messageID: "1@example.org", text: "Hello\n")
        draft.inReplyTo = ["0@example.org"]
        draft.html = "<p>Hello <img src=\"cid:logo@example.org\"></p>"
        draft.attachments = [
            Draft.File(
                name: "logo.png", contentType: "image/png", bytes: logo,
                contentID: "logo@example.org", isInline: true),
            Draft.File(name: "Übersicht.pdf", contentType: "application/pdf", bytes: pdf),
        ]
        let built = draft.build(boundary: "4f1c2d")
        let refused = draft.unwritableAddresses
        #expect(refused.isEmpty)

        let bytes = built
        let message = Message(bytes)
        let subject = message.subject ?? "(no subject)"
        let sender = message.from.first?.address
        #expect(subject == "Grüße")
        #expect(sender == "desk@example.org")
        let text = message.plainText
        let html = message.html
        #expect(text == "Hello\n")
        #expect(html?.hasPrefix("<p>Hello") == true)
        var files: [String] = []
        for id in message.attachments {
            guard let part = message[id] else { continue }
            let name = part.filename ?? "unnamed"
            let content = message.content(of: id)
            files.append("\(name): \(content.count) bytes, \(part.contentType.name)")
        }
        #expect(
            files == [
                "logo.png: 3 bytes, image/png", "Übersicht.pdf: 2 bytes, application/pdf",
            ])
        let isIncomplete = message.defects.contains { $0.kind == .missingEndBoundary }
        #expect(!isIncomplete)
    }
}
