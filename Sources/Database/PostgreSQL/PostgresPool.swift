internal import NIOPosix
internal import Synchronization

/// As many threads as connections: whoever has a thread has a connection without waiting.
final class PostgresPool: Sendable {
    /// Moves a link from thread to thread.
    ///
    /// @unchecked: a link is either in `idle` or held by the one closure that has taken it out
    /// under the lock, so no two threads ever use it at once.
    private struct Parked: @unchecked Sendable {
        let link: PostgresLink
    }

    private struct State {
        var idle: [Parked] = []
        var isClosed = false
    }

    private let url: String
    private let threads: NIOThreadPool
    private let state = Mutex(State())

    init(url: String, size: Int) {
        self.url = url
        threads = NIOThreadPool(numberOfThreads: size)
        threads.start()
    }

    deinit {
        // Only has an effect when nobody called close().
        threads.shutdownGracefully { _ in }
    }

    /// Runs `body` on a thread of the pool with a connection that is alive and idle.
    ///
    /// - Throws: ``PostgresSetback`` when there is no connection or it was lost,
    ///   ``DatabaseError/closed``, or what `body` throws.
    func withLink<T: Sendable>(
        _ body: @escaping @Sendable (PostgresLink) throws -> T
    ) async throws -> T {
        let cancellation = Cancellation()
        return try await withTaskCancellationHandler {
            do {
                return try await threads.runIfActive {
                    try self.onThread(cancellation, body)
                }
            } catch is CancellationError where isClosed && !Task.isCancelled {
                // The pool drops what still waits for a thread when it is closed.
                throw DatabaseError.closed
            } catch is NIOThreadPoolError.ThreadPoolInactive {
                throw DatabaseError.closed
            }
        } onCancel: {
            cancellation.cancel()
        }
    }

    func close() async throws {
        let wasClosed = state.withLock { state in
            defer { state.isClosed = true }
            return state.isClosed
        }
        guard !wasClosed else { return }
        try await threads.shutdownGracefully()
        letIdleGo()
    }

    private var isClosed: Bool { state.withLock { $0.isClosed } }

    private func onThread<T>(
        _ cancellation: Cancellation, _ body: (PostgresLink) throws -> T
    ) throws -> T {
        let parked = try take()
        parked.link.isCancelled = { cancellation.isCancelled }
        defer { giveBack(parked) }
        do {
            return try body(parked.link)
        } catch let setback as PostgresSetback where setback.kind == .lost {
            // The others were most likely lost with it.
            letIdleGo()
            throw setback
        }
    }

    private func take() throws -> Parked {
        while let parked = try nextIdle() {
            if parked.link.isAlive { return parked }
        }
        do {
            return Parked(link: try PostgresDial.connect(url))
        } catch let error as DatabaseError {
            guard case .unavailable = error else { throw error }
            throw PostgresSetback(kind: .notConnected, error: error)
        }
    }

    private func nextIdle() throws -> Parked? {
        try state.withLock { state in
            if state.isClosed { throw DatabaseError.closed }
            return state.idle.popLast()
        }
    }

    private func giveBack(_ parked: Parked) {
        parked.link.isCancelled = { false }
        let wasLost = parked.link.setback?.kind == .lost
        guard parked.link.isIdle, !wasLost else { return }
        state.withLock { state in
            if !state.isClosed { state.idle.append(parked) }
        }
    }

    private func letIdleGo() {
        // Ended outside the lock: saying goodbye to the server may take a moment.
        let links = state.withLock { state in
            defer { state.idle.removeAll() }
            return state.idle
        }
        _ = consume links
    }
}

/// Whether the task that waits for an answer was cancelled.
private final class Cancellation: Sendable {
    private let flag = Atomic(false)
    var isCancelled: Bool { flag.load(ordering: .relaxed) }
    func cancel() { flag.store(true, ordering: .relaxed) }
}
