import MigrationDSL
import MigratorTestSupport

/// Types, views, functions, triggers and what else databases hold.
extension SchemaGenerator {
    mutating func addTypes() {
        for _ in 0..<2 {
            let schema = name("s")
            schemas.append(schema)
            objects.append(.schema(SchemaName(schema)))
        }
        for _ in 0..<2 {
            let type = EnumType(objectName("e"), ["low", "it's \"high\"", "a\\b", name("value")])
            enums.append(type)
            objects.append(.enumeration(comment().map { type.comment($0) } ?? type))
        }
        objects.append(
            .domain(
                Domain(
                    objectName("d"),
                    .integer,
                    default: 5,
                    nullable: random.chance(50),
                    checks: [Check("VALUE BETWEEN 0 AND 100", name: name("range"))]
                )
            )
        )
        objects.append(
            .compositeType(
                CompositeType(objectName("p"), [.init(name("a"), .double), .init(name("b"), .text, collate: "\"C\"")])
            )
        )
        let sequence = NumberSequence(
            objectName("n"),
            type: .integer,
            start: 1000,
            increment: -1,
            minimum: -5000,
            maximum: 5000,
            cache: 2
        )
        objects.append(.sequence(sequence))
    }

    /// A table with a partition, and one that inherits from another; a sequence that a column owns and takes from.
    mutating func addPartitions() {
        let (parent, base, heir) = (objectName("parted"), objectName("base"), objectName("heir"))
        objects.append(
            .table(
                Table(parent) {
                    Column("day", .date).notNull()
                    Column("note", .text)
                }
                .partitioned(by: "RANGE (day)")
            )
        )
        let share = "FOR VALUES FROM ('2024-01-01') TO ('2025-01-01')"
        objects.append(.table(Table(objectName("part")) {}.partition(of: parent, share)))
        objects.append(.table(Table(base) { Column("id", .integer).primaryKey() }.unlogged()))
        objects.append(.table(Table(heir) { Column("more", .text) }.inherits(from: base)))

        let counted = objectName("counted")
        let numbers = ObjectName(name("numbers"), schema: counted.schema)
        objects.append(
            .table(
                Table(counted) {
                    Column("id", .bigInt).primaryKey().default(
                        .expression(SQLText("nextval(\(literal(quoted(numbers)))::regclass)"))
                    )
                    Column("during", .int4range)
                    Unique(["during"], name: "one_during_\(counted.name.utf8.count)")
                    Exclude([.init("during", with: "&&")], name: name("ex"))
                }
                .replicaIdentity(.default)
            )
        )
        objects.append(.sequence(NumberSequence(numbers).owned(by: counted, "id")))

        let identified = objectName("identified")
        let index = name("ix")
        objects.append(.table(Table(identified) { Column("a", .integer).notNull() }.replicaIdentity(.index(index))))
        objects.append(.index(Index(index, on: identified, columns: ["a"], unique: true)))
    }

    mutating func addViews() {
        guard let table = targets.randomElement(using: &random)?.table else { return }
        let first = objectName("v")
        objects.append(.view(View(first, columns: [name("x")], as: SQLText("SELECT id\nFROM \(quoted(table)) -- all"))))
        let second = View(objectName("v"), as: SQLText("SELECT * FROM \(quoted(first))"))
        objects.append(.view(comment().map { second.comment($0) } ?? second))
        guard isPostgres else { return }
        let options = ViewOptions(securityBarrier: true, check: .local)
        objects.append(.view(View(objectName("v"), as: SQLText("SELECT id FROM \(quoted(table))"), options: options)))
        let kept = objectName("mv")
        objects.append(
            .view(
                View(kept, as: SQLText("SELECT id FROM \(quoted(table))"), materialized: true, withData: false)
                    .storage(["fillfactor": "70"])
            )
        )
        objects.append(.index(Index(name("ix"), on: kept, columns: ["id"], unique: true)))
    }

    mutating func addPostgresObjects() {
        guard let table = targets.randomElement(using: &random)?.table else { return }
        let stamp = objectName("stamp")
        let body = "BEGIN\n    -- $1 'it''s'\n    RETURN NEW;\nEND"
        objects.append(
            .function(
                Function(
                    stamp,
                    "",
                    SQLText(
                        "CREATE FUNCTION \(quoted(stamp))() RETURNS trigger LANGUAGE plpgsql AS $body$\n\(body)\n$body$"
                    )
                ).comment(text() + ".")
            )
        )
        let trigger = name("tr")
        let definition = """
            CREATE TRIGGER \(quoted(trigger)) BEFORE UPDATE ON \(quoted(table))
                FOR EACH ROW EXECUTE FUNCTION \(quoted(stamp))()
            """
        objects.append(.trigger(Trigger(trigger, on: table, SQLText(definition), state: pick([.enabled, .disabled]))))
        let procedure = objectName("proc")
        objects.append(
            .function(
                Function(
                    procedure,
                    "IN n integer",
                    SQLText(
                        "CREATE PROCEDURE \(quoted(procedure))(n integer) LANGUAGE sql AS 'DELETE FROM later WHERE 1 = 2'"
                    ),
                    procedure: true
                )
            )
        )
        objects.append(
            .policy(
                Policy(name("p"), on: table, permissive: false, for: .select, using: "true").comment("it's \\ \"x\"")
            )
        )
        let rule = name("rule")
        let ddl = "CREATE RULE \(quoted(rule)) AS ON DELETE TO \(quoted(table)) DO ALSO NOTHING;"
        objects.append(.opaque(Opaque("rule", ObjectName(rule), SQLText(ddl), on: table)))
    }

    mutating func addSQLiteObjects() {
        guard let table = targets.randomElement(using: &random)?.table else { return }
        let trigger = name("tr")
        let definition = """
            CREATE TRIGGER \(quoted(trigger)) AFTER INSERT ON \(quoted(table))
            BEGIN
                DELETE FROM \(quoted(table)) WHERE id = NEW.id;
            END
            """
        objects.append(.trigger(Trigger(trigger, on: table, SQLText(definition))))
    }
}
