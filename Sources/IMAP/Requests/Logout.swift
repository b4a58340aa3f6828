/// Says goodbye. RFC 3501 §6.1.3. The session does not mind the server's BYE while this runs.
struct Logout: Request {
    mutating func start(on server: Server) -> [CommandLine] {
        [CommandLine("LOGOUT")]
    }

    mutating func ended(_ id: Int, with line: StatusLine, on server: Server) -> [CommandLine] { [] }
}

extension Client {
    /// Says goodbye and closes the connection. Never fails: nothing depends on the answer.
    public func logout() async {
        await leave(Logout())
    }
}
