internal import Foundation
internal import NIOCore
internal import NIOPosix
internal import Synchronization

/// A private Dovecot with IMAP and POP3 on free ports of the loopback, in a temporary folder.
///
/// ```swift
/// @Suite(.enabled(if: DovecotServer.isInstalled))
/// …
/// let dovecot = try await DovecotServer.start(users: ["desk@example.com": "secret"])
/// try await dovecot.deliver(mail, to: "desk@example.com")
/// // Endpoint(host: dovecot.host, port: dovecot.imapPort, security: .starttls,
/// //          trust: Trust(authoritiesPEM: dovecot.authorityPEM))
/// await dovecot.stop()
/// ```
/// Its certificate is for `localhost` only, signed by an authority made for this server. It ends,
/// and its folder is removed, by ``stop()`` or when the test process has ended, however it ends.
/// Works as root (mail belongs to `nobody` then) and as any other user.
public final class DovecotServer: Sendable {
    public struct Failure: Error, CustomStringConvertible {
        public let description: String
    }

    /// Whether there is a Dovecot to test with; says once on stderr when there is none.
    public static let isInstalled: Bool = {
        let missing = [program, "/usr/lib/dovecot/imap", "/usr/lib/dovecot/pop3"]
            .filter { !FileManager.default.isExecutableFile(atPath: $0) }
        guard !missing.isEmpty else { return true }
        FileHandle.standardError.write(
            Data("Tests on Dovecot are skipped: apt install dovecot-imapd dovecot-pop3d\n".utf8))
        return false
    }()

    /// The name in the certificate.
    public let host = "localhost"
    /// In the clear, and STARTTLS.
    public let imapPort: Int
    public let imapsPort: Int
    /// In the clear, and STLS.
    public let pop3Port: Int
    public let pop3sPort: Int
    /// The certificate of the authority that signed the server's, in PEM.
    public let authorityPEM: String

    private let folder: URL
    /// Nil once it was stopped.
    private let process: Mutex<Process?>
    /// Ends when the process has.
    private let ended: AsyncStream<Never>
    private let deliveries = Mutex(0)

    /// Starts a server that knows these users (name and password, without `:` or line ends).
    /// `settings` is appended to Dovecot's configuration, for instance
    /// `imap_capability = IMAP4rev1 UIDPLUS` for a server without MOVE.
    public static func start(
        users: [String: String] = ["desk@example.com": "secret"], settings: String = ""
    ) async throws -> DovecotServer {
        let server = try await NIOThreadPool.singleton.runIfActive {
            try DovecotServer(users: users, settings: settings)
        }
        do {
            try await server.waitUntilReady()
        } catch {
            await server.stop()
            throw error
        }
        return server
    }

    /// Puts a mail into a folder as a delivery would: it appears as new. `folder` is spelled as
    /// Dovecot does, with `/` and in modified UTF-7, and must exist, except for INBOX.
    public func deliver(_ mail: [UInt8], to user: String, folder name: String = "INBOX")
        async throws
    {
        let number = deliveries.withLock { count in
            count += 1
            return count
        }
        let subfolder =
            name == "INBOX" ? "" : "." + name.split(separator: "/").joined(separator: ".")
        let maildir = folder.appending(path: "mail/\(user)/Maildir/\(subfolder)")
        try await NIOThreadPool.singleton.runIfActive {
            let file = "1700000000.M\(number)P1.martlet"
            let draft = maildir.appending(path: "tmp/\(file)")
            try Data(mail).write(to: draft)
            try Self.give(draft.path)
            // Last, so that no half a mail is ever seen.
            try FileManager.default.moveItem(at: draft, to: maildir.appending(path: "new/\(file)"))
        }
    }

    /// Kills the server and all that it serves at once, as a power cut would, and starts it again on the
    /// same ports. Mail stays as it was written; the locks of the killed do not.
    public func restart() async throws {
        let request = folder.appending(path: "restart")
        try await NIOThreadPool.singleton.runIfActive { try Self.write("", to: request) }
        for _ in 0..<200 where FileManager.default.fileExists(atPath: request.path) {
            try await Task.sleep(for: .milliseconds(50))
        }
        try await waitUntilReady()
    }

