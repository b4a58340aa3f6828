internal import Desk
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import ServiceLifecycle
internal import Store

extension WebServer {
    /// Server-sent events: one line for each change, so that open pages fetch what they show of it.
    func live(_ request: Request, _ context: StaffContext) async throws -> Response {
        guard request.method == .get else { return Response(status: .noContent) }
        guard meter.beginListening(most: LiveFeed.mostListeners) else {
            throw HTTPError(.serviceUnavailable)
        }
        let (store, meter) = (store, meter)
        return Response(
            status: .ok,
            headers: [.contentType: "text/event-stream", .cacheControl: "no-store"],
            body: ResponseBody { writer in
                defer { meter.endListening() }
                // Cancelled when the browser goes, and when the server stops: an open page must not hold it.
                do {
                    try await request.body.consumeWithCancellationOnInboundClose { _ in
                        let texts = LiveFeed.texts(store.changes())
                        for await text in texts.cancelOnGracefulShutdown() {
                            try await writer.write(ByteBuffer(string: text))
                        }
                    }
                } catch is CancellationError {
                    // The browser went away: the usual end.
                }
                try await writer.finish(nil)
            })
    }
}

/// Changes as the text of an event stream (WHATWG HTML §9.2.5).
enum LiveFeed {
    /// Each open page holds a connection; more than this is not a desk but a flood.
    static let mostListeners = 500
    /// Below the server's idle timeout and that of the usual proxies (60 s).
    static let heartbeat = Duration.seconds(20)
    /// A page that reads slowly loses the oldest; it fetches the present state anyway.
    static let mostWaiting = 64

    static func texts(_ changes: AsyncStream<StoreChange>) -> AsyncStream<String> {
        let (stream, continuation) = AsyncStream<String>.makeStream(
            bufferingPolicy: .bufferingNewest(mostWaiting))
        continuation.yield("retry: 3000\n\n")
        let follower = Task {
            for await change in changes { continuation.yield(event(change)) }
            continuation.finish()
        }
        let pulse = Task {
            while !Task.isCancelled {
                do { try await Task.sleep(for: heartbeat) } catch { break }
                continuation.yield(": still here\n\n")
            }
        }
        continuation.onTermination = { _ in
            follower.cancel()
            pulse.cancel()
        }
        return stream
    }

    static func event(_ change: StoreChange) -> String {
        let topic =
            switch change {
            case .ticket: "ticket"
            case .mailbox: "mailbox"
            case .task: "task"
            case .job: "job"
            case .ledger: "ledger"
            case .outbox: "outbox"
            case .everything: "everything"
            }
        return "event: change\ndata: \(topic)\n\n"
    }
}
