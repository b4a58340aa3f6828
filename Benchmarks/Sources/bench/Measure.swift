import Foundation

/// What work costs.
enum Measure {
    /// The processor seconds that the work takes: the median of the rounds.
    ///
    /// Processor time, since other programs on the machine delay a process without making it slower;
    /// for work of one thread on an idle machine it is the elapsed time.
    static func processorSeconds(_ work: () throws -> Void) rethrows -> Double {
        try work()
        var times: [Double] = []
        for _ in 0..<Bench.rounds {
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
}
