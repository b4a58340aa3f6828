internal import Desk
internal import Store

/// The lists of tickets as they stand in addresses and in the sidebar.
enum DeskView: String, Sendable, CaseIterable {
    case needReaction = "need-reaction"
    case mine, unassigned, waiting
    case allOpen = "open"
    case closed
    case everything = "all"

    static let inSidebar: [DeskView] = [
        .needReaction, .mine, .unassigned, .waiting, .allOpen, .closed,
    ]

    init(_ view: TicketView) {
        self =
            switch view {
            case .needReaction: .needReaction
            case .mine: .mine
            case .unassigned: .unassigned
            case .waiting: .waiting
            case .allOpen: .allOpen
            case .closed: .closed
            }
    }

    /// Nil: all tickets.
    func stored(for person: PersonID) -> TicketView? {
        switch self {
        case .needReaction: .needReaction
        case .mine: .mine(person)
        case .unassigned: .unassigned
        case .waiting: .waiting
        case .allOpen: .allOpen
        case .closed: .closed
        case .everything: nil
        }
    }

    var icon: Icon {
        switch self {
        case .needReaction: .bell
        case .mine: .person
        case .unassigned: .circle
        case .waiting: .clock
        case .allOpen: .tray
        case .closed: .done
        case .everything: .tray
        }
    }

    func name(_ t: Language) -> String {
        switch self {
        case .needReaction: t("Need reaction")
        case .mine: t("Mine")
        case .unassigned: t("Unassigned")
        case .waiting: t("Waiting for client")
        case .allOpen: t("All open")
        case .closed: t("Closed")
        case .everything: t("All tickets")
        }
    }

    /// What an empty list of this view means.
    func emptyWords(_ t: Language) -> String {
        switch self {
        case .needReaction:
            t("Nobody is waiting for an answer. New mail from clients appears here by itself.")
        case .mine: t("Tickets that are assigned to you stand here.")
        case .unassigned: t("Open tickets that nobody has taken yet stand here.")
        case .waiting: t("Tickets whose client has the next word stand here.")
        case .allOpen: t("Every ticket that is not closed stands here.")
        case .closed: t("Closed tickets stand here. A client's answer opens one again.")
        case .everything: t("No ticket fits.")
        }
    }
}
