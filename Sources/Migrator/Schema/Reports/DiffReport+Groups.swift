import MigrationDSL
import MigratorCatalogue
import MigratorDialects
import MigratorSchema
import MigratorSystem

extension DiffReport {
    /// The differences by the table or the view that they are of, in the order of the first difference of each.
    ///
    /// What is of none, such as a type, is in a group without a table, which is the last.
    package var groups: [DifferenceGroup] {
        var groups: [DifferenceGroup] = []
        var indices: [ExactText: Int] = [:]
        var others = DifferenceGroup(table: nil)
        for (difference, value) in zip(differences, comparison.differences) {
            guard let table = qualifiedTable(of: value.object) else {
                others.differences.append(difference)
                continue
            }
            let index = indices[ExactText(table)] ?? groups.count
            if index == groups.count {
                indices[ExactText(table)] = index
                groups.append(DifferenceGroup(table: table))
            }
            groups[index].differences.append(difference)
        }
        return others.differences.isEmpty ? groups : groups + [others]
    }

    /// The table or the view that an object is or belongs to, with its schema.
    private func qualifiedTable(of object: ObjectReference) -> String? {
        let table: ObjectName
        switch object.kind {
        case .table, .view, .materializedView: table = object.name
        case .domainConstraint: return nil
        default:
            guard let owner = object.table else { return nil }
            table = owner
        }
        let schema = table.schema ?? dialect.homeSchema
        return schema.isEmpty ? table.name : "\(schema).\(table.name)"
    }
}

/// The differences of one table or view, or of what is of none.
package struct DifferenceGroup: Sendable {
    /// The table with its schema; `nil` for what is of none.
    package let table: String?
    /// The differences, in the order of the report.
    package fileprivate(set) var differences: [DiffReport.Difference] = []
}
