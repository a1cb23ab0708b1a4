extension InvalidationEvent {
    /// The namespaces that it makes stale, of those that there are, sorted.
    ///
    /// A change of the schema and a stamp make all of the application's stale, and each step the revision status.
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
            switch namespace.owner {
            case .migrations: return isStep || named.contains(namespace.name)
            case .application: return isWhole || named.contains(namespace.name)
            }
        }.map(\.name).sorted()
    }
}
