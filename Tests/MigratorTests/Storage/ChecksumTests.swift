import MigrationDSL
import MigratorDatabase
import Testing

@testable import Migrator
@testable import MigratorCore
@testable import MigratorSources

/// The semantic checksum, which databases out there hold: it must never change for the same operations.
struct ChecksumTests {
    private func checksum(_ body: (Operations) -> Void) -> String {
        let op = Operations()
        body(op)
        return Checksum.of(op.recorded)
    }

    @Test func staysAsItWas() {
        let checksum = checksum { op in
            op.createTable("t") {
                Column("id", .uuid).primaryKey()
                Column("name", .string(100)).notNull().default("x")
                Column("parent", .uuid).references("t", onDelete: .cascade)
            }
            op.createIndex("ix", on: "t", columns: ["name", .expression("lower(name)").descending()], unique: true)
            op.bulkInsert(into: "t", from: .csv("payloads/t.csv"))
            op.update("t", set: ["name": "y"], where: Field("name") == "x" || Field("parent") == nil)
            op.execute("DELETE FROM t WHERE name='z'")
            op.perform("count") { _ in }
        }
        #expect(checksum == "562295cf8f6848854f7be2358a5702fbb63224a7a585c659585f34ebf4a80b00")
    }

    @Test func whiteSpaceAndCommentsInSQLSayNothing() {
        let one = checksum { $0.execute("SELECT a,b FROM t -- c\n WHERE x='  y'") }
        #expect(one == checksum { $0.execute("SELECT a , b\n\tFROM t WHERE x = '  y' ;") })
        #expect(one != checksum { $0.execute("SELECT a,b FROM t WHERE x=' y'") })
    }

    private func operations(_ body: (Operations) -> Void) -> [MigrationDSL.Operation] {
        let op = Operations()
        body(op)
        return op.recorded
    }

    /// What differs between operations as the journal has them and as they are.
    private func edited(_ before: [MigrationDSL.Operation], _ now: [MigrationDSL.Operation]) -> EditedOperations {
        let json = Value.array(OperationDigest.list(of: .recorded(before)).map(\.value)).jsonText
        return EditedOperations(before: json, now: .recorded(now))
    }

    @Test func whatWasEditedIsNamed() {
        let before = operations { op in
            op.renameTable("a", to: "b")
            op.createIndex("ix", on: "b", columns: ["x"])
        }
        let added = operations { op in
            op.renameTable("a", to: "b")
            op.dropTable("c")
        }
        #expect(
            edited(before, added).description == "it no longer has 'create index ix'; it now has 'drop table c'"
        )
        let changed = operations { op in
            op.renameTable("a", to: "b")
            op.createIndex("ix", on: "b", columns: ["y"])
        }
        #expect(edited(before, changed).description == "'create index ix' is not what it was")
        #expect(edited(before, before.reversed()).description.contains("another order"))
        for now in [added, changed, before.reversed()] { #expect(!edited(before, now).isEmpty) }
        #expect(edited(before, before).isEmpty)
    }

    @Test func anotherSpellingIsNoEdit() {
        let spellings = [
            "create table notes (id integer primary key, body text default 'Select')",
            "CREATE TABLE notes (id INTEGER PRIMARY KEY, body TEXT DEFAULT 'Select')",
            "Create Table \"notes\" (\"id\" Integer Primary Key, `body` Text Default 'Select') -- as it was",
        ]
        for (before, now) in zip(spellings, spellings.dropFirst() + spellings.prefix(1)) {
            #expect(checksum { $0.execute(SQLText(before)) } != checksum { $0.execute(SQLText(now)) })
            #expect(edited(operations { $0.execute(SQLText(before)) }, operations { $0.execute(SQLText(now)) }).isEmpty)
        }
        let other = operations { $0.execute("create table notes (id integer primary key, body text default 'select')") }
        #expect(!edited(operations { $0.execute(SQLText(spellings[0])) }, other).isEmpty)
        // The same within what the operations of the language hold.
        let check = operations { $0.createCheckConstraint("ck", on: "t", "Price > 0 AND \"stock\" IS NOT NULL") }
        let lower = operations { $0.createCheckConstraint("ck", on: "t", "price > 0 and stock is not null") }
        #expect(edited(check, lower).isEmpty)
    }

    @Test func anEarlierVersionsDigestsAreHeldAgainstTheText() {
        let before = operations { $0.execute("SELECT 1 AS one") }
        let digest = OperationDigest(before[0]).digest
        let json = "[{\"summary\":\"execute SELECT 1 AS one\",\"digest\":\"\(digest)\"}]"
        #expect(EditedOperations(before: json, now: .recorded(before)).isEmpty)
        let now = operations { $0.execute("select 1 as one") }
        #expect(!EditedOperations(before: json, now: .recorded(now)).isEmpty)
        #expect(!EditedOperations(before: "[]", now: .recorded(now)).isEmpty)
    }

    @Test func ofManyOperationsTheLastAreRememberedAsOne() throws {
        func many(_ count: Int, changed: Int? = nil) -> [MigrationDSL.Operation] {
            operations { op in
                for number in 0..<count { op.execute(SQLText("SELECT \(number == changed ? -1 : number)")) }
            }
        }
        let list = OperationDigest.list(of: .recorded(many(3000)))
        #expect(list.count == OperationDigest.limit)
        #expect(list.last?.summary == "2001 operations more")
        #expect(edited(many(3000), many(3000)).isEmpty)
        #expect(
            edited(many(3000), many(3000, changed: 2999)).description == "'2001 operations more' is not what it was"
        )
        #expect(!edited(many(3000), many(3001)).isEmpty)
        #expect(edited(many(1000), many(1000, changed: 999)).description.contains("'execute SELECT 999'"))
        // As an earlier version wrote them: each by itself.
        let all = Value.array(many(3000).map { OperationDigest($0).value }).jsonText
        #expect(EditedOperations(before: all, now: .recorded(many(3000))).isEmpty)

        // A file's are remembered alike, whether they are made or not.
        let text = (0..<3000).map { "SELECT \($0);" }.joined(separator: "\n")
        let file = try SQLFixture.parse("-- revision: a1\n-- upgrade\n\(text)\n")
        let upper = try SQLFixture.parse("-- revision: a1\n-- upgrade\n\(text.lowercased())\n")
        let statements = try file.statements(of: .upgrade, for: .sqlite)
        let digests = OperationDigest.list(of: .file(statements))
        #expect(digests.count == OperationDigest.limit)
        let json = Value.array(digests.map(\.value)).jsonText
        let now = OperationList.file(try upper.statements(of: .upgrade, for: .sqlite))
        #expect(file.upgradeDigest != upper.upgradeDigest)
        #expect(EditedOperations(before: json, now: now).isEmpty)
    }
}
