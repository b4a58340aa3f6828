internal import CAssets
internal import Crypto
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// Style sheet, scripts and mark, compiled in. All live under a path made of the digest of all of them, so browsers keep them for
/// a year, a new version is fetched at once, and scripts may import each other by relative names.
struct Assets: Sendable {
    private struct File: Sendable {
        var contentType: String
        var body: ByteBuffer
    }

    private let files: [String: File]
    let version: String

    static let shared = Assets()

    private init() {
        var files: [String: File] = [:]
        var digest = SHA256()
        var count = 0
        if let table = martlet_assets(&count) {
            for asset in UnsafeBufferPointer(start: table, count: count) {
                let bytes = Array(UnsafeBufferPointer(start: asset.data, count: asset.size))
                digest.update(data: bytes)
                files[String(cString: asset.name)] = File(
                    contentType: String(cString: asset.content_type),
                    body: ByteBuffer(bytes: bytes))
            }
        }
        self.files = files
        version = digest.finalize().prefix(6).map { byte in
            String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
        }.joined()
    }

    func path(_ name: String) -> Path { Path(text: "/assets/\(version)/\(name)") }

    func response(version: String, name: String) throws -> Response {
        guard version == self.version, let file = files[name] else { throw HTTPError(.notFound) }
        return Response(
            status: .ok,
            headers: [
                .contentType: file.contentType,
                .cacheControl: "public, max-age=31536000, immutable",
            ],
            body: ResponseBody(byteBuffer: file.body))
    }
}
