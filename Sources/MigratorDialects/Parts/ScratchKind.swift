/// What the objects of a schema are made on for a while, and what can be done there.
package enum ScratchKind: Hashable, Sendable {
    /// A database in memory, by the URL that leads to a new one at each opening.
    case memory(url: String)
    /// A database that is made on the same server.
    case database
    /// Schemas with names of their own in a database that is there, in a transaction that is rolled back.
    case schemas
    /// Temporary objects of a database that is there, in a transaction that is rolled back.
    case temporary

    /// Whether any SQL may run there: SQL that names schemas, that commits, or that needs a second connection.
    ///
    /// Elsewhere only texts are asked about, since such SQL would meet the objects of the database that is there.
    package var runsAnySQL: Bool {
        switch self {
        case .memory, .database: true
        case .schemas, .temporary: false
        }
    }

    /// Whether texts may name tables, views and sequences there.
    package var holdsTables: Bool { self != .temporary }

    /// What it is, in words.
    package var title: String {
        switch self {
        case .memory: "a database in memory"
        case .database: "a database of its own"
        case .schemas: "schemas of its own"
        case .temporary: "temporary objects"
        }
    }
}

/// Why there is no scratch of a kind.
package struct ScratchRefusal: Error, Hashable, CustomStringConvertible {
    /// The kind.
    package let kind: ScratchKind
    /// Why there is none, as the server says.
    package let reason: String

    /// Creates it.
    package init(_ kind: ScratchKind, _ reason: String) {
        self.kind = kind
        self.reason = reason
    }

    /// The kind and the reason in words.
    package var description: String { "\(kind.title): \(reason)" }
}
