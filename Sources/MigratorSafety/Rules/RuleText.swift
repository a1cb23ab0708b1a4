import MigrationDSL
import MigratorCore
import MigratorDialects

/// What a finding says: what happens to which application for how long, and what avoids it.
struct RuleText {
    let message: String
    let fix: String?

    init(_ rule: SafetyRule, _ effect: Effect, _ direction: Direction) {
        let object = "\(effect.object)"
        let detail = effect.detail
        let all = effect.rows.map { "all \($0) rows of \(object)" } ?? "all rows of \(object)"
        let part = detail.isEmpty ? object : "\(object).\(detail)"
        func text(_ message: String, _ fix: String? = nil) -> (String, String?) { (message, fix) }
        let who = direction == .upgrade ? "the application that runs" : "the newer application, if it still runs,"
        (message, fix) =
            switch rule {
            case .indexBlocking:
                text(
                    "building index \(detail) keeps writers of \(object) waiting while \(all) are read",
                    "CREATE INDEX CONCURRENTLY, in a revision of its own that is no transaction"
                )
            case .indexDropBlocking:
                text(
                    "dropping index \(detail) waits for all who use \(object), and everyone else waits behind it",
                    "DROP INDEX CONCURRENTLY, in a revision of its own that is no transaction"
                )
            case .reindexBlocking:
                text(
                    "REINDEX of \(detail) keeps writers of \(object), and readers by the index, waiting while \(all) are read",
                    "REINDEX … CONCURRENTLY, in a revision of its own that is no transaction"
                )
            case .nontxnInTxn:
                text(
                    "\(detail) cannot run inside a transaction, and this revision is one",
                    "move it to a revision of its own that is no transaction"
                )
            case .cicIfNotExists:
                text(
                    "with IF NOT EXISTS an index \(detail) that an earlier attempt left invalid is kept as it is",
                    "leave out IF NOT EXISTS: the engine drops an invalid index and builds it again"
                )
            case .partitionedUnsupported:
                text(
                    "\(detail) is not to be had on \(object), which is partitioned",
                    "do it for each partition: an index ON ONLY the parent, one CONCURRENTLY for each partition, then ATTACH"
                )
            case .typeRewrite:
                text(
                    "the type of \(part) changes: \(all) are written anew, and reads and writes of it wait",
                    "add a column of the new type, fill it in batches, and change over"
                )
            case .typeRecheck:
                text(
                    "the type of \(part) changes: \(all) are checked again, and reads and writes of it wait",
                    "drop the check before, add it NOT VALID after, and VALIDATE it in a later revision"
                )
            case .lossyType:
                text(
                    "values of \(part) may not fit the new type: they are cut, or the revision fails",
                    "look for such values before, and keep the old column until nobody needs it"
                )
            case .addColumnRewrite:
                text(
                    "the new column \(part) has a value of its own for each row: \(all) are written anew, and reads and "
                        + "writes of it wait",
                    "add the column without a default, SET DEFAULT, then fill old rows in batches"
                )
            case .notNullScan:
                text(
                    "\(all) are read for nulls in \(detail), and reads and writes of it wait",
                    "ADD CONSTRAINT … CHECK (\(detail) IS NOT NULL) NOT VALID; VALIDATE it in a later revision; then SET NOT "
                        + "NULL and drop the check"
                )
            case .checkScan:
                text(
                    "\(all) are read for the check \(detail), and reads and writes of it wait",
                    "add the check NOT VALID, and VALIDATE it in a later revision"
                )
            case .fkScan:
                text(
                    "\(all) are read for the foreign key \(detail), and writes of both tables wait",
                    "add the foreign key NOT VALID, and VALIDATE it in a later revision"
                )
            case .fkParentLock:
                text("\(object) cannot be written for an instant, as \(detail) gets a foreign key to it")
            case .validateSameTxn:
                text(
                    "\(detail) is validated in the transaction that adds it: its lock on \(object) is held while \(all) "
                        + "are read",
                    "VALIDATE in a revision of its own"
                )
            case .uniqueBuild:
                text(
                    "the index of \(detail) is built from \(all), and reads and writes of it wait",
                    "CREATE UNIQUE INDEX CONCURRENTLY in a revision of its own, then ADD CONSTRAINT … USING INDEX"
                )
            case .exclusionBuild:
                text(
                    "the exclusion constraint \(detail) is built from \(all), and reads and writes of it wait",
                    "there is no other form: make a new table with it, fill it, and swap the two"
                )
            case .attachScan:
                text(
                    "all rows of \(object) are read while it is locked, to see whether they belong into the partition",
                    "add a CHECK with the partition's bound NOT VALID, VALIDATE it, ATTACH, and drop it"
                )
            case .defaultPartitionScan:
                text(
                    "\(all), the default partition of \(detail), are read while both are locked",
                    "add a CHECK to the default partition that excludes the new bound, NOT VALID, and VALIDATE it before"
                )
            case .detachBlocking:
                text(
                    "detaching \(detail) keeps reads and writes of all of \(object) waiting",
                    "DETACH PARTITION … CONCURRENTLY, in a revision of its own that is no transaction"
                )
            case .rewriteCommand:
                text(
                    "\(detail) writes \(all) anew, and reads and writes of it wait",
                    "use a tool that copies beside the table, such as pg_repack"
                )
            case .matviewBlocking:
                text(
                    "readers of \(object) wait until it is refreshed",
                    "give it a unique index, and REFRESH MATERIALIZED VIEW CONCURRENTLY"
                )
            case .lockWindow:
                text(
                    "\(detail) meanwhile, from an earlier statement: it is held as long as the work on \(object) takes",
                    "do the long work first, or in a revision of its own"
                )
            case .manyHotTables: text("one transaction locks \(detail) at once; two such may wait for each other")
            case .tooManyLocks:
                text("the transaction takes \(detail) locks, and a server may run out of them", "split the revision")
            case .timeoutDisabled:
                text(
                    "the revision waits for locks without a limit, and everyone waits behind it",
                    "remove what sets lock_timeout to 0"
                )
            case .dmlUnbounded:
                text(
                    "\(detail) changes \(all) in one transaction: they stay locked until it ends",
                    "change them in batches by the key"
                )
            case .enumUseSameTxn:
                text(
                    "the value '\(detail)' of \(object) is used in the transaction that adds it, which fails",
                    "use it in a later revision"
                )
            case .pendingEvents:
                text(
                    "\(object) has checks queued for the end of the transaction, so it cannot be changed if rows were",
                    "SET CONSTRAINTS ALL IMMEDIATE before"
                )
            case .dependentObject:
                text("\(detail): the statement fails", "drop what uses it, and make it again in the same revision")
            case .dropTable:
                text("all rows of \(object) go, and \(who) does not find it", "rename it, wait, and drop it later")
            case .dropColumn:
                text("all values of \(part) go, and \(who) does not find it", "stop using it first, and drop it later")
            case .dropCascade:
                text(
                    "CASCADE takes \(detail) of \(object) as well, whatever that is by then",
                    "drop each object by its name"
                )
            case .truncate: text("all rows of \(object) go, and those of tables that refer to it if it says CASCADE")
            case .renameTable:
                text(
                    "\(who) does not find \(object), which is called \(detail) now",
                    "make a view of the old name in the same revision"
                )
            case .renameColumn:
                text("\(who) does not find \(part)", "add a column, fill both, and drop the old one later")
            case .renameEnumValue:
                text("\(who) still sends '\(detail)' for \(object)", "add a value, and stop using the old one")
            case .viewShrink:
                text(
                    "\(who) may read \(object), or a column that it no longer has",
                    "make it again with the same columns"
                )
            case .requiredColumn:
                text(
                    "\(part) has to have a value: adding it fails if there are rows, and \(who) cannot insert any",
                    "give it a default, or allow null at first"
                )
            case .fkNoIndex:
                text(
                    "no index begins with \(detail): each deletion from the table that it refers to reads \(all)",
                    "create an index on \(detail)"
                )
            case .fkTypeMismatch: text("\(detail): a value of one may not fit the other", "give both the same type")
            case .identifierLong: text("the name \(detail) has more than 63 bytes, and is cut", "shorten it")
            case .txnControl:
                text("\(detail) ends the transaction in which the version row is written", "remove it")
            case .sqlUninspected:
                text(
                    "\(detail): its locks and what it changes are not known",
                    "allow it with the reason why it is safe"
                )
            case .downLossy:
                text(
                    effect.cause == .tableDropped
                        ? "the downgrade drops \(object), with rows that were written since"
                        : "the downgrade drops \(part), with values that were written since",
                    "say that the revision is irreversible, or allow it"
                )
            case .downFails:
                text(
                    "rows that were written since may break what the downgrade brings back for \(part)",
                    "mend such rows in the downgrade before"
                )
            case .sqliteRebuildCascade:
                text(
                    "dropping \(object) deletes its rows, which reaches \(detail)",
                    "let the engine rebuild the table, by alterTable in Swift, or switch foreign keys off before"
                )
            case .sqlitePragmaInTxn:
                text("PRAGMA \(detail) does nothing within a transaction, or fails", "put it before the transaction")
            case .sqliteFkUnchecked:
                text(
                    "foreign keys are off while rows of \(object) change, and nothing looks at them afterwards",
                    "PRAGMA foreign_key_check at the end"
                )
            case .sqliteRebuildLoses: text("\(object) is made anew without its \(detail)", "create them again")
            case .sqliteRenameOrder:
                text(
                    "the foreign key of \(detail) follows the old table \(object) to its new name, and refers to nothing "
                        + "when that is dropped",
                    "make the new table under another name, copy, drop the old one, then rename the new one"
                )
            case .sqliteCopyStar:
                text("the columns of \(detail) are in another order than those of \(object)", "name the columns")
            case .sqliteAddColumn:
                text(
                    "SQLite cannot add it: \(detail); an empty table may hide that",
                    "let the engine rebuild the table, by addColumn in Swift"
                )
            case .sqliteDropColumn:
                text("SQLite cannot drop it: \(detail)", "drop what uses it first, or let the engine rebuild the table")
            case .sqliteUnsupported:
                text("SQLite does not know \(detail)", "let the engine rebuild the table, by alterTable in Swift")
            case .sqliteVersion: text("\(detail), and an older one is meant", "ask for a newer SQLite")
            case .sqliteWriteLock:
                text(
                    "every writer of the database waits while \(detail) reads \(all)",
                    "run it when nobody writes, or in batches"
                )
            default: text("\(object) \(detail)")
            }
    }
}
