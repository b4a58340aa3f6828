internal import NIOCore
internal import NIOSSL
internal import NIOTLS

/// The end of a connection's pipeline: holds what came and was not yet taken, and stops reading from
/// the socket while that is much.
///
/// Lives on the channel's event loop, as the `Connection` does.
final class Inbox: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// Above this many waiting bytes nothing more is read: some socket buffers, so that a slow
    /// database does not become memory.
    static let highWatermark = 256 * 1024

    var decoder = LineDecoder()
    var phase: WireError.Phase
    private(set) var failure: WireError?
    private(set) var certificate: CertificateFacts?

    private let endpoint: Endpoint
    private var context: ChannelHandlerContext?
    private var wantsRead = false
    private var waiting: [Int: EventLoopPromise<Void>] = [:]
    private var nextWaiting = 0
    private var arrival: EventLoopPromise<Void>?
    private var handshake: EventLoopPromise<Void>?

    init(endpoint: Endpoint) {
        self.endpoint = endpoint
        phase = endpoint.security == .tls ? .encrypt : .greet
    }

    /// Fulfilled when bytes arrive. Only one reader may wait at a time.
    func nextArrival(on loop: any EventLoop) -> EventLoopFuture<Void> {
        precondition(arrival == nil, "two tasks read from one connection")
        let promise = promise(on: loop)
        arrival = promise
        takeUpReading()
        return promise.futureResult
    }

    /// Fulfilled when TLS is in place.
    func nextHandshake(on loop: any EventLoop) -> EventLoopFuture<Void> {
        let promise = promise(on: loop)
        handshake = promise
        return promise.futureResult
    }

    /// A promise that fails when the connection does.
    func promise(on loop: any EventLoop) -> EventLoopPromise<Void> {
        let promise = loop.makePromise(of: Void.self)
        if let failure {
            promise.fail(failure)
            return promise
        }
        let id = nextWaiting
        nextWaiting += 1
        waiting[id] = promise
        let bound = NIOLoopBound(self, eventLoop: loop)
        promise.futureResult.whenComplete { _ in bound.value.waiting[id] = nil }
        return promise
    }

    /// The first reason stays; whoever waits, now or later, gets it.
    func fail(_ error: WireError) {
        if failure == nil { failure = error }
        arrival = nil
        handshake = nil
        let promises = waiting.values
        waiting = [:]
        for promise in promises { promise.fail(failure ?? error) }
    }

    /// Reads on after the waiting bytes were taken.
    func takeUpReading() {
        guard wantsRead, decoder.count < Self.highWatermark else { return }
        wantsRead = false
        context?.read()
    }

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
        fail(.closed(phase))
    }

    func read(context: ChannelHandlerContext) {
        if decoder.count < Self.highWatermark { context.read() } else { wantsRead = true }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        decoder.append(unwrapInboundIn(data))
        let waiter = arrival
        arrival = nil
        waiter?.succeed()
    }

    func channelInactive(context: ChannelHandlerContext) {
        fail(.closed(phase))
        context.fireChannelInactive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .handshakeCompleted = event as? TLSUserEvent {
            certificate = facts(context)
            let waiter = handshake
            handshake = nil
            waiter?.succeed()
        }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        fail(endpoint.wireError(error, phase: phase, certificate: facts(context)))
        context.close(promise: nil)
    }

    private func facts(_ context: ChannelHandlerContext) -> CertificateFacts? {
        do {
            let certificate = try context.pipeline.syncOperations.nioSSL_peerCertificate()
            return certificate.flatMap(CertificateFacts.init)
        } catch {
            // No TLS handler, so no certificate.
            return nil
        }
    }
}
