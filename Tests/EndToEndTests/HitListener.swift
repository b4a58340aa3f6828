import Foundation
import Glibc
import Synchronization

/// Listens at a free port of this machine and writes down who came, by the first bytes of each connection.
final class HitListener: Sendable {
    let port: Int
    private let socket: Int32
    private let hits = Mutex<[String]>([])

    struct Failure: Error {}

    static func start() throws -> HitListener {
        let descriptor = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw Failure() }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                bind(descriptor, generic, length) == 0 && listen(descriptor, 128) == 0
                    && getsockname(descriptor, generic, &length) == 0
            }
        }
        guard isBound else {
            close(descriptor)
            throw Failure()
        }
        let listener = HitListener(
            socket: descriptor, port: Int(UInt16(bigEndian: address.sin_port)))
        // A thread of its own: accepting blocks, and Swift's threads are shared.
        Thread.detachNewThread { listener.accept() }
        return listener
    }

    private init(socket: Int32, port: Int) {
        self.socket = socket
        self.port = port
    }

    /// One text for each connection: the request's first line, or what a TLS greeting has of it.
    var all: [String] { hits.withLock { $0 } }

    func forget() { hits.withLock { $0 = [] } }

    func stop() {
        // Wakes the thread that accepts; it closes the socket.
        shutdown(socket, Int32(SHUT_RDWR))
    }

    private func accept() {
        while true {
            let connection = Glibc.accept(socket, nil, nil)
            guard connection >= 0 else { break }
            var timeout = timeval(tv_sec: 1, tv_usec: 0)
            setsockopt(
                connection, SOL_SOCKET, SO_RCVTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size)
            )
            var bytes = [UInt8](repeating: 0, count: 1024)
            let count = max(0, recv(connection, &bytes, bytes.count, 0))
            let first = String(decoding: bytes.prefix(count), as: UTF8.self)
            hits.withLock { $0.append(String(first.prefix(300))) }
            let answer = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            _ = answer.withCString {
                send(connection, $0, strlen($0), Int32(MSG_NOSIGNAL))
            }
            close(connection)
        }
        close(socket)
    }
}
