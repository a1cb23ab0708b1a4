import MigrationDSL
import Migrator
import MigratorGraph
import MigratorTestSupport

/// Histories made at random, with forks, merges, several bases, dependencies and a load order of their own.
enum RandomGraph {
    static func nodes(
        _ count: Int,
        seed: UInt64,
        forks: Int = 10,
        merges: Int = 10,
        bases: Int = 2,
        dependencies: Int = 0
    ) -> [RevisionNode] {
        var random = SeededRandom(seed)
        var heads: [Int] = []
        var nodes: [RevisionNode] = []
        func id(_ number: Int) -> RevisionID { RevisionID("r\(String(number + 0x1000_0000, radix: 16))") }
        for number in 0..<count {
            var parents: [Int] = []
            if number == 0 || random.chance(bases) {
            } else if heads.count > 1, random.chance(merges) {
                heads.shuffle(using: &random)
                parents = Array(heads.prefix(2))
            } else if random.chance(forks) {
                parents = [Int.random(in: 0..<number, using: &random)]
            } else {
                parents = [heads[Int.random(in: 0..<heads.count, using: &random)]]
            }
            var dependsOn: [Int] = []
            while number > 0, random.chance(dependencies) {
                dependsOn.append(Int.random(in: 0..<number, using: &random))
            }
            heads.removeAll { parents.contains($0) }
            heads.append(number)
            nodes.append(
                RevisionNode(
                    id: id(number),
                    parents: parents.map(id),
                    dependsOn: dependsOn.map { id($0).rawValue }
                )
            )
        }
        return nodes.shuffled(using: &random)
    }
}
