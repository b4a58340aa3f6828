import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What all protocols share: accounts, folders, received mail, faults and the traffic counted so far.
///
/// Every change is made under one lock; watchers are told after it is released.
final class PostOffice: Sendable {
    let configuration: Configuration
    private let state: Mutex<State>

    struct AccountState {
        var settings: Configuration.Account
        var folders: [FolderName: Folder]
        /// POP3 numbers its list from the newest mail when true.
        var listsNewestFirst = false
        /// Part of every UIDL; another generation makes every mail look new.
        var uidlGeneration = 1
    }

    private struct State {
        var accounts: [String: AccountState] = [:]
        var submitted: [SubmittedMail] = []
        var faults = Faults()
        var traffic = Traffic()
        /// ``Traffic`` at the moment the present cut was set, and whether it has fired.
        var trafficAtCut = Traffic()
        var cutHasFired = false
        var nextSerial = 1
        var nextValidity: UInt32 = 1_000_001
        var watchers: [Int: (account: String, tell: @Sendable () -> Void)] = [:]
        var nextWatcher = 0
    }

    init(configuration: Configuration) {
        self.configuration = configuration
        var state = State()
        for settings in configuration.accounts {
            var account = AccountState(settings: settings, folders: [:])
            for (name, use) in [("INBOX", nil)] + settings.folders {
                let name = FolderName(name)
                account.folders[name] = Folder(
                    name: name, uidValidity: state.nextValidity, specialUse: use)
                state.nextValidity += 1
            }
            state.accounts[settings.user.lowercased()] = account
        }
        self.state = Mutex(state)
    }

    /// Seconds since 1970.
    var now: Int64 { configuration.now?() ?? Int64(time(nil)) }

    var delimiter: UInt8 { configuration.delimiter.asciiValue ?? UInt8(ascii: "/") }

    // Sign-in

    /// The account's key, or nil when user and password don't fit.
    func account(user: String, password: String) -> String? {
        state.withLock { state in
            let key = user.lowercased()
            return state.accounts[key]?.settings.password == password ? key : nil
        }
    }

    /// The account's key, or nil when the token is not this user's.
    func account(user: String, accessToken: String) -> String? {
        state.withLock { state in
            let key = user.lowercased()
            guard let token = state.accounts[key]?.settings.accessToken else { return nil }
            return token == accessToken ? key : nil
        }
    }

    var hasAccessTokens: Bool {
        configuration.accounts.contains { $0.accessToken != nil }
    }

    // Folders

    func folders(of account: String) -> [Folder] {
        state.withLock { state in
            let folders = state.accounts[account.lowercased()]?.folders.values.map { $0 } ?? []
            return folders.sorted { $0.name.bytes.lexicographicallyPrecedes($1.name.bytes) }
        }
    }

    func folder(_ name: FolderName, of account: String) -> Folder? {
        state.withLock { $0.accounts[account.lowercased()]?.folders[name] }
    }

    func view(of account: String) -> AccountState? {
        state.withLock { $0.accounts[account.lowercased()] }
    }

    /// Changes one account as a whole and tells its watchers. Nil when there is no such account.
    func change<T>(_ account: String, _ body: (inout AccountState, inout Numbers) -> T) -> T? {
        let key = account.lowercased()
        let (result, watchers) = state.withLock { state -> (T?, [@Sendable () -> Void]) in
            guard var changing = state.accounts.removeValue(forKey: key) else { return (nil, []) }
            var numbers = Numbers(serial: state.nextSerial, validity: state.nextValidity)
            let result = body(&changing, &numbers)
            state.nextSerial = numbers.serial
            state.nextValidity = numbers.validity
            state.accounts[key] = changing
            return (result, state.watchers.values.filter { $0.account == key }.map(\.tell))
        }
        for tell in watchers { tell() }
        return result
    }

    /// Changes one folder; nil when it isn't there.
    func change<T>(
        _ name: FolderName, of account: String, _ body: (inout Folder, inout Numbers) -> T
    ) -> T? {
        change(account) { state, numbers -> T? in
            guard var folder = state.folders.removeValue(forKey: name) else { return nil }
            let result = body(&folder, &numbers)
            state.folders[name] = folder
            return result
        } ?? nil
    }

    /// The counters that a change may draw from.
    struct Numbers {
        var serial: Int
        var validity: UInt32

