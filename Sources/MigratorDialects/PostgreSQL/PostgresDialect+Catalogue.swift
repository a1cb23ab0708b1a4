package import MigrationDSL
package import MigratorCatalogue
package import MigratorDatabase
package import MigratorSystem

/// The driver's look into the catalogue knows a column's type by its name, and what is beneath a domain.
extension PostgresDialect {
    package var spelling: RevisionDatabase { .postgres }
    package var homeSchema: String { "public" }
    package var hasSearchPath: Bool { true }

    package func column(_ draft: ColumnDraft, _ domains: [ExactText: ColumnDraft]) -> CatalogColumn {
        let domain = domain(draft.type).flatMap { domains[ExactText($0)] }
        let isSerial = PostgresTypeText.isSerial(draft.type)
        let base = domain?.type ?? draft.type
        return CatalogColumn(
            name: draft.name,
            declaredType: PostgresTypeText.isArray(base) ? base : draft.type,
            kind: draft.kind ?? PostgresTypeText.kind(of: base),
            isNullable: draft.isNullable && !isSerial && domain?.isNullable ?? true,
            hasDefault: draft.hasDefault || isSerial || domain?.hasDefault ?? false,
            isGenerated: draft.isGenerated
        )
    }

    package func domain(_ type: String) -> String? { PostgresTypeText.folded(type) }
}
