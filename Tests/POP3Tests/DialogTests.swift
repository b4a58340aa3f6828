import Foundation
import NIOCore
import POP3
import TestSupport
import Testing
import Wire

@Suite("POP3")
struct DialogTests {
    @Test("follows the dialog", arguments: try Dialog.all(in: .module))
    func follows(_ dialog: Dialog) throws {
        for run in try dialog.runs({ try Party(dialog) }) {
            #expect(run.heard == run.expected, "\(run.cut)")
        }
    }
}

/// A session as the client of a dialog. `set: security` is one of none, starttls and tls (the default);
/// with starttls the dialog begins in the clear.
struct Party: DialogParty {
    private var opening: POP3.Opening?
    private var decoder = LineDecoder()
    private var session: Session

    init(_ dialog: Dialog) throws {
        let security = try #require(Security(rawValue: dialog.settings["security"] ?? "tls"))
        opening = security == .starttls ? POP3.Opening() : nil
        session = Session(security: security)
    }

    mutating func begin() -> [String] {
        opening == nil ? words { $0.begin() } : []
    }

    mutating func received(_ bytes: [UInt8]) throws -> [String] {
        guard var opening else { return words { $0.received(ByteBuffer(bytes: bytes)) } }
        decoder.append(bytes)
        guard let line = try decoder.line() else { return [] }
        let step = opening.received(line)
        self.opening = opening
        switch step {
        case .wait: return []
        case .send(let bytes): return ["C: " + String(decoding: bytes.dropLast(2), as: UTF8.self)]
        case .startTLS:
            self.opening = nil
            return ["=> TLS"] + words { $0.begin() }
        case .fail(let error): return ["=> \(error)"]
        }
    }

    mutating func asked(_ request: String) throws -> [String] {
        let words = request.split(separator: " ").map(String.init)
        func number(_ index: Int) throws -> Int { try #require(Int(words[index])) }
        switch words[0] {
        case "sign":
            let password = request.split(separator: " with ", maxSplits: 1).last.map(String.init)
            return try ask(.signIn(user: words[3], password: password ?? ""))
        case "uidls": return try ask(.uidls)
        case "sizes": return try ask(.sizes)
        case "retrieve": return try ask(.retrieve(number(1), limit: number(4)))
        case "top": return try ask(.top(number(1), lines: number(2), limit: 1000))
        case "delete": return try ask(.delete(number(1)))
        case "noop": return try ask(.noop)
        case "quit": return try ask(.quit)
        default: throw Dialog.Malformed(description: request)
        }
    }

    private mutating func ask(_ request: Session.Request) throws -> [String] {
        do { return try words { session throws(POP3Error) in try session.ask(request) } } catch {
            return ["=> \(error)"]
        }
    }

    private mutating func words<E: Error>(
        _ act: (inout Session) throws(E) -> [Session.Action]
    ) throws(E) -> [String] {
        try act(&session).map { action in
            switch action {
            case .send(let bytes): "C: " + String(decoding: bytes.dropLast(2), as: UTF8.self)
            case .ready: session.capabilities == nil ? "=> ready, without CAPA" : "=> ready"
            case .signedIn: "=> signed in"
            case .uidls(let listed):
                "=> uidls " + listed.map { "\($0.number) \($0.uidl)" }.joined(separator: ", ")
            case .sizes(let sizes):
                "=> sizes "
                    + sizes.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
                    .joined(separator: ", ")
            case .message(let bytes): "=> mail " + (bytes.isEmpty ? "(empty)" : shown(bytes))
            case .done: "=> done"
            case .failed(let error): "=> \(error)" + (session.isOver ? " and hangs up" : "")
            }
        }
    }

    private func shown(_ bytes: [UInt8]) -> String {
        String(decoding: bytes, as: UTF8.self).unicodeScalars.map {
            switch $0 {
            case "\r": "\\r"
            case "\n": "\\n"
            default: String($0)
            }
        }.joined()
    }
}
