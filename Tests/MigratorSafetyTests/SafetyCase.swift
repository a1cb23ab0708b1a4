import Foundation
import MigrationDSL
import MigratorCatalogue
import MigratorCore
import MigratorDatabase
import MigratorDialects
import MigratorSafety
import Testing

/// A line of a file of cases: a revision's SQL, what is there before it, and the rules that it breaks.
struct SafetyCase: Decodable, Sendable, CustomTestStringConvertible {
    struct Facts: Decodable, Sendable {
        let rows: Int?
        let bytes: Int?
        let exists: Bool?
    }

    let id: String
    let dialect: String
    let direction: String
    let txn: Bool
    let sql: String
    let context: String
    let pg: String
    let expect: [String]
    let facts: [String: Facts]?
    let fk_on: Bool?
    let min_sqlite: String?

    var testDescription: String { id }

    /// The cases of a file.
    static func all(_ name: String, _ file: String = #filePath) throws -> [SafetyCase] {
        let cases = URL(filePath: file).appending(path: "../Cases/\(name).jsonl").standardized
        let lines = try Data(contentsOf: cases).split(separator: UInt8(ascii: "\n"))
        return try lines.map { try JSONDecoder().decode(SafetyCase.self, from: $0) }
    }

    var kind: DatabaseKind { dialect == "sqlite" ? .sqlite : .postgres }

    /// The servers that the case is about.
    var versions: [ServerAge] {
        guard dialect != "sqlite" else { return [min_sqlite.flatMap { ServerAge($0) } ?? ServerAge(3, 40)] }
        let known = [15, 16, 17, 18].map { ServerAge($0) }
        if pg.hasSuffix("+") { return known.filter { $0 >= ServerAge(Int(pg.dropLast()) ?? 0) } }
        guard let last = pg.split(separator: "-").last.flatMap({ Int($0) }) else { return known }
        return pg.contains("-") ? known.filter { $0 <= ServerAge(last) } : [ServerAge(last)]
    }

    /// What is found on a server, notes left out.
    func findings(on version: ServerAge) throws -> [SafetyFinding] {
        let dialect = try kind.dialect()
        var inventory = Inventory(dialect)
        for (sql, _) in try Self.statements(context, kind) {
            inventory.apply(StatementReader.read(try #require(StatementWords(sql, kind: kind))))
        }
        var known: [ObjectName: TableFacts] = [:]
        for (name, table) in facts ?? [:] {
            known[ObjectName(name)] = TableFacts(rows: table.rows, bytes: table.bytes, exists: table.exists ?? true)
        }
        var scope = EffectScope(inventory, facts: known, version: version, isTransaction: txn)
        scope.keepsForeignKeys = fk_on ?? true
        let revision = LintedRevision(
            nil,
            direction == "up" ? .upgrade : .downgrade,
            isTransaction: txn,
            try pieces()
        )
        let linter = Linter(dialect)
        let lint = linter.findings(of: linter.effects(of: revision, in: &scope), in: revision)
        return (lint.findings + linter.unused(lint, of: nil)).filter { $0.level != .note }
    }

    private func pieces() throws -> [LintedRevision.Piece] {
        var allowances: [(line: Int, allowance: Allowance)] = []
        for (index, line) in sql.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            guard line.hasPrefix("--"), let allowance = Allowance(comment: String(line.dropFirst(2))) else { continue }
            allowances.append((index + 1, allowance))
        }
        return try Self.statements(sql, kind).map { sql, location in
            let own = allowances.filter { $0.line <= location.line }.map(\.allowance)
            allowances.removeAll { $0.line <= location.line }
            return LintedRevision.Piece(.statement(sql), at: location, allowances: own)
        }
    }

    private static func statements(
        _ text: String,
        _ kind: DatabaseKind
    ) throws -> [(sql: String, location: MigrationDSL.SourceLocation)] {
        try StatementText.located(SQLSource(file: "case.sql", contents: Array(text.utf8)), for: kind)
    }
}
