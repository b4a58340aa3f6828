public import Database
internal import Desk
internal import Foundation

/// Everything that Martlet remembers, and the only place that knows how.
///
/// ```swift
/// let open = try await store.read { t in try t.ticket.list(TicketFilter(view: .allOpen)) }
/// try await store.write { t in
///     try t.ticket.update(ticket)
///     try t.event.add(ticket.id, at: now, actor: me, change: .reopened)
///     try t.announce(.ticket(ticket.id))
/// }
/// ```
public final class DataStore: Sendable {
    public let database: any SQLDatabase
    public let vault: Vault
    /// Signs the Message-IDs and addresses that we make.
    public var stamp: Stamp { vault.stamp }

    /// A store over a database that is migrated already. ``open(url:dataDirectory:secretKey:)`` does the
    /// whole.
    public init(database: any SQLDatabase, vault: Vault) {
        self.database = database
        self.vault = vault
    }

    /// Opens the database, brings its tables up to date, and makes sure that the key belongs to it.
    ///
    /// A new database gets an instance id, its scheduled tasks and, where none is handed in, a key in
    /// `secret.key`.
    ///
    /// - Parameters:
    ///   - url: a path, `sqlite:PATH` or `postgres://…`.
    ///   - dataDirectory: where `secret.key` lies; it is made where it is missing.
    ///   - secretKey: the key as base64, from the environment; then there is no key file.
    /// - Throws: `DatabaseError`; ``StoreError/key(_:)`` with what to do about the key.
    public static func open(url: String, dataDirectory: String, secretKey: String? = nil)
        async throws
        -> DataStore
    {
        try FileManager.default.createDirectory(
            atPath: dataDirectory, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        let database = try await DatabaseLocation(url).open()
        do {
            return try await open(database, dataDirectory: dataDirectory, secretKey: secretKey)
        } catch {
            try await database.close()
            throw error
        }
    }

    /// As ``open(url:dataDirectory:secretKey:)``, for a database that is open.
    public static func open(
        _ database: any SQLDatabase, dataDirectory: String, secretKey: String? = nil
    ) async throws -> DataStore {
        try await Migrator.migrate(database, Schema.migrations)
        let check = try await database.read { try Tables($0).setting.text(keyCheckName) }
        let key = try key(
            in: dataDirectory, handedIn: secretKey?.isEmpty == true ? nil : secretKey,
            isExpected: check != nil)
        let store = DataStore(database: database, vault: try Vault(key: key))
        try await store.prepare()
        return store
    }

    /// - Parameter isExpected: whether the database has secrets already, so that a new key would be wrong.
    private static func key(in directory: String, handedIn: String?, isExpected: Bool) throws
        -> [UInt8]
    {
        if let handedIn {
            return try KeyFile.key(handedIn, from: "The secret key in the environment")
        }
        let file = KeyFile(directory: directory)
        if file.exists { return try file.read() }
        guard !isExpected else {
            throw StoreError.key(
                "The key file \(file.path) is missing, and the database holds secrets that were sealed "
                    + "with it. Put it back from your backup.")
        }
        return try file.make()
    }

    /// What a new database needs, and the proof that the key is the right one.
    private func prepare() async throws {
        let vault = vault
        let now = Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
        try await write { t in
            _ = try t.setting.settle(Self.instanceIDName, Base32.encode(Vault.newKey().prefix(5)))
            try t.task.addMissing(now: now)
            let proof = try vault.seal(Self.keyCheckText, for: Self.keyCheckContext)
            let settled = try t.setting.settle(
                Self.keyCheckName, Data(proof.bytes).base64EncodedString())
            try Self.checkKey(vault, settled)
        }
    }

    private static func checkKey(_ vault: Vault, _ check: String) throws {
        guard let proof = Data(base64Encoded: check) else {
            throw StoreError.damaged("The proof of the key")
        }
        do {
            _ = try vault.open(SealedSecret(bytes: Array(proof)), for: keyCheckContext)
        } catch {
            throw StoreError.key(
                "The secret key is not the one that this database was made with. Put the right "
                    + "\(KeyFile.name) back from your backup.")
        }
    }

    private static let keyCheckName = "key-check"
    private static let keyCheckText = "martlet"
    private static let keyCheckContext: Vault.Context = "setting.key-check"
    /// The setting with the 8 characters that tell this server's mail from another's.
    public static let instanceIDName = "instance-id"

    /// The 8 characters, lower-case base32, that were drawn at the first start.
    public func instanceID() async throws -> String {
        guard let id = try await read({ try $0.setting.text(Self.instanceIDName) }) else {
            throw StoreError.missing("The instance id")
        }
        return id
    }

    /// Reads in one transaction. `body` may run twice, so it must do nothing but read.
    public func read<T: Sendable>(_ body: @escaping @Sendable (Tables) throws -> T) async throws
        -> T
    {
        try await database.read { try body(Tables($0)) }
    }

    /// Reads and writes in one transaction, as if all transactions came one after the other. `body` may run
    /// again from the start, so it must do nothing but that.
    ///
    /// - Throws: what `body` throws, then nothing of it is saved; `DatabaseError`.
    public func write<T: Sendable>(_ body: @escaping @Sendable (Tables) throws -> T) async throws
        -> T
    {
        try await database.write { try body(Tables($0)) }
    }

    /// A ``write(_:)`` that takes work which others are after too: jobs, leases, outbox mail. Each statement
    /// sees what others took in the meantime, so the contenders don't undo one another.
    public func take<T: Sendable>(_ body: @escaping @Sendable (Tables) throws -> T) async throws
        -> T
    {
        try await database.write(isolation: .readCommitted) { try body(Tables($0)) }
    }

    /// Changes that wait for a slow reader, such as a browser on a bad line; more are replaced by
    /// ``StoreChange/everything``.
    private static let unreadChanges = 256

    /// What is announced from now on, see ``Tables/announce(_:)``. It begins with
    /// ``StoreChange/everything`` once it hears.
    public func changes() -> AsyncStream<StoreChange> {
        let payloads = database.notifications(StoreChange.channel)
        return AsyncStream(bufferingPolicy: .bufferingNewest(Self.unreadChanges)) { continuation in
            let reader = Task {
                for await payload in payloads {
                    guard let change = StoreChange(payload: payload) else { continue }
                    if case .dropped = continuation.yield(change) {
                        // The oldest is gone: whoever is so slow has to look at everything.
                        continuation.yield(.everything)
                    }
                }
                continuation.finish()
            }
            continuation.onTermination = { _ in reader.cancel() }
        }
    }

    public func close() async throws {
        try await database.close()
    }
}
