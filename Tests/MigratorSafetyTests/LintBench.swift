import MigrationDSL
import MigratorCatalogue
import MigratorCore
import MigratorDatabase
import MigratorDialects
import MigratorSafety

/// Lints the statements of a text on a database that is empty, or as other statements have made it.
struct LintBench {
    private let kind: DatabaseKind
    private let levels: SafetyLevels
    private let context: String

    init(_ kind: DatabaseKind, _ levels: SafetyLevels = SafetyLevels(), after context: String = "") {
        self.kind = kind
        self.levels = levels
        self.context = context
    }

    func findings(_ text: String, _ direction: Direction = .upgrade, isTransaction: Bool = true) -> [SafetyFinding] {
        guard let dialect = try? kind.dialect() else { return [] }
        var inventory = Inventory(dialect)
        for sql in statements(context) { inventory.apply(Self.read(sql, kind)) }
        var scope = EffectScope(inventory, version: dialect.oldestServer, isTransaction: isTransaction)
        let pieces = statements(text).map { LintedRevision.Piece(.statement($0)) }
        let revision = LintedRevision(nil, direction, isTransaction: isTransaction, pieces)
        let linter = Linter(dialect, levels)
        return linter.findings(of: linter.effects(of: revision, in: &scope), in: revision).findings
    }

    func rules(_ text: String, _ direction: Direction = .upgrade, isTransaction: Bool = true) -> [String] {
        Set(findings(text, direction, isTransaction: isTransaction).map(\.rule.rawValue)).sorted()
    }

    static func read(_ sql: String, _ kind: DatabaseKind) -> KnownStatement {
        StatementWords(sql, kind: kind).map { StatementReader.read($0) } ?? .uninspected("")
    }

    /// Cut where a semicolon ends a line or the text: BEGIN and the like are not refused here.
    private func statements(_ text: String) -> [String] {
        text.split(separator: ";").map { String($0) }.filter { !$0.allSatisfy(\.isWhitespace) }
    }
}
