import Foundation
import MailServer
import TestSupport
import Testing

/// Hundreds of hostile mails on ticket pages in a real browser: nothing runs, nothing is asked for elsewhere,
/// and the window stays where it is.
@Suite(
    "Hostile mail in the browser",
    .enabled(if: Browser.isInstalled, "chromium and chromium-driver are not installed"))
struct HostileMailTests {
    /// Mails of one ticket. Below the flood rule's limit for one sender.
    private static let perTicket = 60

    @Test("no script runs, no request leaves, no window moves")
    func nothingHappens() async throws {
        let payloads = try HostilePayloads.all()
        #expect(payloads.count >= 300)
        let hits = try HitListener.start()
        defer { hits.stop() }
        let mailServer = LocalMailServer(
            configuration: Configuration(accounts: [
                .init(user: "support@desk.test", password: "mailbox password")
            ]))
        let addresses = try await mailServer.start()
        for mail in Self.mails(payloads) { await mailServer.append(mail, to: "support@desk.test") }
        try await withTemporaryFolder(inMemory: true) { folder in
            try await Self.takeIn(addresses, folder)
            let desk = try await RunningDesk.start(data: folder)
            // Every server in the payloads is this one; all others don't exist. That it is on this machine is
            // nothing that the browser should hold against it: what it would refuse on its own proves nothing.
            let browser = try await Browser.start(arguments: [
                "--host-resolver-rules=MAP *.example 127.0.0.1:\(hits.port), MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
                "--disable-features=LocalNetworkAccessChecks",
            ])
            do {
                try await Self.control(browser, hits, desk)
                try await Self.look(browser, desk, hits, count: payloads.count)
            } catch {
                await browser.stop()
                await desk.stop()
                await mailServer.stop()
                throw error
            }
            await browser.stop()
            await desk.stop()
        }
        await mailServer.stop()
    }

    /// What is looked for would be seen: a script of the page itself, and a picture from elsewhere.
    private static func control(
        _ browser: Browser, _ hits: HitListener, _ desk: RunningDesk
    ) async throws {
        try await browser.go(
            to: "data:text/html,<script>top.HIT=1</script><img src=http://hit.example/control>")
        #expect(try await browser.evaluate("return String(window.HIT)") == "1")
        for _ in 0..<100 where hits.all.isEmpty { try await Task.sleep(for: .milliseconds(50)) }
        #expect(hits.all.contains { $0.contains("/control") })
        hits.forget()
    }

    private static func look(
        _ browser: Browser, _ desk: RunningDesk, _ hits: HitListener, count: Int
    ) async throws {
        try await browser.go(to: desk.firstStartLink)
        try await browser.type("Marit Solberg", into: "[name=name]")
        try await browser.type("marit@desk.test", into: "[name=email]")
        try await browser.type(BrowserTests.password, into: "[name=password]")
        try await browser.click("button.is-primary")
        try await browser.wait(for: "h1", containing: "Dashboard")
        var frames = 0
        let tickets = (count + perTicket - 1) / perTicket
        for ticket in 1...tickets {
            let address = "\(desk.address)/tickets/\(ticket)"
            try await browser.go(to: address)
            frames += try await openFrames(browser)
            #expect(try await browser.evaluate("return String(window.HIT)") == "undefined")
            #expect(try await browser.address == address)
            #expect(try await browser.windowCount() == 1)
            try await browser.go(to: "\(desk.address)/inbound/\(ticket)")
            #expect(try await browser.evaluate("return String(window.HIT)") == "undefined")
        }
        for list in ["/tickets?view=all", "/inbound"] {
            try await browser.go(to: desk.address + list)
            #expect(try await browser.evaluate("return String(window.HIT)") == "undefined")
        }
        #expect(frames == count, "every payload is in a frame of its own")
        #expect(hits.all.isEmpty, "\(hits.all.prefix(5))")
    }

    /// Opens every mail's frame, waits until each is loaded, and moves over all that is in them.
    ///
    /// - Returns: how many there are.
    private static func openFrames(_ browser: Browser) async throws -> Int {
        _ = try await browser.evaluate(
            """
            for (const frame of document.querySelectorAll('iframe.mail')) {
                frame.loading = 'eager';
                frame.closest('details').open = true;
            }
            """)
        let all =
            Int(
                try await browser.evaluate("return document.querySelectorAll('iframe.mail').length")
            ) ?? 0
        // What a frame shows first is an empty document; a mail's own has the number of its blocked images.
        for _ in 0..<1200 {
            let loaded = try await browser.evaluate(
                """
                return [...document.querySelectorAll('iframe.mail')].filter(frame =>
                    frame.contentDocument?.readyState === 'complete'
                    && 'blocked' in frame.contentDocument.body.dataset).length;
                """)
            if Int(loaded) ?? 0 >= all { break }
            try await Task.sleep(for: .milliseconds(50))
        }
        let state = try await browser.evaluate(
            """
            let read = 0;
            for (const frame of document.querySelectorAll('iframe.mail')) {
                const inner = frame.contentDocument;
                if (!inner || !inner.body || !('blocked' in inner.body.dataset)) continue;
                read += 1;
                for (const element of inner.querySelectorAll('*')) {
                    for (const kind of ['mouseover', 'pointerenter', 'focus', 'wheel', 'toggle', 'error', 'load'])
                        element.dispatchEvent(new Event(kind, { bubbles: true }));
                    if (element.localName !== 'a') element.dispatchEvent(new MouseEvent('click', { bubbles: true }));
                }
            }
            return read;
            """)
        #expect(Int(state) == all, "each frame still shows its mail")
        return all
    }

