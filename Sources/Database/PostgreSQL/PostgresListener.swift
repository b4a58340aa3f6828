internal import Glibc
internal import NIOPosix
internal import Synchronization

/// Hears notifications on a connection and a thread of its own, from the first channel asked for
/// until it is stopped, and connects again whenever the connection is lost.
final class PostgresListener: Sendable {
    /// A connection that is lost without a word is noticed by keepalives; this only bounds a wait
    /// that nothing else would end.
    private static let longestWait = Duration.seconds(60)
    /// Between two attempts to connect. Nobody waits for a notification as for an answer.
    private static let betweenAttempts = Duration.seconds(1)

    private struct State {
        var channels: Set<String> = []
        var isRunning = false
        var isStopped = false
        /// Written to, ends the thread's wait.
        var wakeEnd: Int32?
    }

    private let url: String
    private let hub: NotificationHub
    private let state = Mutex(State())

    init(url: String, hub: NotificationHub) {
        self.url = url
        self.hub = hub
    }

    func listen(_ channel: String) {
        let mustStart = state.withLock { state in
            guard !state.isStopped, Notice.isChannel(channel) else { return false }
            state.channels.insert(channel)
            Self.wake(state)
            defer { state.isRunning = true }
            return !state.isRunning
        }
        guard mustStart else { return }
        let thread = NIOThreadPool(numberOfThreads: 1)
        thread.start()
        thread.submit { _ in
            self.run()
            thread.shutdownGracefully { _ in }
        }
    }

    func stop() {
        state.withLock { state in
            state.isStopped = true
            Self.wake(state)
        }
    }

    /// The thread's work.
    private func run() {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else {
            // No descriptors left; the next one who listens tries again.
            state.withLock { $0.isRunning = false }
            return
        }
        for end in ends {
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
        let sleepEnd = ends[0]
        state.withLock { $0.wakeEnd = ends[1] }
        defer {
            state.withLock { $0.wakeEnd = nil }
            Glibc.close(ends[0])
            Glibc.close(ends[1])
        }
        var link: PostgresLink?
        var heard: Set<String> = []
        while let channels = wanted() {
            guard let open = link ?? connect() else {
                sleep(until: [sleepEnd], atMost: Self.betweenAttempts)
                continue
            }
            link = open
            guard listen(to: channels.subtracting(heard), on: open),
                let notices = open.takeNotices()
            else {
                link = nil
                heard = []
                hub.isDeaf()
                sleep(until: [sleepEnd], atMost: Self.betweenAttempts)
                continue
            }
            heard = channels
            hub.publish(notices)
            sleep(until: [sleepEnd, open.socket], atMost: Self.longestWait)
        }
    }

    /// nil when it is time to stop.
    private func wanted() -> Set<String>? {
        state.withLock { $0.isStopped ? nil : $0.channels }
    }

    private func connect() -> PostgresLink? {
        do {
            return try PostgresDial.connect(url)
        } catch {
            // Those who read and write meet the same and report it.
            return nil
        }
    }

    private func listen(to channels: Set<String>, on link: PostgresLink) -> Bool {
        do {
            for channel in channels {
                // Only plain names come here, see Notice.isChannel.
                try link.command("LISTEN \"\(channel)\"")
                hub.hears(channel)
            }
            return true
        } catch {
            return false
        }
    }

    private func sleep(until descriptors: [Int32], atMost time: Duration) {
        var polled = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        poll(&polled, nfds_t(polled.count), Int32(clamping: time.components.seconds * 1000))
        var drained = [UInt8](repeating: 0, count: 64)
        while Glibc.read(descriptors[0], &drained, drained.count) > 0 {}
    }

    private static func wake(_ state: borrowing State) {
        guard let end = state.wakeEnd else { return }
        var byte: UInt8 = 1
        // A full pipe wakes as well as one more byte would.
        _ = Glibc.write(end, &byte, 1)
    }
}
