import MigrationDSL
import MigratorCatalogue
import MigratorCore
import MigratorDatabase
import MigratorDialects
import MigratorSafety
import MigratorSources

/// Turns a direction of a revision into what `lint` looks at.
struct LintPreparation {
    let dialect: any Dialect
    let settings: MigratorSettings

    /// - Throws: ``MigratorError`` as ``LoadedRevision/operations(_:_:tag:for:)``.
    func revision(_ revision: any LoadedRevision, _ direction: Direction) throws(MigratorError) -> LintedRevision {
        let arguments = RevisionArguments(settings.arguments)
        let operations = try revision.operations(direction, arguments, tag: settings.tag, for: dialect.kind)
        let pieces =
            switch operations {
            case .recorded(let operations): pieces(of: operations, isTransaction: revision.isTransactional)
            case .file(let statements): pieces(of: statements)
            }
        var linted = LintedRevision(
            revision.id,
            direction,
            isTransaction: revision.isTransactional,
            at: revision.node.source,
            pieces
        )
        linted.waitsForever = revision.lockRules.timeout == .zero
        return linted
    }

    private func pieces(of operations: [Operation], isTransaction: Bool) -> [LintedRevision.Piece] {
        let dialect = dialect.rendering(inTransaction: isTransaction)
        var pieces: [LintedRevision.Piece] = []
        for (operation, rendered) in zip(operations, dialect.render(operations)) {
            let allowances = operation.allowances.map { allowance in
                Allowance(allowance.rule, because: allowance.reason, operation: allowance.operation)
            }
            func piece(_ work: LintedRevision.Work) {
                pieces.append(.init(work, at: operation.location, allowances: allowances))
            }
            do throws(MigratorError) {
                for item in try rendered.items.get() {
                    switch item {
                    case .statement(let sql): piece(rendered.isPrelude ? .prelude(sql.text) : .statement(sql.text))
                    case .bulkInsert(let insert): piece(.rows(insert.table))
                    case .removeRows(let rows): piece(.rows(rows.table))
                    case .perform(let perform): piece(.closed("what the closure '\(perform.name)' does is not known"))
                    case .rebuild: piece(.rebuild(item))
                    }
                }
            } catch {
                piece(.closed("\(operation.summary): \(error.message)"))
            }
        }
        return pieces
    }

    private func pieces(of statements: SQLStatements) -> [LintedRevision.Piece] {
        var pieces: [LintedRevision.Piece] = []
        for position in statements.indices {
            let work: LintedRevision.Work
            let place: SourceLocation
            switch statements[position] {
            case .statement(let text, let location, _): (work, place) = (.statement(text), location)
            case .bulkInsert(let table, _, let location):
                (work, place) = (.rows(ObjectName(table.name, schema: table.schema)), location)
            }
            pieces.append(.init(work, at: place, allowances: allowances(statements.remarks(at: position))))
        }
        // What is allowed behind the last statement is about nothing.
        let rest = allowances(statements.remarks(at: statements.count))
        if !rest.isEmpty { pieces.append(.init(.nothing, at: rest[0].location, allowances: rest)) }
        return pieces
    }

    private func allowances(_ remarks: [(text: String, location: SourceLocation)]) -> [Allowance] {
        remarks.compactMap { Allowance(comment: $0.text, at: $0.location) }
    }
}
