import MigrationDSL
package import MigratorCatalogue
package import MigratorCore
import MigratorSystem

extension PostgresDialect {
    package var oldestServer: ServerAge { ServerAge(15) }

    package func effects(
        of statement: KnownStatement,
        _ words: StatementWords,
        in scope: inout EffectScope
    ) -> [Effect] {
        var effects = PostgresEffects(scope, words)
        effects.take(statement)
        effects.finish(statement)
        scope = effects.scope
        return effects.found
    }

    package func conclusion(of scope: EffectScope) -> [Effect] { PostgresConclusion(scope: scope).effects }
}

/// Finds the effects of one statement on PostgreSQL.
struct PostgresEffects {
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
        of table: ObjectName? = nil,
        _ lock: LockMode? = nil,
        _ cause: Effect.Cause? = nil,
        _ detail: String = "",
        _ body: (inout Effect) -> Void = { _ in }
    ) {
        found.append(scope.effect(on: object, of: table, lock, cause, detail, body))
    }

    /// Notes what no transaction may hold.
    mutating func needsNoTransaction(_ what: String, on object: ObjectName) {
        guard scope.isTransaction else { return }
        add(object, nil, .inTransaction, what) { effect in
            effect.needsNoTransaction = true
            effect.fails = true
        }
    }

    // MARK: Statements

    mutating func take(_ statement: KnownStatement) {
        switch statement {
        case .createTable(let making): create(making)
        case .alterTable(let altering):
            refusePending(altering.table)
            for change in altering.changes {
                alter(altering.table, change)
                // The changes after it find what it made.
                if altering.changes.count > 1 {
                    scope.inventory.apply(.alterTable(.init(table: altering.table, changes: [change])))
                }
            }
        case .drop(let dropping): drop(dropping)
        case .createIndex(let making): create(making)
        case .renameIndex(let name, let newName):
            add(name, of: inventory.index(name)?.table.name, .shareUpdateExclusive)
            checkName(newName, name)
        case .reindex(let reindexing): reindex(reindexing)
        case .createView(let making):
            if inventory.table(making.name) != nil { add(making.name, .accessExclusive) }
            checkName(making.name.name, making.name)
        case .renameView(let name, _):
            let effect = scope.effect(on: name, .accessExclusive, .tableRenamed) { $0.breaksApplication = true }
            scope.later.append(.tableRenamed(name, effect))
        case .refresh(let name, let concurrently):
            if concurrently {
                add(name, .exclusive) { $0.scans = true }
            } else {
                add(name, .accessExclusive, .viewRefreshed) { effect in
                    effect.rewrites = true
                    effect.scans = true
                }
            }
        case .addEnumValue(let type, let label):
            if scope.version < ServerAge(12) {
                needsNoTransaction("ALTER TYPE … ADD VALUE", on: type)
            } else if scope.isTransaction {
                let isNew = inventory.enums[inventory.key(type)].map { $0.madeIn == inventory.revision } ?? false
                if !isNew || scope.version < ServerAge(17) { scope.addedValues.append((type, label)) }
            }
        case .renameEnumValue(let type, let label, _):
            let isNew = inventory.enums[inventory.key(type)].map { $0.madeIn == inventory.revision } ?? false
            guard !isNew else { break }
            add(type, nil, .enumValueRenamed, label) { $0.breaksApplication = true }
        case .constrainDomain(let domain, let isValid):
            guard isValid else { break }
            for table in inventory.tables.values
            where table.columns.contains(where: { $0.type.base.isExactly(domain.name) }) {
                add(table.name, .share, .checkAdded, "the domain \(domain)") { $0.scans = true }
            }
        case .createTrigger(let making): add(making.table, .shareRowExclusive)
        case .dropTrigger(_, let table): if let table { add(table, .accessExclusive) }
        case .truncate(let tables):
            for table in tables {
                refusePending(table)
                add(table, .accessExclusive, .truncated) { $0.losesData = true }
            }
        case .rows(let change): rows(change)
        case .query(let part): query(part)
        case .vacuum(let isFull, let tables):
            let object = tables.first ?? ObjectName("the database")
            needsNoTransaction("VACUUM", on: object)
            if isFull { for table in tables.isEmpty ? [object] : tables { rewrite(table, "VACUUM FULL") } }
        case .cluster(let table):
            if let table { rewrite(table, "CLUSTER") } else { needsNoTransaction("CLUSTER", on: "the database") }
        case .lockTables(let tables, let mode):
            let lock = LockMode.allCases.first { $0.name.lowercased() == mode } ?? .accessExclusive
            for table in tables { add(table, lock) }
        case .set(let name, let value): set(name, value)
        case .setConstraintsImmediate: scope.pending = []
        case .transactionControl(let what): add(ObjectName(what), nil, .transactionControlled, what)
        case .outside(let what): needsNoTransaction(what, on: ObjectName(what))
        case .uninspected(let why): add("", nil, .uninspected, why)
        case .pragma: add("", nil, .uninspected, "PRAGMA is none of PostgreSQL's statements")
        case .createEnum(let name, _), .createDomain(let name, _, _): checkName(name.name, name)
        case .createFunction, .harmless: break
        }
    }

    mutating func rewrite(_ table: ObjectName, _ what: String) {
        add(table, .accessExclusive, .tableRewritten, what) { effect in
            effect.rewrites = true
            effect.scans = true
            effect.breaksPlans = true
        }
    }

    private mutating func set(_ name: String, _ value: String) {
        if name == "lock_timeout", value.hasPrefix("0") || value == "default" {
            add(ObjectName(name), nil, .timeoutDisabled)
        }
        guard name == "timezone" else { return }
        scope.isUTC = ["utc", "etc/utc", "gmt", "etc/gmt", "universal", "zulu", "0", "+0", "uct", "etc/uct"].contains(
            value
        )
    }

    private mutating func query(_ part: StatementPart) {
        for call in part.calls {
            let name = call.name.lowercased()
            if name == "set_config" {
                let texts = part.range.compactMap { words.isKind($0, .string) ? words.text($0..<$0 + 1) : nil }
                if texts.count > 1, texts[0].lowercased() == "'lock_timeout'", texts[1].hasPrefix("'0") {
                    add("lock_timeout", nil, .timeoutDisabled)
                }
                continue
            }
            if PostgresVolatility.isKnown(name, schema: call.schema) { continue }
            add("", nil, .uninspected, "what the function \(call.name) does is not known")
            return
        }
    }

    private mutating func reindex(_ reindexing: KnownStatement.Reindexing) {
        let object = reindexing.name ?? "the database"
        if reindexing.concurrently || !["index", "table"].contains(reindexing.what) {
            needsNoTransaction("REINDEX \(reindexing.what.uppercased())", on: object)
        }
        guard !reindexing.concurrently else { return add(object, .shareUpdateExclusive) { $0.scans = true } }
        let table = reindexing.what == "index" ? inventory.index(object)?.table.name : object
        add(table ?? object, .share, .reindexed, "\(object)") { $0.scans = true }
    }

    // MARK: What a statement does beside its own

    /// Refuses to change a table for which checks are still queued.
    mutating func refusePending(_ table: ObjectName) {
        guard scope.isTransaction, scope.pending.contains(inventory.key(table)) else { return }
        add(table, nil, .eventsPending) { $0.fails = true }
    }

    mutating func checkName(_ name: String, _ object: ObjectName) {
        guard name.utf8.count > 63 else { return }
        add(object, nil, .nameTooLong, name)
    }

    /// Follows the statement, and holds it against the locks that the transaction has.
    mutating func finish(_ statement: KnownStatement) {
        checkAddedValues(statement)
        // What does not run at all holds nothing up.
        if scope.isTransaction, !found.contains(where: \.needsNoTransaction) { checkHeldLocks() }
        for effect in found {
            guard let lock = effect.lock, !effect.isNew else { continue }
            let key = inventory.key(effect.object)
            scope.held[key] = max(scope.held[key] ?? lock, lock)
        }
        scope.follow(statement)
    }

    /// A value of an enum type that the same transaction added must not be used.
    private mutating func checkAddedValues(_ statement: KnownStatement) {
        guard scope.isTransaction, !scope.addedValues.isEmpty else { return }
        if case .addEnumValue = statement { return }
        for (type, label) in scope.addedValues {
            let literal = "'\(label.replacing("'", with: "''"))'"
            let isUsed = (0..<words.count).contains {
                words.isKind($0, .string) && words.text($0..<$0 + 1).isExactly(literal)
            }
            guard isUsed, isAbout(type) else { continue }
            return add(type, nil, .enumValueUnsafe, label) { $0.fails = true }
        }
    }

    /// Whether the statement names the type, or a table that has a column of it.
    private func isAbout(_ type: ObjectName) -> Bool {
        let all = StatementPart(words, 0..<words.count)
        if all.mentions(type.name) || !inventory.isWhole { return true }
        return inventory.tables.values.contains { table in
            table.columns.contains { $0.type.base.isExactly(type.name) } && all.mentions(table.name.name)
        }
    }

    /// Work on all rows must not be done while a lock that others wait for is held on something else.
    private mutating func checkHeldLocks() {
        let works = found.filter { effect in
            (effect.scans || effect.rewrites) && !effect.isNew && !effect.isSmall && effect.cause != .validatedAtOnce
        }
        for work in works {
            let key = inventory.key(work.object)
            let held = scope.held.filter { $0.value >= .shareRowExclusive }
            // The lock that the statement takes itself is its own finding.
            let others = held.filter { $0.key != key || $0.value > work.lock ?? .accessShare }
            guard let worst = others.max(by: { ($0.value, "\($1.key)") < ($1.value, "\($0.key)") }) else { continue }
            return add(work.object, nil, .lockHeld, "\(worst.key) is locked in \(worst.value.name)")
        }
    }
}

extension EffectScope {
    /// Has a statement behind it.
    mutating func follow(_ statement: KnownStatement) {
        if case .alterTable(let altering) = statement {
            for case .renameTable(let newName) in altering.changes {
                moved(altering.table, to: ObjectName(newName, schema: altering.table.schema))
            }
            for case .setSchema(let schema) in altering.changes {
                moved(altering.table, to: ObjectName(altering.table.name, schema: schema))
            }
            if altering.changes.count > 1 { return }
        }
        inventory.apply(statement)
    }

    private mutating func moved(_ name: ObjectName, to newName: ObjectName) {
        let (old, new) = (inventory.key(name), inventory.key(newName))
        let former = formerNames.removeValue(forKey: old)
        if !isNew(name) { formerNames[new] = former ?? old }
        if let lock = held.removeValue(forKey: old) { held[new] = lock }
        if let columns = addedColumns.removeValue(forKey: old) { addedColumns[new] = columns }
        if pending.remove(old) != nil { pending.insert(new) }
    }
}
