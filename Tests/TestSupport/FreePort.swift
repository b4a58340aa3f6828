internal import Glibc

/// A loopback port that nobody listens at.
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

    public init() throws {
        handle = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard handle >= 0 else { throw FreePort.None() }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = handle
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
            }
        }
        number = Int(UInt16(bigEndian: address.sin_port))
        guard isBound else {
            close(handle)
            throw FreePort.None()
        }
    }

    deinit { close(handle) }
}
