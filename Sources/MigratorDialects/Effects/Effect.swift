package import MigrationDSL

/// What a statement does to one object of a running system, and why.
package struct Effect: Sendable {
    /// The object: a table, an index, a view, a type or a schema.
    package var object: ObjectName
    /// The lock that is held until the transaction ends.
    package var lock: LockMode?
    /// Whether all rows are written anew.
    package var rewrites = false
    /// Whether all rows are read meanwhile.
    package var scans = false
    /// Whether data goes that nothing brings back.
    package var losesData = false
    /// Whether the application that still runs no longer finds what it uses.
    package var breaksApplication = false
    /// Whether the database refuses it, at once or as soon as there are rows.
    package var fails = false
    /// Whether no transaction may hold it.
    package var needsNoTransaction = false
    /// Whether statements that are prepared have to be planned again.
    package var breaksPlans = false
    /// Why it is worth a word; `nil` for what is done in an instant and harms nobody.
    package var cause: Cause?
    /// What of the object it is about, or what is wrong with it.
    package var detail = ""
    /// Whether the revision made the object itself, so that no application knows it.
    package var isNew = false
    /// Whether facts say that the object has few rows.
    package var isSmall = false
    /// The rows that facts tell of.
    package var rows: Int?
    /// The index of the statement in its revision.
    package var position = 0

    package init(_ object: ObjectName) { self.object = object }
}

extension Effect {
    /// Why an effect is worth a word.
    package enum Cause: String, Hashable, Sendable, CaseIterable {
        // Locks while rows are read or written.
        case indexBuilt, indexDropped, reindexed, typeChanged, typeRechecked, columnFilled, nullRefused, checkAdded
        case keyAdded, parentLocked, validatedAtOnce, uniqueBuilt, exclusionBuilt, partitionAttached
        case defaultPartitionScanned, partitionDetached, tableRewritten, viewRefreshed, lockHeld, manyTablesLocked
        case tooManyLocks, timeoutDisabled, rowsUnbounded
        // What the database refuses.
        case inTransaction, ifNotExists, onPartitioned, enumValueUnsafe, eventsPending, usedByOthers
        // Data.
        case typeNarrowed, tableDropped, columnDropped, cascaded, truncated
        // The application that runs.
        case tableRenamed, columnRenamed, enumValueRenamed, viewShrunk, columnRequired
        // What is amiss with what is made.
        case keyWithoutIndex, keyTypeDiffers, nameTooLong
        case transactionControlled, uninspected
        // SQLite.
        case rebuildCascades, pragmaInTransaction, keysUnchecked, rebuildLoses, renamedFirst, copiedByStar
        case additionRefused, droppingRefused, unsupported, versionTooOld, writersLocked
        // A rule that rows may break, which a downgrade brings back.
        case rowsRefused
    }
}
