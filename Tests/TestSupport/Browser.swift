internal import AsyncHTTPClient
public import Foundation
internal import NIOCore
internal import NIOFoundationCompat
internal import NIOHTTP1

/// Headless Chromium, driven through chromedriver (W3C WebDriver).
///
/// Each instance starts a chromedriver of its own on a free port and ends exactly that one.
public actor Browser {
    public static let isInstalled =
        FileManager.default.isExecutableFile(atPath: "/usr/bin/chromedriver")
        && FileManager.default.isExecutableFile(atPath: "/usr/bin/chromium")

    public struct Failed: Error, CustomStringConvertible {
        public let description: String

        public init(_ description: String) { self.description = description }
    }

    private let driver: Process
    private let base: String
    private let session: String

    private init(driver: Process, base: String, session: String) {
        self.driver = driver
        self.base = base
        self.session = session
    }

    /// - Parameter arguments: for Chromium, besides its usual ones.
    public static func start(
        width: Int = 1280, height: Int = 900, arguments: [String] = []
    ) async throws -> Browser {
        let port = try FreePort.find()
        let driver = Process()
        driver.executableURL = URL(filePath: "/usr/bin/chromedriver")
        driver.arguments = ["--port=\(port)", "--log-level=OFF"]
        driver.standardOutput = FileHandle.nullDevice
        driver.standardError = FileHandle.nullDevice
        try driver.runUnblocked()
        let base = "http://127.0.0.1:\(port)"
        do {
            try await waitUntilReady(base)
            let answer = try await call(
                .POST, base + "/session",
                ["capabilities": ["alwaysMatch": capabilities(width, height, arguments)]])
            guard let value = answer as? [String: Any], let id = value["sessionId"] as? String
            else {
                throw Failed("chromedriver gave no session")
            }
            return Browser(driver: driver, base: base, session: "\(base)/session/\(id)")
        } catch {
            driver.terminate()
            throw error
        }
    }

    private static func capabilities(
        _ width: Int, _ height: Int, _ arguments: [String]
    ) -> [String: Any] {
        [
            "browserName": "chrome",
            "goog:loggingPrefs": ["browser": "ALL"],
            "goog:chromeOptions": [
                "binary": "/usr/bin/chromium",
                "args": [
                    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                    "--hide-scrollbars", "--lang=en-US", "--window-size=\(width),\(height)",
                ] + arguments,
            ],
        ]
    }

    /// Closes the browser and its driver.
    public func stop() async {
        do {
            _ = try await Self.call(.DELETE, session, nil)
        } catch {
            // The driver is ended below in any case.
        }
        driver.terminate()
    }

    // MARK: Going and looking

    public func go(to address: String) async throws {
        _ = try await Self.call(.POST, session + "/url", ["url": address])
    }

    public var address: String {
        get async throws { try await Self.call(.GET, session + "/url", nil) as? String ?? "" }
    }

    /// The text that a person sees of the first element that fits.
    public func text(of css: String) async throws -> String {
        let element = try await elementNow(css)
        return try await Self.call(.GET, "\(session)/element/\(element)/text", nil) as? String ?? ""
    }

    public func count(of css: String) async throws -> Int {
        let found = try await Self.call(
            .POST, session + "/elements", ["using": "css selector", "value": css])
        return (found as? [Any])?.count ?? 0
    }

    /// Waits until an element is there whose text contains `words`; fails with what is on the page.
    public func wait(
        for css: String, containing words: String = "", seconds: Double = 20
    ) async throws {
        let clock = ContinuousClock()
        let end = clock.now + .milliseconds(Int(seconds * 1000))
        while clock.now < end {
            do {
                if try await text(of: css).contains(words) { return }
            } catch is Failed {
                // Not there yet, or just replaced.
            }
            try await Task.sleep(for: .milliseconds(100))
        }
        let address = try await self.address
        let seen = try await text(of: "body")
        throw Failed(
            "no “\(css)” with “\(words)” at \(address) within \(seconds) s; the page says: \(seen.prefix(2000))"
        )
    }

    // MARK: Doing

    /// Brings it to the middle of the window first, where nothing that floats covers it.
    public func click(_ css: String) async throws {
        try await patiently { try await self.clickNow(css) }
    }

    private func clickNow(_ css: String) async throws {
        let element = try await elementNow(css)
        _ = try await Self.call(
            .POST, session + "/execute/sync",
            [
                "script": "arguments[0].scrollIntoView({block: 'center'})",
                "args": [["element-6066-11e4-a52e-4f735466cecf": element]],
            ])
        _ = try await Self.call(.POST, "\(session)/element/\(element)/click", [:])
    }

    /// Replaces what a field holds.
    public func type(_ text: String, into css: String) async throws {
        try await patiently { try await self.typeNow(text, into: css) }
    }

    private func typeNow(_ text: String, into css: String) async throws {
        let element = try await elementNow(css)
        // Everything is selected and typed over, as a person does: Control+A, then let go.
        _ = try await Self.call(
            .POST, "\(session)/element/\(element)/value", ["text": "\u{E009}a\u{E000}" + text])
    }

    /// Runs a script that returns a value.
    public func evaluate(_ script: String) async throws -> String {
        let value = try await Self.call(
            .POST, session + "/execute/sync", ["script": script, "args": [String]()])
        return value.map { "\($0)" } ?? ""
    }

    /// How many windows and tabs are open.
    public func windowCount() async throws -> Int {
        let handles = try await Self.call(.GET, session + "/window/handles", nil)
        return (handles as? [Any])?.count ?? 0
    }

    public func resize(width: Int, height: Int) async throws {
        _ = try await Self.call(
            .POST, session + "/window/rect", ["width": width, "height": height])
    }

    /// Makes the page believe that the system is dark, or light.
    public func setDark(_ isDark: Bool) async throws {
        _ = try await Self.call(
            .POST, session + "/goog/cdp/execute",
            [
                "cmd": "Emulation.setEmulatedMedia",
                "params": [
                    "features": [
                        ["name": "prefers-color-scheme", "value": isDark ? "dark" : "light"]
                    ]
                ],
            ])
    }

    /// What the page's scripts and policies complained about.
    public func complaints() async throws -> [String] {
        let entries = try await Self.call(.POST, session + "/se/log", ["type": "browser"])
        return (entries as? [[String: Any]] ?? []).compactMap { entry in
            guard let level = entry["level"] as? String, level == "SEVERE" || level == "WARNING"
            else { return nil }
            return entry["message"] as? String
        }
    }

    /// What is in the window, as PNG.
    public func screenshot() async throws -> Data {
        let value = try await Self.call(.GET, session + "/screenshot", nil) as? String ?? ""
        guard let data = Data(base64Encoded: value) else {
            throw Failed("no screenshot")
        }
        return data
    }

    // MARK: The wire

    /// Tries again for a while: a page may still be on its way, or be replaced by a newer one just now.
    private func patiently(_ work: () async throws -> Void) async throws {
        let clock = ContinuousClock()
        let end = clock.now + .seconds(10)
        while true {
            do {
                return try await work()
            } catch is Failed where clock.now < end {
                try await Task.sleep(for: .milliseconds(100))
            }
        }
    }

    private func elementNow(_ css: String) async throws -> String {
        let found = try await Self.call(
            .POST, session + "/element", ["using": "css selector", "value": css])
        guard let id = (found as? [String: Any])?.values.first as? String else {
            throw Failed("no element \(css)")
        }
        return id
    }

    private static func waitUntilReady(_ base: String) async throws {
        for _ in 0..<100 {
            do {
                let status = try await call(.GET, base + "/status", nil) as? [String: Any]
                if status?["ready"] as? Bool == true { return }
            } catch {
                // Not listening yet.
            }
            try await Task.sleep(for: .milliseconds(100))
        }
        throw Failed("chromedriver did not start")
    }

    private enum Method: String { case GET, POST, DELETE }

    private static func call(
        _ method: Method, _ url: String, _ body: [String: Any]?
    ) async throws -> Any? {
        var request = HTTPClientRequest(url: url)
        request.method = .init(rawValue: method.rawValue)
        if let body {
            let data = try JSONSerialization.data(withJSONObject: body)
            request.headers.add(name: "Content-Type", value: "application/json")
            request.body = .bytes(ByteBuffer(data: data))
        }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(60))
        let answer = try await response.body.collect(upTo: 64 << 20)
        let parsed =
            try JSONSerialization.jsonObject(with: Data(buffer: answer)) as? [String: Any] ?? [:]
        let value = parsed["value"]
        guard response.status == .ok else {
            let error = value as? [String: Any]
            throw Failed(
                "\(error?["error"] ?? response.status): \(error?["message"] ?? "")")
        }
        return value is NSNull ? nil : value
    }
}
