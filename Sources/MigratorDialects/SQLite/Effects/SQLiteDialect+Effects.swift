import MigrationDSL
package import MigratorCatalogue
package import MigratorCore
import MigratorDatabase
import MigratorSystem

extension SQLiteDialect {
    package var oldestServer: ServerAge { ServerAge(3, 40) }

    package func effects(
        of statement: KnownStatement,
        _ words: StatementWords,
        in scope: inout EffectScope
    ) -> [Effect] {
        var effects = SQLiteEffects(scope, words)
        effects.take(statement)
        effects.scope.follow(statement)
        scope = effects.scope
        return effects.found
    }

    package func conclusion(of scope: EffectScope) -> [Effect] { SQLiteConclusion(scope: scope).effects }
}

/// Finds the effects of one statement on SQLite.
struct SQLiteEffects {
    var scope: EffectScope
    let words: StatementWords
    var found: [Effect] = []

    init(_ scope: EffectScope, _ words: StatementWords) {
        self.scope = scope
        self.words = words
    }

    var inventory: Inventory { scope.inventory }

    mutating func add(
        _ object: ObjectName,
        _ cause: Effect.Cause?,
        _ detail: String = "",
        _ body: (inout Effect) -> Void = { _ in }
    ) {
        found.append(scope.effect(on: object, nil, cause, detail, body))
    }

    mutating func take(_ statement: KnownStatement) {
        switch statement {
        case .createTable(let making): create(making)
        case .alterTable(let altering): for change in altering.changes { alter(altering.table, change) }
        case .drop(let dropping): drop(dropping)
        case .createIndex(let making):
            if making.concurrently { return refuse(making.table, "CREATE INDEX CONCURRENTLY") }
            guard !(making.ifNotExists && inventory.index(ObjectName(making.index.name)) != nil) else { return }
            lockWriters(making.table, making.index.name)
        case .rows(let change): rows(change)
        case .reindex(let reindexing): if let table = reindexing.name { lockWriters(table, "REINDEX") }
        case .vacuum:
            guard scope.isTransaction else { return }
            add("the database", .inTransaction, "VACUUM") { effect in
                effect.needsNoTransaction = true
                effect.fails = true
            }
        case .outside(let what):
            guard scope.isTransaction else { return }
            add(ObjectName(what), .inTransaction, what) { effect in
                effect.needsNoTransaction = true
                effect.fails = true
            }
        case .pragma(let name, let value): pragma(name, value)
        case .transactionControl(let what): add(ObjectName(what), .transactionControlled, what)
        case .uninspected(let why): add("", .uninspected, why)
        case .truncate(let tables): refuse(tables.first ?? "", "TRUNCATE")
        case .renameIndex(let name, _): refuse(name, "ALTER INDEX")
        case .refresh(let name, _): refuse(name, "REFRESH MATERIALIZED VIEW")
        case .renameView(let name, _): refuse(name, "ALTER VIEW")
        case .createEnum(let name, _), .addEnumValue(let name, _), .renameEnumValue(let name, _, _):
            refuse(name, "TYPE")
        case .createDomain(let name, _, _), .constrainDomain(let name, _): refuse(name, "DOMAIN")
        case .createFunction(let name, _): refuse(ObjectName(name), "CREATE FUNCTION")
        case .cluster, .lockTables, .set, .setConstraintsImmediate: refuse("", words.text(0..<min(2, words.count)))
        case .createView, .createTrigger, .dropTrigger, .query, .harmless: break
        }
    }

    // MARK: Refusals

    mutating func refuse(_ object: ObjectName, _ what: String) {
        add(object, .unsupported, what) { $0.fails = true }
    }

    mutating func needs(_ version: ServerAge, _ what: String, _ object: ObjectName) {
        guard scope.version < version else { return }
        add(object, .versionTooOld, "\(what) needs SQLite \(version)") { $0.fails = true }
    }

    /// Writers wait as long as all rows take; it is said only where that is known to be long.
    mutating func lockWriters(_ table: ObjectName, _ what: String) {
        let isLong = scope.facts(of: table).map { $0.rows != nil && !$0.isSmall } ?? false
        add(table, isLong ? .writersLocked : nil, what) { $0.scans = true }
    }

    private mutating func create(_ making: KnownStatement.TableMaking) {
        if making.isMaterializedView { return refuse(making.name, "CREATE MATERIALIZED VIEW") }
        if making.options.contains("strict") { needs(ServerAge(3, 37), "STRICT", making.name) }
        if making.columns.contains(where: { $0.column.generation != nil }) {
            needs(ServerAge(3, 31), "a generated column", making.name)
        }
    }

    private mutating func pragma(_ name: String, _ value: String?) {
        switch name {
        case "foreign_key_check": scope.checkedForeignKeys = true
        case "legacy_alter_table": if let value { scope.inventory.followsRenames = !Self.isYes(value) }
        case "foreign_keys":
            guard let value else { return }
            if scope.isTransaction, !scope.switchesForeignKeys {
                return add(ObjectName(name), .pragmaInTransaction, name)
            }
            scope.keepsForeignKeys = Self.isYes(value)
        case "journal_mode" where value != nil && scope.isTransaction:
            add(ObjectName(name), .pragmaInTransaction, name) { $0.fails = true }
        default: break
        }
    }

    private static func isYes(_ value: String) -> Bool { ["on", "yes", "true", "1"].contains(value) }

    // MARK: Rows

    private mutating func rows(_ change: KnownStatement.RowsChange) {
        let keywords = Set(words.keywords(0..<words.count))
        if keywords.contains("returning") { needs(ServerAge(3, 35), "RETURNING", change.table) }
        if keywords.isSuperset(of: ["conflict", "do"]) { needs(ServerAge(3, 24), "ON CONFLICT", change.table) }
        noteKeys(change.table)
        guard change.kind != .insert else { return copy(change) }
        let isBounded = KeyBound(inventory, change.table).holds(for: change.condition)
        add(change.table, isBounded ? nil : .rowsUnbounded, change.kind == .update ? "UPDATE" : "DELETE") {
            $0.scans = !isBounded
        }
    }

    /// Notes that rows changed which foreign keys are about, though nobody looks at them.
    mutating func noteKeys(_ table: ObjectName) {
        guard !scope.keepsForeignKeys, !scope.isNew(table) else { return }
        let hasKeys = inventory.table(table)?.constraints.contains { $0.kind == .foreignKey } ?? false
        if hasKeys || !inventory.references(to: table).isEmpty {
            scope.touchedKeys = scope.touchedKeys ?? (table, scope.position)
        }
    }

    /// Values go by their position where the columns are not named.
    private mutating func copy(_ change: KnownStatement.RowsChange) {
        guard let query = change.query, query.hasStar, query.tables.count == 1,
            let target = inventory.table(change.table),
            let source = inventory.table(query.tables[0]), source.isComplete,
            let given = inventory.output(of: query)
        else { return }
        let taken = change.columns.isEmpty ? target.columns.filter { $0.generation == nil }.map(\.name) : change.columns
        guard given.count == taken.count, !zip(given, taken).allSatisfy({ inventory.isSame($0, $1) }) else { return }
        add(change.table, .copiedByStar, "\(source.name)") { $0.losesData = true }
    }
}
