import CMigratorHiredis
import Dispatch
import Synchronization

/// Looks up hosts; the system's function may take seconds, so it runs aside and is waited for only so long.
///
/// A lookup that comes late serves the next caller.
final class RedisResolver: Sendable {
    static let shared = RedisResolver()

    /// How long an answer is used.
    private static let lifetime = Duration.seconds(5)

    private final class Lookup: Sendable {
        struct Answer {
            var address: String?
            var reason = ""
            var at: ContinuousClock.Instant
        }

        let group = DispatchGroup()
        let answer = Mutex<Answer?>(nil)

        var isOver: Bool {
            answer.withLock { answer in answer.map { $0.at + RedisResolver.lifetime < .now } ?? false }
        }
    }

    private let lookups = Mutex<[String: Lookup]>([:])

    /// The address of a host, as text.
    func address(of host: String, until deadline: ContinuousClock.Instant) throws(RedisError) -> String {
        if case .success(let numeric) = Self.resolve(host, isNumeric: true) { return numeric }
        let lookup = lookups.withLock { lookups in
            if let running = lookups[host], !running.isOver { return running }
            lookups = lookups.filter { !$0.value.isOver }
            let lookup = Lookup()
            lookups[host] = lookup
            lookup.group.enter()
            DispatchQueue(label: "migrator.redis.lookup").async {
                var answer = Lookup.Answer(at: .now)
                switch Self.resolve(host, isNumeric: false) {
                case .success(let address): answer.address = address
                case .failure(let failure): answer.reason = failure.reason
                }
                answer.at = .now
                lookup.answer.withLock { $0 = answer }
                lookup.group.leave()
            }
            return lookup
        }
        let milliseconds = max(0, ContinuousClock.now.duration(to: deadline) / .milliseconds(1))
        _ = lookup.group.wait(timeout: .now() + .milliseconds(Int(milliseconds.rounded(.up))))
        guard let answer = lookup.answer.withLock({ $0 }) else {
            throw RedisError(.cannotConnect, "looking up the host of Redis takes too long; it goes on for the next try")
        }
        guard let address = answer.address else {
            throw RedisError(.cannotConnect, "the host of Redis cannot be found: \(answer.reason)")
        }
        return address
    }

    private struct Failure: Error {
        var reason: String
    }

    private static func resolve(_ host: String, isNumeric: Bool) -> Result<String, Failure> {
        var address = [CChar](repeating: 0, count: 64)
        let result = migrator_redis_resolve(host, isNumeric ? 1 : 0, &address, address.count)
        guard result == 0 else {
            return .failure(Failure(reason: migrator_redis_resolve_reason(result).map { String(cString: $0) } ?? ""))
        }
        return .success(String(decoding: address.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self))
    }
}
