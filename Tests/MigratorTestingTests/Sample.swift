import Foundation
import MigrationDSL
import Migrator
import MigratorDatabase
import MigratorPostgres
import MigratorSQLite
import MigratorTestSupport
import MigratorTesting

@testable import MigratorTestKit

/// A history in Swift: customers, a column more, and one that cannot be taken back and says so.
enum Sample {
    static let revisions = RevisionRegistry(
        name: "Sample",
        sourceFolder: "migrations/sample",
        entries: [
            RevisionRegistry.Entry(CreateCustomers.self, file: "1.swift", line: 1, message: "Creates the customers."),
            RevisionRegistry.Entry(RenameMail.self, file: "2.swift", line: 1, message: "Renames mail, drops age."),
            RevisionRegistry.Entry(ForgetNames.self, file: "3.swift", line: 1, message: "Forgets the names."),
        ],
        payloads: []
    )

    static let model = DeclaredSchema {
        Table("customers") {
            Column("id", .integer).primaryKey()
            Column("email", .string(200))
        }
    }

    /// How a driver opens a database of a test.
    static let open: @Sendable (DatabaseURL) async throws -> any DatabaseConnection = { url in
        guard url.kind == .sqlite else { return try await PostgresSession(PostgresSessionConfiguration(url)) }
        return try await SQLiteSession(SQLiteSessionConfiguration(url))
    }
}

struct CreateCustomers: Revision {
    static let id: RevisionID = "aaaa"

    func upgrade(_ op: Operations) {
        op.createTable("customers") {
            Column("id", .integer).primaryKey()
            Column("name", .string(200)).notNull()
            Column("mail", .string(200))
            Column("age", .integer)
        }
    }
}

struct RenameMail: Revision {
    static let id: RevisionID = "bbbb"
    static let parents: [RevisionID] = ["aaaa"]

    func upgrade(_ op: Operations) {
        op.renameColumn("mail", of: "customers", to: "email")
        op.dropColumn(Column("age", .integer), from: "customers")
    }
}

struct ForgetNames: IrreversibleRevision {
    static let id: RevisionID = "cccc"
    static let parents: [RevisionID] = ["bbbb"]
    static let irreversible = "the names are gone"

    func upgrade(_ op: Operations) {
        op.dropColumn("name", from: "customers")
    }
}

/// A folder of SQL revisions, and a folder of databases, both of a test's own.
struct SQLHistory: Sendable {
    let folder = TemporaryFolder("testing")

    init(_ files: [String: String] = [:]) throws {
        for (name, text) in files { try folder.write("revisions/\(name)", text) }
    }

    static let one =
        "-- revision: aaaa\n-- upgrade\nCREATE TABLE a (id INTEGER PRIMARY KEY);\n-- downgrade\nDROP TABLE a;\n"

    var tested: TestedHistory { TestedHistory([.folder("\(folder.path)/revisions")]) }

    func testHistory(_ target: String = "head") throws -> TestHistory {
        TestHistory(try RevisionHistory([.folder("\(folder.path)/revisions")], remembersFolders: false), target)
    }

    var databases: String { "\(folder.path)/databases" }

    func copies(limit: Int = 100, _ target: String = "head") throws -> SQLiteCopies {
        try SQLiteCopies(
            testHistory(target),
            in: TestFolder(databases),
            gate: DatabaseGate(limit: limit),
            Sample.open
        )
    }

    /// The names in the folder of databases, with those of folders within.
    var files: [String] { get throws { try FileManager.default.subpathsOfDirectory(atPath: databases).sorted() } }

    /// Those that end so.
    func files(_ folder: String, _ ending: String = ".db") throws -> [String] {
        try files.filter { $0.hasPrefix("\(folder)/") && $0.hasSuffix(ending) }
    }
}
