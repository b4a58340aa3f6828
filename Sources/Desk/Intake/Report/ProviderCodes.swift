/// Numbers by which single providers say why, as they publish them for the keepers of mail servers.
enum ProviderCodes {
    private struct Scheme: Sendable {
        /// What stands right before the number, lower case.
        var marks: [[UInt8]]
        var reasons: [String: BounceReason]
    }

    /// What the number in an answer means; nil where there is none that is known.
    static func reason(in text: BounceText) -> BounceReason? {
        for scheme in schemes {
            for mark in scheme.marks {
                guard let place = text.position(of: mark, from: 0) else { continue }
                let code = text.bytes[(place + mark.count)...].prefix {
                    $0 >= 0x30 && $0 <= 0x39 || $0 >= 0x61 && $0 <= 0x7a
                }
                if let reason = scheme.reasons[String(decoding: code, as: UTF8.self)] {
                    return reason
                }
            }
        }
        return nil
    }

    private static func scheme(
        _ marks: [String], _ rows: [(BounceReason, String)]
    ) -> Scheme {
        var reasons: [String: BounceReason] = [:]
        for (reason, codes) in rows {
            for code in codes.split(separator: " ") { reasons[String(code)] = reason }
        }
        return Scheme(marks: marks.map { Array($0.utf8) }, reasons: reasons)
    }

    private static let schemes: [Scheme] = [
        // Orange and its like
        scheme(
            [
                "ofr_", "ofr-", "ofr004_", "ofr004-", "lpn_", "ouk_", "lpnaaa_", "ofr006_",
                "ofr005_",
            ],
            [
                (.blocked, "101 102 103 105 510 999"), (.tooManyConnections, "104 109"),
                (.securityError, "305 402"), (.authenticationFailed, "401 517"),
                (.rejected, "403 405 415 421"), (.userUnknown, "416 418"), (.mailboxFull, "417"),
                (.suspended, "420 426"), (.systemError, "505"), (.spamDetected, "506"),
                (.messageTooBig, "514"), (.policyViolation, "630"),
            ]),
        // Cox, Spectrum
        scheme(
            ["aup#"],
            [
                (.blocked, "cxbl cdrbl 1000 1200 1210 1220 1230 1240 1250"),
                (.requiresPTR, "cxdns 1100 1110 1120 1130 1140 1150"),
                (.authenticationFailed, "cxsndr"),
                (.rejected, "cxsmtp 1010 1020 1030 1040 1050 1060 1070 1080 1500 1520"),
                (.tooManyConnections, "cxcnct cxmxrt 1300 1310 1320 1330 1340"),
                (.securityError, "cxthrt cxmj"), (.systemError, "1090"), (.networkError, "1260"),
                (.policyViolation, "1160 1170 1180 1190 1560"), (.messageTooBig, "1530"),
                (
                    .speeding,
                    "1350 1360 1370 1380 1390 1400 1410 1420 1430 1440 1450 1460 1470 1480 1490 1540 1550 1580"
                ),
            ]),
        scheme(
            [" ib", "-ib", ": ib"],
            [
                (.securityError, "401"), (.notCompliant, "501 502"), (.rejected, "506"),
                (.authenticationFailed, "508"), (.requiresPTR, "108"), (.spamDetected, "212"),
                (.virusDetected, "705"), (.tooManyConnections, "605 007"),
                (.speeding, "101 504 510 607"), (.blocked, "104 105 106 110 111 112 113"),
                (.badReputation, "103"),
            ]),
        // Facebook
        scheme(
            ["pol-"],
            [
                (.blocked, "p1 p2 p3 p4 t1 t2 t3"), (.virusDetected, "p5"), (.spamDetected, "p6"),
                (.authenticationFailed, "p7"),
            ]),
        scheme(
            ["rcp-"],
            [
                (.userUnknown, "p1"), (.filtered, "p2 p3"), (.suspended, "t4"),
                (.systemError, "t1"),
            ]),
        scheme(
            ["msg-"],
            [
                (.messageTooBig, "p1"), (.contentError, "p2"), (.notCompliant, "p3"),
                (.tooManyConnections, "t1"),
            ]),
        scheme(["int-"], [(.userUnknown, "p1 p3 p4"), (.messageTooBig, "p2")]),
        scheme(["dns-"], [(.rejected, "p1 p2 t1"), (.requiresPTR, "p3 t2")]),
        scheme(["con-"], [(.tooManyConnections, "t1 t2 t3 t4")]),
        // i.ua
        scheme(
            [".i.ua/err/"],
            [
                (.noRelaying, "1 6"), (.userUnknown, "2"), (.suspended, "3"), (.mailboxFull, "4"),
                (.tooManyConnections, "5"), (.blocked, "7 9"), (.rejected, "8"), (.filtered, "10"),
            ]),
        // PowerMTA's categories
        scheme(
            ["bouncecategory: "],
            [
                (.userUnknown, "bad"), (.suspended, "inactive"), (.mailboxFull, "quota"),
                (.spamDetected, "spam"), (.policyViolation, "policy"), (.virusDetected, "virus"),
                (.contentError, "content"), (.noRelaying, "relaying"), (.rejected, "invalid"),
            ]),
    ]
}
