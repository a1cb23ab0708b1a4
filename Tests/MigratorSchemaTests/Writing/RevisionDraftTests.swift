import MigrationDSL
import MigratorCore
import MigratorDatabase
import MigratorDialects
import MigratorSchema
import Testing

/// Files of revisions, in Swift and in SQL.
@Suite struct RevisionDraftTests {
    private func operations(_ record: (Operations) -> Void) -> [Operation] {
        let op = Operations()
        record(op)
        return op.recorded
    }

    private func source(
        _ upgrade: [Operation],
        _ downgrade: RevisionDraft.Downgrade,
        isTransactional: Bool = true
    ) -> RevisionDraft {
        RevisionDraft(
            "5b1f0c2d9e77",
            parents: ["22ebdcff71c4"],
            message: "Drops notes.",
            isTransactional: isTransactional,
            upgrade: upgrade,
            downgrade: downgrade
        )
    }

    @Test func withoutOperationsItIsToBeFilledIn() throws {
        let source = RevisionDraft(
            "5b1f0c2d9e77",
            branchLabels: ["titles"],
            dependsOn: ["9f94d908afb9"],
            message: "add titles"
        )
        #expect(
            source.swift(typeName: "AddTitles") == """
                import MigrationDSL

                /// add titles
                struct AddTitles: Revision {
                    static let id: RevisionID = "5b1f0c2d9e77"
                    static let branchLabels = ["titles"]
                    static let dependsOn: [RevisionID] = ["9f94d908afb9"]

                    func upgrade(_ op: Operations) {
                    }
                }

                """
        )
        #expect(
            try source.sql(try DatabaseKind.sqlite.dialect()) == """
                -- revision: 5b1f0c2d9e77
                -- branch-labels: titles
                -- depends-on: 9f94d908afb9
                -- message: add titles

                -- upgrade

                -- downgrade

                """
        )
    }

    @Test func aDowngradeThatIsTheReverseIsNotWritten() throws {
        let upgrade = operations { $0.dropColumn(Column("note", .text), from: "t") }
        let source = source(upgrade, .operations(operations { $0.addColumn(Column("note", .text), to: "t") }))
        #expect(
            source.swift(typeName: "DropNotes") == """
                import MigrationDSL

                /// Drops notes.
                struct DropNotes: Revision {
                    static let id: RevisionID = "5b1f0c2d9e77"
                    static let parents: [RevisionID] = ["22ebdcff71c4"]

                    func upgrade(_ op: Operations) {
                        // Destroys data: the values of t.note.
                        op.dropColumn(Column("note", .text), from: "t")
                    }
                }

                """
        )
        #expect(
            try source.sql(try DatabaseKind.postgres.dialect()) == """
                -- revision: 5b1f0c2d9e77
                -- parents: 22ebdcff71c4
                -- message: Drops notes.

                -- upgrade
                -- Destroys data: the values of t.note.
                ALTER TABLE "t" DROP COLUMN "note";

                -- downgrade
                ALTER TABLE "t" ADD COLUMN "note" text;

                """
        )
    }

    @Test func anotherDowngradeIsWritten() {
        let upgrade = operations { $0.dropColumn("note", from: "t") }
        let source = source(upgrade, .operations(operations { $0.addColumn(Column("note", .text), to: "t") }))
        #expect(
            source.swift(typeName: "DropNotes") == """
                import MigrationDSL

                /// Drops notes.
                struct DropNotes: ReversibleRevision {
                    static let id: RevisionID = "5b1f0c2d9e77"
                    static let parents: [RevisionID] = ["22ebdcff71c4"]

                    func upgrade(_ op: Operations) {
                        // Destroys data: the values of t.note.
                        op.dropColumn("note", from: "t")
                    }

                    func downgrade(_ op: Operations) {
                        op.addColumn(Column("note", .text), to: "t")
                    }
                }

                """
        )
    }

    @Test func whereThereIsNoWayBackTheRevisionSaysWhy() throws {
        let upgrade = operations { $0.addEnumValue("calm", to: "mood") }
        let source = source(upgrade, .derived(from: upgrade), isTransactional: false)
        #expect(
            source.swift(typeName: "AddCalm") == #"""
                import MigrationDSL

                /// Drops notes.
                struct AddCalm: IrreversibleRevision {
                    static let id: RevisionID = "5b1f0c2d9e77"
                    static let parents: [RevisionID] = ["22ebdcff71c4"]
                    static let transactional = false
                    static let irreversible = """
                        add value calm to enum mood cannot be reversed: PostgreSQL cannot remove a value from an enum type; \
                        write a downgrade
                        """

                    func upgrade(_ op: Operations) {
                        op.addEnumValue("calm", to: "mood")
                    }
                }

                """#
        )
        #expect(
            try source.sql(try DatabaseKind.postgres.dialect()) == """
                -- revision: 5b1f0c2d9e77
                -- parents: 22ebdcff71c4
                -- message: Drops notes.
                -- transaction: off
                -- irreversible: add value calm to enum mood cannot be reversed: PostgreSQL cannot remove a value from an enum type; write a downgrade

                -- upgrade
                ALTER TYPE "mood" ADD VALUE IF NOT EXISTS 'calm';

                """
        )
    }

    @Test func whatADatabaseHasToMakeIsGiven() throws {
        let upgrade = operations { $0.dropColumn(Column("note", .text), from: "t") }
        let dialect = try DatabaseKind.sqlite.dialect()
        let source = source(upgrade, .none("it is tried"))
        #expect(throws: MigratorError.self) { try source.sql(dialect) }
        let found = ["PRAGMA foreign_keys = OFF", "ALTER TABLE t DROP COLUMN note"]
        let text = try source.sql(dialect, found: RevisionDraft.Statements(upgrade: [0: found]))
        #expect(
            text.hasSuffix(
                """
                -- irreversible: it is tried

                -- upgrade
                -- Destroys data: the values of t.note.
                PRAGMA foreign_keys = OFF;
                ALTER TABLE t DROP COLUMN note;

                """
            )
        )
    }

    @Test func whatIsNotBroughtBackStandsInTheHeader() throws {
        let upgrade = operations { $0.dropColumn(Column("note", .text), from: "t") }
        func draft(_ downgrade: RevisionDraft.Downgrade) -> RevisionDraft {
            RevisionDraft(
                "5b1f0c2d9e77",
                message: "Drops notes.",
                upgrade: upgrade,
                downgrade: downgrade,
                notes: ["the downgrade does not bring back the values of t.note", "two\nlines"]
            )
        }
        let written = draft(.derived(from: upgrade))
        #expect(
            written.swift(typeName: "DropNotes").hasPrefix(
                """
                import MigrationDSL

                /// Drops notes.
                ///
                /// The downgrade does not bring back the values of t.note.
                /// Two lines.
                struct DropNotes: Revision {
                """
            )
        )
        #expect(
            try written.sql(try DatabaseKind.postgres.dialect()).hasPrefix(
                """
                -- revision: 5b1f0c2d9e77
                -- message: Drops notes.
                -- The downgrade does not bring back the values of t.note.
                -- Two lines.

                -- upgrade
                """
            )
        )
        // Where there is no way back, it says why, and the notes would speak of nothing.
        #expect(!draft(.none("it is tried")).swift(typeName: "DropNotes").contains("bring back"))
    }

    @Test func aPayloadIsADirective() throws {
        let upgrade = operations { $0.bulkInsert(into: ObjectName("t", schema: "app"), from: .csv("payloads/t.csv")) }
        let text = try source(upgrade, .none("it is tried")).sql(try DatabaseKind.postgres.dialect())
        #expect(text.contains("-- upgrade\n-- bulk-insert into \"app\".\"t\" from payloads/t.csv\n"))
    }

    @Test(arguments: [
        (ColumnType.double, ColumnType.integer, true), (.integer, .double, false), (.timestampTZ, .date, true),
        (.decimal(10, 2), .decimal(12, 2), false), (.decimal(10, 2), .decimal(12, 1), true),
        (.text, .string(10), false),
        (.timestamp, .timestamp(3), true), (.json, .jsonb, true), (.integer, .bigInt, false),
    ])
    func aTypeThatHoldsLessIsMarked(_ former: ColumnType, _ new: ColumnType, _ destroys: Bool) {
        let upgrade = operations {
            $0.alterColumn("c", of: "t", to: ColumnChange(type: new), was: ColumnChange(type: former))
        }
        #expect((upgrade[0].destroyed != nil) == destroys)
    }
}
