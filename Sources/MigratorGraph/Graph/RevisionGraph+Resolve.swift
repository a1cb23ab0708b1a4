public import MigrationDSL
public import MigratorCore

extension RevisionGraph {
    /// The revisions that an identifier stands for.
    ///
    /// Ids, the first characters of an id or label of at least four, `head`, `heads`, `base` (none), `current` (the
    /// rows), each of them after `label@`, and `-N`, counted down from the heads. Targets that count from the rows are
    /// a ``Planner``'s.
    ///
    /// - Throws: `unknownRevision`, `ambiguousRevision`, `multipleHeads`, `invalidTarget`; `unknownDatabaseRevision`
    ///   for `current`.
    public func resolve(_ expression: String, rows: [RevisionID] = []) throws(MigratorError) -> [RevisionID] {
        if expression == "current" { return index.ids(try positions(ofRows: rows)) }
        var nodes: [Int] = []
        for destination in try Resolver(index: index).destinations(expression) {
            guard case .revision(let node) = destination else {
                throw MigratorError(.invalidTarget, "'\(expression)' goes below the first revision")
            }
            nodes.append(node)
        }
        return index.ids(nodes)
    }

    /// The revisions of a range, both ends included, newest first.
    ///
    /// - Parameters:
    ///   - range: `A:B`, `A:` or `:B`; an end may be relative, or `current`. All revisions if `nil`.
    ///   - rows: the version rows, which must be known where `current` is an end; see ``split(rows:)``.
    /// - Returns: the ids; empty if nothing lies between.
    /// - Throws: as ``resolve(_:rows:)``, and `notAncestor` if the ends are not on one line.
    public func history(range: String? = nil, rows: [RevisionID] = []) throws(MigratorError) -> [RevisionID] {
        let ends = range?.split(separator: ":") ?? []
        let positions = ends.contains("current") ? try positions(ofRows: rows) : []
        return index.ids(try History(resolver: Resolver(index: index)).list(range, rows: positions))
    }

    /// Parts version rows into those that a revision explains and those that none does; repeated rows count once.
    public func split(rows: [RevisionID]) -> (known: [RevisionID], unknown: [RevisionID]) {
        var seen: Set<RevisionID> = []
        var known: [RevisionID] = []
        var unknown: [RevisionID] = []
        for row in rows where seen.insert(row).inserted {
            if index.positions[row] == nil { unknown.append(row) } else { known.append(row) }
        }
        return (known, unknown)
    }

    /// The positions of the version rows, all of which must be known.
    package func positions(ofRows rows: [RevisionID]) throws(MigratorError) -> [Int] {
        let (known, unknown) = split(rows: rows)
        guard unknown.isEmpty else { throw UnknownRows.error(unknown) }
        return known.compactMap { index.positions[$0] }
    }
}
