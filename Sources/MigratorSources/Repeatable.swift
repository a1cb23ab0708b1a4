package import MigrationDSL
import MigratorCore

/// What is called a repeatable: a file of views, functions and the like that runs again whenever its text has changed.
package enum Repeatable {
    /// What the ids begin with by which the journal knows them: no revision's id may hold a colon.
    package static let prefix = "repeatable:"

    /// The id of the repeatable of a name.
    package static func id(_ name: String) -> RevisionID { RevisionID(prefix + name) }

    /// The name of the repeatable of an id; `nil` if it is a revision's.
    package static func name(of id: RevisionID) -> String? {
        id.rawValue.hasPrefix(prefix) ? String(id.rawValue.dropFirst(prefix.utf8.count)) : nil
    }

    /// The name that a file gives: its own, without its ending.
    static func name(ofFile path: String) -> String {
        let name = path.split(separator: "/").last ?? path[...]
        return String(name.hasSuffix(".sql") ? name.dropLast(4) : name)
    }

    /// The digest of a file's statements, and of the word by which its author may say that it is to run again.
    static func digest(_ statements: SQLDigest, word: String?) -> SQLDigest {
        guard let word, !word.isEmpty else { return statements }
        return SQLDigest(ofParts: [statements.bytes, Array("migrator.repeatable.1\0\(word)".utf8)])
    }

    /// Repeatables after those that they depend on; else by name.
    ///
    /// - Throws: `MigratorError` for a dependency that there is not, for a circle, and for a name that is there twice.
    static func inOrder(_ repeatables: [any SQLLoaded]) throws(MigratorError) -> [any SQLLoaded] {
        var known: [RevisionID: any SQLLoaded] = [:]
        for repeatable in repeatables {
            if let other = known[repeatable.id] {
                throw error(repeatable, "there is a repeatable of this name already, in \(other.location.file)")
            }
            known[repeatable.id] = repeatable
        }
        var left = repeatables.sorted { $0.id < $1.id }
        var (done, order): (Set<RevisionID>, [any SQLLoaded]) = ([], [])
        while !left.isEmpty {
            var next: (any SQLLoaded)?
            for repeatable in left where next == nil {
                for name in repeatable.header.dependsOn where known[id(name)] == nil {
                    throw error(repeatable, "it depends on '\(name)', which is no repeatable of this history")
                }
                if repeatable.header.dependsOn.allSatisfy({ done.contains(id($0)) }) { next = repeatable }
            }
            guard let next else {
                let names = left.compactMap { name(of: $0.id) }.joined(separator: ", ")
                throw error(left[0], "repeatables depend on one another in a circle: \(names)")
            }
            done.insert(next.id)
            order.append(next)
            left.removeAll { $0.id == next.id }
        }
        return order
    }

    private static func error(_ repeatable: any SQLLoaded, _ message: String) -> MigratorError {
        MigratorError(.invalidRevision, message, revision: repeatable.id, location: repeatable.location)
    }
}
