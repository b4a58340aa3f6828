import Database
import Desk
import Store
import TestSupport
import Testing

@Suite struct RawMailTests {
    /// Bytes that hardly pack, so that chunks are really cut.
    private static func noise(_ count: Int) -> [UInt8] {
        var state: UInt64 = 42
        return (0..<count).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: state >> 33)
        }
    }

    @Test(arguments: TestEngine.all)
    func `a mail comes back byte for byte, whatever its size`(_ engine: TestEngine) async throws {
        try await withStore(engine) { store in
            let chunk = RawMailTable.chunkSize
            for size in [0, 1, 1000, chunk - 1, chunk, chunk + 1, 3 * chunk + 17] {
                let bytes = Self.noise(size)
                let (stored, length) = try await store.write { t throws in
                    let id = try t.rawMail.add(bytes: bytes, digest: Digest.sha256Hex(bytes))
                    return (try t.rawMail.bytes(of: id), try t.rawMail.size(of: id))
                }
                #expect(stored == bytes && length == size)
            }
            #expect(try await store.read { t in try t.rawMail.bytes(of: 999) } == nil)
        }
    }

    @Test(arguments: TestEngine.all)
    func `a part of a mail is read without the rest`(_ engine: TestEngine) async throws {
        try await withStore(engine) { store in
            let chunk = RawMailTable.chunkSize
            let bytes = Self.noise(2 * chunk + 100)
            let id = try await store.write { t throws in
                try t.rawMail.add(bytes: bytes, digest: Digest.sha256Hex(bytes))
            }
            for range in [
                0..<10, chunk - 5..<chunk + 5, chunk..<2 * chunk, 10..<2 * chunk + 50, 5..<5,
            ] {
                let part = try await store.read { t in try t.rawMail.bytes(of: id, range: range) }
                #expect(part == Array(bytes[range]))
            }
            let end = try await store.read { t throws in
                try t.rawMail.bytes(of: id, range: 2 * chunk + 90..<3 * chunk)
            }
            #expect(end == Array(bytes.suffix(10)))
        }
    }

    @Test(arguments: TestEngine.all)
    func `mail is stored packed`(_ engine: TestEngine) async throws {
        try await withStore(engine) { store in
            let bytes = [UInt8](repeating: 0x41, count: 2 * RawMailTable.chunkSize)
            let packed = try await store.write { t throws in
                _ = try t.rawMail.add(bytes: bytes, digest: Digest.sha256Hex(bytes))
                return try t.connection.rows("SELECT packed FROM raw_mail_chunk")
                    .map { try $0.value("packed", as: [UInt8].self).count }
            }
            #expect(packed.count == 2)
            #expect(packed.allSatisfy { $0 < 1000 })
        }
    }

    @Test(arguments: TestEngine.all)
    func `the same mail is stored once`(_ engine: TestEngine) async throws {
        try await withStore(engine) { store in
            let (first, same, other) = try await store.write { t throws in
                (
                    try t.rawMail.add(bytes: [1, 2], digest: "a"),
                    try t.rawMail.add(bytes: [1, 2], digest: "a"),
                    try t.rawMail.add(bytes: [3, 4], digest: "b")
                )
            }
            #expect(first == same && first != other)
        }
    }

    @Test(arguments: TestEngine.all)
    func `a damaged chunk is told, not handed out`(_ engine: TestEngine) async throws {
        try await withStore(engine) { store in
            let bytes = Self.noise(1000)
            let id = try await store.write { t throws in
                let id = try t.rawMail.add(bytes: bytes, digest: "a")
                try t.connection.execute(
                    "UPDATE raw_mail_chunk SET packed = \([1, 2, 3] as [UInt8])")
                return id
            }
            await #expect(throws: StoreError.damaged("The stored text of a mail")) {
                try await store.read { t in _ = try t.rawMail.bytes(of: id) }
            }
        }
    }
}
