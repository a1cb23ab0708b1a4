import MigratorDatabase

/// What a generator may do next.
enum GeneratedStep: CaseIterable {
    case createTable, createTableIfNotExists, dropTable, renameTable, addColumn, addColumns, dropColumn, renameColumn
    case alterType, alterCollation, alterNullability, alterDefault, alterToEnum, alterTable
    case createIndex, createIndexConcurrently, dropIndex, renameIndex
    case addKey, addCheck, addForeignKey, dropConstraint, renameConstraint, validateConstraint, exclude
    case commentOnTable, commentOnColumn
    case createEnum, dropEnum, addEnumValue, renameEnumValue
    case createView, replaceView, dropView, materializedView
    case createSchema, dropSchema, createSequence, dropSequence
    case execute, perform, bulkInsert, update, delete

    static func supported(by kind: DatabaseKind) -> [GeneratedStep] {
        guard kind == .sqlite else { return allCases }
        let others: Set<GeneratedStep> = [
            .exclude, .renameEnumValue, .materializedView, .createSchema, .dropSchema, .createSequence, .dropSequence,
        ]
        return allCases.filter { !others.contains($0) }
    }
}

extension GeneratedHistory {
    /// Does a step, if the model has what it takes; returns whether it did.
    mutating func make(_ step: GeneratedStep) -> Bool {
        switch step {
        case .createTable: createTable()
        case .createTableIfNotExists: createTable(ifNotExists: true)
        case .dropTable: dropTable()
        case .renameTable: renameTable()
        case .addColumn: addColumn()
        case .addColumns: addColumn() && addColumn()
        case .dropColumn: dropColumn()
        case .renameColumn: renameColumn()
        case .alterType: alterType()
        case .alterCollation: alterCollation()
        case .alterNullability: alterNullability()
        case .alterDefault: alterDefault()
        case .alterToEnum: alterToEnum()
        case .alterTable: alterTable()
        case .createIndex: createIndex()
        case .createIndexConcurrently: createIndex(concurrently: true)
        case .dropIndex: dropIndex()
        case .renameIndex: renameIndex()
        case .addKey: addKey()
        case .addCheck: addCheck()
        case .addForeignKey: addForeignKey()
        case .dropConstraint: dropConstraint()
        case .renameConstraint: renameConstraint()
        case .validateConstraint: validateConstraint()
        case .exclude: exclude()
        case .commentOnTable: commentOnTable()
        case .commentOnColumn: commentOnColumn()
        case .createEnum: createEnum()
        case .dropEnum: dropEnum()
        case .addEnumValue: addEnumValue()
        case .renameEnumValue: renameEnumValue()
        case .createView: createView()
        case .replaceView: replaceView()
        case .dropView: dropView()
        case .materializedView: createView(materialized: true)
        case .createSchema: createSchema()
        case .dropSchema: dropSchema()
        case .createSequence: createSequence()
        case .dropSequence: dropSequence()
        case .execute: execute()
        case .perform: perform()
        case .bulkInsert: bulkInsert()
        case .update: update()
        case .delete: delete()
        }
    }
}
