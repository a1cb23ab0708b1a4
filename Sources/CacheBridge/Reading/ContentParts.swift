import MigratorSystem

/// Writes a content-addressed value in parts, so that it never is in memory as a whole.
///
/// A reader sees nothing before ``finish()``. The parts of one writer bear its name: two that write the same content in
/// different parts never mix.
public struct ContentWriter: Sendable {
    private let cache: CoherentCache
    private let space: Space
    private let key: CacheKey
    private let writer = Token().description
    private var count: UInt32 = 0
    private var isBroken = false

    init(cache: CoherentCache, space: Space, key: CacheKey) {
        self.cache = cache
        self.space = space
        self.key = key
    }

    /// Stores the next part; about 1 MiB is a good size.
    public mutating func append(_ part: [UInt8]) async {
        guard !isBroken else { return }
        isBroken = !(await cache.storePart(part, "\(writer):\(count)", of: key, in: space))
        count += 1
    }

    /// Makes the value visible; says whether it is there.
    public mutating func finish() async -> Bool {
        guard !isBroken else { return false }
        return await cache.storePart(Array("\(writer):\(count)".utf8), "parts", of: key, in: space)
    }

    /// Says, for as long as a value would live, that it is not worth keeping: a reader finds no parts.
    public mutating func decline() async {
        guard !isBroken else { return }
        _ = await cache.storePart(Array("\(writer):0".utf8), "parts", of: key, in: space)
    }
}

/// Reads a value that was written in parts, one after another.
public struct ContentReader: Sendable {
    private let cache: CoherentCache
    private let space: Space
    private let key: CacheKey
    private let writer: String
    private var next = 0
    /// How many parts there are; none where it was found not to be worth keeping.
    public let count: Int
    /// The tier that the last part came from.
    public private(set) var tier: ContentTier

    init(cache: CoherentCache, space: Space, key: CacheKey, writer: String, count: Int, tier: ContentTier) {
        self.tier = tier
        self.cache = cache
        self.space = space
        self.key = key
        self.writer = writer
        self.count = count
    }

    /// Returns the next part, or `nil` behind the last.
    ///
    /// - Throws: `CacheError` with code `.unreadable` if the part has left the cache: then the value must be made anew.
    public mutating func nextPart() async throws(CacheError) -> [UInt8]? {
        guard next < count else { return nil }
        guard let part = await cache.part("\(writer):\(next)", of: key, in: space) else {
            throw CacheError(.unreadable, "part \(next + 1) of \(count) has left the cache")
        }
        next += 1
        tier = part.tier
        return part.bytes
    }
}

/// The tier that a part of a value came from.
public enum ContentTier: String, Sendable {
    /// The store that processes on several machines share.
    case remote
    /// The files that processes on one machine share.
    case disk
}

extension CoherentCache {
    /// Begins to write a content-addressed value in parts; `nil` if its namespace is not cached anywhere.
    public func contentWriter(for key: CacheKey) -> ContentWriter? {
        guard let space = spaces[key.namespace], space.isEnabled, space.isContentAddressed,
            space.session != nil || configuration.disk != nil
        else { return nil }
        return ContentWriter(cache: self, space: space, key: key)
    }

    /// Begins to read a value that was written in parts; `nil` if it is not there.
    public func contentReader(for key: CacheKey) async -> ContentReader? {
        guard let space = spaces[key.namespace], space.isEnabled, space.isContentAddressed else { return nil }
        guard let list = await part("parts", of: key, in: space) else {
            space.meter.miss()
            return nil
        }
        let fields = String(decoding: list.bytes, as: UTF8.self).split(separator: ":")
        guard fields.count == 2, let count = Int(fields[1]) else { return nil }
        let writer = String(fields[0])
        return ContentReader(cache: self, space: space, key: key, writer: writer, count: count, tier: list.tier)
    }

    func storePart(_ bytes: [UInt8], _ part: String, of key: CacheKey, in space: Space) async -> Bool {
        let created = clock.wall
        let envelope = Envelope(
            key: ContentNames.full(of: key, part: part),
            created: created,
            expires: created + space.namespace.timeToLive.milliseconds,
            value: bytes
        )
        let name = ContentNames.value(of: key, part: part)
        var isStored = false
        do throws(CacheError) {
            let sealed = try coder.seal(envelope)
            if let disk = configuration.disk {
                isStored = await write(sealed, under: name, in: space, on: disk)
            }
            if let session = space.session {
                try await session.call { store throws(CacheError) in
                    try await store.storeContent(
                        [(name: name, value: sealed)],
                        lifetime: space.namespace.timeToLive
                    )
                }
                isStored = true
            }
            space.meter.store(bytes: sealed.count, stored: isStored)
        } catch {
            space.meter.error(error.code)
        }
        return isStored
    }

    func part(
        _ part: String,
        of key: CacheKey,
        in space: Space
    ) async -> (bytes: [UInt8], tier: ContentTier)? {
        let began = clock.now
        let name = ContentNames.value(of: key, part: part)
        let full = ContentNames.full(of: key, part: part)
        if let disk = configuration.disk, let bytes = await disk.read(name, namespace: key.namespace),
            let envelope = open(bytes, as: full, in: space), clock.wall < envelope.expires, let value = envelope.value
        {
            space.meter.hit(.disk, bytes: bytes.count, nanoseconds: clock.now - began)
            return (value, .disk)
        }
        guard let session = space.session else { return nil }
        do throws(CacheError) {
            let found = try await session.call { store throws(CacheError) in
                try await store.values(of: [name], on: nil)
            }
            guard let first = found.first, let bytes = first, let envelope = open(bytes, as: full, in: space),
                clock.wall < envelope.expires, let value = envelope.value
            else { return nil }
            space.meter.hit(.remote, bytes: bytes.count, nanoseconds: clock.now - began)
            return (value, .remote)
        } catch {
            space.meter.error(error.code)
            return nil
        }
    }
}
