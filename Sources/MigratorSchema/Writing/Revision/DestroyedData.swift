package import MigrationDSL

extension SwiftSpelling {
    /// The comment above an operation that destroys data.
    func comments(_ details: any OperationDetails) -> [SwiftSource] {
        details.destroyed.map { [.comment("Destroys data: \($0).")] } ?? []
    }
}

extension Operation {
    /// The data that no downgrade brings back, in words such as `all rows of orders`; `nil` if there is none.
    package var destroyed: String? {
        if let group = details as? AlterTable {
            let parts = group.changes.compactMap(\.destroyed)
            return parts.isEmpty ? nil : parts.joined(separator: ", ")
        }
        return details.destroyed
    }
}

extension OperationDetails {
    fileprivate var destroyed: String? {
        switch self {
        case let drop as DropTable: "all rows of \(drop.name)"
        case let drop as DropVirtualTable: "all rows of \(drop.table.name)"
        case let drop as DropColumn: "the values of \(drop.table).\(drop.name)"
        case let drop as DropSequence: "the position of \(drop.name)"
        case let delete as DeleteRows: delete.previous == nil ? "rows of \(delete.table)" : nil
        case let update as UpdateRows: update.previous == nil ? "former values of \(update.table)" : nil
        case let alter as AlterCompositeType:
            alter.changes.contains(where: \.drops) ? "the values of attributes of \(alter.name)" : nil
        case let alter as AlterColumn: alter.destroyed
        default: nil
        }
    }
}

extension AttributeChange {
    fileprivate var drops: Bool {
        guard case .drop = self else { return false }
        return true
    }
}

extension AlterColumn {
    fileprivate var destroyed: String? {
        if case .set = change.generated { return "the values of \(table).\(name), which are computed anew" }
        guard let type = change.type else { return nil }
        if using != nil { return "what the expression does not keep of \(table).\(name)" }
        guard let former = previous?.type, former.isCut(by: type) else { return nil }
        return "what the new type does not hold of \(table).\(name)"
    }
}

extension ColumnType {
    /// Whether PostgreSQL turns values of this type into those of another without an error, and they hold less.
    fileprivate func isCut(by other: ColumnType) -> Bool {
        switch (kind, other.kind) {
        case (.real, .smallInt), (.real, .integer), (.real, .bigInt), (.double, .smallInt), (.double, .integer),
            (.double, .bigInt), (.decimal, .smallInt), (.decimal, .integer), (.decimal, .bigInt):
            true
        case (.double, .real), (.decimal, .real), (.decimal, .double): true
        case (.real, .decimal(_, let scale?)), (.double, .decimal(_, let scale?)): scale < 15
        case (.decimal(nil, _), .decimal(.some, _)): true
        case (.decimal(_, let scale), .decimal(.some, let newScale)): (newScale ?? 0) < (scale ?? 0)
        case (.timestamp, .date), (.timestampTZ, .date), (.timestamp, .time), (.timestampTZ, .time),
            (.timestampTZ, .timeTZ), (.timed, .date):
            true
        case (.timestamp, .timed), (.timestampTZ, .timed), (.time, .timed), (.timeTZ, .timed): true
        case (.timed(_, let precision), .timed(_, let newPrecision)): newPrecision < precision
        case (.interval, .spanned), (.json, .jsonb): true
        default: false
        }
    }
}
