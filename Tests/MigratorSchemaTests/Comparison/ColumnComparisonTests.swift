import MigrationDSL
import MigratorDatabase
import Testing

@testable import MigratorSchema

/// Tables and columns.
struct ColumnComparisonTests {
    private let postgres = Comparing.postgres
    private let sqlite = Comparing.sqlite

    @Test
    func `What is there twice is no difference`() async throws {
        for comparing in [postgres, sqlite] {
            let words = try await comparing.words {
                Table("orders") {
                    Column("id", .integer).primaryKey()
                    Column("total", .decimal(12, 2)).notNull().default(0)
                }
            } to: {
                Table("orders") {
                    Column("total", .decimal(12, 2)).default(0).notNull()
                    Column("id", .integer).primaryKey(name: "orders_pkey")
                }
            }
            #expect(words == [])
        }
    }

    @Test
    func `Tables and columns are added and dropped`() async throws {
        let result = try await postgres.result {
            Table("gone") { Column("a", .integer) }
            Table("orders") {
                Column("id", .integer)
                Column("note", .text)
            }
        } to: {
            Table("orders") {
                Column("total", .decimal(12, 2))
                Column("id", .integer)
            }
            Table("lines") { Column("a", .date) }
        }
        #expect(
            result.lines == [
                "addColumn: column orders.total: added (numeric(12,2))",
                "dropColumn: column orders.note: dropped (destroys)",
                "createTable: table lines: added",
                "dropTable: table gone: dropped (destroys)",
            ]
        )
        let added = result.differences[0]
        #expect(added.object == .table("orders") && added.part == "total")
        #expect(added.new == .column(Column("total", .decimal(12, 2))) && added.old == nil)
    }

    @Test
    func `What changes in a column is one difference`() async throws {
        let words = try await postgres.words(
            Column("a", .decimal),
            Column("a", .decimal(12, 2)).notNull().default(0).collate("\"C\"")
        )
        #expect(
            words == [
                "alterColumn: column t.a: numeric -> numeric(12,2); collation none -> \"C\"; null -> not null; "
                    + "default none -> 0 (destroys)"
            ]
        )
    }

    @Test
    func `Only a change that rounds without a word takes data`() async throws {
        let changes: [(ColumnType, ColumnType, Bool)] = [
            (.integer, .bigInt, false), (.string(50), .string(20), false), (.decimal, .decimal(12, 2), true),
            (.decimal(12, 2), .decimal(14, 2), false), (.decimal(12, 4), .decimal(12, 2), true),
            (.decimal, .integer, true),
            (.double, .real, true), (.real, .double, false), (.timestampTZ, .date, true),
            (.timestamp, .timestamp(3), true),
            (.timestamp(3), .timestamp, false), (.date, .timestamp, false), (.text, .integer, false),
        ]
        for (old, new, isLoss) in changes {
            let words = try await postgres.words(Column("a", old), Column("a", new))
            #expect(words.count == 1)
            #expect(words.allSatisfy { $0.hasSuffix("(destroys)") == isLoss }, "\(words)")
        }
    }

    @Test
    func `A primary key's columns are never null, nor is what is numbered`() async throws {
        let same: [(Column, Column)] = [
            (Column("a", .integer).notNull().identity(), Column("a", .integer).identity()),
            (Column("a", .serial).notNull(), Column("a", .serial)),
            (Column("a", .integer).notNull(name: "must"), Column("a", .integer).notNull()),
        ]
        for (old, new) in same { #expect(try await postgres.words(old, new) == []) }
        let key = try await postgres.words {
            Table("t") {
                Column("a", .integer).notNull()
                PrimaryKey(["a"], name: "t_pkey")
            }
        } to: {
            Table("t") {
                Column("a", .integer)
                PrimaryKey(["a"])
            }
        }
        #expect(key == [])
    }

    @Test
    func `A sequence that numbers its own column is serial`() async throws {
        let words = try await postgres.words {
            NumberSequence("old_name_seq", type: .integer).owned(by: "crate", "id")
            Table("crate") {
                Column("id", .integer).notNull().default(.expression("nextval('public.old_name_seq'::regclass)"))
            }
        } to: {
            Table("crate") { Column("id", .serial) }
        }
        #expect(words == [])
        let identity = try await postgres.words(Column("a", .serial), Column("a", .integer).identity())
        #expect(identity == ["alterColumn: column t.a: serial -> identity"])
    }

    @Test
    func `The options of an identity are compared with what they are without a word`() async throws {
        let usual = SequenceOptions(start: 1, increment: 1, minimum: 1, maximum: 2_147_483_647, cache: 1)
        #expect(
            try await postgres.words(
                Column("a", .integer).identity(.always, usual),
                Column("a", .integer).identity(.always)
            )
                == []
        )
        let words = try await postgres.words(
            Column("a", .bigInt).identity(),
            Column("a", .bigInt).identity(.byDefault, SequenceOptions(start: 100, increment: 10))
        )
        #expect(words == ["alterColumn: column t.a: start 1 -> 100; increment 1 -> 10"])
        let always = try await postgres.words(Column("a", .bigInt).identity(), Column("a", .bigInt).identity(.always))
        #expect(always == ["alterColumn: column t.a: identity -> identity, always"])
        let wider = try await postgres.words(Column("a", .integer).identity(), Column("a", .bigInt).identity())
        #expect(wider == ["alterColumn: column t.a: integer -> bigint"])
    }

    @Test
    func `Generated columns are compared by their expression`() async throws {
        func table(_ expression: SQLText?, stored: Bool = true) -> Table {
            Table("t") {
                Column("a", .integer)
                if let expression {
                    Column("b", .integer).generated(as: expression, stored: stored)
                } else {
                    Column("b", .integer)
                }
            }
        }
        #expect(
            try await postgres.words {
                table("(a + 2)")
            } to: {
                table("a    +2")
            } == []
        )
        #expect(
            try await postgres.words {
                table("a + 1")
            } to: {
                table(nil)
            }
                == ["alterColumn: column t.b: generated a + 1 -> none"]
        )
        #expect(
            try await sqlite.words {
                table("a + 1", stored: false)
            } to: {
                table("a + 1")
            }
                == ["alterColumn: column t.b: virtual -> stored"]
        )
        #expect(
            try await postgres.words {
                table("a + 1")
            } to: {
                table("a + 2")
            }
                == ["unverified: expression of column t.b"]
        )
    }

    @Test
    func `Comments are compared where they are kept`() async throws {
        func table(_ comment: String?, _ column: String) -> Table {
            Table("t", comment: comment) { Column("a", .integer).comment(column) }
        }
        let words = try await postgres.words {
            table("it", "one")
        } to: {
            table(nil, "two")
        }
        #expect(words == ["commentOnTable: table t: comment removed", "commentOnColumn: column t.a: comment changed"])
        #expect(
            try await postgres.words {
                table("", "")
            } to: {
                table(nil, "")
            } == []
        )
        #expect(
            try await sqlite.words {
                table("it", "one")
            } to: {
                table(nil, "two")
            } == []
        )
    }

    @Test
    func `A table's options are one difference, and undeclared storage is none`() async throws {
        let words = try await postgres.words {
            Table("t") { Column("a", .integer) }.storage(["fillfactor": "70", "autovacuum_enabled": "off"])
        } to: {
            Table("t") { Column("a", .integer) }
                .storage(["fillfactor": "80", "autovacuum_enabled": "false"])
                .rowSecurity([.enabled, .forced])
                .replicaIdentity(.full)
        }
        #expect(
            words == [
                "setTableOptions: table t: fillfactor 70 -> 80; row security on; row security for its owner too; "
                    + "replica identity full"
            ]
        )
        let undeclared = try await postgres.words {
            Table("t") { Column("a", .text).storage("EXTERNAL") }.storage(["fillfactor": "70"])
        } to: {
            Table("t") { Column("a", .text) }
        }
        #expect(undeclared == [])
    }

    @Test
    func `A table that no statement can change is made anew`() async throws {
        let parted = try await postgres.words {
            Table("t") { Column("d", .date) }
            Index("t_d", on: "t", columns: ["d"])
        } to: {
            Table("t") { Column("d", .date) }.partitioned(by: "RANGE (d)")
            Index("t_d", on: "t", columns: ["d"])
        }
        #expect(
            parted == [
                "createTable: table t: partition key none -> RANGE (d); made anew (destroys)",
                "createIndex: index t_d: added",
            ]
        )
        let strict = try await sqlite.words {
            Table("t") { Column("a", .text) }
        } to: {
            Table("t", sqliteOptions: .strict) { Column("a", .text) }
        }
        #expect(strict == ["setTableOptions: table t: strict"])
    }

    @Test
    func `Partitions that are not declared come and go`() async throws {
        let parent = Table("p") { Column("d", .date) }.partitioned(by: "RANGE (d)")
        let part = Table("p_1") {}.partition(of: "p", "FOR VALUES FROM ('2026-01-01') TO ('2026-02-01')")
        let words = try await postgres.words {
            parent
            part
            Index("p_1_d", on: "p_1", columns: ["d"])
        } to: {
            parent
        }
        #expect(words == [])
        let declared = try await postgres.words {
            parent
        } to: {
            parent
            part
        }
        #expect(declared == ["createTable: table p_1: added"])
        let dropped = try await postgres.words {
            parent
            part
        } to: {
        }
        #expect(dropped == ["dropTable: table p: dropped (destroys)"])
    }

    @Test
    func `Names are told apart as the database does`() async throws {
        let names = try await sqlite.words {
            Table("Users") { Column("ID", .integer).primaryKey() }
            Index("Users_ID", on: "users", columns: ["id"])
        } to: {
            Table("users") { Column("id", .integer).primaryKey() }
            Index("users_id", on: "USERS", columns: ["Id"])
        }
        #expect(names == [])
        let other = try await postgres.words {
            Table("Users") { Column("id", .integer) }
        } to: {
            Table(ObjectName("users", schema: "public")) { Column("id", .integer) }
        }
        #expect(other == ["createTable: table public.users: added", "dropTable: table Users: dropped (destroys)"])
        let home = try await postgres.words {
            Table("users") { Column("mood", .enumeration("mood")) }
        } to: {
            Table(ObjectName("users", schema: "public")) {
                Column("mood", .enumeration(ObjectName("mood", schema: "public")))
            }
        }
        #expect(home == [])
        let accents = try await postgres.words {
            Table("t") { Column("\u{E9}", .integer) }
        } to: {
            Table("t") { Column("e\u{301}", .integer) }
        }
        #expect(accents.count == 2)
    }

    @Test
    func `SQLite's row number is never null, and other keys may be`() async throws {
        let number = try await sqlite.words(
            Column("a", .integer).primaryKey(allowsNull: true),
            Column("a", .integer).primaryKey()
        )
        #expect(number == [])
        let key = try await sqlite.words(
            Column("a", .text).primaryKey(allowsNull: true),
            Column("a", .text).primaryKey()
        )
        #expect(key == ["alterColumn: column t.a: null -> not null"])
        let counted = try await sqlite.words(
            Column("a", .integer).primaryKey(),
            Column("a", .integer).primaryKey().identity()
        )
        #expect(counted == ["alterColumn: column t.a: not numbered -> identity"])
        let collation = try await sqlite.words(
            Column("a", .text).collate("nocase"),
            Column("a", .text).collate("NOCASE")
        )
        #expect(collation == [])
        let type = try await sqlite.words(Column("a", .custom("int")), Column("a", .custom("INTEGER")))
        #expect(type == ["alterColumn: column t.a: INT -> INTEGER"])
    }
}
