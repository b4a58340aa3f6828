import Foundation

/// The same work done by another program on the same mails, in the same run.
struct Peer {
    struct Result {
        var seconds: Double
        var findings: Decoding.Findings
    }

    var name: String
    var results: [MailKind: Result] = [:]

    /// Writes the mails to a folder and lets the script measure itself on them.
    static func measure(
        _ corpora: [MailCorpus], in folder: URL, script: String, python: String
    ) throws -> Peer {
        for corpus in corpora {
            let place = folder.appending(path: corpus.kind.rawValue)
            try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
            for (number, mail) in corpus.mails.enumerated() {
                try Data(mail).write(to: place.appending(path: "\(number).eml"))
            }
        }
        let process = Process()
        process.executableURL = URL(filePath: python)
        process.arguments = [script, folder.path, String(Bench.rounds)]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw WrongResult(description: "The peer ended with \(process.terminationStatus).")
        }
        return try Peer(String(decoding: data, as: UTF8.self))
    }

    /// The first line is the peer's name; the others are a kind, its seconds and what was found.
    private init(_ output: String) throws {
        let lines = output.split(separator: "\n")
        name = lines.first.map(String.init) ?? ""
        for line in lines.dropFirst() {
            let fields = line.split(separator: " ").map(String.init)
            let numbers = fields.dropFirst(2).compactMap { Int($0) }
            guard numbers.count == 4, let kind = MailKind(rawValue: fields[0]),
                let seconds = Double(fields[1])
            else { throw WrongResult(description: "The peer said: \(line)") }
            results[kind] = Result(
                seconds: seconds,
                findings: .init(
                    headers: numbers[0], textBytes: numbers[1], fileBytes: numbers[2],
                    subjectBytes: numbers[3]))
        }
    }
}
