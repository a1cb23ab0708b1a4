/// An object of a schema, named: what is commented or renamed.
///
/// ```swift
/// op.comment(on: .index("ix_agents_name", on: "agents"), "for the search")
/// ```
public struct ObjectReference: Hashable, Sendable {
    /// What the object is.
    public let kind: ObjectKind
    /// Its name; that of an index has its table's schema.
    public let name: ObjectName
    /// The table that it is of; for a constraint of a domain the domain.
    public let table: ObjectName?
    /// The arguments that tell a function from others of its name.
    public let arguments: String?

    package init(_ kind: ObjectKind, _ name: ObjectName, on table: ObjectName? = nil, arguments: String? = nil) {
        self.kind = kind
        self.name = name
        self.table = table
        self.arguments = arguments
    }

    /// Names a schema.
    public static func schema(_ name: String) -> ObjectReference { .init(.schema, ObjectName(name)) }
    /// Names an extension.
    public static func `extension`(_ name: String) -> ObjectReference { .init(.extension, ObjectName(name)) }
    /// Names an enum type.
    public static func enumeration(_ name: ObjectName) -> ObjectReference { .init(.enumeration, name) }
    /// Names a domain.
    public static func domain(_ name: ObjectName) -> ObjectReference { .init(.domain, name) }
    /// Names a composite type.
    public static func compositeType(_ name: ObjectName) -> ObjectReference { .init(.compositeType, name) }
    /// Names a sequence.
    public static func sequence(_ name: ObjectName) -> ObjectReference { .init(.sequence, name) }
    /// Names a table.
    public static func table(_ name: ObjectName) -> ObjectReference { .init(.table, name) }
    /// Names a view.
    public static func view(_ name: ObjectName) -> ObjectReference { .init(.view, name) }
    /// Names a materialized view.
    public static func materializedView(_ name: ObjectName) -> ObjectReference { .init(.materializedView, name) }

    /// Names an index, which lives in its table's schema.
    public static func index(_ name: String, on table: ObjectName) -> ObjectReference {
        .init(.index, ObjectName(name, schema: table.schema), on: table)
    }

    /// Names a function.
    public static func function(_ name: ObjectName, _ arguments: String = "") -> ObjectReference {
        .init(.function, name, arguments: arguments)
    }

    /// Names a procedure.
    public static func procedure(_ name: ObjectName, _ arguments: String = "") -> ObjectReference {
        .init(.procedure, name, arguments: arguments)
    }

    /// Names a trigger.
    public static func trigger(_ name: String, on table: ObjectName) -> ObjectReference {
        .init(.trigger, ObjectName(name), on: table)
    }

    /// Names a policy.
    public static func policy(_ name: String, on table: ObjectName) -> ObjectReference {
        .init(.policy, ObjectName(name), on: table)
    }

    /// Names a constraint of a table.
    public static func constraint(_ name: String, on table: ObjectName) -> ObjectReference {
        .init(.constraint, ObjectName(name), on: table)
    }

    /// Names a constraint of a domain.
    public static func constraint(_ name: String, onDomain domain: ObjectName) -> ObjectReference {
        .init(.domainConstraint, ObjectName(name), on: domain)
    }

    /// Names an object that has no type of its own yet, by its kind.
    public static func opaque(_ kind: String, _ name: ObjectName, on table: ObjectName? = nil) -> ObjectReference {
        .init(.opaque(kind), name, on: table)
    }

    /// The same object under another name.
    package func renamed(to newName: String) -> ObjectReference {
        .init(kind, ObjectName(newName, schema: name.schema), on: table, arguments: arguments)
    }
}

extension ObjectReference: CustomStringConvertible {
    /// The kind and the name, such as `policy own of documents`.
    public var description: String {
        let arguments = arguments.map { "(\($0))" } ?? ""
        guard let table, kind != .index else { return "\(kind) \(name)\(arguments)" }
        return "\(kind) \(name) of \(table)"
    }
}

extension ObjectReference: CanonicallySpelled {
    package func spell(into text: inout CanonicalText) {
        text.string("kind", "\(kind)")
        name.spell(into: &text)
        text.value("on", table)
        text.string("arguments", arguments)
    }
}
