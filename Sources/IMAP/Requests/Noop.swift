/// Says that we are still here, and lets the server say what is new. RFC 3501 §6.1.2.
struct Noop: Request {
    mutating func start(on server: Server) -> [CommandLine] {
        [CommandLine("NOOP")]
    }
}

extension Client {
    /// Keeps the connection alive.
    public func noop() async throws {
        try await run(Noop())
    }
}
