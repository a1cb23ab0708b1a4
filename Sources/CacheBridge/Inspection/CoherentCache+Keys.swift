extension CoherentCache {
    /// The keys of entries that outlive this process, some of them where there are more; for people to look at.
    ///
    /// - Parameters:
    ///   - namespace: The name of a coherent namespace.
    ///   - limit: How many at most.
    /// - Returns: The keys' texts, in no order; what a tier that does not answer holds is left out.
    /// - Throws: `CacheError` with code `.unknownNamespace`.
    package func keys(of namespace: String, limit: Int) async throws(CacheError) -> [String] {
        let space = try space(of: namespace)
        guard !space.isContentAddressed else { return [] }
        var found: Set<String> = []
        if let disk = configuration.disk {
            let own = "\(namespace):{\(configuration.fingerprint)}:"
            for file in await disk.files(of: namespace, head: EnvelopeHead.size) where found.count < limit {
                guard let key = EnvelopeHead(file.head)?.key, key.hasPrefix(own) else { continue }
                found.insert(String(key.dropFirst(own.count)))
            }
        }
        guard let session = space.session, let names = try? await session.names() else { return Array(found) }
        for prefix in names.valuePrefixes(of: namespace) {
            var cursor: RemotePage.Cursor?
            repeat {
                let here = cursor
                let page = try? await session.call { store throws(CacheError) in
                    try await store.page(of: prefix, after: here, head: EnvelopeHead.size)
                }
                for entry in page?.entries ?? [] where found.count < limit {
                    guard let key = EnvelopeHead(entry.head)?.key, let end = key.firstRange(of: "}:") else { continue }
                    found.insert(String(key[end.upperBound...]))
                }
                cursor = found.count < limit ? page?.next : nil
            } while cursor != nil
        }
        return Array(found)
    }
}

extension CacheKey {
    /// The parts that a key of this text was made from; `nil` if it is no key's text.
    package static func parts(of text: String) -> [String]? {
        guard let shape = text.lastIndex(of: "~") else { return nil }
        let key = text[..<shape]
        let own = key.firstIndex(of: "@").map { key[key.index(after: $0)...] } ?? key
        guard !own.isEmpty else { return [] }
        var parts: [String] = []
        for part in own.split(separator: "/", omittingEmptySubsequences: false) {
            guard let part = unescaped(part) else { return nil }
            parts.append(part)
        }
        return parts
    }

    private static func unescaped(_ text: Substring) -> String? {
        if text == "%" { return "" }
        var bytes: [UInt8] = []
        var rest = text.utf8
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard rest.count >= 2, let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) else {
                return nil
            }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        return String(validating: bytes, as: UTF8.self)
    }
}