    // MARK: The mails

    private static func takeIn(_ addresses: Addresses, _ folder: String) async throws {
        let added = try await MartletProcess.run(
            [
                "mailboxes", "add", "--data", folder, "--name", "Support", "--protocol", "imap",
                "--host", addresses.host, "--port", String(addresses.imap), "--security", "none",
                "--user", "support@desk.test", "--password-stdin", "--project", "Support",
                "--start",
                "everything",
            ], input: "mailbox password\n", in: folder)
        #expect(added.isSuccess, "\(added.everything)")
        let run = try await MartletProcess.run(
            ["tasks", "run", "receiving-mails", "--data", folder], in: folder)
        #expect(run.isSuccess, "\(run.everything)")
    }

    /// The first of each ticket's mails begins it, the others answer that. The payload is HTML, text and subject.
    private static func mails(_ payloads: [String]) -> [[UInt8]] {
        var firsts: [[UInt8]] = []
        var others: [[UInt8]] = []
        for (index, payload) in payloads.enumerated() {
            let ticket = index / perTicket
            let isFirst = index % perTicket == 0
            let reference =
                isFirst ? "" : "In-Reply-To: <first-\(ticket)@sender.test>\r\n"
            let id = isFirst ? "first-\(ticket)" : "mail-\(index)"
            func base64(_ text: String) -> String {
                Data(text.utf8).base64EncodedString(options: .lineLength76Characters)
            }
            let subject = Data(payload.prefix(40).utf8).base64EncodedString()
            let mail = """
                From: =?utf-8?B?\(Data("Sender <b>\(ticket)".utf8).base64EncodedString())?= <sender-\(ticket)@sender.test>\r
                To: support@desk.test\r
                Subject: =?utf-8?B?\(subject)?=\r
                Date: Mon, 23 Nov 2026 08:00:00 +0000\r
                Message-ID: <\(id)@sender.test>\r
                \(reference)MIME-Version: 1.0\r
                Content-Type: multipart/alternative; boundary=limit\r
                \r
                --limit\r
                Content-Type: text/plain; charset=utf-8\r
                Content-Transfer-Encoding: base64\r
                \r
                \(base64("Text \(index): \(payload)"))\r
                --limit\r
                Content-Type: text/html; charset=utf-8\r
                Content-Transfer-Encoding: base64\r
                \r
                \(base64(payload))\r
                --limit--\r

                """
            if isFirst { firsts.append(Array(mail.utf8)) } else { others.append(Array(mail.utf8)) }
        }
        return firsts + others
    }
}

/// The hostile HTML that the sanitiser's own tests use, in one file for both.
enum HostilePayloads {
    static func all() throws -> [String] {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "MarkupTests/Hostile/payloads.txt")
        return try String(contentsOf: file, encoding: .utf8)
            .split(separator: "\n").filter { !$0.hasPrefix("@ ") && !$0.hasPrefix("# ") }
            .map(unescaped)
    }

    /// `\n \r \t \0 \\ \xHH \u{H…}`, as the file's first lines say.
    private static func unescaped(_ line: Substring) -> String {
        var out = String.UnicodeScalarView()
        var rest = line.unicodeScalars[...]
        func scalar(_ digits: Substring.UnicodeScalarView) -> Unicode.Scalar {
            UInt32(String(digits), radix: 16).flatMap(Unicode.Scalar.init) ?? "\u{FFFD}"
        }
        while let next = rest.popFirst() {
            guard next == "\\", let kind = rest.popFirst() else {
                out.append(next)
                continue
            }
            switch kind {
            case "n": out.append("\n")
            case "r": out.append("\r")
            case "t": out.append("\t")
            case "0": out.append("\0")
            case "x":
                out.append(scalar(rest.prefix(2)))
                rest = rest.dropFirst(2)
            case "u":
                let digits = rest.dropFirst().prefix { $0 != "}" }
                out.append(scalar(digits))
                rest = rest[digits.endIndex...].dropFirst()
            default: out.append(kind)
            }
        }
        return String(out)
    }
}
