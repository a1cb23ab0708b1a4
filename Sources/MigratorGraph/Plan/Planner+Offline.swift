package import MigrationDSL
public import MigratorCore

extension Planner {
    /// The plan of `upgrade --sql`, which reads no database: `A:B` begins at `A`, a plain `B` at an empty database.
    ///
    /// A database with several version rows is written with commas between them, as `A1,A2:B`.
    /// - Throws: as ``upgrade(to:rows:)``; `invalidTarget` for a malformed range.
    public func offlineUpgrade(_ range: String) throws(MigratorError) -> Plan {
        let (start, target) = try ends(of: range)
        return try upgrade(to: Target(target), rows: start ?? [])
    }

    /// The plan of `downgrade --sql`, whose range `A:B` must say where it begins.
    ///
    /// - Throws: as ``downgrade(to:rows:)``; `invalidTarget` for a malformed range.
    public func offlineDowngrade(_ range: String) throws(MigratorError) -> Plan {
        let (start, target) = try ends(of: range)
        guard let start else {
            throw MigratorError(.invalidTarget, "downgrade with --sql requires <fromrev>:<torev>")
        }
        return try downgrade(to: Target(target), rows: start)
    }

    /// The plan of `stamp --sql`, and the rows that it counts on: none, or those that the targets `A:B` begin with.
    ///
    /// - Throws: as ``stamp(to:rows:purge:)``; `invalidTarget` for targets that begin at different rows, and for any
    ///   beginning if the rows do not matter since all are forgotten.
    package func offlineStamp(
        to targets: [String],
        purge: Bool
    ) throws(MigratorError) -> (plan: StampPlan, rowsBefore: [RevisionID]) {
        var rows: [RevisionID]?
        var ends: [String] = []
        for target in targets {
            let (start, end) = try self.ends(of: target)
            ends.append(end)
            guard let start else { continue }
            guard !purge else {
                throw MigratorError(
                    .invalidTarget,
                    "with --purge all rows go, so leave '<fromrev>:' out of '\(target)'"
                )
            }
            guard rows == nil || rows == start else {
                throw MigratorError(
                    .invalidTarget,
                    "Stamp operation with --sql only supports a single starting revision at a time"
                )
            }
            rows = start
        }
        return (try stamp(to: ends, rows: rows ?? [], purge: purge), rows ?? [])
    }

    /// Refuses `A:B` where the rows of a database say where to begin.
    func refuseRange(_ target: Target) throws(MigratorError) {
        guard target.text.contains(":") else { return }
        throw MigratorError(.invalidTarget, "Range revision not allowed: '\(target)' has a meaning only with --sql")
    }

    private func ends(of range: String) throws(MigratorError) -> (start: [RevisionID]?, target: String) {
        let ends = range.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard let target = ends.last, !target.isEmpty, ends.count <= 2 else {
            throw MigratorError(.invalidTarget, "'\(range)' is neither a target nor a range <fromrev>:<torev>")
        }
        guard ends.count == 2, let start = ends.first else { return (nil, target) }
        if start.isEmpty { return ([], target) }
        var rows: [RevisionID] = []
        // An id holds no comma.
        for name in start.split(separator: ",") {
            guard let node = try Resolver(index: index).revision(String(name)) else { continue }
            if !rows.contains(index.id(node)) { rows.append(index.id(node)) }
        }
        return (rows, target)
    }
}
