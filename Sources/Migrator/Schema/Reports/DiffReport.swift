import MigrationDSL
package import MigratorCatalogue
package import MigratorDialects
public import MigratorSchema

/// What turns one schema into another.
public struct DiffReport: Sendable {
    /// The source of the old schema, as it is written.
    public let from: String
    /// The source of the new schema.
    public let to: String
    /// The differences, in a stable order.
    public private(set) var differences: [Difference]
    /// What is there, in either schema, and cannot be compared.
    public let unsupported: [UnsupportedObject]
    /// Pairs of texts that may mean the same, for which no server was asked.
    public let unverified: [UnverifiedPart]
    /// Why no server was asked about what is ``unverified``, or not where it could have told, such as
    /// `a database of its own: permission denied to create database`; `nil` if no scratch was refused.
    public let whyUnverified: String?
    /// Pairs that may be one thing with two names, the likeliest first.
    public let candidates: [RenameSuggestion]

    /// Whether no difference was found.
    public var isEqual: Bool { differences.isEmpty }

    /// What the comparison found, as values.
    package let comparison: SchemaComparison
    /// The operations that turn the old schema into the new one.
    package private(set) var plan: GeneratedPlan
    /// The schemas that were compared.
    package let schemas: (old: Schema, new: Schema)
    /// The dialect of both.
    package let dialect: any Dialect

    init(
        _ sources: (from: SchemaSource, to: SchemaSource),
        _ schemas: (old: Schema, new: Schema),
        _ comparison: SchemaComparison,
        _ dialect: any Dialect,
        refusals: [ScratchRefusal] = []
    ) {
        from = sources.from.description
        to = sources.to.description
        self.schemas = schemas
        self.comparison = comparison
        self.dialect = dialect
        plan = PlanGenerator(dialect).plan(from: schemas.old, to: schemas.new, comparison)
        differences = zip(comparison.differences, plan.details).map { Difference($0, $1, dialect) }
        unsupported = comparison.unsupported.map(UnsupportedObject.init)
        unverified = comparison.unverified
        whyUnverified = unverified.isEmpty || refusals.isEmpty ? nil : NoScratch.reason(refusals)
        candidates = comparison.candidates.map(RenameSuggestion.init)
    }

    /// The same with a plan that leaves the bodies of functions unchecked which a server refused, and why it did.
    func leavingUnchecked(_ refusedBodies: [ObjectReference: String]) -> DiffReport {
        var report = self
        let generator = PlanGenerator(dialect, refusedBodies: refusedBodies)
        report.plan = generator.plan(from: schemas.old, to: schemas.new, comparison)
        report.differences = zip(comparison.differences, report.plan.details).map { Difference($0, $1, dialect) }
        return report
    }
}

extension DiffReport {
    /// One difference.
    public struct Difference: Hashable, Sendable {
        /// What is done about it, named as the operation that does it, such as `addColumn`.
        public let change: String
        /// The object with its schema, and the column or the constraint of it, such as `public.customers.note`.
        public let object: String
        /// The difference in words.
        public let summary: String
        /// Whether it takes data that a downgrade cannot bring back.
        public let destroys: Bool
        /// What running it on a database with rows may do.
        public let hazards: [String]
        /// The statements that make it, as a dry run shows them.
        public let sql: [String]

        init(_ difference: SchemaDifference, _ detail: GeneratedPlan.Detail, _ dialect: any Dialect) {
            change = difference.change.rawValue
            object = difference.object.qualified(difference.part, dialect)
            summary = difference.summary
            destroys = difference.destroys
            hazards = detail.hazards.map(\.description)
            // A table that is made anew is one line of a comment, as in a dry run.
            sql = detail.operations.flatMap { operation in ((try? dialect.render(operation)) ?? []).map(\.script) }
        }
    }
}

/// A pair that may be one thing with two names.
public struct RenameSuggestion: Hashable, Sendable {
    /// The rename as it is told, such as `customers.mail=email`.
    public let rename: String
    /// The rename in words, such as `column customers.mail -> email`.
    public let summary: String
    /// How likely it is: the more, the likelier; at most 1.
    public let score: Double

    /// A pair that a comparison found.
    package init(_ candidate: RenameCandidate) {
        rename = RenameFlags.flag(candidate.rename)
        summary = candidate.summary
        score = candidate.score
    }
}

extension ObjectReference {
    /// The name with its schema, behind the table that it belongs to, and before a part.
    fileprivate func qualified(_ part: String?, _ dialect: any Dialect) -> String {
        var names: [String]
        switch kind {
        case .schema, .extension: names = [name.name]
        case .index: names = [name.schema ?? dialect.homeSchema, name.name]
        default:
            let outer = table ?? name
            names = [outer.schema ?? dialect.homeSchema, outer.name] + (table == nil ? [] : [name.name])
        }
        if let part { names.append(part) }
        return names.joined(separator: ".") + (arguments.map { "(\($0))" } ?? "")
    }
}
