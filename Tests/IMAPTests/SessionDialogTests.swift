import Foundation
import TestSupport
import Testing
import Wire

@testable import IMAP

@Suite("IMAP dialogs")
struct SessionDialogTests {
    @Test("the session follows the dialog", arguments: try Dialog.all(in: Bundle.module))
    func follows(_ dialog: Dialog) throws {
        for run in try dialog.runs({ try SessionParty(dialog.settings) }) {
            #expect(run.heard == run.expected, "\(run.cut)")
        }
    }
}

/// The client of an IMAP dialog: a session, and the requests that a `do:` line asks for.
///
/// `set: security starttls` puts STARTTLS before it; `set: messagesPerBatch 2` and the like make a
/// limit small.
struct SessionParty: DialogParty {
    private var session: Session
    private var opening: StartTLS?
    private var openingBytes = LineDecoder()
    /// Takes the output of the request that runs, as words.
    private var finish: (inout Session) throws -> String = { _ in "" }
    private var isOver = false

    init(_ settings: [String: String]) throws {
        var limits = Limits()
        for (name, value) in settings where name != "security" {
            let number = try #require(Int(value))
            switch name {
            case "batchesInFlight": limits.batchesInFlight = number
            case "messagesPerBatch": limits.messagesPerBatch = number
            case "messagesPerMove": limits.messagesPerMove = number
            case "consecutiveRefusals": limits.consecutiveRefusals = number
            case "lineBytes": limits.lineBytes = number
            case "literalBytes": limits.literalBytes = number
            case "skippedLiteralBytes": limits.skippedLiteralBytes = number
            case "responsesPerRequest": limits.responsesPerRequest = number
            default: throw Dialog.Malformed(description: "no limit \(name)")
            }
        }
        let isStartTLS = settings["security"] == "starttls"
        opening = isStartTLS ? StartTLS() : nil
        session = Session(limits: limits, awaitsGreeting: !isStartTLS)
    }

    mutating func begin() throws -> [String] {
        opening == nil ? connect() : []
    }

    private mutating func connect() -> [String] {
        begin(Capability()) { "ready" }
    }

    mutating func received(_ bytes: [UInt8]) throws -> [String] {
        guard !isOver else { return [] }
        guard opening != nil else { return words(session.received(bytes)) }
        openingBytes.append(bytes)
        var words: [String] = []
        while let line = try openingBytes.line(), let step = opening?.received(line) {
            switch step {
            case .wait: break
            case .send(let bytes): words += Self.lines(bytes)
            case .fail(let error):
                isOver = true
                words.append("=> over: \(error.sentence)")
            case .startTLS:
                opening = nil
                words.append("=> TLS")
                words += connect()
            }
        }
        return words
    }

    mutating func asked(_ request: String) throws -> [String] {
        let words = request.split(separator: " ", omittingEmptySubsequences: false)
        let rest = { (count: Int) in words.dropFirst(count).joined(separator: " ") }
        switch words[0] {
        case "sign":
            // sign in as USER with PASSWORD
            return begin(SignIn(user: String(words[3]), password: rest(5))) { "signed in" }
        case "list": return begin(List()) { $0.map(\.shown).joined(separator: "; ") }
        case "select": return begin(Select(rest(1))) { $0.shown }
        case "examine": return begin(Select(rest(1), readOnly: true)) { $0.shown }
        case "search" where words[1] == "from":
            return begin(Search(from: try uid(words[2]))) { "\($0)" }
        case "search":
            // search SIZE MESSAGE-ID
            return begin(Search(messageID: rest(2), size: Int(words[1]))) { "\($0)" }
        case "facts":
            return begin(FetchFacts(try uids(words[1]))) { facts in
                facts.map(\.shown).joined(separator: "; ")
            }
        case "bodies":
            // bodies UIDS [LARGEST]
            let largest = words.count > 2 ? try #require(Int(words[2])) : 1000
            return begin(FetchBodies(try uids(words[1]), largest: largest)) { unreadable in
                "unreadable: " + unreadable.map { "\($0.uid) \($0.reason)" }.joined(separator: "; ")
            }
        case "header":
            return begin(FetchHeader(try uid(words[1]))) { header in
                header.map { String(decoding: $0, as: UTF8.self).debugDescription } ?? "gone"
            }
        case "flag": return begin(Store(adding: [rest(2)], to: try uids(words[1]))) { "flagged" }
        case "move":
            // move UIDS to FOLDER
            return begin(Move(try uids(words[1]), to: rest(3))) { $0.map(\.shown) ?? "moved" }
        case "remove": return begin(Remove(try uids(words[1]))) { "removed" }
        case "create": return begin(Create(rest(1))) { "created" }
        case "append":
            // append TEXT to FOLDER
            let mail = Array("\(words[1])\r\n".utf8)
            return begin(Append(mail, to: rest(3))) { placed in
                placed.map { "\($0.uid) of \($0.uidValidity)" } ?? "appended"
            }
        case "noop": return begin(Noop()) { "done" }
        case "log": return begin(Logout()) { "goodbye" }
        case "hang":
            // hang up
            return self.words(session.closed(.wire(.closed(.converse))))
        default: throw Dialog.Malformed(description: "what is “\(request)”?")
        }
    }

    private mutating func begin<R: Request>(
        _ request: R, _ shown: @escaping (R.Output) -> String
    ) -> [String] {
        finish = { session in try session.finish(R.self).map(shown) ?? "another request" }
        return words(session.begin(request))
    }

    private mutating func words(_ actions: [Session.Action]) -> [String] {
        actions.flatMap { action -> [String] in
            switch action {
            case .send(let bytes, _): return Self.lines(bytes)
            case .heard: return []
            case .deliver(.body(let uid, let bytes)):
                return ["=> \(uid): \(String(decoding: bytes, as: UTF8.self).debugDescription)"]
            case .finished:
                do { return ["=> " + (try finish(&session))] } catch { return ["=> \(error)"] }
            case .failed(let error): return ["=> \(error)"]
            case .over(let error):
                isOver = true
                return ["=> over: \(error)"]
            }
        }
    }

    /// What is sent as the lines of a dialog.
    private static func lines(_ bytes: [UInt8]) -> [String] {
        let text = String(decoding: bytes, as: UTF8.self)
        let lines = text.split(separator: "\r\n", omittingEmptySubsequences: false).dropLast()
        return lines.map { "C: " + $0 }
    }

    private func uid(_ text: Substring) throws -> UID { UID(try #require(UInt32(text))) }

    private func uids(_ text: Substring) throws -> [UID] {
        try #require(UIDSet(parsing: text.utf8)).uids(limit: 10_000)
    }
}

extension Folder {
    fileprivate var shown: String {
        name + (delimiter.map { " by \($0)" } ?? "") + (use.map { " for \($0)" } ?? "")
            + (isSelectable ? "" : " (not selectable)")
    }
}

extension Selected {
    fileprivate var shown: String {
        "\(folder): \(exists) messages, validity \(uidValidity)"
            + (uidNext.map { ", next \($0)" } ?? "") + (isReadOnly ? ", read-only" : "")
    }
}

extension MessageFacts {
    fileprivate var shown: String {
        "\(uid): \(size.map(String.init) ?? "?") bytes, "
            + "\(internalDate.map(String.init) ?? "?"), \(flags.joined(separator: " "))"
    }
}

extension Relocation {
    fileprivate var shown: String {
        "moved: "
            + newUIDs.sorted { $0.key < $1.key }.map { "\($0.key) is \($0.value)" }
            .joined(separator: ", ") + " of \(uidValidity)"
    }
}
