// The DSL beside all that calls a thing by the same word: there its module is written, and nowhere else.
import CachedQueries
import ECSSchema
import FluentKit
import GRDB
import Hummingbird
import MigrationDSL
import Migrator
import SQLKit
import StructuredQueriesCore
import Vapor

struct CreateShelves: Revision {
    static let id: RevisionID = "0c5e8f1a2b34"

    func upgrade(_ op: Operations) {
        op.createTable("shelves") {
            MigrationDSL.Column("id", .uuid).primaryKey()
            MigrationDSL.Column("title", .text).notNull()
            Unique(["title"], name: "uq_shelves_title")
        }
    }
}

func columns(of table: MigrationDSL.Table) -> [String] {
    table.columns.map(\.name)
}

func shape(of table: MigrationDSL.Table) -> TableShape {
    TableShape(table)
}
