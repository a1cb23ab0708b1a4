extension ECSTables {
    /// A table and those whose rows go when rows of it are deleted.
    static func deletion(from table: String) -> Set<String> { deletions[table] ?? [table] }

    private static let deletions = Dictionary(uniqueKeysWithValues: all.map { ($0.name, rowsGone(from: $0.name)) })

    private static func rowsGone(from table: String) -> Set<String> {
        var found: Set<String> = [table]
        var isGrowing = true
        while isGrowing {
            let more = all.filter { !found.isDisjoint(with: $0.cascadingParents) }.map(\.name)
            isGrowing = !found.isSuperset(of: more)
            found.formUnion(more)
        }
        return found
    }
}
