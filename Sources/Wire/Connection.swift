public import NIOCore
internal import NIOPosix
internal import NIOSSL

/// A conversation with a server: bytes out, bounded lines and bytes in, a deadline on every wait.
///
/// With `Security.starttls` or `.tls` a `Connection` exists only once TLS is in place. Cancelling the
/// task that waits closes the connection and throws `CancellationError`; everything else that goes
/// wrong is a `WireError`, after which the connection is closed. Dropping the last reference closes it
/// too. One task may read while another writes.
public actor Connection {
    public nonisolated let endpoint: Endpoint
    /// The IP address that was reached.
    public nonisolated let remoteAddress: String
    /// What was said before TLS. A client goes on with a copy of its own.
    public private(set) var transcript = Transcript()

    private nonisolated let channel: any Channel
    private let inbox: NIOLoopBound<Inbox>

    /// The actor runs on its channel's event loop, so taking bytes needs no change of thread.
    public nonisolated var unownedExecutor: UnownedSerialExecutor {
        channel.eventLoop.executor.asUnownedSerialExecutor()
    }

    /// Looks up the host, connects, and puts TLS in place as the endpoint asks.
    ///
    /// `opening` is needed for `Security.starttls` and ignored otherwise: with `.none` and `.tls` the
    /// greeting is still unread. Throws `WireError` or `CancellationError`.
    public static func dial(
        to endpoint: Endpoint, opening: (any Opening)? = nil
    ) async throws -> Connection {
        guard endpoint.hasValidAddress else {
            throw WireError.addressInvalid(host: endpoint.host, port: endpoint.port)
        }
        let tls = endpoint.security == .none ? nil : try TLS(endpoint)
        let (channel, inbox) = try await connect(to: endpoint)
        let connection = Connection(channel: channel, inbox: inbox, endpoint: endpoint)
        do {
            switch endpoint.security {
            case .none: break
            case .tls: if let tls { try await connection.encrypt(tls) }
            case .starttls:
                guard let opening else { preconditionFailure("STARTTLS needs an opening") }
                try await connection.run(opening)
                if let tls { try await connection.encrypt(tls) }
            }
        } catch {
            connection.abandon()
            throw error
        }
        await connection.beginConversation()
        return connection
    }

    private init(channel: any Channel, inbox: NIOLoopBound<Inbox>, endpoint: Endpoint) {
        self.channel = channel
        self.inbox = inbox
        self.endpoint = endpoint
        remoteAddress = channel.remoteAddress?.ipAddress ?? ""
    }

    deinit { channel.close(promise: nil) }

    var waitingBytes: Int { inbox.value.decoder.count }

    /// The server's certificate, when there is TLS. It was verified unless the endpoint's trust says not to.
    public var certificate: CertificateFacts? { inbox.value.certificate }

    // Reading

    /// The next line without its line end, complete before `deadline` (`Deadlines.reply` from now).
    public func readLine(
        limit: Int = LineDecoder.lineLimit, by deadline: ContinuousClock.Instant? = nil
    ) async throws -> [UInt8] {
        let deadline = deadline ?? .now + endpoint.deadlines.reply
        while true {
            if let line = try nextLine(limit: limit) { return line }
            try await arrival(by: deadline)
        }
    }

    /// At least one and at most `limit` bytes, as they are: a piece of a literal. Waits at most
    /// `Deadlines.transfer` unless told otherwise.
    public func readBytes(
        upTo limit: Int, by deadline: ContinuousClock.Instant? = nil
    ) async throws -> ByteBuffer {
        precondition(limit > 0)
        let deadline = deadline ?? .now + endpoint.deadlines.transfer
        while true {
            if let bytes = inbox.value.decoder.bytes(upTo: limit) {
                taken()
                return bytes
            }
            try await arrival(by: deadline)
        }
    }

    /// Exactly `count` bytes. Throws `WireError.tooLarge` and closes when that is more than `limit`.
    ///
    /// Each silence is bounded by `Deadlines.transfer`, the whole by `Deadlines.slowestRate`.
    public func readLiteral(_ count: Int, limit: Int) async throws -> [UInt8] {
        guard count <= limit else { throw giveUp(.tooLarge(bytes: count, limit: limit)) }
        let end = ContinuousClock.now + endpoint.deadlines.transfer(ofBytes: count)
        var literal: [UInt8] = []
        literal.reserveCapacity(count)
        while literal.count < count {
            let silence = ContinuousClock.now + endpoint.deadlines.transfer
            let piece = try await readBytes(upTo: count - literal.count, by: min(silence, end))
            literal += piece.readableBytesView
        }
        return literal
    }

    /// Everything that has come, at least one byte, for a session that cuts lines itself.
    public func read(by deadline: ContinuousClock.Instant? = nil) async throws -> ByteBuffer {
        try await readBytes(upTo: .max, by: deadline ?? .now + endpoint.deadlines.reply)
    }

    // Writing

    /// Writes and waits until the socket has taken it, so a slow server slows the caller down.
    public func write(_ bytes: ByteBuffer) async throws {
        guard bytes.readableBytes > 0 else { return }
        try await wait(by: .now + endpoint.deadlines.transfer) { [channel] inbox in
            let promise = inbox.promise(on: channel.eventLoop)
            channel.writeAndFlush(bytes).cascade(to: promise)
            return promise.futureResult
        }
    }

    public func write(_ bytes: [UInt8]) async throws {
        try await write(ByteBuffer(bytes: bytes))
    }

    /// Closes without a word. Safe to call twice, and from anywhere.
    public nonisolated func close() {
        abandon()
    }

    // Opening

    private func run(_ opening: any Opening) async throws {
        var opening = opening
        let deadline = ContinuousClock.now + endpoint.deadlines.reply
        for _ in 0..<openingLineLimit {
            let line = try await readLine(by: deadline)
            transcript.received(line)
            inbox.value.phase = .encrypt
            switch opening.received(line) {
            case .wait: continue
            case .send(let bytes):
                transcript.sent(String(decoding: bytes, as: UTF8.self))
                try await write(bytes)
            case .startTLS: return
            case .fail(let error): throw giveUp(error)
            }
        }
        throw giveUp(.unexpected(text: "more than \(openingLineLimit) lines before TLS"))
    }

    /// Runs on the event loop without a pause between the look at the waiting bytes and the change of
    /// the pipeline: what was sent in the clear after the server's agreement is either seen here or
    /// reaches the TLS handler, which refuses it.
    private func encrypt(_ tls: TLS) async throws {
        inbox.value.phase = .encrypt
        guard inbox.value.decoder.isEmpty else {
            throw giveUp(
                endpoint.security == .starttls
                    ? .startTLSInjection
                    : .tlsNotSpoken(host: endpoint.host, port: endpoint.port))
        }
        try await wait(by: .now + endpoint.deadlines.reply) { [channel, endpoint] inbox in
            let done = inbox.nextHandshake(on: channel.eventLoop)
            do {
                try channel.pipeline.syncOperations.addHandler(try tls.handler(), position: .first)
            } catch {
                inbox.fail(endpoint.wireError(error, phase: .encrypt, certificate: nil))
            }
            return done
        }
        transcript.noted("TLS")
    }

    private func beginConversation() {
        inbox.value.phase = endpoint.security == .starttls ? .converse : .greet
    }

    // Waiting

    private func nextLine(limit: Int) throws -> [UInt8]? {
        do {
            let line = try inbox.value.decoder.line(limit: limit)
            if line != nil { taken() }
            return line
        } catch { throw giveUp(error) }
    }

    private func taken() {
        inbox.value.takeUpReading()
        if inbox.value.phase == .greet { inbox.value.phase = .converse }
    }

    private func arrival(by deadline: ContinuousClock.Instant) async throws {
        try await wait(by: deadline) { [channel] inbox in
            inbox.nextArrival(on: channel.eventLoop)
        }
    }

    /// The one place that waits: for what `start` begins, until the deadline, the end of the
    /// connection or the task's cancellation.
    private func wait(
        by deadline: ContinuousClock.Instant, for start: (Inbox) -> EventLoopFuture<Void>
    ) async throws {
        guard !Task.isCancelled else {
            abandon()
            throw CancellationError()
        }
        if let failure = inbox.value.failure {
            // A hang-up may lie before what was read since.
            if case .closed = failure { throw WireError.closed(inbox.value.phase) }
            throw failure
        }
        let (channel, inbox) = (channel, inbox)
        let left = ContinuousClock.now.duration(to: deadline)
        let timer = channel.eventLoop.scheduleTask(in: TimeAmount(left)) {
            inbox.value.fail(.timedOut(inbox.value.phase))
            channel.close(promise: nil)
        }
        defer { timer.cancel() }
        let future = start(inbox.value)
        do {
            try await withTaskCancellationHandler {
                try await future.get()
            } onCancel: {
                abandon()
            }
        } catch {
            if Task.isCancelled { throw CancellationError() }
            abandon()
            throw endpoint.wireError(error, phase: inbox.value.phase, certificate: nil)
        }
    }

    private func giveUp(_ error: WireError) -> WireError {
        inbox.value.fail(error)
        abandon()
        return error
    }

    /// Whoever waits is told at once; the socket follows, after TLS has said goodbye.
    private nonisolated func abandon() {
        let (channel, inbox) = (channel, inbox)
        channel.eventLoop.execute {
            inbox.value.fail(.closed(inbox.value.phase))
            channel.close(promise: nil)
        }
    }
}

