public import ArgumentParser
internal import Desk
internal import Store

extension Person.Role: ExpressibleByArgument {}

struct UsersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "users", abstract: "People who sign in.",
        subcommands: [Add.self, List.self, Reset.self])

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Adds an administrator or operator.",
            discussion:
                "Example: martlet users add --email olga@example.com --name Olga --role operator --password-stdin < password.txt"
        )
        @OptionGroup var options: StoreOptions
        @Option(help: "The address to sign in with.") var email: String
        @Option(help: "The name that clients see.") var name: String
        @Option(help: "administrator, operator or client.") var role: Person.Role = .operator
        @Flag(help: "Read the password from standard input.") var passwordStdin = false

        func validate() throws {
            let halves = email.split(separator: "@", omittingEmptySubsequences: false)
            guard halves.count == 2, halves.allSatisfy({ !$0.isEmpty }),
                !email.contains(where: \.isWhitespace)
            else {
                throw ValidationError(
                    "“\(email)” is not an email address, such as olga@example.com.")
            }
        }

        func run() async throws {
            let password = passwordStdin ? PasswordInput.read() : nil
            try await options.with { store in
                let hash = try await PasswordChoice.hash(password)
                try await store.write { t in
                    guard try t.person.find(email: email) == nil else {
                        throw Failing(
                            "\(email) is known already. Use users reset for a new password.")
                    }
                    let person = try t.person.add(
                        role: role, name: name, email: email, at: Clock.now())
                    if let hash { try t.person.setPasswordHash(hash, of: person.id) }
                }
            }
            print("\(name) added.")
            if password == nil {
                print(
                    "There is no password yet: set one with users reset \(email) --password-stdin.")
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists the people.", discussion: "Example: martlet users list --json")
        @OptionGroup var options: StoreOptions
        @Flag(help: "Print JSON lines.") var json = false

        private struct Row: Encodable, Sendable {
            let id: Int64
            let email, name, role: String
            let active: Bool
        }

        func run() async throws {
            let people = try await options.with { store in
                try await store.read { t in try t.person.all() }
            }
            if json {
                for person in people {
                    try Output.json(
                        Row(
                            id: person.id.rawValue, email: person.email, name: person.name,
                            role: person.role.rawValue, active: person.isActive))
                }
                return
            }
            Output.table(
                ["EMAIL", "NAME", "ROLE"], people.map { [$0.email, $0.name, $0.role.rawValue] })
        }
    }

    struct Reset: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Sets a new password.",
            discussion:
                "Example: martlet users reset olga@example.com --password-stdin < password.txt")
        @OptionGroup var options: StoreOptions
        @Argument(help: "The address of the person.") var email: String
        @Flag(help: "Read the password from standard input.") var passwordStdin = false

        func run() async throws {
            guard passwordStdin else {
                throw ValidationError(
                    "Give the new password on standard input, with --password-stdin.")
            }
            let password = PasswordInput.read()
            try await options.with { store in
                guard let hash = try await PasswordChoice.hash(password) else {
                    throw Failing("Standard input held no password.")
                }
                try await store.write { t in
                    guard let person = try t.person.find(email: email) else {
                        throw Failing("There is nobody with the address \(email).")
                    }
                    try t.person.setPasswordHash(hash, of: person.id)
                    try t.session.deleteAll(of: person.id)
                }
            }
            print("Password set; all of this person's sessions are closed.")
        }
    }
}

enum PasswordChoice {
    /// Long enough that guessing through the sign-in page is hopeless (NIST SP 800-63B §5.1.1).
    static let shortest = 10

    static func hash(_ password: String?) async throws -> String? {
        guard let password, !password.isEmpty else { return nil }
        guard password.count >= shortest else {
            throw Failing("The password is too short: use at least \(shortest) characters.")
        }
        return try await PasswordHash.make(password)
    }
}
