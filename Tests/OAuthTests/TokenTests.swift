import Testing

@testable import OAuth

struct TokenTests {
    private let credentials = ClientCredentials(id: "app", secret: "s")

    private func read(_ json: String, status: Int = 200) throws -> TokenSet {
        try TokenResponse(status: status, body: Array(json.utf8)).tokens(
            for: .refresh("old", credentials: credentials), provider: .google, at: 1000)
    }

    @Test("each grant posts its own fields")
    func bodies() throws {
        #expect(
            TokenRequest.authorizationCode(
                "c/1", redirectURI: "https://d.example/r", proofKey: ProofKey(verifier: "v"),
                credentials: credentials
            ).body
                == "grant_type=authorization_code&client_id=app&client_secret=s&code=c%2F1&redirect_uri=https%3A%2F%2Fd.example%2Fr&code_verifier=v"
        )
        let microsoft = try Provider.microsoft365(tenant: "t")
        #expect(
            try TokenRequest.clientCredentials(credentials, provider: microsoft).body
                == "grant_type=client_credentials&client_id=app&client_secret=s&scope=https%3A%2F%2Foutlook.office365.com%2F.default"
        )
        #expect(
            TokenRequest.refresh("r+1", credentials: ClientCredentials(id: "app")).body
                == "grant_type=refresh_token&client_id=app&refresh_token=r%2B1")
        #expect(throws: OAuthError.self) {
            try TokenRequest.clientCredentials(credentials, provider: .google)
        }
        #expect(throws: OAuthError.self) {
            try TokenRequest.clientCredentials(ClientCredentials(id: "app"), provider: microsoft)
        }
    }

    @Test("a refresh token that is not sent again stays, one that is sent takes over")
    func rotation() throws {
        #expect(try read(#"{"access_token":"a"}"#).refreshToken == "old")
        #expect(try read(#"{"access_token":"a","refresh_token":""}"#).refreshToken == "old")
        #expect(try read(#"{"access_token":"a","refresh_token":"new"}"#).refreshToken == "new")
    }

    @Test(
        "lifetimes are numbers, texts, missing or absurd",
        arguments: [
            ("3600", 4600), ("\"1800\"", 2800), ("null", 4600), ("\"soon\"", 4600), ("-5", 1001),
            ("1e300", 1000 + 366 * 86400), ("59.9", 1059),
        ])
    func lifetime(json: String, expiresAt: Int64) throws {
        let tokens = try read(#"{"access_token":"a","expires_in":\#(json)}"#)
        #expect(tokens.expiresAt == expiresAt)
        #expect(tokens.refreshAt == 1000 + (expiresAt - 1000) / 2)
    }

    @Test(
        "what is no usable token is refused",
        arguments: [
            "", "{}", "[]", "nonsense", #"{"access_token":""}"#, #"{"access_token":"a\r\nb"}"#,
            #"{"access_token":"a","token_type":"mac"}"#, #"{"access_token":"ä"}"#,
            #"{"access_token":"a","refresh_token":"b c"}"#, #"{"access_token":5}"#,
            #"{"access_token":"a\u0001auth=Bearer b"}"#,
        ])
    func unusable(json: String) {
        #expect {
            try read(json)
        } throws: { error in
            if case OAuthError.notUnderstood = error { true } else { false }
        }
    }

    @Test("tokens and secrets don't print themselves")
    func secrecy() throws {
        let tokens = try read(#"{"access_token":"hidden1","refresh_token":"hidden2"}"#)
        let request = TokenRequest.refresh(
            "hidden3", credentials: ClientCredentials(id: "app", secret: "hidden4"))
        var dumped = ""
        dump(tokens, to: &dumped)
        dump(request, to: &dumped)
        dump(ClientCredentials(id: "app", secret: "hidden5"), to: &dumped)
        let text = "\(tokens) \(request) \(String(reflecting: tokens)) \(dumped)"
        #expect(!text.contains("hidden"))
    }

    @Test(
        "Microsoft's and Google's refusals find their remedy",
        arguments: [
            (
                #"{"error":"invalid_client","error_description":"AADSTS7000222: The provided client secret keys for app 'x' are expired.","error_codes":[7000222]}"#,
                "AADSTS7000222", "fix"
            ),
            (
                #"{"error":"invalid_client","error_description":"AADSTS7000215: Invalid client secret provided."}"#,
                "AADSTS7000215", "fix"
            ),
            (
                #"{"error":"invalid_grant","error_description":"AADSTS700082: The refresh token has expired due to inactivity.","error_codes":[700082]}"#,
                "AADSTS700082", "sign"
            ),
            (#"{"error":"invalid_grant","error_codes":[50173]}"#, "AADSTS50173", "sign"),
            (#"{"error":"invalid_request","error_codes":[90002]}"#, "AADSTS90002", "fix"),
            (#"{"error":"invalid_request","error_codes":[90033]}"#, "AADSTS90033", "again"),
            (
                #"{"error":"invalid_grant","error_codes":[4711],"error_description":"AADSTS4711: new"}"#,
                "invalid_grant", "sign"
            ),
            (
                #"{"error":"invalid_grant","error_description":"Token has been expired or revoked."}"#,
                "invalid_grant", "sign"
            ),
            (
                #"{"error":"invalid_client","error_description":"The OAuth client was not found."}"#,
                "invalid_client", "fix"
            ),
            (#"{"error":"redirect_uri_mismatch"}"#, "redirect_uri_mismatch", "fix"),
            (#"{"error":"temporarily_unavailable"}"#, "temporarily_unavailable", "again"),
            (#"{"error":"made_up"}"#, "made_up", "fix"),
        ])
    func book(json: String, code: String, remedy: String) throws {
        do {
            _ = try read(json, status: 400)
            Issue.record("expected an error")
        } catch let error as OAuthError {
            let found =
                switch error {
                case .tryAgain: "again"
                case .signInAgain: "sign"
                case .fixSettings: "fix"
                case .notUnderstood: "none"
                }
            #expect(found == remedy)
            #expect(error.explanation.code == code)
            #expect(error.sentence.hasSuffix("."))
        }
    }

    @Test("an invalid grant means something else for each way to a token")
    func grants() {
        var sentences: Set<String> = []
        for grant in [TokenRequest.Grant.authorizationCode, .clientCredentials, .refreshToken] {
            let error = ErrorBook.explain(
                error: "invalid_grant", description: nil, codes: [], grant: grant,
                provider: "Example ID")
            sentences.insert(error.sentence)
        }
        #expect(sentences.count == 3)
    }

    @Test("every sentence in the book is a sentence")
    func sentences() {
        let all =
            ErrorBook.microsoft.values.map(\.sentence) + ErrorBook.words.values.map(\.sentence)
        #expect(all.count > 30)
        for sentence in all {
            #expect(sentence.first?.isUppercase == true && sentence.hasSuffix("."), "\(sentence)")
            #expect(!sentence.contains("  "), "\(sentence)")
        }
    }

    @Test("a provider's text is shown as one bounded line")
    func bounded() {
        let error = ErrorBook.explain(
            error: "x\r\ny", description: String(repeating: "\u{1B}[0m\n", count: 1000), codes: [],
            grant: .refreshToken, provider: "P")
        #expect(error.explanation.code == "x  y")
        #expect(error.explanation.providerText?.unicodeScalars.count == ErrorBook.longestText)
        #expect(error.explanation.providerText?.contains("\n") == false)
    }

    @Test(
        "answers that are no OAuth are told apart by their status",
        arguments: [
            (302, "fix"), (404, "fix"), (405, "fix"), (400, "none"), (200, "none"), (500, "again"),
            (429, "again"),
        ])
    func statuses(status: Int, remedy: String) {
        #expect {
            try TokenResponse(status: status, body: Array("<html>".utf8), retryAfter: 1 << 40)
                .tokens(
                    for: .refresh("r", credentials: credentials), provider: .google, at: 0)
        } throws: { error in
            switch error as? OAuthError {
            case .tryAgain(_, let seconds): remedy == "again" && seconds == 86400
            case .fixSettings: remedy == "fix"
            case .notUnderstood: remedy == "none"
            default: false
            }
        }
    }
}
