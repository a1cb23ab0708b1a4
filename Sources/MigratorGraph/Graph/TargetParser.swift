import MigrationDSL
import MigratorCore

/// Reads the target of an upgrade, a downgrade or a history range.
struct TargetParser {
    let resolver: Resolver
    /// The point from which relative targets count.
    let origin: Origin
    /// Whether a walk past the end of the graph stays there instead of failing.
    let clamping: Bool

    /// The point from which relative targets count.
    enum Origin {
        /// The version rows.
        case rows([Int])
        /// The other end of a history range.
        case identifier(String)
    }

    private var index: GraphIndex { resolver.index }

    /// The revisions to upgrade to.
    func upgradeTargets(_ target: Target) throws(MigratorError) -> [Int] {
        guard let relative = target.relative else {
            // Nothing to apply, on any branch.
            if target.text.hasSuffix("@base") { return [] }
            return try revisions(resolver.destinations(target.text), of: target)
        }
        let destination: Resolver.Destination
        if relative.steps > 0 {
            let start: Resolver.Destination =
                if let symbol = relative.symbol {
                    try Self.destination(resolver.revision(symbol, rather: relative.label))
                } else {
                    try startOfUpgrade(relative)
                }
            destination = try resolver.walk(
                from: start,
                steps: relative.steps,
                label: relative.label,
                clamping: clamping
            )
        } else {
            guard let symbol = relative.symbol else {
                throw relative.shortfall("; an upgrade goes up: '+N'")
            }
            let start = try resolver.revision(Self.joined(relative.label, symbol))
            destination = try resolver.walk(from: Self.destination(start), steps: relative.steps, clamping: clamping)
        }
        guard case .revision(let node) = destination else { throw relative.shortfall() }
        return [node]
    }

    /// The branch that a downgrade keeps to, if any, and its destination; the destinations other than a revision are below the bases.
    func downgradeTarget(_ target: Target) throws(MigratorError) -> (label: String?, destination: Resolver.Destination)
    {
        guard let relative = target.relative else {
            let text = target.text
            // Alembic reads the label from the last '@' here, and from the first elsewhere; no name holds an '@'.
            guard let at = text.lastIndex(of: "@"), at > text.startIndex else {
                return (nil, Self.destination(try resolver.revision(text)))
            }
            let label = String(text[..<at])
            let symbol = String(text[text.index(after: at)...])
            return (label, Self.destination(try resolver.revision(symbol, rather: label)))
        }
        let destination: Resolver.Destination
        var label = relative.label
        if relative.steps >= 0 {
            guard let symbol = relative.symbol else {
                throw relative.shortfall("; a downgrade goes down: '-N'")
            }
            let start = Self.destination(try resolver.revision(symbol, rather: label))
            destination = try resolver.walk(from: start, steps: relative.steps, label: label, clamping: clamping)
        } else {
            let start: Int?
            if let symbol = relative.symbol {
                start = try resolver.revision(Self.joined(label, symbol))
            } else {
                let row = try startOfDowngrade(relative)
                // A plain '-N' keeps to the branch of the row that it counts from.
                label = label ?? index.id(row).rawValue
                start = row
            }
            destination = try resolver.walk(from: Self.destination(start), steps: relative.steps, clamping: clamping)
        }
        guard destination != .nowhere else { throw relative.shortfall() }
        return (label, destination)
    }

    private func revisions(_ destinations: [Resolver.Destination], of target: Target) throws(MigratorError) -> [Int] {
        var nodes: [Int] = []
        for destination in destinations {
            guard case .revision(let node) = destination else {
                throw MigratorError(.invalidTarget, "'\(target)' goes below the first revision")
            }
            nodes.append(node)
        }
        return nodes
    }

    static func destination(_ node: Int?) -> Resolver.Destination {
        node.map { .revision($0) } ?? .nowhere
    }

    private static func joined(_ label: String?, _ symbol: String) -> String {
        label.map { "\($0)@\(symbol)" } ?? symbol
    }
}
