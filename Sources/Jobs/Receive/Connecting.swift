internal import Desk
internal import IMAP
internal import POP3
internal import SMTP
internal import Store
internal import Wire

/// From a mailbox's settings to a signed-in session.
struct Connecting: Sendable {
    let store: DataStore

    static func endpoint(of mailbox: Mailbox) -> Endpoint {
        Endpoint(
            host: mailbox.host, port: mailbox.port, security: security(mailbox.security),
            trust: trust(of: mailbox))
    }

    static func trust(of mailbox: Mailbox) -> Trust {
        Trust(verifies: mailbox.verifiesCertificates, authoritiesPEM: mailbox.privateCA)
    }

    static func security(_ security: Mailbox.Security) -> Security {
        switch security {
        case .none: .none
        case .starttls: .starttls
        case .tls: .tls
        }
    }

    func password(of mailbox: Mailbox) throws -> String {
        guard let sealed = mailbox.password else {
            throw Failure(
                "The mailbox has no password. Enter one in the mailbox's settings.",
                remedy: .person)
        }
        return try store.vault.open(sealed, for: .mailboxPassword)
    }

    func imap(_ mailbox: Mailbox) async throws -> IMAP.Client {
        let password = try self.password(of: mailbox)
        let client = try await IMAP.Client.connect(to: Self.endpoint(of: mailbox))
        do {
            try await client.signIn(user: mailbox.user, password: password)
        } catch {
            client.close()
            throw error
        }
        return client
    }

    func pop3(_ mailbox: Mailbox) async throws -> POP3.Client {
        let password = try self.password(of: mailbox)
        let client = try await POP3.Client.connect(to: Self.endpoint(of: mailbox))
        do {
            try await client.signIn(user: mailbox.user, password: password)
        } catch {
            client.close()
            throw error
        }
        return client
    }
}
