import Foundation
import Glibc

/// One run of the real binary, as an administrator would start it.
///
/// Nothing here blocks Swift's threads: the child writes into files, and its end is asked for in turns.
final class MartletProcess: Sendable {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// What a finished run left behind.
    struct Output: Sendable {
        /// Nil when a signal ended it.
        let exitCode: Int32?
        let signal: Int32?
        let stdout: String
        let stderr: String

        var isSuccess: Bool { exitCode == 0 }
        /// For messages of failed expectations.
        var everything: String {
            "exit \(exitCode ?? -1), signal \(signal ?? 0)\n\(stdout)\n\(stderr)"
        }

        func json<Row: Decodable>(_ row: Row.Type) throws -> [Row] {
            let decoder = JSONDecoder()
            return try stdout.split(separator: "\n").map {
                try decoder.decode(row, from: Data($0.utf8))
            }
        }
    }

    let pid: pid_t
    private let folder: String

    /// Starts the binary.
    ///
    /// - Parameters:
    ///   - input: what it reads from standard input, a password for instance; then the end of it.
    ///   - program: another program than Martlet.
    ///   - environment: added to the tests' own, without `MARTLET_…`.
    ///   - folder: an existing folder for its output.
    static func start(
        program: String? = nil, _ arguments: [String], input: String = "",
        environment: [String: String] = [:],
        in folder: String
    ) throws -> MartletProcess {
        try MartletProcess(
            program ?? binary(), arguments, input: input, environment: environment, in: folder)
    }

    /// Runs the binary to its end; gives up on it after `limit`, for a test must not hang.
    static func run(
        program: String? = nil, _ arguments: [String], input: String = "",
        environment: [String: String] = [:],
        in folder: String, limit: Duration = .seconds(600)
    ) async throws -> Output {
        let process = try start(
            program: program, arguments, input: input, environment: environment, in: folder)
        return try await process.end(within: limit)
    }

    /// Waits for its end.
    func end(within limit: Duration = .seconds(600)) async throws -> Output {
        let clock = ContinuousClock()
        let deadline = clock.now + limit
        while true {
            if let output = try reap() { return output }
            if clock.now > deadline {
                kill(pid, SIGKILL)
                throw Failure(description: "it did not end within \(limit): \(text("stderr"))")
            }
            try await Task.sleep(for: .milliseconds(5))
        }
    }

    /// `kill -9`, as a power cut would: no chance to tidy up. Tells what it had said until then.
    func killNow() async throws -> Output {
        kill(pid, SIGKILL)
        return try await end(within: .seconds(30))
    }

    /// Asks it to end, as a service's stop does.
    func terminate() async throws -> Output {
        kill(pid, SIGTERM)
        return try await end(within: .seconds(60))
    }

    /// What it has printed so far.
    var stdout: String { text("stdout") }
    var stderr: String { text("stderr") }

    // MARK: Making of it

    /// `MARTLET_BINARY`, else the one beside the tests.
    static func binary() throws -> String {
        if let path = ProcessInfo.processInfo.environment["MARTLET_BINARY"], !path.isEmpty {
            return path
        }
        let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let path = URL(fileURLWithPath: tests).deletingLastPathComponent()
            .appending(path: "martlet").path
        guard FileManager.default.isExecutableFile(atPath: path) else {
            throw Failure(description: "There is no martlet at \(path); set MARTLET_BINARY.")
        }
        return path
    }

    private init(
        _ path: String, _ arguments: [String], input: String, environment: [String: String],
        in parent: String
    ) throws {
        folder = parent + "/run-" + UUID().uuidString
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: false)
        try Data(input.utf8).write(to: URL(fileURLWithPath: folder + "/stdin"))

        var files = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&files)
        defer { posix_spawn_file_actions_destroy(&files) }
        posix_spawn_file_actions_addopen(&files, 0, folder + "/stdin", O_RDONLY, 0)
        let flags = O_WRONLY | O_CREAT | O_TRUNC
        posix_spawn_file_actions_addopen(&files, 1, folder + "/stdout", flags, 0o600)
        posix_spawn_file_actions_addopen(&files, 2, folder + "/stderr", flags, 0o600)
        // Nothing else of the tests: a connection that a child has too is not closed when a test closes it.
        for name in try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd") {
            guard let descriptor = Int32(name), descriptor > 2 else { continue }
            posix_spawn_file_actions_addclose(&files, descriptor)
        }

        // The tests' threads block nearly all signals, and a child would begin that way.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))

        var variables = ProcessInfo.processInfo.environment.filter {
            !$0.key.hasPrefix("MARTLET_")
        }
        variables.merge(environment) { _, new in new }
        var words = CStrings([path] + arguments)
        var settings = CStrings(variables.map { "\($0.key)=\($0.value)" })
        defer {
            words.free()
            settings.free()
        }
        var child: pid_t = 0
        let result = posix_spawn(
            &child, path, &files, &attributes, &words.pointers, &settings.pointers)
        guard result == 0 else {
            throw Failure(
                description: "\(path) can't be started: \(String(cString: strerror(result)))")
        }
        pid = child
    }

    private func reap() throws -> Output? {
        var status: Int32 = 0
        let found = waitpid(pid, &status, WNOHANG)
        guard found != 0 else { return nil }
        guard found == pid else { throw Failure(description: "its end was taken by someone else") }
        // As <sys/wait.h> has it: the low seven bits are the signal, the next byte the code.
        let signal = status & 0x7F
        return Output(
            exitCode: signal == 0 ? (status >> 8) & 0xFF : nil, signal: signal == 0 ? nil : signal,
            stdout: text("stdout"), stderr: text("stderr"))
    }

    private func text(_ name: String) -> String {
        String(
            decoding: FileManager.default.contents(atPath: "\(folder)/\(name)") ?? Data(),
            as: UTF8.self)
    }
}

/// Words as C wants them: pointers, the last of them null.
private struct CStrings {
    var pointers: [UnsafeMutablePointer<CChar>?]

    init(_ words: [String]) { pointers = words.map { strdup($0) } + [nil] }

    mutating func free() {
        for pointer in pointers { Glibc.free(pointer) }
        pointers = []
    }
}
