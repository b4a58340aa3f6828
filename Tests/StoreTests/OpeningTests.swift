import Database
import Desk
import Foundation
import Store
import TestSupport
import Testing

@Suite struct OpeningTests {
    @Test(arguments: TestEngine.all)
    func `a desk that is opened again is the same desk`(_ engine: TestEngine) async throws {
        try await withDatabaseURL(engine) { url in
            try await withTemporaryFolder { folder in
                let data = folder + "/new/data"
                let first = try await DataStore.open(url: url, dataDirectory: data)
                let id = try await first.instanceID()
                #expect(
                    id.count == 8
                        && id.allSatisfy { "abcdefghijklmnopqrstuvwxyz234567".contains($0) })
                let sealed = try first.vault.seal("secret", for: .mailboxPassword)
                let signature = first.stamp.sign("ticket 1")
                try await first.close()
                let second = try await DataStore.open(url: url, dataDirectory: data)
                #expect(try await second.instanceID() == id)
                #expect(try second.vault.open(sealed, for: .mailboxPassword) == "secret")
                #expect(second.stamp.verify("ticket 1", signature: signature))
                try await second.close()
            }
        }
    }

    @Test(arguments: TestEngine.all)
    func `two processes that start at once on a new database agree`(
        _ engine: TestEngine
    ) async throws {
        try await withDatabaseURL(engine) { url in
            try await withTemporaryFolder { folder in
                let ids = try await withThrowingTaskGroup(of: String.self) { group in
                    for _ in 0..<3 {
                        group.addTask {
                            let store = try await DataStore.open(url: url, dataDirectory: folder)
                            let id = try await store.instanceID()
                            try await store.close()
                            return id
                        }
                    }
                    return try await group.reduce(into: Set()) { $0.insert($1) }
                }
                #expect(ids.count == 1)
                let files = try FileManager.default.contentsOfDirectory(atPath: folder)
                #expect(files.filter { $0.contains("secret") } == ["secret.key"])
            }
        }
    }

    @Test(arguments: TestEngine.all)
    func `a database does not open with another key`(_ engine: TestEngine) async throws {
        try await withDatabaseURL(engine) { url in
            try await withTemporaryFolder { folder in
                try await DataStore.open(url: url, dataDirectory: folder).close()
                let refusal = await #expect(throws: StoreError.self) {
                    _ = try await DataStore.open(
                        url: url, dataDirectory: folder, secretKey: sampleKey)
                }
                #expect(
                    refusal?.sentence
                        == "The secret key is not the one that this database was made with. "
                        + "Put the right secret.key back from your backup.")
                try FileManager.default.removeItem(atPath: folder + "/secret.key")
                let missing = await #expect(throws: StoreError.self) {
                    _ = try await DataStore.open(url: url, dataDirectory: folder)
                }
                #expect(missing?.sentence.contains("is missing") == true)
                #expect(!FileManager.default.fileExists(atPath: folder + "/secret.key"))
            }
        }
    }

    @Test func `a key file is made for its owner only`() async throws {
        try await withTemporaryFolder { folder in
            try await DataStore.open(url: folder + "/a.db", dataDirectory: folder).close()
            let facts = try FileManager.default.attributesOfItem(atPath: folder + "/secret.key")
            #expect(facts[.posixPermissions] as? Int == 0o600)
        }
    }

    @Test(arguments: [0o640, 0o604, 0o620, 0o666])
    func `a key file that others can read is refused`(_ mode: Int) async throws {
        try await withTemporaryFolder { folder in
            try await DataStore.open(url: folder + "/a.db", dataDirectory: folder).close()
            let file = folder + "/secret.key"
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file)
            let refusal = await #expect(throws: StoreError.self) {
                _ = try await DataStore.open(url: folder + "/a.db", dataDirectory: folder)
            }
            #expect(refusal?.sentence.contains("Run: chmod 600 \(file).") == true)
        }
    }

    @Test(arguments: ["", "short", "not base64 at all!", String(repeating: "A", count: 5000)])
    func `a file that holds no key is refused`(_ content: String) async throws {
        try await withTemporaryFolder { folder in
            let file = folder + "/secret.key"
            #expect(
                FileManager.default.createFile(
                    atPath: file, contents: Data(content.utf8),
                    attributes: [.posixPermissions: 0o600]))
            let refusal = await #expect(throws: StoreError.self) {
                _ = try await DataStore.open(url: folder + "/a.db", dataDirectory: folder)
            }
            #expect(refusal?.sentence.contains("does not hold a key") == true)
        }
    }

    @Test(arguments: TestEngine.all)
    func `a failed transaction leaves nothing behind`(_ engine: TestEngine) async throws {
        try await withStore(engine) { store in
            let desk = try await SampleDesk(store)
            await #expect(throws: StoreError.self) {
                try await store.write { t throws in
                    _ = try t.ledger.add(desk.entry(uid: 1))
                    _ = try t.project.add(name: "Web")
                }
            }
            #expect(try await store.read { t in try t.ledger.count() } == 0)
        }
    }

    @Test(arguments: TestEngine.all)
    func `changes are heard once they are committed, and only then`(
        _ engine: TestEngine
    ) async throws {
        try await withStore(engine) { store in
            var changes = store.changes().makeAsyncIterator()
            #expect(await changes.next() == .everything)
            let sent: [StoreChange] = [
                .ticket(7), .mailbox, .task, .job(9), .ledger, .outbox,
            ]
            await #expect(throws: StoreError.self) {
                try await store.write { t throws in
                    try t.announce(.ticket(1))
                    throw StoreError.missing("Nothing")
                }
            }
            try await store.write { t throws in
                for change in sent { try t.announce(change) }
            }
            var heard: [StoreChange] = []
            while heard.count < sent.count, let change = await changes.next() {
                if change != .everything { heard.append(change) }
            }
            #expect(heard == sent)
        }
    }

    @Test func `who is too slow for the changes is told to look at everything`() async throws {
        try await withStore(.sqlite) { store in
            let changes = store.changes()
            var fast = store.changes().makeAsyncIterator()
            _ = await fast.next()
            for number: Int64 in 1...1000 {
                try await store.write { t in try t.announce(.ticket(TicketID(rawValue: number))) }
                while let change = await fast.next(), change != .ticket(TicketID(rawValue: number))
                {}
            }
            var slow = changes.makeAsyncIterator()
            var heard = 0
            while heard < 1000, let change = await slow.next() {
                heard += 1
                if change == .everything && heard > 1 { break }
            }
            #expect(heard < 1000)
        }
    }
}
