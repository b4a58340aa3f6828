import Desk
import MIME
import Testing

@Suite("Authentication-Results")
struct AuthenticationResultsTests {
    private func results(
        _ header: String, trusted: Set<String> = ["mx.desk.example"]
    ) -> AuthenticationResults {
        AuthenticationResults(
            MIME.Message(Array((header + "\n\nHi").utf8)).header, trusted: trusted)
    }

    @Test("of a trusted server are read with their domains")
    func trusted() {
        let read = results(
            """
            Received: from a.client.example by mx.desk.example; Fri, 3 May 2024 10:12:44 +0200
            Authentication-Results: mx.desk.example (filter 2.1) 1;
             dkim=pass (2048-bit key; "quoted; semicolon") header.d=Client.example header.s=s1;
             spf=softfail smtp.mailfrom=bounces@mail.client.example;
             dmarc=pass (p=reject) header.from=client.example; arc=none
            """)
        #expect(read.server == "mx.desk.example")
        #expect(read.verdict(of: .dkim) == .pass)
        #expect(read.verdict(of: .spf) == .softfail)
        #expect(read.verdict(of: .arc) == .none)
        #expect(
            read.checks.map(\.domain) == [
                "client.example", "mail.client.example", "client.example", nil,
            ])
        #expect(
            read.proof(ofDomain: "Client.example") == .proven(by: .dmarc, domain: "client.example"))
        #expect(read.proof(ofDomain: "other.example") == .unknown)
    }

    @Test("of strangers, or without any trusted server, are nothing")
    func strangers() {
        let field = "Authentication-Results: mx.evil.example; dmarc=pass header.from=bank.example"
        #expect(results(field).checks.isEmpty)
        #expect(results(field, trusted: []).checks.isEmpty)
        #expect(results(field, trusted: ["vil.example"]).checks.isEmpty)
        #expect(!results(field, trusted: ["evil.example"]).checks.isEmpty)
    }

    @Test("that a sender brought along below those of our server don't count")
    func forged() {
        let read = results(
            """
            Received: from localhost by store.desk.example; Fri, 3 May 2024 10:12:45 +0200
            Authentication-Results: mx.desk.example; dmarc=fail header.from=bank.example
            Authentication-Results: mx.desk.example; spf=pass smtp.mailfrom=x@evil.example
            Received: from evil.example by mx.desk.example; Fri, 3 May 2024 10:12:44 +0200
            Authentication-Results: mx.desk.example; dmarc=pass header.from=bank.example
            """)
        #expect(read.checks.count == 2)
        #expect(read.proof(ofDomain: "bank.example") == .refuted)
    }

    @Test("without a server's name belong to the server that received the mail")
    func exchange() {
        let read = results(
            """
            Received: from a.prod.outlook.com by b.prod.outlook.com; Fri, 3 May 2024 10:12:45 +0200
            Authentication-Results: spf=pass (sender IP is 192.0.2.7)
             smtp.mailfrom=client.example; dkim=pass (signature was verified)
             header.d=client.example;dmarc=pass action=none header.from=client.example;compauth=pass
            Received: from a.client.example by DB5EUR.mail.protection.outlook.com (10.0.0.1); Fri, 3 May 2024 10:12:44 +0200
            """, trusted: ["protection.outlook.com"])
        #expect(read.verdict(of: .dmarc) == .pass)
        #expect(read.server == "db5eur.mail.protection.outlook.com")
    }

    @Test(
        "prove a domain by a signature or an envelope of the domain itself or a parent",
        arguments: [
            ("dkim=pass header.d=client.example", "client.example", true),
            ("dkim=pass header.i=@client.example", "sales.client.example", true),
            ("spf=pass smtp.mailfrom=a@client.example", "client.example", true),
            ("dkim=pass header.d=sales.client.example", "client.example", false),
            ("dkim=pass header.d=example", "client.example", false),
            ("dkim=pass header.d=lient.example", "client.example", false),
            ("dkim=fail header.d=client.example", "client.example", false),
            ("dkim=pass", "client.example", false),
        ])
    func alignment(field: String, domain: String, isProven: Bool) {
        let read = results("Authentication-Results: mx.desk.example; \(field)")
        let proof = read.proof(ofDomain: domain)
        if case .proven = proof { #expect(isProven) } else { #expect(!isProven) }
    }
}

