extension Operation {
    package var details: any OperationDetails {
        switch self {
        case .createTable(let details): details
        case .dropTable(let details): details
        case .renameTable(let details): details
        case .addColumn(let details): details
        case .dropColumn(let details): details
        case .alterColumn(let details): details
        case .renameColumn(let details): details
        case .createIndex(let details): details
        case .dropIndex(let details): details
        case .renameIndex(let details): details
        case .addConstraint(let details): details
        case .dropConstraint(let details): details
        case .renameConstraint(let details): details
        case .validateConstraint(let details): details
        case .comment(let details): details
        case .alterTable(let details): details
        case .createEnum(let details): details
        case .dropEnum(let details): details
        case .addEnumValue(let details): details
        case .renameEnumValue(let details): details
        case .createView(let details): details
        case .dropView(let details): details
        case .createSchema(let details): details
        case .dropSchema(let details): details
        case .createSequence(let details): details
        case .dropSequence(let details): details
        case .renameObject(let details): details
        case .commentOnObject(let details): details
        case .alterConstraint(let details): details
        case .alterIndex(let details): details
        case .setTableOptions(let details): details
        case .alterView(let details): details
        case .alterSequence(let details): details
        case .createDomain(let details): details
        case .dropDomain(let details): details
        case .alterDomain(let details): details
        case .createCompositeType(let details): details
        case .dropCompositeType(let details): details
        case .alterCompositeType(let details): details
        case .createExtension(let details): details
        case .dropExtension(let details): details
        case .createFunction(let details): details
        case .dropFunction(let details): details
        case .createTrigger(let details): details
        case .dropTrigger(let details): details
        case .setTriggerState(let details): details
        case .createPolicy(let details): details
        case .dropPolicy(let details): details
        case .alterPolicy(let details): details
        case .createVirtualTable(let details): details
        case .dropVirtualTable(let details): details
        case .createOpaque(let details): details
        case .dropOpaque(let details): details
        case .execute(let details): details
        case .perform(let details): details
        case .bulkInsert(let details): details
        case .removeRows(let details): details
        case .update(let details): details
        case .delete(let details): details
        }
    }

    /// What it is about, in a few words for a person.
    public var summary: String { details.summary }

    /// What it touches, for caches to know what became stale.
    public var touched: Touched { details.touched }

    /// Returns the operations that undo it.
    ///
    /// - Throws: ``Irreversible``, which says why there are none.
    public func reversed() throws(Irreversible) -> [Operation] {
        try details.reversed()
    }
}
