/// A rule that `lint` holds revisions against; `Operation` may be allowed to break it.
///
/// ```swift
/// op.dropColumn("note", from: "orders").allow(.dropColumn, because: "nobody reads it since 2.3")
/// ```
public struct SafetyRule: RawRepresentable, Hashable, Sendable {
    /// The rule's name, as settings and files of SQL write it: `drop-column`.
    public let rawValue: String

    /// Takes a rule by its name.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }
}

extension SafetyRule {
    /// `index-blocking`: an index is built while writes wait.
    public static let indexBlocking = SafetyRule(rawValue: "index-blocking")
    /// `index-drop-blocking`: an index is dropped while reads and writes of its table wait.
    public static let indexDropBlocking = SafetyRule(rawValue: "index-drop-blocking")
    /// `reindex-blocking`: an index is built anew while writes wait.
    public static let reindexBlocking = SafetyRule(rawValue: "reindex-blocking")
    /// `nontxn-in-txn`: a statement that no transaction may hold stands in one.
    public static let nontxnInTxn = SafetyRule(rawValue: "nontxn-in-txn")
    /// `cic-if-not-exists`: IF NOT EXISTS keeps an index that a failed build left invalid.
    public static let cicIfNotExists = SafetyRule(rawValue: "cic-if-not-exists")
    /// `partitioned-unsupported`: a partitioned table does not take the statement.
    public static let partitionedUnsupported = SafetyRule(rawValue: "partitioned-unsupported")
    /// `type-rewrite`: another type writes all rows anew while reads and writes wait.
    public static let typeRewrite = SafetyRule(rawValue: "type-rewrite")
    /// `type-recheck`: another type has checks or indexes looked at anew.
    public static let typeRecheck = SafetyRule(rawValue: "type-recheck")
    /// `lossy-type`: another type does not hold all values.
    public static let lossyType = SafetyRule(rawValue: "lossy-type")
    /// `add-column-rewrite`: a new column writes all rows anew while reads and writes wait.
    public static let addColumnRewrite = SafetyRule(rawValue: "add-column-rewrite")
    /// `not-null-scan`: all rows are read for nulls while reads and writes wait.
    public static let notNullScan = SafetyRule(rawValue: "not-null-scan")
    /// `check-scan`: all rows are read for a check while reads and writes wait.
    public static let checkScan = SafetyRule(rawValue: "check-scan")
    /// `fk-scan`: all rows are read for a foreign key while writes of both tables wait.
    public static let fkScan = SafetyRule(rawValue: "fk-scan")
    /// `fk-parent-lock`: a foreign key locks the table that it refers to for an instant.
    public static let fkParentLock = SafetyRule(rawValue: "fk-parent-lock")
    /// `validate-same-txn`: a constraint is validated while the lock of its making is held.
    public static let validateSameTxn = SafetyRule(rawValue: "validate-same-txn")
    /// `unique-build`: the index of a constraint is built while reads and writes wait.
    public static let uniqueBuild = SafetyRule(rawValue: "unique-build")
    /// `exclusion-build`: an exclusion constraint is built while reads and writes wait.
    public static let exclusionBuild = SafetyRule(rawValue: "exclusion-build")
    /// `attach-scan`: all rows of a new partition are read while it is locked.
    public static let attachScan = SafetyRule(rawValue: "attach-scan")
    /// `default-partition-scan`: all rows of the default partition are read while it is locked.
    public static let defaultPartitionScan = SafetyRule(rawValue: "default-partition-scan")
    /// `detach-blocking`: a partition is detached while the whole table is locked.
    public static let detachBlocking = SafetyRule(rawValue: "detach-blocking")
    /// `rewrite-command`: a command writes all rows anew while reads and writes wait.
    public static let rewriteCommand = SafetyRule(rawValue: "rewrite-command")
    /// `matview-blocking`: a materialized view is refreshed while its readers wait.
    public static let matviewBlocking = SafetyRule(rawValue: "matview-blocking")
    /// `lock-window`: a lock on one object is held during long work on another.
    public static let lockWindow = SafetyRule(rawValue: "lock-window")
    /// `many-hot-tables`: one transaction locks several tables.
    public static let manyHotTables = SafetyRule(rawValue: "many-hot-tables")
    /// `too-many-locks`: one transaction takes more locks than a server has.
    public static let tooManyLocks = SafetyRule(rawValue: "too-many-locks")
    /// `timeout-disabled`: a revision waits for locks without a limit.
    public static let timeoutDisabled = SafetyRule(rawValue: "timeout-disabled")
    /// `dml-unbounded`: all rows are changed in one transaction.
    public static let dmlUnbounded = SafetyRule(rawValue: "dml-unbounded")
    /// `enum-use-same-txn`: a value of an enum type is used in the transaction that adds it.
    public static let enumUseSameTxn = SafetyRule(rawValue: "enum-use-same-txn")
    /// `pending-events`: a table is changed while checks of its rows are queued.
    public static let pendingEvents = SafetyRule(rawValue: "pending-events")
    /// `dependent-object`: something else uses what is changed.
    public static let dependentObject = SafetyRule(rawValue: "dependent-object")
    /// `drop-table`: a table goes with its rows.
    public static let dropTable = SafetyRule(rawValue: "drop-table")
    /// `drop-column`: a column goes with its values.
    public static let dropColumn = SafetyRule(rawValue: "drop-column")
    /// `drop-cascade`: CASCADE takes what nobody names.
    public static let dropCascade = SafetyRule(rawValue: "drop-cascade")
    /// `truncate`: all rows of a table go.
    public static let truncate = SafetyRule(rawValue: "truncate")
    /// `rename-table`: the application that runs does not find a table.
    public static let renameTable = SafetyRule(rawValue: "rename-table")
    /// `rename-column`: the application that runs does not find a column.
    public static let renameColumn = SafetyRule(rawValue: "rename-column")
    /// `rename-enum-value`: the application that runs still sends the value's old name.
    public static let renameEnumValue = SafetyRule(rawValue: "rename-enum-value")
    /// `view-shrink`: a view or a column of it goes, which the application that runs may read.
    public static let viewShrink = SafetyRule(rawValue: "view-shrink")
    /// `required-column`: a new column has to be given a value, which the application that runs does not do.
    public static let requiredColumn = SafetyRule(rawValue: "required-column")
    /// `fk-no-index`: no index finds the rows of a foreign key.
    public static let fkNoIndex = SafetyRule(rawValue: "fk-no-index")
    /// `fk-type-mismatch`: a foreign key is of another type than what it refers to.
    public static let fkTypeMismatch = SafetyRule(rawValue: "fk-type-mismatch")
    /// `identifier-long`: a name is cut without a word.
    public static let identifierLong = SafetyRule(rawValue: "identifier-long")
    /// `txn-control`: a revision begins or ends transactions itself.
    public static let txnControl = SafetyRule(rawValue: "txn-control")
    /// `sql-uninspected`: what SQL does is not known.
    public static let sqlUninspected = SafetyRule(rawValue: "sql-uninspected")
    /// `down-lossy`: a downgrade takes data that was written since.
    public static let downLossy = SafetyRule(rawValue: "down-lossy")
    /// `down-fails`: a downgrade brings back a rule that rows written since may break.
    public static let downFails = SafetyRule(rawValue: "down-fails")
    /// `down-missing`: a revision has no downgrade and does not say why.
    public static let downMissing = SafetyRule(rawValue: "down-missing")
    /// `sqlite-rebuild-cascade`: dropping a table deletes rows of those that refer to it.
    public static let sqliteRebuildCascade = SafetyRule(rawValue: "sqlite-rebuild-cascade")
    /// `sqlite-pragma-in-txn`: a PRAGMA does nothing within a transaction.
    public static let sqlitePragmaInTxn = SafetyRule(rawValue: "sqlite-pragma-in-txn")
    /// `sqlite-fk-unchecked`: foreign keys are off and nobody looks at them afterwards.
    public static let sqliteFkUnchecked = SafetyRule(rawValue: "sqlite-fk-unchecked")
    /// `sqlite-rebuild-loses`: a table that is made anew loses indexes or triggers.
    public static let sqliteRebuildLoses = SafetyRule(rawValue: "sqlite-rebuild-loses")
    /// `sqlite-rename-order`: the old table is renamed first, and foreign keys follow it.
    public static let sqliteRenameOrder = SafetyRule(rawValue: "sqlite-rename-order")
    /// `sqlite-copy-star`: columns are copied by their order, which differs.
    public static let sqliteCopyStar = SafetyRule(rawValue: "sqlite-copy-star")
    /// `sqlite-add-column`: SQLite cannot add such a column.
    public static let sqliteAddColumn = SafetyRule(rawValue: "sqlite-add-column")
    /// `sqlite-drop-column`: SQLite cannot drop such a column.
    public static let sqliteDropColumn = SafetyRule(rawValue: "sqlite-drop-column")
    /// `sqlite-unsupported`: SQLite does not know the statement.
    public static let sqliteUnsupported = SafetyRule(rawValue: "sqlite-unsupported")
    /// `sqlite-version`: the oldest SQLite that is meant does not know the statement.
    public static let sqliteVersion = SafetyRule(rawValue: "sqlite-version")
    /// `sqlite-write-lock`: writers of a large table wait.
    public static let sqliteWriteLock = SafetyRule(rawValue: "sqlite-write-lock")
    /// `unused-allow`: an allowance hit nothing.
    public static let unusedAllow = SafetyRule(rawValue: "unused-allow")
}
