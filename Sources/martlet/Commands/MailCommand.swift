internal import ArgumentParser
internal import Desk
internal import Foundation
internal import MIME
internal import Store

struct MailCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mail",
        abstract: "What Martlet makes of a mail file: for bug reports. One JSON object per file.",
        subcommands: [Parse.self, Explain.self, Trim.self, Sanitize.self])

    struct Files: ParsableArguments {
        @Argument(help: "The files to read.") var files: [String] = []
        @Option(
            help: ArgumentHelp(
                "Read file names from this file, or - for standard input, separated by NUL.",
                valueName: "FILE"))
        var filesFrom: String?

        func each(_ body: (_ name: String, _ bytes: [UInt8]) -> String) throws {
            var names = files
            if let filesFrom {
                let list =
                    filesFrom == "-"
                    ? FileHandle.standardInput.readDataToEndOfFile()
                    : FileManager.default.contents(atPath: filesFrom) ?? Data()
                names += list.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
            }
            guard !names.isEmpty else {
                throw ValidationError("Name at least one file, or use --files-from -.")
            }
            for name in names {
                guard let data = FileManager.default.contents(atPath: name) else {
                    throw Failing("The file \(name) could not be read.")
                }
                print(body(name, [UInt8](data)))
                Output.flush()
            }
        }
    }

    struct Parse: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Header, texts, attachments and structure.",
            discussion: "Example: martlet mail parse letter.eml")
        @OptionGroup var files: Files
        func run() async throws {
            try files.each {
                parseReport(file: $0, message: MIME.Message($1), sha256: Digest.sha256Hex)
            }
        }
    }

    struct Explain: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "What kind of mail it is, and what its sender wrote.",
            discussion: "Example: martlet mail explain letter.eml")
        @OptionGroup var files: Files
        func run() async throws {
            try files.each { explainReport(file: $0, message: MIME.Message($1)) }
        }
    }

    struct Trim: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Splits a decoded body text into what was written and what is quoted.",
            discussion: "Example: martlet mail trim body.txt")
        @OptionGroup var files: Files
        func run() async throws {
            try files.each { trimReport(file: $0, body: String(decoding: $1, as: UTF8.self)) }
        }
    }

    struct Sanitize: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "The HTML as the ticket page would show it.",
            discussion: "Example: martlet mail sanitize body.html")
        @OptionGroup var files: Files
        func run() async throws {
            try files.each { sanitizeReport(file: $0, html: String(decoding: $1, as: UTF8.self)) }
        }
    }
}
