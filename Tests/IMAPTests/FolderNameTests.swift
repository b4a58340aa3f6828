import Testing

@testable import IMAP

@Suite("Folder names")
struct FolderNameTests {
    @Test(
        "are modified UTF-7 on the wire and UTF-8 for people",
        arguments: [
            ("INBOX", "INBOX"), ("", ""),
            ("Anfragen/Büro", "Anfragen/B&APw-ro"),
            ("Entwürfe/Größe & Maß", "Entw&APw-rfe/Gr&APYA3w-e &- Ma&AN8-"),
            ("&", "&-"), ("a&&b", "a&-&-b"),
            ("台北", "&U,BTFw-"), ("日本語", "&ZeVnLIqe-"),
            ("~peter/mail/台北/日本語", "~peter/mail/&U,BTFw-/&ZeVnLIqe-"),
            ("😀", "&2D3eAA-"), ("x😀y", "x&2D3eAA-y"),
            ("Отправленные", "&BB4EQgQ,BEAEMAQyBDsENQQ9BD0ESwQ1-"),
            ("Sent\tItems", "Sent&AAk-Items"), ("a-b", "a-b"), ("ü-", "&APw--"),
            ("a~b\"c\\", "a~b\"c\\"),
        ])
    func pairs(_ text: String, _ wire: String) {
        #expect(FolderName.encode(text) == Array(wire.utf8))
        #expect(FolderName.decode(Array(wire.utf8)) == text)
    }

    @Test(
        "that are not modified UTF-7 come back as the same bytes",
        arguments: [
            "&", "&x", "a&b", "&AP-", "&APw", "&APw-&", "&====-", "&2D0-", "&3gA-", "&AGE-",
            "&APw-&AOQ-", "&AAA-x", "&\u{F1}-", "Bü", "&-&", "&,,,,,-", "&AOQ\u{7}-", "&8SY-",
            "&ImIDkQ-x&Jjo-!&",
        ])
    func badNames(_ wire: String) {
        let bytes = Array(wire.utf8)
        #expect(FolderName.encode(FolderName.decode(bytes)) == bytes)
    }

    @Test("every pair of bytes comes back, except line ends and NUL, which are never sent")
    func everyPair() {
        for first in UInt8.min...UInt8.max {
            for second in UInt8.min...UInt8.max {
                let wire = [first, UInt8(ascii: "&"), second]
                let sent = FolderName.encode(FolderName.decode(wire))
                #expect(sent == wire.filter { $0 != 0 && $0 != 10 && $0 != 13 })
            }
        }
    }

    @Test("a line end in a name does not end the command")
    func lineEnds() throws {
        var line = CommandLine("SELECT")
        try line.add(folder: "a\r\nA1 LOGOUT", limits: Limits())
        let bytes = line.pieces(tag: "A1").flatMap(\.self)
        #expect(String(decoding: bytes, as: UTF8.self) == "A1 SELECT \"a&AA0ACg-A1 LOGOUT\"\r\n")
    }

    @Test("a user or password with a line end is refused before it is sent")
    func refusesLineEnds() {
        for (user, password) in [("a\r\nb", "c"), ("a", "c\n"), ("a\0", "c")] {
            var server = Server()
            var signIn = SignIn(user: user, password: password)
            #expect(throws: IMAPError.self) { try signIn.start(on: server) }
            server.capabilities = ["AUTH=PLAIN", "SASL-IR"]
            #expect(throws: IMAPError.self) { try signIn.start(on: server) }
        }
    }

    @Test("what a log may show of a command has no values in it")
    func shown() throws {
        var session = Session(awaitsGreeting: false)
        let actions = session.begin(SignIn(user: "desk", password: "geheim"))
        #expect(
            actions == [
                .send(
                    Array("A1 LOGIN \"desk\" \"geheim\"\r\n".utf8),
                    shown: "A1 LOGIN (user name) (password)")
            ])
    }
}
