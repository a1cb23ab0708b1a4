extension CanonicalText {
    /// What becomes of something that may be absent; nothing if it stays as it is.
    mutating func change(_ name: String, _ change: ColumnChange.Change<some CanonicallySpelled>?) {
        switch change {
        case .set(let value): self.value(name, value)
        case .remove: node(name) { $0.flag("drop", true) }
        case nil: break
        }
    }

    /// What becomes of a number that may be absent.
    mutating func change(_ name: String, _ change: ColumnChange.Change<Int>?) {
        switch change {
        case .set(let value): number(name, value)
        case .remove: node(name) { $0.flag("drop", true) }
        case nil: break
        }
    }

    /// What becomes of settings, by their names.
    mutating func changes(_ name: String, _ changes: [String: ColumnChange.Change<String>]) {
        guard !changes.isEmpty else { return }
        node(name) { list in
            for (key, change) in changes.sorted(by: { $0.key < $1.key }) {
                list.string("", key)
                switch change {
                case .set(let value): list.string("is", value)
                case .remove: list.flag("drop", true)
                }
            }
        }
    }
}