        mutating func nextSerial() -> Int {
            serial += 1
            return serial - 1
        }

        mutating func nextValidity() -> UInt32 {
            validity += 1
            return validity - 1
        }
    }

    func watch(_ account: String, _ tell: @escaping @Sendable () -> Void) -> Int {
        state.withLock { state in
            state.nextWatcher += 1
            state.watchers[state.nextWatcher] = (account.lowercased(), tell)
            return state.nextWatcher
        }
    }

    func stopWatching(_ watcher: Int) {
        state.withLock { _ = $0.watchers.removeValue(forKey: watcher) }
    }

    // Submitted mail

    var submitted: [SubmittedMail] { state.withLock { $0.submitted } }

    func forgetSubmitted() { state.withLock { $0.submitted = [] } }

    /// Keeps the mail and delivers it to every local recipient's INBOX, once per account.
    func submit(_ mail: SubmittedMail) {
        let homes = state.withLock { state -> [(account: String, recipient: String)] in
            state.submitted.append(mail)
            var homes: [(account: String, recipient: String)] = []
            for recipient in mail.to {
                let address = Self.withoutTag(recipient.lowercased())
                for (key, account) in state.accounts.sorted(by: { $0.key < $1.key }) {
                    let own = [key] + account.settings.addresses.map { $0.lowercased() }
                    let isKnown = homes.contains { $0.account == key }
                    if own.contains(address), !isKnown { homes.append((key, recipient)) }
                }
            }
            return homes
        }
        for (account, recipient) in homes {
            let trace =
                "Return-Path: <\(mail.from)>\r\nDelivered-To: \(recipient)\r\n"
                + "Received: from localhost (localhost [127.0.0.1])\r\n\tby localhost with ESMTP\r\n"
                + "\tfor <\(recipient)>; \(CivilDate(unixSeconds: now).mailDate)\r\n"
            _ = change(.inbox, of: account) { folder, numbers in
                folder.add(
                    Array(trace.utf8) + mail.bytes, flags: [], internalDate: now,
                    serial: numbers.nextSerial())
            }
        }
    }

    /// `support+t17@demo.example` → `support@demo.example`.
    static func withoutTag(_ address: String) -> String {
        guard let at = address.lastIndex(of: "@"), let plus = address[..<at].firstIndex(of: "+"),
            plus != address.startIndex
        else { return address }
        return String(address[..<plus] + address[at...])
    }

    // Faults

    var faults: Faults {
        get { state.withLock { $0.faults } }
        set {
            state.withLock { state in
                if state.faults.cut != newValue.cut {
                    state.trafficAtCut = state.traffic
                    state.cutHasFired = false
                }
                state.faults = newValue
            }
        }
    }

    /// True once: takes the fault away as it fires.
    func takeDeathInMove() -> Bool {
        state.withLock { state in
            defer { state.faults.diesInMove = false }
            return state.faults.diesInMove
        }
    }

    var traffic: Traffic { state.withLock { $0.traffic } }

    var cutHasFired: Bool { state.withLock { $0.cutHasFired } }

    /// Counts bytes that are about to pass and says how many may, and what happens after them.
    func pass(
        _ count: Int, _ direction: Faults.Cut.Direction, of language: MailProtocol
    ) -> (allowed: Int, end: Faults.Cut.End?) {
        state.withLock { state in
            var allowed = count
            var end: Faults.Cut.End?
            if let cut = state.faults.cut, cut.direction == direction,
                state.faults.protocols.contains(language), !state.cutHasFired || cut.staysDown
            {
                let passed = state.traffic[direction] - state.trafficAtCut[direction]
                let left = max(0, cut.afterBytes - passed)
                if state.cutHasFired || count >= left {
                    allowed = min(count, left)
                    end = cut.end
                    state.cutHasFired = true
                }
            }
            state.traffic[direction] += allowed
            return (allowed, end)
        }
    }
}

/// Bytes of conversation over all connections, inside TLS.
public struct Traffic: Sendable, Equatable {
    public var sent = 0
    public var received = 0

    subscript(direction: Faults.Cut.Direction) -> Int {
        get { direction == .sent ? sent : received }
        set {
            if direction == .sent { sent = newValue } else { received = newValue }
        }
    }
}
