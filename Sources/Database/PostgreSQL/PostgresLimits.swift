/// The waits and numbers of the PostgreSQL engine, each with its reason.
public enum PostgresLimits {
    /// Connections of one process. Each is a process on the server, which allows 100 by default.
    static let connections = 8
    /// One attempt to connect, unless the URL has a `connect_timeout`.
    static let connectTimeout = Duration.seconds(5)
    /// How long a server that is not there is waited for: longer than a restart takes, and shorter
    /// than a person waits for a page.
    public static let patience = Duration.seconds(15)
}
