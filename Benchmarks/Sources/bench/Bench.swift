import Foundation

/// Measures and prints tables in Markdown; Scripts/bench.sh calls it in this order.
///
/// bench mails FOLDER: writes the generated mails, a folder for each class.
/// bench decode full|header FOLDER ROUNDS: measures this library on them.
/// bench table FOLDER OWN COUNTED HEADER PEER…: the table of what those and the peers said, each a folder
/// with a file for each run; COUNTED is what `decode full` said with the allocations counted.
/// bench worst: the worst shapes. bench desk: what has no peer.
@main
struct Bench {
    /// Rounds of which the median counts; one more goes before them unmeasured.
    static let rounds = 5

    static func main() {
        do {
            FileHandle.standardOutput.write(
                Data(try run(Array(CommandLine.arguments.dropFirst())).utf8))
        } catch {
            FileHandle.standardError.write(Data("bench: \(error)\n".utf8))
            exit(1)
        }
    }

    private static func run(_ arguments: [String]) throws -> String {
        switch (arguments.first, arguments.count) {
        case ("mails", 2): return try writeMails(URL(filePath: arguments[1]))
        case ("decode", 4):
            guard let reading = Decoding.Reading(rawValue: arguments[1]),
                let rounds = Int(arguments[3])
            else { break }
            return try Decoding.report(
                on: URL(filePath: arguments[2]), rounds: rounds, reading: reading)
        case ("table", 5...):
            let figures = try arguments.dropFirst(2).map { try Figures(URL(filePath: $0)) }
            return try Table.decoding(
                URL(filePath: arguments[1]), own: figures[0], counted: figures[1],
                header: figures[2], peers: Array(figures.dropFirst(3)))
        case ("worst", 1): return try Worst.report()
        case ("desk", 1): return Table.alone(try Sanitizing.measure() + Deciding.measure())
        default: break
        }
        throw WrongResult(description: "usage: see Scripts/bench.sh")
    }

    private static func writeMails(_ folder: URL) throws -> String {
        for (number, kind) in MailKind.allCases.enumerated() {
            let place = folder.appending(path: "\(number + 1) \(kind.title)")
            try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
            for (number, mail) in MailCorpus(kind).mails.enumerated() {
                try Data(mail).write(to: place.appending(path: "\(100 + number).eml"))
            }
        }
        return ""
    }
}

/// What was measured is not what was meant: figures would be worthless.
struct WrongResult: Error, CustomStringConvertible {
    let description: String
}
