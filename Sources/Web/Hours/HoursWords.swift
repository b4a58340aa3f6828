internal import Desk
internal import Markup

extension Language {
    /// `12 h 30 min`, with a minus below zero.
    func hours(_ duration: Duration) -> String {
        let minutes = Int(duration.components.seconds / 60)
        return minutes < 0 ? "−\(spent(-minutes))" : spent(minutes)
    }

    /// A period by its first and last day.
    func period(_ period: HoursLedger.Period) -> String {
        "\(date(period.start)) – \(date(period.end.adding(days: -1)))"
    }

    func name(_ period: HoursPlan.Period) -> String {
        switch period {
        case .monthly: self("Month")
        case .quarterly: self("Quarter")
        case .halfYearly: self("Half year")
        case .yearly: self("Year")
        }
    }

    func name(_ kind: HoursLedger.Row.Kind) -> String {
        switch kind {
        case .carry: self("Carried over")
        case .grant: self("Granted")
        case .correction: self("Correction")
        case .spend: self("Spent")
        case .expire: self("Expired")
        }
    }

    func inWords(_ unused: HoursPlan.Unused) -> String {
        switch unused {
        case .expire: self("unused hours expire")
        case .carryOver(nil): self("unused hours carry over")
        case .carryOver(1): self("unused hours carry over for 1 period")
        case .carryOver(let periods?): self("unused hours carry over for \(periods) periods")
        }
    }

    /// How the period stands, in a few words.
    func standing(_ period: HoursLedger.Period) -> String {
        let remaining = period.remaining
        return remaining < .zero
            ? self("overdrawn by \(hours(.zero - remaining))") : self("\(hours(remaining)) left")
    }
}

/// How much of what was available is spent, as a bar with its words.
struct HoursMeter {
    var period: HoursLedger.Period

    private var tone: String {
        if period.hasUsed(percent: 100) { return "is-wrong" }
        return period.hasUsed(percent: 80) ? "is-needs" : "is-ok"
    }

    var html: HTML {
        let available = max(period.available.wholeMinutes, 0)
        let share =
            available == 0
            ? (period.spent > .zero ? 120 : 0)
            : min(120, period.spent.wholeMinutes * 120 / available)
        return """
            <svg class="bar hours-bar" viewBox="0 0 120 6" aria-hidden="true"><rect width="120" height="6" rx="3"/><rect class="\(tone)" width="\(share)" height="6" rx="3"/></svg>
            """
    }
}

/// The project's prepaid hours on a ticket's side panel.
struct HoursBalance {
    var page: TicketPage

    func html(_ visit: Visit) -> HTML? {
        guard let period = page.hours else { return nil }
        let t = visit.language
        let isOver = period.remaining < .zero
        return """
            <a class="plain hours-balance" href="\(Site.hours(page.project.id))"><span class="small"><strong\(" class=\"is-wrong\"", if: isOver)>\(t.standing(period))</strong> <span class="muted">\(t("of")) \(t.hours(period.available))</span></span>\(HoursMeter(period: period).html)<span class="small muted">\(t("prepaid until")) \(t.date(period.end.adding(days: -1)))</span></a>
            """
    }
}

/// Available and spent hours of the last periods.
struct HoursChart {
    var periods: [HoursLedger.Period]
    /// More bars say nothing more on this width.
    static let most = 12

    func html(_ t: Language) -> HTML {
        let shown = Array(periods.suffix(Self.most))
        let top = max(
            60,
            shown.map { max($0.available.wholeMinutes, $0.spent.wholeMinutes) }.max() ?? 60)
        let width = 560 / max(4, shown.count)
        var bars: [HTML] = []
        var rows: [HTML] = []
        for (index, period) in shown.enumerated() {
            let x = index * width
            let available = max(0, period.available.wholeMinutes) * 100 / top
            let spent = period.spent.wholeMinutes * 100 / top
            let title =
                "\(t.period(period)): \(t("\(t.hours(period.spent)) spent of \(t.hours(period.available))"))"
            bars.append(
                """
                <g><title>\(title)</title><rect class="is-available" x="\(x + 4)" y="\(104 - available)" width="\(width - 8)" height="\(available)" rx="2"/><rect class="\(period.remaining < .zero ? "is-over" : "is-spent")" x="\(x + width / 4)" y="\(104 - spent)" width="\(width / 2)" height="\(spent)" rx="2"/></g>
                """)
            bars.append(
                "<text x=\"\(x + width / 2)\" y=\"122\" text-anchor=\"middle\">\(t.day(period.start.days))</text>"
            )
            rows.append(
                "<tr><th scope=\"row\">\(t.period(period))</th><td>\(t.hours(period.available))</td><td>\(t.hours(period.spent))</td><td>\(t.hours(period.remaining))</td></tr>"
            )
        }
        return """
            <svg class="chart hours-chart" viewBox="0 0 560 128" aria-hidden="true"><line x1="0" x2="560" y1="104.5" y2="104.5"/>\(bars)</svg>
            <p class="legend small muted"><span><span class="swatch is-available"></span>\(t("Available"))</span> <span><span class="swatch is-spent"></span>\(t("Spent"))</span></p>
            <table class="visually-hidden"><caption>\(t("Hours by period"))</caption><thead><tr><th>\(t("Period"))</th><th>\(t("Available"))</th><th>\(t("Spent"))</th><th>\(t("Left"))</th></tr></thead><tbody>\(rows)</tbody></table>
            """
    }
}
