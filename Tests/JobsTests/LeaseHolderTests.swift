import Foundation
import Testing

@testable import Jobs

/// Another process's lease is taken only where it is certain that the process is no more.
struct LeaseHolderTests {
    private let current = LeaseHolder.current.name

    private func words() -> [String] {
        current.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    }

    @Test("a living process is not taken for dead")
    func alive() {
        #expect(!LeaseHolder.current.isSurelyGone)
        #expect(words().count == 4)
    }

    @Test(
        "a process of this machine that is no more is known to be dead",
        .enabled(if: FileManager.default.fileExists(atPath: "/proc/self/ns/pid")))
    func dead() {
        var words = words()
        // Its number was given to another process since.
        words[2] = "1"
        #expect(LeaseHolder(name: words.joined(separator: ":")).isSurelyGone)
        // Above the largest number that Linux gives, 2^22.
        words[1] = "4194305"
        #expect(LeaseHolder(name: words.joined(separator: ":")).isSurelyGone)
    }

    @Test("of a process elsewhere nothing is known, whatever its number")
    func elsewhere() {
        var words = words()
        words[1] = "4194305"
        words[3] = "another-boot/4026531836"
        #expect(!LeaseHolder(name: words.joined(separator: ":")).isSurelyGone)
        words[3] = ""
        #expect(!LeaseHolder(name: words.joined(separator: ":")).isSurelyGone)
        for name in ["", "test", "a:b", "host:-1:1:x", "host:1:1", "host:99999999999:1:x", ":::"] {
            #expect(!LeaseHolder(name: name).isSurelyGone)
        }
    }
}
