/// A protocol as states and the steps between them.
protocol Model {
    associatedtype State: Hashable

    var initial: State { get }

    /// Calls `found` with each step that may be next; a step that broke a promise says which.
    func steps(from state: State, _ found: (_ name: String, _ next: State, _ broken: String?) -> Void)
}

/// What exploring a model gave.
struct Exploration: CustomStringConvertible {
    var states = 0
    /// The shortest way to a broken promise, if there is one.
    var counterexample: [String]?
    var broken: String?

    var description: String {
        guard let counterexample, let broken else { return "\(states) states, nothing broken" }
        return "\(broken), after \(states) states:\n  " + counterexample.joined(separator: "\n  ")
    }
}

extension Model {
    /// Visits every state that can be reached, the nearest first, until a promise is broken.
    ///
    /// Two interleavings that lead to the same state are followed once.
    func explore(limit: Int = 400_000) -> Exploration {
        var result = Exploration()
        var order = [initial]
        var seen: Set<State> = [initial]
        var origin: [(parent: Int, step: String)] = [(-1, "")]
        var next = 0
        while next < order.count, result.broken == nil, order.count < limit {
            let current = next
            next += 1
            steps(from: order[current]) { name, state, broken in
                guard result.broken == nil else { return }
                if let broken {
                    result.broken = broken
                    result.counterexample = Self.path(to: current, origin) + [name]
                } else if seen.insert(state).inserted {
                    order.append(state)
                    origin.append((current, name))
                }
            }
        }
        result.states = order.count
        if result.broken == nil, next < order.count { result.broken = "the bounds: more than \(limit) states" }
        return result
    }

    private static func path(to state: Int, _ origin: [(parent: Int, step: String)]) -> [String] {
        var path: [String] = []
        var at = state
        while at > 0 {
            path.append(origin[at].step)
            at = origin[at].parent
        }
        return path.reversed()
    }
}
