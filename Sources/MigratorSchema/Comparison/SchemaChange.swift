/// What turns one schema into another, named as the operation that makes it.
package enum SchemaChange: String, Hashable, Sendable, CaseIterable {
    case createSchema, dropSchema
    case createExtension, dropExtension
    case createEnum, dropEnum, renameEnum, addEnumValue, renameEnumValue
    case createDomain, dropDomain, renameDomain, alterDomain
    case createCompositeType, dropCompositeType, alterCompositeType
    case createSequence, dropSequence, renameSequence, alterSequence
    case createTable, dropTable, renameTable, setTableOptions
    case addColumn, dropColumn, renameColumn, alterColumn
    case addConstraint, dropConstraint, renameConstraint, alterConstraint, validateConstraint
    case createVirtualTable, dropVirtualTable
    case createIndex, dropIndex, renameIndex, alterIndex
    case createView, dropView, renameView, replaceView, alterView
    case createFunction, dropFunction, replaceFunction
    case createTrigger, dropTrigger, setTrigger
    case createPolicy, dropPolicy, alterPolicy
    case createOpaque, dropOpaque
    /// Another name for an object whose kind has no operation of its own for it.
    case rename
    case comment, commentOnTable, commentOnColumn
}
