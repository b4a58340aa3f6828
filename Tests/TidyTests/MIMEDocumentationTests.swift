import Foundation
import Testing

/// The mail library is read by people who have not written it.
@Suite("The documentation of MIME")
struct MIMEDocumentationTests {
    @Test("every public declaration says what it means")
    func documented() throws {
        for file in try Repository.swiftFiles(below: "Sources/MIME") {
            for (number, line) in file.lines.enumerated() {
                let text = line.trimmingCharacters(in: .whitespaces)
                guard text.hasPrefix("public "), !text.hasPrefix("public extension") else {
                    continue
                }
                var above = number - 1
                while above >= 0, isAttribute(file.lines[above]) { above -= 1 }
                let isDocumented =
                    above >= 0
                    && file.lines[above].trimmingCharacters(in: .whitespaces).hasPrefix("///")
                #expect(isDocumented, "\(file.path):\(number + 1) has no comment: \(text)")
            }
        }
    }

    private func isAttribute(_ line: String) -> Bool {
        line.trimmingCharacters(in: .whitespaces).hasPrefix("@")
    }

    @Test(
        "samples of the articles are compiled by a test",
        arguments: ["ReadAMail", "BuildAMail", "Defects"])
    func samples(article: String) throws {
        let text = try Repository.text("Sources/MIME/MIME.docc/\(article).md")
        let compiled = Self.squeezed(try Repository.text("Tests/MIMETests/ArticleTests.swift"))
        let pieces = text.components(separatedBy: "```")
        let samples = stride(from: 1, to: pieces.count, by: 2).map { pieces[$0] }
        #expect(!samples.isEmpty)
        for sample in samples {
            #expect(sample.hasPrefix("swift\n"))
            let code = Self.squeezed(String(sample.dropFirst("swift\n".count)))
            #expect(
                compiled.contains(code), "\(article) shows what ArticleTests does not: \(sample)")
        }
    }

    /// Without what a formatter changes.
    private static func squeezed(_ text: String) -> String {
        text.filter { !$0.isWhitespace }
    }
}