extension Connection {
    private static func connect(
        to endpoint: Endpoint
    ) async throws -> (any Channel, NIOLoopBound<Inbox>) {
        try Task.checkCancellation()
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let connected = loop.makePromise(of: (any Channel, NIOLoopBound<Inbox>).self)
        // Kept by hand, one for each address that is tried: a server that greets and hangs up at once
        // takes its pipeline apart before the connect is reported, and its words would be lost.
        let inboxes = NIOLoopBoundBox.makeBoxSendingValue(
            [ObjectIdentifier: Inbox](), as: [ObjectIdentifier: Inbox].self, eventLoop: loop)
        ClientBootstrap(group: loop)
            .connectTimeout(.init(endpoint.deadlines.connect))
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let inbox = Inbox(endpoint: endpoint)
                    inboxes.value[ObjectIdentifier(channel)] = inbox
                    try channel.pipeline.syncOperations.addHandler(inbox)
                }
            }
            .connect(host: endpoint.host, port: endpoint.port)
            .flatMapThrowing { channel in
                guard let inbox = inboxes.value[ObjectIdentifier(channel)] else {
                    throw ChannelError.ioOnClosedChannel
                }
                return (channel, NIOLoopBound(inbox, eventLoop: loop))
            }
            .whenComplete { result in
                connected.completeWith(result)
                // The wait may have been cancelled before: then nobody takes this channel.
                if case .success(let (channel, _)) = result {
                    connected.futureResult.whenFailure { _ in channel.close(promise: nil) }
                }
            }
        do {
            return try await withTaskCancellationHandler {
                try await connected.futureResult.get()
            } onCancel: {
                connected.fail(CancellationError())
            }
        } catch let error as CancellationError {
            throw error
        } catch {
            if Task.isCancelled { throw CancellationError() }
            throw endpoint.wireError(error, phase: .connect, certificate: nil)
        }
    }
}

extension Endpoint {
    fileprivate var hasValidAddress: Bool {
        (1...65535).contains(port) && !host.isEmpty && host.utf8.count <= 253
            && host.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F }
    }
}
