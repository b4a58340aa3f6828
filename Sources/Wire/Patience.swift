/// The deadline of a reply of unknown length, such as a listing or a mail of POP3.
///
/// The first bytes may take `Deadlines.reply`, each further silence `Deadlines.transfer`, and all of
/// it no longer than `Deadlines.slowestRate` allows.
public struct Patience: Sendable {
    private let deadlines: Deadlines
    private let start = ContinuousClock.now
    private var received = 0

    public init(_ deadlines: Deadlines) { self.deadlines = deadlines }

    /// Until when to wait for the next bytes.
    public var deadline: ContinuousClock.Instant {
        guard received > 0 else { return start + deadlines.reply }
        let end = start + deadlines.reply + deadlines.transfer(ofBytes: received)
        return min(.now + deadlines.transfer, end)
    }

    public mutating func received(bytes: Int) { received += bytes }
}
