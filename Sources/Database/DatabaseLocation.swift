/// Where a database is: a file of SQLite or a server of PostgreSQL.
///
/// ```
/// /var/lib/martlet/martlet.db              a file
/// sqlite:martlet.db                        a file
/// postgres://user:secret@host/name?sslmode=verify-full
/// ```
///
/// A PostgreSQL URL goes to libpq as it is, with all the options that libpq knows.
public struct DatabaseLocation: Sendable, Hashable {
    enum Kind: Sendable, Hashable {
        case file(path: String)
        case server(url: String)
    }

    let kind: Kind

    /// - Throws: ``DatabaseError/refused(_:)`` when it is neither a path nor a URL of a kind that
    ///   is known.
    public init(_ text: String) throws {
        if text.hasPrefix("postgres://") || text.hasPrefix("postgresql://") {
            kind = .server(url: text)
            return
        }
        var path = text[...]
        if path.hasPrefix("sqlite:") {
            path = path.dropFirst("sqlite:".count)
            if path.hasPrefix("//") { path = path.dropFirst(2) }
        } else if text.contains("://") {
            throw DatabaseError.refused(
                "The address starts with neither “postgres://” nor “sqlite:”.")
        }
        guard !path.isEmpty, !path.utf8.contains(0) else {
            throw DatabaseError.refused("The address names no file.")
        }
        kind = .file(path: String(path))
    }

    public var engine: SQLEngine {
        switch kind {
        case .file: .sqlite
        case .server: .postgresql
        }
    }

    /// Opens the database; a SQLite file is made when there is none, readable by its owner only.
    ///
    /// Waits up to ``PostgresLimits/patience`` for a server that is just starting.
    ///
    /// - Throws: ``DatabaseError``.
    public func open() async throws -> any SQLDatabase {
        switch kind {
        case .file(let path): try await SQLiteDatabase.open(path: path)
        case .server(let url): try await PostgresDatabase.open(url: url)
        }
    }
}

extension DatabaseLocation: CustomStringConvertible {
    /// The path, or the server's address without user, password and options: fit for a log.
    public var description: String {
        switch kind {
        case .file(let path): return path
        case .server(let url):
            let scheme = url.prefix { $0 != ":" }
            let rest = url.dropFirst(scheme.count + "://".count).prefix { $0 != "?" }
            // A password may hold an unescaped “@”: what counts is the last one.
            let address = rest.lastIndex(of: "@").map { rest[rest.index(after: $0)...] } ?? rest
            return "\(scheme)://\(address)"
        }
    }
}
