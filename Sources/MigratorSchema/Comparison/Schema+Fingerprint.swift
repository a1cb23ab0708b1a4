import MigrationDSL
package import MigratorCatalogue
import MigratorSystem

extension Schema {
    /// What two schemas that databases have can only share if nothing differs between them.
    ///
    /// It is of all that checksums of revisions tell apart, so two databases whose schemas are the same may well have
    /// two: their expressions may be spelled in two ways.
    package var fingerprint: String {
        let objects = objects.map { entry in
            var text = CanonicalText { sql, _ in sql }
            entry.object.spell(into: &text)
            return text.text
        }
        let left = unsupported.flatMap { [$0.object, $0.kind, $0.why] }
        let sorted = objects.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        return Digest.hex(Digest.sha256(ofParts: sorted + [""] + left))
    }
}

extension SchemaObject {
    fileprivate func spell(into text: inout CanonicalText) {
        switch self {
        case .schema(let schema):
            text.string("schema", schema.name)
            text.string("comment", schema.comment)
        case .extension(let value): text.value("extension", value)
        case .enumeration(let value): text.value("enum", value)
        case .domain(let value): text.value("domain", value)
        case .compositeType(let value): text.value("composite", value)
        case .sequence(let value): text.value("sequence", value)
        case .table(let value): text.value("table", value)
        case .virtualTable(let value): text.value("virtual", value)
        case .index(let value): text.value("index", value)
        case .view(let value): text.value("view", value)
        case .function(let value): text.value("function", value)
        case .trigger(let value): text.value("trigger", value)
        case .policy(let value): text.value("policy", value)
        case .opaque(let value): text.value("opaque", value)
        }
    }
}
