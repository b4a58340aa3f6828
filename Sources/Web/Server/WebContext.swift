internal import Desk
public import Hummingbird
internal import Logging
internal import NIOCore

/// What is known of one request, filled in by the middlewares from outside to inside.
public struct WebContext: RequestContext {
    public var coreContext: CoreRequestContextStorage
    /// The address at the other end of the connection, without its port.
    let peer: String
    var visit: Visit
    /// The fields of a POST, read and checked for their token.
    var form = Form()

    /// Whether the connection comes from this machine: by loopback, or by no network at all.
    var isLocal: Bool {
        peer == "unknown" || peer == "::1" || peer.hasPrefix("127.")
            || peer.hasPrefix("::ffff:127.")
    }

    public init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        peer = source.channel.remoteAddress?.ipAddress ?? "unknown"
        visit = Visit(csrf: "", language: .english, now: Instant(milliseconds: 0))
    }
}

/// A request of somebody who answers tickets. A route of this context can't be reached without signing in.
struct StaffContext: ChildRequestContext {
    var coreContext: CoreRequestContextStorage
    let visit: Visit
    let form: Form
    let person: Person

    init(context: WebContext) throws {
        guard let person = context.visit.person else { throw Detour.signIn }
        guard person.isStaff else { throw HTTPError(.forbidden) }
        coreContext = context.coreContext
        visit = context.visit
        form = context.form
        self.person = person
    }
}

/// A request of an administrator.
struct AdministratorContext: ChildRequestContext {
    var coreContext: CoreRequestContextStorage
    let visit: Visit
    let form: Form
    let person: Person

    init(context: WebContext) throws {
        guard let person = context.visit.person else { throw Detour.signIn }
        guard person.role == .administrator else { throw HTTPError(.forbidden) }
        coreContext = context.coreContext
        visit = context.visit
        form = context.form
        self.person = person
    }
}

/// Thrown where the answer is to go somewhere else first.
enum Detour: Error {
    case signIn
}

extension RequestContext {
    /// The identifier in the path; what is not a number is not found.
    func id<ID: Identifier>(_ name: String = "id") throws -> ID {
        guard let text = parameters.get(name), let number = Int64(text), number > 0 else {
            throw HTTPError(.notFound)
        }
        return ID(rawValue: number)
    }
}
