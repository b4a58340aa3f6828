import Foundation

/// What work costs.
enum Measure {
    /// The processor seconds that the work takes: the median of the rounds after one
    /// unmeasured.
    ///
    /// Processor time, since other programs on the machine delay a process without making it slower;
    /// for work of one thread on an idle machine it is the elapsed time.
    static func processorSeconds(rounds: Int = Bench.rounds, _ work: () throws -> Void) rethrows
        -> Double
    {
        guard rounds > 0 else { return 0 }
        try work()
        var times: [Double] = []
        for _ in 0..<rounds {
            let start = processorTime()
            try work()
            times.append(processorTime() - start)
        }
        return median(times)
    }

    static func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        return sorted.isEmpty ? 0 : sorted[sorted.count / 2]
    }

    /// Seconds that this process has kept processors busy, all threads together.
    static func processorTime() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    struct Allocations {
        var number: Int
        /// Bytes asked for, those given back included.
        var bytes: Int
    }

    private typealias Counter = @convention(c) () -> Int

    /// How often memory is asked for; nil unless Tests/CAllocations/allocations.c is loaded.
    static func allocations(_ work: () throws -> Void) rethrows -> Allocations? {
        guard let number = counter("counted_allocations"), let bytes = counter("counted_bytes")
        else { return nil }
        let before = (number(), bytes())
        try work()
        return Allocations(number: number() - before.0, bytes: bytes() - before.1)
    }

    private static func counter(_ name: String) -> Counter? {
        dlsym(nil, name).map { unsafeBitCast($0, to: Counter.self) }
    }
}
