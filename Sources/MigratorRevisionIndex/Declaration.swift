/// A type or an extension, as far as its head tells.
struct Declaration: Hashable {
    let keyword: String
    /// The name as written, with its backticks if it has some.
    let name: String
    let inheritance: [String]
    let isGeneric: Bool
    let isPrivate: Bool
    /// Whether it stands in no other declaration.
    let isAtFileLevel: Bool
    /// Whether it stands between `#if` and `#endif`.
    let isConditional: Bool
    let doc: DocComment?
    let position: Position

    var isRevision: Bool { inherits(["Revision", "ReversibleRevision", "IrreversibleRevision"]) }
    var isReversible: Bool { inherits(["ReversibleRevision"]) }
    var isIrreversible: Bool { inherits(["IrreversibleRevision"]) }

    private func inherits(_ names: Set<String>) -> Bool {
        inheritance.contains { names.contains($0) }
    }
}

/// A member whose meaning hangs on what its type conforms to.
struct Member: Hashable {
    enum Kind: Hashable {
        /// `func downgrade` with a parameter of type `Operations`.
        case downgrade
        /// `static let irreversible`.
        case irreversible
        /// `static let id`; its value if that is written out plainly.
        case id(String?)
    }

    let kind: Kind
    /// The name of the type or the extended type.
    let owner: String
    let position: Position
}
