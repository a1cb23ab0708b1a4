extension InvalidationEvent {
    /// The namespaces that it makes stale, of those that there are, sorted.
    ///
    /// A change of the schema and a stamp make all of them stale, and each step those that follow the history.
    /// Beside those that the event names, those that this process knows to read its tables: it may be of a later release
    /// than the runner.
    package func stale(
        of namespaces: some Sequence<Namespace>,
        _ dependencies: NamespaceDependencies
    ) -> [String] {
        let readers = dependencies.namespaces(kind, direction, touching: .tables(tables))
        let named = Set(self.namespaces + (entities.isEmpty ? readers : []))
        let isStep = direction != .write
        let isWhole = kind.touchesSchema && isStep || direction == .stamp
        return namespaces.filter { namespace in
            guard namespace.coherence != .contentAddressed else { return false }
            let isAll = namespace.owner.followsHistory ? isStep : isWhole
            return isAll || named.contains(namespace.name)
        }.map(\.name).sorted()
    }
}
