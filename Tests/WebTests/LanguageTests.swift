import Desk
import Foundation
import Testing

@testable import Web

@Suite("Language")
struct LanguageTests {
    @Test("values go in where the language wants them, and are not read as marks")
    func phrases() {
        #expect(Language.english("\("50%1") of \("b")") == "50%1 of b")
        #expect(Language.german("\(1)–\(2) of \(3)") == "1–2 von 3")
        #expect(Language.german("no such phrase") == "no such phrase")
    }

    @Test("every phrase of the sources has its German")
    func complete() throws {
        var count = 0
        for phrase in try SourcePhrases.all() {
            count += 1
            #expect(German.phrases[phrase] != nil, "no German for: \(phrase)")
        }
        #expect(count > 400)
        for task in TaskName.allCases {
            for text in [task.title, task.function, task.section] {
                #expect(German.phrases[text] != nil, "no German for: \(text)")
            }
        }
    }

    @Test("a German text has the same values as the English one")
    func sameValues() {
        for (english, german) in German.phrases {
            for number in 1...4 where english.contains("%\(number)") {
                #expect(german.contains("%\(number)"), "\(english)")
            }
        }
    }

    @Test(
        "the language is the first one of the browser's that is here",
        arguments: [
            ("de", Language.german), ("fr, de-CH;q=0.9", .german), ("en-GB,de", .english),
            ("", .english), ("x", .english),
        ])
    func accepted(_ header: String, _ language: Language) {
        #expect(Language.accepted(header) == language)
    }

    @Test("durations, sizes and times are short words")
    func figures() {
        let t = Language.english
        #expect(t.lasting(.milliseconds(430)) == "0.4 s")
        #expect(t.lasting(.seconds(900)) == "15 min")
        #expect(t.lasting(.seconds(3700)) == "61 min 40 s")
        #expect(t.size(1_400_000) == "1.4 MB")
        #expect(Language.german.size(1_400_000) == "1,4 MB")
        let now = DeskInTest.now
        #expect(t.relative(now - .seconds(7200), now: now) == "2 h ago")
        #expect(Language.german.relative(now - .seconds(3 * 86_400), now: now) == "vor 3 Tagen")
        #expect(t.exact(Instant(seconds: 0)) == "1 Jan 1970, 00:00 UTC")
    }
}

/// The phrases that stand in the sources, as `t("…")`.
enum SourcePhrases {
    static func all() throws -> Set<String> {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Sources/Web")
            .resolvingSymlinksInPath()
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        var phrases: Set<String> = []
        for case let file as URL in try #require(files) where file.pathExtension == "swift" {
            let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
                .filter { !$0.drop(while: { $0 == " " }).hasPrefix("//") }
            collect(Array(lines.joined(separator: "\n")), into: &phrases)
        }
        return phrases
    }

    private static func collect(_ source: [Character], into phrases: inout Set<String>) {
        let calls = ["t", "self", "language"].map { Array("\($0)(") }
        for start in source.indices {
            for call in calls where source[start...].starts(with: call) {
                let before = start > 0 ? source[start - 1] : " "
                guard !before.isLetter, before != "." || call[0] == "l" else { continue }
                let open = source[(start + call.count)...].firstIndex { !$0.isWhitespace }
                if let open, source[open] == "\"" { phrases.insert(key(source, from: open + 1)) }
            }
        }
    }

    /// The literal with its interpolations as `%1`, `%2`.
    private static func key(_ source: [Character], from start: Int) -> String {
        var key = ""
        var index = start
        var values = 0
        while index < source.count, source[index] != "\"" {
            if source[index] == "\\", source[index + 1] == "(" {
                values += 1
                key += "%\(values)"
                index = end(ofInterpolation: source, from: index + 2)
            } else {
                key.append(source[index])
                index += 1
            }
        }
        return key
    }

    private static func end(ofInterpolation source: [Character], from start: Int) -> Int {
        var depth = 1
        var index = start
        while depth > 0 {
            if source[index] == "(" { depth += 1 }
            if source[index] == ")" { depth -= 1 }
            if source[index] == "\"" {
                index += 1
                while source[index] != "\"" { index += source[index] == "\\" ? 2 : 1 }
            }
            index += 1
        }
        return index
    }
}
