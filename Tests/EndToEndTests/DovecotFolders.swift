import Dispatch
import Glibc

/// Looks into a mailbox by IMAP with a client of the tests' own: what Martlet's client can't see,
/// this one must not miss too.
///
/// Speaks in the clear to a server on the loopback. Folder names are in modified UTF-7.
struct DovecotFolders: Sendable {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    struct Mail: Hashable, Sendable {
        let uid: Int
        let flags: Set<String>
        let bytes: [UInt8]
    }

    let port: Int
    let user: String
    let password: String

    /// The names of all folders.
    func names() async throws -> Set<String> {
        try await conversation { session in
            Set(
                try session.command("LIST \"\" \"*\"").compactMap { answer in
                    answer.text.hasPrefix("* LIST ")
                        ? answer.text.split(separator: " ").last.map {
                            $0.filter { $0 != "\"" }
                        } : nil
                })
        }
    }

    func create(_ folder: String) async throws {
        _ = try await conversation { try $0.command("CREATE \"\(folder)\"") }
    }

    /// Everything in a folder, in the order of UIDs; nothing where there is no such folder.
    func mails(in folder: String) async throws -> [Mail] {
        guard try await names().contains(folder) else { return [] }
        return try await conversation { session in
            _ = try session.command("EXAMINE \"\(folder)\"")
            let answers = try session.command("UID FETCH 1:* (UID FLAGS BODY.PEEK[])")
            return try answers.compactMap { answer in
                guard let bytes = answer.literal else { return nil }
                guard let uid = Self.number(after: "UID ", in: answer.text) else {
                    throw Failure(description: "no UID in \(answer.text)")
                }
                return Mail(uid: uid, flags: Self.flags(in: answer.text), bytes: bytes)
            }.sorted { $0.uid < $1.uid }
        }
    }

    private static func number(after word: String, in text: String) -> Int? {
        guard let range = text.firstRange(of: word) else { return nil }
        return Int(text[range.upperBound...].prefix { $0.isNumber })
    }

    private static func flags(in text: String) -> Set<String> {
        guard let range = text.firstRange(of: "FLAGS (") else { return [] }
        let list = text[range.upperBound...].prefix { $0 != ")" }
        // Whether it was just delivered is not the mail's own.
        return Set(list.split(separator: " ").map(String.init)).subtracting(["\\Recent"])
    }

    private func conversation<T: Sendable>(
        _ body: @escaping @Sendable (inout IMAPSession) throws -> T
    ) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            // It blocks, so not on the threads that all tests share.
            DispatchQueue.global().async {
                continuation.resume(
                    with: Result {
                        var session = try IMAPSession(port: port)
                        defer { session.hangUp() }
                        _ = try session.command("LOGIN \"\(user)\" \"\(password)\"")
                        let result = try body(&session)
                        _ = try session.command("LOGOUT")
                        return result
                    })
            }
        }
    }
}

/// A blocking conversation, for a thread that may wait.
private struct IMAPSession {
    struct Answer {
        var text = ""
        var literal: [UInt8]?
    }

    private let handle: Int32
    private var buffer: [UInt8] = []
    private var start = 0
    private var tag = 0

    init(port: Int) throws {
        handle = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        // A test must not hang.
        var patience = timeval(tv_sec: 60, tv_usec: 0)
        setsockopt(
            handle, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(handle, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else {
            close(handle)
            throw DovecotFolders.Failure(description: "nobody listens at port \(port)")
        }
        _ = try line()
    }

    func hangUp() { close(handle) }

    /// Sends a command and returns the untagged answers; anything but OK is an error.
    mutating func command(_ text: String) throws -> [Answer] {
        tag += 1
        let line = Array("a\(tag) \(text)\r\n".utf8)
        guard send(handle, line, line.count, Int32(MSG_NOSIGNAL)) == line.count else {
            throw DovecotFolders.Failure(description: "the server hung up")
        }
        var answers: [Answer] = []
        while true {
            let answer = try self.answer()
            guard answer.text.hasPrefix("a\(tag) ") else {
                answers.append(answer)
                continue
            }
            guard answer.text.hasPrefix("a\(tag) OK") else {
                throw DovecotFolders.Failure(description: "\(text): \(answer.text)")
            }
            return answers
        }
    }

    private mutating func answer() throws -> Answer {
        var answer = Answer()
        while true {
            let line = try self.line()
            answer.text += line
            guard line.hasSuffix("}"), let open = line.lastIndex(of: "{"),
                let count = Int(line[line.index(after: open)...].dropLast())
            else { return answer }
            answer.literal = try bytes(count)
        }
    }

    private mutating func line() throws -> String {
        var end = start
        while true {
            while end + 1 < buffer.count {
                if buffer[end] == 0x0D && buffer[end + 1] == 0x0A {
                    let text = String(decoding: buffer[start..<end], as: UTF8.self)
                    start = end + 2
                    return text
                }
                end += 1
            }
            let seen = end - start
            try readMore()
            end = start + seen
        }
    }

    private mutating func bytes(_ count: Int) throws -> [UInt8] {
        while buffer.count - start < count { try readMore() }
        defer { start += count }
        return Array(buffer[start..<start + count])
    }

    private mutating func readMore() throws {
        buffer.removeFirst(start)
        start = 0
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        let count = recv(handle, &chunk, chunk.count, 0)
        guard count > 0 else {
            throw DovecotFolders.Failure(description: "the server hung up or fell silent")
        }
        buffer += chunk[..<count]
    }
}
