import MigrationDSL

extension Planner {
    /// The plan of `upgrade --sql`, which reads no database: `A:B` begins at `A`, a plain `B` at an empty database.
    ///
    /// - Throws: as ``upgrade(to:rows:)``; `invalidTarget` for a malformed range.
    public func offlineUpgrade(_ range: String) throws(MigratorError) -> Plan {
        let (start, target) = try ends(of: range)
        return try upgrade(to: target, rows: start ?? [])
    }

    /// The plan of `downgrade --sql`, whose range `A:B` must say where it begins.
    ///
    /// - Throws: as ``downgrade(to:rows:)``; `invalidTarget` for a malformed range.
    public func offlineDowngrade(_ range: String) throws(MigratorError) -> Plan {
        let (start, target) = try ends(of: range)
        guard let start else {
            throw MigratorError(.invalidTarget, "downgrade with --sql requires <fromrev>:<torev>")
        }
        return try downgrade(to: target, rows: start)
    }

    /// Refuses `A:B` where the rows of a database say where to begin.
    func refuseRange(_ target: String) throws(MigratorError) {
        guard target.contains(":") else { return }
        throw MigratorError(.invalidTarget, "Range revision not allowed: '\(target)' has a meaning only with --sql")
    }

    private func ends(of range: String) throws(MigratorError) -> (start: [RevisionID]?, target: String) {
        let ends = range.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard let target = ends.last, !target.isEmpty, ends.count <= 2 else {
            throw MigratorError(.invalidTarget, "'\(range)' is neither a target nor a range <fromrev>:<torev>")
        }
        guard ends.count == 2, let start = ends.first else { return (nil, target) }
        if start.isEmpty { return ([], target) }
        let node = try Resolver(index: index).revision(start)
        return (node.map { [index.id($0)] } ?? [], target)
    }
}
