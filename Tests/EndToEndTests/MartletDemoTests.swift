import Foundation
import TestSupport
import Testing

@Suite("The demonstration")
struct MartletDemoTests {
    @Test("shows tickets within a minute of its start, and prints a link that signs in")
    func firstMinute() async throws {
        try await withTemporaryFolder { folder in
            let port = try FreePort.find()
            // As `make demo` starts it: no option names the data directory.
            let demo = try MartletProcess.start(
                ["demo", "--port", String(port), "--pace", "2"],
                environment: ["MARTLET_DATA": folder + "/data"], in: folder)
            do {
                try await expectTickets(in: folder + "/data/demo")
            } catch {
                _ = try await demo.killNow()
                throw error
            }
            let output = try await demo.terminate()
            #expect(output.stdout.contains("http://127.0.0.1:\(port)/sign-in/link/"))
            #expect(output.isSuccess, "\(output.everything)")
        }
    }

    private func expectTickets(in data: String) async throws {
        let clock = ContinuousClock()
        let end = clock.now + .seconds(60)
        var count = 0
        while clock.now < end, count < 10 {
            try await Task.sleep(for: .milliseconds(500))
            guard FileManager.default.fileExists(atPath: data + "/secret.key") else { continue }
            let list = try await MartletProcess.run(
                ["tickets", "list", "--json", "--data", data], in: data)
            count = list.stdout.split(separator: "\n").count
        }
        #expect(count >= 10)
    }
}
