internal import Synchronization

/// Hands notifications to those in this process who listen.
final class NotificationHub: Sendable {
    /// How many texts wait for one slow listener. More are not kept: the listener is told to look
    /// for itself instead, which is cheaper than reading a long list of small changes.
    static let longestQueue = 256
    /// The text that means *look for yourself*.
    static let lookForYourself = ""

    private struct Listener {
        var channel: String
        var texts: AsyncStream<String>.Continuation
    }

    private struct State {
        var listeners: [Int: Listener] = [:]
        var nextNumber = 0
        var isClosed = false
        /// The channels that are heard now; nil when all always are.
        var heard: Set<String>?
    }

    private let state: Mutex<State>

    /// - Parameter hearsAlways: Whether nothing is between sender and hub that could break.
    init(hearsAlways: Bool) {
        state = Mutex(State(heard: hearsAlways ? nil : []))
    }

    func listen(_ channel: String) -> AsyncStream<String> {
        let (stream, texts) = AsyncStream.makeStream(
            of: String.self, bufferingPolicy: .bufferingNewest(Self.longestQueue))
        let number: Int? = state.withLock { state in
            guard !state.isClosed else { return nil }
            let number = state.nextNumber
            state.nextNumber += 1
            state.listeners[number] = Listener(channel: channel, texts: texts)
            if state.heard?.contains(channel) ?? true { texts.yield(Self.lookForYourself) }
            return number
        }
        guard let number else {
            texts.finish()
            return stream
        }
        texts.onTermination = { [weak self] _ in self?.forget(number) }
        return stream
    }

    func publish(_ notices: [Notice]) {
        guard !notices.isEmpty else { return }
        state.withLock { state in
            for notice in notices {
                for listener in state.listeners.values where listener.channel == notice.channel {
                    if case .dropped = listener.texts.yield(notice.payload) {
                        listener.texts.yield(Self.lookForYourself)
                    }
                }
            }
        }
    }

    /// From now on a channel is heard; before, something may have been missed.
    func hears(_ channel: String) {
        state.withLock { state in
            state.heard?.insert(channel)
            for listener in state.listeners.values where listener.channel == channel {
                listener.texts.yield(Self.lookForYourself)
            }
        }
    }

    /// Nothing is heard any more until ``hears(_:)``.
    func isDeaf() {
        state.withLock { $0.heard?.removeAll() }
    }

    func close() {
        let listeners = state.withLock { state in
            state.isClosed = true
            defer { state.listeners.removeAll() }
            return Array(state.listeners.values)
        }
        // Outside the lock: finishing calls onTermination, which takes it.
        for listener in listeners { listener.texts.finish() }
    }

    private func forget(_ number: Int) {
        _ = state.withLock { $0.listeners.removeValue(forKey: number) }
    }
}
