import MigrationDSL
import MigratorCatalogue
import MigratorDialects
import MigratorSystem

/// Looks for things that may be one with two names: tables first, then the columns of tables that both schemas have.
///
/// The columns of a table whose own rename is told come up in the next comparison.
struct RenameCandidates {
    /// The best pairs, each thing in one at most.
    private(set) var candidates: [RenameCandidate] = []
    /// The pairs of each thing that goes, the likeliest first, and no more than may be asked about.
    private(set) var pairs: [RenameCandidate] = []

    /// How many names a thing that goes is looked for under.
    private static let mostPairs = 4

    private let old: ComparedSide
    private let new: ComparedSide
    private let dialect: any Dialect

    init(_ old: ComparedSide, _ new: ComparedSide, _ dialect: any Dialect) {
        self.old = old
        self.new = new
        self.dialect = dialect
        findTables()
        findColumns()
    }

    private mutating func findTables() {
        let lost = Self.tables(old).filter { new[$0.key] == nil && $0.table.partition == nil }
        let gained = Self.tables(new).filter { old[$0.key] == nil && $0.table.partition == nil }
        let found = scored(lost, gained) { tableScore($0.table, $1.table) }
        add(found) { (old: Int, new: Int, score: Double) in
            let (former, wanted) = (lost[old].table.name, gained[new].table.name)
            let summary = "table \(former) -> \(wanted.name)"
            return RenameCandidate(rename: Rename(.table(former), to: wanted.name), score: score, summary: summary)
        }
    }

    private mutating func findColumns() {
        for (key, table) in Self.tables(new) {
            guard case .table(let former)? = old[key]?.object else { continue }
            let newNames = Set(table.columns.map { new.column($0.name, of: table.name) })
            let oldNames = Set(former.columns.map { old.column($0.name, of: former.name) })
            let lost = former.columns.enumerated().filter {
                !newNames.contains(old.column($0.element.name, of: former.name))
            }
            let gained = table.columns.enumerated().filter {
                !oldNames.contains(new.column($0.element.name, of: table.name))
            }
            let found = scored(lost, gained) { columnScore($0, former, $1, table) }
            add(found) { (old: Int, new: Int, score: Double) in
                let (before, after) = (lost[old].element.name, gained[new].element.name)
                let rename = Rename(before, of: .table(former.name), to: after)
                let summary = "column \(table.name).\(before) -> \(after)"
                return RenameCandidate(rename: rename, score: score, summary: summary)
            }
        }
    }

    private static func tables(_ side: ComparedSide) -> [(key: ObjectKey, table: Table)] {
        side.objects.compactMap { key, entry in
            if case .table(let table) = entry.object { (key, table) } else { nil }
        }
    }

    /// All pairs that may be one: the likeliest first, of equals the one that comes first.
    private func scored<Thing>(
        _ lost: [Thing],
        _ gained: [Thing],
        _ score: (Thing, Thing) -> Double?
    ) -> [(old: Int, new: Int, score: Double)] {
        var scored: [(old: Int, new: Int, score: Double)] = []
        for (first, before) in lost.enumerated() {
            for (second, after) in gained.enumerated() {
                if let score = score(before, after) { scored.append((first, second, score)) }
            }
        }
        scored.sort { ($1.score, $0.old, $0.new) < ($0.score, $1.old, $1.new) }
        return scored
    }

    /// Takes the best pairs, and of all pairs the first ones of each thing that goes.
    private mutating func add(
        _ scored: [(old: Int, new: Int, score: Double)],
        _ make: (Int, Int, Double) -> RenameCandidate
    ) {
        var (usedOld, usedNew) = (Set<Int>(), Set<Int>())
        var counts: [Int: Int] = [:]
        for pair in scored {
            let isBest = !usedOld.contains(pair.old) && !usedNew.contains(pair.new)
            let isAmongFirst = counts[pair.old, default: 0] < Self.mostPairs
            guard isBest || isAmongFirst else { continue }
            let candidate = make(pair.old, pair.new, pair.score)
            if isBest {
                usedOld.insert(pair.old)
                usedNew.insert(pair.new)
                candidates.append(candidate)
            }
            counts[pair.old, default: 0] += 1
            pairs.append(candidate)
        }
    }

    /// How likely two tables are one: by the columns that they share, and a little by their names.
    private func tableScore(_ former: Table, _ wanted: Table) -> Double? {
        guard NameKey(former.name, dialect).schema == NameKey(wanted.name, dialect).schema else { return nil }
        guard !former.columns.isEmpty, !wanted.columns.isEmpty else { return nil }
        func shapes(_ table: Table, _ side: ComparedSide) -> Set<[ExactText]> {
            Set(
                table.columns.map { column in
                    [
                        side.column(column.name, of: table.name),
                        ExactText(side.type(column.type, in: table.sqliteOptions).text),
                    ]
                }
            )
        }
        let (before, after) = (shapes(former, old), shapes(wanted, new))
        let shared = Double(before.intersection(after).count) / Double(max(before.count, after.count))
        guard shared >= 0.5 else { return nil }
        return 0.8 * shared + 0.2 * nearness(former.name.name, wanted.name.name)
    }

    /// How likely two columns are one: of a type that holds the values, and no key to two tables.
    private func columnScore(
        _ before: (offset: Int, element: Column),
        _ former: Table,
        _ after: (offset: Int, element: Column),
        _ wanted: Table
    ) -> Double? {
        let (first, second) = (before.element, after.element)
        let types = TypeChange(
            old.type(first.type, in: former.sqliteOptions),
            new.type(second.type, in: wanted.sqliteOptions)
        )
        guard types.fitness > 0, (first.generation == nil) == (second.generation == nil) else { return nil }
        guard target(of: first, former, old) == target(of: second, wanted, new) else { return nil }
        var score = 0.4 * types.fitness + 0.45 * nearness(first.name, second.name)
        if first.isNullable == second.isNullable { score += 0.06 }
        if (first.defaultValue == nil) == (second.defaultValue == nil) { score += 0.06 }
        if before.offset == after.offset { score += 0.01 }
        return score
    }

    /// The table that a column alone refers to.
    private func target(of column: Column, _ table: Table, _ side: ComparedSide) -> NameKey? {
        for case .foreignKey(let key) in table.constraints where key.columns.isExactly([column.name]) {
            return side.relation(key.referencedTable)
        }
        return nil
    }

    /// How alike two names are, from 0 to 1; a common beginning or end tells more than letters in between.
    private func nearness(_ left: String, _ right: String) -> Double {
        let (left, right) = (Array(left.lowercased()), Array(right.lowercased()))
        let length = max(left.count, right.count)
        guard length > 0 else { return 1 }
        let edits = EditDistance.between(left, right, swaps: true, limit: length) ?? length
        let begin = zip(left, right).prefix { $0 == $1 }.count
        let end = zip(left.dropFirst(begin).reversed(), right.dropFirst(begin).reversed()).prefix { $0 == $1 }.count
        return 0.7 * (1 - Double(edits) / Double(length)) + 0.3 * Double(begin + end) / Double(length)
    }
}
