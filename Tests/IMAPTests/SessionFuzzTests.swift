import Testing

@testable import IMAP

/// Damaged answers of a server: the session returns, keeps its limits, and never traps.
@Suite("IMAP with damaged responses")
struct SessionFuzzTests {
    private static let samples: [String] = [
        "* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR UIDPLUS MOVE] ready\r\n",
        "* CAPABILITY IMAP4rev1 LOGINDISABLED\r\nA1 OK done\r\n",
        "* LIST (\\HasNoChildren \\Sent) \"/\" {9}\r\nB&APw-ro/x\r\nA1 OK done\r\n",
        "* FLAGS (\\Seen)\r\n* 3 EXISTS\r\n* OK [UIDVALIDITY 7] x\r\nA1 OK [READ-WRITE] done\r\n",
        "* SEARCH 1 2 3 4 99999\r\nA1 OK done\r\n",
        "* 1 FETCH (UID 1 RFC822.SIZE 44 INTERNALDATE \"17-Jul-1996 02:44:25 -0700\" FLAGS (\\Seen))\r\nA1 OK done\r\n",
        "* 1 FETCH (UID 1 BODY[] {12}\r\nabc\r\ndef\r\n\r\n FLAGS ())\r\n* 2 FETCH (UID 2 BODY[] \"x\")\r\nA1 OK done\r\nA2 NO [UNAVAILABLE] x\r\n",
        "* OK [COPYUID 7 1:3 4:6] x\r\n* 1 EXPUNGE\r\nA1 OK done\r\nA2 OK done\r\nA3 BAD x\r\n",
        "+ go on\r\n+\r\nA1 NO [AUTHENTICATIONFAILED] no\r\n* BYE bye\r\n",
        "* 5 FETCH (ENVELOPE ((((\"a\" NIL {3}\r\n))) NIL)))) BODYSTRUCTURE (((())))\r\n",
    ]

    private static let pieces: [String] = [
        "{", "}", "{3}\r\n", "{99999999}\r\n", "{18446744073709551615}\r\n", "\r\n", "\n", "\r",
        "(", ")",
        "((((((((", "\"", "\\", "[", "]", "*", "+", "A1 OK\r\n", "A2 NO\r\n", "NIL", " ",
        "4294967296", "\0",
        "\u{FF}", "UID ", "FETCH (", "BODY[", "COPYUID 1 1:4294967295 1:4294967295", "&", "~", "<",
        ">",
    ]

    @Test("never traps and never grows", arguments: 0..<8)
    func survives(_ round: Int) {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = Seeded(state: seed)
        var limits = Limits()
        limits.lineBytes = 4096
        limits.literalBytes = 1024
        for _ in 0..<1000 {
            var session = Session(limits: limits, awaitsGreeting: random.below(4) == 0)
            var actions = Self.begin(random.below(11), &session)
            for _ in 0..<random.below(6) + 1 {
                var bytes = Array(Self.samples[random.below(Self.samples.count)].utf8)
                for _ in 0..<random.below(6) { Self.damage(&bytes, &random) }
                var rest = bytes[...]
                while !rest.isEmpty {
                    let size = random.below(rest.count) + 1
                    actions += session.received(Array(rest.prefix(size)))
                    rest = rest.dropFirst(size)
                }
                if actions.contains(.finished) {
                    _ = Result { try session.finish(FetchBodies.self) }
                    actions = Self.begin(random.below(11), &session)
                }
            }
            for case .deliver(.body(_, let body)) in actions {
                #expect(body.count <= 2000, "seed \(seed)")
            }
            for case .send(let line, _) in actions {
                #expect(line.suffix(2) == [13, 10], "seed \(seed)")
            }
        }
    }

    @Test("random bytes are no harm", arguments: 0..<4)
    func randomBytes(_ round: Int) {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = Seeded(state: seed)
        for _ in 0..<200 {
            var session = Session(awaitsGreeting: false)
            _ = session.begin(List())
            let bytes = (0..<random.below(400)).map { _ in UInt8(random.below(256)) }
            for action in session.received(Array("* LIST (".utf8) + bytes) {
                if case .deliver = action { Issue.record("seed \(seed)") }
            }
        }
    }

    private static func begin(_ which: Int, _ session: inout Session) -> [Session.Action] {
        let uids = (1...5).map { UID($0) }
        return switch which {
        case 0: session.begin(Capability())
        case 1: session.begin(SignIn(user: "désk", password: "päss"))
        case 2: session.begin(List())
        case 3: session.begin(Select("Büro"))
        case 4: session.begin(Search(from: UID(3)))
        case 5: session.begin(FetchFacts(uids))
        case 6, 7: session.begin(FetchBodies(uids, largest: 2000))
        case 8: session.begin(Move(uids, to: "Büro"))
        case 9: session.begin(FetchHeader(UID(1)))
        default: session.begin(Append([1, 2, 3], to: "a\u{80}"))
        }
    }

    private static func damage(_ bytes: inout [UInt8], _ random: inout Seeded) {
        let place = random.below(bytes.count + 1)
        switch random.below(5) {
        case 0: bytes.insert(contentsOf: Array(pieces[random.below(pieces.count)].utf8), at: place)
        case 1 where place < bytes.count: bytes[place] = UInt8(random.below(256))
        case 2: bytes.removeSubrange(place..<min(bytes.count, place + random.below(8)))
        case 3: bytes.insert(contentsOf: bytes[..<place], at: place)
        default: bytes = Array(bytes.prefix(place))
        }
    }

    /// Sebastiano Vigna's SplitMix64.
    private struct Seeded {
        var state: UInt64

        mutating func below(_ limit: Int) -> Int {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return Int((mixed ^ (mixed >> 31)) % UInt64(max(limit, 1)))
        }
    }
}
