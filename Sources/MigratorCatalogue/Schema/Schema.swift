package import MigrationDSL
package import MigratorDatabase

/// The objects of a schema, as a database has them or as they are declared.
///
/// Expressions of a database are in its own spelling; those that are declared are as they were written.
package struct Schema: Sendable {
    /// The kind of database that it is for.
    package let kind: DatabaseKind
    /// The objects, each behind those that it needs, as far as that is known.
    package var objects: [Entry]
    /// The objects that are there and cannot be read, compared or written.
    package var unsupported: [Unsupported]
    /// The statements that make all of it, if the database keeps them as they were written.
    package var statements: [String] = []
    /// Whether somebody wrote it down, in Swift or in SQL: what it says is meant.
    package var isWritten = false

    /// Creates a schema.
    package init(_ kind: DatabaseKind, _ objects: [Entry] = [], unsupported: [Unsupported] = []) {
        self.kind = kind
        self.objects = objects
        self.unsupported = unsupported
    }
}

extension Schema {
    /// An object, and what is known beside its definition.
    package struct Entry: Sendable {
        /// The object.
        package var object: SchemaObject
        /// The objects that it needs, as the database says; empty for what is declared.
        package var needs: Set<ObjectReference>
        /// Where it is declared; `nil` for what a database has.
        package var location: SourceLocation?
        /// The sequences behind columns of a serial type that bear other names than the type gives them, by column.
        package var sequences: [String: ObjectName] = [:]
        /// What roles may do with it beside its owner, as far as that is read; they are not compared.
        package var rights: [Right]

        /// Creates an entry.
        package init(
            _ object: SchemaObject,
            needs: Set<ObjectReference> = [],
            at location: SourceLocation? = nil,
            rights: [Right] = []
        ) {
            self.object = object
            self.needs = needs
            self.location = location
            self.rights = rights
        }
    }

    /// What a role may do with an object, which goes with it when it is dropped.
    package enum Right: Hashable, Sendable {
        /// Privileges such as `SELECT, INSERT (note)`, of a role whose name is as SQL writes it.
        case granted(String, to: String, withOption: Bool)
        /// Nobody has the right that everyone has by itself.
        case denied
    }

    /// An object that cannot be read, compared or written.
    package struct Unsupported: Hashable, Sendable {
        /// Its name, with its schema.
        package let object: String
        /// What it is, such as `foreign table`.
        package let kind: String
        /// Why it is left alone.
        package let why: String

        /// Creates it.
        package init(_ object: String, kind: String, why: String) {
            self.object = object
            self.kind = kind
            self.why = why
        }
    }
}

extension Schema {
    /// Takes a declared schema, in the order of its declaration.
    package init(_ declared: DeclaredSchema, for kind: DatabaseKind) {
        self.init(kind, declared.objects.map { Entry($0.object, at: $0.location) })
        isWritten = true
    }
}
