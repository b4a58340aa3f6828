import NIOCore
import Synchronization
import TestSupport
import Testing

@testable import Wire

@Suite("a connection")
struct ConnectionTests {
    /// Long enough for a loaded machine to connect, short enough to wait for.
    static let impatient = Deadlines(
        connect: .seconds(10), reply: .milliseconds(500), transfer: .milliseconds(500))

    @Test("reads lines, literals and the rest")
    func reads() async throws {
        let server = try await DialogServer.start { $0.send("* OK hi\r\n* {5}\r\nab\r\nc done\nx") }
        let connection = try await Connection.dial(to: server.endpoint())
        #expect(connection.remoteAddress == "127.0.0.1")
        #expect(try await connection.readLine() == Array("* OK hi".utf8))
        #expect(try await connection.readLine() == Array("* {5}".utf8))
        #expect(try await connection.readLiteral(5, limit: 5) == Array("ab\r\nc".utf8))
        #expect(try await connection.readLine() == Array(" done".utf8))
        #expect(try await connection.readBytes(upTo: 9) == ByteBuffer(string: "x"))
        connection.close()
        #expect(try await server.isAbandoned())
        try await server.stop()
    }

    @Test("answers what it is asked")
    func writes() async throws {
        let server = try await DialogServer.start(onLine: { line, peer in
            peer.send("you said \(line)\r\n")
        })
        let connection = try await Connection.dial(to: server.endpoint())
        for word in ["one", "two"] {
            try await connection.write(Array("\(word)\r\n".utf8))
            #expect(try await connection.readLine() == Array("you said \(word)".utf8))
        }
        try await server.stop()
    }

    @Test("gives up on a server that says nothing")
    func silence() async throws {
        let server = try await DialogServer.start()
        let connection = try await Connection.dial(
            to: server.endpoint(deadlines: Self.impatient))
        await #expect(throws: WireError.timedOut(.greet)) { try await connection.readLine() }
        await #expect(throws: WireError.timedOut(.greet)) { try await connection.readLine() }
        await #expect(throws: WireError.timedOut(.greet)) { try await connection.write([1]) }
        #expect(try await server.isAbandoned())
        try await server.stop()
    }

    @Test("gives up on a line that drips in")
    func drip() async throws {
        let server = try await DialogServer.start { peer in
            peer.channel.eventLoop.scheduleRepeatedTask(
                initialDelay: .zero, delay: .milliseconds(20)
            ) { task in
                if peer.channel.isActive { peer.send("x") } else { task.cancel() }
            }
        }
        let connection = try await Connection.dial(
            to: server.endpoint(deadlines: Self.impatient))
        await #expect(throws: WireError.timedOut(.greet)) { try await connection.readLine() }
        #expect(try await server.isAbandoned())
        try await server.stop()
    }

