import MigratorSystem
import Synchronization

/// A write, from before BEGIN to after COMMIT.
///
/// Nothing here throws: without a store, staleness is bounded by the namespace's time to live.
public final class CacheWrite: Sendable {
    private let cache: CoherentCache
    private let space: Space?
    private let namespace: Namespace
    private let entity: String?
    /// The state of the tokens before BEGIN.
    private let noted: [String: TokenState]
    private let fenced = Mutex<CacheFence?>(nil)
    private let run = Token().description

    private var entities: [String] { entity.map { [$0] } ?? [] }

    init(cache: CoherentCache, namespace: Namespace, entity: String?, noted: [String: TokenState]) {
        self.cache = cache
        self.namespace = namespace
        self.entity = entity
        self.noted = noted
        space = cache.spaces[namespace.name]
    }

    /// Puts up the fence, just before COMMIT.
    public func fence() async {
        do throws(CacheError) {
            let fence = try await cache.putUp([namespace], entities: entities, run: run, lifetime: .seconds(60))
            fenced.withLock { $0 = fence }
        } catch {
            space?.meter.error(error.code)
        }
    }

    /// Takes the fence away after ROLLBACK.
    public func rollback() async {
        guard let fence = fenced.withLock({ $0 }) else { return }
        do throws(CacheError) {
            try await cache.lift(fence)
        } catch {
            space?.meter.error(error.code)
        }
    }

    /// Makes the entries stale, after COMMIT.
    public func commit() async {
        _ = await deliver()
    }

    /// Makes the entries stale, after COMMIT, and stores the value that was written.
    ///
    /// The value is not stored if another process wrote meanwhile, because it is not known which of the values is the
    /// newer one.
    public func commit<Value: Sendable>(
        storing value: Value?,
        for key: CacheKey,
        as format: RecordFormat<Value>
    ) async {
        let outcome = await deliver()
        guard let space, let session = space.session, key.entity.map(ExactText.init) == entity.map(ExactText.init),
            key.namespace == namespace.name
        else {
            return
        }
        let operation = ReadOperation(cache: cache, space: space, key: key, format: format)
        guard let envelope = operation.envelope(of: value, delta: 0), let outcome,
            let ground = await ground(outcome.0, outcome.1, session)
        else { return }
        if await operation.store(envelope, ground, session) { operation.rememberLoaded(value, envelope) }
    }

    /// The tokens to store under: the fresh one, if the one noted before BEGIN was there until our fence and no other
    /// run fenced beside us; and for an entity the namespace's as it was noted, which the store checks.
    private func ground(
        _ fresh: FreshToken,
        _ outcome: TokenReplacement.Outcome,
        _ session: RemoteSession
    ) async -> RemoteGround? {
        guard outcome == .undisturbed, let names = try? await session.names(),
            case .token(let before)? = noted[fresh.name],
            fenced.withLock({ $0?.before[fresh.name] }) == .token(before),
            fresh.name == CoherentCache.tokenNames(namespace.name, entities, names).first
        else { return nil }
        guard entity != nil else { return RemoteGround(names: names, tokens: [fresh]) }
        let own = names.token(of: namespace.name)
        guard case .token(let token)? = noted[own] else { return nil }
        return RemoteGround(names: names, tokens: [FreshToken(name: own, token: token), fresh])
    }

    /// Stores fresh tokens, drops the entries here, and tells the others.
    private func deliver() async -> (FreshToken, TokenReplacement.Outcome)? {
        let event = InvalidationEvent(
            id: 0,
            uuid: run,
            database: cache.configuration.fingerprint.text,
            revision: nil,
            direction: .write,
            kind: .data,
            tables: [],
            namespaces: [namespace.name],
            at: "",
            entities: entities
        )
        var outcome: (FreshToken, TokenReplacement.Outcome)?
        var failure: CacheError?
        do throws(CacheError) {
            outcome = try await cache.replace(namespace.name, entities: entities, run: run, onlyOwnFence: false).first
        } catch {
            failure = error
        }
        cache.bus.hear(event)
        if failure == nil, let session = space?.remote {
            do throws(CacheError) {
                let message = try event.json()
                _ = try await session.call { store throws(CacheError) in
                    try await store.publish(message, on: cache.configuration.channel.name)
                }
            } catch {
                failure = error
            }
        }
        if let failure {
            space?.meter.error(failure.code)
            cache.owe(event)
        }
        return outcome
    }
}
