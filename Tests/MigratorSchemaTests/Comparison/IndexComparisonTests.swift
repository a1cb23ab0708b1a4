import MigrationDSL
import MigratorDatabase
import Testing

@testable import MigratorSchema

/// Indexes.
struct IndexComparisonTests {
    private func words(_ old: Index?, _ new: Index?, _ comparing: Comparing = .postgres) async throws -> [String] {
        let table = Table("t") {
            Column("a", .integer)
            Column("s", .text)
            Column("j", .jsonb)
            Column("gone", .timestampTZ)
        }
        return try await comparing.words {
            table
            if let old { old }
        } to: {
            table
            if let new { new }
        }
    }

    private func index(
        _ columns: IndexColumn...,
        name: String = "ix",
        unique: Bool = false,
        where predicate: SQLText? = nil,
        using method: String? = nil,
        storage: [String: String] = [:]
    ) -> Index {
        Index(name, on: "t", columns: columns, unique: unique, where: predicate, using: method, storage: storage)
    }

    @Test func aCollationThatTheColumnsGiveMayBeSaidOrNot() async throws {
        func words(_ old: IndexColumn, _ new: IndexColumn) async throws -> [String] {
            let domain = Domain("d", .text, collate: "\"C\"")
            let table = Table("t") {
                Column("c--23", .text).collate("\"C\"")
                Column("d", .named("d"))
                Column("s", .text)
                Column("p", .text).collate("\"POSIX\"")
            }
            return try await Comparing.postgres.words {
                domain
                table
                index(old)
            } to: {
                domain
                table
                index(new)
            }
        }
        let same: [IndexColumn] = [
            .expression("lower(\"c--23\")"), .expression("(\"c--23\" || s)"), "d", .expression("lower(d)"), "c--23",
            .expression("upper(lower(s) COLLATE \"C\")"),
        ]
        for key in same {
            #expect(try await words(key, key.collate("\"C\"")) == [])
            #expect(try await words(key, key.collate("\"POSIX\"")).count == 1)
            #expect(try await words(key, key.collate("\"default\"")).count == 1)
        }
        let other: [IndexColumn] = [
            "s", .expression("lower(s)"), .expression("lower(length(\"c--23\")::text)"),
            .expression("lower(\"c--23\" || p)"),
        ]
        for key in other { #expect(try await words(key, key.collate("\"C\"")).count == 1) }
    }

    @Test
    func `What is usual may be said or not`() async throws {
        let same = [
            (index("a"), index(.column("a").nulls(first: false).operatorClass("int4_ops"), using: "BTREE")),
            (index(.column("a").descending().nulls(first: true)), index(.column("a").descending())),
            (index("j", using: "gin"), index(.column("j").operatorClass("jsonb_ops"), using: "gin")),
            (index("a", where: "(gone IS NULL)"), index("a", where: "t.gone IS NULL")),
            (index(.expression("(a + 1)")), index(.expression("a+1"))),
            (index(.expression("lower(s)")), index(.expression("LOWER( s )"))),
        ]
        for (old, new) in same { #expect(try await words(old, new) == []) }
        let plain = Comparing.sqlite
        #expect(try await words(index("s"), index(.column("s").collate("BINARY")), plain) == [])
        #expect(try await words(index("a", where: "gone IS NULL"), index("A", where: "GONE ISNULL"), plain) == [])
    }

    @Test
    func `What makes another index of it is one difference`() async throws {
        let changes = [
            (index("a"), index("a", unique: true), "(a) -> unique (a)"),
            (index("a", "s"), index("s", "a"), "(a, s) -> (s, a)"),
            (index("a"), index("a", using: "hash"), "(a) -> hash (a)"),
            (
                index(.column("a").descending()), index(.column("a").descending().nulls(first: false)),
                "(a desc) -> (a desc nulls last)"
            ),
            (index("s"), index(.column("s").collate("\"C\"")), "(s) -> (s collate \"C\")"),
            (index("s"), index(.column("s").operatorClass("text_pattern_ops")), "(s) -> (s text_pattern_ops)"),
            (index("a"), index("a", where: "gone IS NULL"), "(a) -> (a) where gone IS NULL"),
        ]
        for (old, new, text) in changes {
            #expect(try await words(old, new) == ["createIndex: index ix: \(text); made anew"])
        }
    }

    @Test
    func `Storage parameters change where the index stands`() async throws {
        let words = try await words(
            index("a", using: "brin"),
            index("a", using: "brin", storage: ["pages_per_range": "32"])
        )
        #expect(words == ["alterIndex: index ix: pages_per_range none -> 32"])
    }

    @Test
    func `An equal definition under another name is a rename`() async throws {
        #expect(
            try await words(index("a", name: "idx_a"), index("a", name: "t_a_idx"))
                == ["renameIndex: index idx_a of t -> t_a_idx"]
        )
        #expect(
            try await words(index("a", name: "idx_a"), index("s", name: "idx_s"))
                == ["createIndex: index idx_s: added", "dropIndex: index idx_a: dropped"]
        )
        let long = "ix_lg_a_name_that_somebody_composed_from_a_convention_and_is_too_long"
        #expect(try await words(index("a", name: String(long.prefix(63))), index("a", name: long)) == [])
    }

    @Test
    func `Two names that a server made up are as good as one`() async throws {
        let comparing = Comparing.postgres
        func schema(_ name: String) -> [DeclaredObject] {
            DeclaredSchema {
                Table("t") { Column("a", .integer) }
                Index(name, on: "t", columns: ["a"])
            }.objects
        }
        let lines = try await comparing.result(comparing.read(schema("t_a_idx")), comparing.read(schema("t_a_idx1")))
            .lines
        #expect(lines == [])
    }

    @Test
    func `A unique index is no unique constraint`() async throws {
        let words = try await Comparing.postgres.words {
            Table("t") { Column("a", .integer) }
            Index("u", on: "t", columns: ["a"], unique: true)
        } to: {
            Table("t") { Column("a", .integer).unique(name: "u") }
        }
        #expect(words == ["addConstraint: unique constraint u of t: added", "dropIndex: index u: dropped"])
    }

    @Test
    func `An index goes with its table`() async throws {
        let words = try await Comparing.postgres.words {
            Table("t") { Column("a", .integer) }
            Index("ix", on: "t", columns: ["a"])
        } to: {
        }
        #expect(words == ["dropTable: table t: dropped (destroys)"])
    }
}
