import Foundation
import MIME
import Testing

@Suite("hostile bytes")
struct FuzzTests {
    @Test("mutated mails give a message within the limits", arguments: 0..<40)
    func mutated(seed: Int) throws {
        var random = SeededRandom(seed: UInt64(seed) &+ 7000)
        let names = MailTests.names
        for _ in 0..<25 {
            var bytes = try MailTests.file("\(names[random.below(names.count)]).eml")
            for _ in 0..<(1 + random.below(12)) { mutate(&bytes, &random, names: names) }
            checkLimits(Message(bytes))
        }
    }

    /// Some thousand inputs, the same on every machine: the seeds of the fuzzer, mutated.
    @Test("every reader keeps its promises on mutated input", arguments: FuzzTarget.allCases)
    func everyReader(target: FuzzTarget) throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../Fuzz/seeds/\(target.rawValue)").standardizedFileURL
        var seeds: [[UInt8]] = [[]]
        if target == .mail {
            for name in MailTests.names { seeds.append(try MailTests.file("\(name).eml")) }
        } else {
            for name in try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() {
                seeds.append(Array(try Data(contentsOf: folder.appendingPathComponent(name))))
            }
        }
        var read = 0
        for seed in 0..<600 {
            var random = SeededRandom(seed: UInt64(seed) &+ 31_000)
            var bytes = seeds[random.below(seeds.count)]
            for _ in 0..<random.below(8) { mutate(&bytes, &random, names: []) }
            read += bytes.count
            if let complaint = target.complaint(about: bytes) {
                Issue.record("seed \(seed): \(complaint) in \(bytes)")
            }
        }
        let done = "fuzzing \(target.rawValue): seeds 31000 to 31599, \(read) bytes read\n"
        FileHandle.standardError.write(Data(done.utf8))
    }

    @Test("what a fuzzer found is mended")
    func found() {
        // Control characters in an address without brackets, in one that was an unknown charset.
        #expect(
            AddressList.parse(Array("a\u{1}b@example.org".utf8)).map(\.address) == [
                "ab@example.org"
            ])
        #expect(AddressList.parse(Array("\u{0}".utf8)).allSatisfy { $0.address.isEmpty })
        // One entry that holds several addresses went beyond the limit.
        let three = AddressList.parse(Array("x@a y@b z@c w@d v@e".utf8), limit: 3)
        #expect(three.count == 3)
        // An id without brackets kept its control characters.
        let header = Header(Array("Message-ID: Mon\u{1D} 08:14\u{1B} AM\n".utf8))
        #expect(header.messageID == "Mon 08:14 AM")
        // Each address of an entry looked through the whole entry for a comment.
        let many = AddressList.parse(Array(String(repeating: "a@b ", count: 9_000).utf8))
        #expect(many.count == 9_000)
        // Each bracket looked for the end of its quotes at the end of the field.
        let brackets = AddressList.parse(Array(String(repeating: "<\\\">", count: 9_000).utf8))
        #expect(brackets.count <= 9_000)
    }

    private static let pieces = [
        "\r", "\n", "\r\n", "\n\n", "\"", "(", ")", "<", ">", "\\", "=?", "?=", "=?utf-8?Q?", "--",
        "--outer",
        "Content-Type: multipart/mixed; boundary=b\n", "Content-Type: message/rfc822\n", ";", ":",
        "@", "\0",
        "*0*=", "''", "%", "~{", "\u{1B}$B", "Content-Transfer-Encoding: base64\n", "begin 644 x\n",
        "\u{FEFF}",
    ]

    private func mutate(_ bytes: inout [UInt8], _ random: inout SeededRandom, names: [String]) {
        let at = random.below(bytes.count + 1)
        switch random.below(6) {
        case 0 where !bytes.isEmpty:
            bytes[random.below(bytes.count)] = UInt8(truncatingIfNeeded: random.next())
        case 1: bytes.insert(contentsOf: Self.pieces[random.below(Self.pieces.count)].utf8, at: at)
        case 2: bytes.removeSubrange(at..<min(bytes.count, at + random.below(40)))
        case 3: bytes.insert(contentsOf: Array(bytes.prefix(random.below(300))), at: at)
        case 4:
            let piece = Array(Self.pieces[random.below(Self.pieces.count)].utf8)
            bytes.insert(contentsOf: (0..<random.below(50)).flatMap { _ in piece }, at: at)
        default: bytes.swapAt(random.below(max(1, bytes.count)), min(at, max(0, bytes.count - 1)))
        }
    }

    @Test(
        "repeating what makes parsers slow or deep changes nothing",
        arguments: [
            "(", "\"", "<", "<\"", "=?", "=?utf-8?Q?", "a@b,", ":", "a:", "\\", "[", "@[", " ",
            "\t", "a b ",
            "=?x?B?=?= ", "'", ";a=\"", ";a=(", ";a*0*=%", "x*1=y;", "((((", ")", "\"\\", "<\">",
            "a@", "- ",
        ])
    func repeated(piece: String) {
        let long = String(repeating: piece, count: 20_000 / piece.utf8.count)
        for name in [
            "Subject", "To", "Date", "Content-Type", "Content-Disposition", "References",
            "Content-ID",
        ] {
            checkLimits(Message(Array("\(name): text/plain; \(long)\n\nbody".utf8)))
        }
    }

    @Test("thousands of nested parts stay within the limits")
    func deep() {
        var mail = ""
        for level in 0..<3000 {
            mail += "Content-Type: multipart/mixed; boundary=b\(level)\n\n--b\(level)\n"
        }
        checkLimits(Message(Array(mail.utf8)))
        let messages = String(repeating: "Content-Type: message/rfc822\n\n", count: 5000)
        checkLimits(Message(Array(messages.utf8)))
        let parts =
            "Content-Type: multipart/mixed; boundary=b\n\n"
            + String(repeating: "--b\n\nx\n", count: 6000)
        checkLimits(Message(Array(parts.utf8)))
        let fields = String(repeating: "A:\n", count: 20_000)
        checkLimits(Message(Array(fields.utf8)))
        let noHeader = String(repeating: "x y\n", count: 20_000)
        checkLimits(Message(Array(noHeader.utf8)))
        let dashes =
            "Content-Type: multipart/mixed; boundary=\(String(repeating: "-", count: 900))\n\n"
        checkLimits(Message(Array((dashes + String(repeating: "-", count: 100_000)).utf8)))
    }

    @Test("a winmail.dat that breaks off or lies gives what it has")
    func tnef() {
        var archive: [UInt8] = [0x78, 0x9F, 0x3E, 0x22, 1, 0]
        func attribute(_ level: UInt8, _ id: UInt32, _ data: [UInt8]) {
            archive.append(level)
            for shift in [0, 8, 16, 24] as [UInt32] {
                archive.append(UInt8(truncatingIfNeeded: id >> shift))
            }
            for shift in [0, 8, 16, 24] {
                archive.append(UInt8(truncatingIfNeeded: data.count >> shift))
            }
            archive += data + [0, 0]
        }
        attribute(2, 0x0006_9002, [0])
        attribute(2, 0x0001_8010, Array("cat.txt\0".utf8))
        attribute(2, 0x0006_800F, Array("meow".utf8))
        attribute(2, 0x0006_9002, [0])
        attribute(
            2, 0x0006_9005,
            [1, 0, 0, 0, 0x1F, 0, 0x07, 0x37, 1, 0, 0, 0, 6, 0, 0, 0, 0x61, 0, 0xE4, 0, 0, 0, 0, 0])
        attribute(2, 0x0006_800F, [1, 2, 3])
        #expect(TNEFArchive(archive)?.files.map(\.name) == ["cat.txt", "aä"])
        #expect(TNEFArchive(archive)?.files.first?.bytes == Array("meow".utf8))
        #expect(TNEFArchive([1, 2, 3]) == nil)
        var random = SeededRandom(seed: 99)
        for length in 0..<archive.count { _ = TNEFArchive(Array(archive.prefix(length))) }
        for _ in 0..<3000 {
            var broken = archive
            for _ in 0..<4 {
                broken[6 + random.below(broken.count - 6)] = UInt8(
                    truncatingIfNeeded: random.next())
            }
            #expect((TNEFArchive(broken)?.files.count ?? 0) < 500)
        }
    }
}
