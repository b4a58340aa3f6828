import Foundation
import TestSupport
import Testing

/// The same with mails of a generator that lies beside the repository, where there is one.
@Suite(
    "Generated mails on Dovecot become tickets", .serialized,
    .enabled(if: DovecotServer.isInstalled && GeneratedMails.isThere))
struct DovecotGeneratedTests {
    @Test("500 generated mails", arguments: TestEngine.all)
    func imap(_ engine: TestEngine) async throws {
        let mails = try await GeneratedMails.make(500)
        let half = mails.count / 2
        try await DovecotDesk.with(
            engine, inbox: Array(mails[..<half]), office: Array(mails[half...])
        ) { world in
            try await world.addIMAPMailbox()
            let run = try await world.desk.receive()
            #expect(run.counts.read == 500)
            let first = try await world.look()
            world.expectEachMailOnce(in: first)
            world.expectEachMailFiledOnce(in: first)
            #expect(
                first.ledger.allSatisfy {
                    ["ticket", "reply", "bounce", "ignored"].contains($0.outcome)
                })
            let again = try await world.desk.receive()
            #expect(again.counts.read == 0)
            #expect(try await world.look() == first)
        }
    }

    @Test("500 generated mails by POP3", arguments: TestEngine.all)
    func pop3(_ engine: TestEngine) async throws {
        try await DovecotDesk.with(
            engine, inbox: try await GeneratedMails.make(500), office: []
        ) { world in
            try await world.addPOP3Mailbox()
            let run = try await world.desk.receive()
            #expect(run.counts.read == 500)
            let sight = try await world.look()
            world.expectEachMailOnce(in: sight)
            #expect(sight.folders[DovecotDesk.inbox]?.count == 0)
        }
    }
}

/// The generator's mails, made anew for each test.
enum GeneratedMails {
    private static let script = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().appending(path: "../../../shared/tools/gen_mails.py")
        .standardizedFileURL.path

    /// Says once on stderr when it is not.
    static let isThere: Bool = {
        let isThere = FileManager.default.fileExists(atPath: script)
        if !isThere {
            FileHandle.standardError.write(
                Data("Tests with generated mails are skipped: there is no \(script)\n".utf8))
        }
        return isThere
    }()

    static func make(_ count: Int) async throws -> [SupportMail] {
        try await withTemporaryFolder { folder in
            let output = try await MartletProcess.run(
                program: "/usr/bin/env",
                [
                    "python3", script, "--count", "\(count)", "--seed", "42", "--out", folder,
                    "--no-mbox", "--crlf", "--domain", "example.com",
                ], in: folder)
            guard output.isSuccess else {
                throw MartletProcess.Failure(description: output.everything)
            }
            print("\(script): \(output.stdout)")
            let maildir = folder + "/Maildir/new"
            return try FileManager.default.contentsOfDirectory(atPath: maildir).sorted()
                .enumerated().map { number, name in
                    let bytes = try Data(contentsOf: URL(fileURLWithPath: "\(maildir)/\(name)"))
                    return SupportMail(
                        number: number, kind: .plain, messageID: messageID(of: bytes),
                        bytes: Array(bytes), outcomes: ["ticket", "reply", "bounce", "ignored"],
                        earlier: nil)
                }
        }
    }

    /// The generator writes it on a line of its own, in angle brackets.
    private static func messageID(of mail: Data) -> String? {
        let end = mail.range(of: Data("\r\n\r\n".utf8))?.lowerBound ?? mail.endIndex
        let header = String(decoding: mail[..<end], as: UTF8.self)
        let field = header.split(separator: "\r\n").first {
            $0.lowercased().hasPrefix("message-id:")
        }
        return field.map { $0.dropFirst(11).filter { !" <>".contains($0) } }
    }
}
