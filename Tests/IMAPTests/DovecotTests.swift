import IMAP
import Synchronization
import TestSupport
import Testing
import Wire

@Suite(
    "IMAP against Dovecot",
    .enabled(if: DovecotServer.isInstalled, "apt install dovecot-imapd dovecot-pop3d"),
    .timeLimit(.minutes(3)))
struct DovecotTests {
    private static let user = "desk@example.com"
    private static let password = #"geheim "ß" \ {5}"#

    /// A server for one test, and a signed-in client.
    private func withClient(
        _ security: Security = .tls, settings: String = "", mails: [[UInt8]] = [],
        _ body: (Client, DovecotServer) async throws -> Void
    ) async throws {
        let dovecot = try await DovecotServer.start(
            users: [Self.user: Self.password], settings: settings)
        do {
            for mail in mails { try await dovecot.deliver(mail, to: Self.user) }
            let client = try await Client.connect(to: endpoint(dovecot, security))
            try await client.signIn(user: Self.user, password: Self.password)
            try await body(client, dovecot)
            await client.logout()
        } catch {
            await dovecot.stop()
            throw error
        }
        await dovecot.stop()
    }

    private func endpoint(_ dovecot: DovecotServer, _ security: Security) -> Endpoint {
        Endpoint(
            host: dovecot.host, port: security == .tls ? dovecot.imapsPort : dovecot.imapPort,
            security: security, trust: Trust(authoritiesPEM: dovecot.authorityPEM))
    }

    private func mail(_ number: Int, padding: Int = 0) -> [UInt8] {
        var bytes = Array(
            "From: a@example.org\r\nSubject: Mail \(number)\r\nMessage-ID: <\(number)@example.org>\r\n\r\n"
                .utf8)
        bytes += [0xE4, 0xFF, 0x80] + Array("\r\n)\r\nA5 OK not the end\r\n".utf8)
        for index in 0..<padding {
            bytes += index % 70 == 69 ? [13, 10] : [UInt8(33 + index * 7 % 90)]
        }
        return bytes + [13, 10]
    }

    @Test("signs in in the clear, over STARTTLS and over TLS", arguments: Security.allCases)
    func signsIn(_ security: Security) async throws {
        try await withClient(security) { client, _ in
            let folders = try await client.folders()
            #expect(folders.contains { $0.name == "INBOX" && $0.isSelectable })
            #expect(folders.contains { $0.use == .trash })
            #expect(await client.capabilities.contains("UIDPLUS"))
            #expect(await (client.certificate != nil) == (security != .none))
            #expect(await client.transcript.lines.allSatisfy { !"\($0)".contains("geheim") })
        }
    }

