import MigrationDSL
import MigratorDatabase
import Testing

@testable import Migrator
@testable import MigratorCore
@testable import MigratorDialects

/// What the engine's tables may become: never something that an older program cannot use.
struct GrowthTests {
    @Test(arguments: [DatabaseKind.sqlite, .postgres], ["alembic_version", "versions"])
    func stepsAreNumberedInOrder(_ kind: DatabaseKind, _ name: String) throws {
        let numbers = try kind.dialect().growth(beside: TableName(name)).map(\.number)
        #expect(numbers.first == 1)
        #expect(numbers == numbers.sorted() && Set(numbers).count == numbers.count)
    }

    @Test(arguments: [DatabaseKind.sqlite, .postgres])
    func whatGrowsIsMadeWithNewTables(_ kind: DatabaseKind) throws {
        let version = TableName("versions", schema: "app")
        let dialect = try kind.dialect()
        let made = dialect.engineTables(version: version).map(\.sql).joined(separator: "\n")
        for step in dialect.growth(beside: version) {
            switch step.change {
            case .column(let column, let type, let table):
                #expect(made.contains("    \(column) \(type)\n"))
                #expect(!type.uppercased().contains("NOT NULL"))
                #expect(dialect.statement(making: step).hasPrefix("ALTER TABLE \(table.quoted) ADD COLUMN "))
            case .table(let table, let sql):
                #expect(made.contains(sql))
                #expect(sql.hasPrefix("CREATE TABLE IF NOT EXISTS \(table.quoted) "))
            }
        }
    }

    /// `state varchar(5)`, `direction varchar(9)` and `engine varchar(20)` stay as the first programs made them.
    @Test func storedWordsFitTheColumnsThatThereAre() {
        for state in [Journal.done, Journal.begun] { #expect(state.utf8.count <= 5) }
        for direction in [Direction.upgrade.rawValue, Direction.downgrade.rawValue, Journal.stamp, Journal.purge] {
            #expect(direction.utf8.count <= 9)
        }
        #expect(MigrationEngine.version.utf8.count <= 20)
    }

    @Test func theUsualVersionTableHasTheLockThatOlderProgramsKnow() {
        let lock = LockTable(of: TableName("alembic_version", schema: "app"))
        #expect(lock.name == TableName("migrator_lock", schema: "app"))
        #expect(!lock.isOwn)
    }

    @Test(arguments: ["va", "Alembic_Version", "with \"quotes\"", "é", String(repeating: "x", count: 49)])
    func anyOtherVersionTableHasALockOfItsName(_ name: String) throws {
        let lock = LockTable(of: TableName(name))
        #expect(lock.isOwn)
        #expect(lock.name.name == "migrator_lock_\(name)")
    }

    @Test(arguments: [
        String(repeating: "x", count: 50), String(repeating: "é", count: 31), String(repeating: "🦊", count: 15) + "xyz",
    ])
    func aLongNameIsShortenedAndStaysApartFromOthers(_ name: String) throws {
        let names = [name, String(name.dropLast()) + "a", String(name.dropLast()) + "b"].map {
            LockTable(of: TableName($0)).name.name
        }
        #expect(Set(names).count == 3)
        for name in names {
            #expect(name.utf8.count <= 63)
            #expect(name.hasPrefix("migrator_lock_"))
        }
    }
}
