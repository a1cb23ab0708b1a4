extension CoherentCache {
    /// Counts what the tiers that outlive a process hold of a namespace: walks through the store, so for people to look.
    ///
    /// - Parameters:
    ///   - namespace: Its name.
    ///   - withStore: Whether the store is asked, beside the disk.
    /// - Returns: What was counted, by tier.
    /// - Throws: `CacheError` with code `.unknownNamespace`, or if the store does not answer.
    public func inventory(
        of namespace: String,
        withStore: Bool = true
    ) async throws(CacheError) -> NamespaceInventory {
        let space = try space(of: namespace)
        var inventory = NamespaceInventory(space.namespace)
        if let disk = configuration.disk {
            inventory.tiers["disk"] = await diskInventory(space, disk)
        }
        guard withStore, let session = space.remote else { return inventory }
        if space.isContentAddressed {
            inventory.tiers["remote"] = try await contentInventory(space, session)
        } else {
            inventory.tiers["remote"] = try await coherentInventory(space, session)
        }
        return inventory
    }

    /// The entries on disk: content-addressed ones, and those of this database.
    private func diskInventory(_ space: Space, _ disk: DiskStore) async -> TierInventory {
        var tier = TierInventory()
        let now = clock.wall
        let own = "\(space.namespace.name):{\(configuration.fingerprint)}:"
        for file in await disk.files(of: space.namespace.name, head: EnvelopeHead.size) {
            guard let head = EnvelopeHead(file.head) else { continue }
            // What lies under a digest names no database.
            let isContent = space.holdsContent && !head.key.hasPrefix("\(space.namespace.name):{")
            guard isContent || head.key.hasPrefix(own) else { continue }
            tier.add(head, bytes: file.bytes, isStale: false, now: now)
        }
        return tier
    }

    private func contentInventory(_ space: Space, _ session: RemoteSession) async throws(CacheError) -> TierInventory {
        var tier = TierInventory()
        let now = clock.wall
        try await walk(ContentNames.prefixes(of: space.namespace.name), session) { entry in
            guard let head = EnvelopeHead(entry.head) else { return }
            tier.add(head, bytes: entry.bytes, isStale: false, now: now)
        }
        return tier
    }

    private func coherentInventory(_ space: Space, _ session: RemoteSession) async throws(CacheError) -> TierInventory {
        let names = try await session.names()
        let name = space.namespace.name
        var found: [(head: EnvelopeHead, bytes: Int)] = []
        var tier = TierInventory()
        let now = clock.wall
        try await walk(names.valuePrefixes(of: name), session) { entry in
            guard let head = EnvelopeHead(entry.head) else { return }
            found.append((head, entry.bytes))
        }
        try await walk([names.statusPrefix(of: name)], session) { entry in
            // A status lies behind its order, and under no token.
            guard let head = EnvelopeHead(entry.head.dropFirst(16)) else { return }
            tier.add(head, bytes: entry.bytes, isStale: false, now: now)
        }
        if space.holdsContent {
            try await walk(ContentNames.prefixes(of: name), session) { entry in
                guard let head = EnvelopeHead(entry.head) else { return }
                tier.add(head, bytes: entry.bytes, isStale: false, now: now)
            }
        }
        let tokens = try await tokens(over: found.map(\.head), name, names, session)
        for (head, bytes) in found {
            let now = clock.wall
            let own = names.tokenNames(ofFull: head.key, in: name).map { tokens[$0] }
            tier.add(head, bytes: bytes, isStale: own != head.tokens.map { Optional($0) }, now: now)
        }
        return tier
    }

    /// The tokens that entries of a namespace must bear now, by name.
    private func tokens(
        over heads: [EnvelopeHead],
        _ namespace: String,
        _ names: StoreNames,
        _ session: RemoteSession
    ) async throws(CacheError) -> [String: Token] {
        let wanted = Array(Set(heads.flatMap { names.tokenNames(ofFull: $0.key, in: namespace) })).sorted()
        var tokens: [String: Token] = [:]
        for start in stride(from: 0, to: wanted.count, by: 1000) {
            let some = Array(wanted[start..<min(wanted.count, start + 1000)])
            let found = try await session.call { store throws(CacheError) in
                try await store.values(of: some, on: names.incarnation.identity)
            }
            for (name, bytes) in zip(some, found) {
                if case .token(let token) = TokenState(bytes) { tokens[name] = token }
            }
        }
        return tokens
    }

    /// Walks through what lies under prefixes, each name once.
    func walk(
        _ prefixes: [String],
        _ session: RemoteSession,
        _ body: (RemotePage.Entry) -> Void
    ) async throws(CacheError) {
        var seen: Set<String> = []
        for prefix in prefixes {
            var cursor: RemotePage.Cursor?
            repeat {
                let here = cursor
                let page = try await session.call { store throws(CacheError) in
                    try await store.page(of: prefix, after: here, head: EnvelopeHead.size)
                }
                for entry in page.entries where seen.insert(entry.name).inserted { body(entry) }
                cursor = page.next
            } while cursor != nil
        }
    }
}
