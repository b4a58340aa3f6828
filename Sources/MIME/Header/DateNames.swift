// The words of a date that say a month or a zone.
extension DateReader {
    enum Month {
        /// By the first letters, in English and the languages whose mailers translate them.
        static func named(_ word: ArraySlice<UInt8>) -> Int? {
            guard word.count >= 3, word.count <= 24 else { return nil }
            let text = String(decoding: word, as: UTF8.self).lowercased()
            return table[String(text.prefix(4))] ?? table[String(text.prefix(3))]
        }

        /// English, German, French, Spanish, Italian, Dutch, the Nordic languages, Portuguese, Romanian,
        /// Hungarian, Polish, Czech, Turkish, Russian, Bulgarian and Ukrainian.
        private static let names = [
            "jan ene gen ian sty led oca tam янв яну січ", "feb fév fev úno lut şub hel фев лют",
            "mar mär mrz maa mrt már bře мар бер", "apr avr abr ápr kwi dub nis huh апр кві",
            "may mai mei maj mag máj kvě tou май мая тра",
            "jun juin giu jún iun cze čvn haz kes июн юни чер",
            "jul juil lug júl iul lip čvc tem hei июл юли лип",
            "aug aoû aou ago sie srp ağu elo авг сер",
            "sep set sze wrz zář eyl syy сен сеп вер", "oct okt out ott paź říj eki lok окт жов",
            "nov noi lis kas marr ноя ное лис", "dec dez déc dic des gru pro ara jou дек гру",
        ]

        private static let table: [String: Int] = {
            var table: [String: Int] = [:]
            for (index, month) in names.enumerated() {
                for name in month.split(separator: " ") { table[String(name)] = index + 1 }
            }
            return table
        }()
    }

    enum Zone {
        /// ("+" / "-") 4DIGIT, also with a colon or fewer digits. Nonsense counts as none.
        static func numeric(_ word: ArraySlice<UInt8>) -> Int? {
            let sign = word.first == ASCII.dash ? -1 : 1
            let rest = word.dropFirst()
            let digits = rest.prefix { $0.isDigit || $0 == ASCII.colon }.filter {
                $0 != ASCII.colon
            }
            guard let number = ASCII.number(digits.prefix(4)) else { return nil }
            return minutes(digits.count < 3 ? number * 100 : number).map { sign * $0 }
        }

        /// Of hours and minutes in four digits.
        static func minutes(_ number: Int) -> Int? {
            let minutes = number / 100 * 60 + number % 100
            return minutes < 24 * 60 ? minutes : nil
        }

        /// RFC 5322 §4.3 and the names that mailers write nevertheless.
        static func named(_ word: some Collection<UInt8>) -> Int? {
            if let first = word.first, first == 0x2B || first == ASCII.dash {
                return numeric(Array(word)[...])
            }
            var letters = word.map(\.lowercased)
            // GMT+0200, UTC-5
            if let sign = letters.firstIndex(where: { $0 == 0x2B || $0 == ASCII.dash }), sign <= 4,
                ["gmt", "utc", "ut"].contains(String(decoding: letters[..<sign], as: UTF8.self))
            {
                return numeric(letters[sign...])
            }
            // `EST5EDT` (POSIX TZ): in summer an hour off, since nobody says when summer is.
            if let digit = letters.firstIndex(where: \.isDigit), digit == 3 || digit == 4 {
                letters.removeSubrange(digit...)
            }
            letters = letters.filter { $0.isLetter }
            return table[String(decoding: letters, as: UTF8.self)]
        }

        private static let table: [String: Int] = [
            "z": 0, "ut": 0, "utc": 0, "gmt": 0, "wet": 0, "est": -300, "edt": -240, "cst": -360,
            "cdt": -300,
            "mst": -420, "mdt": -360, "pst": -480, "pdt": -420, "akst": -540, "akdt": -480,
            "hst": -600,
            "ast": -240, "adt": -180, "nst": -210, "ndt": -150, "bst": 60, "west": 60, "cet": 60,
            "met": 60,
            "mez": 60, "mewt": 60, "swt": 60, "cest": 120, "mest": 120, "mesz": 120, "mesd": 120,
            "eet": 120,
            "sast": 120, "eest": 180, "msk": 180, "msd": 240, "ist": 330, "pkt": 300, "ict": 420,
            "wib": 420,
            "sgt": 480, "hkt": 480, "awst": 480, "jst": 540, "kst": 540, "acst": 570, "aest": 600,
            "aedt": 660,
            "nzst": 720, "nzdt": 780, "brt": -180, "art": -180, "clt": -240,
        ]
    }
}
