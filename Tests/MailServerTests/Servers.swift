import MailServer

let alice = "alice@demo.example"

/// A server with two accounts, running while the body does.
func withServer(
    _ adjust: (inout Configuration) -> Void = { _ in },
    _ body: (LocalMailServer, Addresses) async throws -> Void
) async throws {
    var configuration = Configuration(accounts: [
        .init(
            user: alice, password: "wonder land", accessToken: "token-of-alice",
            addresses: ["help@demo.example"],
            folders: [("Sent", "\\Sent"), ("Anfragen/Büro", nil), ("Done", nil)]),
        .init(user: "bob@demo.example", password: "builder"),
    ])
    configuration.now = { 1_800_000_000 }
    adjust(&configuration)
    let server = LocalMailServer(configuration: configuration)
    let addresses = try await server.start()
    do {
        try await body(server, addresses)
    } catch {
        await server.stop()
        throw error
    }
    await server.stop()
}

/// A small mail with CRLF line ends.
func mail(_ subject: String, id: String = "m1@demo.example", body: String = "Hello\r\n") -> [UInt8]
{
    Array(
        "From: Ann <ann@example.org>\r\nTo: help@demo.example\r\nSubject: \(subject)\r\nMessage-ID: <\(id)>\r\n\r\n\(body)"
            .utf8)
}

/// A connection to IMAP, greeted and signed in as Alice.
func signedIn(_ addresses: Addresses, select folder: String? = nil) async throws -> TestClient {
    let client = try await TestClient(port: addresses.imap)
    _ = try await client.line()
    try await client.imap("LOGIN \(alice) \"wonder land\"")
    if let folder { try await client.imap("SELECT \(folder)") }
    return client
}

/// Waits until the server has read so many bytes; with that, its answer is decided too.
func waitUntilReceived(_ count: Int, _ server: LocalMailServer) async throws {
    while server.traffic.received < count { try await Task.sleep(for: .milliseconds(2)) }
}
