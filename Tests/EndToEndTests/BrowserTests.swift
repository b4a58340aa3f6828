import Foundation
import MailServer
import TestSupport
import Testing

/// The whole way of an administrator on the first day, in a real browser: account, mailbox, ticket, answer.
@Suite(
    "In the browser",
    .enabled(if: Browser.isInstalled, "chromium and chromium-driver are not installed"))
struct BrowserTests {
    static let password = "a long enough password"

    @Test("from the first start to an answer that threads")
    func firstDay() async throws {
        let mailServer = LocalMailServer(
            configuration: Configuration(accounts: [
                .init(user: "support@desk.example", password: "mailbox password")
            ]))
        let addresses = try await mailServer.start()
        for mail in Self.mails { await mailServer.append(mail, to: "support@desk.example") }
        try await withTemporaryFolder { folder in
            let desk = try await RunningDesk.start(data: folder)
            let browser = try await Browser.start()
            do {
                try await day(browser, desk, addresses, mailServer)
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

    private func day(
        _ browser: Browser, _ desk: RunningDesk, _ addresses: Addresses,
        _ mailServer: LocalMailServer
    ) async throws {
        try await makeAdministrator(browser, desk)
        try await addMailbox(browser, desk, addresses)
        try await checkNow(browser)
        try await answer(browser, desk)

        let sent = try await mail(at: mailServer)
        #expect(sent.contains("In-Reply-To: <grey-button@ceramics.example>"))
        #expect(sent.contains("References: <grey-button@ceramics.example>"))
        #expect(sent.contains("Subject: Re: The Send button stays grey [#"))
        #expect(sent.contains("Please reload the page once"))
        #expect(await mailServer.received().first?.to == ["greta@ceramics.example"])
        try await screenshots(browser, desk)
    }

    private func makeAdministrator(_ browser: Browser, _ desk: RunningDesk) async throws {
        try await browser.go(to: desk.firstStartLink)
        try await browser.type("Marit Solberg", into: "[name=name]")
        try await browser.type("marit@desk.example", into: "[name=email]")
        try await browser.type(Self.password, into: "[name=password]")
        try await browser.click("button.is-primary")
        try await browser.wait(for: "h1", containing: "Welcome, Marit")
    }

    private func addMailbox(
        _ browser: Browser, _ desk: RunningDesk, _ addresses: Addresses
    ) async throws {
        try await browser.go(to: desk.address + "/administration/projects/new")
        try await browser.type("Support", into: "[name=name]")
        try await browser.click("main button.is-primary")
        try await browser.wait(for: "main", containing: "Support")
        try await browser.go(to: desk.address + "/administration/mailboxes/new")
        try await browser.wait(for: "h1", containing: "New mailbox")
        try await browser.type("Support", into: "[name=name]")
        try await browser.type(addresses.host, into: "[name=host]")
        // "None" is the first of the security choices; the port then follows until it is typed.
        try await browser.click("label:has(input[name=security][value=none])")
        try await browser.type(String(addresses.imap), into: "[name=port]")
        try await browser.type("support@desk.example", into: "[name=user]")
        try await browser.type("mailbox password", into: "[name=password]")
        try await browser.type("Processed", into: "[name=successFolder]")
        _ = try await browser.evaluate(
            "document.querySelector('input[name=start][value=everything]').click()")
        _ = try await browser.evaluate(
            "const p = document.querySelector('[name=project]'); p.value = [...p.options].find(o => o.text === 'Support').value"
        )
        _ = try await browser.evaluate(
            "const o = document.querySelector('[name=usesOwnOutgoing]'); if (!o.checked) o.click()")
        try await browser.type(addresses.host, into: "[name=outgoingHost]")
        _ = try await browser.evaluate(
            "document.querySelector('input[name=outgoingSecurity][value=none]').click()")
        try await browser.type(String(addresses.smtp), into: "[name=outgoingPort]")

        try await browser.click("button[formaction$='connection-test']")
        try await browser.wait(for: "#job", containing: "All is well")
        // The password is not shown again, so it is typed again.
        try await browser.type("mailbox password", into: "[name=password]")
        try await browser.click(".form-end button.is-primary")
        try await browser.wait(for: "h1", containing: "All mailboxes")
    }

    private func checkNow(_ browser: Browser) async throws {
        try await browser.click("form[action$='/check'] button")
        try await browser.wait(for: "main", containing: "2 read")
    }

    private func answer(_ browser: Browser, _ desk: RunningDesk) async throws {
        try await browser.go(to: desk.address + "/tickets")
        try await browser.wait(for: "table", containing: "The Send button stays grey")
        _ = try await browser.evaluate(
            "[...document.querySelectorAll('table a')].find(a => a.textContent.includes('Send button')).click()"
        )
        try await browser.wait(for: "h1", containing: "The Send button stays grey")
        try await browser.wait(for: "main", containing: "I use Safari")
        try await browser.type(
            "Hello Greta,\n\nPlease reload the page once: **Ctrl+F5**.\n\nMarit",
            into: "textarea[name=text]")
        try await browser.click("button.send-reply")
        try await browser.wait(for: "main", containing: "Please reload the page once")
    }

    /// Waits for the answer at the mail server: it leaves when its time for undoing is over.
    private func mail(at server: LocalMailServer) async throws -> String {
        for _ in 0..<300 {
            if let mail = await server.received().first {
                return String(decoding: mail.bytes, as: UTF8.self)
                    .replacingOccurrences(of: "\r\n ", with: " ")
            }
            try await Task.sleep(for: .milliseconds(100))
        }
        throw Browser.Failed("the answer did not arrive at the mail server within 30 s")
    }

    /// The README's picture, and a check that no page complains. Written only where a place is named,
    /// so that a test run leaves the checkout as it was.
    private func screenshots(_ browser: Browser, _ desk: RunningDesk) async throws {
        try await browser.wait(for: "main", containing: "Sent")
        try await browser.resize(width: 1280, height: 1120)
        _ = try await browser.evaluate("window.scrollTo(0, 0)")
        #expect(try await browser.complaints().isEmpty)
        guard let place = ProcessInfo.processInfo.environment["MARTLET_SCREENSHOT"] else { return }
        try await browser.screenshot().write(to: URL(filePath: place))
    }

    static let mails = [
        """
        From: Greta Lindqvist <greta@ceramics.example>
        To: support@desk.example
        Subject: The Send button stays grey
        Date: Mon, 23 Nov 2026 08:00:00 +0000
        Message-ID: <grey-button@ceramics.example>
        MIME-Version: 1.0
        Content-Type: text/plain; charset=utf-8

        Hello,

        since this morning I can't send invoice 1042. I fill in everything, but the Send button
        stays grey. Older invoices are fine.

        I use Safari on an iPad. What am I doing wrong?

        Kind regards
        Greta Lindqvist
        """,
        """
        From: Ollie Brandt <ollie@bikes.example>
        To: support@desk.example
        Subject: Two routers in one shop
        Date: Mon, 23 Nov 2026 08:05:00 +0000
        Message-ID: <two-routers@bikes.example>

        Can I run two of them in one shop?
        """,
    ].map { Array($0.replacing("\n", with: "\r\n").utf8) }
}
