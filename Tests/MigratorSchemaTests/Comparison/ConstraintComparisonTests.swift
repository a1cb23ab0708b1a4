import MigrationDSL
import MigratorCatalogue
import MigratorDatabase
import MigratorDialects
import Testing

@testable import MigratorSchema

/// Constraints, by name and by definition.
struct ConstraintComparisonTests {
    private let postgres = Comparing.postgres
    private let sqlite = Comparing.sqlite

    private func words(
        _ comparing: Comparing = .postgres,
        @TableBuilder _ old: () -> [TableElement],
        @TableBuilder to new: () -> [TableElement]
    ) async throws -> [String] {
        let columns = [Column("a", .integer), Column("b", .integer), Column("s", .string(9))]
        let (olds, news) = (old(), new())
        return try await comparing.words {
            Table("p") { Column("id", .integer).primaryKey() }
            Table("t") {
                columns
                for constraint in olds.compactMap(\.constraint) { constraint }
            }
        } to: {
            Table("p") { Column("id", .integer).primaryKey() }
            Table("t") {
                columns
                for constraint in news.compactMap(\.constraint) { constraint }
            }
        }
    }

    @Test
    func `What has no name is what has the same definition, whatever its name`() async throws {
        for comparing in [postgres, sqlite] {
            let words = try await words(comparing) {
                PrimaryKey(["a"], name: "t_old_pkey")
                Unique(["b"], name: "t_b_key1")
                Unique(["a"], name: "strange")
                Check("(a > 0)", name: "t_a_check")
                Check("(a < b)", name: "t_check")
                ForeignKey(["b"], references: "p", ["id"], onDelete: .noAction, name: "t_b_fkey")
            } to: {
                ForeignKey(["b"], references: "p")
                Check("a < b")
                Check("a > 0")
                Unique(["a"])
                Unique(["b"])
                PrimaryKey(["a"])
            }
            #expect(words == [])
        }
    }

    @Test
    func `Each is matched with one alone, those of equal names first`() async throws {
        let words = try await words {
            Unique(["a"], name: "second")
            Unique(["a"], name: "t_a_key")
        } to: {
            Unique(["a"])
        }
        #expect(words == ["dropConstraint: unique constraint second of t: dropped"])
    }

    @Test
    func `An equal definition under another declared name is a rename`() async throws {
        let renamed = try await words {
            Check("(a > 0)", name: "chk_a")
        } to: {
            Check("a > 0", name: "a_positive")
        }
        #expect(renamed == ["renameConstraint: check chk_a of t -> a_positive"])
        let unnamed = try await words(sqlite) {
            Unique(["a"])
        } to: {
            Unique(["a"], name: "t_a")
        }
        #expect(unnamed == [])
    }

