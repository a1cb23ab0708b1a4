import CacheBridge

/// Whether Redis is there, as the verbs of `cache` say it.
struct StoreReport: Sendable {
    let stores: [StoreState]
    /// The error of a store that has told its identity and still does not do what it is asked.
    private var failure: CacheError?

    /// Asks the stores: at most one refused connection each.
    init(_ cache: CoherentCache) async {
        stores = await cache.stores()
    }

    /// `answers`, `away`, or `off` where it is not to be used.
    var state: String {
        guard !stores.isEmpty else { return "off" }
        return reason == nil ? "answers" : "away"
    }

    var answers: Bool { state == "answers" }

    /// Why it does not answer.
    var reason: CacheError? { stores.lazy.compactMap(\.reason).first ?? failure }

    /// Asks a store for something; if it does not answer, goes on without it, and says so in one line.
    ///
    /// - Returns: The answer; `nil` if there is none.
    mutating func ask<Result>(_ console: Console, _ body: () async throws -> Result) async throws -> Result? {
        guard answers else { return nil }
        do {
            return try await body()
        } catch let error as CacheError {
            try goOn(after: error, console)
            return nil
        }
    }

    /// Takes note that a store did not answer; only what is no fault of a store's is thrown.
    mutating func goOn(after error: CacheError, _ console: Console) throws {
        guard !Task.isCancelled, error.code != .unknownNamespace, let store = stores.first else { throw error }
        failure = failure ?? error
        console.tellAway(store.name, error)
    }

    /// The contents of a namespace; without the store, once it does not answer.
    mutating func inventory(
        of name: String,
        in cache: CoherentCache,
        _ console: Console
    ) async throws -> NamespaceInventory {
        let found = try await ask(console) { try await cache.inventory(of: name, withStore: true) }
        if let found { return found }
        return try await cache.inventory(of: name, withStore: false)
    }

    var json: JSON {
        .array(
            stores.map { store in
                .object([
                    "name": .string(store.name),
                    "state": .string((store.reason ?? failure) == nil ? "answers" : "away"),
                    "breaker": .string(store.isSuspended ? "open" : "closed"),
                    "reason": (store.reason ?? failure).map { .string($0.message) },
                ])
            }
        )
    }
}

/// The names of tiers in answers.
enum TierName {
    static func shown(_ tier: String) -> String { tier == "remote" ? "redis" : tier }

    /// Tiers in the order in which they are asked.
    static func sorted(_ tiers: some Sequence<String>) -> [String] {
        let order = ["memory", "remote", "disk"]
        return tiers.sorted { (order.firstIndex(of: $0) ?? 9, $0) < (order.firstIndex(of: $1) ?? 9, $1) }
    }
}

/// Sizes and times for people.
enum Shown {
    /// `512 B`, `1.4 MB`.
    static func bytes(_ count: Int) -> String {
        var (value, unit) = (Double(count), 0)
        let units = ["B", "kB", "MB", "GB", "TB"]
        while value >= 1000, unit < units.count - 1 {
            value /= 1000
            unit += 1
        }
        return unit == 0 ? "\(count) B" : "\(tenths(value)) \(units[unit])"
    }

    /// `950 ns`, `3.1 µs`, `12.0 ms`, `2.5 s`.
    static func time(_ nanoseconds: Int64) -> String {
        var (value, unit) = (Double(nanoseconds), 0)
        let units = ["ns", "µs", "ms", "s"]
        while value >= 1000, unit < units.count - 1 {
            value /= 1000
            unit += 1
        }
        return unit == 0 ? "\(nanoseconds) ns" : "\(tenths(value)) \(units[unit])"
    }

    /// `45 s`, `12 min`, `3 h`.
    static func age(_ milliseconds: Int64) -> String {
        switch milliseconds / 1000 {
        case ..<120: "\(milliseconds / 1000) s"
        case ..<7200: "\(milliseconds / 60_000) min"
        default: "\(milliseconds / 3_600_000) h"
        }
    }

    /// `93.4 %`.
    static func percent(_ ratio: Double?) -> String {
        ratio.map { "\(tenths($0 * 100)) %" } ?? "-"
    }

    private static func tenths(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }
}
