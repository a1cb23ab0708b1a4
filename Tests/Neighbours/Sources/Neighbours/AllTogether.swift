// Everything but the DSL. If a name below is said to be ambiguous, another package has it too: ours is to be renamed,
// not to be qualified here.
import CacheBridge
import CacheTestKit
import CachedQueries
import ECSSchema
import Fluent
import FluentKit
import FluentSQL
import GRDB
import Hummingbird
import HummingbirdRedis
import Migrator
import MigratorCLI
import MigratorCompression
import MigratorDatabase
import MigratorOutbox
import MigratorPostgres
import MigratorRedis
import MigratorSQLite
import MigratorService
import MigratorTestKit
import PostgresKit
import PostgresMigrations
import PostgresNIO
import RediStack
import Redis
import RedisTypes
import SQLKit
import SQLiteKit
import SQLiteNIO
import StructuredQueries
import StructuredQueriesCore
import StructuredQueriesSQLiteCore
import Vapor
import _ConnectionPoolModule

/// What a server holds of ours, by names that others have had before us.
struct Server {
    let engine: MigrationEngine
    let service: MigrationService
    let postgres: PostgresSession
    let sqlite: SQLiteSession
    let redis: RedisStoreConfiguration
    let pool: QueryPool
    let shape: TableShape
    let record: any CachedRecord.Type

    /// Reads one value, and what went wrong.
    func read() async -> (cell: DatabaseCell?, failure: DatabaseFailure?) {
        do throws(DatabaseFailure) {
            let session = try await SQLiteSession(SQLiteSessionConfiguration(path: ":memory:"))
            return (try await session.query("SELECT 1 AS one", []).first?["one"], nil)
        } catch {
            return (nil, error)
        }
    }
}

/// What stays theirs, by the names of their modules.
struct Theirs {
    let migrator: FluentKit.Migrator
    let failure: GRDB.DatabaseError
    let value: GRDB.DatabaseValue
    let postgres: PostgresNIO.PostgresConnection
    let sqlite: SQLiteNIO.SQLiteConnection
    let redis: RediStack.RedisConnection
}
