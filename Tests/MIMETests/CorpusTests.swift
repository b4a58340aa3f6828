import Foundation
import MIME
import Testing

/// Reads a folder of borrowed mails, if there is one: `MARTLET_CORPORA`, else `../shared/corpora/dev`.
@Suite("borrowed mails")
struct CorpusTests {
    static let folder: String? = {
        let given = ProcessInfo.processInfo.environment["MARTLET_CORPORA"]
        let candidates = [given, "../shared/corpora/dev"].compactMap(\.self)
        return candidates.first { FileManager.default.fileExists(atPath: $0) }
    }()

    @Test(
        "every mail gives a message within the limits",
        .enabled(if: folder != nil, "no mails: set MARTLET_CORPORA to a folder of them"))
    func everyMail() throws {
        let folder = try #require(Self.folder)
        var files = 0
        let names = FileManager.default.enumerator(atPath: folder)
        while let name = names?.nextObject() as? String {
            guard name.contains("/mails/") else { continue }
            var isFolder: ObjCBool = false
            let path = "\(folder)/\(name)"
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder),
                !isFolder.boolValue
            else { continue }
            let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
            let message = Message(bytes)
            #expect(!message.parts.isEmpty)
            #expect(
                message.parts.allSatisfy { $0.headerRange.upperBound <= $0.bodyRange.lowerBound })
            _ = message.subject
            _ = message.from + message.to + message.cc
            _ = message.date
            _ = message.deliveryReport
            #expect(message.plainText?.utf8.contains(0x0D) != true)
            files += 1
        }
        Attachment.record("\(files) files of \(folder) were read", named: "files.txt")
        #expect(files > 0, "\(folder) holds no mails")
        FileHandle.standardError.write(Data("borrowed mails: \(files) files read\n".utf8))
    }
}
