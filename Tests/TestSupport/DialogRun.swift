/// The client of a dialog: bytes go in, and what it says and concludes comes out.
///
/// Words are lines of the file: `C: ` and a line that it sends, without its line end, or `=> ` and what
/// it concludes.
public protocol DialogParty {
    /// What it says by itself before anything is heard.
    mutating func begin() throws -> [String]
    mutating func received(_ bytes: [UInt8]) throws -> [String]
    /// Carries out a `do:` line.
    mutating func asked(_ request: String) throws -> [String]
}

/// What came of a dialog that was run with its server's bytes cut in one way.
public struct DialogRun: Sendable {
    public let cut: DialogCut
    /// The conversation as it went.
    public let heard: String
    /// The conversation as the file has it.
    public let expected: String
}

/// How the bytes between two turns of the client are cut.
public enum DialogCut: Sendable, CustomStringConvertible {
    /// Everything up to the client's next turn at once.
    case whole
    /// One byte at a time; what the client says must come exactly where the file has it.
    case bytes
    case random(seed: UInt64)

    public var description: String {
        switch self {
        case .whole: "whole"
        case .bytes: "one byte at a time"
        case .random(let seed): "at random cuts, seed \(seed)"
        }
    }

    /// Whole, in bytes, and at eight random cuts with seeds that the failure prints.
    public static func all() -> [DialogCut] {
        [.whole, .bytes] + (0..<8).map { _ in .random(seed: .random(in: 0...UInt64.max)) }
    }
}

extension Dialog {
    /// Runs the dialog once for each way of cutting it:
    /// ```swift
    /// for run in try dialog.runs({ POP3Party(settings: dialog.settings) }) {
    ///     #expect(run.heard == run.expected, "\(run.cut)")
    /// }
    /// ```
    public func runs(
        cuts: [DialogCut] = DialogCut.all(), _ party: () throws -> some DialogParty
    ) throws -> [DialogRun] {
        try cuts.map { cut in
            var client = try party()
            return try run(&client, cut)
        }
    }

    private func run(_ party: inout some DialogParty, _ cut: DialogCut) throws -> DialogRun {
        var heard: [String] = []
        var expected: [String] = []
        func said(_ words: [String]) { heard += words }
        said(try party.begin())
        var rest = steps[...]
        expected += Self.takeWords(&rest)
        while let step = rest.first {
            switch step {
            case .client: break  // Taken with the turn before it.
            case .request(let request):
                rest.removeFirst()
                heard.append("do: " + request)
                expected.append("do: " + request)
                said(try party.asked(request))
                expected += Self.takeWords(&rest)
            case .server:
                let (bytes, shown, words) = Self.takeTurn(&rest, cut)
                heard += shown
                expected += shown + words
                for piece in Self.pieces(bytes, cut) { said(try party.received(piece)) }
            }
        }
        return DialogRun(
            cut: cut, heard: heard.joined(separator: "\n"),
            expected: expected.joined(separator: "\n"))
    }

    private static func takeWords(_ steps: inout ArraySlice<Step>) -> [String] {
        var words: [String] = []
        while case .client(let text)? = steps.first {
            words.append(text)
            steps.removeFirst()
        }
        return words
    }

    /// The server's lines up to the client's next words. Unless each byte goes alone, lines that only
    /// conclusions separate are one turn: a server that answers three commands at once sends them so.
    /// Byte by byte, each line is a turn, so that words that come too early are seen.
    private static func takeTurn(
        _ steps: inout ArraySlice<Step>, _ cut: DialogCut
    ) -> (bytes: [UInt8], shown: [String], words: [String]) {
        var (bytes, shown, words) = ([UInt8](), [String](), [String]())
        while case .server(let line, let text)? = steps.first {
            steps.removeFirst()
            bytes += line
            shown.append(text)
            let more = takeWords(&steps)
            words += more
            if more.contains(where: { $0.hasPrefix("C:") }) { break }
            if case .bytes = cut { break }
        }
        return (bytes, shown, words)
    }

    private static func pieces(_ bytes: [UInt8], _ cut: DialogCut) -> [[UInt8]] {
        switch cut {
        case .whole: return [bytes]
        case .bytes: return bytes.map { [$0] }
        case .random(let seed):
            var random = SplitMix(state: seed)
            var pieces: [[UInt8]] = []
            var rest = bytes[...]
            while !rest.isEmpty {
                let size = min(rest.count, Int(random.next() % 24) + 1)
                pieces.append(Array(rest.prefix(size)))
                rest = rest.dropFirst(size)
            }
            return pieces
        }
    }

    /// Sebastiano Vigna's SplitMix64: the same seed, the same cuts, on every machine.
    private struct SplitMix {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }
}
