import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// A token endpoint on the loopback address that answers as it is told and remembers what it was sent.
final class TokenEndpoint: Sendable {
    struct Answer: Sendable {
        var status: Int
        var headers: [(String, String)] = []
        var body: String
        /// Accepts the request and never answers.
        var isSilent = false
    }

    struct Seen: Sendable, Equatable {
        var head: String
        var contentType: String?
        var body: String
    }

    private let answer: Mutex<Answer>
    private let requests = Mutex<[Seen]>([])
    private let listener = Mutex<(any Channel)?>(nil)

    init(_ answer: Answer) { self.answer = Mutex(answer) }

    var seen: [Seen] { requests.withLock { $0 } }

    func answers(_ answer: Answer) { self.answer.withLock { $0 = answer } }

    /// Listens and returns the endpoint's URL.
    func start() async throws -> String {
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { child in
                child.eventLoop.makeCompletedFuture {
                    try child.pipeline.syncOperations.configureHTTPServerPipeline()
                    try child.pipeline.syncOperations.addHandler(Handler(self))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        listener.withLock { $0 = channel }
        return "http://127.0.0.1:\(channel.localAddress?.port ?? 0)/token"
    }

    func stop() async throws { try await listener.withLock { $0 }?.close() }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        typealias OutboundOut = HTTPServerResponsePart

        private let endpoint: TokenEndpoint
        private var seen = Seen(head: "", contentType: nil, body: "")

        init(_ endpoint: TokenEndpoint) { self.endpoint = endpoint }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch unwrapInboundIn(data) {
            case .head(let head):
                seen = Seen(
                    head: "\(head.method) \(head.uri)",
                    contentType: head.headers.first(name: "content-type"), body: "")
            case .body(let bytes): seen.body += String(buffer: bytes)
            case .end: reply(context)
            }
        }

        private func reply(_ context: ChannelHandlerContext) {
            let seen = seen
            endpoint.requests.withLock { $0.append(seen) }
            let answer = endpoint.answer.withLock { $0 }
            guard !answer.isSilent else { return }
            var headers = HTTPHeaders(answer.headers)
            headers.add(name: "content-length", value: "\(answer.body.utf8.count)")
            let head = HTTPResponseHead(
                version: .http1_1, status: .init(statusCode: answer.status), headers: headers)
            context.write(wrapOutboundOut(.head(head)), promise: nil)
            context.write(
                wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: answer.body)))), promise: nil)
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        }
    }
}