    @Test("gives up on a literal that drips in, although it never falls silent")
    func literalDrip() async throws {
        let server = try await DialogServer.start { peer in
            peer.send("hi\r\n")
            peer.channel.eventLoop.scheduleRepeatedTask(
                initialDelay: .zero, delay: .milliseconds(20)
            ) { task in
                if peer.channel.isActive { peer.send("x") } else { task.cancel() }
            }
        }
        let connection = try await Connection.dial(
            to: server.endpoint(deadlines: Deadlines(transfer: .seconds(4))))
        _ = try await connection.readLine()
        await #expect(throws: WireError.timedOut(.converse)) {
            try await connection.readLiteral(1000, limit: 1000)
        }
        #expect(try await server.isAbandoned())
        try await server.stop()
    }

    @Test("gives up writing to a server that does not read")
    func deaf() async throws {
        let server = try await DialogServer.start { peer in
            peer.channel.setOption(.autoRead, value: false).whenFailure { _ in peer.close() }
            peer.send("hi\r\n")
        }
        let connection = try await Connection.dial(
            to: server.endpoint(deadlines: Deadlines(transfer: .seconds(4))))
        _ = try await connection.readLine()
        await #expect(throws: WireError.timedOut(.converse)) {
            for _ in 0..<100 { try await connection.write([UInt8](repeating: 0, count: 1 << 20)) }
        }
        try await server.stop()
    }

    @Test("says that the server hung up, after what it said before")
    func hangsUp() async throws {
        let server = try await DialogServer.start { peer in
            peer.send("bye\r\nhalf")
            peer.close()
        }
        let connection = try await Connection.dial(to: server.endpoint())
        #expect(try await connection.readLine() == Array("bye".utf8))
        await #expect(throws: WireError.closed(.converse)) { try await connection.readLine() }
        try await server.stop()
    }

    @Test("ends an endless line at its limit")
    func endlessLine() async throws {
        let server = try await DialogServer.start { peer in
            for _ in 0..<64 { peer.send([UInt8](repeating: 0x41, count: 1 << 16)) }
        }
        let connection = try await Connection.dial(to: server.endpoint())
        await #expect(throws: WireError.lineTooLong(limit: 8192)) {
            try await connection.readLine()
        }
        #expect(try await server.isAbandoned())
        try await server.stop()
    }

    @Test("refuses a literal above its limit before reading it")
    func hugeLiteral() async throws {
        let server = try await DialogServer.start { $0.send("hi\r\n") }
        let connection = try await Connection.dial(to: server.endpoint())
        await #expect(throws: WireError.tooLarge(bytes: 6, limit: 5)) {
            try await connection.readLiteral(6, limit: 5)
        }
        #expect(try await server.isAbandoned())
        try await server.stop()
    }

    @Test("stops reading from the socket while nobody takes the bytes")
    func backPressure() async throws {
        let piece = [UInt8](repeating: 0x42, count: 1 << 20)
        let server = try await DialogServer.start { peer in
            for _ in 0..<32 { peer.send(piece) }
        }
        let connection = try await Connection.dial(to: server.endpoint())
        var total = try await connection.readBytes(upTo: 1).readableBytes
        try await Task.sleep(for: .milliseconds(100))
        // One round of reading may bring several buffers above the mark.
        #expect(await connection.waitingBytes < Inbox.highWatermark + (1 << 20))
        while total < 32 << 20 {
            total += try await connection.readBytes(upTo: 1 << 20).readableBytes
        }
        #expect(total == 32 << 20)
        try await server.stop()
    }

    @Test("is closed by cancelling the task that reads")
    func cancellation() async throws {
        let server = try await DialogServer.start { $0.send("hi\r\n") }
        let connection = try await Connection.dial(to: server.endpoint())
        _ = try await connection.readLine()
        let reading = Task { try await connection.readLine() }
        await Task.yield()
        reading.cancel()
        await #expect(throws: CancellationError.self) { try await reading.value }
        await #expect(throws: WireError.closed(.converse)) { try await connection.readLine() }
        #expect(try await server.isAbandoned())
        try await server.stop()
    }

    @Test("is closed by cancelling the task that dials", arguments: [Security.tls, .starttls])
    func cancelledDial(_ security: Security) async throws {
        let server = try await DialogServer.start()
        let dialing = Task {
            try await Connection.dial(to: server.endpoint(security), opening: TestOpening())
        }
        while server.accepted == 0 { try await Task.sleep(for: .milliseconds(1)) }
        dialing.cancel()
        await #expect(throws: CancellationError.self) { _ = try await dialing.value }
        #expect(try await server.isAbandoned())
        try await server.stop()
    }

    @Test("is closed when nobody holds it any more")
    func dropped() async throws {
        let server = try await DialogServer.start { $0.send("hi\r\n") }
        for _ in 0..<10 {
            let connection = try await Connection.dial(to: server.endpoint())
            _ = try await connection.readLine()
        }
        #expect(server.accepted == 10)
        #expect(try await server.isAbandoned())
        try await server.stop()
    }

    @Test("names a port where nothing listens")
    func refused() async throws {
        let port = try HeldPort()
        await #expect(throws: WireError.refused(host: "127.0.0.1", port: port.number)) {
            _ = try await Connection.dial(
                to: Endpoint(host: "127.0.0.1", port: port.number, security: .none))
        }
    }

    @Test("names a host that does not exist")
    func unknownHost() async throws {
        let endpoint = Endpoint(host: "nowhere.invalid", port: 143, security: .none)
        let error = await #expect(throws: WireError.self) {
            _ = try await Connection.dial(to: endpoint)
        }
        guard case .hostUnknown("nowhere.invalid", let reason) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(!reason.isEmpty)
    }

    @Test(
        "refuses an address that is none",
        arguments: [("", 25), ("a b", 25), ("a", 0), ("a", 65536)])
    func invalid(_ host: String, _ port: Int) async throws {
        await #expect(throws: WireError.addressInvalid(host: host, port: port)) {
            _ = try await Connection.dial(to: Endpoint(host: host, port: port, security: .none))
        }
    }
}
