import MigrationDSL
import Migrator
import MigratorCore
import MigratorDatabase
import MigratorGraph
import MigratorTestSupport

@testable import MigratorSources

/// A linear history that uses every operation that a database supports, each valid where it stands and reversible.
///
/// The same seed gives the same history. A model of the schema says what can come next; what a downgrade could not
/// bring back to the letter is not made, such as a column that is dropped from the middle of its table.
struct GeneratedHistory {
    let kind: DatabaseKind
    private(set) var revisions: [GeneratedRevision] = []

    // The model: what is in the database after the revisions so far.
    var tables: [GeneratedTable] = []
    var views: [GeneratedView] = []
    /// The enum types that createEnum made.
    var enums: [EnumType] = []
    /// The enum types that columns bring.
    var broughtEnums: [EnumType] = []
    var sequences: [NumberSequence] = []
    /// Schemas that tables may lie in, and schemas that stay empty.
    var schemas: [String] = []
    var emptySchemas: [String] = []

    var random: SeededRandom
    var names = GeneratedNames()

    // The revision that is being made.
    private var op = Operations()
    private var backs: [Int: [Operation]] = [:]
    /// What comes next.
    private var waiting: [GeneratedStep] = []

    /// Makes so many revisions, or as many more as it takes to use every operation, most of them of so many operations.
    init(seed: UInt64, kind: DatabaseKind, revisions count: Int, ofUpTo most: Int = 4) {
        self.kind = kind
        random = SeededRandom(seed)
        var unused = Set(GeneratedStep.supported(by: kind))
        var tries = 0
        while tries < 4000, revisions.count < count || !unused.isEmpty {
            tries += 1
            if waiting.isEmpty { waiting = GeneratedStep.supported(by: kind).shuffled(using: &random) }
            let step = waiting.removeFirst()
            if tables.count < 3 { _ = make(.createTable) }
            let isMade = make(step)
            if isMade { unused.remove(step) }
            if step == .createIndexConcurrently {
                if isMade { finish(isTransactional: false) }
            } else if op.recorded.count > Int.random(in: 0..<most, using: &random) {
                finish()
            }
        }
        finish()
    }

    /// The history, for the engine.
    func history() throws -> RevisionHistory {
        try RevisionHistory(loaded: revisions)
    }

    /// The tags of all operations that upgrades and downgrades consist of.
    func usedTags() throws -> Set<String> {
        var tags: Set<String> = []
        for revision in revisions {
            for direction in [Direction.upgrade, .downgrade] {
                for operation in try revision.operations(direction, RevisionArguments(), tag: nil, for: kind) {
                    tags.insert(operation.tag)
                    if let group = operation.details as? AlterTable { tags.formUnion(group.changes.map(\.tag)) }
                }
            }
        }
        return tags
    }

    // MARK: Recording

    /// Records operations; `back` is what undoes them where they do not say it themselves.
    mutating func record(_ body: (Operations) -> Void, back: ((Operations) -> Void)? = nil) {
        let first = op.recorded.count
        body(op)
        guard let back else { return }
        let reverse = Operations()
        back(reverse)
        for index in first..<op.recorded.count { backs[index] = [] }
        backs[first] = reverse.recorded
    }

    private mutating func finish(isTransactional: Bool = true) {
        guard !op.recorded.isEmpty else { return }
        var downgrade: [Operation]?
        if !backs.isEmpty {
            downgrade = op.recorded.indices.reversed().flatMap { index in
                backs[index] ?? (try? op.recorded[index].reversed()) ?? []
            }
        }
        let number = revisions.count + 1
        revisions.append(
            GeneratedRevision(
                node: RevisionNode(
                    id: Self.id(number),
                    parents: number == 1 ? [] : [Self.id(number - 1)],
                    message: op.recorded.map(\.summary).joined(separator: "; ")
                ),
                isTransactional: isTransactional,
                upgrade: op.recorded,
                downgrade: downgrade
            )
        )
        op = Operations()
        backs = [:]
    }

    static func id(_ number: Int) -> RevisionID {
        RevisionID("r" + String(String(10_000 + number).dropFirst()))
    }

    /// Ends the revision that is being made, for what has to be alone or to come after a commit.
    mutating func finishRevision() { finish() }

    // MARK: Choosing

    mutating func newName() -> String { names.next(&random) }

    mutating func newObjectName() -> ObjectName {
        let schema = random.chance(40) ? schemas.randomElement(using: &random) : nil
        return ObjectName(newName(), schema: schema)
    }

    /// A place in a list of what fulfils a condition.
    mutating func choose<Element>(_ list: [Element], where isFit: (Element) -> Bool) -> Int? {
        list.indices.filter { isFit(list[$0]) }.randomElement(using: &random)
    }

    /// A table and a column of it.
    mutating func chooseColumn(where isFit: (GeneratedTable, GeneratedColumn) -> Bool) -> (Int, Int)? {
        let places = tables.indices.flatMap { table in
            tables[table].columns.indices.filter { isFit(tables[table], tables[table].columns[$0]) }
                .map { (table, $0) }
        }
        return places.randomElement(using: &random)
    }

    func isViewed(_ table: GeneratedTable, _ column: String? = nil) -> Bool {
        views.contains { view in view.table == table.name && column.map(view.columns.contains) ?? true }
    }

    /// Whether a foreign key points to a table, or to a column of it.
    func isReferenced(_ table: GeneratedTable, _ columns: [String]? = nil) -> Bool {
        tables.contains { other in
            other.allConstraints.contains { constraint in
                guard case .foreignKey(let key) = constraint, key.referencedTable == table.name else { return false }
                return columns.map { $0 == key.referencedColumns } ?? true
            }
        }
    }
}

extension Operation {
    /// Its name in checksums.
    var tag: String { type(of: details).tag }
}