@Suite("The truth about a sender")
struct SenderTruthTests {
    private static let known: Set<String> = ["example-bank.com", "desk.example", "paypal.com"]

    private func marks(
        _ from: Contact?, sender: Contact? = nil, replyTo: [Contact] = [], first: Bool? = nil
    ) -> [SenderTruth.Mark] {
        SenderTruth(
            from: from, sender: sender, replyTo: replyTo, knownDomains: Self.known,
            ownAddresses: ["support@desk.example"], ownNames: ["Desk Support"],
            isFirstContact: first
        ).marks
    }

    @Test("has nothing to say about an ordinary mail")
    func ordinary() {
        #expect(marks(Contact(name: "Ann", address: "ann@client.example")).isEmpty)
        #expect(
            marks(
                Contact(name: "Ann", address: "ann@client.example"),
                sender: Contact(address: "mailer@news.client.example"),
                replyTo: [Contact(address: "office@client.example")]
            ).isEmpty)
        #expect(marks(Contact(name: "Desk Support", address: "support@desk.example")).isEmpty)
    }

    @Test(
        "names a domain that looks like a known one",
        arguments: [
            "paypa1.com", "pаypal.com", "xn--pypal-4ve.com", "paypall.com", "paypl.com",
            "payapl.com",
            "рaypal.com", "exarnple-bank.com", "example-bank.co", "examplebank.com",
        ])
    func lookAlike(domain: String) {
        let found = marks(Contact(address: "service@\(domain)"))
        #expect(
            found.contains {
                if case .looksLike = $0 { true } else { false }
            }, "\(domain): \(found)")
    }

    @Test(
        "leaves other domains and sub-domains of known ones alone",
        arguments: ["mail.paypal.com", "example.net", "papal.net", "desk.example", "bank.example"])
    func others(domain: String) {
        #expect(marks(Contact(address: "service@\(domain)")).isEmpty)
    }

    @Test("names letters of two scripts in one word")
    func scripts() {
        #expect(
            marks(Contact(address: "a@miсrosoft.example")) == [
                .mixedScripts(domain: "miсrosoft.example")
            ])
        #expect(marks(Contact(address: "a@почта.example")).isEmpty)
    }

    @Test("names an address in the name, our name, another answer address and another sender")
    func mismatches() {
        #expect(
            marks(Contact(name: "service@paypal.com", address: "x@evil.example")) == [
                .nameShowsAddress(address: "service@paypal.com")
            ])
        #expect(
            marks(Contact(name: "Ann <ann@client.example>", address: "Ann@client.example")).isEmpty)
        #expect(
            marks(Contact(name: "desk support", address: "x@evil.example")) == [
                .nameIsOurs(name: "desk support")
            ])
        #expect(
            marks(
                Contact(address: "boss@desk.example"),
                replyTo: [Contact(address: "boss@evil.example")])
                == [.repliesElsewhere(address: "boss@evil.example")])
        #expect(
            marks(
                Contact(address: "boss@desk.example"), sender: Contact(address: "x@evil.example"))
                == [.sentBy(address: "x@evil.example")])
        #expect(marks(nil) == [.noSender])
        #expect(marks(Contact(address: "ann@client.example"), first: true) == [.firstContact])
    }

    @Test("is proven or refuted by what the receiving server says")
    func proof() {
        let from = Contact(address: "ann@client.example")
        let good = AuthenticationResults(checks: [.init(.dmarc, .pass, domain: "client.example")])
        let bad = AuthenticationResults(checks: [.init(.dmarc, .fail, domain: "client.example")])
        #expect(SenderTruth(from: from, results: good).isAuthenticated)
        #expect(!SenderTruth(from: from).isAuthenticated)
        let refuted = SenderTruth(from: from, results: bad)
        #expect(refuted.marks == [.refuted(domain: "client.example")])
        #expect(!refuted.isAuthenticated)
    }
}
