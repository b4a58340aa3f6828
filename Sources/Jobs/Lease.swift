internal import Desk
internal import Logging
internal import Store

/// Work that only one node may do at a time, and that is free again when its node has died.
struct Lease: Sendable {
    let name: String
    let token: Int64
    /// Its last holder was killed a moment ago: a server may still be at that one's last command.
    var isTakenOver = false
    /// Long enough for the longest step between two renewals; short enough that a crash is healed
    /// before anybody wonders.
    static let duration = Duration.seconds(90)

    /// Someone else has taken over: whatever is in progress must not be written any more.
    struct Lost: Error {}

    /// Somebody else is at it right now.
    struct Held: Error, Equatable {
        let name: String
    }

    /// Takes it, at once where its holder was a process of this machine that is no more; what died with
    /// another machine is free when the lease has run out.
    static func take(_ name: String, _ context: JobContext) async throws -> Lease {
        let now = context.now()
        let lease = try await context.store.take { t -> Lease? in
            func take() throws -> Int64? {
                try t.lease.take(name: name, holder: context.node, now: now, for: duration)
            }
            if let token = try take() { return Lease(name: name, token: token) }
            guard let holder = try t.lease.holder(name: name, now: now),
                LeaseHolder(name: holder).isSurelyGone
            else { return nil }
            try t.lease.free(name: name, of: holder)
            return try take().map { Lease(name: name, token: $0, isTakenOver: true) }
        }
        guard let lease else { throw Held(name: name) }
        return lease
    }

    /// Renews within a transaction, so that the transaction fails if the lease is gone: the fence.
    func renew(_ t: Tables, now: Instant) throws {
        guard try t.lease.renew(name: name, token: token, now: now, for: Self.duration) else {
            throw Lost()
        }
    }

    func release(_ context: JobContext) async {
        do {
            try await context.finishing { store in
                try await store.write { t in try t.lease.release(name: name, token: token) }
            }
        } catch {
            // It expires by itself.
            context.log.warning("a lease could not be given back", metadata: ["lease": "\(name)"])
        }
    }

    /// Holds a lease while `body` runs, renews it, and cancels `body` when it is lost.
    static func holding<T: Sendable>(
        _ name: String, _ context: JobContext,
        _ body: @escaping @Sendable (Lease) async throws -> T
    ) async throws -> T {
        let lease = try await take(name, context)
        do {
            let result = try await withThrowingTaskGroup(of: T?.self) { group in
                group.addTask { try await body(lease) }
                group.addTask {
                    while true {
                        try await Task.sleep(for: .seconds(20))
                        let now = context.now()
                        try await context.store.write { t in try lease.renew(t, now: now) }
                    }
                }
                defer { group.cancelAll() }
                guard let first = try await group.next(), let value = first else { throw Lost() }
                return value
            }
            await lease.release(context)
            return result
        } catch {
            await lease.release(context)
            throw error
        }
    }
}
