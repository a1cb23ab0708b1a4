import MigratorSystem

/// How long memory may be believed behind a subscription.
///
/// A store answers pings on a subscription in order with messages: when an answer is there, so are all messages sent
/// before the ping was. So memory is believed until the ping's sending plus the lease, whenever the answer arrives.
struct LeaseTracker {
    private let lease: Int64
    private var sent: [String: Int64] = [:]
    private var next = 0
    private(set) var until: Int64 = .min

    init(lease: Duration) {
        self.lease = lease.nanoseconds
    }

    /// Notes a ping that is about to be sent, and returns what it should say.
    mutating func ping(now: Int64) -> String {
        next += 1
        let text = String(next)
        // Unanswered ones of long ago extend nothing any more.
        sent = sent.filter { $0.value > now - 4 * lease }
        sent[text] = now
        return text
    }

    /// Notes an answer; returns until when memory may be believed, or `nil` for an answer to no ping of ours.
    mutating func pong(_ text: String) -> Int64? {
        guard let moment = sent.removeValue(forKey: text) else { return nil }
        until = max(until, moment + lease)
        return until
    }
}
