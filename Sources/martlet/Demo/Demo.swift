internal import Desk
internal import MailServer
internal import ServiceLifecycle
internal import Store

/// The demonstration: a mail server in memory, and a desk that reads it.
struct Demo: Sendable {
    private let world: SampleWorld
    private let server: LocalMailServer
    private let addresses: Addresses

    /// Mails that lie in the mailboxes when the desk opens.
    private static let firstMails = 18
    /// They came over the last day, so that the list does not look like one minute.
    private static let spacing = Duration.seconds(71 * 60)

    var administrator: SampleWorld.Person { world.staff[0] }

    static func start() async throws -> Demo {
        let world = SampleWorld()
        let server = LocalMailServer(
            configuration: Configuration(
                accounts: world.accounts.map { account in
                    .init(
                        user: account.user, password: account.password,
                        folders: account.folders.map { ($0, $0 == "Sent" ? "\\Sent" : nil) })
                }))
        let demo = Demo(world: world, server: server, addresses: try await server.start())
        let now = Clock.now()
        for index in 0..<firstMails {
            let age = spacing * (firstMails - index)
            await demo.deliver(index, at: now - age)
        }
        return demo
    }

    func stop() async { await server.stop() }

    /// People, projects and mailboxes, as an administrator would have made them.
    func furnish(_ store: DataStore) async throws {
        var hashes: [String: String] = [:]
        for person in world.staff {
            if let password = person.password {
                hashes[person.address] = try await PasswordHash.make(password)
            }
        }
        let passwords = hashes
        let now = Clock.now()
        try await store.write { t in
            for person in world.staff {
                let added = try t.person.add(
                    role: person.role == .administrator ? .administrator : .operator,
                    name: person.name, email: person.address, at: now)
                if let hash = passwords[person.address] {
                    try t.person.setPasswordHash(hash, of: added.id)
                }
            }
            for project in world.projects { _ = try t.project.add(name: project.name) }
            for account in world.accounts { try addMailbox(account, store.vault, now, t) }
            for var task in try t.task.all() {
                task.nextRunAt = now
                if task.name == .receivingMails { task.frequency = .every(.seconds(60)) }
                try t.task.update(task)
            }
        }
    }

    private func addMailbox(
        _ account: SampleWorld.Account, _ vault: Vault, _ now: Instant, _ t: Tables
    ) throws {
        let isIMAP = account.access == .imap
        _ = try t.mailbox.add(
            Mailbox(
                id: 0, name: account.title, mailProtocol: isIMAP ? .imap : .pop3,
                host: addresses.host, port: isIMAP ? addresses.imap : addresses.pop3,
                user: account.user,
                password: try vault.seal(account.password, for: .mailboxPassword),
                security: .none, sender: Contact(name: account.title, address: account.user),
                successFolder: account.successFolder, failureFolder: account.failureFolder,
                defaultProject: try t.project.find(name: account.project)?.id,
                outgoing: .init(host: addresses.host, port: addresses.smtp, security: .none),
                start: .everything, createdAt: now))
    }

    private func deliver(_ index: Int, at moment: Instant) async {
        let mail = SampleMails.mail(index, at: moment.seconds, domain: world.domain)
        let user = world.address(SampleMails.box(index))
        await server.append(mail, to: user, internalDate: moment.seconds)
    }

    /// New mail that keeps coming.
    func letters(every pace: Duration) -> some Service {
        Letters(demo: self, pace: pace)
    }

    private struct Letters: Service {
        let demo: Demo
        let pace: Duration

        func run() async throws {
            await cancelWhenGracefulShutdown {
                var index = Demo.firstMails
                while !Task.isCancelled {
                    do { try await Task.sleep(for: pace) } catch { return }
                    await demo.deliver(index, at: Clock.now())
                    index += 1
                }
            }
        }
    }
}
