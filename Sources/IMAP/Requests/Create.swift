/// Creates a folder and subscribes to it, so that mail programs show it. RFC 3501 §6.3.3, §6.3.6.
struct Create: Request {
    private enum Step: Int {
        case create
        case subscribe
    }

    private let folder: String

    init(_ folder: String) {
        self.folder = folder
    }

    mutating func start(on server: Server) throws(IMAPError) -> [CommandLine] {
        [try line("CREATE", .create, server)]
    }

    mutating func ended(
        _ id: Int, with line: StatusLine, on server: Server
    ) throws(IMAPError) -> [CommandLine] {
        // That nobody sees the folder in a list of subscriptions is no failure.
        guard id == Step.create.rawValue else { return [] }
        guard line.status == .ok || Self.saysExists(line) else { throw IMAPError(line) }
        return [try self.line("SUBSCRIBE", .subscribe, server)]
    }

    private func line(
        _ words: String, _ step: Step, _ server: Server
    ) throws(IMAPError) -> CommandLine {
        var line = CommandLine(words, id: step.rawValue)
        try line.add(folder: folder, limits: server.limits)
        return line
    }

    private static func saysExists(_ line: StatusLine) -> Bool {
        line.status == .no
            && (line.code?.name == "ALREADYEXISTS"
                || line.text.lowercased().contains("already exists"))
    }
}

extension Client {
    /// Creates a folder, and those above it where the server does so. `name` is UTF-8 with the
    /// server's own delimiter between levels. A folder that exists already is as good.
    public func createFolder(_ name: String) async throws {
        try await run(Create(name))
    }
}
