public import Foundation

/// A conversation written as an RFC would print it. The file is the expectation.
///
/// ```
/// # Gmail refuses the account password; its wording must reach the administrator unchanged.
/// set: security tls
/// S: +OK Gpop ready
/// C: CAPA
/// S: -ERR
/// => ready
/// do: sign in as desk@example.com with secret
/// C: USER desk@example.com
/// ```
/// `S:` is a line from the server, sent with CRLF; `S.` is the same without a line end. `C:` is a line
/// that the client sends, `=>` what it concludes, `do:` what its caller asks. `set:` comes first, a
/// word and its value. `\xE4` in a line is that byte. Empty lines separate; `#` says why the file
/// exists, and a dialog without it is refused.
public struct Dialog: Sendable, CustomStringConvertible {
    public enum Step: Sendable, Equatable {
        case server([UInt8], shown: String)
        /// Words of the client, with their `C: ` or `=> `.
        case client(String)
        case request(String)
    }

    /// Folder and file: `gmail/app-password`.
    public let name: String
    public let settings: [String: String]
    public let steps: [Step]

    public var description: String { name }

    public struct Malformed: Error, CustomStringConvertible {
        public let description: String

        public init(description: String) { self.description = description }
    }

    /// Every `.dialog` file in the folder `Dialogs` of the bundle, one folder deep. Throws when there is none.
    public static func all(in bundle: Bundle) throws -> [Dialog] {
        guard let root = bundle.resourceURL?.appending(path: "Dialogs") else {
            throw Malformed(description: "no resources")
        }
        var dialogs: [Dialog] = []
        for folder in try FileManager.default.contentsOfDirectory(atPath: root.path()).sorted() {
            let files = try FileManager.default.contentsOfDirectory(
                atPath: root.appending(path: folder).path())
            for file in files.sorted() where file.hasSuffix(".dialog") {
                let text = try String(
                    contentsOf: root.appending(path: folder).appending(path: file),
                    encoding: .utf8)
                dialogs.append(try Dialog(name: "\(folder)/\(file.dropLast(7))", text: text))
            }
        }
        guard !dialogs.isEmpty else { throw Malformed(description: "no dialogs in \(root)") }
        return dialogs
    }

    public init(name: String, text: String) throws {
        self.name = name
        var settings: [String: String] = [:]
        var steps: [Step] = []
        var isExplained = false
        for line in text.split(separator: "\n").map(String.init) {
            if line.hasPrefix("#") {
                isExplained = true
            } else if line.hasPrefix("set: ") {
                let words = line.dropFirst(5).split(separator: " ", maxSplits: 1).map(String.init)
                settings[words[0]] = words.count > 1 ? words[1] : ""
            } else if line.hasPrefix("do: ") {
                steps.append(.request(String(line.dropFirst(4))))
            } else if line == "C:" || line.hasPrefix("C: ") || line.hasPrefix("=> ") {
                steps.append(.client(line == "C:" ? "C: " : line))
            } else if line == "S:" || line.hasPrefix("S: ") {
                steps.append(.server(Self.bytes(line.dropFirst(3)) + [13, 10], shown: line))
            } else if line.hasPrefix("S. ") {
                steps.append(.server(Self.bytes(line.dropFirst(3)), shown: line))
            } else {
                throw Malformed(description: "\(name): what is “\(line)”?")
            }
        }
        guard isExplained else { throw Malformed(description: "\(name): why does it exist?") }
        guard !steps.isEmpty else { throw Malformed(description: "\(name): nothing is said") }
        self.settings = settings
        self.steps = steps
    }

    private static func bytes(_ text: Substring) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = text
        while let escape = rest.firstRange(of: "\\x") {
            bytes += rest[..<escape.lowerBound].utf8
            let digits = rest[escape.upperBound...].prefix(2)
            if digits.count == 2, let byte = UInt8(digits, radix: 16) {
                bytes.append(byte)
                rest = rest[digits.endIndex...]
            } else {
                bytes += rest[escape].utf8
                rest = rest[escape.upperBound...]
            }
        }
        return bytes + rest.utf8
    }
}
