extension CoherentCache {
    /// Begins a write, before BEGIN: notes the tokens.
    ///
    /// ```swift
    /// let write = await cache.beginWrite(in: .agentPositions, entity: id)
    /// // BEGIN, statements
    /// await write.fence()
    /// // COMMIT; on ROLLBACK: await write.rollback()
    /// await write.commit(storing: position, for: key, as: format)
    /// ```
    ///
    /// It writes no outbox row: if the store is not there at the end, or the process is killed, staleness is bounded by
    /// the fence and by the namespace's time to live. What must be exact goes through ``deliver(_:run:)``.
    ///
    /// - Parameters:
    ///   - namespace: Whose entries become stale.
    ///   - entity: The entity that is written; `nil` for all.
    /// - Returns: The write, which must be ended by commit or rollback.
    public func beginWrite(in namespace: Namespace, entity: String?) async -> CacheWrite {
        var noted: [String: TokenState] = [:]
        if let space = spaces[namespace.name], let session = space.remote {
            let found = try? await session.named { store, names throws(CacheError) in
                var own = [names.token(of: namespace.name)]
                if let entity { own.append(names.token(of: entity, in: namespace.name)) }
                let identity = names.incarnation.identity
                var states = try await store.values(of: own, on: identity).map { TokenState($0) }
                try await self.establish(own, &states, in: space, store, identity)
                return Array(zip(own, states))
            }
            noted = Dictionary(found ?? [], uniquingKeysWith: { _, new in new })
        }
        return CacheWrite(cache: self, namespace: namespace, entity: entity, noted: noted)
    }

    /// Writes a value through the cache, as its namespace says: ``Namespace/WritePolicy``.
    ///
    /// - Parameters:
    ///   - value: The value; `nil` if it is deleted.
    ///   - key: Its key.
    ///   - format: How it becomes bytes.
    ///   - persist: Writes it where it belongs, in a transaction of its own, and returns after COMMIT. With write-back
    ///     it is called later.
    /// - Throws: What `persist` throws; `CacheError` with code `.unknownNamespace`.
    public func write<Value: Sendable>(
        _ value: Value?,
        for key: CacheKey,
        as format: RecordFormat<Value>,
        persist: @escaping @Sendable () async throws -> Void
    ) async throws {
        let space = try space(of: key.namespace)
        let namespace = space.namespace
        switch namespace.writePolicy {
        case .through:
            let write = try await written(namespace, key.entity, persist)
            await write.commit(storing: value, for: key, as: format)
        case .around:
            await (try written(namespace, key.entity, persist)).commit()
        case .back:
            let entity = key.entity
            let persistLater: WriteBackQueue.Persist = {
                await (try self.written(namespace, entity, persist)).commit()
            }
            while !queue.add(key, value, persistLater) {
                try Task.checkCancellation()
                guard await queue.flush() == 0 else {
                    throw CacheError(.queueFull, "\(namespace.name) takes no more values: they cannot be written back")
                }
            }
        }
    }

    /// Writes behind a fence.
    private func written(
        _ namespace: Namespace,
        _ entity: String?,
        _ persist: () async throws -> Void
    ) async throws -> CacheWrite {
        let write = await beginWrite(in: namespace, entity: entity)
        await write.fence()
        do {
            try await persist()
        } catch {
            await write.rollback()
            throw error
        }
        return write
    }
}
