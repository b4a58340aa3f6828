import Desk
import Foundation
import HTTPTypes
import Store
import TestSupport
import Testing

@testable import Web

@Suite("Routing pages and the API")
struct RoutingPageTests {
    private func projects(_ desk: DeskInTest) async throws -> (Project, Project) {
        try await desk.store.write { tables in
            let support = try tables.project.add(
                Project(
                    id: 0, name: "Support", order: 1, keywords: ["printer"],
                    senderDomains: ["client.test"]))
            let sales = try tables.project.add(
                Project(id: 0, name: "Sales", order: 2, keywords: ["Printer", "offer"]))
            _ = try tables.mailbox.add(
                Mailbox(
                    id: 0, name: "Sales mail", host: "imap.desk.test", port: 993,
                    user: "sales@desk.test", defaultProject: sales.id, createdAt: DeskInTest.now))
            return (support, sales)
        }
    }

    @Test(
        "a tie is warned about in the form and the list, and the order settles it",
        arguments: TestEngine.all)
    func ties(_ engine: TestEngine) async throws {
        try await DeskInTest.run(on: engine) { desk in
            let (support, sales) = try await projects(desk)
            let admin = try await desk.signedIn(.administrator)
            let form = try await admin.get("/administration/projects/\(sales.id)").text
            #expect(form.contains("Two projects claim the same mail"))
            #expect(form.contains("The keyword “Printer”"))
            #expect(form.contains("is one of “Support” too, which stands higher"))
            #expect(
                try await admin.get("/administration/projects/\(support.id)").text
                    .contains("this project stands higher"))
            #expect(
                try await admin.get("/administration/projects").text
                    .contains("1 rule is another project&#39;s too"))
            #expect(
                try await admin.post("/administration/projects/\(sales.id)/rise", []).status == 303)
            #expect(
                try await desk.store.read { try $0.project.all().map(\.name) } == [
                    "Sales", "Support",
                ])
            #expect(
                try await admin.get("/administration/projects/\(sales.id)").text
                    .contains("this project stands higher"))
            // At the end of the list nothing moves.
            _ = try await admin.post("/administration/projects/\(support.id)/fall", [])
            #expect(
                try await desk.store.read { try $0.project.all().map(\.name) } == [
                    "Sales", "Support",
                ])
            // Saving a tie comes back to the form that says so.
            let saved = try await admin.post(
                "/administration/projects",
                [
                    ("name", "Third"), ("active", "yes"), ("keywords", "offer"),
                    ("keywordsAreWholeWords", "yes"),
                ])
            let third = try #require(
                try await desk.store.read { try $0.project.find(name: "Third") })
            #expect(saved.location == "/administration/projects/\(third.id)?done=saved")
            #expect(third.order == 3 && third.keywordsAreWholeWords)
        }
    }

    @Test("“Try it” tells project and reason without scripts", arguments: TestEngine.all)
    func trial(_ engine: TestEngine) async throws {
        try await DeskInTest.run(on: engine) { desk in
            _ = try await projects(desk)
            let admin = try await desk.signedIn(.administrator)
            func answer(_ query: String) async throws -> String {
                try await admin.get("/administration/projects/trial?\(query)").text
            }
            let keyword = try await answer("subject=My+PRINTER+burns")
            #expect(
                keyword.contains("The subject has “printer”, a keyword of the project Support."))
            let domain = try await answer("from=ann@sub.client.test&subject=Hello")
            #expect(domain.contains("a domain of the project Support"))
            let fallback = try await answer("from=x@y.test&to=Sales%2Btag@desk.test&subject=Hello")
            #expect(fallback.contains("is an address of the mailbox Sales mail."))
            #expect(fallback.contains("default project is Sales."))
            let none = try await answer("from=x@y.test&to=who@desk.test")
            #expect(none.contains("No project: the mail would go to quarantine."))
            #expect(none.contains("is no address of a mailbox"))
            let box = try await admin.get("/administration/projects").text
            #expect(box.contains("action=\"/administration/projects/trial\""))
        }
    }

    @Test(
        "find-by-email answers as JSON to a token, and to nothing else", arguments: TestEngine.all)
    func api(_ engine: TestEngine) async throws {
        try await DeskInTest.run(on: engine) { desk in
            let (support, _) = try await projects(desk)
            let op = try await desk.signedIn(.operator)
            let page = try await op.post("/account/tokens", [("name", "Telephone")])
            let start = try #require(page.text.range(of: "martlet_"))
            let token = String(page.text[start.lowerBound...].prefix { $0 != "<" })
            #expect(token.count == "martlet_".count + 64)
            // Shown once, kept as a digest.
            #expect(!(try await op.get("/account/tokens").text.contains(token)))
            let path =
                "/api/v1/projects/find-by-email?from=ann@client.test&to=sales@desk.test&subject=Hi"

            var program = desk.browser
            let refused = try await program.get(path)
            #expect(refused.status == 401)
            #expect(refused.header("WWW-Authenticate") == "Bearer realm=\"martlet\"")
            #expect(refused.headers[.contentType]?.hasPrefix("application/json") == true)
            #expect(refused.cookie("martlet_form") == nil)
            // A session is no token.
            #expect(try await op.get(path).status == 401)

            program.headers["Authorization"] = "Bearer \(token)"
            let answer = try await program.get(path)
            #expect(answer.status == 200)
            let json = try #require(
                try JSONSerialization.jsonObject(with: Data(answer.text.utf8)) as? [String: Any])
            let project = try #require(json["project"] as? [String: Any])
            #expect(project["id"] as? Int64 == support.id.rawValue)
            #expect(project["name"] as? String == "Support")
            #expect((json["mailbox"] as? [String: Any])?["name"] as? String == "Sales mail")
            #expect((json["reason"] as? String)?.contains("client.test") == true)
            let trace = try #require(json["trace"] as? [[String: String]])
            #expect(trace.last?["verdict"] == "decided")
            let nobody = try await program.get("/api/v1/projects/find-by-email?from=x@y.test")
            #expect(nobody.status == 200 && nobody.text.contains("\"project\":null"))
            #expect(try await program.get("/api/v1/projects/find-by-email").status == 400)

            let list = try await op.get("/account/tokens").text
            #expect(list.contains("Telephone") && list.contains("just now"))
            let id = try #require(
                try await desk.store.read { tables in
                    try tables.person.find(email: "operator@desk.test").map {
                        try tables.apiToken.of($0.id).first?.id
                    } ?? nil
                })
            let other = try await desk.signedIn(.administrator)
            #expect(try await other.post("/account/tokens/\(id)/revocation", []).status == 404)
            #expect(try await op.post("/account/tokens/\(id)/revocation", []).status == 303)
            #expect(try await program.get(path).status == 401)
        }
    }
}
