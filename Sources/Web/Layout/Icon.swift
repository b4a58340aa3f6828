internal import Markup

/// The product's own icons: 16 px grid, 1.5 px stroke. Decoration always, so hidden from screen readers:
/// a word stands beside each.
struct Icon {
    private let shape: HTML

    private init(_ shape: HTML) { self.shape = shape }

    var html: HTML { Icon.drawing(shape) }

    private static func drawing(_ shape: HTML) -> HTML {
        "<svg class=\"icon\" viewBox=\"0 0 16 16\" aria-hidden=\"true\">\(shape)</svg>"
    }

    static var dashboard: Icon {
        Icon(
            "<path d=\"M2.5 2.5h4.5v5h-4.5zM9 2.5h4.5v3H9zM9 8.5h4.5v5H9zM2.5 10.5h4.5v3h-4.5z\"/>")
    }
    static var bell: Icon {
        Icon(
            "<path d=\"M8 2a4 4 0 0 0-4 4c0 3.5-1.5 4.5-1.5 4.5h11S12 9.5 12 6a4 4 0 0 0-4-4zM6.8 13.2a1.3 1.3 0 0 0 2.4 0\"/>"
        )
    }
    static var person: Icon {
        Icon(
            "<circle cx=\"8\" cy=\"5.5\" r=\"2.7\"/><path d=\"M2.8 13.5c.6-2.6 2.6-4 5.2-4s4.6 1.4 5.2 4\"/>"
        )
    }
    static var people: Icon {
        Icon(
            "<circle cx=\"6\" cy=\"5.5\" r=\"2.3\"/><path d=\"M1.5 13c.5-2.3 2.2-3.5 4.5-3.5s4 1.2 4.5 3.5M10.5 3.4a2.3 2.3 0 0 1 0 4.2M12 9.9c1.4.5 2.2 1.6 2.5 3.1\"/>"
        )
    }
    static var circle: Icon {
        Icon("<circle cx=\"8\" cy=\"8\" r=\"5.5\" stroke-dasharray=\"2.6 2\"/>")
    }
    static var clock: Icon {
        Icon("<circle cx=\"8\" cy=\"8\" r=\"5.8\"/><path d=\"M8 4.8V8l2.2 1.4\"/>")
    }
    static var tray: Icon {
        Icon("<path d=\"M2.5 9.5 4.2 3.5h7.6l1.7 6v3.5h-11zM2.5 9.5h3.2l.8 1.5h3l.8-1.5h3.2\"/>")
    }
    static var check: Icon { Icon("<path d=\"m3.5 8.5 3 3 6-7\"/>") }
    static var done: Icon {
        Icon("<circle cx=\"8\" cy=\"8\" r=\"5.8\"/><path d=\"m5.5 8.2 1.8 1.8 3.3-3.8\"/>")
    }
    static var folder: Icon {
        Icon(
            "<path d=\"M2 4.5c0-.6.4-1 1-1h3l1.5 1.5H13c.6 0 1 .4 1 1v5.5c0 .6-.4 1-1 1H3c-.6 0-1-.4-1-1z\"/>"
        )
    }
    static var mail: Icon { Icon("<path d=\"M2 4h12v8.5H2zM2.3 4.3 8 9l5.7-4.7\"/>") }
    static var gear: Icon {
        Icon(
            "<circle cx=\"8\" cy=\"8\" r=\"2.1\"/><path d=\"M8 1.8v1.9M8 12.3v1.9M1.8 8h1.9M12.3 8h1.9M3.6 3.6l1.4 1.4M11 11l1.4 1.4M12.4 3.6 11 5M5 11l-1.4 1.4\"/>"
        )
    }
    static var search: Icon {
        Icon("<circle cx=\"7\" cy=\"7\" r=\"4.3\"/><path d=\"m10.3 10.3 3.2 3.2\"/>")
    }
    static var plus: Icon { Icon("<path d=\"M8 3v10M3 8h10\"/>") }
    static var chevron: Icon { Icon("<path d=\"m6 3.5 4.5 4.5L6 12.5\"/>") }
    static var back: Icon { Icon("<path d=\"M10 3.5 5.5 8l4.5 4.5\"/>") }
    static var dots: Icon {
        Icon("<path d=\"M8 3.3v.01M8 8v.01M8 12.7v.01\" stroke-width=\"2.4\"/>")
    }
    static var warning: Icon { Icon("<path d=\"M8 2.3 14.3 13.2H1.7zM8 6.5v3M8 11.4v.01\"/>") }
    static var stop: Icon {
        Icon("<circle cx=\"8\" cy=\"8\" r=\"5.8\"/><path d=\"M8 5v3.5M8 10.9v.01\"/>")
    }
    static var info: Icon {
        Icon("<circle cx=\"8\" cy=\"8\" r=\"5.8\"/><path d=\"M8 7.5V11M8 5.2v.01\"/>")
    }
    static var play: Icon { Icon("<path d=\"M4.5 3v10l8-5z\"/>") }
    static var pause: Icon { Icon("<path d=\"M5.5 3.5v9M10.5 3.5v9\"/>") }
    static var pencil: Icon { Icon("<path d=\"m3 13 .7-2.9 7-7 2.2 2.2-7 7zM9.2 4.6l2.2 2.2\"/>") }
    static var copy: Icon { Icon("<path d=\"M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3\"/>") }
    static var trash: Icon {
        Icon("<path d=\"M3 4.5h10M6.5 4.5v-2h3v2M4.2 4.5l.6 9h6.4l.6-9M6.8 7v4M9.2 7v4\"/>")
    }
    static var eye: Icon {
        Icon(
            "<path d=\"M1.5 8s2.3-4.3 6.5-4.3S14.5 8 14.5 8 12.2 12.3 8 12.3 1.5 8 1.5 8z\"/><circle cx=\"8\" cy=\"8\" r=\"1.9\"/>"
        )
    }
    static var download: Icon { Icon("<path d=\"M8 2.5v7.5M5 7.2l3 3 3-3M2.8 13.3h10.4\"/>") }
    static var reply: Icon {
        Icon("<path d=\"M6.5 3.5 2.5 7.5l4 4M2.5 7.5h6.5c2.8 0 4.5 1.7 4.5 5\"/>")
    }
    static var note: Icon {
        Icon("<path d=\"M3 2.5h10v7.5l-3.5 3.5H3zM9.5 13.5V10H13M5.5 5.5h5M5.5 8h3\"/>")
    }
    static var clip: Icon {
        Icon(
            "<path d=\"m13 7.3-5.3 5.3a3.2 3.2 0 0 1-4.5-4.5l5.6-5.6a2.1 2.1 0 0 1 3 3L6.3 11a1 1 0 0 1-1.5-1.5L9.6 4.8\"/>"
        )
    }
    static var bounce: Icon {
        Icon("<path d=\"M2 4h12v5M2 4v8.5h6M2.3 4.3 8 9l5.7-4.7M10.5 11l3.5 3.5M14 11l-3.5 3.5\"/>")
    }
    static var history: Icon {
        Icon("<path d=\"M2.5 3v3h3M2.7 6A5.8 5.8 0 1 1 2.3 8.8M8 5v3.2l2.2 1.3\"/>")
    }
    static var logOut: Icon { Icon("<path d=\"M6 2.5H3v11h3M10 5l3 3-3 3M6.5 8H13\"/>") }
    static var turning: Icon { Icon("<path d=\"M13.5 8A5.5 5.5 0 1 1 8 2.5\"/>") }
    static var rise: Icon { Icon("<path d=\"M8 13V3.5M4 7.5l4-4 4 4\"/>") }
    static var fall: Icon { Icon("<path d=\"M8 3v9.5M4 8.5l4 4 4-4\"/>") }
    static var image: Icon {
        Icon(
            "<path d=\"M2 3h12v10H2zM2.5 11.5 6 7.5l3 3 1.8-1.8 3 3\"/><circle cx=\"10.8\" cy=\"5.8\" r=\".9\"/>"
        )
    }
    static var plug: Icon { Icon("<path d=\"M6 2v3M10 2v3M4 5h8v2.5a4 4 0 0 1-8 0zM8 11.5V14\"/>") }
    static var circleMinus: Icon {
        Icon("<circle cx=\"8\" cy=\"8\" r=\"5.8\"/><path d=\"M5.5 8h5\"/>")
    }
    static var server: Icon {
        Icon("<path d=\"M2.5 3h11v4h-11zM2.5 9h11v4h-11zM5 5v.01M5 11v.01\"/>")
    }
}

extension HTML.StringInterpolation {
    mutating func appendInterpolation(_ icon: Icon) { appendInterpolation(icon.html) }
    mutating func appendInterpolation(_ path: Path) { appendInterpolation(path.text) }
}
