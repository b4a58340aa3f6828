internal import NIOCore
internal import NIOSSL

/// Carries one session's actions out on its connection, and lets the faults strike at exact bytes.
final class ConversationHandler<Session: ServerSession>: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private var session: Session
    private let office: PostOffice
    private let tls: NIOSSLContext?
    private var isSilent = false
    private var isOver = false
    private var watcher: Int?

    init(session: Session, office: PostOffice, tls: NIOSSLContext?) {
        self.session = session
        self.office = office
        self.tls = tls
    }

    func channelActive(context: ChannelHandlerContext) {
        let faults = office.faults
        if faults.silence == .greeting, faults.protocols.contains(Session.language) {
            isSilent = true
        } else {
            carryOut(session.greet(), context: context)
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isOver else { return }
        let bytes = Array(unwrapInboundIn(data).readableBytesView)
        let (allowed, end) = office.pass(bytes.count, .received, of: Session.language)
        if allowed > 0, !isSilent {
            carryOut(session.receive(Array(bytes.prefix(allowed))), context: context)
        }
        if let end { self.end(end, context: context) }
        watchIfNeeded(context: context)
    }

    func channelInactive(context: ChannelHandlerContext) {
        isOver = true
        if let watcher { office.stopWatching(watcher) }
        watcher = nil
    }

    /// A peer that vanishes or fails its TLS handshake is no news to a mail server.
    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        isOver = true
        context.close(promise: nil)
    }

    private func carryOut(_ actions: [ServerAction], context: ChannelHandlerContext) {
        for action in actions where !isSilent && !isOver {
            switch action {
            case .send(let bytes): send(bytes, context: context)
            case .startTLS: startTLS(context: context)
            case .fallSilent: isSilent = true
            case .close: close(context: context)
            }
        }
        context.flush()
    }

    private func send(_ bytes: [UInt8], context: ChannelHandlerContext) {
        let (allowed, end) = office.pass(bytes.count, .sent, of: Session.language)
        if allowed > 0 {
            context.write(wrapOutboundOut(ByteBuffer(bytes: bytes.prefix(allowed))), promise: nil)
        }
        if let end { self.end(end, context: context) }
    }

    private func end(_ end: Faults.Cut.End, context: ChannelHandlerContext) {
        switch end {
        case .hangUp: close(context: context)
        case .silence: isSilent = true
        }
    }

    /// Closes once everything written so far has left.
    private func close(context: ChannelHandlerContext) {
        guard !isOver else { return }
        isOver = true
        let channel = context.channel
        context.writeAndFlush(wrapOutboundOut(ByteBuffer())).whenComplete { _ in
            channel.close(promise: nil)
        }
    }

    private func startTLS(context: ChannelHandlerContext) {
        guard let tls else { return close(context: context) }
        context.flush()
        do {
            let handler = NIOSSLServerHandler(context: tls)
            try context.pipeline.syncOperations.addHandler(handler, position: .first)
        } catch {
            close(context: context)
        }
    }

    private func watchIfNeeded(context: ChannelHandlerContext) {
        guard watcher == nil, let account = session.watchedAccount else { return }
        let eventLoop = context.eventLoop
        let bound = NIOLoopBound((self, context), eventLoop: eventLoop)
        watcher = office.watch(account) {
            eventLoop.execute {
                let (handler, context) = bound.value
                guard !handler.isOver, !handler.isSilent else { return }
                handler.carryOut(handler.session.accountChanged(), context: context)
            }
        }
        // Something may have changed between the sign-in and now.
        carryOut(session.accountChanged(), context: context)
    }
}
