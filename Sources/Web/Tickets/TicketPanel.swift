internal import Desk
internal import Markup

/// Beside the conversation: fields, participants, and how this became a ticket.
struct TicketPanel {
    var page: TicketPage

    func html(_ visit: Visit) -> HTML {
        let t = visit.language
        return """
            <aside class="panel" aria-label="\(t("About this ticket"))">
            \(properties(visit))
            \(TicketTags(page: page).html(visit))
            \(TicketTime(page: page).html(visit))
            <section id="ticket-people" data-live="ticket"><h2>\(t("People"))</h2><ul class="people">\(people(t))</ul></section>
            \(others(visit))
            <section id="ticket-origin"><h2>\(t("How this became a ticket"))</h2>\(origin(visit))</section>
            </aside>
            """
    }

    private func properties(_ visit: Visit) -> HTML {
        let t = visit.language
        let ticket = page.ticket
        let staff = page.staff.filter { $0.isActive || $0.id == ticket.assignee }
        let assignees = [("", t("Nobody"))] + staff.map { ($0.id.description, $0.displayName) }
        let projects = page.projects.filter { $0.isActive || $0.id == ticket.project }
        return """
            <section id="ticket-fields" data-live="ticket"><form method="post" action="\(Site.ticket(ticket.id, "changes"))">\(visit.token)
            \(property("status", t("Status"), Ticket.Status.allCases.map { ($0.rawValue, t.name($0)) }, ticket.status.rawValue))
            \(property("assignee", t("Assignee"), assignees, ticket.assignee?.description ?? ""))
            \(property("priority", t("Priority"), Ticket.Priority.allCases.map { ($0.rawValue, t.name($0)) }, ticket.priority.rawValue))
            \(property("project", t("Project"), projects.map { ($0.id.description, $0.name) }, ticket.project.description))
            <div class="property"><span class="label">\(t("Created"))</span><span>\(t.ago(ticket.createdAt, now: visit.now))</span></div>
            <button class="button is-small apply">\(t("Apply"))</button></form></section>
            """
    }

    private func property(
        _ name: String, _ label: String, _ options: [(String, String)], _ chosen: String
    ) -> HTML {
        let items: [HTML] = options.map {
            "<option value=\"\($0.0)\"\(" selected", if: $0.0 == chosen)>\($0.1)</option>"
        }
        return """
            <div class="property"><label for="p-\(name)">\(label)</label><select id="p-\(name)" name="\(name)" data-submits>\(items)</select></div>
            """
    }

    private func people(_ t: Language) -> [HTML] {
        page.participants.map { contact in
            let person = page.people.values.first { $0.email == contact.key }
            let isRequester = page.requester.email == contact.key
            let role =
                isRequester
                ? t("Requester") : person?.isStaff == true ? t("Desk") : t("Participant")
            return """
                <li>\(Avatar(name: contact.displayName, kind: person?.isStaff == true ? .staff : .client).html)<div><strong title="\(contact.displayName)">\(contact.displayName)</strong><small title="\(contact.address)">\(role) · \(contact.address)</small></div></li>
                """
        }
    }

    private func others(_ visit: Visit) -> HTML? {
        guard !page.others.isEmpty else { return nil }
        let t = visit.language
        let items: [HTML] = page.others.prefix(5).map {
            "<li><div><a class=\"plain\" href=\"\(Site.ticket($0.id))\"><strong>#\($0.id) \($0.subject)</strong></a><small>\(t.name($0.status)) · \(t.ago($0.updatedAt, now: visit.now))</small></div></li>"
        }
        return
            "<section><h2>\(t("More from this requester"))</h2><ul class=\"people\">\(items)</ul></section>"
    }

    private func origin(_ visit: Visit) -> HTML {
        let t = visit.language
        guard let origin = page.origin else {
            return "<p class=\"muted small\">\(t("It was made by hand."))</p>"
        }
        let steps: [HTML] = page.trace.filter { $0.verdict != .passed }.map {
            TraceView.compact($0)
        }
        return """
            <p class="small">\(origin.reason)</p>
            <ul class="trace is-compact">\(steps)</ul>
            <p class="small muted">\(t("Mailbox")) \(page.mailboxName ?? "–") · \(t.ago(origin.receivedAt, now: visit.now))</p>
            <p class="small"><a href="\(Site.inboundMail(origin.id))">\(t("Every rule, headers and raw mail"))</a></p>
            """
    }
}

/// The decision trace as a readable list: rule, finding, verdict.
struct TraceView {
    var steps: [TraceStep]
    var language: Language

    var html: HTML {
        let t = language
        let rows: [HTML] = steps.map { step in
            let (icon, word): (Icon, String) =
                switch step.verdict {
                case .passed: (.circleMinus, t("does not apply"))
                case .noted: (.info, t("noted"))
                case .decided: (.done, t("decided"))
                }
            return """
                <li class="is-\(step.verdict.rawValue)">\(icon)<span class="rule">\(step.rule)</span><span class="finding">\(step.finding)</span><span class="small muted">\(word)</span></li>
                """
        }
        return "<ul class=\"trace\">\(rows)</ul>"
    }

    static func compact(_ step: TraceStep) -> HTML {
        let icon: Icon = step.verdict == .decided ? .done : .info
        return
            "<li class=\"is-\(step.verdict.rawValue)\">\(icon)<span class=\"rule\">\(step.rule)</span><span class=\"finding\">\(step.finding)</span></li>"
    }
}
