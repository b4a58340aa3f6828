import Desk
import Testing

@Suite("The desk's own addresses and ids")
struct AddressingTests {
    let signer = IntakeTable.signer

    @Test("a Message-ID that we made is recognised as ours")
    func ownMessageID() throws {
        let id = OwnMessageID.make(
            ticket: 4711, random: "k3v9", instance: "abc", domain: "example.com", signer: signer)
        let claim = try #require(OwnMessageID.claim(in: id))
        #expect(claim.ticket == 4711)
        #expect(claim.isHonoured(by: signer, instance: "abc"))
        #expect(!claim.isHonoured(by: signer, instance: "other"))
    }

    @Test("a Message-ID with another ticket's number is not honoured")
    func forgedMessageID() throws {
        let id = OwnMessageID.make(
            ticket: 4711, random: "k3v9", instance: "abc", domain: "example.com", signer: signer)
        let forged = id.replacing("t4711", with: "t4712")
        #expect(
            try #require(OwnMessageID.claim(in: forged)).isHonoured(by: signer, instance: "abc")
                == false)
    }

    @Test("a reply address survives mail systems that change its case")
    func plusAddress() throws {
        let address = PlusAddress.make(
            ticket: 12, address: "help@example.com", instance: "abc", signer: signer)
        let claim = try #require(PlusAddress.claim(in: address.uppercased()))
        #expect(claim.ticket == 12)
        #expect(claim.isHonoured(by: signer, instance: "abc"))
        #expect(PlusAddress.base(of: address) == "help@example.com")
    }

    @Test(
        "other people's ids and addresses are no claims",
        arguments: [
            "", "@", "a@b", "t1@b", "t1.x.y.z.martlet", "tX.a.b.c.martlet@d", "t-1.a.b.c.martlet@d",
        ])
    func foreign(_ text: String) {
        #expect(OwnMessageID.claim(in: text) == nil)
        #expect(PlusAddress.claim(in: text) == nil)
    }

    @Test(
        "subject tags are found wherever they stand",
        arguments: zip(
            [
                "[#1]", "Re: x [#23] y", "[#4][#5]", "[# 6]", "[#]", "[#7", "#8]", "[[#9]]",
                "[#99999999999999999999]",
            ],
            [[1], [23], [4, 5], [], [], [], [], [9], []] as [[TicketID]]))
    func tags(_ subject: String, _ expected: [TicketID]) {
        #expect(SubjectTag.tickets(in: subject) == expected)
    }

    @Test(
        "an answer's subject has one Re: and one tag",
        arguments: zip(
            ["Hello", "Re: Hello", "AW: Re[2]: Hello [#5]", "", "Refund: urgent"],
            [
                "Re: Hello [#5]", "Re: Hello [#5]", "Re: Hello [#5]", "Re: [#5]",
                "Re: Refund: urgent [#5]",
            ]))
    func answers(_ subject: String, _ expected: String) {
        #expect(SubjectTag.reply(to: subject, ticket: 5) == expected)
    }
}
