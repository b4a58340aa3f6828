import NIOCore
import NIOPosix
import NIOSSL

/// The other end of a conversation in a test: writes text, reads lines, notices the end.
actor TestClient {
    private let channel: any Channel
    private let arriving: AsyncStream<[UInt8]>.Iterator
    private var buffer: [UInt8] = []
    private(set) var isClosed = false

    struct Closed: Error {}

    private final class Receiver: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        let continuation: AsyncStream<[UInt8]>.Continuation

        init(_ continuation: AsyncStream<[UInt8]>.Continuation) { self.continuation = continuation }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            continuation.yield(Array(unwrapInboundIn(data).readableBytesView))
        }
        func channelInactive(context: ChannelHandlerContext) { continuation.finish() }
        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            context.close(promise: nil)
        }
    }

    init(port: Int, tls: Bool = false) async throws {
        let (stream, continuation) = AsyncStream<[UInt8]>.makeStream()
        let context = tls ? try Self.tlsContext() : nil
        channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let context {
                        try channel.pipeline.syncOperations.addHandler(
                            NIOSSLClientHandler(context: context, serverHostname: "localhost"))
                    }
                    try channel.pipeline.syncOperations.addHandler(Receiver(continuation))
                }
            }
            .connect(host: "127.0.0.1", port: port).get()
        arriving = stream.makeAsyncIterator()
    }

    private static func tlsContext() throws -> NIOSSLContext {
        var settings = TLSConfiguration.makeClientConfiguration()
        settings.trustRoots = .certificates(
            try NIOSSLCertificate.fromPEMBytes(Array(TestCertificate.chainPEM.utf8)))
        return try NIOSSLContext(configuration: settings)
    }

    /// Wraps the connection in TLS, as a client does after the server's go-ahead.
    func startTLS() async throws {
        let context = try Self.tlsContext()
        let channel = channel
        try await channel.eventLoop.submit {
            try channel.pipeline.syncOperations.addHandler(
                NIOSSLClientHandler(context: context, serverHostname: "localhost"), position: .first
            )
        }.get()
    }

    func send(_ text: String) async throws { try await send(Array(text.utf8)) }

    func send(_ bytes: [UInt8]) async throws {
        try await channel.writeAndFlush(ByteBuffer(bytes: bytes))
    }

    private func more() async -> Bool {
        // A copy shares the stream; calling the stored one across a suspension isn't allowed.
        var iterator = arriving
        guard let bytes = await iterator.next(isolation: self) else {
            isClosed = true
            return false
        }
        buffer += bytes
        return true
    }

    /// One line without CRLF. Throws when the connection ends first.
    func line() async throws -> String {
        while true {
            if let end = buffer.firstIndex(of: 10) {
                let line = String(decoding: buffer[..<end].filter { $0 != 13 }, as: UTF8.self)
                buffer.removeSubrange(...end)
                return line
            }
            guard await more() else { throw Closed() }
        }
    }

    func lines(_ count: Int) async throws -> [String] {
        var lines: [String] = []
        while lines.count < count { lines.append(try await line()) }
        return lines
    }

    /// Sends a line and reads up to the line that begins with this word, which is included.
    @discardableResult
    func exchange(_ command: String, until end: String) async throws -> [String] {
        try await send(command + "\r\n")
        var lines: [String] = []
        while true {
            let line = try await line()
            lines.append(line)
            if line == end || line.hasPrefix(end + " ") { return lines }
        }
    }

    /// An IMAP command with the tag `t`: every line of the answer.
    @discardableResult
    func imap(_ command: String) async throws -> [String] {
        try await exchange("t \(command)", until: "t")
    }

    /// A command with a one-line answer, as in SMTP or POP3.
    func ask(_ command: String) async throws -> String {
        try await send(command + "\r\n")
        return try await line()
    }

    /// Everything until the connection ends.
    func rest() async -> String {
        while await more() {}
        defer { buffer = [] }
        return String(decoding: buffer, as: UTF8.self)
    }

    func close() async {
        channel.close(promise: nil)
        _ = await rest()
    }
}
