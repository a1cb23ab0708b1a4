import MigrationDSL
import MigratorCatalogue
import MigratorDatabase
import Testing

@testable import MigratorSchema

/// A schema of every kind of thing, compared with itself: there is never a difference, nor a question.
struct SameSchemaTests {
    private static let both = DeclaredSchema {
        Table("customers", comment: "who buys") {
            Column("id", .integer).primaryKey()
            Column("email", .string(200)).notNull().unique().comment("one each")
            Column("age", .smallInt).check("age BETWEEN 0 AND 150 OR age IN (SELECT 1)")
            Column("made", .timestampTZ).notNull().default(.currentTimestamp)
            Column("half", .integer).generated(as: "age / 2")
        }
        Table("orders") {
            Column("id", .integer).primaryKey(name: "orders_key")
            Column("customer", .integer).references("customers", onDelete: .cascade, deferrable: .initiallyDeferred)
            Column("total", .decimal(12, 2)).default(.expression("1.50"))
            Check("total >= 0", name: "orders_total")
            Unique(["customer", "total"])
        }
        Index("by_email", on: "customers", columns: [.expression("lower(email)"), .column("age").descending()])
        Index("big", on: "orders", columns: ["customer"], unique: true, where: "total > 100")
        View("rich", as: "SELECT customer FROM orders WHERE total > 100")
        Trigger("t", on: "orders", "CREATE TRIGGER t AFTER INSERT ON orders BEGIN SELECT 1; END")
    }

    private static let postgres = DeclaredSchema {
        both
        SchemaName("app").comment("the application")
        Extension("citext")
        EnumType("mood", ["low", "high"])
        Domain("even", .integer, default: 2, checks: [Check("VALUE % 2 = 0")])
        CompositeType("pair", [.init("a", .integer), .init("b", .text, collate: "\"C\"")])
        NumberSequence("numbers", increment: 5).owned(by: "customers", "age")
        Table(ObjectName("events", schema: "app")) {
            Column("id", .bigSerial)
            Column("no", .bigInt).identity(.always, SequenceOptions(start: 10))
            Column("moods", .array(of: .enumeration("mood"))).default("{}")
            Column("at", .timestampTZ(3))
            Exclude([.init("at", with: "=")], where: "no > 1")
        }.partitioned(by: "RANGE (at)").storage(["fillfactor": "80"]).rowSecurity()
        Table(ObjectName("events_1", schema: "app")) {}
            .partition(of: ObjectName("events", schema: "app"), "DEFAULT")
        View("sums", as: "SELECT sum(total) FROM orders", materialized: true).storage(["fillfactor": "70"])
        Index("by_sum", on: "sums", columns: ["sum"])
        Function("f", "a integer", "CREATE FUNCTION f(a integer) RETURNS integer LANGUAGE sql AS 'SELECT a'")
        Policy("own", on: "orders", for: .select, to: ["app"], using: "customer IN (SELECT id FROM customers)")
        Opaque("rule", "keep", "CREATE RULE keep AS ON DELETE TO orders DO INSTEAD NOTHING", on: "orders")
    }

    private static let sqlite = DeclaredSchema {
        both
        Table("strict", sqliteOptions: [.strict, .withoutRowID]) {
            Column("a", .text).primaryKey()
            Column("b", .boolean).notNull(onConflict: .ignore)
            Column("c", .custom("")).collate("NOCASE")
        }
        VirtualTable("search", using: "fts5", ["body", "tokenize = 'porter'"])
    }

    @Test(arguments: [DatabaseKind.postgres, .sqlite])
    func `A schema is equal to itself, whichever side was read`(kind: DatabaseKind) async throws {
        let declared = kind == .postgres ? Self.postgres : Self.sqlite
        let oracle = NotingOracle()
        var comparing = Comparing(kind: kind)
        comparing.oracle = oracle
        let read = comparing.read(declared.objects)
        let written = Schema(declared, for: kind)
        for (old, new) in [(read, written), (written, read), (read, read), (written, written)] {
            let result = try await comparing.result(old, new)
            #expect(result.lines == [])
            #expect(result.candidates == [])
        }
        #expect(await oracle.asked.isEmpty)
    }

    @Test(arguments: [DatabaseKind.postgres, .sqlite])
    func `The order of objects is no difference`(kind: DatabaseKind) async throws {
        let objects = (kind == .postgres ? Self.postgres : Self.sqlite).objects
        let comparing = Comparing(kind: kind)
        let turned = DeclaredSchema(Array(objects.reversed()))
        let result = try await comparing.result(comparing.read(objects), Schema(turned, for: kind))
        #expect(result.lines == [])
    }

    @Test(arguments: [DatabaseKind.postgres, .sqlite])
    func `From nothing everything is made, and to nothing dropped`(kind: DatabaseKind) async throws {
        let declared = kind == .postgres ? Self.postgres : Self.sqlite
        let comparing = Comparing(kind: kind)
        let made = try await comparing.result(Schema(kind), Schema(declared, for: kind))
        #expect(made.differences.count == declared.objects.count)
        #expect(made.differences.allSatisfy { $0.old == nil && $0.new?.object != nil })
        let dropped = try await comparing.result(comparing.read(declared.objects), Schema(kind))
        #expect(dropped.differences.allSatisfy { $0.change.rawValue.hasPrefix("drop") && $0.new == nil })
    }
}

extension SchemaValue {
    fileprivate var object: SchemaObject? {
        if case .object(let object) = self { object } else { nil }
    }
}