    @Test
    func `A name that a server made up is no name that was chosen`() async throws {
        func schema(_ name: String) -> DeclaredSchema {
            DeclaredSchema { Table("t") { Column("a", .integer).unique(name: name) } }
        }
        func compare(_ old: String, _ new: String) async throws -> [String] {
            try await postgres.result(postgres.read(schema(old).objects), postgres.read(schema(new).objects)).lines
        }
        #expect(try await compare("t_a_key", "t_a_key1") == [])
        #expect(try await compare("chosen", "t_a_key") == [])
        #expect(
            try await compare("t_a_key", "chosen") == ["renameConstraint: unique constraint t_a_key of t -> chosen"]
        )
    }

    @Test
    func `What a name stands for may change`() async throws {
        let changed = try await words {
            PrimaryKey(["a"], name: "t_pkey")
            Unique(["a"], name: "u")
            ForeignKey(["b"], references: "p", onDelete: .restrict, name: "f")
        } to: {
            PrimaryKey(["a", "b"])
            Unique(["a"], name: "u", nullsNotDistinct: true)
            ForeignKey(["b"], references: "p", name: "f")
        }
        #expect(
            changed == [
                "alterColumn: column t.b: null -> not null",
                "addConstraint: unique constraint u of t: options changed",
                "addConstraint: foreign key f of t: (b) to p(id) on delete restrict -> (b) to p(id)",
                "addConstraint: primary key (a, b) of t: (a) -> (a, b)",
            ]
        )
    }

    @Test
    func `Columns of a key are in an order, and paired`() async throws {
        func pair(_ columns: [String], _ others: [String]) -> ForeignKey {
            ForeignKey(columns, references: "q", others, name: "f")
        }
        for (old, new, isSame) in [
            (pair(["a", "b"], ["x", "y"]), pair(["a", "b"], ["x", "y"]), true),
            (pair(["a", "b"], ["x", "y"]), pair(["a", "b"], ["y", "x"]), false),
            (pair(["a", "b"], ["x", "y"]), pair(["b", "a"], ["x", "y"]), false),
        ] {
            let words = try await words {
                old
            } to: {
                new
            }
            #expect(words.isEmpty == isSame)
        }
    }

    @Test
    func `When a foreign key is checked, and whether it was, change where it stands`() async throws {
        let words = try await words {
            ForeignKey(["a"], references: "p", notValid: true, name: "f")
            ForeignKey(["b"], references: "p", name: "g")
            Check("a > 0", name: "c", notValid: true)
        } to: {
            ForeignKey(["a"], references: "p", name: "f")
            ForeignKey(["b"], references: "p", deferrable: .initiallyDeferred, name: "g", comment: "late")
            Check("a > 0", name: "c", notValid: true)
        }
        #expect(
            words == [
                "validateConstraint: foreign key f of t: to be validated",
                "alterConstraint: foreign key g of t: not deferrable -> deferred",
                "comment: constraint g of t: comment added",
            ]
        )
    }

    @Test
    func `A column that goes takes what names it, where the database does so`() async throws {
        func table(_ isWhole: Bool) -> [DeclaredObject] {
            let all = Table("t") {
                Column("a", .integer)
                if isWhole {
                    Column("b", .integer).unique(name: "t_b_key")
                    Check("a < b", name: "t_check")
                }
            }
            let index = Index("t_b", on: "t", columns: [.expression("b + 1")])
            return all.declared(at: SourceLocation(file: "", line: 0))
                + (isWhole ? index.declared(at: SourceLocation(file: "", line: 0)) : [])
        }
        func lines(_ comparing: Comparing) async throws -> [String] {
            let new = Schema(DeclaredSchema(table(false)), for: comparing.kind)
            return try await comparing.result(comparing.read(table(true)), new).lines
        }
        #expect(try await lines(postgres) == ["dropColumn: column t.b: dropped (destroys)"])
        #expect(
            try await lines(sqlite) == [
                "dropColumn: column t.b: dropped (destroys)",
                "dropConstraint: unique constraint t_b_key of t: dropped",
                "dropConstraint: check t_check of t: dropped",
                "dropIndex: index t_b: dropped",
            ]
        )
    }

    @Test
    func `What SQLite says of conflicts is part of the definition`() async throws {
        let words = try await words(sqlite) {
            Unique(["a"], name: "u")
            Unique(["b"], name: "v", onConflict: .abort)
        } to: {
            Unique(["a"], name: "u", onConflict: .replace)
            Unique(["b"], name: "v")
        }
        #expect(words == ["addConstraint: unique constraint u of t: options changed"])
    }

    @Test
    func `Automatic names are cut and numbered as PostgreSQL does`() {
        func name(_ table: String, _ columns: [String], _ label: String) -> AutomaticName {
            AutomaticName(table, columns, label, limit: 63)
        }
        #expect(name("t", ["a", "b"], "key").first == "t_a_b_key")
        #expect(name("t", [], "pkey").first == "t_pkey")
        #expect(name("t", ["a"], "key").matches("t_a_key12"))
        #expect(!name("t", ["a"], "key").matches("t_a_keys"))
        let long = String(repeating: "t", count: 63)
        #expect(name(long, ["column"], "key").first == String(repeating: "t", count: 52) + "_column_key")
        #expect(name(long, [], "pkey").first == String(repeating: "t", count: 58) + "_pkey")
        #expect(name(long, ["column"], "key").matches(String(repeating: "t", count: 51) + "_column_key1"))
        let both = name(long, [String(repeating: "c", count: 63)], "fkey").first
        #expect(both == String(repeating: "t", count: 29) + "_" + String(repeating: "c", count: 28) + "_fkey")
        let accents = name(String(repeating: "é", count: 31), [], "pkey").first
        #expect(accents == String(repeating: "é", count: 29) + "_pkey")
    }
}
