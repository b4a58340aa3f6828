/// One SASL exchange (RFC 4422), the same in all three protocols: base64 lines in, a step out.
struct SignIn: Sendable {
    enum Mechanism: String, Sendable {
        case plain = "PLAIN"
        case login = "LOGIN"
        case xoauth2 = "XOAUTH2"
        case bearer = "OAUTHBEARER"
    }

    enum Step: Equatable {
        /// Send this base64 text as a challenge and wait for a line.
        case challenge(String)
        case done(account: String)
        case refused(String)
    }

    private enum Expectation: Sendable {
        case response
        case password(user: String)
        /// A bearer mechanism's error was sent as a challenge; whatever comes, the answer is no.
        case acknowledgement
    }

    let mechanism: Mechanism
    private let office: PostOffice
    private var expectation = Expectation.response

    init(_ mechanism: Mechanism, office: PostOffice) {
        self.mechanism = mechanism
        self.office = office
    }

    /// The mechanisms that the accounts of this server can use.
    static func mechanisms(of office: PostOffice) -> [Mechanism] {
        office.hasAccessTokens ? [.plain, .login, .xoauth2, .bearer] : [.plain, .login]
    }

    /// The text of a refusal when the faults want one.
    static func refusal(_ office: PostOffice) -> String? { office.faults.refusesSignIn }

    /// Begins, with the initial response if the client sent one ("=" stands for an empty one).
    mutating func begin(initial: [UInt8]?) -> Step {
        guard let initial else {
            return .challenge(mechanism == .login ? Self.base64("Username:") : "")
        }
        return answer(initial == [UInt8(ascii: "=")] ? [] : initial)
    }

    mutating func answer(_ line: [UInt8]) -> Step {
        if case .acknowledgement = expectation { return .refused("Invalid credentials") }
        guard line != [UInt8(ascii: "*")] else { return .refused("Cancelled") }
        guard let decoded = Base64.decode(line) else { return .refused("That is not base64") }
        if let text = Self.refusal(office) { return .refused(text) }
        switch (mechanism, expectation) {
        case (.plain, _):
            return plain(decoded)
        case (.login, .password(let user)):
            return verdict(office.account(user: user, password: Self.text(decoded)))
        case (.login, _):
            expectation = .password(user: Self.text(decoded))
            return .challenge(Self.base64("Password:"))
        case (.xoauth2, _), (.bearer, _):
            return bearer(decoded)
        }
    }

    /// `[authzid] NUL authcid NUL passwd` (RFC 4616 §2).
    private func plain(_ message: [UInt8]) -> Step {
        let parts = message.split(separator: 0, omittingEmptySubsequences: false)
        guard parts.count == 3 else { return .refused("Malformed PLAIN message") }
        return verdict(
            office.account(user: Self.text(Array(parts[1])), password: Self.text(Array(parts[2]))))
    }

    /// XOAUTH2: `user=U ^A auth=Bearer T ^A ^A`; OAUTHBEARER: `n,a=U, ^A auth=Bearer T ^A ^A`
    /// (RFC 7628 §3.1).
    private mutating func bearer(_ message: [UInt8]) -> Step {
        let fields = message.split(separator: 1).map { Self.text(Array($0)) }
        var user: String?
        var token: String?
        for field in fields {
            if field.hasPrefix("user=") { user = String(field.dropFirst(5)) }
            if field.hasPrefix("n,a="), field.hasSuffix(",") {
                user = String(field.dropFirst(4).dropLast())
            }
            if field.lowercased().hasPrefix("auth=bearer ") { token = String(field.dropFirst(12)) }
        }
        if let user, let token, let account = office.account(user: user, accessToken: token) {
            return .done(account: account)
        }
        expectation = .acknowledgement
        return .challenge(Self.base64(#"{"status":"401","schemes":"bearer","scope":"mail"}"#))
    }

    private func verdict(_ account: String?) -> Step {
        account.map { .done(account: $0) } ?? .refused("Invalid credentials")
    }

    private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    private static func base64(_ text: String) -> String {
        String(decoding: Base64.encode(Array(text.utf8)), as: UTF8.self)
    }
}