    /// What Dovecot logged, for a test that wonders.
    public func log() throws -> String {
        try String(contentsOf: folder.appending(path: "dovecot.log"), encoding: .utf8)
    }

    /// Ends exactly this server and removes its folder. Safe to call twice.
    public func stop() async {
        let running = process.withLock { running in
            defer { running = nil }
            return running
        }
        guard let running else { return }
        do {
            try FileManager.default.removeItem(at: folder.appending(path: "alive"))
        } catch {
            running.terminate()
        }
        for await _ in ended {}
    }

    // Making of it

    private static let program = "/usr/sbin/dovecot"

    /// Runs until the file `alive` is gone or the tests have ended. Not a pipe that closes: whatever
    /// else the tests start would hold it open.
    private static let watch = """
        start() {
            \(program) -F -c "$1/dovecot.conf" < /dev/null > "$1/output" 2>&1 &
            server=$!
        }
        start "$1"
        while [ -e "$1/alive" ] && kill -0 "$2" 2> /dev/null; do
            if [ -e "$1/restart" ]; then
                # The master stands still first, or it would start more while they are counted.
                kill -STOP "$server"
                kill -KILL "$server" $(cat "/proc/$server/task/$server/children") 2> /dev/null
                wait "$server" 2> /dev/null
                # A lock that a killed process left is honoured for two minutes of silence: longer
                # than any client waits.
                find "$1/mail" -name dovecot-uidlist.lock -delete
                start "$1"
                rm "$1/restart"
            fi
            sleep 0.1
        done
        kill -TERM "$server" 2> /dev/null
        wait "$server"
        rm -rf "$1"
        """

    private init(users: [String: String], settings: String) throws {
        folder = FileManager.default.temporaryDirectory
            .appending(path: "martlet-dovecot-\(UUID().uuidString.prefix(8))")
        // Held together until all are known, so that no two are the same.
        let held = try (0..<4).map { _ in try HeldPort() }
        let ports = held.map(\.number)
        (imapPort, imapsPort, pop3Port, pop3sPort) = (ports[0], ports[1], ports[2], ports[3])
        do {
            try Self.makeFolder(folder.path)
            try Self.makeFolder(folder.appending(path: "mail").path)
            authorityPEM = try Self.makeCertificates(folder.path)
            var passwords = ""
            for (user, password) in users {
                passwords += "\(user):{PLAIN}\(password)::::::\n"
                try Self.makeMaildir(folder.appending(path: "mail/\(user)").path)
            }
            try Self.write(passwords, to: folder.appending(path: "users"))
            try Self.write(
                Self.configuration(folder.path, ports) + settings + "\n",
                to: folder.appending(path: "dovecot.conf"))
            try Self.write("", to: folder.appending(path: "alive"))
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/bin/sh")
            process.arguments = [
                "-c", Self.watch, "dovecot", folder.path,
                String(ProcessInfo.processInfo.processIdentifier),
            ]
            process.standardInput = FileHandle.nullDevice
            process.standardOutput = FileHandle.nullDevice
            process.standardError = FileHandle.nullDevice
            let (ended, end) = AsyncStream.makeStream(of: Never.self)
            process.terminationHandler = { _ in end.finish() }
            try process.runUnblocked()
            self.ended = ended
            self.process = Mutex(process)
        } catch {
            try FileManager.default.removeItem(at: folder)
            throw error
        }
    }

    private func waitUntilReady() async throws {
        for _ in 0..<200 {
            do {
                for port in [imapPort, imapsPort, pop3Port, pop3sPort] {
                    let channel = try await ClientBootstrap(
                        group: MultiThreadedEventLoopGroup.singleton
                    ).connect(host: "127.0.0.1", port: port).get()
                    try await channel.close()
                }
                return
            } catch {
                try await Task.sleep(for: .milliseconds(50))
            }
        }
        let output = try String(contentsOf: folder.appending(path: "output"), encoding: .utf8)
        throw Failure(description: "Dovecot does not start: \(output)")
    }

