import Testing

@testable import MailServer

struct ValueTests {
    @Test(
        "folder names travel in modified UTF-7 and come back",
        arguments: [
            ("INBOX", "INBOX"), ("Anfragen/Büro", "Anfragen/B&APw-ro"), ("R&D", "R&-D"),
            ("台北", "&U,BTFw-"), ("😀x", "&2D3eAA-x"), ("Ä&Ö", "&AMQ-&-&ANY-"),
        ])
    func names(text: String, wire: String) {
        let name = FolderName(text)
        #expect(String(decoding: name.bytes, as: UTF8.self) == wire)
        #expect(name.text == text)
    }

    @Test(
        "names that are no modified UTF-7 are kept and shown as they are",
        arguments: [
            "R&D", "&AMQ", "&2D0-", "&A-",
        ])
    func odd(wire: String) {
        #expect(FolderName(bytes: Array(wire.utf8)).text == wire)
        #expect(FolderName(bytes: Array("inBox".utf8)) == .inbox)
    }

    @Test("sequence sets know ranges either way round and the star")
    func sets() throws {
        let set = try #require(SequenceSet("2,7:5,*"))
        #expect((1...9).filter { set.contains($0, last: 9) } == [2, 5, 6, 7, 9])
        #expect(try #require(SequenceSet("12:*")).contains(9, last: 9))
        for text in ["", "0", "1,,2", "1:2:3", "x", "-1", "4294967296"] {
            #expect(SequenceSet(text) == nil, "\(text)")
        }
        #expect(SequenceSet.spell([1, 2, 3, 7, 9, 10]) == "1:3,7,9:10")
    }

    @Test("dates are spelled and read in UTC, also before 1970 and in leap years")
    func dates() {
        #expect(CivilDate(unixSeconds: 760_686_745).internalDate == " 8-Feb-1994 05:52:25 +0000")
        #expect(CivilDate(unixSeconds: -1).mailDate == "Wed, 31 Dec 1969 23:59:59 +0000")
        #expect(CivilDate(unixSeconds: 951_782_400).mailDate == "Tue, 29 Feb 2000 00:00:00 +0000")
        #expect(CivilDate.unixSeconds(dateTime: " 7-Feb-1994 21:52:25 -0800") == 760_686_745)
        #expect(CivilDate.unixSeconds(dateTime: "7-Foo-1994 21:52:25 -0800") == nil)
        #expect(CivilDate.dayNumber(dateText: "1-Jan-1970") == 0)
    }

    @Test("base64 comes back for every length and refuses foreign characters")
    func base64() {
        for count in 0...20 {
            let bytes = (0..<count).map { UInt8($0 * 37 & 0xFF) }
            #expect(Base64.decode(Base64.encode(bytes)) == bytes)
        }
        #expect(Base64.decode(Array("YQ==".utf8)) == [97])
        #expect(Base64.decode(Array("Y*==".utf8)) == nil)
    }

    @Test("LIST patterns stop at the delimiter for % only")
    func patterns() {
        func matches(_ name: String, _ pattern: String) -> Bool {
            IMAPSession.matches(Array(name.utf8)[...], Array(pattern.utf8)[...], delimiter: 0x2F)
        }
        #expect(matches("A/B", "*") && !matches("A/B", "%") && matches("A/B", "%/%"))
        #expect(matches("A/B", "A*B") && !matches("A/B", "A") && matches("", "*"))
        #expect(
            !matches(String(repeating: "a", count: 200), String(repeating: "*a", count: 100) + "b"))
    }

    @Test("a session gives the same answer whole and one byte at a time")
    func cuts() {
        let office = PostOffice(configuration: .init(accounts: [.init(user: "u", password: "p")]))
        let script = Array(
            "a LOGIN u {1+}\r\np\r\nb SELECT INBOX\r\nc STATUS {5}\r\nINBOX (MESSAGES)\r\nd LOGOUT\r\n"
                .utf8)
        func sent(_ actions: [ServerAction]) -> [UInt8] {
            actions.flatMap { if case .send(let bytes) = $0 { bytes } else { [UInt8]() } }
        }
        var whole = IMAPSession(office: office, offersTLS: false, isSecured: false)
        var single = whole
        let expected = sent(whole.receive(script))
        #expect(script.flatMap { sent(single.receive([$0])) } == expected)
        #expect(String(decoding: expected, as: UTF8.self).contains("c OK Done"))
    }
}
