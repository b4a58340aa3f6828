internal import ArgumentParser
internal import Foundation
internal import Jobs
internal import Logging
internal import Store

/// Where the data is: the same two options on every command.
struct StoreOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The data directory: the embedded database and the key that seals secrets. "
                + "(default: $MARTLET_DATA or data/)", valueName: "DIR"))
    var data: String?

    @Option(
        help: ArgumentHelp(
            "The database, for instance postgres://martlet@db.example/martlet. "
                + "(default: $MARTLET_DATABASE or SQLite in the data directory)", valueName: "URL"))
    var database: String?

    var dataDirectory: String { data ?? Self.usualDataDirectory }

    static var usualDataDirectory: String { environment("MARTLET_DATA") ?? "data" }

    func open() async throws -> DataStore {
        try FileManager.default.createDirectory(
            atPath: dataDirectory, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        let url =
            database ?? Self.environment("MARTLET_DATABASE")
            ?? "sqlite:\(dataDirectory)/martlet.sqlite"
        return try await DataStore.open(
            url: url, dataDirectory: dataDirectory,
            secretKey: Self.environment("MARTLET_SECRET_KEY"))
    }

    /// Opens the store, does the work, closes it, whatever happens.
    func with<T: Sendable>(
        _ body: @Sendable (DataStore) async throws -> T
    ) async throws -> T {
        let store: DataStore
        do {
            store = try await open()
        } catch {
            throw Failing(Sentences.of(error))
        }
        do {
            let result = try await body(store)
            try await store.close()
            return result
        } catch {
            do {
                try await store.close()
            } catch let closing {
                // What went wrong first is what the person needs to know.
                Logger(label: "martlet").debug("\(Sentences.of(closing))")
            }
            throw Failing.wrapping(error)
        }
    }

    private static func environment(_ name: String) -> String? {
        ProcessInfo.processInfo.environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }
}

/// An error as a sentence on standard error, with exit code 1.
struct Failing: Error, CustomStringConvertible {
    let description: String
    init(_ sentence: String) { description = sentence }

    static func wrapping(_ error: any Error) -> any Error {
        switch error {
        case is Failing, is ExitCode, is ValidationError, is CleanExit: error
        default: Failing(Sentences.of(error))
        }
    }
}

enum Sentences {
    static func of(_ error: any Error) -> String {
        let failure = Failure(error)
        return failure.sentence
    }
}

extension JobContext {
    /// The context of a command: logs warnings to standard error.
    static func command(_ store: DataStore) -> JobContext {
        var log = Logger(label: "martlet")
        log.logLevel = .error
        return JobContext(
            store: store, log: log, node: LeaseHolder.current.name, build: Build.name,
            now: Clock.now)
    }
}
