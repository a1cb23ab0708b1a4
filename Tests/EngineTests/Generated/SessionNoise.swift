import MigrationDSL
import Migrator
import MigratorDatabase
import MigratorTestSupport

@testable import MigratorSources

/// A generated history whose revisions leave what they can in their session, and write down what they find there.
struct NoisyHistory {
    let revisions: [GeneratedRevision]

    /// Puts noise behind the operations of revisions, and a look before them; closures, which no script holds, go.
    init(_ history: GeneratedHistory, _ random: inout SeededRandom) {
        let kind = history.kind
        var revisions: [GeneratedRevision] = []
        for (number, revision) in history.revisions.enumerated() {
            let op = Operations()
            if number == 0 { op.execute("CREATE TABLE session_witness (number INTEGER, saw TEXT)") }
            op.execute(Self.look(kind, number))
            var upgrade = op.recorded
            upgrade += revision.upgrade.filter { !($0.details is Perform) }
            let noise = Operations()
            for sql in Self.noise(kind).shuffled(using: &random).prefix(Int.random(in: 0...3, using: &random)) {
                noise.execute(SQLText(sql))
            }
            upgrade += noise.recorded
            revisions.append(
                GeneratedRevision(
                    node: revision.node,
                    isTransactional: revision.isTransactional,
                    upgrade: upgrade,
                    downgrade: []
                )
            )
        }
        self.revisions = revisions
    }

    func history() throws -> RevisionHistory { try RevisionHistory(loaded: revisions) }

    private static func noise(_ kind: DatabaseKind) -> [String] {
        switch kind {
        case .sqlite:
            [
                "PRAGMA ignore_check_constraints = ON", "PRAGMA recursive_triggers = ON",
                "PRAGMA legacy_alter_table = ON",
                "PRAGMA case_sensitive_like = ON", "PRAGMA foreign_keys = OFF", "PRAGMA reverse_unordered_selects = ON",
                "CREATE TEMP TABLE scratch (n); INSERT INTO scratch VALUES (1)",
                "CREATE TEMP VIEW scratch_view AS SELECT 1",
                """
                CREATE TEMP TRIGGER scratch_trigger AFTER INSERT ON session_witness
                BEGIN UPDATE session_witness SET saw = 'fired' WHERE rowid = new.rowid; END
                """,
                "CREATE TABLE temp.session_witness (number, saw)",
            ]
        default:
            [
                "SET my.noise = 'heard'", "SELECT set_config('TimeZone', 'Asia/Tokyo', false)", "SET ROLE pg_monitor",
                "CREATE TEMP TABLE scratch (n int)", "CREATE TABLE pg_temp.session_witness (number int, saw text)",
                "PREPARE noise AS SELECT 1", "SET lock_timeout = '7s'", "SET search_path = pg_catalog",
                "DO $$ BEGIN PERFORM set_config('my.noise', 'in a block', false); END $$",
            ]
        }
    }

    private static func look(_ kind: DatabaseKind, _ number: Int) -> SQLText {
        switch kind {
        case .sqlite:
            """
            INSERT INTO session_witness SELECT \(number), 'like ' || ('a' LIKE 'A') || (
                SELECT ', checks ' || ignore_check_constraints FROM pragma_ignore_check_constraints) || (
                SELECT ', triggers ' || recursive_triggers FROM pragma_recursive_triggers) || (
                SELECT ', legacy ' || legacy_alter_table FROM pragma_legacy_alter_table) || (
                SELECT ', scratch ' || count(*) FROM sqlite_temp_master WHERE name LIKE 'scratch%')
            """
        default:
            """
            INSERT INTO session_witness SELECT \(number), concat_ws(', ', NULLIF(current_setting('my.noise', true), ''),
                current_setting('TimeZone'), current_user, to_regclass('scratch'), current_setting('search_path'),
                (SELECT count(*) FROM pg_prepared_statements WHERE name = 'noise'))
            """
        }
    }
}
