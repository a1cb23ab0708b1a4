import MigrationDSL
import MigratorCore
import MigratorDatabase
import MigratorSystem

// What is no table, and may yet change what is known of one.
extension Catalogue {
    /// The type beneath a domain.
    func draft(of domain: Domain) -> ColumnDraft {
        var draft = ColumnDraft(name: domain.name.name, type: rules.text(of: domain.type))
        // A domain may be made of a domain.
        let base = rules.column(draft, domains)
        draft.isNullable = domain.isNullable && base.isNullable
        draft.hasDefault = base.hasDefault || domain.defaultValue.map { ColumnDraft.isDefault($0, rules) } ?? false
        draft.type = rules.domain(draft.type).flatMap { domains[ExactText($0)]?.type } ?? draft.type
        return draft
    }

    mutating func follow(_ rename: RenameObject) {
        switch rename.object.kind {
        case .view, .materializedView: doubt([rename.object.name, rename.object.renamed(to: rename.newName).name])
        case .sequence, .function, .procedure, .trigger, .policy: break
        default: doubt(nil)
        }
    }
}
