import MigrationDSL
import Testing

/// What schema values are in a checksum: nothing at their defaults, and each in its own way where they are set.
struct SchemaTextTests {
    private func text(_ body: (Operations) -> Void) -> String {
        let op = Operations()
        body(op)
        return op.recorded.canonicalText { sql, _ in sql }
    }

    /// Applied revisions hold the checksums of these texts.
    @Test func whatWasThereIsSpelledAsItWas() {
        #expect(
            text { $0.createIndex("i", on: "t", columns: ["a"]) }
                == "(createIndex name=1:i(table name=1:t)(columns( column=1:a)))"
        )
        #expect(text { $0.createEnum("e", values: ["a"]) } == "(createEnum name=1:e(values =1:a))")
        #expect(text { $0.createView("v", as: "q") } == "(createView name=1:v(query sql=1:q))")
        #expect(text { $0.createSequence(NumberSequence("n", start: 5)) } == "(createSequence name=1:n start=5)")
        #expect(
            text { $0.createTable("t") { Column("a", .integer).generated(as: "b").primaryKey() } }
                == "(createTable name=1:t(columns( name=1:a(type integer) notNull(generated sql=1:b stored)))"
                + "(constraints (primaryKey =1:a)))"
        )
        #expect(
            text { $0.addConstraint(.foreignKey(ForeignKey(["a"], references: "p")), to: "t") }
                == "(addConstraint(table name=1:t)(constraint(foreignKey =1:a)(references name=1:p)(to =2:id)))"
        )
    }

    @Test func theFormerNameIsNoPartOfIt() {
        let table = Table("t") { Column("a", .text) }
        let renamed = Table("t") { Column("a", .text).renamed(from: "b") }.renamed(from: "s")
        #expect(text { $0.createTable(table) } == text { $0.createTable(renamed) })
        let index = Index("i", on: "t", columns: ["a"])
        #expect(text { $0.createIndex(index) } == text { $0.createIndex(index.renamed(from: "j")) })
    }

    @Test func columnsAndTypesThatDifferAreSpelledDifferently() {
        let types: [ColumnType] = [
            .time, .time(3), .timeTZ, .timeTZ(3), .timestamp, .timestamp(3), .timestamp(6), .timestampTZ(3), .interval,
            .interval(.day), .interval(precision: 3), .interval(.second, precision: 3), .varchar, .varchar(3), .bit(),
            .bit(3), .varbit, .varbit(3), .inet, .cidr, .serial, .integer, .named("a"), .named("a", "b"),
            .named("a", "b", "c"), .enumeration("a"), .custom("a"), .custom(postgres: "a", sqlite: "b"),
        ]
        let columns =
            types.map { Column("c", $0) } + [
                Column("c", .text).notNull(), Column("c", .text).notNull(name: "n"),
                Column("c", .text).notNull(onConflict: .fail), Column("c", .text).identity(),
                Column("c", .text).identity(.byDefault, SequenceOptions(start: 5)), Column("c", .text).storage("MAIN"),
                Column("c", .text).compression("lz4"), Column("c", .text).primaryKey(),
                Column("c", .text).primaryKey(descending: true), Column("c", .text).primaryKey(allowsNull: true),
                Column("c", .text).unique(onConflict: .fail), Column("c", .text).unique(),
            ]
        #expect(Set(columns).count == columns.count)
        let texts = columns.map { column in text { $0.addColumn(column, to: "t") } }
        #expect(Set(texts).count == texts.count)
    }

    @Test func constraintsThatDifferAreSpelledDifferently() {
        let constraints: [Constraint] = [
            .primaryKey(PrimaryKey(["a"])), .primaryKey(PrimaryKey(["a"], include: ["b"])),
            .primaryKey(PrimaryKey(["a"], deferrable: .initiallyDeferred)),
            .primaryKey(PrimaryKey(["a"], onConflict: .fail)), .primaryKey(PrimaryKey(["a"], comment: "x")),
            .unique(Unique(["a"])), .unique(Unique(["a"], nullsNotDistinct: true)),
            .unique(Unique(["a"], include: ["b"])), .check(Check("a")), .check(Check("a", notValid: true)),
            .check(Check("a", noInherit: true)), .foreignKey(ForeignKey(["a"], references: "p")),
            .foreignKey(ForeignKey(["a"], references: "p", matchFull: true)),
            .foreignKey(ForeignKey(["a"], references: "p", onDeleteColumns: ["a"])),
            .exclude(Exclude([.init("a", with: "=")])), .exclude(Exclude([.init("a", with: "=")], include: ["b"])),
        ]
        let texts = constraints.map { constraint in text { $0.addConstraint(constraint, to: "t") } }
        #expect(Set(texts).count == texts.count)
    }

    @Test func tablesThatDifferAreSpelledDifferently() {
        let table = Table("t") { Column("a", .text) }
        let tables = [
            table, table.unlogged(), table.storage(["a": "b"]), table.storage(["a": "c"]),
            table.partitioned(by: "LIST (a)"), table.partition(of: "p", "DEFAULT"), table.inherits(from: "p"),
            table.rowSecurity(), table.rowSecurity(.forced), table.replicaIdentity(.full),
            table.replicaIdentity(.index("i")),
        ]
        let texts = tables.map { table in text { $0.createTable(table) } }
        #expect(Set(texts).count == texts.count)
        #expect(text { $0.createTable(table.replicaIdentity(.default)) } == texts.first)
    }

    @Test func objectsThatDifferAreSpelledDifferently() {
        let texts = [
            text { $0.createPolicy(Policy("p", on: "t")) },
            text { $0.createPolicy(Policy("p", on: "t", permissive: false)) },
            text { $0.createPolicy(Policy("p", on: "t", for: .select)) },
            text { $0.createPolicy(Policy("p", on: "t", to: ["a"])) },
            text { $0.createPolicy(Policy("p", on: "t", using: "a")) },
            text { $0.createPolicy(Policy("p", on: "t", check: "a")) },
            text { $0.createView(View("p", as: "q")) }, text { $0.createView(View("p", columns: ["a"], as: "q")) },
            text { $0.createView(View("p", as: "q", options: ViewOptions(securityBarrier: true))) },
            text { $0.createView(View("p", as: "q", materialized: true)) },
            text { $0.createView(View("p", as: "q", materialized: true, withData: false)) },
            text { $0.rename(.view("a"), to: "b") }, text { $0.rename(.materializedView("a"), to: "b") },
            text { $0.rename(.trigger("a", on: "t"), to: "b") }, text { $0.rename(.trigger("a", on: "u"), to: "b") },
            text { $0.alterDomain("d", default: .remove) }, text { $0.alterDomain("d", default: .set(1)) },
            text { $0.setTableOptions(of: "t", to: TableOptionsChange(sqlite: [])) },
            text { $0.setTableOptions(of: "t", to: TableOptionsChange(sqlite: .strict)) },
            text { $0.setTableOptions(of: "t", to: TableOptionsChange(sqlite: .withoutRowID)) },
            text { $0.alterColumn("c", of: "t", to: ColumnChange(onNull: .set(.fail))) },
            text { $0.alterColumn("c", of: "t", to: ColumnChange(onNull: .remove)) },
            text { $0.alterSequence("n", to: SequenceChange(minimum: .set(1))) },
            text { $0.alterSequence("n", to: SequenceChange(minimum: .remove)) },
            text { $0.alterSequence("n", to: SequenceChange(maximum: .set(1))) },
        ]
        #expect(Set(texts).count == texts.count)
    }
}
