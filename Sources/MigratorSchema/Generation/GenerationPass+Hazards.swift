import MigrationDSL
import MigratorCatalogue
import MigratorDialects
import MigratorSystem

extension GenerationPass {
    /// What is to be thought of before a difference is done away with, whose operations are noted.
    func hazards(of difference: SchemaDifference) -> [Hazard] {
        let name = "\(difference.object.name)"
        var hazards = details[current].operations.compactMap(\.destroyed).map { Hazard.deletesData($0) }
        if difference.destroys, hazards.isEmpty {
            hazards.append(.deletesData("what \(difference.summary) does not keep"))
        }
        switch difference.change {
        case .addColumn: hazards += addition(difference, name)
        case .alterColumn: hazards += alteration(difference, name)
        case .addConstraint: hazards += constraint(difference, name)
        case .validateConstraint: hazards += [.scans(name), .mayFail("rows of \(name) may break it")]
        case .createIndex:
            guard let index = difference.new?.index, !isNew(index.table) else { break }
            hazards += [.buildsIndex(index.name), .blocksWrites("\(index.table)")]
            if index.isUnique { hazards.append(.mayFail("rows of \(index.table) may be alike")) }
        case .dropIndex: hazards.append(.dropsIndex(difference.object.name.name))
        case .createPolicy, .dropPolicy, .alterPolicy: hazards.append(.changesAccess(difference.summary))
        case .setTableOptions where difference.summary.contains("row security"):
            hazards.append(.changesAccess(difference.summary))
        case .replaceView
        where details[current].operations.contains { $0.details is DropView }
            && !details[current].operations.contains { $0.details is ExecuteSQL }:
            hazards.append(.losesGrants("\(difference.object)"))
        case .renameTable, .renameColumn, .renameView, .renameEnumValue, .dropFunction, .dropView:
            hazards.append(.hasUnknownUses(difference.part.map { "\(name).\($0)" } ?? name))
        case .addEnumValue: hazards.append(.isIrreversible("PostgreSQL cannot remove a value from an enum type"))
        case .createEnum where difference.old != nil: hazards.append(.mayFail("rows may hold a value that goes"))
        default: break
        }
        if isRebuilt, !hazards.contains(.rewrites(name)) { hazards.append(.rewrites(name)) }
        return hazards
    }

    /// Whether the database makes a table anew for the operations.
    private var isRebuilt: Bool {
        details[current].operations.contains { operation in
            (try? dialect.render(operation))?.contains { if case .rebuild = $0 { true } else { false } } ?? false
        }
    }

    private func isNew(_ table: ObjectName) -> Bool { old[ObjectKey(.table(table), dialect)] == nil }

    private func addition(_ difference: SchemaDifference, _ name: String) -> [Hazard] {
        guard case .column(let column)? = difference.new else { return [] }
        let isFilled =
            column.defaultValue != nil || column.identity != nil || column.generation != nil
            || new.type(column.type).isSerial
        var hazards: [Hazard] = []
        if !column.isNullable, !isFilled {
            hazards.append(.mayFail("rows of \(name) have no value for \(column.name)"))
        }
        var computes = column.identity != nil || column.generation?.isStored == true || new.type(column.type).isSerial
        if case .expression? = column.defaultValue?.kind { computes = true }
        if computes { hazards.append(.rewrites(name)) }
        return hazards
    }

    private func alteration(_ difference: SchemaDifference, _ name: String) -> [Hazard] {
        guard case .column(let old)? = difference.old, case .column(let new)? = difference.new else { return [] }
        var hazards: [Hazard] = []
        if difference.aspects.contains(.type) {
            let (before, after) = (self.old.type(old.type), self.new.type(new.type))
            if !Self.widens(before, after), !dialect.keepsValues(from: before, to: after) {
                hazards.append(.rewrites(name))
                hazards.append(.mayFail("values of \(name).\(new.name) may not fit \(after.text)"))
            }
        }
        if difference.aspects.contains(.nullability), !new.isNullable {
            hazards += [.scans(name), .mayFail("\(name).\(new.name) may hold null")]
        }
        if difference.aspects.contains(.generation), new.generation != nil { hazards.append(.rewrites(name)) }
        return hazards
    }

    /// Whether every value is one of the new type as it is kept.
    private static func widens(_ old: ComparedType, _ new: ComparedType) -> Bool {
        guard case .text(let before) = old.family, case .text(let after) = new.family else { return false }
        guard let after else { return true }
        return before.map { $0 <= after } ?? false
    }

    private func constraint(_ difference: SchemaDifference, _ name: String) -> [Hazard] {
        guard let constraint = difference.new?.constraint, !isNew(difference.object.name), !constraint.isNotValid else {
            return []
        }
        let fails = Hazard.mayFail("rows of \(name) may break it")
        return switch constraint {
        case .primaryKey, .unique, .exclude:
            [.buildsIndex(difference.part ?? "of the constraint"), .blocksReads(name), fails]
        case .check: [.scans(name), .blocksReads(name), fails]
        case .foreignKey: [.scans(name), .blocksWrites(name), fails]
        }
    }
}

extension SchemaValue {
    fileprivate var index: Index? {
        guard case .object(.index(let index)) = self else { return nil }
        return index
    }
}
