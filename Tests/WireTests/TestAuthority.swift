import Foundation
import NIOSSL
import Wire

/// Certificates made by the `openssl` command for one run of the tests: an authority and what it
/// signed for `localhost`, plus one that ended years ago and one for another name.
///
/// Only `address` names 127.0.0.1: NIOSSL accepts a match of the address even when the name is wrong.
struct TestAuthority: Sendable {
    /// Made once per run of the tests.
    static let shared = Task { try await TestAuthority() }

    let authorityPEM: String
    let valid: NIOSSLContext
    let expired: NIOSSLContext
    let selfSigned: NIOSSLContext
    /// For elsewhere.example alone.
    let other: NIOSSLContext
    /// For the address 127.0.0.1 alone.
    let address: NIOSSLContext
    /// Speaks nothing newer than TLS 1.1.
    let outdated: NIOSSLContext

    var trust: Trust { Trust(authoritiesPEM: authorityPEM) }

    private init() async throws {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "martlet-wire-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try await Self.run(Self.script, in: folder)
        func context(
            _ name: String, newest: TLSVersion? = nil
        ) throws -> NIOSSLContext {
            let pem = try Data(contentsOf: folder.appending(path: "\(name).pem"))
            let key = try Data(contentsOf: folder.appending(path: "\(name).key"))
            var configuration = TLSConfiguration.makeServerConfiguration(
                certificateChain: try NIOSSLCertificate.fromPEMBytes(Array(pem)).map {
                    .certificate($0)
                },
                privateKey: .privateKey(try NIOSSLPrivateKey(bytes: Array(key), format: .pem)))
            if let newest {
                configuration.minimumTLSVersion = .tlsv1
                configuration.maximumTLSVersion = newest
            }
            return try NIOSSLContext(configuration: configuration)
        }
        authorityPEM = try String(
            contentsOf: folder.appending(path: "ca.pem"), encoding: .utf8)
        valid = try context("valid")
        expired = try context("expired")
        selfSigned = try context("self")
        other = try context("other")
        address = try context("address")
        outdated = try context("valid", newest: .tlsv11)
        try FileManager.default.removeItem(at: folder)
    }

    private static let script = """
        set -e
        key() { openssl ecparam -genkey -name prime256v1 -noout -out $1.key; }
        key ca; key valid; key expired; key self; key other; key address
        openssl req -x509 -new -key ca.key -days 30 -subj '/O=Martlet tests/CN=Test Authority' -out ca.pem
        printf 'subjectAltName=DNS:localhost,DNS:mail.example\\n' > names
        printf 'subjectAltName=DNS:elsewhere.example\\n' > other.names
        printf 'subjectAltName=IP:127.0.0.1\\n' > address.names
        mkdir -p new; : > index; echo 01 > serial
        cat > ca.cnf <<END
        [ca]
        default_ca = d
        [d]
        database = index
        serial = serial
        new_certs_dir = new
        default_md = sha256
        policy = p
        [p]
        commonName = supplied
        END
        for name in valid expired other address; do
          openssl req -new -key $name.key -subj "/CN=$name.example" -out $name.csr
        done
        sign() { openssl ca -batch -notext -config ca.cnf -cert ca.pem -keyfile ca.key \
            -extfile ${4:-names} -in $1.csr -out $1.pem -startdate $2 -enddate $3; }
        sign valid 20200101000000Z 20491231235959Z
        sign expired 20200101000000Z 20210203000000Z
        sign other 20200101000000Z 20491231235959Z other.names
        sign address 20200101000000Z 20491231235959Z address.names
        openssl req -x509 -new -key self.key -days 30 -subj '/CN=localhost' \
            -addext 'subjectAltName=DNS:localhost' -out self.pem
        """

    private static func run(_ script: String, in folder: URL) async throws {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", script]
        process.currentDirectoryURL = folder
        process.standardError = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        try await withCheckedThrowingContinuation {
            (done: CheckedContinuation<Void, any Error>) in
            process.terminationHandler = { process in
                if process.terminationStatus == 0 {
                    done.resume()
                } else {
                    done.resume(throwing: OpenSSLFailed(status: process.terminationStatus))
                }
            }
            do { try process.run() } catch { done.resume(throwing: error) }
        }
    }

    struct OpenSSLFailed: Error { let status: Int32 }
}
