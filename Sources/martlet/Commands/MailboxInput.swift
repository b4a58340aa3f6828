internal import ArgumentParser
internal import Desk
internal import Foundation
internal import Jobs
internal import Store

/// `now`, `days:N`, `everything`.
enum Start {
    static func parse(_ text: String) -> Mailbox.Start? {
        switch text {
        case "now": return .now
        case "everything": return .everything
        default:
            guard text.hasPrefix("days:"), let days = Int(text.dropFirst(5)),
                (1...36_500).contains(days)
            else { return nil }
            return .days(days)
        }
    }
}

enum PortInput {
    static func check(_ port: Int?) throws {
        guard let port, !(1...65_535).contains(port) else { return }
        throw ValidationError("\(port) is not a port: it is between 1 and 65535.")
    }
}

enum PasswordInput {
    /// The first line of standard input.
    static func read() -> String? { readLine(strippingNewline: true) }
}

enum PEMFile {
    static func read(_ path: String) throws -> String {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Failing("The file \(path) could not be read.")
        }
        let text = String(decoding: data, as: UTF8.self)
        guard text.contains("-----BEGIN CERTIFICATE-----") else {
            throw Failing("The file \(path) holds no certificate in PEM form.")
        }
        return text
    }
}

enum SenderInput {
    /// `ann@example.com` or `Ann <ann@example.com>`.
    static func parse(_ text: String) -> Contact {
        guard let open = text.lastIndex(of: "<"), text.hasSuffix(">") else {
            return Contact(address: text.trimmingCharacters(in: .whitespaces))
        }
        let name = text[..<open].trimmingCharacters(in: CharacterSet(charactersIn: " \t\""))
        return Contact(name: name, address: String(text[text.index(after: open)...].dropLast()))
    }
}

enum Named {
    static func mailbox(_ name: String, _ t: Tables) throws -> Mailbox {
        if let found = try t.mailbox.find(name: name) { return found }
        let names = try t.mailbox.all().map(\.name).joined(separator: ", ")
        throw Failing(
            "There is no mailbox “\(name)”."
                + (names.isEmpty ? " Add one with mailboxes add." : " There are: \(names)."))
    }

    /// Does a job that the web page would ask for, here and now.
    static func work(_ kind: Job.Kind, on name: String, _ store: DataStore) async throws -> Job {
        let mailbox = try await store.read { t in try Named.mailbox(name, t) }
        return try await JobDesk(.command(store)).work(
            Job(id: 0, kind: kind, mailbox: mailbox.id, createdAt: Clock.now()))
    }
}

enum JobLines {
    static func show(_ job: Job, json: Bool) throws {
        for step in job.steps {
            if json {
                try Output.json(step)
            } else {
                print(
                    "\(mark(step.state))  \(step.title)\(step.detail.isEmpty ? "" : ": \(step.detail)")"
                )
            }
        }
        if !json { print(job.summary) }
    }

    private static func mark(_ state: Job.Step.State) -> String {
        switch state {
        case .ok: "ok     "
        case .warning: "warning"
        case .failed: "FAILED "
        case .running, .pending: "…      "
        }
    }
}
