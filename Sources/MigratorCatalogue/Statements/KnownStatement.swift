package import MigrationDSL
import MigratorCore

/// A statement whose effects are known from its text, as far as they matter to a running system.
package enum KnownStatement: Sendable {
    case createTable(TableMaking)
    case alterTable(TableAltering)
    case drop(Dropping)
    case createIndex(IndexMaking)
    case renameIndex(ObjectName, to: String)
    case reindex(Reindexing)
    case createView(ViewMaking)
    case renameView(ObjectName, to: String)
    case refresh(ObjectName, concurrently: Bool)
    case createEnum(ObjectName, labels: [String])
    case addEnumValue(ObjectName, label: String)
    case renameEnumValue(ObjectName, label: String, to: String)
    /// A domain; it is constrained if not every value of its type is one.
    case createDomain(ObjectName, SQLType, isConstrained: Bool)
    /// A domain gets a rule; rows are looked at if it is valid.
    case constrainDomain(ObjectName, isValid: Bool)
    case createFunction(String, isVolatile: Bool)
    case createTrigger(TriggerMaking)
    case dropTrigger(String, on: ObjectName?)
    case truncate([ObjectName])
    case rows(RowsChange)
    /// A question, and all that its functions do.
    case query(StatementPart)
    case vacuum(isFull: Bool, [ObjectName])
    case cluster(ObjectName?)
    case lockTables([ObjectName], mode: String)
    case set(String, to: String)
    case setConstraintsImmediate
    case pragma(String, to: String?)
    case transactionControl(String)
    /// What no transaction may hold, by its words.
    case outside(String)
    /// What changes nothing that a running application sees.
    case harmless
    /// What cannot be told from the text, and why.
    case uninspected(String)
}

extension KnownStatement {
    package struct TableMaking: Sendable {
        package var name: ObjectName
        package var ifNotExists = false
        package var columns: [ColumnMaking] = []
        package var constraints: [KnownConstraint] = []
        /// The query whose rows it holds.
        package var query: StatementPart?
        package var like: ObjectName?
        package var parent: ObjectName?
        package var bound: PartitionBound?
        package var partitionColumns: [String] = []
        package var isPartitioned = false
        package var isMaterializedView = false
        /// The words behind the parentheses, such as `strict`.
        package var options: [String] = []
    }

    package struct ColumnMaking: Sendable {
        package var column: KnownColumn
        package var constraints: [KnownConstraint] = []
        package var ifNotExists = false
    }

    package struct TableAltering: Sendable {
        package var table: ObjectName
        package var changes: [TableChange]

        package init(table: ObjectName, changes: [TableChange]) {
            self.table = table
            self.changes = changes
        }
    }

    package enum TableChange: Sendable {
        case addColumn(ColumnMaking)
        case dropColumn(String, ifExists: Bool, cascade: Bool)
        case setType(String, SQLType, using: StatementPart?, collates: Bool)
        case setNotNull(String)
        case dropNotNull(String)
        case setDefault(String, StatementPart)
        case dropDefault(String)
        case addIdentity(String)
        case dropExpression(String)
        case setExpression(String)
        case setStatistics
        case setStorage
        case addConstraint(KnownConstraint)
        case dropConstraint(String, cascade: Bool)
        case validateConstraint(String)
        case alterConstraint(String, isDeferred: Bool)
        case renameConstraint(String, to: String)
        case renameTable(String)
        case renameColumn(String, to: String)
        case setSchema(String)
        case attach(ObjectName, PartitionBound?)
        case detach(ObjectName, concurrently: Bool)
        /// All rows are written anew, by the words that say so.
        case rewrite(String)
        /// What takes as little as ANALYZE does.
        case setParameters
        case trigger
        /// Whatever else ALTER TABLE does at once.
        case other(String)
    }

    package struct PartitionBound: Sendable {
        package var isDefault = false
        package var from: [String] = []
        package var to: [String] = []
        package var values: [String] = []
    }

    package struct Dropping: Sendable {
        package enum Kind: Sendable {
            case table, index, view, materializedView, type, schema, other
        }

        package var kind: Kind
        package var names: [ObjectName]
        package var ifExists = false
        package var cascade = false
        package var concurrently = false
    }

    package struct IndexMaking: Sendable {
        package var index: KnownIndex
        package var schema: String?
        package var table: ObjectName
        package var concurrently = false
        package var ifNotExists = false
        package var isOnly = false
    }

    package struct Reindexing: Sendable {
        /// `index`, `table`, `schema`, `database` or `system`.
        package var what: String
        package var name: ObjectName?
        package var concurrently: Bool
    }

    package struct ViewMaking: Sendable {
        package var name: ObjectName
        package var columns: [String]
        package var query: StatementPart
        package var orReplace: Bool
    }

    package struct TriggerMaking: Sendable {
        package var name: String
        package var table: ObjectName
        package var isDeferred: Bool
        package var text: StatementPart
    }

    package struct RowsChange: Sendable {
        package enum Kind: Sendable {
            case insert, update, delete
        }

        package var kind: Kind
        package var table: ObjectName
        /// The condition of an update or a deletion.
        package var condition: StatementPart?
        /// The columns that an insert names.
        package var columns: [String] = []
        /// The query of an insert.
        package var query: StatementPart?
        /// The whole statement.
        package var all: StatementPart
    }
}
