/// Asks what the server can do. RFC 3501 §6.1.1.
///
/// The session notes every list of capabilities by itself, wherever it stands.
struct Capability: Request {
    /// Nothing is asked when the greeting already said it.
    mutating func start(on server: Server) -> [CommandLine] {
        server.capabilities.isEmpty ? [CommandLine("CAPABILITY")] : []
    }
}

extension Client {
    /// What the server says it can do, upper-cased: `IMAP4REV1`, `MOVE`, `AUTH=PLAIN`.
    /// Changes with sign-in.
    public var capabilities: Set<String> { server.capabilities }
}
