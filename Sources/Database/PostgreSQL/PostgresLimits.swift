/// The waits and numbers of the PostgreSQL engine, each with its reason.
///
/// What libpq has a URL parameter for can be set there and then wins.
public enum PostgresLimits {
    /// Connections of one process. Each is a process on the server, which allows 100 by default.
    public static let connections = 8
    /// How long a server that is not there is waited for: longer than a restart takes, and not
    /// much longer than a person waits for a page.
    public static let patience = Duration.seconds(15)

    /// One attempt to connect (`connect_timeout`): a handshake takes milliseconds; a firewall
    /// that swallows packets never answers.
    static let connectTimeout = Duration.seconds(5)
    /// One statement (`options=-c statement_timeout=…`): what a help desk asks takes milliseconds,
    /// a report seconds.
    static let statementTimeout = Duration.seconds(60)
    /// Waiting for another transaction's lock; the same as SQLite's writers wait twice over.
    static let lockTimeout = Duration.seconds(10)
    /// A transaction in which nothing is asked: its thread is stuck, and its locks are in the way.
    static let idleInTransactionTimeout = Duration.seconds(60)
    /// A connection without traffic is probed after this many seconds (`keepalives_idle`), so that
    /// neither end keeps one whose other end is gone.
    static let keepaliveIdleSeconds = 30
    static let keepaliveIntervalSeconds = 10
    static let keepaliveCount = 3
    /// Sent data that nobody acknowledges ends the connection (`tcp_user_timeout`).
    static let unacknowledged = Duration.seconds(30)

    /// Statements kept prepared per connection. The program has a few hundred texts; more means
    /// that some are made up as it goes, and then all are let go and prepared again.
    static let preparedStatements = 512

    /// Runs of a read whose connection was lost, beyond the first.
    static let readRepeats = 1
    /// Runs of a write whose connection was lost before COMMIT, beyond the first.
    static let writeRepeats = 3
    /// Runs of a transaction that another one got in the way of, beyond the first. With eight
    /// writers on one row the last of them needs about as many.
    static let conflictRepeats = 12
    /// The wait before a repeat doubles from the first to the longest.
    static let firstWait = Duration.milliseconds(5)
    static let longestWait = Duration.milliseconds(500)
}
