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

/// The properties that every kind of operation has.
package protocol OperationDetails: CanonicallySpelled, Sendable {
    /// The operation's name in checksums and messages; must never change.
    static var tag: String { get }
    /// A description in a few words for a person, such as `create table agents`.
    var summary: String { get }
    /// The tables that the operation touches.
    var touched: Touched { get }
    /// The operations that undo it.
    func reversed() throws(Irreversible) -> [Operation]
}

/// Why an operation cannot be reversed.
public struct Irreversible: Error, Sendable, CustomStringConvertible {
    /// A description of the operation, in a few words.
    public let operation: String
    /// Why it cannot be reversed, and what would make it so.
    public let reason: String

    package init(_ details: some OperationDetails, _ reason: String) {
        operation = details.summary
        self.reason = reason
    }

    /// Both in a sentence.
    public var description: String { "\(operation) cannot be reversed: \(reason)" }
}

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
        case .execute(let details): details
        case .perform(let details): details
        case .bulkInsert(let details): details
        case .removeRows(let details): details
        case .update(let details): details
        case .delete(let details): details
        }
    }

    /// A description in a few words for a person.
    public var summary: String { details.summary }

    /// The tables that the operation touches, for caches to know what became stale.
    public var touched: Touched { details.touched }

    /// Returns the operations that undo it.
    ///
    /// - Throws: ``Irreversible``, which says why there are none.
    public func reversed() throws(Irreversible) -> [Operation] {
        try details.reversed()
    }
}
