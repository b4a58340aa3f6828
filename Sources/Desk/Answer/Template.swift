public import Markup

/// A text with places like `{{ticket.number}}` that are filled in for each mail.
///
/// What is filled in comes from strangers: it is text there, never Markdown, a link or a further place.
public struct Template: Hashable, Sendable {
    /// What can be filled in.
    public enum Token: String, CaseIterable, Hashable, Sendable, Codable {
        case ticketNumber = "ticket.number"
        case ticketSubject = "ticket.subject"
        case requesterName = "requester.name"
        case requesterAddress = "requester.address"
        case projectName = "project.name"
        case deskName = "desk.name"
        case deskAddress = "desk.address"
        case receivedDate = "received.date"

        /// What stands there in a preview.
        public var sample: String {
            switch self {
            case .ticketNumber: "4711"
            case .ticketSubject: "My order has not arrived"
            case .requesterName: "Ann Example"
            case .requesterAddress: "ann@example.com"
            case .projectName: "Support"
            case .deskName: "Example Support"
            case .deskAddress: "support@example.org"
            case .receivedDate: "2026-11-25"
            }
        }
    }

    /// Why a text is no template.
    public enum Problem: Hashable, Sendable {
        /// There is no such token.
        case unknown(String)
        /// `{{` without `}}` behind it on the same line.
        case unclosed
    }

    private enum Piece: Hashable, Sendable {
        case text(String)
        case token(Token)
    }

    public let source: String
    /// In the order in which they stand, each once.
    public let problems: [Problem]
    private let pieces: [Piece]

    public init(_ source: String) {
        var pieces: [Piece] = []
        var problems: [Problem] = []
        func add(_ problem: Problem) {
            if !problems.contains(problem) { problems.append(problem) }
        }
        var rest = source[...]
        while let open = rest.firstRange(of: "{{") {
            pieces.append(.text(String(rest[..<open.lowerBound])))
            let line = rest[open.upperBound...].prefix { $0 != "\n" && $0 != "\r\n" }
            guard let close = line.firstRange(of: "}}") else {
                add(.unclosed)
                pieces.append(.text("{{"))
                rest = rest[open.upperBound...]
                continue
            }
            let name = String(line[..<close.lowerBound]).trimmed
            if let token = Token(rawValue: name) {
                pieces.append(.token(token))
            } else {
                add(.unknown(name))
            }
            rest = rest[close.upperBound...]
        }
        pieces.append(.text(String(rest)))
        self.source = source
        self.pieces = pieces
        self.problems = problems
    }

    /// Longer values are somebody's try to put a text of their own into our mail.
    private static let longestValue = 200

    /// On one line, as a subject is.
    public func line(_ values: [Token: String]) -> String {
        Self.oneLine(fill { Self.value($0, values) })
    }

    /// The Markdown with its places filled in, what is filled in escaped.
    public func markdown(_ values: [Token: String]) -> String {
        fill { Self.escaped(Self.value($0, values)) }
    }

    public func html(_ values: [Token: String]) -> HTML { Markdown.toHTML(markdown(values)) }

    /// The same words for the text part of the mail.
    public func text(_ values: [Token: String]) -> String {
        Markdown.toPlainText(markdown(values))
    }

    private func fill(_ value: (Token) -> String) -> String {
        pieces.map { piece in
            switch piece {
            case .text(let text): text
            case .token(let token): value(token)
            }
        }.joined()
    }

    private static func value(_ token: Token, _ values: [Token: String]) -> String {
        String(oneLine(values[token] ?? "").prefix(longestValue))
    }

    private static func oneLine(_ text: String) -> String {
        text.split { $0.isNewline || $0.isWhitespace || $0 == "\0" }.joined(separator: " ")
    }

    /// A backslash before every ASCII mark, so that none means anything and no address becomes a link.
    private static func escaped(_ value: String) -> String {
        var out = String.UnicodeScalarView()
        for scalar in value.unicodeScalars {
            let isMark =
                scalar.isASCII && scalar.value > 0x20 && scalar.value < 0x7F
                && !scalar.properties.isAlphabetic && scalar.properties.numericType == nil
            if isMark { out.append("\\") }
            out.append(scalar)
        }
        return String(out)
    }
}
