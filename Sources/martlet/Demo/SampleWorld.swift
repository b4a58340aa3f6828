/// The small company that `martlet demo` shows: its mailboxes, projects and people.
///
/// All names are made up; the domains are reserved for examples (RFC 2606, RFC 6761).
struct SampleWorld: Sendable {
    /// The company's mailboxes, by the part before the @.
    enum Box: String, CaseIterable, Sendable { case support, sales, office }

    enum Access: Sendable { case imap, pop3 }

    struct Account: Sendable {
        var box: Box
        /// The user name at the mail server, which is the address.
        var user: String
        var password: String
        /// The mailbox's name in lists.
        var title: String
        var access: Access
        /// Where its mail goes when nothing says otherwise; one of ``SampleWorld/projects``.
        var project: String
        /// Folders that exist beside INBOX, as people write them.
        var folders: [String]
        /// Where mail is filed away; empty for POP3, which has no folders.
        var successFolder: String
        var failureFolder: String
    }

    struct Project: Sendable {
        var name: String
        var purpose: String
    }

    enum Role: Sendable { case administrator, operatorOfTickets, client }

    struct Person: Sendable {
        var name: String
        var address: String
        var role: Role
        /// For the web; nil for clients, who write mail only.
        var password: String?
    }

    let domain: String

    init(domain: String = "demo.example") { self.domain = domain }

    /// Support and sales by IMAP, the office by POP3.
    var accounts: [Account] {
        [
            Account(
                box: .support, user: "support@\(domain)", password: "papaya-support-7",
                title: "Support", access: .imap, project: "Papaya",
                folders: ["Sent", "Done", "Done/Errors", "Anfragen/Büro"], successFolder: "Done",
                failureFolder: "Done/Errors"),
            Account(
                box: .sales, user: "sales@\(domain)", password: "papaya-sales-7", title: "Sales",
                access: .imap, project: "Fjord", folders: ["Sent", "Archive"],
                successFolder: "Archive", failureFolder: "INBOX/errors"),
            Account(
                box: .office, user: "office@\(domain)", password: "papaya-office-7",
                title: "Office", access: .pop3, project: "House", folders: [], successFolder: "",
                failureFolder: ""),
        ]
    }

    var projects: [Project] {
        [
            Project(name: "Papaya", purpose: "Invoices for small shops, in the browser"),
            Project(name: "Fjord", purpose: "A router that sets itself up"),
            Project(name: "House", purpose: "Suppliers, scanner, rooms and everything else"),
        ]
    }

    /// Those who answer, the administrator first.
    var staff: [Person] {
        [
            Person(
                name: "Marit Solberg", address: "marit@\(domain)", role: .administrator,
                password: "demo-marit-2027"),
            Person(
                name: "Tunde Adeyemi", address: "tunde@\(domain)", role: .operatorOfTickets,
                password: "demo-tunde-2027"),
            Person(
                name: "Ines Carvalho", address: "ines@\(domain)", role: .operatorOfTickets,
                password: "demo-ines-2027"),
        ]
    }

    /// Those who write, as far as they are people.
    var clients: [Person] {
        SampleSender.people.map {
            Person(name: $0.name, address: $0.address, role: .client, password: nil)
        }
    }

    /// The address of a mailbox.
    func address(_ box: Box) -> String { "\(box.rawValue)@\(domain)" }
}

/// Who writes a sample mail.
struct SampleSender: Sendable {
    var name: String
    var address: String

    init(_ name: String, _ address: String) {
        self.name = name
        self.address = address
    }

    /// Where the sender's mail program makes its message ids.
    var host: String { String(address.split(separator: "@").last ?? "mail.example") }

    static let greta = SampleSender("Greta Lindqvist", "greta@lindqvist-ceramics.example")
    static let juergen = SampleSender("Jürgen Weiß", "j.weiss@weiss-elektro.example")
    static let tomas = SampleSender("Tomás Herrera", "tomas.herrera@hostal-mirador.example")
    static let amelie = SampleSender("Amélie Fournier", "a.fournier@atelier-fournier.example")
    static let misaki = SampleSender("佐藤 美咲", "misaki@sato-shoten.example")
    static let priya = SampleSender("Priya Raman", "priya.raman@example.org")
    static let ollie = SampleSender("Ollie Brandt", "ollie@brandt-bikes.example")
    static let soeren = SampleSender("Søren Østergaard", "soren@oestergaard-vin.example")
    static let chiara = SampleSender("Chiara Bellini", "info@agriturismo-bellini.example")
    static let sanne = SampleSender("Sanne de Vries", "sanne@example.net")
    static let rafael = SampleSender("Rafael Nogueira", "rafael@padaria-nogueira.example")
    static let irina = SampleSender("Ирина Соколова", "i.sokolova@example.com")
    static let chen = SampleSender("陈伟", "chenwei@wangjiang-tea.example")
    static let haneul = SampleSender("김하늘", "haneul@example.org")
    static let layla = SampleSender("ليلى حداد", "layla@haddad-books.example")
    static let nikos = SampleSender("Νίκος Παππάς", "nikos@example.com")
    static let beth = SampleSender("O'Hara, Beth \"Bee\"", "beth.ohara@example.net")
    static let tunde = SampleSender("Tunde Adeyemi", "tunde.adeyemi@example.com")

    static let people = [
        greta, juergen, tomas, amelie, misaki, priya, ollie, soeren, chiara, sanne, rafael, irina,
        chen, haneul, layla, nikos, beth,
    ]
}
