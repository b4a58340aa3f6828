import Desk
import Testing

@Suite("Routing")
struct RoutingTests {
    static let support = Project(
        id: 1, name: "Support", order: 2, keywords: ["printer", "paper jam"],
        senderAddresses: ["boss@customer.example"], senderDomains: ["customer.example"])
    static let sales = Project(
        id: 2, name: "Sales", order: 1, keywords: ["Offer"], keywordsMatchCase: true,
        senderDomains: ["shop.customer.example"])

    private func route(
        _ subject: String, _ sender: String? = nil, _ projects: [Project] = [support, sales],
        default defaultProject: ProjectID? = nil
    ) -> ProjectID? {
        Routing.route(
            subject: subject, sender: sender, projects: projects, defaultProject: defaultProject
        ).project
    }

    @Test("a keyword is a whole word in any case, unless the project says otherwise")
    func keywords() {
        #expect(route("My PRINTER burns") == 1)
        #expect(route("My printers burn") == nil)
        #expect(route("There is a Paper Jam!") == 1)
        #expect(route("An Offer for you") == 2)
        #expect(route("an offer for you") == nil)
        var loose = Self.support
        loose.keywordsAreWholeWords = false
        #expect(route("My printers burn", nil, [loose]) == 1)
        #expect(route("Blueprinter", nil, [loose]) == 1)
        #expect(route("My prints burn", nil, [loose]) == nil)
    }

    @Test("keyword before address before domain before the mailbox's default")
    func order() {
        #expect(route("An Offer", "boss@customer.example") == 2)
        #expect(route("Hello", "BOSS@customer.example") == 1)
        #expect(route("Hello", "ann@customer.example", default: 2) == 1)
        #expect(route("Hello", "ann@elsewhere.example", default: 2) == 2)
        #expect(route("Hello", "ann@elsewhere.example") == nil)
        #expect(route("Hello", nil, default: 9) == nil)
    }

    @Test("the longest domain wins, whatever the order")
    func domains() {
        #expect(route("Hello", "ann@shop.customer.example") == 2)
        #expect(route("Hello", "ann@a.shop.customer.example") == 2)
        #expect(route("Hello", "ann@notcustomer.example") == nil)
    }

    @Test("two projects that claim the same tie, and the one that stands higher wins")
    func ties() {
        var other = Self.sales
        other.keywordsMatchCase = false
        other.keywords = ["Printer"]
        other.senderAddresses = ["boss@customer.example"]
        other.senderDomains = ["customer.example", "shop.customer.example"]
        let ties = Routing.ties(of: Self.support, among: [Self.support, other])
        #expect(ties.map(\.kind) == [.keyword, .address, .domain])
        #expect(ties.map(\.winner) == [2, 2, 2])
        #expect(ties.allSatisfy { $0.other == 2 })
        #expect(route("printer", nil, [Self.support, other]) == 2)
        // Of the other's point of view, with the order turned round.
        other.order = 3
        #expect(Routing.ties(of: other, among: [Self.support, other]).map(\.winner) == [1, 1, 1])
    }

    @Test("what can't meet does not tie")
    func noTies() {
        #expect(Routing.ties(of: Self.support, among: [Self.support, Self.sales]).isEmpty)
        // A sub-domain is longer and wins by itself; projects that are off take nothing.
        var off = Self.sales
        off.keywords = ["printer"]
        off.isActive = false
        #expect(Routing.ties(of: Self.support, among: [Self.support, off]).isEmpty)
        // Both mind their case and differ in it.
        var upper = Self.sales
        upper.keywords = ["OFFER"]
        upper.senderDomains = []
        upper.id = 5
        #expect(Routing.ties(of: Self.sales, among: [Self.sales, upper]).isEmpty)
    }

    @Test("a project that is not saved yet stands last")
    func unsaved() {
        let new = Project(id: 0, name: "New", order: .max, keywords: ["printer"])
        #expect(Routing.ties(of: new, among: [Self.support]).map(\.winner) == [1])
    }
}
