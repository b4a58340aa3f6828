public import NIOCore
internal import NIOPosix
public import NIOSSL
internal import Synchronization
public import Wire

/// A server on the loopback that does what a test tells it to, line by line.
///
/// ```swift
/// let server = try await DialogServer.start { peer in peer.send("+OK ready\r\n") } onLine: { line, peer in
///     if line == "QUIT" { peer.close() }
/// }
/// ```
public final class DialogServer: Sendable {
    public let port: Int
    private let channel: any Channel
    private let counters: Counters

    /// Counts connections, so that a test can wait for the last one to go.
    final class Counters: Sendable {
        let accepted = Mutex(0)
        let closed = Mutex(0)
    }

    /// The server's end of one connection. Safe from any thread.
    public struct Peer: Sendable {
        public let channel: any Channel
        let tls: NIOSSLContext?

        public func send(_ text: String) { send(Array(text.utf8)) }

        public func send(_ bytes: [UInt8]) {
            channel.writeAndFlush(ByteBuffer(bytes: bytes), promise: nil)
        }

        public func close() { channel.close(promise: nil) }

        /// Sends `text` in the clear and speaks TLS after it.
        public func startTLS(after text: String) {
            let (channel, tls) = (channel, tls)
            channel.writeAndFlush(ByteBuffer(string: text)).whenSuccess {
                guard let tls else { return channel.close(promise: nil) }
                do {
                    let handler = NIOSSLServerHandler(context: tls)
                    try channel.pipeline.syncOperations.addHandler(handler, position: .first)
                } catch { channel.close(promise: nil) }
            }
        }
    }

    /// Listens on a free port of 127.0.0.1. With `tlsFromStart` every connection begins with TLS.
    public static func start(
        tls: NIOSSLContext? = nil, tlsFromStart: Bool = false,
        onOpen: @escaping @Sendable (Peer) -> Void = { _ in },
        onLine: @escaping @Sendable (String, Peer) -> Void = { _, _ in }
    ) async throws -> DialogServer {
        let counters = Counters()
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if tlsFromStart, let tls {
                        try channel.pipeline.syncOperations.addHandler(
                            NIOSSLServerHandler(context: tls))
                    }
                    let lines = Lines(
                        peer: Peer(channel: channel, tls: tls), counters: counters,
                        onOpen: onOpen, onLine: onLine)
                    try channel.pipeline.syncOperations.addHandler(lines)
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        return DialogServer(channel: channel, counters: counters)
    }

    private init(channel: any Channel, counters: Counters) {
        self.channel = channel
        self.counters = counters
        port = channel.localAddress?.port ?? 0
    }

    public func endpoint(
        _ security: Security = .none, host: String = "127.0.0.1", trust: Trust = Trust(),
        deadlines: Deadlines = Deadlines()
    ) -> Endpoint {
        Endpoint(host: host, port: port, security: security, trust: trust, deadlines: deadlines)
    }

    public var accepted: Int { counters.accepted.withLock { $0 } }

    /// Waits until every connection that was accepted is closed; false after a minute, which is long even on a busy machine.
    public func isAbandoned() async throws -> Bool {
        for _ in 0..<6000 {
            let open = accepted - counters.closed.withLock { $0 }
            if open == 0 { return true }
            try await Task.sleep(for: .milliseconds(10))
        }
        return false
    }

    public func stop() async throws { try await channel.close() }

    private final class Lines: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        private let peer: Peer
        private let counters: Counters
        private let onOpen: @Sendable (Peer) -> Void
        private let onLine: @Sendable (String, Peer) -> Void
        private var decoder = LineDecoder()

        init(
            peer: Peer, counters: Counters, onOpen: @escaping @Sendable (Peer) -> Void,
            onLine: @escaping @Sendable (String, Peer) -> Void
        ) {
            self.peer = peer
            self.counters = counters
            self.onOpen = onOpen
            self.onLine = onLine
        }

        func channelActive(context: ChannelHandlerContext) {
            counters.accepted.withLock { $0 += 1 }
            onOpen(peer)
        }

        func channelInactive(context: ChannelHandlerContext) {
            counters.closed.withLock { $0 += 1 }
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            decoder.append(unwrapInboundIn(data))
            do {
                while let line = try decoder.line(limit: 1 << 20) {
                    onLine(String(decoding: line, as: UTF8.self), peer)
                }
            } catch { context.close(promise: nil) }
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            context.close(promise: nil)
        }
    }
}
