import Foundation
import TestSupport

/// The real server as a process of its own, on a free port.
final class RunningDesk: Sendable {
    let address: String
    let firstStartLink: String
    private let process: Running

    /// `Process` is not Sendable; this one is only told to end, which is safe from any thread.
    private struct Running: @unchecked Sendable {
        let process: Process
    }

    private init(address: String, firstStartLink: String, process: Process) {
        self.address = address
        self.firstStartLink = firstStartLink
        self.process = Running(process: process)
    }

    static var binary: URL {
        if let path = ProcessInfo.processInfo.environment["MARTLET_BINARY"] {
            return URL(filePath: path)
        }
        // Beside the test bundle, where `swift build --build-tests` puts it.
        return URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
            .appending(path: "martlet")
    }

    static func start(data: String) async throws -> RunningDesk {
        let port = try FreePort.find()
        let process = Process()
        process.executableURL = binary
        process.arguments = [
            "serve", "--data", data, "--port", String(port), "--log-level", "warning",
        ]
        let output = Pipe()
        process.standardOutput = output
        try process.runUnblocked()
        let reader = output.fileHandleForReading
        let seen: String = await withCheckedContinuation { continuation in
            // A blocking read has no place on the threads that tests share.
            Thread.detachNewThread {
                var text = ""
                while !text.contains("first-start/") || !text.hasSuffix("\n") {
                    let data = reader.availableData
                    if data.isEmpty { break }
                    text += String(decoding: data, as: UTF8.self)
                }
                continuation.resume(returning: text)
            }
        }
        guard
            let word = seen.split(whereSeparator: \.isWhitespace).first(where: {
                $0.contains("/first-start/")
            })
        else {
            process.terminate()
            throw Browser.Failed("the server printed no first-start link: \(seen)")
        }
        return RunningDesk(
            address: "http://127.0.0.1:\(port)", firstStartLink: String(word), process: process)
    }

    func stop() async {
        let running = process
        running.process.terminate()
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                running.process.waitUntilExit()
                continuation.resume()
            }
        }
    }
}
