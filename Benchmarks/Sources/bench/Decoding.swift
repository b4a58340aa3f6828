import Foundation
import MIME

/// Everything in a mail decoded: all headers read, all text as UTF-8, all attachments as bytes.
enum Decoding {
    /// What was found, to compare with the peer. Line ends do not count: mails have CRLF, text has LF.
    struct Findings: Equatable {
        var headers = 0
        var textBytes = 0
        var fileBytes = 0
        var subjectBytes = 0
    }

    static func measure(_ corpora: [MailCorpus], beside peer: Peer?) throws -> [Table.Row] {
        var rows: [Table.Row] = []
        var total = (bytes: 0, own: 0.0, peer: 0.0)
        for corpus in corpora {
            let found = corpus.mails.reduce(into: Findings()) { compare(Message($1), &$0) }
            let other = peer?.results[corpus.kind]
            if let other, other.findings != found {
                throw WrongResult(
                    description: "\(corpus.kind): we found \(found), the peer \(other.findings)")
            }
            var read = 0
            let seconds = Measure.processorSeconds {
                for mail in corpus.mails { read += decode(mail) }
            }
            guard read > 0 else { throw WrongResult(description: "\(corpus.kind): nothing read") }
            total.bytes += corpus.bytes
            total.own += seconds
            total.peer += other?.seconds ?? 0
            rows.append(
                row("Decoding mail: \(corpus.kind.title)", corpus.bytes, seconds, other?.seconds))
        }
        rows.append(
            row(
                "Decoding mail: all \(corpora.count * MailCorpus.size) of them", total.bytes,
                total.own, peer == nil ? nil : total.peer))
        return rows
    }

    private static func row(
        _ what: String, _ bytes: Int, _ own: Double, _ peer: Double?
    ) -> Table.Row {
        Table.Row(
            what: what, own: "\(megabytes(bytes, in: own).short) MB/s",
            peer: peer.map { "\(megabytes(bytes, in: $0).short) MB/s" } ?? "",
            ratio: peer.map { "\(($0 / own).short) ×" } ?? "")
    }

    /// The measured work.
    private static func decode(_ mail: [UInt8]) -> Int {
        let message = Message(mail)
        var read = 0
        for part in message.parts {
            for field in part.header.fields { read += field.text.utf8.count }
            // The peer takes these apart whenever it reads them.
            for name in ["From", "To", "Cc"] { read += part.header.addresses(name).count }
            read += Int(part.header.date?.offsetMinutes ?? 0)
            guard part.children.isEmpty else { continue }
            if part.contentType.type == "text" {
                read += message.text(of: part.id).utf8.count
            } else {
                read += message.content(of: part.id).count
            }
        }
        return read
    }

    private static func compare(_ message: Message, _ findings: inout Findings) {
        for part in message.parts {
            findings.headers += part.header.fields.count
            findings.subjectBytes += part.header.subject?.utf8.count ?? 0
            guard part.children.isEmpty else { continue }
            if part.contentType.type == "text" {
                findings.textBytes += message.text(of: part.id).utf8.count { $0 != 10 && $0 != 13 }
            } else {
                findings.fileBytes += message.content(of: part.id).count
            }
        }
    }
}
