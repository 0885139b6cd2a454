/// Finds a token, or the parameter that would carry one, in the query of an address.
///
/// Addresses are written to the logs of every proxy on the way, so a credential there is refused even when it is valid
/// and even when a good header stands beside it.
enum QueryCredential {
    /// What was found; the key id if the text carries one.
    struct Finding: Equatable {
        let keyID: TokenKeyID?
    }

    /// Searches the raw query and the query percent-decoded once.
    static func find(in query: String) -> Finding? {
        let raw = Array(query.utf8)
        if let keyID = keyID(in: raw) { return Finding(keyID: keyID) }
        if raw.contains(UInt8(ascii: "%")), let keyID = keyID(in: percentDecoded(raw[...])) {
            return Finding(keyID: keyID)
        }
        return namesAccessToken(raw) ? Finding(keyID: nil) : nil
    }

    private static func keyID(in bytes: [UInt8]) -> TokenKeyID? {
        let prefix = TokenCodec.prefixBytes
        let needed = prefix.count + TokenCodec.keyIDLength
        guard bytes.count >= needed else { return nil }
        for start in 0...(bytes.count - needed) where bytes[start] == prefix[0] {
            let key = bytes[start + prefix.count..<start + needed]
            if bytes[start..<start + prefix.count].elementsEqual(prefix), key.allSatisfy(ASCII.isBase62) {
                return TokenKeyID(checkedBytes: key)
            }
        }
        return nil
    }

    private static func namesAccessToken(_ query: [UInt8]) -> Bool {
        var start = 0
        while start < query.count {
            let end = query[start...].firstIndex(of: UInt8(ascii: "&")) ?? query.count
            let name = query[start..<end].prefix { $0 != UInt8(ascii: "=") }
            // The name has twelve characters, of which each may be encoded as three.
            if (12...36).contains(name.count), ASCII.isEqual(percentDecoded(name), ignoringCaseOf: "access_token") {
                return true
            }
            start = end + 1
        }
        return false
    }

    private static func percentDecoded(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count)
        var index = bytes.startIndex
        while index < bytes.endIndex {
            if bytes[index] == UInt8(ascii: "%"), bytes.endIndex - index > 2,
                let high = ASCII.hexValue(bytes[index + 1]), let low = ASCII.hexValue(bytes[index + 2])
            {
                output.append(high << 4 | low)
                index += 3
            } else {
                output.append(bytes[index])
                index += 1
            }
        }
        return output
    }
}
