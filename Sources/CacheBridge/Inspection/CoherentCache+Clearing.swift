#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The entries and bytes that clearing a namespace removed.
public struct ClearReport: Sendable, Hashable {
    /// Whether what was there may not be used any more, as its token was replaced.
    public var isInvalidated: Bool
    /// How many entries were deleted, in the store and on disk.
    public var removed: Int
    /// How many bytes they had.
    public var bytes: Int

    /// Creates a report; of nothing, unless told otherwise.
    public init(isInvalidated: Bool = false, removed: Int = 0, bytes: Int = 0) {
        self.isInvalidated = isInvalidated
        self.removed = removed
        self.bytes = bytes
    }
}

extension CoherentCache {
    /// Makes everything of some namespaces stale, everywhere: their tokens are replaced and all processes are told.
    ///
    /// No key is looked for: what lies under the old tokens cannot be reached, and goes with its time. Only what has no
    /// token is deleted: content-addressed values, which are looked for, and files.
    ///
    /// - Parameters:
    ///   - namespaces: Their names.
    ///   - withStore: Whether the store is asked: not where none runs, as the next one to start is another incarnation.
    /// - Returns: What was done, by namespace; files are deleted even if the store does not answer.
    /// - Throws: `CacheError` with code `.unknownNamespace`, or if the store does not answer.
    public func clear(_ namespaces: [String], withStore: Bool = true) async throws(CacheError) -> [String: ClearReport]
    {
        var reports: [String: ClearReport] = [:]
        for name in namespaces {
            _ = try space(of: name)
            var report = ClearReport()
            if let removed = await configuration.disk?.clear(name) {
                report.removed += removed.files
                report.bytes += removed.bytes
            }
            reports[name] = report
        }
        let coherent = namespaces.filter { spaces[$0]?.isContentAddressed == false }
        if !coherent.isEmpty {
            let event = clearing(coherent)
            if withStore { try await deliver(event) } else { bus.hear(event) }
            for name in coherent { reports[name]?.isInvalidated = withStore && spaces[name]?.remote != nil }
        }
        for name in coherent where withStore {
            guard let space = spaces[name], space.namespace.owner.followsHistory, let session = space.remote else {
                continue
            }
            // Neither a status has a token, nor what lies under a digest.
            let prefixes = [try await session.names().statusPrefix(of: name)] + ContentNames.prefixes(of: name)
            let removed = try await remove(prefixes, session)
            reports[name]?.removed += removed.count
            reports[name]?.bytes += removed.bytes
        }
        for name in namespaces {
            guard let space = spaces[name], space.isContentAddressed else { continue }
            space.cell.raise()
            guard withStore, let session = space.remote else { continue }
            let removed = try await remove(ContentNames.prefixes(of: name), session)
            reports[name]?.removed += removed.count
            reports[name]?.bytes += removed.bytes
        }
        return reports
    }

    /// The event that tells all processes of a clearing; it is like that of a write.
    func clearing(_ namespaces: [String], entities: [String] = []) -> InvalidationEvent {
        InvalidationEvent(
            id: 0,
            uuid: UUID().uuidString.lowercased(),
            database: configuration.fingerprint.text,
            revision: nil,
            direction: .write,
            kind: .data,
            tables: [],
            namespaces: namespaces,
            at: Date(timeIntervalSince1970: Double(clock.wall) / 1000).formatted(.iso8601),
            entities: entities
        )
    }

    private func remove(
        _ prefixes: [String],
        _ session: RemoteSession
    ) async throws(CacheError) -> (count: Int, bytes: Int) {
        var found: [RemotePage.Entry] = []
        try await walk(prefixes, session) { found.append($0) }
        for start in stride(from: 0, to: found.count, by: 500) {
            let some = found[start..<min(found.count, start + 500)].map(\.name)
            try await session.call { store throws(CacheError) in try await store.remove(some) }
        }
        return (found.count, found.reduce(0) { $0 + $1.bytes })
    }
}
