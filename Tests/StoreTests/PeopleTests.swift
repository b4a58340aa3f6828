import Desk
import Store
import TestSupport
import Testing

@Suite struct PeopleTests {
    @Test(arguments: TestEngine.all)
    func `a person is found by number and by address in any case`(_ engine: TestEngine) async throws
    {
        try await withStore(engine) { store in
            let added = try await store.write { t throws in
                try t.person.add(
                    role: .operator, name: "Jürgen", email: "Jurgen@Desk.EXAMPLE", at: start)
            }
            #expect(added.email == "jurgen@desk.example")
            #expect(added.role == .operator && added.isActive && added.createdAt == start)
            let (byID, byEmail, none) = try await store.read { t throws in
                (
                    try t.person.find(added.id), try t.person.find(email: "JURGEN@desk.example"),
                    try t.person.find(email: "else@desk.example")
                )
            }
            #expect(byID == added && byEmail == added && none == nil)
        }
    }

    @Test(arguments: TestEngine.all)
    func `an address belongs to one person`(_ engine: TestEngine) async throws {
        try await withStore(engine) { store in
            let desk = try await SampleDesk(store)
            await #expect(throws: StoreError.self) {
                try await store.write { t throws in
                    _ = try t.person.add(
                        role: .client, name: "", email: "ANN@client.example", at: start)
                }
            }
            var bob = desk.bob
            bob.email = "ann@client.example"
            await #expect(throws: StoreError.self) {
                try await store.write { [bob] t in try t.person.update(bob) }
            }
        }
    }

    @Test(arguments: TestEngine.all)
    func `a client is made on first contact and known afterwards`(_ engine: TestEngine) async throws
    {
        try await withStore(engine) { store in
            let (first, again) = try await store.write { t throws in
                (
                    try t.person.findOrAddClient(Contact(address: "New@Client.example"), at: start),
                    try t.person.findOrAddClient(
                        Contact(name: "Nina", address: "new@client.example"), at: start)
                )
            }
            #expect(first.id == again.id && first.role == .client)
            #expect(again.name == "Nina")
            let kept = try await store.write { t throws in
                try t.person.findOrAddClient(
                    Contact(name: "Other", address: "new@client.example"), at: start)
            }
            #expect(kept.name == "Nina")
        }
    }

    @Test(arguments: TestEngine.all)
    func `mail from an address of any length makes a client`(_ engine: TestEngine) async throws {
        try await withStore(engine) { store in
            let long = String(repeating: "ä", count: 20_000) + "@client.example"
            let other = long + ".org"
            let (a, b, again) = try await store.write { t throws in
                (
                    try t.person.findOrAddClient(Contact(address: long), at: start),
                    try t.person.findOrAddClient(Contact(address: other), at: start),
                    try t.person.findOrAddClient(Contact(address: long), at: start)
                )
            }
            #expect(a.id == again.id && a.id != b.id)
        }
    }

    @Test(arguments: TestEngine.all)
    func `staff are operators and administrators`(_ engine: TestEngine) async throws {
        try await withStore(engine) { store in
            _ = try await SampleDesk(store)
            #expect(try await store.read { t in try !t.person.hasAdministrator() })
            let (staff, all) = try await store.write { t throws in
                _ = try t.person.add(
                    role: .administrator, name: "Ada", email: "ada@desk.example", at: start)
                return (try t.person.staff(), try t.person.all())
            }
            #expect(staff.map(\.name) == ["Ada", "Olga"])
            #expect(all.map(\.name) == ["Ada", "Ann", "Bob", "Olga"])
            #expect(try await store.read { t in try t.person.hasAdministrator() })
        }
    }

    @Test(arguments: TestEngine.all)
    func `a password hash is kept beside its person`(_ engine: TestEngine) async throws {
        try await withStore(engine) { store in
            let desk = try await SampleDesk(store)
            let (before, after) = try await store.write { t throws in
                let before = try t.person.passwordHash(of: desk.olga.id)
                try t.person.setPasswordHash("$scrypt$…", of: desk.olga.id)
                return (before, try t.person.passwordHash(of: desk.olga.id))
            }
            #expect(before == nil && after == "$scrypt$…")
        }
    }

    @Test(arguments: TestEngine.all)
    func `a session is found until it expires or its person is locked out`(
        _ engine: TestEngine
    ) async throws {
        try await withStore(engine) { store in
            let desk = try await SampleDesk(store)
            let end = start + .seconds(60)
            let (found, late, afterTouch) = try await store.write { t throws in
                try t.session.add(
                    tokenHash: "h", person: desk.olga.id, csrf: "c", at: start, expires: end)
                let found = try t.session.find(tokenHash: "h", now: start)
                let late = try t.session.find(tokenHash: "h", now: end)
                try t.session.touch(tokenHash: "h", at: start, expires: end + .seconds(60))
                return (found, late, try t.session.find(tokenHash: "h", now: end))
            }
            #expect(found?.person == desk.olga && found?.csrf == "c" && found?.expiresAt == end)
            #expect(late == nil && afterTouch != nil)
            var locked = desk.olga
            locked.isActive = false
            let (afterLock, expired, left) = try await store.write { [locked] t in
                try t.person.update(locked)
                let afterLock = try t.session.find(tokenHash: "h", now: start)
                return (
                    afterLock, try t.session.deleteExpired(now: end + .seconds(60)),
                    try t.session.deleteExpired(now: end + .seconds(60))
                )
            }
            #expect(afterLock == nil && expired == 1 && left == 0)
        }
    }

    @Test(arguments: TestEngine.all)
    func `signing out everywhere keeps the session at hand`(_ engine: TestEngine) async throws {
        try await withStore(engine) { store in
            let desk = try await SampleDesk(store)
            let left = try await store.write { t throws in
                for hash in ["a", "b", "c"] {
                    try t.session.add(
                        tokenHash: hash, person: desk.olga.id, csrf: "", at: start,
                        expires: start + .seconds(60))
                }
                try t.session.delete(tokenHash: "a")
                try t.session.deleteAll(of: desk.olga.id, except: "b")
                return try ["a", "b", "c"].filter {
                    try t.session.find(tokenHash: $0, now: start) != nil
                }
            }
            #expect(left == ["b"])
        }
    }

    @Test(arguments: TestEngine.all)
    func `a one-time link works once, for its purpose, until it expires`(
        _ engine: TestEngine
    ) async throws {
        try await withStore(engine) { store in
            let desk = try await SampleDesk(store)
            let end = start + .seconds(60)
            try await store.write { t throws in
                try t.oneTimeLink.add(tokenHash: "first", purpose: "setup", expires: end)
                try t.oneTimeLink.add(
                    tokenHash: "second", purpose: "sign-in", person: desk.ann.id, expires: end)
                #expect(try t.oneTimeLink.isValid(tokenHash: "first", purpose: "setup", now: start))
                #expect(
                    try !t.oneTimeLink.isValid(tokenHash: "first", purpose: "sign-in", now: start))
                #expect(
                    try t.oneTimeLink.use(tokenHash: "first", purpose: "setup", now: end) == nil)
                let used = try t.oneTimeLink.use(tokenHash: "first", purpose: "setup", now: start)
                #expect(used == OneTimeLink(person: nil))
                #expect(
                    try t.oneTimeLink.use(tokenHash: "first", purpose: "setup", now: start) == nil)
                #expect(
                    try !t.oneTimeLink.isValid(tokenHash: "first", purpose: "setup", now: start))
                let second = try t.oneTimeLink.use(
                    tokenHash: "second", purpose: "sign-in", now: start)
                #expect(second?.person == desk.ann.id)
            }
        }
    }

    @Test(arguments: TestEngine.all)
    func `a project keeps all that is set, in its place in the order`(
        _ engine: TestEngine
    ) async throws {
        try await withStore(engine) { store in
            let desk = try await SampleDesk(store)
            var project = desk.web
            project.keywords = ["Büro, neu", "it"]
            project.keywordsMatchCase = true
            project.senderAddresses = ["ann@client.example"]
            project.senderDomains = ["client.example"]
            project.defaultAssignee = desk.olga.id
            project.defaultPriority = .high
            project.statusAfterClientResponse = .new
            project.reopenWithinDays = 30
            project.isActive = false
            let (stored, all, byName) = try await store.write { [project] t in
                try t.project.update(project)
                return (
                    try t.project.find(project.id), try t.project.all(),
                    try t.project.find(name: "BÜRO")
                )
            }
            #expect(stored == project)
            #expect(all.map(\.name) == ["Büro", "Web"])
            #expect(byName == desk.office)
            await #expect(throws: StoreError.taken("A project named WEB")) {
                try await store.write { t in _ = try t.project.add(name: "WEB") }
            }
        }
    }

    @Test(arguments: TestEngine.all)
    func `the members of a project are exactly those that are set`(_ engine: TestEngine)
        async throws
    {
        try await withStore(engine) { store in
            let desk = try await SampleDesk(store)
            let (first, second) = try await store.write { t throws in
                try t.project.setMembers(
                    [desk.olga.id, desk.ann.id, desk.olga.id], of: desk.web.id)
                let first = try t.project.members(of: desk.web.id)
                try t.project.setMembers([desk.ann.id], of: desk.web.id)
                return (first, try t.project.members(of: desk.web.id))
            }
            #expect(Set(first) == [desk.olga.id, desk.ann.id] && first.count == 2)
            #expect(second == [desk.ann.id])
        }
    }

    @Test(arguments: TestEngine.all)
    func `a setting is the last text that was set`(_ engine: TestEngine) async throws {
        try await withStore(engine) { store in
            let values = try await store.write { t throws in
                let none = try t.setting.text("name")
                try t.setting.set("name", "one")
                try t.setting.set("name", "two")
                let settled = try t.setting.settle("name", "three")
                let new = try t.setting.settle("other", "four")
                try t.setting.remove("name")
                return [none, settled, new, try t.setting.text("name")]
            }
            #expect(values == [nil, "two", "four", nil])
        }
    }
}
