import Testing

@testable import IMAP

@Suite("IMAP grammar")
struct GrammarTests {
    private static func response(_ text: String) throws -> Response {
        let bytes = Array((text + "\r\n").utf8)
        var reader = ResponseReader(limits: Limits())
        let (consumed, raw) = try reader.read(bytes[...], literalLimit: 100)
        #expect(consumed == bytes.count)
        return Response(try #require(raw))
    }

    @Test(
        "reads status lines",
        arguments: [
            ("* OK hello", StatusLine(.ok, text: "hello")),
            ("* ok", StatusLine(.ok)),
            ("* NO [ALERT] careful", StatusLine(.no, code: .other("ALERT"), text: "careful")),
            ("* NO [alert]careful", StatusLine(.no, code: .other("ALERT"), text: "careful")),
            ("* BAD \u{1}x\u{7F}", StatusLine(.bad, text: " x ")),
            (
                "* OK [UIDVALIDITY 7] ok",
                StatusLine(.ok, code: .uidValidity(UIDValidity(7)), text: "ok")
            ),
            ("* OK [UIDVALIDITY -7] ok", StatusLine(.ok, code: .other("UIDVALIDITY"), text: "ok")),
            ("* OK [UIDNEXT 4294967296] x", StatusLine(.ok, code: .other("UIDNEXT"), text: "x")),
            ("* OK [UIDNEXT 4294967295]", StatusLine(.ok, code: .uidNext(UID(.max)))),
            (
                "* OK [ capability imap4rev1 X=y ] hi",
                StatusLine(.ok, code: .capability(["IMAP4REV1", "X=Y"]), text: "hi")
            ),
            (
                "* OK [BADCHARSET (utf-8 {3})] x {9}",
                StatusLine(.ok, code: .other("BADCHARSET"), text: "x {9}")
            ),
            ("* PREAUTH", StatusLine(.preauthenticated)),
            (
                "* BYE [UNAVAILABLE] later",
                StatusLine(.bye, code: .other("UNAVAILABLE"), text: "later")
            ),
        ])
    func statusLines(_ text: String, _ expected: StatusLine) throws {
        #expect(try Self.response(text) == .status(expected))
    }

    @Test(
        "reads other responses",
        arguments: [
            ("+ go", Response.continuation(Array("go".utf8))),
            ("+", .continuation([])),
            ("A1 no [TRYCREATE] x", .tagged("A1", StatusLine(.no, code: .tryCreate, text: "x"))),
            ("* CAPABILITY IMAP4rev1 auth=plain", .capability(["IMAP4REV1", "AUTH=PLAIN"])),
            ("* SEARCH", .search([])),
            ("* SEARCH 2 1 (MODSEQ 9)", .search([UID(2), UID(1)])),
            ("* SEARCH 2 99999999999 3", .search([UID(2)])),
            ("* 12 EXISTS", .exists(12)),
            ("* 12   expunge ", .expunge(12)),
            ("* 12", .unknown("number")),
            ("* 99999999999999999999 EXISTS", .unknown("99999999999999999999")),
            ("*", .unknown("nothing")),
            (
                "* XLIST (\\Inbox) \"/\" x",
                .list(Folder(rawName: [0x78], delimiter: "/", attributes: ["\\inbox"]))
            ),
            ("", .unknown("line without tag")),
            ("hello", .unknown("line without tag")),
            ("* THREAD (2)(3)", .unknown("THREAD")),
        ])
    func responses(_ text: String, _ expected: Response) throws {
        #expect(try Self.response(text) == expected)
    }

    @Test("reads a FETCH with what it does not know in between")
    func fetch() throws {
        let text = """
            * 3 FETCH (MODSEQ (12) X-GM-LABELS ("a \\"b" \\Inbox) ENVELOPE (NIL ((")" NIL)) "x") \
            UID 9 rfc822.size 12 Flags (\\Seen) BODY[HEADER.FIELDS (SUBJECT)] "s" \
            BODYSTRUCTURE ("TEXT" "PLAIN" ("CHARSET" "x") NIL) \
            INTERNALDATE "01-Jan-1970 00:00:01 +0000" BODY[HEADER] NIL BODY[]<0> "ab")
            """
        var expected = FetchResponse(sequence: 3)
        expected.uid = UID(9)
        expected.size = 12
        expected.flags = ["\\Seen"]
        expected.internalDate = 1
        expected.header = FetchResponse.Content.none
        expected.body = .bytes([0x61, 0x62])
        #expect(try Self.response(text) == .fetch(expected))
    }

    @Test(
        "a FETCH that breaks off keeps what came before and is marked",
        arguments: [
            "* 3 FETCH (UID 9", "* 3 FETCH (UID 9 BODY[", "* 3 FETCH (UID 9 BODY[]",
            "* 3 FETCH (UID 9) rest", "* 3 FETCH (UID 9 \"what\")", "* 3 FETCH (UID 9 RFC822.SIZE",
            "* 3 FETCH (UID 9 UID)", "* 3 FETCH (UID 9 ]",
        ])
    func brokenFetch(_ text: String) throws {
        var expected = FetchResponse(sequence: 3)
        expected.uid = UID(9)
        expected.isBroken = true
        #expect(try Self.response(text) == .fetch(expected))
    }

    @Test("strings may be literals wherever they stand, with + and ~ and of no length")
    func literals() throws {
        var reader = ResponseReader(limits: Limits())
        let text = "* LIST ({4}\r\n\\Foo {0}\r\n) {1+}\r\n. ~{5}\r\na \"b)\r\n"
        let (_, raw) = try reader.read(Array(text.utf8)[...], literalLimit: 100)
        let expected = Folder(
            rawName: Array("a \"b)".utf8), delimiter: ".", attributes: ["\\foo", ""])
        #expect(Response(try #require(raw)) == .list(expected))
    }

    @Test(
        "reads dates as servers write them",
        arguments: [
            ("17-Jul-1996 02:44:25 -0700", 837_596_665),
            (" 7-jul-1996 02:44:25 +0000", 836_707_465),
            ("7-Jul-1996  02:44:25", 836_707_465),
            ("01-Jan-1970 00:00:00 +0000", 0),
            ("31-Dec-1969 23:59:59 +0000", -1),
            ("29-Feb-2024 12:00:00 +0530", 1_709_188_200),
            ("01-Mar-2000 00:00:00 +0000", 951_868_800),
            ("01-Jan-2026 00:00:00 GMT", 1_767_225_600),
            ("01-Jan-2026 00:00:00 +9999", 1_767_225_600),
        ] as [(String, Int64)])
    func dates(_ text: String, _ seconds: Int64) {
        #expect(InternalDate.unixSeconds(Array(text.utf8)) == seconds)
    }

    @Test(
        "is no date",
        arguments: [
            "", "x", "17-Jul-1996", "32-Jul-1996 02:44:25 -0700", "17-Foo-1996 02:44:25 -0700",
            "17-Jul-96 02:44:25 -0700", "17-Jul-1996 24:00:00 +0000", "17-Jul-99999 02:44:25 +0000",
            "----------", "17-Jul-1996 02:44 +0000",
        ])
    func noDates(_ text: String) {
        #expect(InternalDate.unixSeconds(Array(text.utf8)) == nil)
    }

    @Test("UIDs are compressed into ranges, ascending, each once")
    func compresses() {
        func text(_ uids: [UInt32]) -> String { UIDSet(uids.map { UID($0) }).text }
        #expect(text([]) == "")
        #expect(text([7]) == "7")
        #expect(text([9, 1, 2, 3, 2, 7]) == "1:3,7,9")
        #expect(text([.max, .max - 1, 0]) == "0,4294967294:4294967295")
    }

    @Test("long UID sets are cut by length and by count, and lose nothing")
    func cuts() {
        let uids = (0..<1000).map { UID(1000 + $0 * 3) } + (0..<1000).map { UID(50_000 + $0) }
        for (bytes, count) in [(20, Int.max), (900, .max), (900, 7), (1, 1)] {
            let sets = UIDSet(uids).sets(bytes: bytes, count: count)
            #expect(sets.allSatisfy { $0.text.utf8.count <= max(bytes, 11) && $0.count <= count })
            #expect(sets.flatMap { $0.uids(limit: .max) } == uids)
        }
    }

    @Test(
        "reads UID sets in the server's order",
        arguments: [
            ("304,319:320", [304, 319, 320]), ("5:3", [3, 4, 5]), ("9,1", [9, 1]),
        ] as [(String, [UInt32])])
    func readsSets(_ text: String, _ uids: [UInt32]) {
        #expect(UIDSet(parsing: text.utf8)?.uids(limit: 10).map(\.raw) == uids)
    }

    @Test(
        "is no UID set",
        arguments: ["", ",", "1,", ",1", "1:", ":1", "1:2:3", "*", "1:*", "4294967296", "a", "1 2"])
    func noSets(_ text: String) {
        #expect(UIDSet(parsing: text.utf8) == nil)
    }

    @Test("a huge range costs nothing until it is asked for")
    func hugeRange() throws {
        let set = try #require(UIDSet(parsing: "1:4294967295".utf8))
        #expect(set.count == 4_294_967_295)
        #expect(set.uids(limit: 3).map(\.raw) == [1, 2, 3])
        #expect(UIDSet(parsing: "1,2,3".utf8, limit: 2) == nil)
    }
}
