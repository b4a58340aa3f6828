import Foundation
import NIOCore
import TestSupport
import Testing
import Wire

@testable import SMTP

@Suite("SMTP")
struct DialogTests {
    @Test("follows the dialog", arguments: try Dialog.all(in: .module))
    func follows(_ dialog: Dialog) throws {
        for run in try dialog.runs({ try Party(dialog) }) {
            #expect(run.heard == run.expected, "\(run.cut)")
        }
    }
}

/// A session as the client of a dialog. `set: security` is one of none, starttls and tls (the default);
/// with starttls the dialog begins in the clear. `set: mail` is the mail to send, its lines separated
/// by "|"; `set: size` pretends that it is larger.
struct Party: DialogParty {
    private var opening: SMTP.Opening?
    private var decoder = LineDecoder()
    private var session: Session
    private let mail: [UInt8]
    private let size: Int?

    init(_ dialog: Dialog) throws {
        let security = try #require(Security(rawValue: dialog.settings["security"] ?? "tls"))
        opening = security == .starttls ? try SMTP.Opening(name: "desk.example.com") : nil
        session = try Session(name: "desk.example.com", security: security)
        let text = dialog.settings["mail"] ?? "Subject: x||Hello"
        mail = Array(
            text.split(separator: "|", omittingEmptySubsequences: false)
                .joined(separator: "\n").utf8)
        size = dialog.settings["size"].flatMap { Int($0) }
    }

    mutating func begin() -> [String] {
        opening == nil ? words { $0.begin() } : []
    }

    mutating func received(_ bytes: [UInt8]) throws -> [String] {
        guard var opening else { return words { $0.received(ByteBuffer(bytes: bytes)) } }
        decoder.append(bytes)
        var said: [String] = []
        while let line = try decoder.line() {
            let step = opening.received(line)
            self.opening = opening
            switch step {
            case .wait: continue
            case .send(let bytes): said.append(shown(bytes))
            case .startTLS:
                self.opening = nil
                return said + ["=> TLS"] + words { $0.begin() }
            case .fail(let error): said.append("=> \(error)")
            }
        }
        return said
    }

    mutating func asked(_ request: String) throws -> [String] {
        let words = request.split(separator: " ").map(String.init)
        switch words[0] {
        case "sign": return ask(.signIn(user: words[3], password: words[5]))
        case "send":
            let measured = DotStuffer.measure(mail)
            let envelope = Envelope(
                from: words[2] == "nobody" ? "" : words[2], to: Array(words[4...]),
                size: size ?? measured.size, isASCII: measured.isASCII)
            return ask(.send(envelope))
        case "noop": return ask(.noop)
        case "quit": return ask(.quit)
        default: throw Dialog.Malformed(description: request)
        }
    }

    private mutating func ask(_ request: Session.Request) -> [String] {
        do {
            return try words { session throws(SMTPError) in try session.ask(request) }
        } catch { return ["=> \(error)"] }
    }

    private mutating func words<E: Error>(
        _ act: (inout Session) throws(E) -> [Session.Action]
    ) throws(E) -> [String] {
        var said: [String] = []
        for action in try act(&session) {
            switch action {
            case .send(let bytes): said.append(shown(bytes))
            case .ready: said.append("=> ready")
            case .signedIn: said.append("=> signed in")
            case .transmit:
                var stuffer = DotStuffer(mail)
                while let piece = stuffer.next(size: .max) {
                    let text = String(decoding: piece.dropLast(2), as: UTF8.self)
                    said += text.split(separator: "\r\n", omittingEmptySubsequences: false)
                        .map { "C: " + $0 }
                }
                session.transmitted()
                said.append("C: .")
            case .sent(let result):
                said.append("=> sent to \(result.accepted.joined(separator: " ")): \(result.reply)")
                said += result.refused.map { "=> not to \($0.recipient): \($0.reply)" }
            case .done: said.append("=> done")
            case .failed(let error): said.append(shown(error))
            }
        }
        return said
    }

    private func shown(_ error: SMTPError) -> String {
        let words =
            switch error {
            case .transient(let reply): "transient: \(reply)"
            case .permanent(let reply): "permanent: \(reply)"
            case .signInRefused(let reply): "sign-in refused: \(reply)"
            default: "\(error)"
            }
        return "=> " + words + (session.isOver ? " and hangs up" : "")
    }

    private func shown(_ bytes: [UInt8]) -> String {
        "C: " + String(decoding: bytes.dropLast(2), as: UTF8.self)
    }
}
