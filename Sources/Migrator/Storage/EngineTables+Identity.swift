import MigratorOutbox

extension EngineTables {
    /// The name among caches of the database that the tables lie in, whose place was perhaps asked for when they were
    /// located.
    var identity: DatabaseIdentity { DatabaseIdentity(outbox, place: place) }
}
