import Foundation
import MIME
import Testing

/// Each mail under `Mails/` with what must come out of it.
@Suite("mails of the collection")
struct MailTests {
    static let folder = Bundle.module.url(forResource: "Mails", withExtension: nil)

    static let names: [String] = {
        guard let folder else { return [] }
        let files = FileManager.default.enumerator(atPath: folder.path)?.compactMap {
            $0 as? String
        }
        return (files ?? []).filter { $0.hasSuffix(".eml") }.map { String($0.dropLast(4)) }.sorted()
    }()

    static func file(_ name: String) throws -> [UInt8] {
        let folder = try #require(folder)
        return Array(try Data(contentsOf: folder.appendingPathComponent(name)))
    }

    @Test("the collection is there")
    func collectionIsThere() { #expect(Self.names.count >= 40) }

    @Test("a mail is understood the same with LF and with CRLF", arguments: names)
    func understood(name: String) throws {
        let mail = try Self.file("\(name).eml")
        let expected = String(decoding: try Self.file("\(name).expected"), as: UTF8.self)
        #expect(summary(of: Message(mail)) == expected)
        #expect(summary(of: Message(withCRLF(mail))) == expected)
    }

    @Test("a mail cut at any byte still gives a message within the limits", arguments: names)
    func cut(name: String) throws {
        let mail = try Self.file("\(name).eml")
        for bytes in [mail, withCRLF(mail)] {
            for length in 0...min(bytes.count, 4096) {
                // Everything that a mail says is asked for at every eighth byte, to be done in seconds.
                checkLimits(Message(bytes.prefix(length)), inFull: length.isMultiple(of: 8))
            }
        }
    }

    private func withCRLF(_ bytes: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        for byte in bytes {
            if byte == 0x0A, output.last != 0x0D { output.append(0x0D) }
            output.append(byte)
        }
        return output
    }
}

/// Whatever the bytes were: the tree is a tree, ranges are in order, every view can be asked for.
func checkLimits(_ message: Message, _ limits: Limits = Limits(), inFull: Bool = true) {
    #expect(!message.parts.isEmpty)
    #expect(message.parts.count <= limits.parts + 1)
    for (index, part) in message.parts.enumerated() {
        #expect(part.id.index == index)
        if let parent = part.parent {
            #expect(parent.index < index)
            #expect(message.parts[parent.index].children.contains(part.id))
        } else {
            #expect(index == 0)
        }
        #expect(part.headerRange.upperBound <= part.bodyRange.lowerBound)
        #expect(message.rawContent(of: part.id).count == part.bodyRange.count)
        #expect(part.filename?.utf8.contains(where: { $0 < 0x20 }) != true)
    }
    #expect(message.subject?.utf8.contains(where: { $0 < 0x20 }) != true)
    #expect(message.plainText?.utf8.contains(0x0D) != true)
    if inFull { _ = summary(of: message) }
}
