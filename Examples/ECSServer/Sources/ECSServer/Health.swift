import Hummingbird
import MigratorService

/// What a load balancer is told: that the process lives, by answering at all, and whether it may be asked.
struct Health: Encodable {
    let ready: Bool
    let state: String
    let reason: String
    let problem: String?
    let eventsWaiting: [String: Int]

    enum CodingKeys: String, CodingKey {
        case ready, state, reason, problem
        case eventsWaiting = "events_waiting"
    }

    init(_ readiness: Readiness) {
        ready = readiness.isReady
        state = Self.name(readiness.state)
        reason = readiness.description
        problem = readiness.problem
        eventsWaiting = readiness.eventsWaiting
    }

    static func name(_ state: Readiness.State) -> String {
        switch state {
        case .starting: "starting"
        case .waitingForLock: "waiting_for_lock"
        case .migrating: "migrating"
        case .waitingForOthers: "waiting_for_others"
        case .ahead: "ahead"
        case .ready: "ready"
        case .behind: "behind"
        case .failed: "failed"
        case .stopped: "stopped"
        }
    }

    func response() -> Response {
        var response = Response.json(self, status: ready ? .ok : .serviceUnavailable)
        if !ready { response.headers[.retryAfter] = "1" }
        return response
    }
}
