import Foundation
import MIME

/// Everything in a mail decoded: all headers read, all text as UTF-8, all attachments as bytes.
enum Decoding {
    /// What was found, to compare with the peers. Line ends do not count: mails have CRLF, text has LF.
    struct Findings: Equatable {
        var headers = 0
        var textBytes = 0
        var fileBytes = 0
        var subjectBytes = 0
    }

    /// Measures the library on a folder of mails the way that its peers measure themselves, and
    /// says it in their format (Benchmarks/peer/decode.py).
    static func report(on folder: URL, rounds: Int, reading: Reading) throws -> String {
        var text = "Martlet\n"
        for place in try FileManager.default.entries(of: folder) {
            let mails = try FileManager.default.entries(of: place).map {
                [UInt8](try Data(contentsOf: $0))
            }
            let found = mails.reduce(into: Findings()) { compare(Message($1), &$0) }
            let work = { mails.reduce(0) { $0 + reading.read($1) } }
            guard work() > 0 else { throw WrongResult(description: "\(place.path): nothing read") }
            let seconds = Measure.processorSeconds(rounds: rounds) { _ = work() }
            let counted = Measure.allocations { _ = work() }
            let numbers = [
                found.headers, found.textBytes, found.fileBytes, found.subjectBytes,
                counted?.number ?? -1,
            ]
            text += "\(place.lastPathComponent)\t\(seconds)\t"
            text += numbers.map(String.init).joined(separator: "\t") + "\n"
        }
        return text
    }

    enum Reading: String {
        /// Everything.
        case full
        /// Who, to whom, when, what about, which thread; the body is not looked at.
        case header

        func read(_ mail: [UInt8]) -> Int {
            switch self {
            case .full: Decoding.decode(mail)
            case .header: Decoding.readHeader(mail)
            }
        }
    }

    /// The measured work.
    private static func decode(_ mail: [UInt8]) -> Int {
        let message = Message(mail)
        var read = 0
        for part in message.parts {
            for field in part.header.fields {
                read += field.name.utf8.count + field.text.utf8.count
            }
            // The peers take these apart whenever they read them.
            for name in ["From", "To", "Cc"] { read += part.header.addresses(name).count }
            read += Int(part.header.date?.offsetMinutes ?? 0)
            guard part.children.isEmpty else { continue }
            if part.contentType.type == "text" {
                read += message.text(of: part.id).utf8.count
            } else {
                read += message.content(of: part.id).count
            }
        }
        return read
    }

    private static func readHeader(_ mail: [UInt8]) -> Int {
        let header = Header(mail)
        return header.from.count + header.to.count + (header.subject?.utf8.count ?? 0)
            + Int(header.date?.offsetMinutes ?? 0) + (header.messageID?.utf8.count ?? 0)
            + header.references.count + header.fields.count
    }

    private static func compare(_ message: Message, _ findings: inout Findings) {
        for part in message.parts {
            findings.headers += part.header.fields.count
            findings.subjectBytes += part.header.subject?.utf8.count ?? 0
            guard part.children.isEmpty else { continue }
            if part.contentType.type == "text" {
                findings.textBytes += message.text(of: part.id).utf8.count { $0 != 10 && $0 != 13 }
            } else {
                findings.fileBytes += message.content(of: part.id).count
            }
        }
    }
}

extension FileManager {
    /// What a folder holds, in the order of names.
    func entries(of folder: URL) throws -> [URL] {
        try contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .sorted { $0.path < $1.path }
    }
}
