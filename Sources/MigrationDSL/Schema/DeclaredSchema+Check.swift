import MigratorSystem

/// What is wrong with a declared schema, and where.
public struct DeclarationProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong, in a sentence without places.
    public let message: String
    /// The places that it is about: one, or two that declare the same object.
    public let locations: [SourceLocation]

    /// The places and the sentence.
    public var description: String {
        let places = locations.map { "\($0.file):\($0.line)" }.joined(separator: " and ")
        return "\(places): \(message)"
    }
}

extension DeclaredSchema {
    /// Finds objects that are declared twice, and indexes, triggers and policies of tables that are not declared.
    ///
    /// - Parameter foldsCase: Whether names that differ in the case of ASCII letters are the same, as to SQLite; to
    ///   PostgreSQL each byte counts.
    /// - Returns: The problems, in the order of the objects.
    public func problems(foldsCase: Bool = false) -> [DeclarationProblem] {
        var problems: [DeclarationProblem] = []
        var places: [DeclarationKey: SourceLocation] = [:]
        for declared in objects {
            let reference = declared.object.reference
            let key = DeclarationKey(reference, foldsCase: foldsCase)
            guard let former = places[key] else {
                places[key] = declared.location
                continue
            }
            let message = "\(reference) is declared twice"
            problems.append(DeclarationProblem(message: message, locations: [former, declared.location]))
        }
        for declared in objects {
            guard let table = declared.object.tableInNeed else { continue }
            guard places[DeclarationKey(.table(table), foldsCase: foldsCase)] == nil else { continue }
            let message = "\(declared.object.reference.plain) needs \(table), which is not declared"
            problems.append(DeclarationProblem(message: message, locations: [declared.location]))
        }
        return problems
    }

    /// Refuses a schema with problems, by the first of them.
    ///
    /// - Throws: ``DeclarationProblem``.
    public func check(foldsCase: Bool = false) throws(DeclarationProblem) {
        if let problem = problems(foldsCase: foldsCase).first { throw problem }
    }
}

extension SchemaObject {
    /// The table or view without which it cannot be.
    fileprivate var tableInNeed: ObjectName? {
        switch self {
        case .index(let index): index.table
        case .trigger(let trigger): trigger.table
        case .policy(let policy): policy.table
        case .schema, .extension, .enumeration, .domain, .compositeType, .sequence, .table, .virtualTable, .view,
            .function, .opaque:
            nil
        }
    }
}

extension ObjectReference {
    /// The kind and the name alone.
    fileprivate var plain: String {
        "\(kind) \(name)"
    }
}

/// What no two declared objects may share: tables, views, indexes and sequences have one space of names.
private struct DeclarationKey: Hashable {
    private let space: String
    private let parts: [ExactText?]

    init(_ object: ObjectReference, foldsCase: Bool) {
        space =
            switch object.kind {
            case .table, .view, .materializedView, .index, .sequence: "relation"
            case .enumeration, .domain, .compositeType: "type"
            case .function, .procedure: "function"
            default: "\(object.kind)"
            }
        func text(_ name: String) -> ExactText { ExactText(foldsCase ? Self.folded(name) : name) }
        // What the database takes if no schema is said.
        func schema(_ name: ObjectName) -> ExactText? {
            let usual = foldsCase ? "main" : "public"
            return name.schema.map(text).flatMap { $0 == ExactText(usual) ? nil : $0 }
        }
        // SQLite has no two triggers of one name.
        let table = foldsCase && object.kind == .trigger || object.kind == .index ? nil : object.table
        parts = [
            schema(object.name), text(object.name.name), table.flatMap(schema), table.map { text($0.name) },
            object.arguments.map { ExactText($0) },
        ]
    }

    /// Small letters for the capitals of ASCII; all else stays as it is.
    private static func folded(_ name: String) -> String {
        String(decoding: name.utf8.map { (65...90).contains($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
    }
}
