import Foundation
import Testing

@Suite("The sources")
struct SourceTests {
    /// Longer files want to be two.
    static let longestFile = 600

    @Test("nothing traps on input, prints, or hides an error")
    func bannedWords() throws {
        let banned = [
            "try!", " try? ", "(try? ", "fatalError(", "as! ", "DispatchQueue.main", "NSLog(",
        ]
        for file in try Repository.swiftFiles(below: "Sources") {
            for (number, line) in file.lines.enumerated() where !isComment(line) {
                for word in banned where line.contains(word) {
                    Issue.record("\(file.path):\(number + 1) has \(word)")
                }
                if line.contains("print(") && !file.path.hasPrefix("Sources/martlet/")
                    && line.range(of: #"(^|[^A-Za-z.])print\("#, options: .regularExpression) != nil
                {
                    Issue.record("\(file.path):\(number + 1) prints")
                }
            }
        }
    }

    @Test("@unchecked Sendable and unsafe pointers have their proof in a comment")
    func provenUnsafety() throws {
        for file in try Repository.swiftFiles(below: "Sources") {
            for (number, line) in file.lines.enumerated()
            where line.contains("@unchecked Sendable") && !isComment(line) {
                let above = file.lines[max(0, number - 8)..<number]
                #expect(
                    above.contains(where: isComment),
                    "\(file.path):\(number + 1) has no comment above it")
            }
        }
    }

    @Test(
        "parsers of what strangers send use no unsafe pointers",
        arguments: ["MIME", "IMAP", "POP3", "SMTP"])
    func safeParsers(_ target: String) throws {
        for file in try Repository.swiftFiles(below: "Sources/\(target)") {
            // iconv is a C function; Scan is the one measured file, and has slow twins to agree with.
            guard !["Iconv.swift", "MIME/Scan.swift"].contains(where: file.path.hasSuffix) else {
                continue
            }
            for (number, line) in file.lines.enumerated() where !isComment(line) {
                #expect(
                    !line.contains("UnsafeMutable") && !line.contains("UnsafeRaw")
                        && !line.contains("UnsafePointer") && !line.contains("UnsafeBuffer"),
                    "\(file.path):\(number + 1)")
            }
        }
    }

    @Test("files stay readable in one sitting")
    func fileSizes() throws {
        for file in try Repository.swiftFiles(below: "Sources") {
            // Sample mails are data.
            guard !file.path.contains("/Demo/Sample") else { continue }
            #expect(
                file.lines.count <= Self.longestFile, "\(file.path) has \(file.lines.count) lines")
        }
    }

    private func isComment(_ line: String) -> Bool {
        line.drop(while: { $0 == " " }).hasPrefix("//")
    }
}
