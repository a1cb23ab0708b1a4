import Foundation
import MigratorDatabase
import MigratorTestSupport

/// A short history that has everything whose interruption could show: a table, one that is made stale, rows from a
/// payload, and on PostgreSQL an index that is built outside of a transaction.
struct MortalHistory: Sendable {
    /// How many of its revisions are applied, by what each leaves in the database.
    struct Effects: Sendable, Equatable, CustomStringConvertible {
        var hasSpirits: Bool
        var hasAudit: Bool
        /// The name that the third revision changes, and how many rows there are beside it.
        var name: String?
        var rows: Int
        /// `nil` while it is being built or dropped outside of a transaction.
        var hasIndex: Bool?

        init(hasSpirits: Bool, hasAudit: Bool, name: String?, rows: Int, hasIndex: Bool?) {
            self.hasSpirits = hasSpirits
            self.hasAudit = hasAudit
            self.name = name
            self.rows = rows
            self.hasIndex = hasIndex
        }

        /// What is there after so many revisions.
        init(after count: Int) {
            self.init(
                hasSpirits: count > 0,
                hasAudit: count > 1,
                name: count == 0 ? nil : count > 2 ? "fox" : "owl",
                rows: count == 0 ? 0 : count > 2 ? 3 : 1,
                hasIndex: count > 3
            )
        }

        var description: String {
            "spirits \(hasSpirits), audit \(hasAudit), \(name ?? "-"), \(rows) rows, index \(String(describing: hasIndex))"
        }
    }

    /// What the ids of its revisions begin with, unlike those of any other history.
    let prefix = "d\(UUID().uuidString.prefix(8).lowercased())"

    func id(_ index: Int) -> String { "\(prefix)r\(index)" }

    /// Writes it into the folder `revisions`.
    func write(to folder: TemporaryFolder, for kind: CachedKind) throws {
        let aside = kind == .postgres ? ("\n-- transaction: off", " CONCURRENTLY") : ("", "")
        try folder.write("revisions/rows.json", #"[{"id": 2, "name": "elf"}, {"id": 3, "name": "orc"}]"#)
        let revisions = [
            """
            -- revision: \(id(0))

            -- upgrade
            -- touches: naming_spirits
            CREATE TABLE naming_spirits (id integer PRIMARY KEY, name text NOT NULL);
            -- touches: naming_spirits
            INSERT INTO naming_spirits VALUES (1, 'owl');

            -- downgrade
            DROP TABLE naming_spirits;
            """,
            """
            -- revision: \(id(1))
            -- parents: \(id(0))

            -- upgrade
            CREATE TABLE audit (id integer PRIMARY KEY, note text);

            -- downgrade
            DROP TABLE audit;
            """,
            """
            -- revision: \(id(2))
            -- parents: \(id(1))

            -- upgrade
            -- bulk-insert into naming_spirits from rows.json
            -- touches: naming_spirits
            UPDATE naming_spirits SET name = 'fox' WHERE id = 1;

            -- downgrade
            -- touches: naming_spirits
            DELETE FROM naming_spirits WHERE id > 1;
            -- touches: naming_spirits
            UPDATE naming_spirits SET name = 'owl' WHERE id = 1;
            """,
            """
            -- revision: \(id(3))
            -- parents: \(id(2))\(aside.0)

            -- upgrade
            CREATE INDEX\(aside.1) ix_naming_spirits_name ON naming_spirits (name);

            -- downgrade
            DROP INDEX\(aside.1) ix_naming_spirits_name;
            """,
        ]
        for (index, text) in revisions.enumerated() { try folder.write("revisions/\(index).sql", text) }
    }
}
