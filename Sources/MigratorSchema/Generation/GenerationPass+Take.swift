import MigrationDSL
import MigratorCatalogue
import MigratorDialects
import MigratorSystem

extension GenerationPass {
    /// Notes what is to be done about a difference.
    mutating func take(_ difference: SchemaDifference) {
        let (object, key) = (difference.object, key(difference.object))
        switch (difference.change, difference.old, difference.new) {
        case (_, .object(let old)?, .object(let new)?): takeChange(difference.change, old, new, key)
        case (_, nil, .object(let new)?): create(new)
        case (_, .object(let old)?, nil): drop(old)
        case (.renameColumn, .name(let old)?, .name(let new)?):
            add(.rename, key, Step { $0.renameColumn(old, of: object.name, to: new) })
        case (.renameEnumValue, .name(let old)?, .name(let new)?):
            add(.alter, key, Step { $0.renameEnumValue(old, of: object.name, to: new) })
        case (_, .name(let old)?, .name(let new)?): rename(object, key, old, new)
        case (.addEnumValue, _, .enumValue(let value, let former)?): addValue(value, after: former, object, key)
        case (.addColumn, nil, .column(let column)?): addColumn(column, object.name)
        case (.dropColumn, .column(let column)?, nil): dropColumn(column, key)
        case (.alterColumn, .column(let old)?, .column(let new)?):
            alterColumn(old, new, difference.aspects, object.name, key)
        case (_, let old, let new) where old?.constraint != nil || new?.constraint != nil:
            takeConstraint(difference, old?.constraint, new?.constraint, key)
        case (.alterCompositeType, let old, let new): alterAttribute(old?.attribute, new?.attribute, object, key)
        case (_, .comment(let old)?, .comment(let new)?): comment(difference, old, new, key)
        default: refuse(object, "there are no operations for it: \(difference.summary)")
        }
    }

    private mutating func rename(_ object: ObjectReference, _ key: ObjectKey, _ old: String, _ new: String) {
        let former = object.renamed(to: old)
        switch object.kind {
        case .table: add(.rename, key, Step { $0.renameTable(former.name, to: new) })
        case .index: add(.rename, key, Step { $0.renameIndex(old, on: object.table ?? object.name, to: new) })
        default:
            let step = Step { $0.rename(former, to: new) }
            if step.operations.allSatisfy({ (try? dialect.render($0)) != nil }) {
                add(step, .rename, key)
            } else if let oldEntry = self.old[key], let newEntry = self.new[key] {
                replace(oldEntry.object, by: newEntry.object)
            }
        }
    }

    private mutating func addValue(
        _ value: String,
        after former: String?,
        _ object: ObjectReference,
        _ key: ObjectKey
    ) {
        var position: AddEnumValue.Position? = former.map { .after($0) }
        if case .enumeration(let type)? = new[key]?.object {
            // What is added behind all others needs no place.
            if type.values.last?.isExactly(value) ?? false { position = nil }
            if former == nil, type.values.count > 1 { position = .before(type.values[1]) }
        }
        add(.alter, key, Step { $0.addEnumValue(value, to: object.name, position) })
    }

    private mutating func alterAttribute(
        _ old: CompositeType.Attribute?,
        _ new: CompositeType.Attribute?,
        _ object: ObjectReference,
        _ key: ObjectKey
    ) {
        let change: AttributeChange
        switch (old, new) {
        case (let old?, let new?):
            if let holder = oldEdges.uses[key]?.first(where: { $0.kind == .table || $0.kind == .materializedView }) {
                return refuse(
                    object,
                    "\(holder.name.text) holds values of it; make another type and convert them in a revision of your own"
                )
            }
            change = .alter(new, was: old)
        case (let old?, nil): change = .drop(old)
        case (nil, let new?): change = .add(new)
        case (nil, nil): return
        }
        add(.alter, key, Step { $0.alterCompositeType(object.name, [change]) })
    }

    private mutating func comment(
        _ difference: SchemaDifference,
        _ old: String?,
        _ new: String?,
        _ key: ObjectKey
    ) {
        let object = difference.object
        // What is made anew brings its comment.
        if isMade(key) { return }
        let previous: ColumnChange.Change<String> = old.map { .set($0) } ?? .remove
        let tableKey = object.table.map { ObjectKey(.table($0), dialect) } ?? key
        switch (difference.change, difference.part) {
        case (.commentOnColumn, let column?):
            add(.alter, key, Step { $0.commentOnColumn(column, of: object.name, new, was: previous) })
        case (.commentOnTable, _): add(.alter, key, Step { $0.commentOnTable(object.name, new, was: previous) })
        default:
            add(
                .alter,
                object.kind == .constraint ? tableKey : key,
                Step { $0.comment(on: object, new, was: previous) }
            )
        }
    }
}

extension SchemaValue {
    var constraint: Constraint? {
        guard case .constraint(let constraint) = self else { return nil }
        return constraint
    }

    fileprivate var attribute: CompositeType.Attribute? {
        guard case .attribute(let attribute) = self else { return nil }
        return attribute
    }
}
