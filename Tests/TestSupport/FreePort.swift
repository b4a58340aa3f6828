internal import Glibc

/// Loopback ports for servers that must be told their port before they start.
public enum FreePort {
    public struct None: Error {}

    public static func find() throws -> Int {
        try HeldPort().number
    }
}

/// A loopback port that is taken and at which nobody listens, for as long as this lives: whoever dials it is
/// refused, and no other test gets it.
public final class HeldPort: Sendable {
    public let number: Int
    private let handle: Int32

    /// Below the ports that the system hands out by itself, so that no connection that is made between
    /// the look and the use takes it.
    private static let range = 20_000...32_000

    public init() throws {
        for _ in 0..<100 {
            let candidate = Int.random(in: Self.range)
            // Not for children: one that inherits it would keep the port taken.
            let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
            let descriptor = socket(AF_INET, kind, 0)
            guard descriptor >= 0 else { throw FreePort.None() }
            if Self.bind(descriptor, to: candidate) {
                number = candidate
                handle = descriptor
                return
            }
            close(descriptor)
        }
        throw FreePort.None()
    }

    private static func bind(_ descriptor: Int32, to port: Int) -> Bool {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        let length = socklen_t(MemoryLayout<sockaddr_in>.size)
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.bind(descriptor, $0, length) == 0
            }
        }
    }

    deinit { close(handle) }
}
