internal import Database
internal import IMAP
internal import POP3
internal import SMTP
internal import Store
internal import Wire

/// Any library's error, translated once: a sentence for people, and what helps.
public struct Failure: Error, Hashable, Sendable, CustomStringConvertible {
    public enum Remedy: String, Sendable {
        /// Time heals it: network, server busy, database away.
        case tryAgain
        /// Someone must change a setting.
        case person
        /// The mail itself can't be processed.
        case giveUpOnMail
    }

    public let sentence: String
    public let remedy: Remedy
    /// The trouble is the desk's own (its database, its disk), so no mail is to blame.
    public let isAboutTheDesk: Bool

    public var description: String { sentence }

    public init(
        _ sentence: String, remedy: Remedy, isAboutTheDesk: Bool = false
    ) {
        self.sentence = sentence
        self.remedy = remedy
        self.isAboutTheDesk = isAboutTheDesk
    }

    public init(_ error: any Error) {
        switch error {
        case let failure as Failure:
            self = failure
        case let error as WireError:
            self.init(error.sentence, remedy: error.kind == .transient ? .tryAgain : .person)
        case IMAPError.wire(let error):
            self.init(error)
        case let error as IMAPError:
            let isPersonal = error.kind == .signIn || error.kind == .configuration
            self.init(error.sentence, remedy: isPersonal ? .person : .tryAgain)
        case let error as POP3Error:
            self.init(error.sentence, remedy: error.kind == .needsPerson ? .person : .tryAgain)
        case let error as SMTPError:
            self.init(error.sentence, remedy: error.kind == .needsPerson ? .person : .tryAgain)
        case let error as DatabaseError:
            self.init(
                error.sentence, remedy: error.isAboutTheValue ? .giveUpOnMail : .tryAgain,
                isAboutTheDesk: Self.isAboutTheDesk(error))
        case StoreError.key(let sentence):
            self.init(sentence, remedy: .person)
        case StoreError.damaged:
            self.init("\(error)", remedy: .person, isAboutTheDesk: true)
        case let error as StoreError:
            self.init(error.sentence, remedy: .tryAgain)
        case is CancellationError:
            self.init("It was stopped.", remedy: .tryAgain, isAboutTheDesk: true)
        case is Lease.Lost:
            self.init(
                "Another node has taken over this work.", remedy: .tryAgain, isAboutTheDesk: true)
        case let held as Lease.Held:
            self.init(
                "It is running already (\(held.name)).", remedy: .tryAgain, isAboutTheDesk: true)
        default:
            self.init("\(error)", remedy: .giveUpOnMail)
        }
    }

    /// Whether the database itself is in trouble, rather than one row of it.
    private static func isAboutTheDesk(_ error: DatabaseError) -> Bool {
        switch error {
        case .unavailable, .busy, .commitUnknown, .schemaTooNew, .refused, .diskFull, .readOnly,
            .damaged, .closed:
            true
        case .uniqueViolation, .foreignKeyViolation, .constraintViolation, .value, .statement:
            false
        }
    }
}

extension DatabaseError {
    /// What was to be stored is at fault, not the database.
    fileprivate var isAboutTheValue: Bool {
        if case .value = self { true } else { false }
    }
}
