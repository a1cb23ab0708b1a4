import MigrationDSL
import MigratorDialects
import MigratorSystem

/// The order in which tables are filled: those that others refer to first; those that refer to one another together.
struct SampleOrder {
    let groups: [[SampleTable]]

    init(_ tables: [SampleTable], _ dialect: any Dialect) {
        let indices = Dictionary(tables.enumerated().map { ($0.element.key, $0.offset) }) { first, _ in first }
        let parents = tables.enumerated().map { index, table in
            Set(table.foreignKeys.compactMap { indices[TableKey.of($0.referencedTable, dialect)] }).subtracting([index])
        }
        var groups: [[SampleTable]] = []
        var left = Array(tables.indices)
        var done: Set<Int> = []
        while !left.isEmpty {
            let ready = left.filter { parents[$0].isSubset(of: done) }
            let next = ready.isEmpty ? Self.circle(among: left, parents, done) : ready
            groups += ready.isEmpty ? [next.map { tables[$0] }] : next.map { [tables[$0]] }
            done.formUnion(next)
            left.removeAll { done.contains($0) }
        }
        self.groups = groups
    }

    /// Tables that refer to one another and to no others that are left.
    private static func circle(among left: [Int], _ parents: [Set<Int>], _ done: Set<Int>) -> [Int] {
        func reached(from start: Int) -> Set<Int> {
            var (reached, open): (Set<Int>, [Int]) = ([], [start])
            while let index = open.popLast() {
                open += parents[index].filter { !done.contains($0) && reached.insert($0).inserted }
            }
            return reached
        }
        let smallest = left.map(reached).min { $0.count < $1.count } ?? []
        return left.filter(smallest.contains)
    }
}
