internal import CPQ
internal import Glibc

/// Connecting to a server, with a limit on the wait and the server's own code when it refuses.
enum PostgresDial {
    /// - Throws: ``DatabaseError/unavailable(_:)`` when trying again may help,
    ///   ``DatabaseError/refused(_:)`` when a person must act.
    static func connect(_ url: String) throws -> PostgresLink {
        guard let handle = polling(url) ?? blocking(url) else {
            throw DatabaseError.unavailable("There is no memory.")
        }
        guard PQstatus(handle) == CONNECTION_OK else {
            defer { PQfinish(handle) }
            throw refusal(String(cString: PQerrorMessage(handle)))
        }
        PQsetErrorVerbosity(handle, PQERRORS_DEFAULT)
        // Notices would go to stderr, where they are neither dated nor read.
        PQsetNoticeProcessor(handle, { _, _ in }, nil)
        let link = PostgresLink(handle)
        try link.setUp(withTimeouts: parameter("options", of: handle).isEmpty)
        return link
    }

    /// Connects in steps, so that the error can be asked to carry a code: its text is in the
    /// server's language.
    ///
    /// - Returns: nil when there was no answer in time.
    private static func polling(_ url: String) -> OpaquePointer? {
        guard let handle = withParameters(url, { PQconnectStartParams($0, $1, 1) }) else {
            return nil
        }
        PQsetErrorVerbosity(handle, PQERRORS_VERBOSE)
        let clock = ContinuousClock()
        let seconds = Int(parameter("connect_timeout", of: handle)) ?? 0
        // libpq's rule: 0 is for ever. Nothing here is.
        let deadline = clock.now + (seconds > 0 ? .seconds(seconds) : PostgresLimits.connectTimeout)
        var next = PGRES_POLLING_WRITING
        while PQstatus(handle) != CONNECTION_BAD {
            let events = next == PGRES_POLLING_READING ? POLLIN : POLLOUT
            let left = deadline - clock.now
            guard left > .zero else {
                PQfinish(handle)
                return nil
            }
            guard wait(for: events, on: PQsocket(handle), atMost: left) else { continue }
            next = PQconnectPoll(handle)
            if next == PGRES_POLLING_OK || next == PGRES_POLLING_FAILED { break }
        }
        return handle
    }

    /// Connects with libpq's own loop, which tries a host's other addresses and the URL's other
    /// hosts when one stays silent.
    private static func blocking(_ url: String) -> OpaquePointer? {
        withParameters(url) { PQconnectdbParams($0, $1, 1) }
    }

    /// Whether the socket is ready before the time is over.
    private static func wait(for events: Int32, on socket: Int32, atMost time: Duration) -> Bool {
        var descriptor = pollfd(fd: socket, events: Int16(events), revents: 0)
        let milliseconds = Int32(clamping: time.components.seconds * 1000 + 999)
        return poll(&descriptor, 1, milliseconds) > 0
    }

    /// Our defaults first: what the URL says comes later and wins.
    private static func withParameters(
        _ url: String,
        _ body: (
            UnsafePointer<UnsafePointer<CChar>?>, UnsafePointer<UnsafePointer<CChar>?>
        ) -> OpaquePointer?
    ) -> OpaquePointer? {
        let parameters = [
            ("connect_timeout", String(PostgresLimits.connectTimeout.components.seconds)),
            ("keepalives_idle", String(PostgresLimits.keepaliveIdleSeconds)),
            ("keepalives_interval", String(PostgresLimits.keepaliveIntervalSeconds)),
            ("keepalives_count", String(PostgresLimits.keepaliveCount)),
            ("tcp_user_timeout", String(PostgresLimits.unacknowledged.components.seconds * 1000)),
            ("client_encoding", "UTF8"),
            ("dbname", url),
        ]
        let keywords = parameters.map { strdup($0.0) } + [nil]
        let values = parameters.map { strdup($0.1) } + [nil]
        defer { for text in keywords + values { free(text) } }
        return body(
            keywords.map { $0.map { UnsafePointer($0) } },
            values.map { $0.map { UnsafePointer($0) } })
    }

    /// A parameter in force, from the URL or the environment; empty when there is none.
    private static func parameter(_ name: String, of handle: OpaquePointer) -> String {
        guard let options = PQconninfo(handle) else { return "" }
        defer { PQconninfoFree(options) }
        var option = options
        while let keyword = option.pointee.keyword {
            if String(cString: keyword) == name {
                return option.pointee.val.map { String(cString: $0) } ?? ""
            }
            option += 1
        }
        return ""
    }

    private static func refusal(_ message: String) -> DatabaseError {
        let line = message.split(separator: "\n").first.map(String.init) ?? "no reason given"
        let code = sqlstate(in: line)
        let reason = (code.map { line.replacing("\($0): ", with: "") } ?? line) + "."
        switch code?.prefix(2) {
        // Sign-in, database or role not there: trying again does not help.
        case "28", "3D", "42": return .refused(reason)
        case nil where line.contains("invalid connection option") || line.contains("invalid URI"):
            return .refused(reason)
        default: return .unavailable(reason)
        }
    }

    /// `FATAL:  28P01: password authentication failed …`: five digits or capitals between the
    /// severity and the text.
    static func sqlstate(in line: String) -> String? {
        for part in line.split(separator: ":") {
            let code = part.drop { $0 == " " }
            let isCode = code.utf8.allSatisfy {
                (0x30...0x39).contains($0) || (0x41...0x5A).contains($0)
            }
            // A severity such as FATAL is five capitals too; codes begin with a digit or have one.
            if code.utf8.count == 5, isCode, code.contains(where: \.isNumber) {
                return String(code)
            }
        }
        return nil
    }
}
