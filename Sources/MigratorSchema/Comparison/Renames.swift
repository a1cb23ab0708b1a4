package import MigrationDSL
import MigratorSystem

/// Which things of the old schema have another name in the new one.
package struct Renames: Hashable, Sendable {
    /// The renames that are told; those that a declared schema tells are not among them.
    package var told: [Rename]

    /// Creates them.
    package init(_ told: [Rename] = []) {
        self.told = told
    }
}

/// Another name for an object or a part of one.
package struct Rename: Hashable, Sendable {
    /// The object, under its old name.
    package let object: ObjectReference
    /// The column of a table or the value of an enum type; `nil` for the object itself.
    package let part: String?
    /// The new name.
    package let newName: String

    /// Gives an object another name.
    package init(_ object: ObjectReference, to newName: String) {
        self.object = object
        part = nil
        self.newName = newName
    }

    /// Gives a part of an object, which is still under its old name, another name.
    package init(_ part: String, of object: ObjectReference, to newName: String) {
        self.object = object
        self.part = part
        self.newName = newName
    }
}

/// Two things that may be one with two names.
package struct RenameCandidate: Hashable, Sendable {
    /// The rename, to be told if it is one.
    package let rename: Rename
    /// How likely it is: the more, the likelier; at most 1.
    package let score: Double
    /// The rename in words, such as `column customers.mail -> email`.
    package let summary: String

    package init(rename: Rename, score: Double, summary: String) {
        self.rename = rename
        self.score = score
        self.summary = summary
    }
}
