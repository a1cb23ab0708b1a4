/// One change that a revision makes, as a value.
///
/// Operations are recorded by ``Operations``, rendered by a dialect, and never touch a database themselves.
public enum Operation: Sendable {
    /// Makes a table.
    case createTable(CreateTable)
    /// Removes a table.
    case dropTable(DropTable)
    /// Gives a table another name.
    case renameTable(RenameTable)
    /// Adds a column to a table.
    case addColumn(AddColumn)
    /// Removes a column from a table.
    case dropColumn(DropColumn)
    /// Changes a column's type, nullability, default or comment.
    case alterColumn(AlterColumn)
    /// Gives a column another name.
    case renameColumn(RenameColumn)
    /// Makes an index.
    case createIndex(CreateIndex)
    /// Removes an index.
    case dropIndex(DropIndex)
    /// Gives an index another name.
    case renameIndex(RenameIndex)
    /// Adds a constraint to a table.
    case addConstraint(AddConstraint)
    /// Removes a constraint from a table.
    case dropConstraint(DropConstraint)
    /// Gives a constraint another name.
    case renameConstraint(RenameConstraint)
    /// Checks the rows that a constraint was added without checking.
    case validateConstraint(ValidateConstraint)
    /// Says what a table or a column is for.
    case comment(CommentOn)
    /// Changes one table in several ways at once.
    case alterTable(AlterTable)
    /// Makes an enum type.
    case createEnum(CreateEnum)
    /// Removes an enum type.
    case dropEnum(DropEnum)
    /// Adds a value to an enum type.
    case addEnumValue(AddEnumValue)
    /// Gives a value of an enum type another name.
    case renameEnumValue(RenameEnumValue)
    /// Makes a view.
    case createView(CreateView)
    /// Removes a view.
    case dropView(DropView)
    /// Makes a schema.
    case createSchema(CreateSchema)
    /// Removes a schema.
    case dropSchema(DropSchema)
    /// Makes a sequence.
    case createSequence(CreateSequence)
    /// Removes a sequence.
    case dropSequence(DropSequence)
    /// Gives a view, a sequence, a type or another object another name.
    case renameObject(RenameObject)
    /// Says what an object is for.
    case commentOnObject(CommentOnObject)
    /// Sets when a foreign key is checked.
    case alterConstraint(AlterConstraint)
    /// Sets storage parameters of an index.
    case alterIndex(AlterIndex)
    /// Sets what a table is beside its columns and constraints.
    case setTableOptions(SetTableOptions)
    /// Sets the options of a view.
    case alterView(AlterView)
    /// Changes how a sequence counts.
    case alterSequence(AlterSequence)
    /// Makes a domain.
    case createDomain(CreateDomain)
    /// Removes a domain.
    case dropDomain(DropDomain)
    /// Changes a domain.
    case alterDomain(AlterDomain)
    /// Makes a composite type.
    case createCompositeType(CreateCompositeType)
    /// Removes a composite type.
    case dropCompositeType(DropCompositeType)
    /// Changes the attributes of a composite type.
    case alterCompositeType(AlterCompositeType)
    /// Adds an extension.
    case createExtension(CreateExtension)
    /// Removes an extension.
    case dropExtension(DropExtension)
    /// Makes a function.
    case createFunction(CreateFunction)
    /// Removes a function.
    case dropFunction(DropFunction)
    /// Makes a trigger.
    case createTrigger(CreateTrigger)
    /// Removes a trigger.
    case dropTrigger(DropTrigger)
    /// Sets when a trigger fires.
    case setTriggerState(SetTriggerState)
    /// Makes a policy.
    case createPolicy(CreatePolicy)
    /// Removes a policy.
    case dropPolicy(DropPolicy)
    /// Changes a policy.
    case alterPolicy(AlterPolicy)
    /// Makes a table that a module of SQLite keeps.
    case createVirtualTable(CreateVirtualTable)
    /// Removes a table that a module of SQLite keeps.
    case dropVirtualTable(DropVirtualTable)
    /// Makes an object that has no type of its own.
    case createOpaque(CreateOpaque)
    /// Removes an object that has no type of its own.
    case dropOpaque(DropOpaque)
    /// Runs SQL as written.
    case execute(ExecuteSQL)
    /// Runs Swift against the open transaction.
    case perform(Perform)
    /// Loads rows into a table.
    case bulkInsert(BulkInsert)
    /// Removes the rows that a bulk insert loaded.
    case removeRows(RemoveRows)
    /// Changes rows of a table.
    case update(UpdateRows)
    /// Removes rows from a table.
    case delete(DeleteRows)
}