    private static var groupName: String {
        getgrgid(getegid()).map { String(cString: $0.pointee.gr_name) } ?? NSUserName()
    }

    private static var isRoot: Bool { geteuid() == 0 }

    private static func configuration(_ folder: String, _ ports: [Int]) -> String {
        let user = NSUserName()
        // Dovecot drops rights where it can; without any to drop, everything is the one user.
        let rights =
            isRoot
            ? """
            mail_uid = 65534
            mail_gid = 65534
            """
            : """
            default_internal_user = \(user)
            default_internal_group = \(groupName)
            default_login_user = \(user)
            service anvil {
              chroot =
            }
            """
        let chroot = isRoot ? "" : "chroot ="
        return """
            base_dir = \(folder)/run
            state_dir = \(folder)/state
            instance_name = martlet-test
            log_path = \(folder)/dovecot.log
            protocols = imap pop3
            listen = 127.0.0.1
            \(rights)
            first_valid_uid = 1
            first_valid_gid = 1
            ssl = yes
            ssl_cert = <\(folder)/server.pem
            ssl_key = <\(folder)/server.key
            ssl_min_protocol = TLSv1.2
            disable_plaintext_auth = no
            auth_mechanisms = plain login
            auth_failure_delay = 0
            auth_cache_size = 0
            mail_location = maildir:~/Maildir
            mail_max_userip_connections = 1000
            default_process_limit = 60
            default_client_limit = 400
            namespace inbox {
              inbox = yes
              separator = /
              mailbox Sent {
                special_use = \\Sent
                auto = create
              }
              mailbox Trash {
                special_use = \\Trash
                auto = create
              }
            }
            passdb {
              driver = passwd-file
              args = scheme=PLAIN username_format=%u \(folder)/users
            }
            userdb {
              driver = static
              args = home=\(folder)/mail/%u
            }
            service imap-login {
              \(chroot)
              inet_listener imap {
                port = \(ports[0])
              }
              inet_listener imaps {
                port = \(ports[1])
                ssl = yes
              }
            }
            service pop3-login {
              \(chroot)
              inet_listener pop3 {
                port = \(ports[2])
              }
              inet_listener pop3s {
                port = \(ports[3])
                ssl = yes
              }
            }

            """
    }

    /// An authority of its own, and a certificate for `localhost` that it signed. Without the address:
    /// a certificate for 127.0.0.1 would fit any name that leads there.
    private static func makeCertificates(_ folder: String) throws -> String {
        let script = """
            set -e
            cd "$1"
            key="-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes"
            openssl req -x509 $key -days 30 -keyout ca.key -out ca.pem \
                -subj "/CN=Martlet Test Authority"
            openssl req $key -keyout server.key -out server.csr -subj "/CN=localhost"
            printf 'subjectAltName=DNS:localhost\\nextendedKeyUsage=serverAuth\\n' > server.ext
            openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 30 \
                -out server.pem -extfile server.ext
            """
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", script, "certificates", folder]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.runUnblocked()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failure(description: "openssl could not make the certificates")
        }
        return try String(contentsOfFile: folder + "/ca.pem", encoding: .utf8)
    }

    /// Others may look in: Dovecot's own users have to.
    private static func makeFolder(_ path: String) throws {
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o755])
    }

    private static func makeMaildir(_ home: String) throws {
        for path in [home, home + "/Maildir"]
            + ["cur", "new", "tmp"].map({ home + "/Maildir/" + $0 })
        {
            try makeFolder(path)
            try give(path)
        }
    }

    private static func write(_ text: String, to file: URL) throws {
        try Data(text.utf8).write(to: file)
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o644], ofItemAtPath: file.path)
    }

    /// Mail belongs to `nobody` when root runs the tests: Dovecot refuses to read mail as root.
    private static func give(_ path: String) throws {
        guard isRoot else { return }
        try FileManager.default.setAttributes(
            [.ownerAccountID: 65534, .groupOwnerAccountID: 65534], ofItemAtPath: path)
    }
}
