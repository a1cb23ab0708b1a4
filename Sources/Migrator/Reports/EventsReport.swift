public import CacheBridge

/// What lies in the outbox, and who was told of it.
public struct EventsReport: Sendable {
    /// An event, and what became of it.
    public struct Entry: Sendable {
        /// The event.
        public let event: InvalidationEvent
        /// What became of it, by target; a target that it was never tried with is not among them.
        public let deliveries: [Delivery]

        /// The targets that have not heard of it, of those that there are.
        public func waiting(for targets: [String]) -> [String] {
            targets.filter { target in !deliveries.contains { $0.target == target && $0.deliveredAt != nil } }
        }
    }

    /// How one target was told of an event.
    public struct Delivery: Sendable {
        /// The target.
        public let target: String
        /// How often it was tried.
        public let attempts: Int
        /// Why it failed the last time, if it did.
        public let lastError: String?
        /// When it was told: ISO 8601, UTC; `nil` if it was not.
        public let deliveredAt: String?
    }

    /// The events, the first first.
    public let entries: [Entry]
    /// The targets that there are: the migrator's own, and those that were ever told of an event.
    public let targets: [String]
    /// How many events each of them lacks.
    public let pending: [String: Int]
}

/// Which events to deliver once more.
public enum EventSelection: Sendable, Hashable {
    /// Those of these numbers.
    case ids([Int64])
    /// Those from a number on.
    case from(Int64)
    /// Those from a moment on: ISO 8601.
    case since(String)
}

/// What was delivered once more.
public struct ReplayReport: Sendable {
    /// The events.
    public let events: [InvalidationEvent]
    /// Why a target was not told of all of them, by its name.
    public let failures: [String: String]
}
