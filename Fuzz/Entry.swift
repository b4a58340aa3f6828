import Glibc

/// What libFuzzer calls for each input. `MARTLET_FUZZ` names the target; `growth` looks for inputs whose
/// repetition costs more than its length.
private let target = getenv("MARTLET_FUZZ").map { String(cString: $0) } ?? "mail"

@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = start.map { Array(UnsafeBufferPointer(start: $0, count: count)) } ?? []
    if target == "growth" {
        Growth.check(bytes)
        return 0
    }
    guard let known = FuzzTarget(rawValue: target) else { fatalError("no target \(target)") }
    let before = processorSeconds()
    if let complaint = known.complaint(about: bytes) { fatalError(complaint) }
    let spent = processorSeconds() - before
    // Time of this process alone, with the sanitisers on: a hundred times what any input needs.
    let allowed = 0.25 + Double(count) * 100e-6
    if spent > allowed { fatalError("\(count) bytes took \(spent) seconds") }
    return 0
}

func processorSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// A beginning, and a piece that is repeated after it: the first byte says how long the beginning is and
/// the second which reader gets it. Eight times the length must not cost much more than eight times.
enum Growth {
    static func check(_ bytes: [UInt8]) {
        guard bytes.count > 3 else { return }
        let readers: [FuzzTarget] = [.mail, .header, .address, .date, .tnef]
        let reader = readers[Int(bytes[1]) % readers.count]
        let rest = bytes.dropFirst(2)
        let beginning = rest.prefix(Int(bytes[0]) % rest.count)
        let piece = Array(rest.dropFirst(beginning.count).prefix(64))
        guard !piece.isEmpty else { return }
        let small = seconds(reader, beginning, piece, length: 4 << 10)
        let large = seconds(reader, beginning, piece, length: 32 << 10)
        guard large > 0.3, large > small * 24 else { return }
        // Once more, since the first look may have met a busy machine or a cold cache.
        let again = seconds(reader, beginning, piece, length: 4 << 10)
        let largeAgain = seconds(reader, beginning, piece, length: 32 << 10)
        if largeAgain > 0.3, largeAgain > again * 24 {
            fatalError("\(reader): 4 KiB take \(again) seconds, 32 KiB \(largeAgain)")
        }
    }

    private static func seconds(
        _ reader: FuzzTarget, _ beginning: ArraySlice<UInt8>, _ piece: [UInt8], length: Int
    ) -> Double {
        var input = Array(beginning)
        while input.count < length { input += piece }
        let before = processorSeconds()
        if let complaint = reader.complaint(about: input) { fatalError(complaint) }
        return processorSeconds() - before
    }
}
