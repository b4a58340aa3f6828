internal import Wire

/// Proves who we are, with a password. RFC 3501 §6.2.2 and §6.2.3, RFC 4616, RFC 4959.
///
/// AUTHENTICATE PLAIN where it is offered, else LOGIN. Afterwards the capabilities are asked for
/// again unless the server told them, and the server is told our name where it wants to know (ID,
/// RFC 2971): some do not open a folder before.
struct SignIn: Request {
    private enum Step: Int {
        case authenticate
        case login
        case capability
        case identity
    }

    private let user: String
    private let password: String
    private var response: [UInt8]?
    private var hasCapabilities = false

    init(user: String, password: String) {
        self.user = user
        self.password = password
    }

    mutating func start(on server: Server) throws(IMAPError) -> [CommandLine] {
        guard !server.isPreauthenticated else { return [] }
        guard server.offers("AUTH=PLAIN") else { return [try login(on: server)] }
        do throws(WireError) {
            response = Base64.encode(try SASL.plain(user: user, password: password))
        } catch {
            throw .wire(error)
        }
        var line = CommandLine("AUTHENTICATE PLAIN", id: Step.authenticate.rawValue)
        if server.offers("SASL-IR"), let initial = response, initial.count < 1000 {
            line.add(secret: initial)
            response = nil
        }
        return [line]
    }

    mutating func take(_ response: Response) -> Delivery? {
        if case .capability = response { hasCapabilities = true }
        return nil
    }

    mutating func answer(_ challenge: [UInt8]) -> [UInt8]? {
        defer { response = nil }
        return response
    }

    mutating func ended(
        _ id: Int, with line: StatusLine, on server: Server
    ) throws(IMAPError) -> [CommandLine] {
        switch Step(rawValue: id) {
        case .authenticate, .login:
            if line.status == .bad, id == Step.authenticate.rawValue,
                !server.offers("LOGINDISABLED")
            {
                // QUIRK: courier/authenticate-bad.dialog
                return [try login(on: server)]
            }
            guard line.status == .ok else { throw IMAPError(line, about: .signIn) }
            if case .capability? = line.code { hasCapabilities = true }
            return hasCapabilities
                ? identity(on: server)
                : [CommandLine("CAPABILITY", id: Step.capability.rawValue)]
        case .capability:
            return identity(on: server)
        case .identity, nil:
            return []
        }
    }

    private func login(on server: Server) throws(IMAPError) -> CommandLine {
        guard !server.offers("LOGINDISABLED") else { throw .signInUnavailable }
        var line = CommandLine("LOGIN", id: Step.login.rawValue)
        try line.add(string: user, field: "user name", limits: server.limits)
        try line.add(string: password, field: "password", limits: server.limits)
        return line
    }

    private func identity(on server: Server) -> [CommandLine] {
        guard server.offers("ID") else { return [] }
        return [CommandLine(#"ID ("name" "Martlet")"#, id: Step.identity.rawValue)]
    }
}

extension Client {
    /// Signs in with a password, which is only ever sent over TLS unless the endpoint's security is
    /// `.none`. Does nothing when the server took us for signed in already.
    ///
    /// Throws `IMAPError.signInRefused` when user or password are wrong, `.signInUnavailable` when
    /// the server takes no passwords, `.throttled` and `.no` when trying again later may help.
    public func signIn(user: String, password: String) async throws {
        try await run(SignIn(user: user, password: password))
    }
}
