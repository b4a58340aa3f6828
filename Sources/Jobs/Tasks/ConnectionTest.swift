internal import Desk
internal import IMAP
internal import POP3
internal import SMTP
internal import Store
internal import Wire

/// *Test connection*: each step with what was found, and what to do where it failed. Changes nothing
/// on the server.
struct ConnectionTest: Sendable {
    let context: JobContext
    let mailbox: Mailbox
    let progress: JobProgress

    private enum Step {
        static let connect = "Connect"
        static let signIn = "Sign in"
        static let smtp = "Outgoing mail"
    }

    func run() async throws {
        let server = "\(mailbox.host):\(mailbox.port)"
        await progress.step(Step.connect, .running, server)
        switch mailbox.mailProtocol {
        case .imap: try await testIMAP(server)
        case .pop3: try await testPOP3(server)
        }
        try await testOutgoing()
        let isAllWell = await progress.isAllWell
        await progress.summarise(
            isAllWell ? "All is well." : "Something is not right yet: see the steps.")
    }

    private func testIMAP(_ server: String) async throws {
        let client = try await IMAP.Client.connect(to: Connecting.endpoint(of: mailbox))
        do {
            await connected(server, await client.certificate)
            try await signIn { try await client.signIn(user: mailbox.user, password: $0) }
            await progress.step(
                "Capabilities", .ok, await client.capabilities.sorted().joined(separator: " "))
            try await testFolders(client)
            await client.logout()
        } catch {
            client.close()
            throw error
        }
    }

    private func testFolders(_ client: IMAP.Client) async throws {
        let present = Set(try await client.folders().map(\.name))
        for folder in mailbox.folders {
            let title = "Folder \(folder)"
            do {
                let selected = try await client.select(folder, readOnly: true)
                await progress.step(title, .ok, "\(selected.exists) messages")
            } catch let error as IMAPError where error.isMissingFolder {
                let known = present.sorted().prefix(12).joined(separator: ", ")
                await progress.step(
                    title, .failed,
                    "The server has no such folder. It has: \(known). Correct the name under Folders to read."
                )
            }
        }
        for (label, folder) in [
            ("Success folder", mailbox.successFolder), ("Failure folder", mailbox.failureFolder),
        ] where !folder.isEmpty {
            let title = "\(label) \(folder)"
            if present.contains(folder) {
                await progress.step(title, .ok, "It is there.")
            } else {
                await progress.step(
                    title, .warning,
                    "It is not there yet and will be created with the first mail that goes there.")
            }
        }
    }

    private func testPOP3(_ server: String) async throws {
        let client = try await POP3.Client.connect(to: Connecting.endpoint(of: mailbox))
        do {
            await connected(server, await client.certificate)
            try await signIn { try await client.signIn(user: mailbox.user, password: $0) }
            await progress.step("Messages", .running)
            let count = try await client.uidls().count
            await progress.step("Messages", .ok, "\(count) messages; the server has UIDL.")
            try await client.quit()
        } catch {
            client.close()
            throw error
        }
    }

    private func connected(_ server: String, _ certificate: CertificateFacts?) async {
        await progress.step(Step.connect, .ok, server)
        switch mailbox.security {
        case .none:
            await progress.step(
                "Encryption", .warning,
                "None: the password and all mail can be read on the way. Use STARTTLS or SSL/TLS.")
        case .starttls, .tls:
            var detail =
                certificate.map {
                    "Certificate of \($0.subject), issued by \($0.issuer), valid until \($0.expiryDay)."
                } ?? "Encrypted."
            if !mailbox.verifiesCertificates {
                detail += " It is not verified, as this mailbox's settings say."
            }
            await progress.step(
                "Encryption", mailbox.verifiesCertificates ? .ok : .warning, detail)
        }
    }

    private func signIn(_ work: (String) async throws -> Void) async throws {
        await progress.step(Step.signIn, .running, mailbox.user)
        try await work(Connecting(store: context.store).password(of: mailbox))
        await progress.step(Step.signIn, .ok, mailbox.user)
    }

    private func testOutgoing() async throws {
        guard let outgoing = mailbox.outgoing else { return }
        let server = "\(outgoing.host):\(outgoing.port)"
        await progress.step(Step.smtp, .running, server)
        let client = try await SMTP.Client.connect(
            to: Endpoint(
                host: outgoing.host, port: outgoing.port,
                security: Connecting.security(outgoing.security),
                trust: Connecting.trust(of: mailbox)))
        do {
            if !outgoing.user.isEmpty, let sealed = outgoing.password {
                let password = try context.store.vault.open(sealed, for: .outgoingPassword)
                try await client.signIn(user: outgoing.user, password: password)
            }
            await client.quit()
        } catch {
            client.close()
            throw error
        }
        await progress.step(Step.smtp, .ok, "\(server) is ready. No mail was sent.")
    }
}
