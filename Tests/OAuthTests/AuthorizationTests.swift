import Testing

@testable import OAuth

/// The same numbers every time.
struct Counting: RandomNumberGenerator {
    var last: UInt64 = 0
    mutating func next() -> UInt64 {
        last &+= 0x1234_5678_9ABC_DEF1
        return last
    }
}

struct AuthorizationTests {
    @Test("the proof key is that of RFC 7636, appendix B")
    func appendixB() {
        let octets: [UInt8] = [
            116, 24, 223, 180, 151, 153, 224, 37, 79, 250, 96, 125, 216, 173, 187, 186, 22, 212, 37,
            77, 105, 214, 191, 240, 91, 88, 5, 88, 83, 132, 141, 121,
        ]
        let key = ProofKey(verifier: Base64URL.encode(octets))
        #expect(key.verifier == "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")
        #expect(key.challenge == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")
    }

    @Test(
        "base64url of every length has no padding",
        arguments: [
            ("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"),
            ("??>", "Pz8-"),
        ])
    func base64URL(text: String, encoded: String) {
        #expect(Base64URL.encode(Array(text.utf8)) == encoded)
    }

    @Test("the authorization URL carries everything, escaped, and the secrets differ each time")
    func url() throws {
        var generator = Counting()
        let request = AuthorizationRequest(
            provider: .google, clientID: "id 1&x", redirectURI: "https://desk.example/oauth?a=b",
            loginHint: "support+x@demo.example", using: &generator)
        let query = try #require(request.url.split(separator: "?", maxSplits: 1).last)
        #expect(
            request.url.hasPrefix(
                "https://accounts.google.com/o/oauth2/v2/auth?response_type=code&client_id=id%201%26x&redirect_uri=https%3A%2F%2Fdesk.example%2Foauth%3Fa%3Db&scope=https%3A%2F%2Fmail.google.com%2F&state="
            ))
        let fields = Form.decode(String(query))
        #expect(fields.contains(Form.Field("state", request.state)))
        #expect(fields.contains(Form.Field("code_challenge", request.proofKey.challenge)))
        #expect(fields.contains(Form.Field("code_challenge_method", "S256")))
        #expect(fields.contains(Form.Field("login_hint", "support+x@demo.example")))
        #expect(fields.contains(Form.Field("access_type", "offline")))
        #expect(request.state.utf8.count == 43 && request.proofKey.verifier.utf8.count == 43)
        #expect(request.state != request.proofKey.verifier)
        #expect(
            AuthorizationRequest(provider: .google, clientID: "x", redirectURI: "y").state
                != AuthorizationRequest(provider: .google, clientID: "x", redirectURI: "y").state)
    }

    @Test("a provider's own query stays in front")
    func ownQuery() throws {
        let provider = try Provider.other(
            authorizeURL: "https://id.example/a?realm=x", tokenURL: "https://id.example/t",
            scope: "mail offline_access")
        let request = AuthorizationRequest(provider: provider, clientID: "c", redirectURI: "r")
        #expect(request.url.hasPrefix("https://id.example/a?realm=x&response_type=code&"))
    }

    @Test("the code is taken from a return with the right state only")
    func code() throws {
        #expect(
            try AuthorizationRequest.code(
                fromQuery: "code=4%2FabC+d&state=s1&scope=x", expectedState: "s1", provider: .google
            )
                == "4/abC d")
        for query in [
            "code=x", "code=x&state=s2", "code=x&state=", "", "state=s1", "state=s1&code=",
        ] {
            #expect {
                try AuthorizationRequest.code(
                    fromQuery: query, expectedState: "s1", provider: .google)
            } throws: { error in
                if case OAuthError.signInAgain = error { true } else { false }
            }
        }
    }

    @Test("an error on return is explained")
    func refused() {
        let query =
            "error=access_denied&error_description=AADSTS65004%3A+User+declined%0D%0Ato+consent&state=s"
        #expect {
            try AuthorizationRequest.code(fromQuery: query, expectedState: "s", provider: .google)
        } throws: { error in
            guard case OAuthError.signInAgain(let why) = error else { return false }
            return why.code == "AADSTS65004"
                && why.providerText == "AADSTS65004: User declined  to consent"
                && why.sentence == "The consent was declined. Sign in again and accept it."
        }
    }

    @Test("a tenant is a must for Microsoft 365, and is in both URLs")
    func tenant() throws {
        let provider = try Provider.microsoft365(tenant: "demo.example")
        #expect(
            provider.tokenURL == "https://login.microsoftonline.com/demo.example/oauth2/v2.0/token")
        #expect(provider.authorizeURL.contains("/demo.example/"))
        #expect(provider.scope.contains("offline_access"))
        #expect(provider.appScope == "https://outlook.office365.com/.default")
        #expect(try Provider.microsoft365(tenant: "common").appScope == nil)
        for tenant in ["", "a/b", "a b", "..", ".", "x?y", "x#y", "a\r\nb", "a..b", "ä"] {
            #expect(throws: OAuthError.self, "\(tenant)") {
                try Provider.microsoft365(tenant: tenant)
            }
        }
    }

    @Test("endpoints must be https, or http on the loopback address")
    func endpoints() throws {
        for url in [
            "https://id.example/token", "http://127.0.0.1:8/t", "http://localhost/t", "HTTPS://x",
        ] {
            #expect(
                try Provider.other(authorizeURL: url, tokenURL: url, scope: "").tokenURL == url)
        }
        for url in [
            "", "id.example/token", "http://id.example/t", "https://", "https:///t", "ftp://x/t",
            "https://u@x/t", "https://x/t#f", "https://x/ t", "https://x/\r\nt", "javascript:x",
            "http://localhost.evil.example/t", "http://127.0.0.1@evil.example/t",
            "http://localhost\\@evil.example/t",
        ] {
            #expect(throws: OAuthError.self, "\(url)") {
                try Provider.other(authorizeURL: "https://x/a", tokenURL: url, scope: "")
            }
        }
    }

    @Test("forms come back as they were", arguments: ["", "a b&c=d+e%", "ä😀\r\n", "~-._"])
    func forms(text: String) {
        #expect(Form.decode(Form.encode([Form.Field("k=", text)])) == [Form.Field("k=", text)])
        #expect(Form.decode("a%2&b%zz=%+1") == [Form.Field("a%2", ""), Form.Field("b%zz", "% 1")])
    }
}
