import Synchronization

/// Counts calls from any thread, such as how often a transaction's closure ran.
final class Counter: Sendable {
    private let number = Atomic(0)
    var value: Int { number.load(ordering: .sequentiallyConsistent) }
    func increment() -> Int { number.add(1, ordering: .sequentiallyConsistent).newValue }
}
