internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// What the API answers: JSON with its keys in alphabetical order.
enum JSONAnswer {
    static func value(_ value: some Encodable, status: HTTPResponse.Status = .ok) throws -> Response
    {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return response(Array(try encoder.encode(value)), status)
    }

    static func error(_ status: HTTPResponse.Status, _ sentence: String) -> Response {
        do {
            return try value(["error": sentence], status: status)
        } catch {
            return response(Array(#"{"error":"The answer could not be written."}"#.utf8), status)
        }
    }

    private static func response(_ bytes: [UInt8], _ status: HTTPResponse.Status) -> Response {
        Response(
            status: status,
            headers: [.contentType: "application/json; charset=utf-8", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes + [0x0A])))
    }
}
