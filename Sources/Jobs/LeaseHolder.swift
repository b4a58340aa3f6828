internal import Foundation

#if canImport(Glibc)
    internal import Glibc
#endif

/// The name of a process that holds leases, such that another process on the same machine can see
/// whether it is still alive.
///
/// `HOST:PID:START:SPACE`, where SPACE names the boot and the PID namespace that the number counts in
/// and START is when the process was started, for numbers are used again. Two containers may share a
/// host's name, but never a namespace.
public struct LeaseHolder: Sendable, Hashable {
    public let name: String

    /// This process.
    public static let current: LeaseHolder = {
        let pid = ProcessInfo.processInfo.processIdentifier
        let start = facts(of: pid)?.start ?? String(UInt32.random(in: .min ... .max), radix: 16)
        let host = ProcessInfo.processInfo.hostName.replacing(":", with: "_")
        return LeaseHolder(name: "\(host):\(pid):\(start):\(space ?? "")")
    }()

    public init(name: String) { self.name = name }

    /// Whether it surely is no more: killed, or gone with a boot of this machine's past. False where that
    /// can't be known, as for a process on another machine; its leases expire by themselves.
    var isSurelyGone: Bool {
        let words = name.split(separator: ":", omittingEmptySubsequences: false)
        guard words.count == 4, let pid = Int32(words[1]), pid > 0, let space = Self.space,
            words[3] == space
        else { return false }
        // Signal 0 asks and does nothing. A process of another user may not be signalled, but is there.
        if kill(pid, 0) != 0 { return errno == ESRCH }
        guard let facts = Self.facts(of: pid) else { return false }
        return facts.isDead || facts.start != words[2]
    }

    /// Where this process's number counts; nil where that can't be known.
    private static let space: String? = {
        guard let boot = text("/proc/sys/kernel/random/boot_id") else { return nil }
        do {
            let namespace = try FileManager.default.destinationOfSymbolicLink(
                atPath: "/proc/self/ns/pid")
            return boot.trimmingCharacters(in: .whitespacesAndNewlines) + "/"
                + namespace.filter(\.isNumber)
        } catch {
            // Not Linux: its leases expire by themselves.
            return nil
        }
    }()

    /// From `/proc/PID/stat` (proc(5)): the name in brackets may contain anything, so what follows it counts.
    private static func facts(of pid: Int32) -> (isDead: Bool, start: String)? {
        guard let line = text("/proc/\(pid)/stat"), let end = line.lastIndex(of: ")") else {
            return nil
        }
        let words = line[line.index(after: end)...].split(separator: " ")
        guard words.count > 19 else { return nil }
        return (["Z", "X"].contains(words[0]), String(words[19]))
    }

    private static func text(_ path: String) -> String? {
        FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
    }
}
