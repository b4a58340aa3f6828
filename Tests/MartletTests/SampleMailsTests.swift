import Testing

@testable import martlet

struct SampleMailsTests {
    @Test(
        "every sample mail is the same each time, has CRLF line ends only and no overlong line but one"
    )
    func bytes() {
        var long = 0
        for index in 0..<(2 * SampleMails.count) {
            let mail = SampleMails.mail(index, at: 1_800_000_000, domain: "demo.example")
            #expect(mail == SampleMails.mail(index, at: 1_800_000_000, domain: "demo.example"))
            #expect(mail.indices.allSatisfy { mail[$0] != 10 || $0 > 0 && mail[$0 - 1] == 13 })
            #expect(
                mail.indices.allSatisfy {
                    mail[$0] != 13 || $0 + 1 < mail.count && mail[$0 + 1] == 10
                })
            long += mail.split(separator: 10).contains { $0.count > 200 } ? 1 : 0
        }
        #expect(long == 2)
    }

    @Test("all addresses are of domains reserved for examples")
    func domains() {
        for index in 0..<SampleMails.count {
            let text = String(
                decoding: SampleMails.mail(index, at: 0, domain: "demo.example"), as: UTF8.self)
            for piece in text.split(separator: "@").dropFirst() {
                let domain = piece.prefix {
                    $0.isLetter && $0.isASCII || $0.isNumber || $0 == "-" || $0 == "."
                }
                let isReserved = ["example", "example.com", "example.org", "example.net"].contains {
                    domain == $0 || domain.hasSuffix("." + $0) || domain.hasSuffix("." + $0 + ".")
                }
                #expect(isReserved || domain.count < 3 || !domain.contains("."), "\(domain)")
            }
        }
    }

    @Test("the world's accounts have a project each, and mail for each box")
    func world() {
        let world = SampleWorld()
        for account in world.accounts {
            #expect(world.projects.map(\.name).contains(account.project))
            #expect((0..<SampleMails.count).contains { SampleMails.box($0) == account.box })
        }
        #expect(SampleMails.count >= 30)
    }
}