    @Test("a certificate of an unknown authority is refused")
    func refusesUnknownAuthority() async throws {
        let dovecot = try await DovecotServer.start()
        for (security, port) in [(Security.tls, dovecot.imapsPort), (.starttls, dovecot.imapPort)] {
            let error = await #expect(throws: IMAPError.self) {
                _ = try await Client.connect(
                    to: Endpoint(host: dovecot.host, port: port, security: security))
            }
            #expect(error?.kind == .wire)
        }
        await dovecot.stop()
    }

    @Test("a wrong password is the fault of the sign-in")
    func wrongPassword() async throws {
        let dovecot = try await DovecotServer.start(users: [Self.user: "right"])
        let client = try await Client.connect(to: endpoint(dovecot, .tls))
        let error = await #expect(throws: IMAPError.self) {
            try await client.signIn(user: Self.user, password: "wrong")
        }
        #expect(error?.kind == .signIn)
        await client.logout()
        await dovecot.stop()
    }

    @Test("bodies come byte for byte, whatever they contain")
    func bodies() async throws {
        let mails = (0..<40).map { mail($0, padding: $0 * $0 * 40) }
        try await withClient(mails: mails) { client, _ in
            let inbox = try await client.select("INBOX")
            #expect(inbox.exists == 40)
            let uids = try await client.search(from: UID(1))
            #expect(uids.count == 40)
            let facts = try await client.facts(of: uids)
            let sizes = Dictionary(
                uniqueKeysWithValues: facts.compactMap { fact in fact.size.map { (fact.uid, $0) } })
            #expect(facts.compactMap(\.size).sorted() == mails.map(\.count).sorted())
            #expect(facts.allSatisfy { $0.internalDate ?? 0 > 1_600_000_000 })
            let gone = UID(4711)
            let got = Received()
            let unreadable = try await client.bodies(of: uids + [gone], sizes: sizes) {
                uid, bytes in
                got.add(uid, bytes)
            }
            #expect(unreadable == [UnreadableMessage(uid: gone, reason: .missing)])
            #expect(Set(got.bodies.values) == Set(mails))
            #expect(got.bodies.allSatisfy { $0.value.count == sizes[$0.key] })
            #expect(try await client.facts(of: uids).allSatisfy { !$0.flags.contains("\\Seen") })

            let some = try #require(uids.first)
            let header = try #require(try await client.header(of: some))
            #expect(got.bodies[some]?.starts(with: header) == true)
            #expect(header.suffix(4) == [13, 10, 13, 10])
            #expect(try await client.header(of: gone) == nil)
        }
    }

    @Test("a message over the limit is reported and does not stop the others")
    func tooLarge() async throws {
        try await withClient(mails: [mail(1), mail(2, padding: 300_000), mail(3)]) { client, _ in
            _ = try await client.select("INBOX", readOnly: true)
            let uids = try await client.search(from: UID(1))
            let got = Received()
            let unreadable = try await client.bodies(of: uids, largest: 1000) { uid, bytes in
                got.add(uid, bytes)
            }
            #expect(got.bodies.count == 2)
            #expect(unreadable.count == 1)
            #expect(unreadable.first?.reason == .tooLarge(mail(2, padding: 300_000).count))
        }
    }

    @Test("searches by Message-ID and by UID")
    func searches() async throws {
        try await withClient(mails: (1...3).map { mail($0) }) { client, _ in
            _ = try await client.select("INBOX")
            let uids = try await client.search(from: UID(1))
            let last = try #require(uids.last)
            #expect(try await client.search(from: UID(last.raw + 1)) == [])
            #expect(try await client.search(from: last) == [last])
            #expect(try await client.search(messageID: "<2@example.org>").count == 1)
            let size = mail(2).count
            #expect(try await client.search(messageID: "<2@example.org>", size: size).count == 1)
            #expect(try await client.search(messageID: "<2@example.org>", size: size + 1) == [])
            #expect(try await client.search(messageID: "<none@example.org>") == [])
        }
    }

    @Test(
        "moves to a folder with umlauts, by MOVE, by UID EXPUNGE, and without either",
        arguments: [
            "", "imap_capability = IMAP4rev1 SASL-IR UIDPLUS", "imap_capability = IMAP4rev1",
        ])
    func moves(settings: String) async throws {
        let mails = (1...3).map { mail($0) }
        try await withClient(settings: settings, mails: mails) { client, dovecot in
            let folder = "Anfragen/Büro"
            let missing = await #expect(throws: IMAPError.self) {
                _ = try await client.select(folder)
            }
            #expect(missing == .noSuchFolder(folder))
            try await client.createFolder(folder)
            try await client.createFolder(folder)
            let listed = try #require(try await client.folders().first { $0.name == folder })
            #expect(listed.rawName == Array("Anfragen/B&APw-ro".utf8))

            _ = try await client.select("INBOX")
            let uids = try await client.search(from: UID(1))
            // Somebody else's deleted message must survive our moves.
            try await client.addFlags(["\\Deleted"], to: [uids[2]])
            let relocation = try #require(try await client.move(Array(uids.prefix(2)), to: folder))
            let nowhere = await #expect(throws: IMAPError.self) {
                try await client.move([uids[2]], to: "Nowhere")
            }
            #expect(nowhere == .noSuchFolder("Nowhere"))
            let left = try await client.search(from: UID(1))
            if settings.hasSuffix("IMAP4rev1") {
                #expect(left == uids)
                let facts = try await client.facts(of: uids)
                #expect(facts.allSatisfy { $0.flags.contains("\\Deleted") })
            } else {
                #expect(left == [uids[2]])
            }

            let selected = try await client.select(folder)
            #expect(selected.exists == 2)
            #expect(selected.uidValidity == relocation.uidValidity)
            let moved = uids.prefix(2).compactMap { relocation.newUIDs[$0] }
            #expect(try await client.search(from: UID(1)) == moved)
            let got = Received()
            try await client.bodies(of: moved) { uid, bytes in got.add(uid, bytes) }
            #expect(Set(got.bodies.values).isSubset(of: Set(mails)))

            let copy = try await client.append(mails[0], to: folder, isSeen: true)
            let uid = try #require(copy?.uid)
            #expect(try await client.facts(of: [uid]).first?.flags.contains("\\Seen") == true)
            try await client.noop()
        }
    }

    @Test(
        "an error of the caller's closure ends the transfer and is thrown on as it is",
        arguments: [IMAPError.no("mine"), .wire(.closed(.converse))])
    func callerFails(_ error: IMAPError) async throws {
        try await withClient(mails: [mail(1), mail(2)]) { client, _ in
            _ = try await client.select("INBOX")
            let uids = try await client.search(from: UID(1))
            await #expect(throws: error) {
                try await client.bodies(of: uids) { _, _ in throw error }
            }
            let after = await #expect(throws: IMAPError.self) { try await client.noop() }
            #expect(after?.kind == .wire)
        }
    }
}

/// What `bodies` handed over.
private final class Received: Sendable {
    private let store = Mutex<[UID: [UInt8]]>([:])

    var bodies: [UID: [UInt8]] { store.withLock { $0 } }

    func add(_ uid: UID, _ bytes: [UInt8]) {
        store.withLock { $0[uid] = bytes }
    }
}
