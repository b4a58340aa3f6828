internal import CZlib

/// The zlib format (RFC 1950), a whole chunk at a time.
enum Compression {
    /// The level: 6 is zlib's own balance; 9 saves 1 % on mail for twice the time.
    static let level: Int32 = 6

    static func packed(_ bytes: ArraySlice<UInt8>) throws -> [UInt8] {
        let bound = compressBound(UInt(bytes.count))
        var status = Z_OK
        let packed = [UInt8](unsafeUninitializedCapacity: Int(bound)) { output, count in
            var length = bound
            status = bytes.withUnsafeBufferPointer { input in
                compress2(output.baseAddress, &length, input.baseAddress, UInt(input.count), level)
            }
            count = status == Z_OK ? Int(length) : 0
        }
        guard status == Z_OK else { throw StoreError.damaged("A mail that is being packed") }
        return packed
    }

    /// - Parameter size: how many bytes must come out; what claims to be more is not unpacked.
    static func unpacked(_ packed: [UInt8], size: Int) throws -> [UInt8] {
        var status = Z_OK
        let bytes = [UInt8](unsafeUninitializedCapacity: max(1, size)) { output, count in
            var length = UInt(size)
            status = packed.withUnsafeBufferPointer { input in
                uncompress(output.baseAddress, &length, input.baseAddress, UInt(input.count))
            }
            count = status == Z_OK ? Int(length) : 0
        }
        guard status == Z_OK, bytes.count == size else {
            throw StoreError.damaged("The stored text of a mail")
        }
        return bytes
    }
}
