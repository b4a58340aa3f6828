import Testing
import Wire

@Suite("what is sent to sign in")
struct SASLTests {
    @Test("Base64 has the words of RFC 4648 §10")
    func base64() {
        let words = [
            "": "", "f": "Zg==", "fo": "Zm8=", "foo": "Zm9v", "foob": "Zm9vYg==",
            "fooba": "Zm9vYmE=", "foobar": "Zm9vYmFy",
        ]
        for (plain, encoded) in words {
            #expect(Base64.encode(Array(plain.utf8)) == Array(encoded.utf8))
        }
        #expect(Base64.encode([0xFB, 0xFF, 0xFE]) == Array("+//+".utf8))
    }

    @Test("mechanisms look as their documents print them")
    func mechanisms() throws {
        #expect(try SASL.plain(user: "tim", password: "tanstaaf") == Array("\0tim\0tanstaaf".utf8))
        #expect(
            try SASL.login(user: "tim", password: "ü") == [Array("tim".utf8), [0xC3, 0xBC]])
        #expect(
            try SASL.xoauth2(user: "a@b", token: "t")
                == Array("user=a@b\u{1}auth=Bearer t\u{1}\u{1}".utf8))
    }

    @Test(
        "line breaks and NUL are refused and not repeated",
        arguments: ["a\r", "a\nb", "\0", "x\r\nQUIT"])
    func unsafe(_ text: String) {
        let user = WireError.unsafeText(field: "user name")
        let password = WireError.unsafeText(field: "password")
        #expect(throws: user) { try SASL.plain(user: text, password: "p") }
        #expect(throws: password) { try SASL.plain(user: "u", password: text) }
        #expect(throws: user) { try SASL.login(user: text, password: "p") }
        #expect(throws: password) { try SASL.login(user: "u", password: text) }
        #expect(throws: user) { try SASL.xoauth2(user: text, token: "t") }
        #expect(throws: WireError.unsafeText(field: "folder name")) {
            try OneLine(text, field: "folder name")
        }
        #expect(!user.sentence.contains(text))
    }

    @Test("the separator of XOAUTH2 is refused")
    func separator() {
        #expect(throws: WireError.self) { try SASL.xoauth2(user: "a\u{1}b", token: "t") }
        #expect(throws: WireError.self) { try SASL.xoauth2(user: "a", token: "t\u{1}") }
    }

    @Test("a transcript keeps the last lines, short and without control characters")
    func transcript() {
        var transcript = Transcript()
        for number in 0..<100 { transcript.sent("line \(number)\r\n") }
        #expect(transcript.lines.count == Transcript.lineLimit)
        #expect(transcript.lines.last == .client("line 99"))
        transcript.received(Array("a\tb\u{1B}[31m".utf8))
        #expect(transcript.lines.last?.description == "S: a b [31m")
        transcript.received([UInt8](repeating: 0x41, count: 10_000))
        #expect(transcript.lines.last?.description.utf8.count == 3 + Transcript.widthLimit + 3)
    }

    @Test("every error has a sentence that ends as one")
    func sentences() {
        let facts = CertificateFacts(
            subject: "a", issuer: "b", names: [], notBefore: 0, notAfter: 951_782_400,
            isSelfSigned: false)
        #expect(facts.expiryDay == "2000-02-29")
        let errors: [WireError] = [
            .hostUnknown(host: "h", reason: "r"), .refused(host: "h", port: 1),
            .unreachable(host: "h", port: 1, reason: "r"),
            .turnedAway(text: "t", isTransient: true),
            .addressInvalid(host: "h", port: 0), .authoritiesInvalid,
            .tlsNotSpoken(host: "h", port: 1), .tlsFailed(reason: "r"), .certificateExpired(facts),
            .certificateNotYetValid(facts), .certificateWrongName(host: "h", facts),
            .certificateUntrusted(nil), .startTLSUnavailable(text: ""), .startTLSInjection,
            .unexpected(text: "t"), .lineTooLong(limit: 1), .tooLarge(bytes: 2, limit: 1),
            .unsafeText(field: "f"),
        ]
        let phases = WireError.Phase.allCases
        for error in errors + phases.map(WireError.timedOut) + phases.map(WireError.closed) {
            #expect(error.sentence.hasSuffix("."))
        }
    }
}
