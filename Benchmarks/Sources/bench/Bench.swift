import Foundation

/// Measures and prints one table in Markdown.
///
/// Arguments: an empty folder to work in, and, for the peer's columns, the path of its script and the
/// Python that runs it.
@main
struct Bench {
    /// Rounds of which the median counts; one more goes before them unmeasured.
    static let rounds = 5

    static func main() {
        do {
            try measureAll()
        } catch {
            FileHandle.standardError.write(Data("bench: \(error)\n".utf8))
            exit(1)
        }
    }

    private static func measureAll() throws {
        let arguments = CommandLine.arguments
        guard arguments.count > 1 else {
            throw WrongResult(description: "usage: bench FOLDER [SCRIPT PYTHON]")
        }
        let scratch = URL(filePath: arguments[1])
        var table = Table()
        let corpora = MailKind.allCases.map { MailCorpus($0) }
        var peer: Peer?
        if arguments.count > 3 {
            peer = try Peer.measure(
                corpora, in: scratch.appending(path: "mails"), script: arguments[2],
                python: arguments[3])
        }
        table.rows += try Decoding.measure(corpora, beside: peer)
        table.rows += try Sanitizing.measure()
        table.rows += try Deciding.measure()
        table.peerName = peer?.name ?? "No peer"
        FileHandle.standardOutput.write(Data(table.markdown.utf8))
    }
}

/// What was measured is not what was meant: figures would be worthless.
struct WrongResult: Error, CustomStringConvertible {
    let description: String
}
