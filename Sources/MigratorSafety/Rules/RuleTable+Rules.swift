import MigrationDSL
import MigratorDialects

extension RuleTable {
    /// All rules, in the order in which they are listed.
    package static let rules: [Rule] = [
        Rule(.indexBlocking, .warning, .locks, silentFor: [.new, .small], up: [.indexBuilt], down: [.indexBuilt]),
        Rule(
            .indexDropBlocking,
            .warning,
            .locks,
            silentFor: [.new, .small],
            up: [.indexDropped],
            down: [.indexDropped]
        ),
        Rule(.reindexBlocking, .warning, .locks, silentFor: [.small], up: [.reindexed], down: [.reindexed]),
        Rule(.nontxnInTxn, .error, .locks, silentFor: [], up: [.inTransaction], down: [.inTransaction]),
        Rule(.cicIfNotExists, .error, .locks, silentFor: [], up: [.ifNotExists], down: [.ifNotExists]),
        Rule(.partitionedUnsupported, .error, .locks, silentFor: [], up: [.onPartitioned], down: [.onPartitioned]),
        Rule(.typeRewrite, .error, .locks, silentFor: [.new, .small], up: [.typeChanged], down: [.typeChanged]),
        Rule(.typeRecheck, .warning, .locks, silentFor: [.new, .small], up: [.typeRechecked], down: [.typeRechecked]),
        Rule(.lossyType, .error, .data, silentFor: [.new], up: [.typeNarrowed], down: []),
        Rule(.addColumnRewrite, .error, .locks, silentFor: [.new, .small], up: [.columnFilled], down: [.columnFilled]),
        Rule(.notNullScan, .warning, .locks, silentFor: [.new, .small], up: [.nullRefused], down: [.nullRefused]),
        Rule(.checkScan, .warning, .locks, silentFor: [.new, .small], up: [.checkAdded], down: [.checkAdded]),
        Rule(.fkScan, .warning, .locks, silentFor: [.new, .small], up: [.keyAdded], down: [.keyAdded]),
        Rule(.fkParentLock, .note, .locks, silentFor: [.new], up: [.parentLocked], down: [.parentLocked]),
        Rule(
            .validateSameTxn,
            .error,
            .locks,
            silentFor: [.new, .small],
            up: [.validatedAtOnce],
            down: [.validatedAtOnce]
        ),
        Rule(.uniqueBuild, .warning, .locks, silentFor: [.new, .small], up: [.uniqueBuilt], down: [.uniqueBuilt]),
        Rule(
            .exclusionBuild,
            .error,
            .locks,
            silentFor: [.new, .small],
            up: [.exclusionBuilt],
            down: [.exclusionBuilt]
        ),
        Rule(
            .attachScan,
            .warning,
            .locks,
            silentFor: [.new, .small],
            up: [.partitionAttached],
            down: [.partitionAttached]
        ),
        Rule(
            .defaultPartitionScan,
            .warning,
            .locks,
            silentFor: [.small],
            up: [.defaultPartitionScanned],
            down: [.defaultPartitionScanned]
        ),
        Rule(.detachBlocking, .warning, .locks, silentFor: [], up: [.partitionDetached], down: [.partitionDetached]),
        Rule(
            .rewriteCommand,
            .error,
            .locks,
            silentFor: [.new, .small],
            up: [.tableRewritten],
            down: [.tableRewritten]
        ),
        Rule(
            .matviewBlocking,
            .warning,
            .locks,
            silentFor: [.new, .small],
            up: [.viewRefreshed],
            down: [.viewRefreshed]
        ),
        Rule(.lockWindow, .error, .locks, silentFor: [.new], up: [.lockHeld], down: [.lockHeld]),
        Rule(.manyHotTables, .note, .locks, silentFor: [], up: [.manyTablesLocked], down: [.manyTablesLocked]),
        Rule(.tooManyLocks, .warning, .locks, silentFor: [], up: [.tooManyLocks], down: [.tooManyLocks]),
        Rule(.timeoutDisabled, .error, .locks, silentFor: [], up: [.timeoutDisabled], down: [.timeoutDisabled]),
        Rule(.dmlUnbounded, .error, .locks, silentFor: [.new, .small], up: [.rowsUnbounded], down: [.rowsUnbounded]),
        Rule(.enumUseSameTxn, .error, .locks, silentFor: [], up: [.enumValueUnsafe], down: [.enumValueUnsafe]),
        Rule(.pendingEvents, .error, .locks, silentFor: [], up: [.eventsPending], down: [.eventsPending]),
        Rule(.dependentObject, .error, .compat, silentFor: [], up: [.usedByOthers], down: [.usedByOthers]),
        Rule(.dropTable, .error, .data, silentFor: [.new], up: [.tableDropped], down: []),
        Rule(.dropColumn, .error, .data, silentFor: [.new], up: [.columnDropped], down: []),
        Rule(.dropCascade, .error, .data, silentFor: [.new], up: [.cascaded], down: [.cascaded]),
        Rule(.truncate, .error, .data, silentFor: [.new], up: [.truncated], down: [.truncated]),
        Rule(.renameTable, .warning, .compat, silentFor: [.new], up: [.tableRenamed], down: [.tableRenamed]),
        Rule(.renameColumn, .warning, .compat, silentFor: [.new], up: [.columnRenamed], down: [.columnRenamed]),
        Rule(.renameEnumValue, .warning, .compat, silentFor: [], up: [.enumValueRenamed], down: [.enumValueRenamed]),
        Rule(.viewShrink, .warning, .compat, silentFor: [.new], up: [.viewShrunk], down: [.viewShrunk]),
        Rule(.requiredColumn, .error, .compat, silentFor: [.new], up: [.columnRequired], down: []),
        Rule(.fkNoIndex, .warning, .style, silentFor: [.small], up: [.keyWithoutIndex], down: [.keyWithoutIndex]),
        Rule(.fkTypeMismatch, .warning, .style, silentFor: [], up: [.keyTypeDiffers], down: [.keyTypeDiffers]),
        Rule(.identifierLong, .warning, .style, silentFor: [], up: [.nameTooLong], down: [.nameTooLong]),
        Rule(.txnControl, .error, .style, silentFor: [], up: [.transactionControlled], down: [.transactionControlled]),
        Rule(.sqlUninspected, .warning, .style, silentFor: [], up: [.uninspected], down: [.uninspected]),
        Rule(.downLossy, .warning, .data, silentFor: [.new], up: [], down: [.tableDropped, .columnDropped]),
        Rule(.downFails, .error, .data, silentFor: [.new, .empty], up: [], down: [.rowsRefused]),
        Rule(.downMissing, .warning, .data, silentFor: [], up: [], down: []),
        Rule(.sqliteRebuildCascade, .error, .data, silentFor: [], up: [.rebuildCascades], down: [.rebuildCascades]),
        Rule(
            .sqlitePragmaInTxn,
            .error,
            .data,
            silentFor: [],
            up: [.pragmaInTransaction],
            down: [.pragmaInTransaction]
        ),
        Rule(.sqliteFkUnchecked, .error, .data, silentFor: [], up: [.keysUnchecked], down: [.keysUnchecked]),
        Rule(.sqliteRebuildLoses, .error, .data, silentFor: [], up: [.rebuildLoses], down: [.rebuildLoses]),
        Rule(.sqliteRenameOrder, .error, .data, silentFor: [], up: [.renamedFirst], down: [.renamedFirst]),
        Rule(.sqliteCopyStar, .error, .data, silentFor: [], up: [.copiedByStar], down: [.copiedByStar]),
        Rule(
            .sqliteAddColumn,
            .error,
            .compat,
            silentFor: [.new, .empty],
            up: [.additionRefused],
            down: [.additionRefused]
        ),
        Rule(.sqliteDropColumn, .error, .compat, silentFor: [], up: [.droppingRefused], down: [.droppingRefused]),
        Rule(.sqliteUnsupported, .error, .compat, silentFor: [], up: [.unsupported], down: [.unsupported]),
        Rule(.sqliteVersion, .error, .compat, silentFor: [], up: [.versionTooOld], down: [.versionTooOld]),
        Rule(
            .sqliteWriteLock,
            .warning,
            .locks,
            silentFor: [.new, .small],
            up: [.writersLocked],
            down: [.writersLocked]
        ),
        Rule(.unusedAllow, .warning, .style, silentFor: [], up: [], down: []),
    ]
}
